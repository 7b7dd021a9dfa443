"""A selection's incidents, found once: what facets, map, timeline and lists are counted from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from rasd.view.dimensions import Bools, Ints
from rasd.view.selection import Selection
from rasd.view.snapshot import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """`kept` tells, by the name of each filter that is set, for each incident whether it keeps it."""

    snapshot: Snapshot
    selection: Selection
    kept: dict[str, Bools]
    memo: dict[object, Any] = field(default_factory=dict)

    @property
    def rows(self) -> Ints | None:
        """The numbers of the selected incidents' rows, newest first; None for all."""
        return self.rows_without("")

    @property
    def count(self) -> int:
        """How many incidents are selected."""
        return self.snapshot.total if self.rows is None else int(self.rows.size)

    def rows_without(self, name: str) -> Ints | None:
        """The rows that all filters but this one keep; None for all."""
        # Filters that aren't set leave nothing out: they share the answer to the whole selection, the only one kept
        # (4 bytes an incident, for as long as a session looks at the selection).
        if name in self.kept:
            return self._rows(name)
        if "rows" not in self.memo:
            self.memo["rows"] = self._rows("")
        found: Ints | None = self.memo["rows"]
        return found

    def counts(self, dimension: str, without: str = "") -> Ints:
        """How many of the selected incidents (under all filters but one) have each combination of a dimension."""
        rows = self.rows_without(without)
        # All incidents are counted once a snapshot, not once a reader.
        memo = self.snapshot.memo if rows is None else self.memo
        key = ("counts", dimension, without if without in self.kept and rows is not None else "")
        if key not in memo:
            memo[key] = self.snapshot.dimensions[dimension].counts(rows)
        found: Ints = memo[key]
        return found

    def codes(self, dimension: str) -> Ints:
        """The number of each selected incident's combination."""
        codes = self.snapshot.dimensions[dimension].codes
        return codes if self.rows is None else codes[self.rows]

    def lazy(self) -> pl.LazyFrame:
        """The selected incidents, every field, newest first (`Snapshot.lazy`)."""
        return self.snapshot.lazy(self.rows)

    def page(self, start: int, length: int) -> pl.DataFrame:
        """Some of the selected incidents with every field, in order: for a table that shows a part at a time."""
        rows = np.arange(self.snapshot.total) if self.rows is None else self.rows
        return self.snapshot.take(rows[start : start + length])

    def _rows(self, name: str) -> Ints | None:
        asked = [kept for other, kept in self.kept.items() if other != name]
        if not asked:
            return None
        return np.flatnonzero(np.logical_and.reduce(asked) if len(asked) > 1 else asked[0]).astype(np.uint32)
