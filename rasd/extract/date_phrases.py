"""Reads date phrases word by word, without knowing any day yet: a helper of `dates`.

Each rule is a small function from a word to a `Phrase` or None; they are tried in order and the longest reading wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from gazetteer.arabic import Text
from gazetteer.phrases import stems
from rasd.extract.days import Phrase
from rasd.extract.numbers import Number, plain_digits, read_number, read_ordinal
from rasd.lexicon.dates import begins, date_words
from rasd.lexicon.numbers import number_words

# What may stand between the words of one date: «اليوم (الثلاثاء)», «أمس، السبت», «04/ أيار/ 2024».
_GAP = re.compile("[ ,()\\[\\]\"'/-]*")
_LONGEST_GAP = 5
_SLASH = re.compile(" ?[/-] ?")
_YEARS = range(1900, 2101)
_HIJRI_YEARS = range(1343, 1501)


Rule = Callable[["Reader", int], Phrase | None]


@lru_cache(maxsize=100_000)
def rules_of(word: str) -> tuple[Rule, ...]:
    """The rules for a date that begins with this folded word; none for most words."""
    lexicon = number_words()
    if "0" <= word[0] <= "9":
        return (_numeric, _day, _year)
    if word == lexicon.article:
        return (_past_span, _day)
    kinds = begins(word)
    rules = [rule for rule, heads in _RULES if kinds & heads]
    bare = word.removeprefix(lexicon.joint)
    ordinal = bare in lexicon.ordinals or bare in lexicon.ordinal_ones or read_ordinal((bare,), 0) is not None
    if ordinal and _day not in rules:
        rules.append(_day)
    return tuple(rules)


@lru_cache(maxsize=10_000)
def conjunction(word: str) -> str:
    """The «و» joined to the first word of a date, or ""."""
    heads, lexicon = date_words().heads, number_words()
    for stem, prefix in stems(word):
        if stem in heads or stem in lexicon.ordinals:
            return prefix if prefix == lexicon.joint else ""
    return ""


def read(reader: Reader, at: int, rules: tuple[Rule, ...]) -> Phrase | None:
    """The longest date phrase that begins at word `at` by one of `rules`, or None."""
    best: Phrase | None = None
    for rule in rules:
        found = rule(reader, at)
        if found is not None and (best is None or found.last > best.last):
            best = found
    return best


class Reader:
    """A text with what its words mean in dates, each word looked up once."""

    __slots__ = ("_marks", "_sets", "text", "words")

    def __init__(self, text: Text) -> None:
        self.text = text
        self.words = text.words
        self._marks: dict[int, list[tuple[int, str, str, int, str]]] = {}
        self._sets = date_words().sets

    def mark(self, at: int, kind: str, *, first: bool = False) -> tuple[int, int, str] | None:
        """The (last word, number, name) of the longest phrase of this kind at word `at`; clitics only when `first`."""
        if not 0 <= at < len(self.words):
            return None
        known = self._marks.get(at)
        if known is None:
            known = [
                (match.last, match.prefix, mark.kind, mark.number, mark.name)
                for match in date_words().index.at(self.text, at)
                for mark in match.values
            ]
            known.sort(key=lambda m: -m[0])
            self._marks[at] = known
        for last, prefix, mark_kind, number, name in known:
            if mark_kind == kind and (first or not prefix):
                return last, number, name
        return None

    def is_in(self, name: str, at: int) -> bool:
        """Whether word `at` stands in this list of the data file."""
        return 0 <= at < len(self.words) and self.words[at] in self._sets[name]

    def near(self, at: int) -> bool:
        """Whether word `at` and the next may stand in one date."""
        if at + 1 >= len(self.words):
            return False
        gap = self.text.gap(at)
        return gap == " " or (len(gap) <= _LONGEST_GAP and _GAP.fullmatch(gap) is not None)

    def beside(self, at: int) -> bool:
        """Whether nothing but a blank, a quote, a bracket or a joiner stands between word `at` and the next."""
        return self.text.joined[at]

    def slash(self, at: int) -> bool:
        """Whether a slash or hyphen joins word `at` and the next."""
        return at + 1 < len(self.words) and _SLASH.fullmatch(self.text.gap(at)) is not None


def _numeric(reader: Reader, at: int) -> Phrase | None:
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
    hijri = year in _HIJRI_YEARS
    if month > 12 >= day and not hijri:
        month, day = day, month
    short = year < 100 and parts[0] <= 31 and "/" in reader.text.gap(at)
    if not (hijri or year in _YEARS or short) or not 1 <= month <= 12 or not 1 <= day <= 31:
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


def _ago(reader: Reader, at: int) -> Phrase | None:
    """«قبل يومين», «منذ ثلاثة أيام», «قبل نحو أسبوعين»; not «قبل يومين من الهجوم»."""
    if not reader.is_in("ago_words", at) or not reader.beside(at):
        return None
    about, since = False, reader.is_in("since_words", at)
    here = at + 1
    for size in (2, 1):
        if " ".join(reader.words[here : here + size]) in date_words().sets["about_words"]:
            here, about = here + size, True
            break
    found = _count_of_unit(reader, here)
    if found is None:
        return None
    count, unit, last = found
    if reader.is_in("ago_stops", last + 1) and reader.beside(last) and not since:
        return None
    return Phrase(at, last, "ago", ago=(count, unit), about=about, since=since)


def _count_of_unit(reader: Reader, at: int) -> tuple[int, str, int] | None:
    """«يومين», «ثلاثة أيام», «15 يوما»: (count, unit, last word)."""
    words, units = reader.words, date_words().units
    if at >= len(words):
        return None
    for unit in units.get(words[at], ()):
        if unit.count is not None and not unit.past:
            return unit.count, unit.name, at
    number = read_number(words, at)
    if number is None or not number.value or number.value > 400 or number.last + 1 >= len(words):
        return None
    for unit in units.get(words[number.last + 1], ()):
        if not unit.past:
            return number.value, unit.name, number.last + 1
    return None


def _past_span(reader: Reader, at: int) -> Phrase | None:
    """«الأيام الثلاثة الماضية», «الساعات الـ24 الماضية», «الـ 48 ساعة الأخيرة», «اليومين الماضيين»."""
    words, units = reader.words, date_words().units
    number = _article_number(reader, at)
    if number is not None:
        at_unit = number.last + 1
        if at_unit >= len(words) or not any(u.name == "hour" for u in units.get(words[at_unit], ())):
            return None
        unit, count, last = "hour", number.value, at_unit
    else:
        forms = [u for u in units.get(words[at], ()) if u.past]
        if not forms:
            return None
        unit, count, last = forms[0].name, forms[0].count, at
        if count is None:
            number = _article_number(reader, at + 1) or read_number(words, at + 1)
            if number is None or not number.value:
                return None
            count, last = number.value, number.last
    modifier = reader.mark(last + 1, "modifiers")
    if modifier is None or modifier[2] != "past" or not count or count > 400:
        return None
    return Phrase(at, modifier[0], "past_span", span_of=(count, unit))


def _article_number(reader: Reader, at: int) -> Number | None:
    """«الـ24»: the article and digits."""
    words = reader.words
    if at + 1 >= len(words) or words[at] != number_words().article:
        return None
    value = plain_digits(words[at + 1])
    return Number(at, at + 1, value, "digits") if value is not None else None


def _fixed(reader: Reader, at: int) -> Phrase | None:
    """Stretches said in one phrase: «الليلة الماضية», «قبل أيام»."""
    found = reader.mark(at, "fixed", first=True)
    if found is None:
        return None
    if reader.is_in("ago_words", at) and reader.is_in("ago_stops", found[0] + 1) and reader.beside(found[0]):
        return None
    stretch = date_words().stretches[found[1]]
    return Phrase(
        at, found[0], "fixed", days=(stretch.start, stretch.end), precision=stretch.precision,
        night=stretch.precision == "night",
    )  # fmt: skip


def _period(reader: Reader, at: int) -> Phrase | None:
    """«الأسبوع الماضي», «مطلع الشهر الجاري», «هذا العام», «نهاية الأسبوع»."""
    phrase = Phrase(at, at, "period")
    here, first = at, True
    stage = reader.mark(here, "stages", first=True)
    if stage is not None:
        phrase.stage, here, first = stage[2], stage[0] + 1, False
    this = reader.is_in("this", here)
    if this:
        here, first = here + 1, False
    period = reader.mark(here, "periods", first=first)
    if period is None:
        return None
    phrase.period, phrase.last = period[2], period[0]
    modifier = reader.mark(phrase.last + 1, "modifiers")
    if modifier is not None and reader.beside(phrase.last):
        phrase.modifier, phrase.last = modifier[2], modifier[0]
    elif not this and not (phrase.stage and phrase.period != "month"):
        return None
    if phrase.period == "year":
        _take_year(reader, phrase, bare=True)
    return phrase


def _day(reader: Reader, at: int) -> Phrase | None:
    """A chain of parts of a day, «أمس», weekdays and dates: «مساء أمس السبت 7 آب/أغسطس 2021»."""
    phrase = Phrase(at, at, "day")
    here = at
    named = False
    for _ in range(len(reader.words)):
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
    return phrase


_Step = tuple[int, bool]


def _step(reader: Reader, at: int, phrase: Phrase, *, first: bool) -> _Step | None:
    for element in _ELEMENTS:
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
    found = _numeric(reader, at) or _day_of_month(reader, at)
    if found is None:
        return None
    phrase.day, phrase.day_to, phrase.month, phrase.year = found.day, found.day_to, found.month, found.year
    phrase.hijri, phrase.period = found.hijri, found.period
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


_ELEMENTS: tuple[Callable[[Reader, int, Phrase, bool], _Step | None], ...] = (
    _part, _two_days, _relative, _day_word, _weekday, _date, _modifier,
)  # fmt: skip


def _day_of_month(reader: Reader, at: int) -> Phrase | None:
    """«12 آذار/مارس 2018», «الثاني عشر من آذار», «3 إلى 7 أيار», «الـ25 من الشهر الجاري»."""
    number = _day_number(reader, at)
    if number is None:
        return None
    phrase = Phrase(at, number.last, "date", day=number.value)
    here = number.last + 1
    if not reader.near(number.last):
        return None
    if reader.is_in("to_words", here) or reader.is_in("and_words", here) or reader.slash(number.last):
        to = here if reader.slash(number.last) else here + 1
        end = _day_number(reader, to)
        if end is not None and reader.near(end.last):
            phrase.day_to, here = end.value, end.last + 1
    here += reader.is_in("of_words", here)
    here += reader.is_in("month_words", here)
    return _take_month(reader, phrase, here) or _take_period(reader, phrase, here)


def _day_number(reader: Reader, at: int) -> Number | None:
    if at >= len(reader.words):
        return None
    words, article = reader.words, number_words().article
    if words[at] == article:
        number = _article_number(reader, at)
    elif words[at][0].isdigit():
        value = plain_digits(words[at])
        number = Number(at, at, value, "digits") if value is not None and len(words[at]) <= 2 else None
    else:
        number = read_ordinal(words, at) or _cardinal(words, at)
    return number if number is not None and number.value is not None and 1 <= number.value <= 31 else None


def _cardinal(words: list[str], at: int) -> Number | None:
    number = read_number(words, at)
    return number if number is not None and number.form == "words" and not number.prefix else None


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
        _take_other_name(reader, phrase)
    _take_year(reader, phrase)
    modifier = reader.mark(phrase.last + 1, "modifiers")
    if modifier is not None and phrase.year is None and reader.beside(phrase.last):
        phrase.modifier, phrase.last = modifier[2], modifier[0]
    return phrase


def _take_other_name(reader: Reader, phrase: Phrase) -> None:
    """«آذار/مارس», «يوليو (تموز)»: two names of one month."""
    other = reader.mark(phrase.last + 1, "months")
    if other is not None and other[1] == phrase.month and reader.beside(phrase.last):
        phrase.last = other[0]


def _take_year(reader: Reader, phrase: Phrase, *, bare: bool = False) -> None:
    """«2018», «عام 2018», «من العام الماضي», «1440 هـ» after a month."""
    if not reader.near(phrase.last):
        return
    here = phrase.last + 1
    here += reader.is_in("of_words", here)
    here += reader.is_in("year_words", here)
    year = _year_number(reader, here)
    if year is not None and not (bare and here > phrase.last + 1):
        phrase.year, phrase.last = year, here
        marks = "hijri_marks" if phrase.hijri else "gregorian_marks"
        if reader.is_in(marks, here + 1) and reader.near(here):
            phrase.last = here + 1


def _year_number(reader: Reader, at: int) -> int | None:
    if at >= len(reader.words) or len(reader.words[at]) != 4 or not reader.words[at].isdigit():
        return None
    year = int(reader.words[at])
    return year if year in _YEARS or year in _HIJRI_YEARS else None


def _take_period(reader: Reader, phrase: Phrase, at: int) -> Phrase | None:
    """«من الشهر الجاري» after a day."""
    period = reader.mark(at, "periods")
    modifier = reader.mark(period[0] + 1, "modifiers") if period else None
    if period is None or modifier is None or period[2] != "month" or phrase.day_to is not None:
        return None
    phrase.modifier, phrase.last = modifier[2], modifier[0]
    return phrase


def _month(reader: Reader, at: int) -> Phrase | None:
    """«أكتوبر 2014», «يونيو الماضي», «منتصف يونيو», «في تموز»; a bare month needs a word such as «في» before it."""
    phrase = Phrase(at, at, "month")
    here = at
    stage = reader.mark(here, "stages", first=True)
    if stage is not None:
        phrase.stage, here = stage[2], stage[0] + 1
    worded = reader.is_in("month_words", here)
    here += worded
    name = reader.mark(here, "months", first=here == at) or reader.mark(here, "hijri_months", first=here == at)
    if name is None:
        return None
    phrase.hijri = reader.mark(here, "months", first=here == at) is None
    phrase.month, phrase.last = name[1], name[0]
    if not phrase.hijri:
        _take_other_name(reader, phrase)
    doubled = phrase.last > name[0]
    _take_year(reader, phrase)
    modifier = reader.mark(phrase.last + 1, "modifiers")
    if modifier is not None and reader.beside(phrase.last):
        phrase.modifier, phrase.last = modifier[2], modifier[0]
    cued = reader.is_in("month_cues", at - 1) and at > 0 and reader.beside(at - 1)
    said = doubled or phrase.year or phrase.modifier or phrase.stage or worded
    if not said and (not cued or phrase.hijri):
        return None
    return phrase


def _year(reader: Reader, at: int) -> Phrase | None:
    """«عام 2015», «في 2015», «1982-1990»."""
    worded = reader.is_in("year_words", at)
    here = at + worded
    year = _year_number(reader, here)
    cued = worded or (at > 0 and reader.is_in("year_cues", at - 1) and reader.beside(at - 1))
    if year is None or year not in _YEARS or (worded and not reader.beside(at)):
        return None
    phrase = Phrase(at, here, "year", year=year)
    end = _year_number(reader, here + 1) if reader.slash(here) else None
    if end is not None and year < end:
        phrase.until, phrase.last = Phrase(here + 1, here + 1, "year", year=end), here + 1
        cued = True
    follows_date = at > 0 and reader.slash(at - 1)
    return phrase if cued and not follows_date else None


_RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (_ago, frozenset({"ago_words"})),
    (_past_span, frozenset({"units"})),
    (_fixed, frozenset({"fixed"})),
    (_period, frozenset({"stages", "periods", "this"})),
    (_day, frozenset({"relative", "weekdays", "day_words", "two_days", "parts"})),
    (_month, frozenset({"months", "hijri_months", "stages", "month_words"})),
    (_year, frozenset({"year_words"})),
)
