"""Remembers what is known of each word, and picks the words of a text of which something is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import compress
from operator import not_
from typing import Generic, TypeVar

from gazetteer.arabic import Text
from gazetteer.numbering import Numbering

T = TypeVar("T")
# How many single words are remembered before the memory starts over.
_REMEMBERED = 60_000


class WordMemo(Generic[T]):
    """What a function says of folded words, each asked about once.

    `blank`, when given, makes a test that tells by a word's ways (clitics.ways), at less cost than to ask, that the
    function says but `nothing` of it, as of most words. Answers are kept by the number of a word
    (`Text.numbers`): a list is read several times faster than a dictionary of as many words. Threads may share one;
    what two of them find out at once is the same.
    """

    __slots__ = ("_alone", "_ask", "_blank", "_nothing", "_state")

    def __init__(
        self,
        ask: Callable[[str], T],
        blank: Callable[[], Callable[[tuple[str, ...]], bool]] | None = None,
        nothing: T | None = None,
    ) -> None:
        self._ask = ask
        self._blank = blank
        self._nothing = nothing
        self._state: tuple[Numbering, list[T]] = (Numbering(), [])
        self._alone: dict[str, T] = {}

    def clear(self) -> None:
        """Forgets all, for when the function would now say something else."""
        if self._state[1] or self._alone:
            self._state, self._alone = (Numbering(), []), {}

    def at(self, text: Text, at: int) -> T:
        """What the function says of word `at`; of no other, since a memo asked for single words needs few."""
        word = text.words[at]
        try:
            return self._alone[word]
        except KeyError:
            return self._ask_alone(text, at, word)

    def _ask_alone(self, text: Text, at: int, word: str) -> T:
        if len(self._alone) > _REMEMBERED:
            self._alone = {}
        numbering, numbers, _ = text.numbers
        known, said = self._state
        # The list knows most words of an index that whole texts are searched for.
        is_known = known is numbering and numbers[at] < len(said)
        found = self._alone[word] = said[numbers[at]] if is_known else self._ask(word)
        return found

    def among(self, text: Text) -> Iterator[tuple[int, T]]:
        """The words of a text of which it says something (neither empty nor None): (index, what it says), in order.

        Most words mean nothing to most functions; they are passed over without a step of Python each.
        """
        numbers = text.numbers
        found = numbers.pick(self._said(numbers.numbering))
        return compress(enumerate(found), found)

    def _said(self, numbering: Numbering) -> list[T]:
        """What the function says of every word that has a number."""
        known, said = self._state
        if known is not numbering:
            said = []
            self._state = (numbering, said)
        start = len(said)
        if start < len(numbering.words):
            more = self._asked(numbering, start)
            # At its fixed place, so that a thread that did the same meanwhile changes nothing.
            said[start : start + len(more)] = more
        return said

    def _asked(self, numbering: Numbering, start: int) -> list[T]:
        """What the function says of the words from a number on."""
        words, alone, ask = numbering.words[start:], self._alone, self._ask
        if self._blank is None or self._nothing is None:
            return [alone[word] if word in alone else ask(word) for word in words]
        more = [self._nothing] * len(words)
        told = map(not_, map(self._blank(), numbering.ways[start : start + len(words)]))
        for at, word in compress(enumerate(words), told):
            more[at] = alone[word] if word in alone else ask(word)
        return more
