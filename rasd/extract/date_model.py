"""What a date phrase says, before any day is known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Phrase:
    """A date phrase at words [first, last] as it was read, before any day is known.

    `relative` counts days from publication, `weekday` is 0 for Monday, `days` a stretch from publication, `ago` a count
    and its unit, `echo` days from the date told before it, `years_back` 1 for «من العام الماضي»; `modifier` is past,
    current or coming, `stage` start, middle or end, `period` week, month or year.
    """

    first: int
    last: int
    rule: str = ""
    relative: int | None = None
    weekday: int | None = None
    weekday_to: int | None = None
    night: bool = False
    part: bool = False
    day: int | None = None
    day_to: int | None = None
    month: int | None = None
    year: int | None = None
    years_back: int | None = None
    hijri: bool = False
    modifier: str = ""
    stage: str = ""
    period: str = ""
    days: tuple[int, int] | None = None
    precision: str = ""
    ago: tuple[int, str] | None = None
    about: bool = False
    echo: int | None = None
    span_of: tuple[int, str] | None = None
    since: bool = False
    until: Phrase | None = None


class NoSuchDayError(ValueError):
    """The phrase names a day that no calendar has, or one still to come."""
