"""All that the finders found in one article, for the assembly to read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
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
_LAST: Callable[[Ranged], int] = attrgetter("last")
_PLACE_FIRST: Callable[[Placed], int] = attrgetter("mention.first")


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
        return min(bisect_left(self.sentences, word, key=_LAST), len(self.sentences) - 1)

    def places_in(self, sentence: Sentence) -> range:
        """The positions in `places` of those in a sentence."""
        return self.places_from(sentence.first, sentence.last)

    def places_from(self, first: int, last: int) -> range:
        """The positions in `places` of those that begin at words [first, last]."""
        start = bisect_left(self.places, first, key=_PLACE_FIRST)
        return range(start, bisect_right(self.places, last, start, key=_PLACE_FIRST))


def within(items: Sequence[R], words: Ranged) -> Sequence[R]:
    """The items, which are in text order, that begin in a sentence or a telling."""
    return beginning(items, words.first, words.last)


def beginning(items: Sequence[R], first: int, last: int) -> Sequence[R]:
    """The items, which are in text order, that begin at words [first, last]."""
    if not items:
        return items
    start = bisect_left(items, first, key=_FIRST)
    return items[start : bisect_right(items, last, start, key=_FIRST)]
