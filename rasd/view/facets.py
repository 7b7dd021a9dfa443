"""Each filter's values with how many incidents have them under the other filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from rasd.view.asked import Asked
from rasd.view.filters import FILTERS, Filter, ask
from rasd.view.selection import Selection
from rasd.view.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter and how many incidents have it."""

    value: str
    count: int


def facets(asked: Asked, names: Iterable[str] | None = None) -> dict[str, tuple[Option, ...]]:
    """The values of each filter of kind "many" (or of those named), by filter name, the most frequent first.

    Counts are under the other filters; a filter's own values, wanted and left out alike, don't narrow its own counts.
    What the selection names stays listed even at count 0.
    """
    wanted = None if names is None else set(names)
    rows = [row for row in FILTERS if row.kind == "many" and (wanted is None or row.name in wanted)]
    return {row.name: _of(row, asked) for row in rows}


def options(
    snapshot: Snapshot, selection: Selection | None = None, *, facets: bool = True
) -> dict[str, tuple[Option, ...]]:
    """`facets` of a selection; without `facets`, every value counted over all incidents."""
    asked = ask(snapshot, selection if selection is not None and facets else Selection())
    found = {row.name: _of(row, asked) for row in FILTERS if row.kind == "many"}
    if selection is None or facets:
        return found
    return {name: _with_chosen(found[name], selection, name) for name in found}


def _of(row: Filter, asked: Asked) -> tuple[Option, ...]:
    """Counts the combinations that hold the values, of which there are few, and then sums by value."""
    table = asked.snapshot.dimensions[row.dimension].table
    counted = table.select(pl.col(row.column).alias("value"), pl.Series("count", asked.counts(row.dimension, row.name)))
    counted = counted.filter(pl.col("count") > 0)
    if isinstance(table.schema[row.column], pl.List):
        counted = counted.with_columns(pl.col("value").list.unique()).explode("value")
    sums = counted.drop_nulls().group_by("value").agg(pl.col("count").sum())
    found = tuple(Option(str(value), int(count)) for value, count in sums.iter_rows() if value)
    return _with_chosen(found, asked.selection, row.name)


def _with_chosen(found: tuple[Option, ...], selection: Selection, name: str) -> tuple[Option, ...]:
    counts = {one.value: one.count for one in found}
    for chosen in (*selection.values(name), *selection.excluded(name)):
        counts.setdefault(chosen, 0)
    return tuple(Option(value, count) for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
