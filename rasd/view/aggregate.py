"""What the map and the filters show of a selection: cells for a viewport, and each filter's values with counts.

Cells are 48 px squares of Web Mercator at the zoom, fixed to the world (so that panning doesn't regroup them), made
with the filters in one pass over the columns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from rasd.view.filters import FILTERS, Selection, values_of
from rasd.view.snapshot import Snapshot

CELL_PX = 48
IDS_PER_CELL = 50
# From a district on a place is a region: a pin at its centre would be a wrong pin.
AREA_FROM_PREC = 3
_COARSE_FROM_PREC = 4
_MARGIN_CELLS = 2
_MAX_ZOOM = 22
_TILE_PX = 256
_MAX_LATITUDE = 85.05112878  # where Web Mercator's square ends (EPSG:3857)


class Bounds(NamedTuple):
    """A viewport in WGS 84 degrees; `west` may exceed `east` (antimeridian), both may lie beyond ±180."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Several incidents drawn as one.

    The position is their mean, or exactly their point when all share it (`stacked`). `event_type` is the most frequent
    (alphabetically first of equals); `killed_low` the sum of those told, None when none is. `ids` are the newest 50.
    `area` cells hold incidents known to a district or coarser only, which no point may stand for; `radius_km` is then
    the widest reach. `coarse_count` counts those known to a province or coarser.
    """

    latitude: float
    longitude: float
    count: int
    event_type: str
    killed_low: int | None
    ids: tuple[str, ...]
    stacked: bool
    area: bool
    coarse_count: int
    radius_km: float | None


@dataclass(frozen=True, slots=True)
class Single:
    """One incident alone in its cell, with what its marker needs; `area` as in `Cell`, `radius_km` its reach."""

    id: str
    latitude: float
    longitude: float
    event_type: str
    sub_event_type: str
    where_prec: int | None
    radius_km: float | None
    killed_low: int | None
    area: bool


@dataclass(frozen=True, slots=True)
class MapView:
    """What a viewport shows, and how many: `shown` lie in the viewport itself, `selected` = located + `unlocated`.

    `total` is the store's count when given. Cells and singles reach a little beyond the viewport. Longitudes lie within
    the viewport's own turn of the world and so may exceed ±180.
    """

    cells: tuple[Cell, ...]
    singles: tuple[Single, ...]
    shown: int
    selected: int
    unlocated: int
    total: int

    @property
    def located(self) -> int:
        """How many of the selected have a place on the map."""
        return self.selected - self.unlocated


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter and how many incidents have it."""

    value: str
    count: int


def map_view(
    frame: pl.DataFrame | pl.LazyFrame, bounds: Bounds | None, zoom: float, total: int | None = None
) -> MapView:
    """The cells and single incidents of a viewport (None: the whole world) at a zoom.

    `frame` are the selected rows (`filters.lazy` reads only the columns needed); `total` is their
    number when not given.
    """
    level = min(max(int(zoom), 0), _MAX_ZOOM) if math.isfinite(zoom) else 0
    view = _usable(bounds)
    # Read once, whatever the filters cost; what follows looks at the selected rows' few columns only.
    rows = _projected(frame.lazy(), view, level).collect().lazy()
    cells, counts = pl.collect_all([_grouped(_inside(rows, view, level)), _counted(rows, view)])
    shown, selected, unlocated = counts.row(0)
    found, alone = [], []
    for row in cells.iter_rows(named=True):
        if row["count"] > 1:
            found.append(_cell(row))
        else:
            alone.append(_single(row))
    return MapView(tuple(found), tuple(alone), shown, selected, unlocated, selected if total is None else total)


def options(
    snapshot: Snapshot, selection: Selection | None = None, *, facets: bool = True
) -> dict[str, tuple[Option, ...]]:
    """The values of each filter of kind "many", by filter name, the most frequent first.

    With `facets`, counts are under the other filters, and what is selected stays listed even at count 0.
    """
    selection = selection or Selection()
    many = [row for row in FILTERS if row.kind == "many"]
    tests = {row.name: expr for row in FILTERS if facets and (expr := row.narrow(selection)) is not None}
    # Each condition is tried once and its answer kept; a text costs more than all the rest.
    asked = snapshot.frame.select(
        *(pl.col(row.column).alias(f"value:{row.name}") for row in many),
        *(expr.alias(f"keep:{name}") for name, expr in tests.items()),
    ).lazy()
    queries = []
    for row in many:
        others = [pl.col(f"keep:{name}") for name in tests if name != row.name]
        column = pl.col(f"value:{row.name}")
        queries.append(
            (asked.filter(pl.all_horizontal(others)) if others else asked)
            .select((column.explode() if row.lists else column).alias("value"))
            .drop_nulls()
            .group_by("value")
            .len("count")
        )
    found: dict[str, tuple[Option, ...]] = {}
    for row, counted in zip(many, pl.collect_all(queries), strict=True):
        counts = {str(value): int(count) for value, count in counted.iter_rows() if value}
        for chosen in values_of(selection, row):
            counts.setdefault(chosen, 0)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        found[row.name] = tuple(Option(value, count) for value, count in ordered)
    return found


@dataclass(frozen=True, slots=True)
class _View:
    """A usable viewport: the turn of the world begins at `origin`; `whole` when every longitude is in it."""

    west: float
    south: float
    east: float
    north: float
    origin: float
    whole: bool


_WORLD = _View(-180.0, -90.0, 180.0, 90.0, -180.0, True)


