"""Fetches a report from an address that the user gave on the command line; nothing else in Rasd opens an address."""

from __future__ import annotations

import re
import socket
import time
import urllib.request
from datetime import date
from email.message import Message
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from rasd.errors import DataError
from rasd.model import Article
from rasd.record.fields import build
from rasd.record.page import read_page

LIMIT = 5_000_000
"""The largest page accepted, in bytes."""

SECONDS = 20
"""How long a page may take, all in all."""

_SCHEMES = ("http", "https")
_HTML = ("text/html", "application/xhtml+xml")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset=["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_BLOCK = 65_536


def fetch(url: str, *, published: date | None = None) -> Article:
    """The article at an http or https address; the page's own day goes before `published`.

    Raises DataError (with the address as the file) when there is no network, the page is too large, slow, not text, or
    holds no report.
    """
    host = _host(url)
    if host is None:
        raise DataError(url, None, "is no web address", advice="give one that begins with http:// or https://")
    kind, charset, data = _get(url)
    if kind not in (*_HTML, "text/plain"):
        raise DataError(url, None, "is not a page of text", value=kind, advice="save the text and ingest the file")
    text = _decode(url, data, charset)
    if kind in _HTML:
        page = read_page(text)
        fields = {"title": page.title, "text": page.text, "published": page.published}
    else:
        title, _, body = text.strip().partition("\n")
        fields = {"title": title if body.strip() else "", "text": body if body.strip() else title}
    return build(url, None, fields | {"url": url, "outlet": host}, published=published)


def _host(url: str) -> str | None:
    """The host of a web address; None for another kind of address."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


def _get(url: str) -> tuple[str, str | None, bytes]:
    """The media type, the charset when the server tells one, and the bytes."""
    # Many outlets answer only a request that says what it is and what it takes.
    request = urllib.request.Request(  # noqa: S310  the scheme is checked by the caller and at each redirect
        url, headers={"User-Agent": "rasd (incident map; reads one page)", "Accept": "text/html, text/plain"}
    )
    end = time.monotonic() + SECONDS
    try:
        with urllib.request.build_opener(_SameKind).open(request, timeout=SECONDS) as answer:
            data = _read(url, answer, end)
            headers: Message = answer.headers
            return headers.get_content_type(), headers.get_content_charset(), data
    except HTTPError as error:
        raise DataError(
            url, None, f"the server answers {error.code} {error.reason}", advice="check the address"
        ) from error
    except TimeoutError as error:
        raise DataError(url, None, f"does not answer within {SECONDS} s", advice="try again later") from error
    except (OSError, HTTPException, ValueError) as error:
        problem = f"can't be reached: {_reason(error)}"
        raise DataError(url, None, problem, advice="check the address and the network, or ingest a file") from error


def _read(url: str, answer: HTTPResponse, end: float) -> bytes:
    data = b""
    while block := answer.read1(_BLOCK):
        data += block
        if len(data) > LIMIT:
            raise DataError(
                url, None, f"is larger than {LIMIT / 1e6:.0f} MB", advice="save the text and ingest the file"
            )
        if time.monotonic() > end:
            raise TimeoutError
    return data


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, socket.gaierror):
        return "its host is not known, or there is no network"
    return str(getattr(cause, "strerror", None) or cause or type(cause).__name__).splitlines()[0]


def _decode(url: str, data: bytes, charset: str | None) -> str:
    """The text: in the charset the server or the page tells, else UTF-8."""
    told = _META_CHARSET.search(data[:4096])
    name = charset or (told.group(1).decode("ascii") if told else "utf-8")
    try:
        return data.decode(name).removeprefix("\ufeff")
    except (LookupError, UnicodeDecodeError):
        raise DataError(
            url, None, f"is not text in {name[:40]!r}", advice="save the text as UTF-8, ingest the file"
        ) from None


class _SameKind(urllib.request.HTTPRedirectHandler):
    """Follows redirects to web addresses alone."""

    def redirect_request(  # noqa: PLR0917  the standard library's signature
        self, req: urllib.request.Request, fp: object, code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme.lower() not in _SCHEMES:
            raise URLError("it leads to something that is no web address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
