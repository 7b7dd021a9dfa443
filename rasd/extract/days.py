"""Turns what a date phrase says into days: a helper of `dates`. All dates are Gregorian; Hijri ones are converted (Umm al-Qura)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from rasd.model import When

# An article may be published a little before its own words' day (time zones, early editions).
_GRACE = timedelta(days=1)
_EARLIEST_YEAR = 1900
_LATEST_YEAR = 2100
_HIJRI_YEARS = range(1343, 1501)  # what hijridate converts
# A leap day may lie eight years back (1896 to 1904).
_YEARS_BACK = 8
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
# Tenths of a month: the first days, the middle, the last.
_STAGE_DAYS = {"start": (1, 10), "middle": (10, 20), "end": (20, 31)}
_STAGE_MONTHS = {"start": (1, 1), "middle": (5, 8), "end": (11, 12)}


@dataclass(slots=True)
class Phrase:
    """A date phrase at words [first, last] as it was read, before any day is known.

    `relative` counts days from publication, `weekday` is 0 for Monday, `days` a stretch from publication, `ago` a count
    and its unit; `modifier` is past, current or coming, `stage` start, middle or end, `period` week, month or year.
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
    hijri: bool = False
    modifier: str = ""
    stage: str = ""
    period: str = ""
    days: tuple[int, int] | None = None
    precision: str = ""
    ago: tuple[int, str] | None = None
    about: bool = False
    span_of: tuple[int, str] | None = None
    since: bool = False
    until: Phrase | None = None


class NoSuchDayError(ValueError):
    """The phrase names a day that no calendar has, or one still to come."""


def resolve(phrase: Phrase, published: date | None) -> When | None:
    """The days that the phrase means, or None when there is no such day (30 February) or it is still to come.

    Both ends are None when the publication day would be needed and is not known.
    """
    try:
        when = _resolve(phrase, published)
    except (NoSuchDayError, OverflowError, ValueError):
        return None
    return when


def said_today(phrases: list[Phrase]) -> date | None:
    """The day of the report by its own words («اليوم الجمعة 29 نوفمبر 2024»), or None: stands in for a missing publication day."""
    for phrase in phrases:
        if phrase.relative is not None and phrase.day and phrase.month and phrase.year:
            when = resolve(phrase, None)
            if when is not None and when.earliest is not None:
                return when.earliest - timedelta(days=phrase.relative)
    return None


def _resolve(phrase: Phrase, published: date | None) -> When:
    when = _plain(phrase, published)
    if phrase.until is not None:
        end = _plain(phrase.until, published)
        if when.earliest is None or end.latest is None:
            return When(None, None, "range")
        if end.latest < when.earliest:
            raise NoSuchDayError
        return When(when.earliest, end.latest, "range")
    if phrase.since and when.earliest is not None:
        if published is None:
            return When(None, None, "range")
        if when.earliest <= published:
            return When(when.earliest, published, "range")
    return when


def _plain(phrase: Phrase, published: date | None) -> When:
    if phrase.modifier == "coming" or (phrase.relative or 0) > 0:
        raise NoSuchDayError
    if phrase.day is not None and phrase.month is not None:
        return _calendar(phrase, published)
    if phrase.month is not None:
        return _month(phrase, published)
    if phrase.year is not None and phrase.day is None:
        return _stage_of_year(phrase.year, phrase.stage)
    if published is None:
        return When(None, None, phrase.precision or _precision(phrase))
    if phrase.day is not None:
        return _day_of_period(phrase, published)
    if phrase.days is not None:
        return When(_plus(published, phrase.days[0]), _plus(published, phrase.days[1]), phrase.precision)
    if phrase.ago is not None:
        return _ago(phrase, published)
    if phrase.span_of is not None:
        return When(_before(published, *phrase.span_of)[0], published, "range")
    if phrase.period:
        return _period(phrase, published)
    return _near(phrase, published)


