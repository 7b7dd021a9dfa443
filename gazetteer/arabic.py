"""The only normaliser: folds Arabic text for comparison and keeps the way back to the raw text.

`fold` makes spellings that differ only in form equal (diacritics, tatweel, alef, ya, ta marbuta and hamza forms,
Arabic-Indic digits, presentation forms, quotes, spaces) and drops marks that are not seen (bidi controls, zero-width
joiners). `Text` holds the folded words with the place of each in the raw text, so that whatever is found points at what
was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from gazetteer.language import load_letters
from gazetteer.model import Span

_LETTERS = load_letters(Path(__file__).parent / "language" / "ar.yaml")

# Combining marks, tatweel and format characters carry no meaning for comparison.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f\u061c]"
)
# Without the guillemets, which few texts lack and which stand for nothing else.
_COMPATIBILITY = re.compile(
    "[\u00a8-\u00aa\u00ac-\u00ba\u00bc-\u02ff\u1e00-\u1eff\u2000-\u200a\u2011\u202f\u205f\u2070-\u209f\u2100-\u2189\u3000\ufb00-\ufdff\ufe10-\ufeff\uff01-\uffef]"
)
_made = tuple.__new__  # makes a named tuple without the step of Python that its own constructor is
# From so many characters on a text is folded letter by letter of the table.
_LONG = 500
# A list of code points as the table: a dict costs twice the time, because each letter that it lacks raises inside.
_TABLE = [ord(_LETTERS.get(chr(code), chr(code))) for code in range(max(map(ord, _LETTERS)) + 1)]
_CHANGED = [pair for pair in _LETTERS.items() if pair[0] != pair[1]]
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|[^\W_]+")
# The same words kept apart from what stands between them; plain Arabic letters up to a plain end are tried first, as
# most words are that and the class of all letters is slow.
_PIECES = re.compile(f"([\u0621-\u063a\u0641-\u064a]+(?=[ \n.,])|{_WORD.pattern})")
# What may stand between two words of one phrase: blanks, quotes, brackets and joiners, but no stop, comma or line end.
_OPEN_GAP = re.compile("[^\\S\n]*+[\"'()\\[\\]/_#-]*+[^\\S\n]*+[\"'()\\[\\]/_#-]*+[^\\S\n]*+")


class Word(NamedTuple):
    """A folded word and where it stands in the raw text."""

    text: str
    start: int
    end: int


class Numbering:
    """Words numbered in the order they are met, so that what is known of a word can be kept in a list.

    `words` are the words by number. A numbering that has grown long is given up for a new one, to bound the memory.
    """

    _now: Numbering
    _LONGEST = 100_000

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._lock = Lock()

    def of(self, words: list[str]) -> list[int]:
        """The numbers of the words of a text."""
        number = self._numbers.__getitem__
        try:
            return list(map(number, words))
        except KeyError:
            self._add(words)
            return list(map(number, words))

    def _add(self, words: list[str]) -> None:
        with self._lock:
            known = self._numbers
            new = [word for word in dict.fromkeys(words) if word not in known]
            start = len(self.words)
            # The words first, so that whoever reads a number finds its word.
            self.words += new
            known.update(zip(new, range(start, start + len(new)), strict=True))

    @classmethod
    def current(cls) -> Numbering:
        """The numbering for a text read now."""
        if len(cls._now.words) > cls._LONGEST:
            cls._now = cls()
        return cls._now


Numbering._now = Numbering()


class Text:
    """A text folded once, for every stage to read.

    `folded` is the comparison form; `words` are its words; `starts` and `ends` are their offsets in `raw`; `gaps[i]`
    are the folded characters between words i and i+1 (to the end, for the last); `numbers` see `Numbering`;
    `joined[i]` tells whether words i and i+1 may belong to one phrase (nothing but blanks, quotes, brackets, hyphens
    or slashes between them).
    """

    __slots__ = ("__dict__", "ends", "folded", "folded_starts", "gaps", "offsets", "raw", "starts", "words")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.folded, self.offsets = _fold_with_offsets(raw)
        pieces = _PIECES.split(self.folded)
        self.words, self.gaps = pieces[1::2], pieces[2::2]
        edges = list(accumulate(map(len, pieces)))
        self.folded_starts, ends = edges[:-1:2], edges[1::2]
        self.starts, self.ends = self.folded_starts, ends
        if not isinstance(self.offsets, range):
            offsets = self.offsets
            self.starts = list(map(offsets.__getitem__, self.folded_starts))
            self.ends = [offsets[end - 1] + 1 for end in ends]

    @cached_property
    def joined(self) -> list[bool]:
        """For each word, whether the next one may continue the same phrase; False for the last."""
        is_open = {gap: gap == " " or _OPEN_GAP.fullmatch(gap) is not None for gap in set(self.gaps)}
        result = list(map(is_open.__getitem__, self.gaps))
        if result:
            result[-1] = False
        return result

    @cached_property
    def numbers(self) -> tuple[Numbering, list[int]]:
        """The number of each word, and the numbering that they belong to."""
        numbering = Numbering.current()
        return numbering, numbering.of(self.words)

    def span(self, first: int, last: int) -> Span:
        """The raw span of words `first` to `last`, both included."""
        return _made(Span, (self.starts[first], self.ends[last]))

    def raw_span(self, start: int, end: int) -> Span:
        """The raw span of the folded characters [start, end)."""
        if start >= end:
            here = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return Span(here, here)
        return _made(Span, (self.offsets[start], self.offsets[end - 1] + 1))

    def gap(self, i: int) -> str:
        """The folded characters between word i and word i+1 (to the end, for the last)."""
        return self.gaps[i]

    def word_at(self, raw_offset: int) -> int:
        """The index of the first word that ends after `raw_offset` (len(words) when none does)."""
        return bisect_right(self.ends, raw_offset)

    def __iter__(self) -> Iterator[Word]:
        return (Word(w, s, e) for w, s, e in zip(self.words, self.starts, self.ends, strict=True))


def fold(text: str) -> str:
    """The comparison form of `text`: see the module's docstring. Idempotent."""
    if _COMPATIBILITY.search(text):
        text = _expand(text)[0]
    return _DROPPED.sub("", text.translate(_TABLE))


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return tuple(_WORD.findall(fold(text)))


