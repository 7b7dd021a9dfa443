"""The store's incidents at one time, in columns: what filters, map, charts and exports read.

A snapshot is built once a change of the store, shared by all sessions, and then only read. What incidents share (place,
day, actors, kind, toll) is kept once (`dimensions`), what is asked by its words in an index (`words`), and long texts
compressed (`texts`). `lazy` gives all of it back as one frame, reading only the columns that a query needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from rasd.view.dimensions import Bools, Dimension, Ints
from rasd.view.reading import COLUMNS, SCHEMA, UNLOCATED, read
from rasd.view.texts import BLOCK_ROWS, Texts
from rasd.view.words import WordIndex

__all__ = ["COLUMNS", "DIMENSIONS", "UNLOCATED", "Snapshot"]

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "place": (
        "place_id", "place_name", "place_name_ar", "country", "admin1", "latitude", "longitude", "radius_km",
        "where_prec", "precision", "located",
    ),
    "sides": ("actors", "attackers", "targets"),
    "kind": ("event_type", "sub_event_type"),
    "when": ("date_earliest", "date_latest", "date_precision"),
    "toll": ("killed_low", "killed_high", "killed_vague", "injured_low", "injured_high", "injured_vague"),
    "outlet": ("outlet", "outlets", "sample"),
    "reports": ("reports",),
    "published": ("published",),
    "status": ("status", "background"),
    "confidence": ("confidence",),
    "trigger": ("trigger",),
    "date_text": ("date_text",),
    "place_text": ("place_text",),
    "place_reason": ("place_reason",),
    "versions": ("rasd_version", "data_version"),
}  # fmt: skip
TEXTS = ("article_id", "url", "other_urls", "title", "sentence")
ASKED_WORDS = ("title", "sentence", "place_text", "place_name", "place_name_ar")
_DIMENSION_OF = {name: dimension for dimension, names in DIMENSIONS.items() for name in names}


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The incidents of a store: row 0 is the newest by last day, those without a date last, then by id.

    `text_rows` are the numbers of the rows' texts and words where these are not the rows' own: incidents have come or
    gone since all were read (`patch`). `memo` keeps what others work out about it once, for as long as it lives.
    """

    ids: pl.Series
    dimensions: dict[str, Dimension]
    texts: Texts
    words: WordIndex
    text_rows: Ints | None = None
    memo: dict[object, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[object]]) -> Snapshot:
        """The snapshot of columns as a store gives them: one sequence of equal length for each field of IncidentRow.

        See `reading.read` for what they may hold. Raises StoreError when a column is missing or of another kind.
        """
        return cls.gather([columns])

    @classmethod
    def gather(cls, parts: Iterable[Mapping[str, Sequence[object]]]) -> Snapshot:
        """The snapshot of such columns in parts, so that not all need to be held as Python's objects at once."""
        frames = [read(part) for part in parts] or [read({name: [] for name in COLUMNS})]
        frame = pl.concat(frames).sort("date_latest", "id", descending=[True, False], nulls_last=True)
        del frames
        return cls(
            frame["id"].rechunk(),
            {name: Dimension.of(frame, columns) for name, columns in DIMENSIONS.items()},
            Texts.of(frame.select(TEXTS)),
            WordIndex.of(frame.select(ASKED_WORDS)),
        )

    @property
    def total(self) -> int:
        """How many incidents there are, located or not."""
        return len(self.ids)

    @property
    def frame(self) -> pl.DataFrame:
        """Every field of every incident, read anew each time: for few incidents; `lazy` is for many."""
        return self.take(None)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        dimensions = sum(one.nbytes for one in self.dimensions.values())
        own = 0 if self.text_rows is None else int(self.text_rows.nbytes)
        return int(self.ids.estimated_size()) + dimensions + self.texts.nbytes + self.words.nbytes + own

    def told(self, rows: Ints) -> Ints:
        """The numbers under which `texts` and `words` know these rows."""
        return rows if self.text_rows is None else self.text_rows[rows]

    def holding(self, query: str) -> Bools | None:
        """For each incident, whether its text holds every word of a query, however spelled; None without a word."""
        found = self.words.holding(query)
        return found if found is None or self.text_rows is None else found[self.text_rows]

    def take(self, rows: Ints | None, names: Sequence[str] = tuple(SCHEMA)) -> pl.DataFrame:
        """Some columns of the incidents at these rows (None: all)."""
        texts = [name for name in names if name in TEXTS]
        every = np.arange(self.total) if rows is None and texts else rows
        read_texts = self.texts.take(texts, self.told(every)) if texts and every is not None else None
        columns: list[pl.Series] = []
        for name in names:
            if name == "id":
                columns.append(self.ids if rows is None else self.ids.gather(rows))
            elif read_texts is not None and name in TEXTS:
                columns.append(read_texts[name])
            else:
                columns.append(self.dimensions[_DIMENSION_OF[name]].column(name, rows))
        return pl.DataFrame(columns)

    def lazy(self, rows: Ints | None = None) -> pl.LazyFrame:
        """The incidents at these rows (None: all) with every field, newest first, `precision` and `located`.

        Only the columns that a query uses are read, and texts block by block, so that a query whose result is
        written as it is made (polars' `sink_*`) needs little memory at any number of rows.
        """

        def parts(
            names: list[str] | None, condition: pl.Expr | None, first: int | None, _batch: int | None
        ) -> Iterator[pl.DataFrame]:
            wanted = names if names else ["id"] if names is not None else list(SCHEMA)
            for part in self._parts(rows, any(name in TEXTS for name in wanted)):
                frame = self.take(part, wanted)
                if first is not None:
                    frame = frame.head(first)
                    first -= frame.height
                yield frame if condition is None else frame.filter(condition)
                if first == 0:
                    return

        return register_io_source(parts, schema=SCHEMA)

    def _parts(self, rows: Ints | None, blockwise: bool) -> Iterator[Ints | None]:
        if not blockwise:
            yield rows
            return
        every = np.arange(self.total) if rows is None else rows
        for start in range(0, max(every.size, 1), BLOCK_ROWS):
            yield every[start : start + BLOCK_ROWS]