def _precision(phrase: Phrase) -> str:
    if phrase.night:
        return "night"
    return phrase.period or ("range" if phrase.ago or phrase.span_of else "day")


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _near(phrase: Phrase, published: date) -> When:
    """Weekdays, «أمس», nights: the weekday wins where it and «اليوم» disagree, being the more exact word."""
    if phrase.weekday is None:
        day = _plus(published, phrase.relative or 0)
    elif phrase.relative is not None:
        day = _weekday_near(phrase.weekday, _plus(published, phrase.relative), published + _GRACE)
    else:
        day = _weekday_before(phrase.weekday, published, strictly=phrase.modifier == "past")
    return _with_night(phrase, day, published)


def _with_night(phrase: Phrase, day: date, published: date | None) -> When:
    if phrase.weekday_to is not None:
        return When(day, _plus(day, (phrase.weekday_to - day.weekday()) % 7), "night" if phrase.night else "range")
    if not phrase.night:
        return When(day, day, "day")
    morning = _plus(day, 1)
    return When(day, max(day, min(morning, published)) if published else morning, "night")


def _weekday_before(weekday: int, day: date, *, strictly: bool) -> date:
    back = (day.weekday() - weekday) % 7
    return _plus(day, -(back or 7) if strictly else -back)


def _weekday_near(weekday: int, expected: date, latest: date) -> date:
    ahead = (weekday - expected.weekday()) % 7
    after, before = _plus(expected, ahead), _plus(expected, ahead - 7)
    return after if ahead <= 3 and after <= latest else before


def _calendar(phrase: Phrase, published: date | None) -> When:
    day = _dated(phrase, phrase.day or 0, published)
    if day is None:
        return When(None, None, "range" if phrase.day_to else "day")
    if phrase.day_to is not None:
        year = phrase.year
        phrase.year = year if year is not None or phrase.hijri else day.year
        end = _dated(phrase, phrase.day_to, published)
        phrase.year = year
        if end is None or end < day:
            raise NoSuchDayError
        return When(day, end, "range")
    if phrase.weekday is not None and phrase.weekday != day.weekday() and published is not None:
        day = _misprinted_year(day, phrase.weekday, published)
    return _with_night(phrase, day, published)


def _dated(phrase: Phrase, number: int, published: date | None) -> date | None:
    month = phrase.month or 0
    if phrase.year is not None:
        return _hijri(phrase.year, month, number) if phrase.hijri else date(_year(phrase.year), month, number)
    if published is None:
        _check(phrase, number, month)
        return None
    latest = published if phrase.modifier == "past" else published + _GRACE
    return _latest(phrase, month, number, latest)


def _latest(phrase: Phrase, month: int, number: int, latest: date) -> date:
    """The last such day and month on or before `latest`."""
    if phrase.hijri:
        return _latest_hijri(month, number, latest)
    for year in range(latest.year, latest.year - _YEARS_BACK - 1, -1):
        if number <= monthrange(year, month)[1] and date(year, month, number) <= latest:
            return date(year, month, number)
    raise NoSuchDayError


def _check(phrase: Phrase, number: int, month: int) -> None:
    if not 1 <= number <= (30 if phrase.hijri else monthrange(2000, month)[1]):
        raise NoSuchDayError


def _year(year: int) -> int:
    if year < 100:
        year += 2000
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise NoSuchDayError
    return year


def _misprinted_year(day: date, weekday: int, published: date) -> date:
    """The same day and month near publication when the weekday fits that year and not the one written."""
    for year in (published.year, published.year - 1):
        try:
            other = day.replace(year=year)
        except ValueError:
            continue
        if other.weekday() == weekday and timedelta(0) <= published - other <= timedelta(days=31):
            return other
    return day


def _hijri(year: int, month: int, number: int) -> date:
    from hijridate import Hijri  # noqa: PLC0415  (few reports have Hijri dates)

    if year not in _HIJRI_YEARS:
        raise NoSuchDayError
    day = Hijri(year, month, number).to_gregorian()
    return date(day.year, day.month, day.day)


def _latest_hijri(month: int, number: int, latest: date) -> date:
    from hijridate import Gregorian  # noqa: PLC0415

    here = Gregorian.fromdate(latest).to_hijri().year
    for year in (here, here - 1, here - 2):
        try:
            day = _hijri(year, month, number)
        except ValueError:
            continue
        if day <= latest:
            return day
    raise NoSuchDayError


