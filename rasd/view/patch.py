"""A snapshot with a few incidents changed, come or gone, made from the one before it, the store not read again.

People decide about incidents one by one and add reports a few at a time; readers of a million wait for none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from gazetteer.arabic import fold
from rasd.view.dimensions import Dimension, Ints
from rasd.view.reading import read
from rasd.view.snapshot import ASKED_WORDS, DIMENSIONS, TEXTS, Snapshot

MOST = 200
"""More incidents than this are read anew with all others."""
MOST_PATCHED = 4_000
"""So many incidents may have been changed since all were read; then all are read anew."""
# What the incidents without a date are ordered by: behind all others.
_NEVER = 2**31 - 1


def patched(snapshot: Snapshot, columns: Mapping[str, Sequence[object]], gone: Collection[str] = ()) -> Snapshot | None:
    """The snapshot with the incidents of the columns (one for each field of IncidentRow) as these tell them, whether
    they were there or not, and without those of the ids in `gone`.

    None when it must be made anew: nothing is told, or too many are told at once or were told since all were read.
    """
    frame = read(columns)
    known = dict(zip(*_rows(snapshot, {*frame["id"], *gone}), strict=True))
    several = len({*frame["id"], *known})
    if not 0 < several <= MOST or len(snapshot.words.amended) + several > MOST_PATCHED:
        return None
    now = frame.filter(pl.col("id").is_in(list(known)))
    at = np.array([known[id] for id in now["id"]], np.int64)
    fixed = ["id", "date_latest", *TEXTS]
    stays = np.array(
        [one == other for one, other in zip(snapshot.take(at, fixed).rows(), now.select(fixed).rows(), strict=True)],
        np.bool_,
    )
    kept = now.filter(stays)
    changed = _changed(snapshot, at[stays], kept) if kept.height else snapshot
    left = np.array([row for id, row in known.items() if id not in set(kept["id"])], np.int64)
    come = frame.filter(~pl.col("id").is_in(kept["id"].to_list()))
    return _ordered_anew(changed, left, come) if left.size or come.height else changed


def _rows(snapshot: Snapshot, ids: Collection[str]) -> tuple[list[str], list[int]]:
    """Those of these ids that are there, and the numbers of their rows."""
    found = snapshot.ids.is_in(list(ids)).arg_true()
    return snapshot.ids.gather(found).to_list(), found.to_list()


def _changed(snapshot: Snapshot, rows: Ints, frame: pl.DataFrame) -> Snapshot:
    """With other values at some rows, which keep their places and their texts."""
    dimensions = dict(snapshot.dimensions)
    for name, names in DIMENSIONS.items():
        dimension, told = dimensions[name], frame.select(names)
        if not snapshot.take(rows, names).equals(told, null_equal=True):
            numbers, table = _numbered(dimension.table, told)
            codes = dimension.codes.astype(_wider(dimension.codes, numbers))
            codes[rows] = numbers
            dimensions[name] = Dimension(codes, table)
    words = snapshot.words.amended_by(_words(snapshot.told(rows), frame))
    return replace(snapshot, dimensions=dimensions, words=words, memo={})


def _ordered_anew(snapshot: Snapshot, left: Ints, come: pl.DataFrame) -> Snapshot:
    """Without some rows and with some incidents more, each at its place."""
    come = come.sort("date_latest", "id", descending=[True, False], nulls_last=True)
    stay = np.delete(np.arange(snapshot.total), left)
    order = np.insert(stay, _places(snapshot, stay, come), snapshot.total + np.arange(come.height))
    dimensions = {}
    for name, dimension in snapshot.dimensions.items():
        numbers, table = _numbered(dimension.table, come.select(DIMENSIONS[name]))
        kind = _wider(dimension.codes, numbers)
        dimensions[name] = Dimension(np.concatenate([dimension.codes.astype(kind), numbers.astype(kind)])[order], table)
    texts, first = snapshot.texts.with_more(come.select(TEXTS))
    told = np.concatenate([snapshot.told(np.arange(snapshot.total)), first + np.arange(come.height)])[order]
    words = snapshot.words.amended_by(_words(first + np.arange(come.height), come))
    ids = pl.concat([snapshot.ids, come["id"]]).gather(pl.Series(order.astype(np.uint32)))
    return Snapshot(ids, dimensions, texts, words, told.astype(np.uint32))


def _places(snapshot: Snapshot, stay: Ints, come: pl.DataFrame) -> list[int]:
    """Before which of the rows that stay each incident comes; rows are ordered by their last day, then by id."""
    when = snapshot.dimensions["when"]
    days, ids = _days(when.table["date_latest"])[when.codes[stay]], snapshot.ids.gather(pl.Series(stay))
    found = []
    for day, id in zip(_days(come["date_latest"]).tolist(), come["id"], strict=True):
        first, end = (int(np.searchsorted(days, day, side)) for side in ("left", "right"))
        same = ids[first:end]
        found.append(first + (int(same.search_sorted(id)) if len(same) else 0))
    return found


def _days(dates: pl.Series) -> Ints:
    """Numbers that grow as the rows go on: from the latest day to the earliest, then without one."""
    return (-dates.to_physical().cast(pl.Int64)).fill_null(_NEVER).to_numpy()


def _numbered(table: pl.DataFrame, told: pl.DataFrame) -> tuple[Ints, pl.DataFrame]:
    """The number of each combination told in the table, to which new ones are added at its end."""
    both = Dimension.of(pl.concat([table, told]), table.columns)
    return both.codes[table.height :], both.table


def _wider(codes: Ints, more: Ints) -> np.dtype[np.integer]:
    return np.promote_types(codes.dtype, more.dtype)


def _words(rows: Ints, frame: pl.DataFrame) -> dict[int, tuple[str, ...]]:
    """The folded words of incidents, by the numbers that their texts have."""
    texts = frame.select(pl.concat_str(pl.col(ASKED_WORDS).cast(pl.String), separator=" ", ignore_nulls=True))
    return {int(row): tuple(fold(text or "").split()) for row, text in zip(rows, texts.to_series(), strict=True)}
