"""Articles worked on in order, by this process or by several: the results are the same for any number of them.

Only a few chunks of articles are under way at a time, so that memory stays flat whatever the length of the input. An
article that the work fails on comes out as a `Fault` in its place. A worker process that is killed costs nothing: its
articles are read again, one chunk at a time, until the article that kills whoever reads it is found.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Generic, NamedTuple, Self, TypeVar

from rasd.errors import RasdError, ReportedError
from rasd.model import Article

T = TypeVar("T")

MOST = 64
"""The largest number of worker processes that can be asked for."""

_CHUNK, _CHUNK_CHARACTERS = 32, 200_000
_AHEAD = 3  # chunks under way for each process: one read, the others waiting for it
_KILLERS = 3
_COLLECT_AFTER = 100_000
_LOOK_SECONDS = 1.0

Work = Callable[[Article], T]
Job = Callable[[], Work[T]]
"""Makes the work where it is done: what it loads is loaded there. Must be picklable, as its results."""


class Result(NamedTuple, Generic[T]):
    """What came out of an article, and the counts for the summary."""

    value: T
    incidents: int = 0
    unlocated: int = 0


class Fault(NamedTuple):
    """An article that the work failed on: what went wrong, and the stack trace for those who ask for it."""

    article: Article
    told: str
    trace: str = ""


class _Stop(NamedTuple):
    """An error that is no article's fault and holds for all."""

    told: str


class _Done(NamedTuple, Generic[T]):
    value: T


class _Failed(NamedTuple):
    told: str
    trace: str


_Outcome = _Done[T] | _Failed | _Stop
_Chunk = list[Article]


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Team(Generic[T]):
    """This process (`count` 1) or that many others, doing one job; used as a context, which starts and ends them."""

    def __init__(self, job: Job[T], count: int = 1, tell: Callable[[str], None] = lambda told: None) -> None:
        self._job = job
        self._count = count
        self._tell = tell
        self._executor: ProcessPoolExecutor | None = None
        self._killers = 0

    def __enter__(self) -> Self:
        """Loads what the job needs before the processes are forked, so that they share it. Raises ReportedError."""
        self._work = self._job()
        # What is loaded stays: the collector of cycles need not walk it again and again, nor run at every few objects.
        gc.freeze()
        gc.set_threshold(_COLLECT_AFTER)
        if self._count > 1:
            self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def over(self, articles: Iterable[Article]) -> Iterator[tuple[Article, T] | Fault]:
        """Each article with what the work makes of it, in order. Raises ReportedError for what holds for all."""
        if self._executor is None:
            for article in articles:
                yield _told(article, _attempt(self._work, article, reraise=True))
            return
        for chunk, outcomes in self._chunks_done(_chunks(articles)):
            for article, outcome in zip(chunk, outcomes, strict=False):
                yield _told(article, outcome)

    def _chunks_done(self, chunks: Iterator[_Chunk]) -> Iterator[tuple[_Chunk, list[_Outcome[T]]]]:
        under_way: deque[tuple[_Chunk, Future[list[_Outcome[T]]]]] = deque()
        while True:
            while len(under_way) < _AHEAD * self._count and (chunk := next(chunks, None)):
                under_way.append((chunk, self._submit(chunk)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            try:
                outcomes = future.result()
            except BrokenProcessPool:
                self._tell("a worker process was killed (for want of memory, perhaps): its articles are read again")
                suspects = deque([chunk, *(one for one, _ in under_way)])
                under_way.clear()
                yield from self._one_by_one(suspects)
            else:
                yield chunk, outcomes

    def _one_by_one(self, suspects: deque[_Chunk]) -> Iterator[tuple[_Chunk, list[_Outcome[T]]]]:
        """Chunks that were under way when a process died: each alone, halved while it kills, down to the article."""
        self._restart()
        while suspects:
            chunk = suspects.popleft()
            try:
                outcomes = self._submit(chunk).result()
            except BrokenProcessPool:
                self._restart()
                if len(chunk) > 1:
                    half = len(chunk) // 2
                    suspects.extendleft((chunk[half:], chunk[:half]))
                    continue
                self._killers += 1
                if self._killers > _KILLERS:
                    told = "worker processes are killed again and again: give fewer --workers, or more memory"
                    raise RasdError(told) from None
                outcomes = [_Failed("the worker process that read it was killed", "")]
            yield chunk, outcomes

    def _submit(self, chunk: _Chunk) -> Future[list[_Outcome[T]]]:
        assert self._executor is not None
        try:
            return self._executor.submit(_do, chunk)
        except BrokenProcessPool as error:
            # Told when its turn comes, like that of a chunk that was under way.
            broken: Future[list[_Outcome[T]]] = Future()
            broken.set_exception(error)
            return broken

    def _start(self) -> None:
        # Forked processes share what is loaded; elsewhere than on Linux the system's libraries don't allow it safely.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._executor = ProcessPoolExecutor(self._count, context, _begin, (self._job, os.getpid()))
        # Starts them now, before anything is open that they would inherit.
        self._executor.submit(_do, [])

    def _end(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def _restart(self) -> None:
        self._end()
        self._start()


def _told(article: Article, outcome: _Outcome[T]) -> tuple[Article, T] | Fault:
    if isinstance(outcome, _Done):
        return article, outcome.value
    if isinstance(outcome, _Stop):
        raise RasdError(outcome.told)
    return Fault(article, outcome.told, outcome.trace)


def _chunks(articles: Iterable[Article]) -> Iterator[_Chunk]:
    """Articles by the chunk: not too many, and not too much text."""
    chunk: _Chunk = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article.body)
        if len(chunk) >= _CHUNK or size >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _attempt(work: Work[T], article: Article, *, reraise: bool = False) -> _Outcome[T]:
    try:
        return _Done(work(article))
    except ReportedError as error:
        # A file of knowledge that can't be used: no article's fault, and it holds for all.
        if reraise:
            raise
        return _Stop(str(error))
    except Exception as error:
        return _Failed(f"a fault in the extraction ({type(error).__name__}: {error})", traceback.format_exc())


# What a worker process works with.


class _Worker:
    job: Job[Any]
    work: Work[Any] | None = None


def _begin(job: Job[Any], parent: int) -> None:
    """Readies a worker process: a stop from the keyboard is the parent's to handle, and none outlives the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    _Worker.job = job


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def _do(chunk: _Chunk) -> list[_Outcome[Any]]:
    """What comes out of each article, up to an error that holds for all."""
    try:
        if _Worker.work is None:
            _Worker.work = _Worker.job()
    except ReportedError as error:
        return [_Stop(str(error))]
    outcomes: list[_Outcome[Any]] = []
    for article in chunk:
        outcomes.append(_attempt(_Worker.work, article))
        if isinstance(outcomes[-1], _Stop):
            break
    return outcomes
