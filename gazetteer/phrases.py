"""Finds known phrases in folded text: a token walk over a tree of words, clitics taken off the first word.

Used for every list of names and words (places, actors, triggers, cues), so that all agree on what a word is. A phrase
may stand across quotes, brackets and hyphens («حقل "العمر" النفطي»), never across a stop, a comma or a line end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from gazetteer.arabic import Text, fold_words
from gazetteer.language import load as load_language
from gazetteer.memo import WordMemo

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """A phrase found at words [first, last]; `prefix` are the clitics off the first word, `values` what was added.

    A tuple because there are hundreds to an article, and a frozen dataclass takes four times as long to make.
    """

    first: int
    last: int
    prefix: str
    values: tuple[T, ...]


class _Branch(Generic[T]):
    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Branch[T]] = {}
        self.values: tuple[T, ...] = ()


# Where phrases begin in the tree, with the clitics taken off the word to get there.
_Heads = tuple[tuple[_Branch[T], str], ...]


class PhraseIndex(Generic[T]):
    """Phrases to values; a phrase added twice keeps both values, in the order added."""

    def __init__(self, *, clitics: bool = True) -> None:
        self._root: _Branch[T] = _Branch()
        self._clitics = clitics
        self._heads: WordMemo[_Heads[T]] = WordMemo(self._heads_of)
        self._awaited: set[str] = set()
        self._read: Callable[[str], Iterable[tuple[tuple[str, ...], T]]] = lambda _: ()
        self._lock = threading.Lock()

    def add(self, phrase: str, value: T) -> None:
        """Adds a phrase (raw or folded); one without a word is passed over."""
        self.add_words(fold_words(phrase), value)

    def add_words(self, words: tuple[str, ...], value: T) -> None:
        """Adds a phrase of folded words."""
        if not words:
            return
        self._heads.clear()
        self._put(words, value)

    def await_heads(self, heads: Iterable[str], read: Callable[[str], Iterable[tuple[tuple[str, ...], T]]]) -> None:
        """Leaves phrases that begin with one of these words unread until `read` is asked for them, at the first use."""
        self._awaited, self._read = set(heads), read
        self._heads.clear()

    def meet(self, head: str) -> None:
        """Reads the phrases that begin with a word, unless that was done."""
        if head in self._awaited:
            with self._lock:
                if head in self._awaited:
                    for words, value in self._read(head):
                        self._put(words, value)
                    # Last, so that no other thread takes the half of them for all.
                    self._awaited.discard(head)

    def _put(self, words: tuple[str, ...], value: T) -> None:
        branch = self._root
        for word in words:
            branch = branch.next.setdefault(word, _Branch())
        branch.values = (*branch.values, value)

    def get(self, phrase: str) -> tuple[T, ...]:
        """The values of exactly this phrase."""
        branch: _Branch[T] | None = self._root
        for word in fold_words(phrase):
            branch = branch.next.get(word) if branch else None
        return branch.values if branch else ()

    def at(self, text: Text, start: int) -> list[Match[T]]:
        """The phrases that begin at word `start`: the longest for each way to take clitics off, fewest first."""
        return self._from(self._heads.at(text, start), text, start)

    def longest(self, text: Text) -> Iterator[Match[T]]:
        """Non-overlapping matches from left to right, the longest at each word (fewest clitics when equal)."""
        taken = -1
        for at, heads in self._heads.among(text):
            if at <= taken:
                continue
            found = self._from(heads, text, at)
            if found:
                best = found[0] if len(found) == 1 else max(found, key=lambda m: (m.last, -len(m.prefix)))
                taken = best.last
                yield best

    def every(self, text: Text) -> Iterator[Match[T]]:
        """All matches at every word, overlapping ones too: the longest for each way to take clitics off."""
        for at, heads in self._heads.among(text):
            yield from self._from(heads, text, at)

    @staticmethod
    def _from(heads: _Heads[T], text: Text, start: int) -> list[Match[T]]:
        words, joined, found = text.words, text.joined, []
        for branch, prefix in heads:
            last, at = start, start
            values, following = branch.values, branch.next
            # The last word of a text is joined to none, so there is always a next word here.
            while following and joined[at]:
                at += 1
                here = following.get(words[at])
                if here is None:
                    break
                if here.values:
                    last, values = at, here.values
                following = here.next
            if values:
                found.append(Match(start, last, prefix, values))
        return found

    def _heads_of(self, word: str) -> _Heads[T]:
        """Where phrases that begin with this word begin in the tree."""
        first = self._root.next
        ways = stems(word) if self._clitics else ((word, ""),)
        if self._awaited:
            for stem, _ in ways:
                self.meet(stem)
        return tuple([(first[stem], prefix) for stem, prefix in ways if stem in first])


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[tuple[str, str], ...]:
    """The ways to read a folded word without its clitics: (what is left, the clitics), the whole word first.

    The article stays with the word; «لل» gives «ال» back to what is left.
    """
    rules = _clitics()
    ways = [(word, "")]
    heads = [(word, "")]
    for one in rules.conjunctions:
        if word.startswith(one) and len(word) > len(one) + 1:
            heads.append((word[len(one) :], one))
    ways += heads[1:]
    for rest, taken in heads:
        if rest.startswith(rules.assimilated) and len(rest) > len(rules.assimilated) + 1:
            ways.append((rules.article + rest[len(rules.assimilated) :], taken + rules.assimilated))
        for one in rules.prepositions:
            if rest.startswith(one) and len(rest) > len(one) + 1:
                ways.append((rest[len(one) :], taken + one))
    return tuple(ways)


@dataclass(frozen=True, slots=True)
class _Clitics:
    conjunctions: tuple[str, ...]
    prepositions: tuple[str, ...]
    assimilated: str
    article: str


@lru_cache(maxsize=1)
def _clitics() -> _Clitics:
    node = load_language().need("clitics")
    return _Clitics(
        tuple(node.need("conjunctions").texts()),
        tuple(node.need("prepositions").texts()),
        node.need("assimilated").text(),
        node.need("article").text(),
    )
