"""Reads days: «12/3/2018» and chains such as «مساء أمس السبت 7 آب/أغسطس 2021»: rules of `date_phrases`."""

from __future__ import annotations

from collections.abc import Callable

from rasd.extract.date_model import Phrase
from rasd.extract.date_reader import HIJRI_YEARS, YEARS, Reader, day_number, may_count, take_other_name, take_year

# No date has more parts; keeps a hostile text from taking long.
_LONGEST = 12
_EVENING = range(18, 24)
_Step = tuple[int, bool]


def numeric(reader: Reader, at: int) -> Phrase | None:
    """«12/3/2018», «2018-03-12», «12.3.2018», «9/29 هـ»; without a year only after «يوم» or «بتاريخ»."""
    words = reader.words
    if not words[at][0].isdigit():
        return None
    parts, last = _numeric_parts(reader, at)
    marked = reader.is_in("hijri_marks", last + 1) and reader.near(last)
    if len(parts) == 2:
        dated = marked or reader.is_in("date_words", at - 1) or reader.mark(at - 1, "weekdays", first=True)
        if not dated or not 1 <= parts[1] <= 12 or not 1 <= parts[0] <= 31:
            return None
        return Phrase(at, last + marked, "numeric", day=parts[0], month=parts[1], hijri=marked)
    if len(parts) != 3:
        return None
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    hijri = year in HIJRI_YEARS
    if month > 12 >= day and not hijri:
        month, day = day, month
    short = year < 100 and parts[0] <= 31 and "/" in reader.text.gap(at)
    if not (hijri or year in YEARS or short) or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return Phrase(at, last + marked, "numeric", day=day, month=month, year=year, hijri=hijri)


def _numeric_parts(reader: Reader, at: int) -> tuple[list[int], int]:
    words = reader.words
    dotted = words[at].split(".")
    if len(dotted) == 3 and all(p.isdigit() and len(p) <= 4 for p in dotted):
        return [int(p) for p in dotted], at
    parts, last = [], at
    while words[last].isdigit() and len(words[last]) <= 4:
        parts.append(int(words[last]))
        if not reader.slash(last) or not words[last + 1].isdigit():
            break
        last += 1
        if len(parts) == 3:
            return [], at
    return parts, last


def day(reader: Reader, at: int) -> Phrase | None:
    """A chain of parts of a day, «أمس», weekdays and dates: «مساء أمس السبت 7 آب/أغسطس 2021»."""
    phrase = Phrase(at, at, "day")
    here = at
    named = False
    for _ in range(_LONGEST):
        step = _step(reader, here, phrase, first=here == at)
        if step is None:
            break
        last, names = step
        if names:
            named, phrase.last = True, last
        here = last + 1
        if not reader.near(last):
            break
        if named and reader.is_in("same_day_words", here) and reader.near(here) and not phrase.month:
            here += 1
    if not named:
        return None
    phrase.night = phrase.night and not _before_midnight(reader, at)
    return phrase


def _before_midnight(reader: Reader, at: int) -> bool:
    """Whether a clock before a night sets it before midnight: «الساعة 23:10 من ليل الخميس»."""
    words = reader.words
    if at < 2 or not reader.is_in("of_words", at - 1):
        return False
    hour = words[at - 3] if at >= 3 and reader.text.gaps[at - 3] == ":" else words[at - 2]
    return hour.isdecimal() and len(hour) == 2 and int(hour) in _EVENING


def _step(reader: Reader, at: int, phrase: Phrase, *, first: bool) -> _Step | None:
    kinds = reader.kinds(at)
    counts = may_count(reader.words, at)
    if not kinds and not counts:
        return None
    for element, begins in _ELEMENTS:
        if (counts and not begins) or not kinds.isdisjoint(begins):
            step = element(reader, at, phrase, first)
            if step is not None:
                return step
    return None


def _part(reader: Reader, at: int, phrase: Phrase, first: bool) -> _Step | None:
    if phrase.weekday is not None or phrase.relative is not None or phrase.day is not None:
        adverb = reader.mark(at, "adverbs")
        day_follows = adverb is not None and (
            reader.mark(adverb[0] + 1, "weekdays") or reader.mark(adverb[0] + 1, "relative")
        )
        if adverb is None or day_follows or not reader.beside(at - 1):
            return None
        phrase.part = True
        return adverb[0], True
    found = reader.mark(at, "parts", first=first)
    if found is None:
        return None
    phrase.part = True
    phrase.night = found[2] == "night"
    return found[0], False


def _day_word(reader: Reader, at: int, phrase: Phrase, first: bool) -> _Step | None:
    found = reader.mark(at, "day_words", first=first)
    if found is None or phrase.month is not None:
        return None
    bare = reader.mark(found[0] + 1, "weekdays_after_day")
    if bare is not None and phrase.weekday is None and reader.beside(found[0]):
        phrase.weekday = bare[1]
        return bare[0], True
    return found[0], False


