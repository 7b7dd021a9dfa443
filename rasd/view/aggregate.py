"""What the map shows of a selection: cells for a viewport, that part into single incidents as one zooms in.

Cells are 48 px squares of Web Mercator at the zoom, fixed to the world (so that panning doesn't regroup them). Which
cell a place lies in is worked out a place at a time, not an incident at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from rasd.view.areas import Area, areas_of
from rasd.view.asked import Asked
from rasd.view.bounds import Bounds
from rasd.view.dimensions import Bools, Ints
from rasd.view.facets import Option, options
from rasd.view.places import AREA_FROM_PREC, View, grid, kinds, level_of, places, summed

__all__ = [
    "AREA_FROM_PREC", "CELL_PX", "IDS_PER_CELL", "Area", "Bounds", "Cell", "MapView", "Option", "Single", "ids_behind",
    "map_view", "options",
]  # fmt: skip

CELL_PX = 48
IDS_PER_CELL = 50
_COARSE_FROM_PREC = 4
_MARGIN_CELLS = 2
_EARLY = 100_000


@dataclass(frozen=True, slots=True)
class Cell:
    """Several incidents drawn as one.

    The position is their mean, or exactly their point when all share it (`stacked`). `event_type` is the most frequent
    (alphabetically first of equals); `killed_low` and `killed_high` sum what is told, None when nothing is. `ids` are
    the newest 50; `ids_behind` gives all. `area` cells hold incidents known to a district or coarser only, which no
    point may stand for; `radius_km` is then the widest reach. `coarse_count` counts those known to a province or
    coarser. `column` and `row` number the cell in the world's grid at its zoom.
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
    killed_high: int | None = None
    column: int = 0
    row: int = 0


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
    killed_high: int | None = None


@dataclass(frozen=True, slots=True)
class MapView:
    """What a viewport shows, and how many: `shown` lie in the viewport itself, `selected` = located + `unlocated`.

    `total` is the store's count. Cells and singles reach a little beyond the viewport. Longitudes lie within the
    viewport's own turn of the world and so may exceed ±180. `areas` are filled when asked for.
    """

    cells: tuple[Cell, ...]
    singles: tuple[Single, ...]
    shown: int
    selected: int
    unlocated: int
    total: int
    areas: tuple[Area, ...] = ()

    @property
    def located(self) -> int:
        """How many of the selected have a place on the map."""
        return self.selected - self.unlocated


def map_view(asked: Asked, bounds: Bounds | None, zoom: float, *, areas: bool = False) -> MapView:
    """The cells and single incidents of a viewport (None: the whole world) at a zoom.

    With `areas`, what is known to a district, province or vague area only is not drawn in cells but counted by its
    area (`areas.Area`), for its polygon or a circle of its reach to be drawn.
    """
    # The one asked for last is remembered: a reader who looks at an incident still looks at the same view.
    known, found = asked.memo.get("map", (None, None))
    if known != (bounds, zoom, areas):
        found = _map_view(asked, bounds, zoom, areas)
        asked.memo["map"] = (bounds, zoom, areas), found
    view: MapView = found
    return view


def _map_view(asked: Asked, bounds: Bounds | None, zoom: float, areas: bool) -> MapView:
    view, where, counts = View.of(bounds), places(asked.snapshot), asked.counts("place")
    drawn = counts > 0
    pins = drawn & ~where.areas if areas else drawn
    near, columns, rows = grid(where, view, level_of(zoom), CELL_PX, _MARGIN_CELLS)
    cells, singles = _grouped(asked, view, near & pins, columns, rows)
    return MapView(
        cells,
        singles,
        shown=int(counts[view.holds(where)].sum()),
        selected=int(counts.sum()),
        unlocated=int(counts[~where.located].sum()),
        total=asked.snapshot.total,
        areas=areas_of(asked, view) if areas else (),
    )


def ids_behind(asked: Asked, cell: Cell, zoom: float, start: int = 0, length: int = IDS_PER_CELL) -> tuple[str, ...]:
    """The ids of the incidents that a cell of `map_view` at this zoom stands for, newest first, a part at a time."""
    return ids_at(asked, held_behind(asked, cell, zoom), start, length)


def held_behind(asked: Asked, cell: Cell, zoom: float) -> Bools:
    """Which places (a value a place) lie in a cell of `map_view` at this zoom."""
    where = places(asked.snapshot)
    # The cell's own turn of the world, whichever viewport it came from.
    around = View.of(Bounds(cell.longitude - 1, cell.latitude, cell.longitude + 1, cell.latitude))
    near, columns, rows = grid(where, around, level_of(zoom), CELL_PX, _MARGIN_CELLS)
    held: Bools = near & (columns == cell.column) & (rows == cell.row) & (where.areas == cell.area)
    return held


def ids_at(asked: Asked, held: Bools, start: int = 0, length: int = IDS_PER_CELL) -> tuple[str, ...]:
    """The ids of the selected incidents at some places (a value a place), newest first, a part at a time."""
    found = np.flatnonzero(held[asked.codes("place")])[start : start + length]
    return tuple(_ids(asked, found))


