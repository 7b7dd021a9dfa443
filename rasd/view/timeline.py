"""A selection over time: bars for the line under the map, and windows that play.

An incident stands on the last day that its report allows, where a filter from that day to that day finds it too. One
whose days span more than a bar is counted apart as well: its bar is not sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np
import polars as pl

from rasd.view.aggregate import MapView, map_view
from rasd.view.asked import Asked
from rasd.view.bounds import Bounds
from rasd.view.dimensions import Ints
from rasd.view.filters import ask
from rasd.view.places import kinds
from rasd.view.selection import Selection
from rasd.view.snapshot import Snapshot

Step = Literal["day", "week", "month", "year"]
STEPS: tuple[Step, ...] = ("day", "week", "month", "year")
MOST_BARS = 200
MOST_WINDOWS = 500
_DAYS: dict[Step, float] = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}
_EPOCH = date(1970, 1, 1)
# Days are counted from long before any report, so that none is negative and -1 can mean no date.
_SHIFT = 1_000_000


@dataclass(frozen=True, slots=True)
class Bar:
    """The incidents from `start` to `end`, both inclusive; `by_type` counts each of the timeline's types."""

    start: date
    end: date
    count: int
    by_type: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars without a gap, the oldest first, none when nothing has a date.

    `types` are the event types that occur, alphabetically. `undated` have no date; `vague` may, by their report, have
    happened in several bars. `left_out` lie outside the range when one was given.
    """

    step: Step
    types: tuple[str, ...]
    bars: tuple[Bar, ...]
    undated: int
    vague: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days, both inclusive."""

    start: date
    end: date


def timeline(
    asked: Asked, start: date | None = None, end: date | None = None, step: Step | None = None, most: int = MOST_BARS
) -> Timeline:
    """The selection over time under all filters but the dates', so that a brush on it can be moved.

    `start` and `end` (inclusive) narrow what is shown; `step` is the finest of `STEPS` that makes at most `most` bars
    when not given, and never finer than that. Years are shown however many they are.
    """
    last, spans = _days(asked.snapshot)
    by_day = asked.counts("when", "dates")
    dated = last >= 0
    shown = dated & (by_day > 0)
    if start is not None:
        shown &= last >= _day(start)
    if end is not None:
        shown &= last <= _day(end)
    undated, left_out = int(by_day[~dated].sum()), int(by_day[dated & ~shown].sum())
    names, number = kinds(asked.snapshot)
    if not shown.any():
        return Timeline(step or "day", names, (), undated, 0, left_out)
    low = start or _date(int(last[shown].min()))
    high = end or _date(int(last[shown].max()))
    chosen = _fitting(low, high, step, most)
    edges = _edges(low, high, chosen)
    bar_of_when = np.where(shown, np.searchsorted(np.array([_day(one) for one in edges]), last, side="right") - 1, -1)
    rows = asked.rows_without("dates")
    when, kind = (_codes(asked.snapshot, name, rows) for name in ("when", "kind"))
    bar_of_row = bar_of_when[when]
    held = bar_of_row >= 0
    size = len(edges)
    table = np.bincount(bar_of_row[held] * len(names) + number[kind[held]], minlength=size * len(names))
    vague = int(by_day[shown & (spans > _DAYS[chosen])].sum())
    bars = tuple(_bars(edges, chosen, table.reshape(size, len(names))))
    return Timeline(chosen, names, bars, undated, vague, left_out)


def windows(first: date, last: date, length: int, step: int) -> tuple[Window, ...]:
    """The windows of `length` days that play from the first day to the last, each `step` days after the one before.

    At most 500: a longer play takes larger steps. The last window ends on or behind the last day.
    """
    length, step = max(length, 1), max(step, 1)
    days = (last - first).days + 1
    if days < 1:
        return ()
    step = max(step, -(-max(days - length, 0) // (MOST_WINDOWS - 1)))
    count = 1 + max(0, -(-(days - length) // step))
    starts = (first + timedelta(days=step * number) for number in range(count))
    return tuple(Window(start, start + timedelta(days=length - 1)) for start in starts)


def at(asked: Asked, window: Window) -> Asked:
    """The selection with a window's days in place of its own; the other filters are not asked again."""
    selection = replace(asked.selection, date_from=window.start, date_to=window.end)
    days = ask(asked.snapshot, Selection(date_from=window.start, date_to=window.end))
    return Asked(asked.snapshot, selection, {**asked.kept, **days.kept})


def play(
    asked: Asked, bounds: Bounds | None, zoom: float, shown: tuple[Window, ...]
) -> Iterator[tuple[Window, MapView]]:
    """The map of each window in turn, made when it is asked for."""
    for window in shown:
        yield window, map_view(at(asked, window), bounds, zoom)


def _days(snapshot: Snapshot) -> tuple[Ints, Ints]:
    """The last day (shifted) of each combination of dimension `when`, -1 without one, and its span in days."""
    if "days" not in snapshot.memo:
        table = snapshot.dimensions["when"].table
        last = pl.col("date_latest").fill_null(pl.col("date_earliest"))
        first = pl.col("date_earliest").fill_null(pl.col("date_latest"))
        days = table.select(
            (last.to_physical().cast(pl.Int64) + _SHIFT).fill_null(-1).alias("last"),
            ((last - first).dt.total_days() + 1).fill_null(0).alias("span"),
        )
        snapshot.memo["days"] = days["last"].to_numpy(), days["span"].to_numpy()
    found: tuple[Ints, Ints] = snapshot.memo["days"]
    return found


def _codes(snapshot: Snapshot, dimension: str, rows: Ints | None) -> Ints:
    codes = snapshot.dimensions[dimension].codes
    return codes if rows is None else codes[rows]


def _fitting(low: date, high: date, step: Step | None, most: int) -> Step:
    days = (high - low).days + 1
    fitting: Step = next((one for one in STEPS if days / _DAYS[one] + 1 <= most), "year")
    return fitting if step is None or STEPS.index(step) < STEPS.index(fitting) else step


def _edges(low: date, high: date, step: Step) -> list[date]:
    """The first day of each bar; weeks begin on Monday (ISO 8601)."""
    edge = _first_of(low, step)
    edges = []
    while edge <= high:
        edges.append(edge)
        edge = _next(edge, step)
    return edges


def _first_of(day: date, step: Step) -> date:
    if step == "week":
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return day if step == "day" else day.replace(day=1) if step == "month" else day.replace(month=1, day=1)


def _next(day: date, step: Step) -> date:
    try:
        if step in ("day", "week"):
            return day + timedelta(days=int(_DAYS[step]))
        if step == "month":
            return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
        return day.replace(year=day.year + 1)
    except (ValueError, OverflowError):
        return date.max


def _bars(edges: list[date], step: Step, table: Ints) -> Iterator[Bar]:
    # The last bar is as long as the others, though nothing may lie in its end.
    after = [*edges[1:], _next(edges[-1], step)]
    ends = [edge if edge == date.max else edge - timedelta(days=1) for edge in after]
    for start, end, counts in zip(edges, ends, table.tolist(), strict=True):
        yield Bar(start, end, sum(counts), tuple(counts))


def _date(shifted: int) -> date:
    return _EPOCH + timedelta(days=shifted - _SHIFT)


def _day(day: date) -> int:
    return (day - _EPOCH).days + _SHIFT
