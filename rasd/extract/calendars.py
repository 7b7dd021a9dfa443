"""Days of the Gregorian and the Hijri (Umm al-Qura) calendar: a helper of `days`."""

from __future__ import annotations

from datetime import date, timedelta

from rasd.extract.date_model import NoSuchDayError

_EARLIEST_YEAR = 1000
_LATEST_YEAR = 2100
_HIJRI_YEARS = range(1343, 1501)  # what hijridate converts


def plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def weekday_before(weekday: int, day: date, *, strictly: bool) -> date:
    back = (day.weekday() - weekday) % 7
    return plus(day, -(back or 7) if strictly else -back)


def checked_year(year: int) -> int:
    if year < 100:
        year += 2000
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise NoSuchDayError
    return year


def from_hijri(year: int, month: int, number: int) -> date:
    from hijridate import Hijri  # noqa: PLC0415  (few reports have Hijri dates)

    if year not in _HIJRI_YEARS:
        raise NoSuchDayError
    day = Hijri(year, month, number).to_gregorian()
    return date(day.year, day.month, day.day)


def latest_hijri(month: int, number: int, latest: date) -> date:
    from hijridate import Gregorian  # noqa: PLC0415

    here = Gregorian.fromdate(latest).to_hijri().year
    for year in (here, here - 1, here - 2):
        try:
            day = from_hijri(year, month, number)
        except ValueError:
            continue
        if day <= latest:
            return day
    raise NoSuchDayError
