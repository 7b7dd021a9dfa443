"""What the dashboard's server answers beside its pages: whether it works, and the files that wait to be fetched."""

from __future__ import annotations

import ctypes
import gc
import re
from contextlib import suppress
from time import monotonic

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rasd.errors import ReportedError
from rasd.ui import data, downloads, guard

HEALTH = "/healthz"
# mallopt(3): M_ARENA_MAX of malloc.h.
_M_ARENA_MAX, _ARENAS = -8, 2
_OK, _UNAVAILABLE = 200, 503
# Objects that Python looks through in some milliseconds, and how long others may be left out of that.
_FEW_OBJECTS, _LEFT_OUT_S = 100_000, 600.0
_OLDEST = 2
_settled_at = [-_LEFT_OUT_S]
# A component's file whose name holds a hash of what is in it: another content has another name.
_NAMED_BY_CONTENT = re.compile(r"/component/[^/]+/.+\.[0-9a-f]{8,}\.(?:js|css)")
_FOR_GOOD = "public, max-age=31536000, immutable"


def begin() -> None:
    """What is set once, before the server answers: how the C library (glibc; no other has it) keeps freed memory.

    It gives each thread a store of its own, and each page runs in another thread: with a million incidents every window
    would leave some 20 MB behind, with two stores for all half of that or less (benchmarks/dashboard.py).
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def settle() -> None:
    """Takes what is loaded for good out of what Python looks through for garbage. Call at the end of a page's run.

    Streamlit collects garbage after every run: with all libraries loaded for a tenth of a second, in which no page is
    served. What was taken out is looked through again every ten minutes: sessions that have ended are among it.
    """
    if len(gc.get_objects(_OLDEST)) > _FEW_OBJECTS or monotonic() - _settled_at[0] > _LEFT_OUT_S:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _settled_at[0] = monotonic()


def routes() -> list[Route]:
    """The addresses that are no pages."""
    return [
        Route(downloads.base() + HEALTH, healthz, methods=["GET"]),
        Route(downloads.path(), downloads.fetch, methods=["GET"]),
    ]


def middleware() -> list[Middleware]:
    """What every request passes through."""
    return [Middleware(downloads.Visitors), Middleware(guard.Guard), Middleware(Keeping)]


class Keeping:
    """Lets browsers keep the map's program; Streamlit would send it anew, compressed anew, whenever a map is opened."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on, with leave to keep the answer where its name tells its content."""

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _OK:
                MutableHeaders(scope=message)["Cache-Control"] = _FOR_GOOD
            await send(message)

        named = scope["type"] == "http" and _NAMED_BY_CONTENT.search(scope["path"])
        await self._app(scope, receive, kept if named else send)


async def healthz(request: Request) -> Response:
    """200 when the store answers, 503 when it doesn't; no more is told, as anybody may ask."""
    works = await run_in_threadpool(_works)
    told = {"status": "ok" if works else "the store does not answer"}
    return JSONResponse(told, _OK if works else _UNAVAILABLE, {"Cache-Control": "no-store"})


def _works() -> bool:
    try:
        data.store().change_counter()
    except ReportedError:
        return False
    return True