def _fold_with_offsets(raw: str) -> tuple[str, range | list[int]]:
    """The folded text and, for each of its characters, the offset of the raw character it came from."""
    offsets: range | list[int] = range(len(raw))
    text = raw
    if _COMPATIBILITY.search(text):
        text, offsets = _expand(text)
    text = _plain(text)
    dropped = [match.start() for match in _DROPPED.finditer(text)]
    if dropped:
        kept: list[int] = []
        start = 0
        for at in dropped:
            kept.extend(offsets[start:at])
            start = at + 1
        kept.extend(offsets[start:])
        text, offsets = _DROPPED.sub("", text), kept
    return text, offsets


def _plain(text: str) -> str:
    """The text with each letter in its plain form."""
    if len(text) < _LONG:
        return text.translate(_TABLE)
    # To look through a long text once for each letter takes a third of the time that a step for each of its own takes.
    for letter, plain in _CHANGED:
        text = text.replace(letter, plain)
    return text


def _expand(raw: str) -> tuple[str, list[int]]:
    """Compatibility characters (ligatures, presentation forms, wide digits) written out in their plain letters."""
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _COMPATIBILITY.finditer(raw):
        at = match.start()
        plain = unicodedata.normalize("NFKC", raw[at]).replace("\n", " ")
        pieces += (raw[done:at], plain)
        offsets.extend(range(done, at))
        offsets.extend([at] * len(plain))
        done = at + 1
    offsets.extend(range(done, len(raw)))
    return "".join((*pieces, raw[done:])), offsets
