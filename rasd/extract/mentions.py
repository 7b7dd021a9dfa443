"""All that the finders found in one article, for the assembly to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
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
        return next((n for n, s in enumerate(self.sentences) if word <= s.last), len(self.sentences) - 1)

    def places_in(self, sentence: Sentence) -> list[int]:
        """The positions in `places` of those in a sentence."""
        return [at for at, placed in enumerate(self.places) if sentence.first <= placed.mention.first <= sentence.last]


def within(items: Sequence[R], sentence: Sentence) -> Iterator[R]:
    """The items that begin in a sentence."""
    return (item for item in items if sentence.first <= item.first <= sentence.last)
