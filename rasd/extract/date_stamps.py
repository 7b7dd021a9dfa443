"""Dates that a page prints and no sentence tells: «الاثنين, 25 ديسمبر 2023, 16:32» on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator

from gazetteer.arabic import Text
from rasd.extract.date_model import Phrase

_CLOCK_GAP = ":"
_HOURS, _MINUTES = range(24), range(60)


def told(text: Text, phrases: list[Phrase]) -> Iterator[Phrase]:
    """The phrases that stand in sentences, without the page's stamps.

    A stamp is a date followed by a clock («اليوم 12:47»), one alone on its line, or one of two calendar
    dates side by side («9 أيلول 5 أيلول», marks of a feed).
    """
    for at, phrase in enumerate(phrases):
        side_by_side = any(0 <= at + step < len(phrases) and _beside(phrase, phrases[at + step]) for step in (-1, 1))
        if not (side_by_side or _before_clock(text, phrase) or _alone(text, phrase)):
            yield phrase


def _before_clock(text: Text, phrase: Phrase) -> bool:
    """Whether nothing but marks stands between a date and a clock's hour and minute."""
    hour, minute = phrase.last + 1, phrase.last + 2
    if minute >= len(text.words) or text.gaps[hour] != _CLOCK_GAP:
        return False
    return _is_number(text.words[hour], _HOURS) and _is_number(text.words[minute], _MINUTES)


def _alone(text: Text, phrase: Phrase) -> bool:
    """Whether a date has a line of a text for itself; with a colon it heads what follows («الجمعة 12 نيسان:»)."""
    before = text.gaps[phrase.first - 1] if phrase.first else "\n"
    after = text.gaps[phrase.last]
    ends = phrase.last + 1 == len(text.words)
    if phrase.first == 0 and ends:
        return False
    return "\n" in before and ("\n" in after or ends) and ":" not in after


def _beside(one: Phrase, other: Phrase) -> bool:
    """Whether two days of months, neither with its weekday, follow each other without a word between."""
    first, second = (one, other) if one.first < other.first else (other, one)
    dated = all(p.day is not None and p.month is not None and p.weekday is None for p in (one, other))
    return dated and first.until is None and first.last + 1 == second.first


def _is_number(word: str, values: range) -> bool:
    return word.isdecimal() and len(word) <= 2 and int(word) in values