def _grouped(
    asked: Asked, view: View, held: Bools, columns: Ints, rows: Ints
) -> tuple[tuple[Cell, ...], tuple[Single, ...]]:
    """Cells from the fewest to the fullest, so that this lies on top; pins and areas are never mixed."""
    by_cell, cell_of_place = _cells(asked, view, held, columns, rows)
    size = by_cell.height
    cells = cell_of_place[asked.codes("place")]
    in_cell = cells >= 0
    cells = cells[in_cell]
    newest = _newest(cells, np.flatnonzero(in_cell), by_cell["count"].to_numpy())
    names, number = kinds(asked.snapshot)
    of_type = np.bincount(cells * len(names) + number[asked.codes("kind")[in_cell]], minlength=size * len(names))
    leading = of_type.reshape(size, len(names)).argmax(axis=1).tolist() if size else []
    low, high = summed(asked, cells, size, in_cell)
    ids = iter(_ids(asked, np.array([at for some in newest for at in some], np.int64)))
    many, alone = [], []
    for at, cell in enumerate(by_cell.iter_rows(named=True)):
        own = tuple(next(ids) for _ in newest[at])
        radius = None if np.isnan(cell["radius_km"]) else cell["radius_km"]
        if cell["count"] > 1:
            many.append(
                Cell(
                    cell["latitude"], cell["longitude"], cell["count"], names[leading[at]], low[at], own,
                    cell["stacked"], cell["area"], cell["coarse_count"], radius, high[at], cell["column"], cell["row"],
                )
            )  # fmt: skip
        else:
            row = newest[at][0]
            sub = _kind(asked, row)
            alone.append(
                Single(
                    own[0], cell["latitude"], cell["longitude"], names[leading[at]], sub, cell["where_prec"] or None,
                    radius, low[at], cell["area"], high[at],
                )
            )  # fmt: skip
    return tuple(many), tuple(alone)


def _newest(cells: Ints, at: Ints, counts: Ints) -> list[list[int]]:
    """The first 50 positions of each cell. Most are found among the first positions of all, the newest; the rest is
    looked through for the cells that lack some only."""
    early = pl.DataFrame({"cell": cells[:_EARLY], "at": at[:_EARLY]})
    found = np.bincount(cells[:_EARLY], minlength=counts.size)
    lacking = found < np.minimum(counts, IDS_PER_CELL)
    late = lacking[cells[_EARLY:]]
    rest = pl.DataFrame({"cell": cells[_EARLY:][late], "at": at[_EARLY:][late]})
    both = pl.concat([early, rest]).group_by("cell").agg(pl.col("at").head(IDS_PER_CELL))
    newest: list[list[int]] = both.sort("cell")["at"].to_list()
    return newest


def _cells(asked: Asked, view: View, held: Bools, columns: Ints, rows: Ints) -> tuple[pl.DataFrame, Ints]:
    """One row a cell, in the order they are drawn, and the number of each place's cell, -1 without one."""
    where, at = places(asked.snapshot), np.flatnonzero(held)
    frame = pl.DataFrame(
        {
            "place": at,
            "column": columns[at],
            "row": rows[at],
            "area": where.areas[at],
            "n": asked.counts("place")[at],
            "latitude": where.latitude[at],
            "longitude": view.turned(where.longitude)[at],
            "radius_km": where.radius_km[at],
            "where_prec": where.precision[at],
        }
    )
    one_point = pl.all_horizontal(pl.col(name).min() == pl.col(name).max() for name in ("latitude", "longitude"))
    n = pl.col("n")

    def middle(name: str) -> pl.Expr:
        return pl.when(one_point).then(pl.col(name).min()).otherwise((pl.col(name) * n).sum() / n.sum()).alias(name)

    grouped = (
        frame.group_by("column", "row", "area")
        .agg(
            n.sum().alias("count"),
            one_point.alias("stacked"),
            middle("latitude"),
            middle("longitude"),
            pl.col("radius_km").fill_nan(None).max().fill_null(float("nan")),
            pl.col("where_prec").first(),
            n.filter(pl.col("where_prec") >= _COARSE_FROM_PREC).sum().alias("coarse_count"),
            "place",
        )
        .sort("count", "row", "column", "area")
    )
    cell_of_place = np.full(held.size, -1, np.int64)
    for_place = grouped.select(pl.int_range(pl.len()).alias("cell"), "place").explode("place")
    cell_of_place[for_place["place"].to_numpy()] = for_place["cell"].to_numpy()
    return grouped.drop("place"), cell_of_place


def _ids(asked: Asked, at: Ints) -> list[str]:
    rows = at if asked.rows is None else asked.rows[at]
    return asked.snapshot.ids.gather(rows).to_list()


def _kind(asked: Asked, at: int) -> str:
    kind = asked.snapshot.dimensions["kind"]
    row = at if asked.rows is None else int(asked.rows[at])
    return kind.table["sub_event_type"][int(kind.codes[row])] or ""
