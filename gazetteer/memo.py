"""Remembers what is known of each word, and picks the words of a text of which something is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import compress
from typing import Generic, TypeVar

from gazetteer.arabic import Numbering, Text

T = TypeVar("T")
# How many single words are remembered before the memory starts over.
_REMEMBERED = 60_000


class WordMemo(Generic[T]):
    """What a function says of folded words, each asked about once.

    Answers are kept by the number of a word (`Text.numbers`): a list is read several times faster than a dictionary of
    as many words. Threads may share one; what two of them find out at once is the same.
    """

    __slots__ = ("_alone", "_ask", "_state")

    def __init__(self, ask: Callable[[str], T]) -> None:
        self._ask = ask
        self._state: tuple[Numbering, list[T]] = (Numbering(), [])
        self._alone: dict[str, T] = {}

    def clear(self) -> None:
        """Forgets all, for when the function would now say something else."""
        if self._state[1] or self._alone:
            self._state, self._alone = (Numbering(), []), {}

    def at(self, text: Text, at: int) -> T:
        """What the function says of word `at`; of no other, since a memo asked for single words needs few."""
        numbering, numbers = text.numbers
        known, said = self._state
        if known is numbering and numbers[at] < len(said):
            return said[numbers[at]]
        word, alone = text.words[at], self._alone
        if word not in alone:
            if len(alone) > _REMEMBERED:
                alone = self._alone = {}
            alone[word] = self._ask(word)
        return alone[word]

    def among(self, text: Text) -> Iterator[tuple[int, T]]:
        """The words of a text of which it says something (neither empty nor None): (index, what it says), in order.

        Most words mean nothing to most functions; they are passed over without a step of Python each.
        """
        numbering, numbers = text.numbers
        said = self._said(numbering)
        found = [said[number] for number in numbers]
        return compress(enumerate(found), found)

    def _said(self, numbering: Numbering) -> list[T]:
        """What the function says of every word that has a number."""
        known, said = self._state
        if known is not numbering:
            said = []
            self._state = (numbering, said)
        start = len(said)
        if start < len(numbering.words):
            alone, new = self._alone, numbering.words[start:]
            more = [alone[word] if word in alone else self._ask(word) for word in new]
            # At its fixed place, so that a thread that did the same meanwhile changes nothing.
            said[start : start + len(more)] = more
        return said
