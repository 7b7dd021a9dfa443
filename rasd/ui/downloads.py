"""Files that wait for their download: a link of one's own for each, sent in pieces from the disk.

A link holds a ticket that nobody can guess. It works for the browser that the file was made for and, where people sign
in, for that person alone (`allowed`); it ends with the reader's session, when the file is removed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from weakref import WeakValueDictionary

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from rasd.errors import ReportedError
from rasd.lexicon.labels import labels, languages
from rasd.ui import people
from rasd.ui.exports import Prepared
from rasd.ui.roles import LOCAL, Person, person_of
from rasd.view.export import FORMATS

COOKIE = "rasd_visitor"
DATA, ZIP = "data", "zip"
"""What of a prepared export can be fetched: the data file alone, or in a ZIP with its manifest."""

_PREFIX, _ACT = "download", "export"
_COOKIE_BYTES = 32
_CHUNK = 1 << 20
# Streamlit's name for the cookie of whoever has signed in (starlette_server_config.USER_COOKIE_NAME).
_SIGNED_IN = "_streamlit_user"
# Sessions hold the files; when one ends, its files are forgotten here and removed (`exports.Prepared`).
_waiting: WeakValueDictionary[str, Prepared] = WeakValueDictionary()
# "identity" keeps the server from compressing a file that is better sent with its size.
_HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", "Content-Encoding": "identity"}


def owner() -> str:
    """Whose files the present session's are: its browser's, and there whose that has signed in. Raises NotAllowedError
    for whom may not export."""
    return _owner(st.context.cookies.get(COOKIE, ""), people.require(_ACT))


def offer(made: Prepared) -> None:
    """Lets a file be fetched by its ticket, for as long as somebody holds on to it."""
    _waiting[made.ticket] = made


def link(made: Prepared, part: str = DATA) -> str:
    """The address of a file, or of its ZIP, seen from a page: so it holds whatever stands before the server."""
    return f"{_PREFIX}/{made.ticket}/{part}"


def base() -> str:
    """Where the server is mounted: "" or a path without its last slash."""
    path = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def path() -> str:
    """The pattern of the links, for the server's list of routes."""
    return f"{base()}/{_PREFIX}/{{ticket}}/{{part}}"


def allowed(request: Request) -> Person | None:
    """Who may fetch what a request asks for, None for nobody: the one gate of every download."""
    try:
        person = _asking(request.cookies)
    except ReportedError:
        return None
    return person if person is not None and person.may(_ACT) else None


async def fetch(request: Request) -> Response:
    """The file of a link. What is not there, not theirs or not allowed looks the same to whoever asks."""
    # Settings and roles are read from files.
    person = await run_in_threadpool(allowed, request)
    made = _waiting.get(request.path_params["ticket"])
    asking = _owner(request.cookies.get(COOKIE, ""), person)
    part = request.path_params["part"]
    if made is None or person is None or not secrets.compare_digest(made.owner.encode(), asking.encode()):
        return _nothing()
    if part not in (DATA, ZIP) or not made.path.is_file():
        return _nothing()
    if part == DATA:
        return _File(made)
    headers = {**_HEADERS, "Content-Disposition": disposition(made.zip_name)}
    return StreamingResponse(made.zipped(), media_type="application/zip", headers=headers)


def disposition(name: str) -> str:
    """The header that has a file saved under a name: in plain characters, and whole as RFC 5987 and 6266 write it."""
    plain = "".join(one if one.isascii() and one.isprintable() and one not in '"\\' else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


class Visitors:
    """Gives each browser a cookie that no script can read, by which its downloads know it again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on; the first answer to a browser that asks for a page brings the cookie."""
        if scope["type"] != "http" or not _is_new(request := Request(scope)):
            await self._app(scope, receive, send)
            return
        secure = "; Secure" if request.url.scheme == "https" else ""
        cookie = (
            f"{COOKIE}={secrets.token_urlsafe(_COOKIE_BYTES)}; Path={base() or '/'}; HttpOnly; SameSite=Lax{secure}"
        )

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, sent)


class _File(FileResponse):
    """A data file in large pieces; it can't be removed while it is sent."""

    chunk_size = _CHUNK

    def __init__(self, made: Prepared) -> None:
        headers = {**_HEADERS, "Content-Disposition": disposition(made.path.name)}
        super().__init__(made.path, media_type=FORMATS[made.format].media_type, headers=headers)
        self._made = made


def _is_new(request: Request) -> bool:
    return (
        request.method == "GET" and COOKIE not in request.cookies and "text/html" in request.headers.get("accept", "")
    )


def _owner(browser: str, person: Person | None) -> str:
    return f"{browser} {person.known_as if person else ''}"


def _asking(cookies: Mapping[str, str]) -> Person | None:
    """Who sends a request, as `people.person` tells it of a session. Raises what that raises."""
    if not people.configured():
        return None if people.exposed() else LOCAL
    told = _signed_in(cookies)
    return person_of(told) if told.get("is_logged_in") else None


def _signed_in(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the provider told of whoever has signed in, from the cookie that Streamlit has signed; else nothing."""

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        # Headers are Latin-1 (RFC 9110), which is how the signature was made.
        return None if value is None else decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    try:
        told = json.loads(get_cookie_with_chunks(one, _SIGNED_IN) or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _nothing() -> Response:
    told = "\n".join(labels(language)("export.gone") for language in languages())
    return PlainTextResponse(f"{told}\n", 404, {"Cache-Control": "no-store"})
