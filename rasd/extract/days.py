"""Turns what a date phrase says into days. All dates are Gregorian; a helper of `dates`."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from rasd.extract.calendars import checked_year, from_hijri, latest_hijri, plus, weekday_before
from rasd.extract.date_model import NoSuchDayError, Phrase
from rasd.extract.day_spans import ago_of, before, month_of, period_of, stage_of_year
from rasd.model import When

# An article may be published a little before its own words' day (time zones, early editions).
_GRACE = timedelta(days=1)
# A leap day may lie eight years back (1896 to 1904).
_YEARS_BACK = 8
# Stands in for a day of publication that is not known.
_MONDAY = date(2001, 7, 2)


def resolve(phrase: Phrase, published: date | None) -> When | None:
    """The days that the phrase means, or None when there is no such day (30 February) or it is still to come.

    Both ends are None when the publication day would be needed and is not known.
    """
    try:
        when = _resolve(phrase, published)
    except (NoSuchDayError, OverflowError, ValueError):
        return None
    return None if _is_to_come(phrase, when, published) else when


def _is_to_come(phrase: Phrase, when: When, published: date | None) -> bool:
    """Whether a month or a year is still to come; a full date stands, since a publication day is often wrong."""
    if phrase.day is not None or when.earliest is None or published is None:
        return False
    return when.earliest - published > _GRACE


def said_today(phrases: list[Phrase]) -> date | None:
    """The day that the text itself calls today («اليوم الجمعة 29 نوفمبر 2024»), or None."""
    for phrase in phrases:
        if phrase.relative is not None and phrase.day and phrase.month and phrase.year:
            when = resolve(phrase, None)
            if when is not None and when.earliest is not None:
                return when.earliest - timedelta(days=phrase.relative)
    return None


def stand_in(phrases: list[Phrase]) -> tuple[date, Callable[[Phrase], bool]]:
    """A made-up day of publication for a text that gives none, and which phrases can be counted from it.

    It tells days of one text apart («أمس» from «أول من أمس»). With «اليوم الثلاثاء 16 كانون الثاني» it fits every
    phrase, with «أمس الأحد» weekdays and days before, else only the latter.
    """
    counted = [phrase for phrase in phrases if phrase.relative is not None and phrase.until is None]
    for phrase in counted:
        if phrase.day and phrase.month and not phrase.hijri and (day := _any_year(phrase)):
            return plus(day, -(phrase.relative or 0)), lambda _: True
    for phrase in counted:
        if phrase.weekday is not None:
            day = plus(_MONDAY, phrase.weekday - (phrase.relative or 0))
            return day, lambda told: told.weekday is not None or told.relative is not None
    return _MONDAY, lambda told: told.relative is not None


def _any_year(phrase: Phrase) -> date | None:
    """A day with the phrase's month, number and weekday, in whatever year: the calendar is the same after 28."""
    for year in range(_MONDAY.year, _MONDAY.year + 28):
        try:
            day = date(year, phrase.month or 0, phrase.day or 0)
        except ValueError:
            continue
        if phrase.weekday in (None, day.weekday()):
            return day
    return None


def _resolve(phrase: Phrase, published: date | None) -> When:
    for said in (phrase, phrase.until):
        if said is not None and said.years_back is not None and published is not None:
            said.year = published.year - said.years_back
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
        return month_of(phrase, published)
    if phrase.year is not None and phrase.day is None:
        return stage_of_year(phrase.year, phrase.stage)
    if published is None:
        return When(None, None, phrase.precision or _precision(phrase))
    if phrase.day is not None:
        return _day_of_period(phrase, published)
    if phrase.days is not None:
        return When(plus(published, phrase.days[0]), plus(published, phrase.days[1]), phrase.precision)
    if phrase.ago is not None:
        return ago_of(phrase, published)
    if phrase.span_of is not None:
        return When(before(published, *phrase.span_of)[0], published, "range")
    if phrase.period:
        return period_of(phrase, published)
    return _near(phrase, published)


def _precision(phrase: Phrase) -> str:
    if phrase.night:
        return "night"
    return phrase.period or ("range" if phrase.ago or phrase.span_of else "day")


def _near(phrase: Phrase, published: date) -> When:
    """Weekdays, «أمس», nights: the weekday wins where it and «اليوم» disagree, being the more exact word."""
    if phrase.weekday is None:
        day = plus(published, phrase.relative or 0)
    elif phrase.relative is not None:
        day = _weekday_near(phrase.weekday, plus(published, phrase.relative), published + _GRACE)
    else:
        day = weekday_before(phrase.weekday, published, strictly=phrase.modifier == "past")
    return _with_night(phrase, day, published)


def _with_night(phrase: Phrase, day: date, published: date | None) -> When:
    if phrase.weekday_to is not None:
        return When(day, plus(day, (phrase.weekday_to - day.weekday()) % 7), "night" if phrase.night else "range")
    if not phrase.night:
        return When(day, day, "day")
    morning = plus(day, 1)
    return When(day, max(day, min(morning, published)) if published else morning, "night")


def _weekday_near(weekday: int, expected: date, latest: date) -> date:
    ahead = (weekday - expected.weekday()) % 7
    after, before = plus(expected, ahead), plus(expected, ahead - 7)
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
        return (
            from_hijri(phrase.year, month, number) if phrase.hijri else date(checked_year(phrase.year), month, number)
        )
    if published is None:
        _check(phrase, number, month)
        return None
    latest = published if phrase.modifier == "past" else published + _GRACE
    return _latest(phrase, month, number, latest)


def _latest(phrase: Phrase, month: int, number: int, latest: date) -> date:
    """The last such day and month on or before `latest`."""
    if phrase.hijri:
        return latest_hijri(month, number, latest)
    for year in range(latest.year, latest.year - _YEARS_BACK - 1, -1):
        if number <= monthrange(year, month)[1] and date(year, month, number) <= latest:
            return date(year, month, number)
    raise NoSuchDayError


def _check(phrase: Phrase, number: int, month: int) -> None:
    if not 1 <= number <= (30 if phrase.hijri else monthrange(2000, month)[1]):
        raise NoSuchDayError


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


def _day_of_period(phrase: Phrase, published: date) -> When:
    """«الثامن من الشهر الجاري»."""
    first = published.replace(day=1)
    if phrase.modifier == "past":
        first = plus(first, -1).replace(day=1)
    day = first.replace(day=phrase.day or 0)
    if day > published + _GRACE:
        raise NoSuchDayError
    return _with_night(phrase, day, published)
