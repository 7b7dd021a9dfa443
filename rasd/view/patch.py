"""A snapshot with a few incidents changed, made from the one before it in place of reading the store again.

People decide about incidents one by one, and readers of a million wait for none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from gazetteer.arabic import fold
from rasd.view.dimensions import Dimension, Ints, key, smallest
from rasd.view.reading import read
from rasd.view.snapshot import ASKED_WORDS, DIMENSIONS, TEXTS, Snapshot

MOST = 200
"""More incidents than this are read anew with all others."""


def patched(snapshot: Snapshot, columns: Mapping[str, Sequence[object]]) -> Snapshot | None:
    """The snapshot with these incidents as the columns (one for each field of IncidentRow) tell them now.

    None when it must be made anew: an incident is not there, its last day or a text of its report has changed (by
    which all are ordered and packed), or they are many.
    """
    frame = read(columns)
    at = _rows(snapshot, frame["id"])
    if at is None:
        return None
    before = snapshot.take(at)
    fixed = ["id", "date_latest", *TEXTS]
    if not before.select(fixed).equals(frame.select(fixed), null_equal=True):
        return None
    dimensions = {
        name: _changed(snapshot.dimensions[name], at, before.select(names), frame.select(names))
        for name, names in DIMENSIONS.items()
    }
    texts = frame.select(pl.concat_str(pl.col(ASKED_WORDS).cast(pl.String), separator=" ", ignore_nulls=True))
    words = {int(row): tuple(fold(text or "").split()) for row, text in zip(at, texts.to_series(), strict=True)}
    return replace(snapshot, dimensions=dimensions, words=snapshot.words.amended_by(words), memo={})


def _rows(snapshot: Snapshot, ids: pl.Series) -> Ints | None:
    """The numbers of these incidents' rows; None when one is missing."""
    if not 0 < len(ids) <= MOST:
        return None
    found = [snapshot.ids.index_of(id) for id in ids]
    return None if None in found else np.array(found, np.int64)


def _changed(dimension: Dimension, rows: Ints, before: pl.DataFrame, now: pl.DataFrame) -> Dimension:
    """The dimension with these combinations at these rows; a new one gets the next number."""
    was, told = before.rows(), now.rows()
    if was == told:
        return dimension
    table, codes = dimension.table, dimension.codes.copy()
    for row, old, new, at in zip(rows.tolist(), was, told, range(len(told)), strict=True):
        if old == new:
            continue
        code = _code(table, now[at])
        if code is None:
            code, table = table.height, pl.concat([table, now[at]])
        kind = smallest(table.height)
        codes = codes if codes.dtype == np.dtype(kind) else codes.astype(kind)
        codes[row] = code
    return Dimension(codes, table)


def _code(table: pl.DataFrame, wanted: pl.DataFrame) -> int | None:
    """The number of a combination in the table."""
    keys = [key(name, dtype) for name, dtype in table.schema.items()]
    values = wanted.select(keys).row(0)
    alike = pl.all_horizontal(one.eq_missing(pl.lit(value)) for one, value in zip(keys, values, strict=True))
    found = table.select(alike.arg_true()).to_series()
    return int(found[0]) if len(found) else None