def _usable(bounds: Bounds | None) -> _View:
    if bounds is None:
        return _WORLD
    west, south, east, north = bounds
    if not all(math.isfinite(value) for value in (west, south, east, north)) or south > north:
        return _WORLD
    while east < west:
        east += 360.0
    if east - west >= 360.0:
        return _View(-180.0, south, 180.0, north, -180.0, True)
    # The turn is cut opposite the viewport's middle, so that its margins on both sides are whole.
    origin = (west + east) / 2 - 180.0
    return _View(west, south, east, north, origin, False)


def _world_px(level: int) -> float:
    return float(_TILE_PX * 2**level)


def _projected(rows: pl.LazyFrame, view: _View, level: int) -> pl.LazyFrame:
    """The rows with their longitude in the viewport's turn, their cell (null when unlocated), and whether an area."""
    turns = ((pl.col("longitude") - view.origin) / 360.0).floor() if not view.whole else pl.lit(0.0)
    longitude = pl.col("longitude") - turns * 360.0
    sine = pl.col("latitude").clip(-_MAX_LATITUDE, _MAX_LATITUDE).radians().sin()
    scale = _world_px(level) / CELL_PX
    return rows.select(
        "id", "event_type", "sub_event_type", "where_prec", "radius_km", "killed_low", "latitude",
        longitude.alias("longitude"),
        ((longitude + 180.0) / 360.0 * scale).floor().cast(pl.Int32).alias("cell_x"),
        ((0.5 - ((1 + sine) / (1 - sine)).log() / (4 * math.pi)) * scale).floor().cast(pl.Int32).alias("cell_y"),
        (pl.col("where_prec") >= AREA_FROM_PREC).fill_null(False).alias("area"),
    )  # fmt: skip


def _inside(placed: pl.LazyFrame, view: _View, level: int) -> pl.LazyFrame:
    """The located rows of whole cells that touch the viewport or its margin."""
    scale = _world_px(level) / CELL_PX

    def column_of(longitude: float) -> int:
        return math.floor((longitude + 180.0) / 360.0 * scale)

    def row_of(latitude: float) -> int:
        sine = math.sin(math.radians(min(max(latitude, -_MAX_LATITUDE), _MAX_LATITUDE)))
        return math.floor((0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * scale)

    kept = pl.col("cell_y").is_between(row_of(view.north) - _MARGIN_CELLS, row_of(view.south) + _MARGIN_CELLS)
    if not view.whole:
        first, last = column_of(view.west) - _MARGIN_CELLS, column_of(view.east) + _MARGIN_CELLS
        kept = kept & pl.col("cell_x").is_between(first, last)
    return placed.filter(kept)


def _grouped(placed: pl.LazyFrame) -> pl.LazyFrame:
    """One row a cell, the fullest last so that it is drawn on top; pins and areas are never mixed."""
    cell = ["cell_x", "cell_y", "area"]
    leading = (
        placed.group_by(*cell, "event_type")
        .len("of_type")
        .sort(pl.col("of_type"), pl.col("event_type").cast(pl.String), descending=[True, False])
        .group_by(cell)
        .agg(pl.col("event_type").first())
    )
    told = pl.col("killed_low").cast(pl.Int64)
    one_point = (pl.col("latitude").min() == pl.col("latitude").max()) & (
        pl.col("longitude").min() == pl.col("longitude").max()
    )
    stats = placed.group_by(cell).agg(
        pl.len().alias("count"),
        one_point.alias("stacked"),
        pl.when(one_point).then(pl.col("latitude").min()).otherwise(pl.col("latitude").mean()).alias("latitude"),
        pl.when(one_point).then(pl.col("longitude").min()).otherwise(pl.col("longitude").mean()).alias("longitude"),
        pl.when(told.count() > 0).then(told.sum()).alias("killed_low"),
        pl.col("id").head(IDS_PER_CELL).alias("ids"),
        pl.col("sub_event_type").first(),
        pl.col("where_prec").first(),
        pl.col("radius_km").max(),
        (pl.col("where_prec") >= _COARSE_FROM_PREC).sum().alias("coarse_count"),
    )
    return stats.join(leading, on=cell, how="left").sort("count", "cell_y", "cell_x", "area")


def _counted(rows: pl.LazyFrame, view: _View) -> pl.LazyFrame:
    in_view = pl.col("latitude").is_between(view.south, view.north)
    if not view.whole:
        in_view = in_view & pl.col("longitude").is_between(view.west, view.east)
    return rows.select(
        in_view.fill_null(False).sum().alias("shown"),
        pl.len().alias("selected"),
        pl.col("latitude").is_null().sum().alias("unlocated"),
    )


def _cell(row: dict[str, Any]) -> Cell:
    return Cell(
        latitude=row["latitude"],
        longitude=row["longitude"],
        count=row["count"],
        event_type=row["event_type"] or "",
        killed_low=row["killed_low"],
        ids=tuple(row["ids"]),
        stacked=row["stacked"],
        area=row["area"],
        coarse_count=row["coarse_count"],
        radius_km=row["radius_km"],
    )


def _single(row: dict[str, Any]) -> Single:
    return Single(
        id=row["ids"][0],
        latitude=row["latitude"],
        longitude=row["longitude"],
        event_type=row["event_type"] or "",
        sub_event_type=row["sub_event_type"] or "",
        where_prec=row["where_prec"],
        radius_km=row["radius_km"],
        killed_low=row["killed_low"],
        area=row["area"],
    )
