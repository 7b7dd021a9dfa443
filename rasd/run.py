"""One run of a command over some input: reads, extracts, counts, and tells on standard error what was skipped."""

from __future__ import annotations

import gc
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from rasd.errors import DataError, ReportedError
from rasd.model import Article, Incident
from rasd.record import articles

T = TypeVar("T")

_MANY = 200
_BAR = 30
_COLLECT_AFTER = 20_000
# What would steer a terminal, or turn the direction of what follows, if text were printed as it is.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Extractor(Protocol):
    """What finds the incidents of an article."""

    def extract(self, article: Article) -> tuple[Incident, ...]: ...


class Fetch(Protocol):
    """What gets the article at an address; raises DataError."""

    def __call__(self, url: str, *, published: date | None) -> Article: ...


def shown(text: str) -> str:
    """Text as a terminal may show it."""
    return _STEERING.sub("\ufffd", text)


def say(told: str) -> None:
    """A line on standard error."""
    sys.stderr.write(shown(told) + "\n")


class Run:
    """One run over some input: what was read, found and skipped."""

    def __init__(self, *, published: date | None, sample: bool, debug: bool) -> None:
        self.read = self.incidents = self.unlocated = self.skipped = 0
        self._published = published
        self._sample = sample
        self._debug = debug
        self._progress = sys.stderr.isatty()
        self._bytes = self._bytes_read = 0

    def articles(self, names: Iterable[str], fetch: Fetch | None = None) -> Iterator[Article]:
        """The articles of files, and of addresses with `fetch`, in order; what can't be used is told."""
        given = list(names)
        self._bytes = sum(Path(name).stat().st_size for name in given if Path(name).is_file())
        for name in given:
            for item in self._items(name, fetch):
                if isinstance(item, DataError):
                    self._skip(str(item))
                    continue
                self.read += 1
                if self._progress and self.read % _MANY == 0:
                    self._show_progress()
                yield item

    def tried(self, items: Iterable[Article], work: Callable[[Article], T]) -> Iterator[tuple[Article, T]]:
        """Each article with what `work` makes of it; one that it fails on is told and costs no other."""
        for article in items:
            try:
                result = work(article)
            except ReportedError:
                # A file of knowledge that can't be used: no article's fault, and it holds for all.
                raise
            except Exception as error:
                if self._debug:
                    traceback.print_exc()
                self.read -= 1
                self._skip(f"article {article.id!r}: a fault in the extraction ({type(error).__name__}: {error})")
                continue
            yield article, result

    def extracted(
        self, items: Iterable[Article], extractor: Extractor
    ) -> Iterator[tuple[Article, tuple[Incident, ...]]]:
        """Each article with its incidents, counted."""
        # What is loaded stays: the collector of cycles need not walk it again and again, nor run at every few objects.
        gc.freeze()
        gc.set_threshold(_COLLECT_AFTER)
        for article, incidents in self.tried(items, extractor.extract):
            self.incidents += len(incidents)
            self.unlocated += sum(one.resolution.latitude is None for one in incidents)
            yield article, incidents

    def finish(self, more: str = "") -> None:
        """Tells the summary."""
        told = _count(self.read, "article") + (f" ({more})" if more else "")
        found = f"{_count(self.incidents, 'incident')} ({self.unlocated} unlocated)"
        self._say(f"{told}, {found}, {self.skipped} skipped")

    def _items(self, name: str, fetch: Fetch | None) -> Iterator[Article | DataError]:
        if "://" not in name:
            yield from articles.read(name, published=self._published, sample=self._sample, on_read=self._count_bytes)
            return
        if fetch is None:
            yield DataError(name, None, "is an address, this command reads files", advice="use ingest")
            return
        try:
            yield fetch(name, published=self._published)
        except DataError as error:
            yield error

    def _count_bytes(self, number: int) -> None:
        self._bytes_read += number

    def _show_progress(self) -> None:
        bar = ""
        if self._bytes:
            part = min(self._bytes_read / self._bytes, 1)
            bar = f"[{'#' * int(part * _BAR):<{_BAR}}] {part:4.0%}  "
        sys.stderr.write(f"\r{bar}{self.read:,} articles, {self.incidents:,} incidents ")
        sys.stderr.flush()

    def _skip(self, told: str) -> None:
        self.skipped += 1
        self._say(told)

    def _say(self, told: str) -> None:
        if self._progress:
            sys.stderr.write("\r\x1b[K")
        say(told)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
