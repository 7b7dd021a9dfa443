"""The heat layer: a bounded number of weighted points for the viewport."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from rasd.view.asked import Asked
from rasd.view.bounds import Bounds
from rasd.view.dimensions import Floats
from rasd.view.places import View, grid, level_of, places, tolls

MOST_POINTS = 2_000
_FINEST_PX = 6
_DECIMALS = 5
Weight = Literal["count", "killed"]


@dataclass(frozen=True, slots=True)
class Heat:
    """Points as latitude, longitude (WGS 84 degrees) and weight, the weightiest first; `highest` is their largest.

    What is known to a district or coarser only has no point to heat: `left_out` counts it within the viewport.
    """

    points: tuple[tuple[float, float, float], ...]
    highest: float
    left_out: int


def heat(asked: Asked, bounds: Bounds | None, zoom: float, weight: Weight = "count", most: int = MOST_POINTS) -> Heat:
    """The points of a viewport, weighted by incidents or by the killed told at least (an untold toll weighs nothing).

    Places are joined on as fine a grid as keeps them within `most` points.
    """
    view, where, counts = View.of(bounds), places(asked.snapshot), asked.counts("place")
    pins = where.located & ~where.areas
    weights = counts.astype(np.float64) if weight == "count" else _killed(asked, counts.size)
    cell_px = _FINEST_PX
    while True:
        near, columns, rows = grid(where, view, level_of(zoom), cell_px, 1)
        held = np.flatnonzero(near & pins & (weights > 0))
        cells = pl.DataFrame({"column": columns[held], "row": rows[held]})
        # Halving the grid's fineness quarters the cells at least once they touch; it ends at one cell.
        if cells.n_unique() <= most or cell_px > 2**24:
            break
        cell_px *= 2
    frame = cells.with_columns(
        pl.Series("latitude", where.latitude[held]),
        pl.Series("longitude", view.turned(where.longitude)[held]),
        pl.Series("weight", weights[held]),
    )
    total = pl.col("weight").sum()
    joined = (
        frame.group_by("column", "row")
        .agg(
            ((pl.col("latitude") * pl.col("weight")).sum() / total).round(_DECIMALS).alias("latitude"),
            ((pl.col("longitude") * pl.col("weight")).sum() / total).round(_DECIMALS).alias("longitude"),
            total.alias("weight"),
        )
        .sort("weight", "row", "column", descending=[True, False, False])
        .select("latitude", "longitude", "weight")
    )
    points = tuple(joined.iter_rows())
    return Heat(points, points[0][2] if points else 0.0, int(counts[view.holds(where) & where.areas].sum()))


def _killed(asked: Asked, size: int) -> Floats:
    told = tolls(asked.snapshot).low[asked.codes("toll")]
    return np.bincount(asked.codes("place"), weights=told, minlength=size).astype(np.float64)
