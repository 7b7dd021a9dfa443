"""Values that many incidents share, each combination kept once and told by a small number.

A million incidents happen at some thousands of places, on some thousands of days, between some thousands of parties. A
question about a place is so asked of each place once, its answer then looked up for each incident; and counting
incidents by their numbers counts all that hangs on the places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]

_CODE = "code"
_JOINT = "\x1f"


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """`table` holds each combination of values once, `codes` the number of its row for each incident."""

    codes: Ints
    table: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame, names: Sequence[str]) -> Dimension:
        """The combinations of some columns in the order they first occur; columns of lists are compared as a whole."""
        values = frame.select(names)
        keys = values.select(key(name, dtype) for name, dtype in values.schema.items())
        numbered = keys.lazy().with_row_index("first").group_by(names, maintain_order=True).agg(pl.col("first").first())
        different = numbered.with_row_index(_CODE).collect()
        codes = keys.join(different, on=names, how="left", nulls_equal=True, maintain_order="left")[_CODE]
        return cls(codes.to_numpy().astype(smallest(different.height)), values[different["first"]].rechunk())

    def where(self, condition: pl.Expr) -> Bools:
        """For each incident, whether its combination meets a condition on the table; unknown counts as not."""
        return self.spread(self.table.select(condition.fill_null(False).alias("met"))["met"].to_numpy())

    def spread(self, of_combination: Bools) -> Bools:
        """What is told of each combination, told of each incident."""
        if of_combination.size == 1:
            return np.full(self.codes.size, bool(of_combination[0]))
        return of_combination[self.codes]

    def counts(self, rows: Ints | None = None) -> Ints:
        """How many of these incidents (None: all) have each combination."""
        return np.bincount(self.codes if rows is None else self.codes[rows], minlength=self.table.height)

    def column(self, name: str, rows: Ints | None = None) -> pl.Series:
        """One value of each of these incidents (None: all)."""
        return self.table[name].gather(pl.Series(self.codes if rows is None else self.codes[rows]).cast(pl.UInt32))

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.codes.nbytes) + int(self.table.estimated_size())


def key(name: str, dtype: pl.DataType) -> pl.Expr:
    """What the values of a column are compared by; lists as a whole."""
    column = pl.col(name)
    if not isinstance(dtype, pl.List):
        return column
    # With its length, for a list of one empty text is not an empty list.
    joined = column.cast(pl.List(pl.String)).list.join(_JOINT)
    return pl.concat_str(column.list.len(), joined, separator=_JOINT).alias(name)


def smallest(height: int) -> type[np.unsignedinteger]:
    """The smallest type that numbers so many combinations."""
    return np.uint8 if height <= 2**8 else np.uint16 if height <= 2**16 else np.uint32
