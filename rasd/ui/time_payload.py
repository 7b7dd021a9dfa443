"""The line of time as data for static/time.js: bars, the days chosen, what may be done, and all words of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from rasd.lexicon.labels import Labels
from rasd.ui import describe
from rasd.ui.look import look
from rasd.ui.state import Days
from rasd.view.timeline import Bar, Step, Timeline

_WORDS = (
    "title", "help", "first", "last", "play", "pause", "stop", "next", "previous", "clear", "zoom", "whole", "window",
    "speed", "slow", "normal", "fast", "waiting", "playing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader has chosen: days (none: all), how many incidents these keep, and the window that plays."""

    days: Days
    count: int
    unit: Step | None
    units: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """What may be done beside choosing: give back the days before a play, show the days chosen or all days alone."""

    stop: bool = False
    zoom: bool = False
    whole: bool = False


def payload(line: Timeline, chosen: Chosen, ways: Ways, words: Labels, *, legend: bool) -> dict[str, object]:
    """All of it but a play; with a `legend` of the event types where the map has none."""
    order = _order(line.types)
    return {
        "direction": words.direction,
        "step": line.step,
        "bars": [
            [
                bar.start.isoformat(),
                bar.end.isoformat(),
                period(bar.start, bar.end, words),
                *(bar.by_type[at] for at in order),
            ]
            for bar in line.bars
        ],
        "types": [
            {"name": describe.event_type(line.types[at], words), "colour": look().colour(line.types[at])}
            for at in order
        ],
        "legend": legend,
        "brush": brush(line.bars, chosen.days),
        "told": _told(chosen, words),
        "notes": _notes(line, words),
        "empty": "" if line.bars else words("time.empty"),
        "units": [{"value": unit, "name": words(f"time.unit_{unit}")} for unit in chosen.units],
        "unit": chosen.unit,
        "ways": {"stop": ways.stop, "zoom": ways.zoom, "whole": ways.whole, "clear": any(chosen.days)},
        "months": list(words.lists["months"]),
        "digits": list(words.digits),
        "words": {key: words(f"time.{key}") for key in _WORDS} | {"step": words(f"time.step_{line.step}")},
    }


def period(first: date, last: date, words: Labels) -> str:
    """A stretch of days in words: a whole month or year by its name."""
    whole = first.day == 1 and last != date.max and (last + timedelta(days=1)).day == 1
    if whole and (first.year, first.month) == (last.year, last.month):
        return words("trends.month", month=words.lists["months"][first.month - 1], year=first.year)
    if whole and first.year == last.year and (first.month, last.month) == (1, 12):
        return words("time.year", year=first.year)
    return describe.days(first, last, words)


def place(bars: tuple[Bar, ...], day: date) -> float:
    """Where a day begins among the bars: 1.5 in the middle of the second; at the ends where it lies beyond them."""
    if day <= bars[0].start:
        return 0.0
    if day > bars[-1].end:
        return float(len(bars))
    at = bisect_right(bars, day, key=lambda bar: bar.start) - 1
    bar = bars[at]
    return round(at + (day - bar.start).days / ((bar.end - bar.start).days + 1), 4)


def brush(bars: tuple[Bar, ...], days: Days) -> tuple[float, float] | None:
    """Where the days chosen begin and end among the bars; None when all are, or when the days make no sense."""
    first, last = days
    if not bars or not (first or last) or (first and last and first > last):
        return None
    end = len(bars) if last is None or last >= bars[-1].end else place(bars, last + timedelta(days=1))
    return (place(bars, first) if first else 0.0), float(end)


def _order(types: tuple[str, ...]) -> list[int]:
    """The types as the map's legend lists them, those that it doesn't know last."""
    known = [*look().colours, *types]
    return sorted(range(len(types)), key=lambda at: known.index(types[at]))


def _told(chosen: Chosen, words: Labels) -> str:
    first, last = chosen.days
    incidents = words.count("incident_count", chosen.count)
    if first and last:
        days = period(first, last, words)
    elif first or last:
        key, day = ("from_day", first) if first else ("to_day", last)
        days = words(f"filter.{key}", day=describe.day(day, words))
    else:
        days = words("time.all")
    return words("time.told", days=days, incidents=incidents)


def _notes(line: Timeline, words: Labels) -> list[str]:
    """What stands in no bar, counted in words."""
    counted = (("undated", line.undated), ("spread", line.spread), ("left_out", line.left_out))
    return [words(f"time.{key}", incidents=words.count("incident_count", count)) for key, count in counted if count]
