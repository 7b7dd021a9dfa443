"""Splits a text into sentences, as ranges of words; the headline is a sentence of its own."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import compress
from operator import not_

from gazetteer.arabic import Text, fold
from gazetteer.datafile import read_yaml
from rasd.lexicon import DATA
from rasd.model import Sentence

# A sentence longer than this is split at a comma, so that one without stops is not read as a single event.
_LONGEST = 90
# One without commas either is cut here, wherever that is.
_NO_LONGER = 250
# A line that repeats the headline: of so many words at least, with so many more at most («رابط الخبر بصحيفة كذا: ...»).
_SHORTEST_HEADLINE = 4
_BESIDE_HEADLINE = 5
# A date between a dateline's place and its mark has so many words at most («ود مدني 18 ديسمبر 2023 –»).
_DATE_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Marks:
    ends: frozenset[str]
    stop: str
    before_stop: frozenset[str]
    joiner: str
    heading: frozenset[str]


@cache
def _marks() -> _Marks:
    root = read_yaml(DATA / "language" / "ar" / "sentences.yaml")
    before = frozenset(fold(text) for text in root.need("before_stop").texts())
    return _Marks(
        frozenset(root.need("ends").text()), root.need("stop").text(), before, root.need("and").text(),
        frozenset(root.need("heading").text()),
    )  # fmt: skip


def split(text: Text) -> list[Sentence]:
    """The sentences in order. The first line is the headline; `paragraph` counts the lines from 0."""
    marks, found, first, paragraph = _marks(), [], 0, 0
    title_end = _words_before_first_line_end(text)
    last = len(text.words) - 1
    gaps = text.gaps
    for at in compress(range(last + 1), map(not_, text.joined)):
        gap = gaps[at]
        last_word = at == last
        too_long = at - first >= _LONGEST and "," in gap
        if last_word or too_long or (gap != " " and _ends(marks, gap, text.words[at], at < title_end - 1)):
            found += _bounded(Sentence(first, at, paragraph, title=at < title_end))
            first = at + 1
        if "\n" in gap:
            paragraph += gap.count("\n")
    return _with_repeated_headline(text, found)


def _with_repeated_headline(text: Text, found: list[Sentence]) -> list[Sentence]:
    """The sentences; a line above or below the body that repeats the headline is marked as a headline too."""
    if not found or not found[0].title:
        return found
    headline = text.words[: found[0].last + 1]
    body = [one.paragraph for one in found if not one.title]
    for line in {body[0], body[-1]} if body else ():
        at = [number for number, one in enumerate(found) if one.paragraph == line and not one.title]
        if at and _repeats(text.words[found[at[0]].first : found[at[-1]].last + 1], headline):
            for number in at:
                found[number] = found[number]._replace(title=True)
    return found


def _repeats(line: list[str], headline: list[str]) -> bool:
    """Whether one of the two is the other but for a few words at its beginning or end («- اسم الموقع», «فيديو»)."""
    shorter, longer = sorted((line, headline), key=len)
    least = len(shorter)
    if least < _SHORTEST_HEADLINE or len(longer) - least > _BESIDE_HEADLINE:
        return False
    return shorter in (longer[:least], longer[-least:])


def _bounded(sentence: Sentence) -> list[Sentence]:
    """The sentence, cut in pieces when it is longer than any sentence."""
    if sentence.last - sentence.first < _NO_LONGER:
        return [sentence]
    starts = range(sentence.first, sentence.last + 1, _NO_LONGER)
    return [sentence._replace(first=at, last=min(at + _NO_LONGER - 1, sentence.last)) for at in starts]


def opens_line(text: Text, last: int) -> bool:
    """Whether a mark after word `last`, or after the date there, sets the words before it off as a heading."""
    heading = _marks().heading
    if not heading.isdisjoint(text.gap(last)):
        return True
    dated = last + 1 < len(text.words) and text.words[last + 1].isdigit()
    return dated and any(not heading.isdisjoint(gap) for gap in text.gaps[last + 1 : last + 1 + _DATE_WORDS])


def joiner() -> str:
    """What joins the members of a list, written with the next word."""
    return _marks().joiner


def _words_before_first_line_end(text: Text) -> int:
    end = text.folded.find("\n")
    if end < 0:
        return 0
    return bisect_left(text.folded_starts, end)


def _ends(marks: _Marks, gap: str, word: str, inside_title: bool) -> bool:
    if inside_title:
        return False
    if not marks.ends.isdisjoint(gap):
        return True
    if marks.stop not in gap:
        return False
    # A stop with nothing around it stands within a name or an address («T4.a», «window.__name»).
    return gap.strip() != "" and gap.strip("_") != marks.stop and word not in marks.before_stop
