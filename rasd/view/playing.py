"""Windows of days that play one after another, and what the map shows in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from rasd.view.asked import Asked
from rasd.view.filters import FILTERS
from rasd.view.timeline import Step, edges_of, ends_of

UNITS: tuple[Step, ...] = ("day", "week", "month", "quarter", "year")
"""What a window may be, the shortest first."""
MOST_WINDOWS = 500
_DATES = next(row for row in FILTERS if row.kind == "dates")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days, both inclusive."""

    start: date
    end: date


def calendar(first: date, last: date, unit: Step) -> tuple[Window, ...]:
    """The days, weeks (from Monday), months, quarters or years from a first to a last day, cut to these two."""
    if first > last:
        return ()
    edges = edges_of(first, last, unit)
    pairs = zip(edges, ends_of(edges, unit), strict=True)
    return tuple(Window(max(start, first), min(end, last)) for start, end in pairs)


def units_for(first: date, last: date, most: int = MOST_WINDOWS) -> tuple[Step, ...]:
    """The units that make at least two windows of these days and no more than `most`, so that none is skipped."""
    days = (last - first).days + 1
    longest = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
    # A unit that surely makes too many isn't counted out.
    counted = (unit for unit in UNITS if days <= (most + 2) * 1.12 * longest[unit])
    return tuple(unit for unit in counted if 2 <= len(calendar(first, last, unit)) <= most)


def at(asked: Asked, window: Window) -> Asked:
    """The selection with a window's days in place of its own; the other filters are not asked again."""
    selection = replace(asked.selection, date_from=window.start, date_to=window.end)
    kept = _DATES.keep(selection, asked.snapshot, None)
    assert kept is not None
    return Asked(asked.snapshot, selection, {**asked.kept, _DATES.name: kept})


def play(asked: Asked, shown: Iterable[Window]) -> Iterator[tuple[Window, Asked]]:
    """The selection in each window in turn, found when it is asked for."""
    for window in shown:
        yield window, at(asked, window)
