"""Months, weeks, years and «قبل يومين» as stretches of days: a helper of `days`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from rasd.extract.calendars import checked_year, from_hijri, plus, weekday_before
from rasd.extract.date_model import Phrase
from rasd.model import When

_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
# Tenths of a month: the first days, the middle, the last.
_STAGE_DAYS = {"start": (1, 10), "middle": (10, 20), "end": (20, 31)}
_STAGE_MONTHS = {"start": (1, 1), "middle": (5, 8), "end": (11, 12)}


def month_of(phrase: Phrase, published: date | None) -> When:
    """A month, or its first, middle or last ten days."""
    month = phrase.month or 0
    year = phrase.year
    if year is None:
        if published is None:
            return When(None, None, "month")
        year = _month_year(phrase, month, published)
    if phrase.hijri:
        first = from_hijri(year, month, 1)
        return When(first, plus(first, 28), "month")
    year = checked_year(year)
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


def period_of(phrase: Phrase, published: date) -> When:
    """«الأسبوع الماضي» (Sunday to Saturday), «الشهر الجاري», «مطلع العام الحالي»."""
    past = phrase.modifier == "past"
    if phrase.period == "year":
        return _until(stage_of_year(published.year - past, phrase.stage), published)
    if phrase.period == "month":
        first = plus(published.replace(day=1), -1).replace(day=1) if past else published.replace(day=1)
        start, end = _STAGE_DAYS.get(phrase.stage, (1, 31))
        last = monthrange(first.year, first.month)[1]
        when = When(first.replace(day=start), first.replace(day=min(end, last)), "range" if phrase.stage else "month")
        return _until(when, published)
    return _week(phrase.stage, published, past)


def _week(stage: str, published: date, past: bool) -> When:
    sunday = weekday_before(_SUNDAY, published, strictly=False)
    if past:
        sunday = plus(sunday, -7)
    if stage == "end":
        friday = plus(sunday, 5)
        if not past and friday > published:
            friday = plus(friday, -7)
        return _until(When(friday, plus(friday, 2), "range"), published)
    if stage == "start":
        return _until(When(sunday, plus(sunday, 2), "range"), published)
    return _until(When(sunday, plus(sunday, 6), "week"), published)


def stage_of_year(year: int, stage: str) -> When:
    year = checked_year(year)
    first, last = _STAGE_MONTHS.get(stage, (1, 12))
    return When(date(year, first, 1), date(year, last, monthrange(year, last)[1]), "range" if stage else "year")


def ago_of(phrase: Phrase, published: date) -> When:
    """«قبل يومين» is that day, «قبل أسبوعين» some days around it, «قبل شهر» the month, «قبل عام» the year."""
    count, unit = phrase.ago or (0, "day")
    start, end = before(published, count, unit)
    if phrase.about and unit in ("day", "week"):
        start, end = plus(start, -1), plus(end, 1)
    return When(start, end, {"hour": "range", "day": "day", "week": "range", "month": "month", "year": "year"}[unit])


def before(published: date, count: int, unit: str) -> tuple[date, date]:
    """The days that lie `count` units before publication, as exact as the unit."""
    if unit == "hour":
        return plus(published, -max(1, -(-count // 24))), published
    if unit == "day":
        return plus(published, -count), plus(published, -count)
    if unit == "week":
        return plus(published, -7 * count - 1), plus(published, -7 * count + 1)
    months = count * (12 if unit == "year" else 1)
    total = published.year * 12 + published.month - 1 - months
    year, month = divmod(total, 12)
    if unit == "year":
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
