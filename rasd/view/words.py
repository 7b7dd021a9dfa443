"""The words of all incidents' texts, and which incidents hold each: what the text filter asks.

A query's words are looked for inside the words of the texts (a part of a word is found too). As no word holds a blank,
asking the different words, some hundred thousands, finds what asking the texts would, in a fraction of time and room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from gazetteer.arabic import fold, fold_words
from rasd.view.dimensions import Bools, Ints

_CHUNK = 50_000
# A word that stands in more than one of so many incidents is kept as a row of bits: a bit for each incident takes less
# room than a 32-bit number for each that holds it.
_OFTEN = 32


@dataclass(frozen=True, slots=True, eq=False)
class WordIndex:
    """Each different folded word, and the incidents (row numbers) that hold it.

    Those of word w are `rows[starts[w]:starts[w + 1]]`, or, where that is empty, the bits `often[w]`. `amended` has the
    folded words of incidents that have changed or come since, by row number: they count in place of the index.
    """

    words: pl.Series
    starts: Ints
    rows: Ints
    often: dict[int, npt.NDArray[np.uint8]]
    total: int
    amended: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: pl.DataFrame) -> WordIndex:
        """The index of texts: all columns of a row belong to one incident."""
        known = _Known({}, {})
        found = [_numbered(texts[start : start + _CHUNK], start, known) for start in range(0, texts.height, _CHUNK)]
        which = np.concatenate([np.zeros(0, np.uint32), *(words for words, _ in found)])
        rows = np.concatenate([np.zeros(0, np.uint32), *(rows for _, rows in found)])
        del found
        ordered = pl.DataFrame({"word": which, "row": rows}).sort("word", maintain_order=True)["row"].to_numpy()
        counts = np.bincount(which, minlength=len(known.folded))
        words = pl.Series("word", list(known.folded), dtype=pl.String)
        return cls(words, *_compact(ordered, counts, texts.height), texts.height)

    def holding(self, query: str) -> Bools | None:
        """For each incident, whether its text holds every word of a query, however spelled; None without a word."""
        # A query of signs alone has no words; it is then looked for as it stands.
        parts = fold_words(query) or tuple(fold(query).split())
        if not parts:
            return None
        held = np.ones(self.total, np.bool_)
        for part in sorted(set(parts), key=len, reverse=True):
            held &= self._holding(part)
        return held

    def amended_by(self, words: Mapping[int, tuple[str, ...]]) -> WordIndex:
        """The index with these folded words for some incidents, by row number; one past the last makes it longer."""
        amended = {**self.amended, **words}
        return replace(self, amended=amended, total=max(self.total, 1 + max(amended, default=-1)))

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        arrays = (self.starts, self.rows, *self.often.values())
        return int(self.words.estimated_size()) + sum(int(array.nbytes) for array in arrays)

    def _holding(self, part: str) -> Bools:
        held = np.zeros(self.total, np.bool_)
        for word in self.words.str.contains(part, literal=True).arg_true().to_list():
            bits = self.often.get(word)
            if bits is None:
                held[self.rows[self.starts[word] : self.starts[word + 1]]] = True
            else:
                held |= np.unpackbits(bits, count=self.total).view(np.bool_)
        for row, words in self.amended.items():
            held[row] = any(part in word for word in words)
        return held


class _Known(NamedTuple):
    """The numbers of folded words, and those that each word as written folds to (more than one for a ligature)."""

    folded: dict[str, int]
    written: dict[str, tuple[int, ...]]

    def of(self, written: str) -> tuple[int, ...]:
        """The numbers of a word as written; new ones get the next."""
        if written not in self.written:
            words = fold(written).split()
            self.written[written] = tuple(self.folded.setdefault(word, len(self.folded)) for word in words)
        return self.written[written]


def _numbered(texts: pl.DataFrame, first_row: int, known: _Known) -> tuple[Ints, Ints]:
    """The folded words of some texts by their numbers, and the rows they stand in.

    Words are told apart before they are folded, as folding changes no blank and goes character by character: so each
    different word is folded once.
    """
    raw = texts.select(pl.concat_str(pl.all().cast(pl.String), separator=" ", ignore_nulls=True).fill_null(""))
    split = raw.to_series().str.split(" ").list.unique()
    rows = np.repeat(np.arange(first_row, first_row + texts.height, dtype=np.uint32), split.list.len().to_numpy())
    words = split.explode().rename("word").cast(pl.Categorical(pl.Categories.random("words", pl.UInt32)))
    different = pl.DataFrame({"code": words.to_physical(), "word": words}).unique("code").sort("code")
    numbers = [known.of(word) for word in different["word"].cast(pl.String)]
    codes = np.searchsorted(different["code"].to_numpy(), words.to_physical().to_numpy())
    counts = np.array([len(some) for some in numbers], np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    flat = np.array([number for some in numbers for number in some], np.uint32)
    which = [flat[(starts[codes] + nth)[counts[codes] > nth]] for nth in range(int(counts.max(initial=0)))]
    where = [rows[counts[codes] > nth] for nth in range(len(which))]
    none = np.zeros(0, np.uint32)
    return np.concatenate([none, *which]), np.concatenate([none, *where])


def _compact(rows: Ints, counts: Ints, total: int) -> tuple[Ints, Ints, dict[int, npt.NDArray[np.uint8]]]:
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    often: dict[int, npt.NDArray[np.uint8]] = {}
    for word in np.flatnonzero(counts > total // _OFTEN + 1).tolist():
        held = np.zeros(total, np.bool_)
        held[rows[starts[word] : starts[word + 1]]] = True
        often[word] = np.packbits(held)
    kept = counts.copy()
    kept[list(often)] = 0
    few = rows[np.repeat(kept == counts, counts)].copy()
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)]), few, often