def _month(phrase: Phrase, published: date | None) -> When:
    """A month, or its first, middle or last ten days."""
    month = phrase.month or 0
    year = phrase.year
    if year is None:
        if published is None:
            return When(None, None, "month")
        year = _month_year(phrase, month, published)
    if phrase.hijri:
        first = _hijri(year, month, 1)
        return When(first, _plus(first, 28), "month")
    year = _year(year)
    start, end = _STAGE_DAYS.get(phrase.stage, (1, 31))
    last = monthrange(year, month)[1]
    when = When(date(year, month, start), date(year, month, min(end, last)), "range" if phrase.stage else "month")
    return _until(when, published)


def _month_year(phrase: Phrase, month: int, published: date) -> int:
    if phrase.hijri:
        from hijridate import Gregorian  # noqa: PLC0415

        here = Gregorian.fromdate(published).to_hijri()
        return here.year if month <= here.month else here.year - 1
    later = month >= published.month if phrase.modifier == "past" else month > published.month
    return published.year - 1 if later else published.year


def _until(when: When, published: date | None) -> When:
    """Cuts what would lie after publication off; a stretch wholly to come is left as it is."""
    if published is None or when.latest is None or when.earliest is None or when.earliest > published:
        return when
    return When(when.earliest, min(when.latest, published), when.precision)


def _day_of_period(phrase: Phrase, published: date) -> When:
    """«الثامن من الشهر الجاري»."""
    first = published.replace(day=1)
    if phrase.modifier == "past":
        first = _plus(first, -1).replace(day=1)
    day = first.replace(day=phrase.day or 0)
    if day > published + _GRACE:
        raise NoSuchDayError
    return _with_night(phrase, day, published)


def _period(phrase: Phrase, published: date) -> When:
    """«الأسبوع الماضي» (Sunday to Saturday), «الشهر الجاري», «مطلع العام الحالي»."""
    past = phrase.modifier == "past"
    if phrase.period == "year":
        return _until(_stage_of_year(published.year - past, phrase.stage), published)
    if phrase.period == "month":
        first = _plus(published.replace(day=1), -1).replace(day=1) if past else published.replace(day=1)
        start, end = _STAGE_DAYS.get(phrase.stage, (1, 31))
        last = monthrange(first.year, first.month)[1]
        when = When(first.replace(day=start), first.replace(day=min(end, last)), "range" if phrase.stage else "month")
        return _until(when, published)
    return _week(phrase.stage, published, past)


def _week(stage: str, published: date, past: bool) -> When:
    sunday = _weekday_before(_SUNDAY, published, strictly=False)
    if past:
        sunday = _plus(sunday, -7)
    if stage == "end":
        friday = _plus(sunday, 5)
        if not past and friday > published:
            friday = _plus(friday, -7)
        return _until(When(friday, _plus(friday, 2), "range"), published)
    if stage == "start":
        return _until(When(sunday, _plus(sunday, 2), "range"), published)
    return _until(When(sunday, _plus(sunday, 6), "week"), published)


def _stage_of_year(year: int, stage: str) -> When:
    year = _year(year)
    first, last = _STAGE_MONTHS.get(stage, (1, 12))
    return When(date(year, first, 1), date(year, last, monthrange(year, last)[1]), "range" if stage else "year")


def _ago(phrase: Phrase, published: date) -> When:
    """«قبل يومين» is that day, «قبل أسبوعين» some days around it, «قبل شهر» the month, «قبل عام» the year."""
    count, unit = phrase.ago or (0, "day")
    start, end = _before(published, count, unit)
    if phrase.about and unit in ("day", "week"):
        start, end = _plus(start, -1), _plus(end, 1)
    return When(start, end, {"hour": "range", "day": "day", "week": "range", "month": "month", "year": "year"}[unit])


def _before(published: date, count: int, unit: str) -> tuple[date, date]:
    """The days that lie `count` units before publication, as exact as the unit."""
    if unit == "hour":
        return _plus(published, -max(1, -(-count // 24))), published
    if unit == "day":
        return _plus(published, -count), _plus(published, -count)
    if unit == "week":
        return _plus(published, -7 * count - 1), _plus(published, -7 * count + 1)
    months = count * (12 if unit == "year" else 1)
    total = published.year * 12 + published.month - 1 - months
    year, month = divmod(total, 12)
    if unit == "year":
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
