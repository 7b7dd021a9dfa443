"""Counting by value and period: texts become small numbers once, so that whatever is counted is one whole number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from rasd.view.acled import EVENT_TYPES
from rasd.view.trends.model import AREAS, NONE, OTHERS, TOP_SERIES, Area, Series


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column as numbers into `keys`: the values kept, then OTHERS and NONE."""

    codes: pl.Series
    keys: tuple[str, ...]


def coded(values: pl.Series, limit: int | None = None, order: Sequence[str] = ()) -> Coded:
    """A column of categories; kept are the values of `order` that occur, or the most frequent (equals by name)."""
    physical = values.to_physical()
    counted = pl.DataFrame({"code": physical, "name": values}).drop_nulls().group_by("code").agg(
        pl.col("name").first().cast(pl.String), pl.len().alias("count")
    )  # fmt: skip
    totals = {name: (code, count) for code, name, count in counted.iter_rows()}
    kept = [name for name in order if name in totals]
    kept = kept or sorted(totals, key=lambda name: (-totals[name][1], name))[:limit]
    others, none = len(kept), len(kept) + 1
    table = [others] * (max((code for code, _ in totals.values()), default=0) + 1)
    for at, name in enumerate(kept):
        table[totals[name][0]] = at
    codes = pl.Series(table, dtype=pl.Int64).gather(physical.fill_null(0))
    numbers = pl.select(pl.when(physical.is_null()).then(none).otherwise(codes).alias("code")).to_series()
    return Coded(numbers, (*kept, OTHERS, NONE))


def counts(cells: pl.Series) -> dict[int, int]:
    """How often each number occurs."""
    return dict(cells.alias("cell").to_frame().group_by("cell").len().iter_rows())


def _series(slot: pl.Series, coded: Coded, size: int) -> tuple[Series, ...]:
    """A series a key that occurs."""
    width = len(coded.keys)
    cells = counts(slot * width + coded.codes)
    found = []
    for at, key in enumerate(coded.keys):
        numbers = [cells.get(period * width + at, 0) for period in range(size + 2)]
        found.append(Series(key, tuple(numbers[:size]), numbers[size], numbers[size + 1]))
    return tuple(one for one in found if one.total)


def by_type(rows: pl.DataFrame, size: int) -> tuple[Series, ...]:
    """By event type, in the order of the vocabulary."""
    return _series(rows["slot"], coded(rows["event_type"], order=tuple(EVENT_TYPES)), size)


def by_area(rows: pl.DataFrame, size: int, area: Area) -> tuple[Series, ...]:
    """By area. A place of no one country, or known to the country alone, has an empty part in its key."""
    parts = [pl.col(name).cast(pl.String).fill_null("") for name in ("country", "admin1")[: AREAS.index(area) + 1]]
    # Few areas differ: each is put together once.
    different = rows.select("country", "admin1").unique()
    named = different.with_columns(pl.concat_str(parts, separator=":").cast(pl.Categorical).alias("area"))
    keyed = rows.select("country", "admin1", "unlocated").join(
        named, on=["country", "admin1"], how="left", nulls_equal=True, maintain_order="left"
    )
    key = keyed.select(pl.when(~pl.col("unlocated")).then(pl.col("area"))).to_series()
    return _series(rows["slot"], coded(key, TOP_SERIES), size)


def by_actor(rows: pl.DataFrame, size: int) -> tuple[Series, ...]:
    """By who took part on either side. An incident of several counts for each, and once for OTHERS."""
    each = rows.select("row", "slot", "actors").explode("actors", empty_as_null=True)
    found = coded(each["actors"], TOP_SERIES)
    each = each.with_columns(found.codes.alias("code"))
    other = pl.col("code") == len(found.keys) - 2
    each = pl.concat([each.filter(~other), each.filter(other).unique("row")])
    return _series(each["slot"], Coded(each["code"], found.keys), size)
