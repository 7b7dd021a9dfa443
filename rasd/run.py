"""One run of a command over some input: reads, extracts, counts, and tells on standard error what was skipped."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from rasd.errors import DataError
from rasd.model import Article
from rasd.record import articles
from rasd.workers import Fault, Job, Result, Team, processors

T = TypeVar("T")

_MANY = 200
_BAR = 30
_MANY_BYTES = 4_000_000
_MOST_BY_DEFAULT = 8
# What would steer a terminal, or turn the direction of what follows, if text were printed as it is.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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
        self._began = time.monotonic()
        self._bytes = self._bytes_read = 0

    def articles(self, names: Iterable[str], fetch: Fetch | None = None) -> Iterator[Article]:
        """The articles of files, and of addresses with `fetch`, in order; what can't be used is told."""
        given = list(names)
        self._bytes = _size(given)
        for name in given:
            for item in self._items(name, fetch):
                if isinstance(item, DataError):
                    self.skip(str(item))
                    continue
                self.read += 1
                if self._progress and self.read % _MANY == 0:
                    self._show_progress()
                yield item

    def team(self, job: Job[T], names: Iterable[str], asked: int | None) -> Team[T]:
        """Who does a job on these files: `asked` processes, else one for each processor when the files are large.

        Small files, and streams of unknown length, are read by this process alone: starting others takes longer.
        """
        large = _size(names) >= _MANY_BYTES
        by_default = min(processors(), _MOST_BY_DEFAULT) if large else 1
        return Team(job, by_default if asked is None else asked, self._say)

    def results(self, items: Iterable[Article], team: Team[Result[T]]) -> Iterator[tuple[Article, T]]:
        """Each article with what the team makes of it, counted; one that it fails on is told and costs no other."""
        for outcome in team.over(items):
            if isinstance(outcome, Fault):
                if self._debug and outcome.trace:
                    say(outcome.trace.rstrip())
                self.read -= 1
                self.skip(f"article {outcome.article.id!r}: {outcome.told}")
                continue
            article, result = outcome
            self.incidents += result.incidents
            self.unlocated += result.unlocated
            yield article, result.value

    def skip(self, told: str) -> None:
        """Counts something that could not be used, and tells of it."""
        self.skipped += 1
        self._say(told)

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
        bar, left = "", ""
        spent = time.monotonic() - self._began
        if self._bytes:
            part = min(self._bytes_read / self._bytes, 1)
            bar = f"[{'#' * int(part * _BAR):<{_BAR}}] {part:4.0%}  "
            seconds = round(spent / part - spent) if part else 0
            left = f", {seconds // 60}:{seconds % 60:02} left"
        speed = f"{self.read / spent:,.0f}/s" if spent else ""
        sys.stderr.write(f"\r{bar}{self.read:,} articles, {self.incidents:,} incidents, {speed}{left} \x1b[K")
        sys.stderr.flush()

    def _say(self, told: str) -> None:
        if self._progress:
            sys.stderr.write("\r\x1b[K")
        say(told)


def _size(names: Iterable[str]) -> int:
    """The bytes of the files among these names."""
    paths = [Path(name) for name in names if "://" not in name]
    return sum(path.stat().st_size for path in paths if path.is_file())


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
