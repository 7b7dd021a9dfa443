"""The only normaliser: folds Arabic text for comparison and keeps the way back to the raw text.

`fold` makes spellings that differ only in form equal (diacritics, tatweel, alef, ya, ta marbuta and hamza forms,
Arabic-Indic digits, presentation forms, quotes, spaces) and drops marks that are not seen (bidi controls, zero-width
joiners). `Text` holds the folded words with the place of each in the raw text, so that whatever is found points at what
was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gazetteer.language import load_letters
from gazetteer.model import Span

_LETTERS = load_letters(Path(__file__).parent / "language" / "ar.yaml")

# Combining marks, tatweel and format characters carry no meaning for comparison.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f\u061c]"
)
_COMPATIBILITY = re.compile(
    "[\u00a8-\u02ff\u1e00-\u1eff\u2000-\u200a\u2011\u202f\u205f\u2070-\u209f\u2100-\u2189\u3000\ufb00-\ufdff\ufe10-\ufeff\uff01-\uffef]"
)
_TABLE = str.maketrans(_LETTERS)
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|[^\W]+")
# What may stand between two words of one phrase: blanks, quotes, brackets and joiners, but no stop, comma or line end.
_OPEN_GAP = re.compile("[^\\S\n]*[\"'()\\[\\]/_-]*[^\\S\n]*[\"'()\\[\\]/_-]*[^\\S\n]*")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the raw text."""

    text: str
    start: int
    end: int


class Text:
    """A text folded once, for every stage to read.

    `folded` is the comparison form; `words` are its words; `starts` and `ends` are their offsets in `raw`;
    `joined[i]` tells whether words i and i+1 may belong to one phrase (nothing but blanks, quotes, brackets, hyphens
    or slashes between them).
    """

    __slots__ = ("__dict__", "ends", "folded", "folded_starts", "offsets", "raw", "starts", "words")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.folded, self.offsets = _fold_with_offsets(raw)
        folded, offsets = self.folded, self.offsets
        spans = [match.span() for match in _WORD.finditer(folded)]
        self.words = [folded[start:end] for start, end in spans]
        self.folded_starts = [start for start, _ in spans]
        self.starts = [offsets[start] for start, _ in spans]
        self.ends = [offsets[end - 1] + 1 for _, end in spans]

    @cached_property
    def joined(self) -> list[bool]:
        """For each word, whether the next one may continue the same phrase; False for the last."""
        folded, starts, words = self.folded, self.folded_starts, self.words
        result = []
        for i in range(len(words) - 1):
            end = starts[i] + len(words[i])
            gap = folded[end : starts[i + 1]]
            result.append(gap == " " or (_OPEN_GAP.fullmatch(gap) is not None))
        if words:
            result.append(False)
        return result

    def span(self, first: int, last: int) -> Span:
        """The raw span of words `first` to `last`, both included."""
        return Span(self.starts[first], self.ends[last])

    def raw_span(self, start: int, end: int) -> Span:
        """The raw span of the folded characters [start, end)."""
        if start >= end:
            here = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return Span(here, here)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def gap(self, i: int) -> str:
        """The folded characters between word i and word i+1 (to the end, for the last)."""
        end = self.folded_starts[i] + len(self.words[i])
        return self.folded[end : self.folded_starts[i + 1]] if i + 1 < len(self.words) else self.folded[end:]

    def word_at(self, raw_offset: int) -> int:
        """The index of the first word that ends after `raw_offset` (len(words) when none does)."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= raw_offset:
                low = middle + 1
            else:
                high = middle
        return low

    def __iter__(self) -> Iterator[Word]:
        return (Word(w, s, e) for w, s, e in zip(self.words, self.starts, self.ends, strict=True))


def fold(text: str) -> str:
    """The comparison form of `text`: see the module's docstring. Idempotent."""
    return _fold_with_offsets(text)[0]


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a phrase."""
    return tuple(_WORD.findall(fold(text)))


def _fold_with_offsets(raw: str) -> tuple[str, range | list[int]]:
    """The folded text and, for each of its characters, the offset of the raw character it came from."""
    offsets: range | list[int] = range(len(raw))
    text = raw
    if _COMPATIBILITY.search(text):
        text, offsets = _expand(text)
    text = text.translate(_TABLE)
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