def _two_days(reader: Reader, at: int, phrase: Phrase, first: bool) -> _Step | None:
    """«يومي الجمعة والسبت»."""
    found = reader.mark(at, "two_days", first=first)
    if found is None or phrase.weekday is not None:
        return None
    one = reader.mark(found[0] + 1, "weekdays")
    two = reader.mark(one[0] + 1, "weekdays", first=True) if one else None
    if one is None or two is None or not reader.near(one[0]):
        return None
    phrase.weekday, phrase.weekday_to = one[1], two[1]
    return two[0], True


def _relative(reader: Reader, at: int, phrase: Phrase, first: bool) -> _Step | None:
    if phrase.relative is not None or phrase.weekday is not None or phrase.month is not None:
        return None
    found = reader.mark(at, "relative", first=first)
    if found is None:
        return None
    phrase.relative = found[1]
    return found[0], True


def _weekday(reader: Reader, at: int, phrase: Phrase, first: bool) -> _Step | None:
    found = reader.mark(at, "weekdays", first=first)
    if found is None or phrase.month is not None:
        return None
    if phrase.weekday is None:
        phrase.weekday = found[1]
        return found[0], True
    joined = phrase.night or reader.slash(at - 1)
    if phrase.weekday_to is not None or not joined or "," in reader.text.gap(at - 1):
        return None
    phrase.weekday_to = found[1]
    return found[0], True


def _date(reader: Reader, at: int, phrase: Phrase, first: bool) -> _Step | None:
    """A day of a month after what stands before it, or at the beginning."""
    if phrase.day is not None:
        return None
    found = numeric(reader, at) or _day_of_month(reader, at)
    if found is None:
        return None
    phrase.day, phrase.day_to, phrase.month, phrase.year = found.day, found.day_to, found.month, found.year
    phrase.hijri, phrase.period, phrase.years_back = found.hijri, found.period, found.years_back
    phrase.modifier = found.modifier or phrase.modifier
    if phrase.relative is None and phrase.weekday is None:
        phrase.rule = found.rule
    return found.last, True


def _modifier(reader: Reader, at: int, phrase: Phrase, first: bool) -> _Step | None:
    if first or phrase.modifier or (phrase.weekday is None and phrase.day is None):
        return None
    found = reader.mark(at, "modifiers")
    if found is None or not reader.beside(at - 1):
        return None
    phrase.modifier = found[2]
    return found[0], True


# Each with the kinds of phrases that it may begin with; none for a number.
_ELEMENTS: tuple[tuple[Callable[[Reader, int, Phrase, bool], _Step | None], tuple[str, ...]], ...] = (
    (_part, ("parts", "adverbs")),
    (_two_days, ("two_days",)),
    (_relative, ("relative",)),
    (_day_word, ("day_words",)),
    (_weekday, ("weekdays",)),
    (_date, ()),
    (_modifier, ("modifiers",)),
)


def _day_of_month(reader: Reader, at: int) -> Phrase | None:
    """«12 آذار/مارس 2018», «الثاني عشر من آذار», «3 إلى 7 أيار», «الـ25 من الشهر الجاري»."""
    number = day_number(reader, at)
    if number is None:
        return None
    phrase = Phrase(at, number.last, "date", day=number.value)
    here = number.last + 1
    if not reader.near(number.last):
        return None
    if reader.is_in("to_words", here) or reader.is_in("and_words", here) or reader.slash(number.last):
        to = here if reader.slash(number.last) else here + 1
        end = day_number(reader, to)
        if end is not None and reader.near(end.last):
            phrase.day_to, here = end.value, end.last + 1
    here += reader.is_in("of_words", here)
    here += reader.is_in("month_words", here)
    return _take_month(reader, phrase, here) or _take_period(reader, phrase, here)


def _take_month(reader: Reader, phrase: Phrase, at: int) -> Phrase | None:
    """The month name, its other name, the year and «الماضي» or «الجاري»."""
    found = reader.mark(at, "months") or None
    if found is None:
        found = reader.mark(at, "hijri_months")
        phrase.hijri = found is not None
    if found is None:
        return None
    phrase.month, phrase.last = found[1], found[0]
    if not phrase.hijri:
        take_other_name(reader, phrase)
    take_year(reader, phrase)
    modifier = reader.mark(phrase.last + 1, "modifiers")
    if modifier is not None and phrase.year is None and reader.beside(phrase.last):
        phrase.modifier, phrase.last = modifier[2], modifier[0]
    return phrase


def _take_period(reader: Reader, phrase: Phrase, at: int) -> Phrase | None:
    """«من الشهر الجاري» after a day."""
    period = reader.mark(at, "periods")
    modifier = reader.mark(period[0] + 1, "modifiers") if period else None
    if period is None or modifier is None or period[2] != "month" or phrase.day_to is not None:
        return None
    phrase.modifier, phrase.last = modifier[2], modifier[0]
    return phrase
