"""Keeps what Streamlit serves beside its pages from those who have not signed in, and all of it from other machines
where nobody has to."""

from __future__ import annotations

import ipaddress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from rasd.errors import ReportedError
from rasd.lexicon.labels import labels, languages
from rasd.ui import downloads, people

_GUARDED = ("/media/", "/_stcore/upload_file/", "/_stcore/agent/")
"""Files made for a reader, the way to send some, and the way in for programs; `rasd.ui.frame` keeps the pages."""

_REFUSED = 1008  # a WebSocket's "policy violation", RFC 6455


class Guard:
    """Answers that nothing is there, unless whoever asks may read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is allowed."""
        # Settings and roles are read from files, hence the threads.
        if scope["type"] in ("http", "websocket") and not _local(scope) and not await run_in_threadpool(_sign_in):
            await _closed(scope, receive, send)
            return
        guarded = scope["type"] == "http" and scope["path"].removeprefix(downloads.base()).startswith(_GUARDED)
        if guarded and await run_in_threadpool(downloads.allowed, Request(scope)) is None:
            await PlainTextResponse("", 404, {"Cache-Control": "no-store"})(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _local(scope: Scope) -> bool:
    """Whether it came to an address that only this machine reaches, whatever the server was told to listen on."""
    host = (scope.get("server") or ("localhost", None))[0]
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True  # a name of this machine's own, or a socket file


def _sign_in() -> bool:
    try:
        return people.configured()
    except ReportedError:
        return False


async def _closed(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _REFUSED})
        return
    told = "\n".join(labels(language)("people.exposed") for language in languages())
    await PlainTextResponse(f"{told}\n", 403, {"Cache-Control": "no-store"})(scope, receive, send)
