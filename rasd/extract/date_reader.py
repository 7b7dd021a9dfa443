"""A text read for dates: what each word means in a date, and the numbers, months and years of dates."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from gazetteer.arabic import Text
from rasd.extract.date_model import Phrase
from rasd.extract.numbers import Number, begins, plain_digits, read_number, read_ordinal
from rasd.lexicon.dates import date_words
from rasd.lexicon.numbers import number_words

# What may stand between the words of one date: «اليوم (الثلاثاء)», «أمس، السبت», «04/ أيار/ 2024».
_GAP = re.compile("[ ,()\\[\\]\"'/-]*")
_LONGEST_GAP = 5
_SLASH = re.compile(" ?[/-] ?")
YEARS = range(1900, 2101)
HIJRI_YEARS = range(1343, 1501)
_YEARS_BACK = {"past": 1, "current": 0, "coming": -1}


# By kind, and whether clitics may stand before it: the last word, number and name of what a word begins.
_Marks = dict[tuple[str, bool], tuple[int, int, str]]
_NO_KINDS: frozenset[str] = frozenset()


class Reader:
    """A text with what its words mean in dates, each word looked up once."""

    __slots__ = ("_marks", "_sets", "text", "words")

    def __init__(self, text: Text) -> None:
        self.text = text
        self.words = text.words
        self._marks: dict[int, _Marks] = {}
        self._sets = date_words().sets

    def mark(self, at: int, kind: str, *, first: bool = False) -> tuple[int, int, str] | None:
        """The (last word, number, name) of the longest phrase of this kind at word `at`; clitics only when `first`."""
        known = self._marks.get(at)
        if known is None:
            if not 0 <= at < len(self.words):
                return None
            known = self._marks[at] = self._read(at)
        return known.get((kind, first))

    def kinds(self, at: int) -> Set[str]:
        """The kinds of the phrases of dates that begin at word `at`, clitics allowed."""
        self.mark(at, "", first=True)
        known = self._marks.get(at)
        return {kind for kind, _ in known} if known else _NO_KINDS

    def _read(self, at: int) -> _Marks:
        """The longest phrase of each kind at word `at`, with clitics allowed and without."""
        found = date_words().index.at(self.text, at)
        marks: _Marks = {}
        for match in sorted(found, key=lambda m: -m.last) if len(found) > 1 else found:
            for mark in match.values:
                said = (match.last, mark.number, mark.name)
                marks.setdefault((mark.kind, True), said)
                if not match.prefix:
                    marks.setdefault((mark.kind, False), said)
        return marks

    def is_in(self, name: str, at: int) -> bool:
        """Whether word `at` stands in this list of the data file."""
        return 0 <= at < len(self.words) and self.words[at] in self._sets[name]

    def near(self, at: int) -> bool:
        """Whether word `at` and the next may stand in one date."""
        if at + 1 >= len(self.words):
            return False
        gap = self.text.gaps[at]
        return gap == " " or (len(gap) <= _LONGEST_GAP and _GAP.fullmatch(gap) is not None)

    def beside(self, at: int) -> bool:
        """Whether nothing but a blank, a quote, a bracket or a joiner stands between word `at` and the next."""
        return self.text.joined[at]

    def slash(self, at: int) -> bool:
        """Whether a slash or hyphen joins word `at` and the next."""
        return at + 1 < len(self.words) and _SLASH.fullmatch(self.text.gap(at)) is not None


def article_number(reader: Reader, at: int) -> Number | None:
    """«الـ24»: the article and digits."""
    words = reader.words
    if at + 1 >= len(words) or words[at] != number_words().article:
        return None
    value = plain_digits(words[at + 1])
    return Number(at, at + 1, value, "digits") if value is not None else None


def may_count(words: list[str], at: int) -> bool:
    """Whether a number or an ordinal may begin at word `at`."""
    return at < len(words) and _may_count(words[at])


@lru_cache(maxsize=50_000)
def _may_count(word: str) -> bool:
    lexicon = number_words()
    if word[0].isdigit() or word == lexicon.article or word in lexicon.ordinal_ones:
        return True
    return read_ordinal((word,), 0) is not None or begins(word) is not None


def day_number(reader: Reader, at: int) -> Number | None:
    if at >= len(reader.words):
        return None
    words, article = reader.words, number_words().article
    if words[at] == article:
        number = article_number(reader, at)
    elif words[at][0].isdigit():
        value = plain_digits(words[at])
        number = Number(at, at, value, "digits") if value is not None and len(words[at]) <= 2 else None
    else:
        number = read_ordinal(words, at) or _cardinal(words, at)
    return number if number is not None and number.value is not None and 1 <= number.value <= 31 else None


def _cardinal(words: list[str], at: int) -> Number | None:
    number = read_number(words, at)
    return number if number is not None and number.form == "words" and not number.prefix else None


def count_of_unit(reader: Reader, at: int) -> tuple[int, str, int] | None:
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


def year_number(reader: Reader, at: int) -> int | None:
    if at >= len(reader.words) or len(reader.words[at]) != 4 or not reader.words[at].isdigit():
        return None
    year = int(reader.words[at])
    return year if year in YEARS or year in HIJRI_YEARS else None


def old_year(reader: Reader, at: int) -> int | None:
    """A year of history, which only the word for it makes one («سنة 1072»); those of both calendars are left open."""
    if at >= len(reader.words) or len(reader.words[at]) != 4 or not reader.words[at].isdigit():
        return None
    year = int(reader.words[at])
    return year if year < YEARS.start and year not in HIJRI_YEARS else None


def take_year(reader: Reader, phrase: Phrase, *, bare: bool = False) -> None:
    """«2018», «عام 2018», «من العام الماضي», «1440 هـ» after a month."""
    if not reader.near(phrase.last):
        return
    here = phrase.last + 1
    here += reader.is_in("of_words", here)
    here += reader.is_in("year_words", here)
    year = year_number(reader, here)
    if year is not None and not (bare and here > phrase.last + 1):
        phrase.year, phrase.last = year, here
        marks = "hijri_marks" if phrase.hijri else "gregorian_marks"
        if reader.is_in(marks, here + 1) and reader.near(here):
            phrase.last = here + 1
    elif year is None and not bare and not phrase.hijri:
        _take_year_of_now(reader, phrase, phrase.last + 1)


def _take_year_of_now(reader: Reader, phrase: Phrase, at: int) -> None:
    """«من العام الماضي», «العام الجاري» after a month."""
    at += reader.is_in("of_words", at)
    period = reader.mark(at, "periods")
    modifier = reader.mark(period[0] + 1, "modifiers") if period else None
    if period is not None and period[2] == "year" and modifier is not None and modifier[2] in _YEARS_BACK:
        phrase.years_back, phrase.modifier, phrase.last = _YEARS_BACK[modifier[2]], modifier[2], modifier[0]


def take_other_name(reader: Reader, phrase: Phrase) -> None:
    """«آذار/مارس», «يوليو (تموز)»: two names of one month."""
    other = reader.mark(phrase.last + 1, "months")
    if other is not None and other[1] == phrase.month and reader.beside(phrase.last):
        phrase.last = other[0]
