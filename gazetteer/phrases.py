"""Finds known phrases in folded text: a walk from word to word, clitics taken off the first word.

Used for every list of names and words (places, actors, triggers, cues), so that all agree on what a word is. A phrase
may stand across quotes, brackets and hyphens («حقل "العمر" النفطي»), never across a stop, a comma or a line end.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Generic, NamedTuple, TypeVar

from gazetteer.arabic import Text, fold_words
from gazetteer.clitics import LEAST, chains, stems
from gazetteer.memo import WordMemo

__all__ = ["Match", "PhraseIndex", "Plain", "Unread", "stems"]

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """A phrase found at words [first, last]; `prefix` are the clitics off the first word, `values` what was added.

    A tuple because there are hundreds to an article, and a frozen dataclass takes four times as long to make.
    """

    first: int
    last: int
    prefix: str
    values: tuple[T, ...]


_NONE: frozenset[str] = frozenset()
_REST = re.compile("\n([^\t]+)")  # what follows the first word, in `Unread.tails`
_made = tuple.__new__  # makes a named tuple without the step of Python that its own constructor is

# Where phrases begin: the word without clitics, the clitics, its own values, the second words of longer phrases.
_Heads = tuple[tuple[str, str, tuple[T, ...], Set[str]], ...]


# All phrases with their values, and the words that begin one of several with the words that stand second in them.
Plain = tuple[dict[str, tuple[T, ...]], dict[str, set[str]]]


class PhraseIndex(Generic[T]):
    """Phrases to values; a phrase added twice keeps both values, in the order added."""

    def __init__(self, *, clitics: bool = True) -> None:
        # Each phrase and each beginning of one, its words parted by blanks, to its values: a flat table is made in a
        # fraction of the time and memory that a tree of its words takes.
        self._known: dict[str, tuple[T, ...]] = {}
        # The words that begin a phrase of several, each with the words that stand second in them.
        self._longer: dict[str, set[str]] = {}
        self._clitics = clitics
        self._heads: WordMemo[_Heads[T]] = WordMemo(self._heads_of, self._begin_none, ())
        self._unread: Unread[T] | None = None

    def plain(self) -> Plain[T]:
        """All phrases that were added, for `of_plain`."""
        return self._known, self._longer

    @classmethod
    def of_plain(cls, plain: Plain[T]) -> PhraseIndex[T]:
        """The index of such phrases."""
        found = cls()
        found._known, found._longer = plain
        return found

    def add(self, phrase: str, value: T) -> None:
        """Adds a phrase (raw or folded); one without a word is passed over."""
        self.add_words(fold_words(phrase), value)

    def add_words(self, words: tuple[str, ...], value: T) -> None:
        """Adds a phrase of folded words."""
        if words:
            self._heads.clear()
            self._put(" ".join(words), (value,))

    def add_all(self, phrases: Mapping[str, tuple[T, ...]]) -> None:
        """Adds many phrases, their folded words parted by blanks, each with its values."""
        self._heads.clear()
        for phrase, values in phrases.items():
            had = self._known.get(phrase)
            self._known[phrase] = had + values if had else values
        self._open(phrases)

    def read_when_met(self, unread: Unread[T]) -> None:
        """Leaves phrases unread until a text has their first two words (or the one, of a phrase of one word)."""
        self._heads.clear()
        self._unread = unread

    def _put(self, phrase: str, values: tuple[T, ...]) -> None:
        had = self._known.get(phrase)
        self._known[phrase] = had + values if had else values
        self._open((phrase,))

    def _open(self, phrases: Iterable[str]) -> None:
        """Makes known what longer phrases begin with."""
        known, longer = self._known, self._longer
        for phrase in phrases:
            at = phrase.find(" ")
            if at < 0:
                continue
            end = phrase.find(" ", at + 1)
            longer.setdefault(phrase[:at], set()).add(phrase[at + 1 : end if end > 0 else None])
            while at > 0:
                known.setdefault(phrase[:at], ())
                at = phrase.find(" ", at + 1)

    def get(self, phrase: str) -> tuple[T, ...]:
        """The values of exactly this phrase."""
        return self._known.get(" ".join(fold_words(phrase)), ())

    def at(self, text: Text, start: int) -> list[Match[T]]:
        """The phrases that begin at word `start`: the longest for each way to take clitics off, fewest first."""
        return self._from(self._heads.at(text, start), text, start)

    def longest(self, text: Text) -> Iterator[Match[T]]:
        """Non-overlapping matches from left to right, the longest at each word (fewest clitics when equal)."""
        taken, start, best = -1, -1, None
        for match in self.every(text):
            if match.first != start:
                if best is not None and start > taken:
                    taken = best.last
                    yield best
                start, best = match.first, match
            elif best is None or (match.last, -len(match.prefix)) > (best.last, -len(best.prefix)):
                best = match
        if best is not None and start > taken:
            yield best

    def every(self, text: Text) -> list[Match[T]]:
        """All matches at every word, overlapping ones too: the longest for each way to take clitics off."""
        words, joined = text.words, text.joined
        found: list[Match[T]] = []
        for at, heads in self._heads.among(text):
            if len(heads) == 1:
                # Most words that begin a phrase begin a longer one that does not follow: those are passed over here.
                ((_, prefix, values, seconds),) = heads
                if not (seconds and joined[at] and words[at + 1] in seconds):
                    if values:
                        found.append(_made(Match, (at, at, prefix, values)))
                    continue
            found += self._from(heads, text, at)
        return found

    def _from(self, heads: _Heads[T], text: Text, start: int) -> list[Match[T]]:
        words, joined, known, found = text.words, text.joined, self._known, []
        # The last word of a text is joined to none, so there is always a next word after a joined one.
        goes_on = joined[start]
        for phrase, prefix, values, seconds in heads:
            last = at = start
            if goes_on and words[start + 1] in seconds:
                if self._unread is not None:
                    self._read(phrase, words[start + 1])
                while joined[at]:
                    at += 1
                    phrase = f"{phrase} {words[at]}"  # noqa: PLW2901 - grows word by word
                    here = known.get(phrase)
                    if here is None:
                        break
                    if here:
                        last, values = at, here  # noqa: PLW2901 - those of the longest so far
            if values:
                found.append(_made(Match, (start, last, prefix, values)))
        return found

    def _begin_none(self) -> Callable[[Iterable[str]], bool]:
        """What tells of a word's ways that no phrase begins with them."""
        no_known = self._known.keys().isdisjoint
        if self._unread is None:
            return no_known
        no_tail = self._unread.tails.keys().isdisjoint
        return lambda ways: no_known(ways) and no_tail(ways)

    def _heads_of(self, word: str) -> _Heads[T]:
        """Where phrases that begin with this word begin."""
        known, tails = self._known, self._unread.tails if self._unread else {}
        ways = [(word, "")] if word in known or word in tails else []
        # As in `stems`, without the many ways that lead to no phrase.
        longest = len(word) - LEAST
        for chain, length, given in chains().get(word[0], ()) if self._clitics else ():
            if length <= longest and word.startswith(chain):
                stem = given + word[length:]
                if stem in known or stem in tails:
                    ways.append((stem, chain))
        if not ways:
            return ()
        for stem, _ in ways if tails else ():
            self._read(stem, "")
        return tuple(
            [(stem, prefix, known.get(stem, ()), self._seconds(stem, tails.get(stem, ""))) for stem, prefix in ways]
        )

    def _seconds(self, head: str, tail: str) -> Set[str]:
        """The words that stand second in phrases that begin with a word, those that are not yet read too."""
        known = self._longer.get(head, _NONE)
        return known.union(line.split(" ", 1)[0] for line in _REST.findall(tail)) if tail else known

    def _read(self, head: str, second: str) -> None:
        """Reads the phrases that begin with two words (or are but the first), unless that was done."""
        if self._unread is not None and self._unread.has(head, second):
            self._unread.read(head, second, self._put)


