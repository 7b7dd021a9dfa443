"""What the dashboard's server answers beside its pages: whether it works, and the files that wait to be fetched."""

from __future__ import annotations

import ctypes
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rasd.errors import ReportedError
from rasd.ui import data, downloads, guard

HEALTH = "/healthz"
# mallopt(3): M_ARENA_MAX of malloc.h.
_M_ARENA_MAX, _ARENAS = -8, 2
_OK, _UNAVAILABLE = 200, 503


def begin() -> None:
    """What is set once, before the server answers: how the C library (glibc; no other has it) keeps freed memory.

    It gives each thread a store of its own, and each page runs in another thread: with a million incidents every window
    would leave some 20 MB behind, with two stores for all half of that or less (benchmarks/dashboard.py).
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def routes() -> list[Route]:
    """The addresses that are no pages."""
    return [
        Route(downloads.base() + HEALTH, healthz, methods=["GET"]),
        Route(downloads.path(), downloads.fetch, methods=["GET"]),
    ]


def middleware() -> list[Middleware]:
    """What every request passes through."""
    return [Middleware(downloads.Visitors), Middleware(guard.Guard)]


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
