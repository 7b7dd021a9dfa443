"""All that the finders found in one article, for the assembly to read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Protocol, TypeVar

from gazetteer.arabic import Text
from gazetteer.model import Placed
from rasd.extract.context import Reading
from rasd.extract.events import Acts
from rasd.model import ActorMention, DateMention, Sentence, Toll


class Ranged(Protocol):
    """Anything that stands at words [first, last]."""

    @property
    def first(self) -> int: ...

    @property
    def last(self) -> int: ...


R = TypeVar("R", bound=Ranged)
_FIRST: Callable[[Ranged], int] = attrgetter("first")


@dataclass(frozen=True)
class Mentions:
    """The mentions of one article, each list in text order."""

    text: Text
    published: date | None
    sentences: list[Sentence]
    acts: Acts
    reading: Reading
    places: list[Placed]
    actors: list[ActorMention]
    dates: list[DateMention]
    tolls: list[Toll]

    def sentence_of(self, word: int) -> int:
        """The number of the sentence that holds a word."""
        return min(bisect_left(self._sentence_ends, word), len(self.sentences) - 1)

    def places_in(self, sentence: Sentence) -> range:
        """The positions in `places` of those in a sentence."""
        firsts = self._place_firsts
        start = bisect_left(firsts, sentence.first)
        return range(start, bisect_right(firsts, sentence.last, start))

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [sentence.last for sentence in self.sentences]

    @cached_property
    def _place_firsts(self) -> list[int]:
        return [placed.mention.first for placed in self.places]


def within(items: Sequence[R], words: Ranged) -> Sequence[R]:
    """The items, which are in text order, that begin in a sentence or a telling."""
    return beginning(items, words.first, words.last)


def beginning(items: Sequence[R], first: int, last: int) -> Sequence[R]:
    """The items, which are in text order, that begin at words [first, last]."""
    if not items:
        return items
    start = bisect_left(items, first, key=_FIRST)
    return items[start : bisect_right(items, last, start, key=_FIRST)]