class Unread(Generic[T]):
    """Phrases known by their first word alone until they are asked for; safe to ask from several threads.

    `tails` holds for each first word a line for each phrase: a line end, what follows the first word, a tab, a key.
    `values` gives the values of phrases (with their keys) that have been met.
    """

    def __init__(
        self, tails: dict[str, str], values: Callable[[list[tuple[str, str]]], Iterable[tuple[str, T]]]
    ) -> None:
        self.tails = tails
        self._values = values
        self._done: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def has(self, head: str, second: str) -> bool:
        """Whether phrases that begin so may have to be read: at the cost of a look into one string."""
        tails = self.tails.get(head)
        if tails is None or (f"\n{second}" if second else "\n\t") not in tails:
            return False
        return (head, second) not in self._done

    def read(self, head: str, second: str, put: Callable[[str, tuple[T, ...]], None]) -> None:
        """Reads them and puts each value to its phrase."""
        with self._lock:
            if (head, second) in self._done:
                return
            met: list[tuple[str, str]] = []
            for line in self.tails[head][1:].split("\n"):
                rest, _, key = line.partition("\t")
                if rest.split(" ", 1)[0] == second:
                    met.append((f"{head} {rest}" if rest else head, key))
            for phrase, value in self._values(met):
                put(phrase, (value,))
            # Last, so that no other thread takes the half of them for all.
            self._done.add((head, second))
