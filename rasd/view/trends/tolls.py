"""The people of the incidents in each period: what is told, and how many incidents tell nothing."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from rasd.view.trends.model import Toll, TollSeries


def _toll(kind: str) -> list[pl.Expr]:
    low, high = pl.col(f"{kind}_low").cast(pl.Int64), pl.col(f"{kind}_high").cast(pl.Int64)
    told = low.is_not_null() | high.is_not_null()
    return [
        pl.when(told).then(low.fill_null(0)).sum().alias("low"),
        pl.coalesce(high, low).sum().alias("high"),
        told.sum().alias("told"),
        (~told).sum().alias("untold"),
        (~told & pl.col(f"{kind}_vague").is_not_null()).sum().alias("vague"),
        (told & high.is_null()).sum().alias("open"),
    ]


def tolls(rows: pl.DataFrame, kind: str, size: int) -> TollSeries:
    """The killed or the injured (`kind`) in each of `size` periods, and of the incidents that stand in none."""
    found = {slot: parts for slot, *parts in rows.group_by("slot").agg(_toll(kind)).iter_rows()}
    empty = [0] * len(_toll(kind))
    whole = [sum(column) for column in zip(*found.values(), strict=True)] or empty
    *periods, spread, undated = (_told(found.get(slot, empty)) for slot in range(size + 2))
    return TollSeries(tuple(periods), spread, undated, _told(whole))


def _told(numbers: Sequence[int]) -> Toll:
    """Where there is no incident the toll is 0; where all give no number it is not known."""
    low, high, told, untold, vague, open_ = numbers
    known = told > 0 or untold == 0
    return Toll(low if known else None, high if known else None, told, untold, vague, open_)
