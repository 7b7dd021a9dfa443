"""A selection over time: bars for the line under the map.

The rule on dates is that of `rasd.view.trends`: an incident stands in the bar that its days lie in (a night in that of
its evening). One whose days are only known to reach over several bars is counted apart (`spread`), as is one without
a date (`undated`): a guessed day would make peaks where none were. What a filter of days keeps is wider: whatever its
days touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import polars as pl

from rasd.view.asked import Asked
from rasd.view.dimensions import Bools, Ints
from rasd.view.places import kinds
from rasd.view.snapshot import Snapshot

Step = Literal["day", "week", "month", "quarter", "year"]
STEPS: tuple[Step, ...] = ("day", "week", "month", "year")
"""The steps of bars, the finest first."""
MOST_BARS = 160
_DAYS: dict[Step, float] = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.31, "year": 365.25}
_NIGHT_DAYS = 1
# Left out at either end, when nobody asks for more: a hundredth of the incidents at most.
_OUTER = 0.01
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
    """Bars without a gap, the oldest first, none when nothing shown has a date.

    `types` are the event types that occur, alphabetically. `undated` have no date; the days of `spread` reach over
    several bars; `left_out` lie before the first bar or behind the last. All counts together are the selection's.
    """

    step: Step
    types: tuple[str, ...]
    bars: tuple[Bar, ...]
    undated: int
    spread: int = 0
    left_out: int = 0


def timeline(
    asked: Asked, start: date | None = None, end: date | None = None, step: Step | None = None, most: int = MOST_BARS
) -> Timeline:
    """The selection over time under all filters but the dates', so that a brush on it can be moved.

    `start` and `end` (inclusive) narrow or widen what is shown; `step` is the finest of `STEPS` that makes at most
    `most` bars when not given, and never finer than that. Years are shown however many they are.
    """
    first, last = _days(asked.snapshot)
    counts = asked.counts("when", "dates")
    dated = (first >= 0) & (counts > 0)
    names, _ = kinds(asked.snapshot)
    undated, told = int(counts[first < 0].sum()), int(counts[dated].sum())
    low = start or (_date(int(first[dated].min())) if told else None)
    high = end or (_date(int(first[dated].max())) if told else None)
    if low is None or high is None or low > high:
        return Timeline(step or "day", names, (), undated, left_out=told)
    chosen = _fitting(low, high, step, most)
    edges = edges_of(low, high, chosen)
    ends = ends_of(edges, chosen)
    bar, over = _bar_of_each(first, last, dated, edges, ends[-1])
    in_bars, spread = int(counts[bar >= 0].sum()), int(counts[over].sum())
    bars = _bars(asked, bar, edges, ends) if in_bars else ()
    return Timeline(chosen, names, bars, undated, spread, told - in_bars - spread)


def usual_range(asked: Asked, most: int = MOST_BARS) -> tuple[date, date] | None:
    """The days of all but a hundredth of the incidents at either end, when these make finer bars than all; else None.

    One report of an old war must not turn the months of this one into a single bar.
    """
    first, _ = _days(asked.snapshot)
    counts = asked.counts("when", "dates")
    dated = (first >= 0) & (counts > 0)
    if not dated.any():
        return None
    order = np.argsort(first[dated])
    days, running = first[dated][order], np.cumsum(counts[dated][order])
    outer = int(running[-1] * _OUTER)
    low, high = (_date(int(days[np.searchsorted(running, at)])) for at in (outer + 1, running[-1] - outer))
    oldest, newest = _date(int(days[0])), _date(int(days[-1]))

    def coarse(ends: tuple[date, date]) -> int:
        return STEPS.index(_fitting(*ends, None, most))

    found = min(((oldest, newest), (low, newest), (oldest, high), (low, high)), key=coarse)
    return found if found != (oldest, newest) else None


def edges_of(low: date, high: date, step: Step) -> list[date]:
    """The first day of each period, from that of `low` to that of `high`; weeks begin on Monday (ISO 8601)."""
    edges: list[date] = []
    edge: date | None = _first_of(low, step)
    while edge is not None and edge <= high:
        edges.append(edge)
        edge = _next(edge, step)
    return edges


def ends_of(edges: list[date], step: Step) -> list[date]:
    """The last day of each period of `edges_of`; the last is as long as the others, though nothing may lie in it."""
    after = _next(edges[-1], step)
    last = date.max if after is None else after - timedelta(days=1)
    return [*(edge - timedelta(days=1) for edge in edges[1:]), last]


def _bar_of_each(first: Ints, last: Ints, dated: Bools, edges: list[date], end: date) -> tuple[Ints, Bools]:
    """The bar of each combination of days, -1 for none, and which of them touch the bars but stand in no single one."""
    bounds = np.array([*(_day(edge) for edge in edges), _day(end) + 1])
    opens, closes = (np.searchsorted(bounds, days, side="right") - 1 for days in (first, last))
    # One whose last day lies before its first, as bad input may have it, is kept by its first.
    settled = (opens == closes) | (last - first <= _NIGHT_DAYS)
    within = (opens >= 0) & (opens < len(edges))
    return np.where(dated & settled & within, opens, -1), dated & ~settled & (closes >= 0) & (opens < len(edges))


def _bars(asked: Asked, bar: Ints, edges: list[date], ends: list[date]) -> tuple[Bar, ...]:
    names, number = kinds(asked.snapshot)
    rows = asked.rows_without("dates")
    when, kind = (_codes(asked.snapshot, name, rows) for name in ("when", "kind"))
    # Both are counted together by one whole number an incident, which is made by small tables alone.
    bar_of_row = (bar * len(names)).astype(np.int32)[when]
    held = bar_of_row >= 0
    table = np.bincount(
        bar_of_row[held] + number.astype(np.int32)[kind[held]], minlength=len(edges) * len(names)
    ).reshape(len(edges), len(names))
    by_type = (tuple(row) for row in table.tolist())
    return tuple(Bar(start, end, sum(row), row) for start, end, row in zip(edges, ends, by_type, strict=True))


def _days(snapshot: Snapshot) -> tuple[Ints, Ints]:
    """The first and the last day (shifted) of each combination of dimension `when`, -1 without one."""
    if "days" not in snapshot.memo:
        first = pl.col("date_earliest").fill_null(pl.col("date_latest"))
        last = pl.col("date_latest").fill_null(pl.col("date_earliest"))
        days = snapshot.dimensions["when"].table.select(
            (day.to_physical().cast(pl.Int64) + _SHIFT).fill_null(-1).alias(name)
            for name, day in (("first", first), ("last", last))
        )
        snapshot.memo["days"] = days["first"].to_numpy(), days["last"].to_numpy()
    found: tuple[Ints, Ints] = snapshot.memo["days"]
    return found


def _codes(snapshot: Snapshot, dimension: str, rows: Ints | None) -> Ints:
    codes = snapshot.dimensions[dimension].codes
    return codes if rows is None else codes[rows]


def _fitting(low: date, high: date, step: Step | None, most: int) -> Step:
    days = (high - low).days + 1
    fitting: Step = next((one for one in STEPS if days / _DAYS[one] + 1 <= most), "year")
    return fitting if step is None or STEPS.index(step) < STEPS.index(fitting) else step


def _first_of(day: date, step: Step) -> date:
    if step == "day":
        return day
    if step == "week":
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[step]
    return day.replace(month=month, day=1)


def _next(day: date, step: Step) -> date | None:
    """The first day of the next period; None at the end of the calendar."""
    try:
        if step in ("day", "week"):
            return day + timedelta(days=int(_DAYS[step]))
        months = {"month": 1, "quarter": 3, "year": 12}[step]
        return day.replace(
            year=day.year + (day.month + months - 1) // 12, month=(day.month + months - 1) % 12 + 1, day=1
        )
    except (ValueError, OverflowError):
        return None


def _date(shifted: int) -> date:
    return _EPOCH + timedelta(days=shifted - _SHIFT)


def _day(day: date) -> int:
    return (day - _EPOCH).days + _SHIFT
