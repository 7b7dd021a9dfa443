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

    `ask_all`, when given, says the same of many words at less cost. Answers are kept by the number of a word
    (`Text.numbers`): a list is read several times faster than a dictionary of as many words. Threads may share one;
    what two of them find out at once is the same.
    """

    __slots__ = ("_alone", "_ask", "_ask_all", "_state")

    def __init__(self, ask: Callable[[str], T], ask_all: Callable[[list[str]], list[T]] | None = None) -> None:
        self._ask = ask
        self._ask_all = ask_all or (lambda words: list(map(ask, words)))
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
        numbering, numbers = text.numbers
        known, said = self._state
        # The list knows most words of an index that whole texts are searched for.
        is_known = known is numbering and numbers[at] < len(said)
        found = self._alone[word] = said[numbers[at]] if is_known else self._ask(word)
        return found

    def among(self, text: Text) -> Iterator[tuple[int, T]]:
        """The words of a text of which it says something (neither empty nor None): (index, what it says), in order.

        Most words mean nothing to most functions; they are passed over without a step of Python each.
        """
        numbering, numbers = text.numbers
        said = self._said(numbering)
        found = list(map(said.__getitem__, numbers))
        return compress(enumerate(found), found)

    def _said(self, numbering: Numbering) -> list[T]:
        """What the function says of every word that has a number."""
        known, said = self._state
        if known is not numbering:
            said = []
            self._state = (numbering, said)
        start = len(said)
        if start < len(numbering.words):
            new, alone = numbering.words[start:], self._alone
            asked = new if not alone else [word for word in new if word not in alone]
            more = self._ask_all(asked)
            if len(asked) < len(new):
                answers = dict(zip(asked, more, strict=True)) | alone
                more = [answers[word] for word in new]
            # At its fixed place, so that a thread that did the same meanwhile changes nothing.
            said[start : start + len(more)] = more
        return said
