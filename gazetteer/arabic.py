"""The only normaliser: folds Arabic text for comparison and keeps the way back to the raw text.

`fold` makes spellings that differ only in form equal (diacritics, tatweel, alef, ya, ta marbuta and hamza forms,
Arabic-Indic digits, presentation forms, quotes, spaces) and drops marks that are not seen (bidi controls, zero-width
joiners). `Text` holds the folded words with the place of each in the raw text, so that whatever is found points at what
was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from gazetteer.language import load_letters
from gazetteer.model import Span
from gazetteer.numbering import Numbering, Numbers, picker

_LETTERS = load_letters()

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
# The offsets of a text that loses letters are cut out of these: to make the numbers anew for each text takes longer.
_COUNTED = list(range(20_000))
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


class Text:
    """A text folded once, for every stage to read.

    `folded` is the comparison form; `words` are its words; `folded_starts` and `folded_ends` are their offsets in
    `folded`, `starts` and `ends` those in `raw`; `gaps[i]` are the folded characters between words i and i+1 (to the
    end, for the last); `numbers` see `Numbering`; `joined[i]` tells whether words i and i+1 may belong to one phrase
    (nothing but blanks, quotes, brackets, hyphens or slashes between them).
    """

    __slots__ = (
        "_ends",
        "_joined",
        "_numbers",
        "_starts",
        "folded",
        "folded_ends",
        "folded_starts",
        "gaps",
        "offsets",
        "raw",
        "words",
    )

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.folded, self.offsets = _fold_with_offsets(raw)
        pieces = _PIECES.split(self.folded)
        self.words, self.gaps = pieces[1::2], pieces[2::2]
        edges = list(accumulate(map(len, pieces)))
        self.folded_starts, self.folded_ends = edges[:-1:2], edges[1::2]
        # The stages ask for the spans of few words: the offsets of all, and what follows, are made for who wants them.
        self._starts: list[int] | None = None
        self._ends: list[int] | None = None
        self._joined: list[bool] | None = None
        self._numbers: Numbers | None = None

    @property
    def starts(self) -> list[int]:
        """Where each word begins in `raw`."""
        if self._starts is None:
            self._starts = [self.offsets[start] for start in self.folded_starts]
        return self._starts

    @property
    def ends(self) -> list[int]:
        """Where each word ends in `raw`."""
        if self._ends is None:
            self._ends = [self.offsets[end - 1] + 1 for end in self.folded_ends]
        return self._ends

    @property
    def joined(self) -> list[bool]:
        """For each word, whether the next one may continue the same phrase; False for the last."""
        if self._joined is None:
            is_open = {gap: gap == " " or _OPEN_GAP.fullmatch(gap) is not None for gap in set(self.gaps)}
            self._joined = list(picker(self.gaps)(is_open))
            if self._joined:
                self._joined[-1] = False
        return self._joined

    @property
    def numbers(self) -> Numbers:
        """The numbers of its words in the numbering of now."""
        if self._numbers is None:
            self._numbers = Numbering.current().of(self.words)
        return self._numbers

    def span(self, first: int, last: int) -> Span:
        """The raw span of words `first` to `last`, both included."""
        offsets = self.offsets
        return _made(Span, (offsets[self.folded_starts[first]], offsets[self.folded_ends[last] - 1] + 1))

    def written(self, at: int) -> str:
        """Word `at` as it stands in `raw`."""
        start, end = self.span(at, at)
        return self.raw[start:end]

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
        # The same as in `ends`, which need not be made for it.
        return bisect_right(self.folded_ends, bisect_left(self.offsets, raw_offset))

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
    if len(raw) < len(_COUNTED):
        offsets = _COUNTED[: len(raw)]
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
