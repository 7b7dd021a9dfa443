"""The places of a snapshot as arrays, a value a place: what the map's ways of drawing are worked out from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from rasd.view.asked import Asked
from rasd.view.bounds import Bounds, usable
from rasd.view.dimensions import Bools, Floats, Ints
from rasd.view.snapshot import Snapshot

# From a district on a place is a region: a pin at its centre would be a wrong pin.
AREA_FROM_PREC = 3
TILE_PX = 256
MAX_ZOOM = 22
MAX_LATITUDE = 85.05112878  # where Web Mercator's square ends (EPSG:3857)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Each place's WGS 84 degrees (NaN when unlocated), UCDP where_prec (0 when unknown), reach in km (NaN), and its
    northing in Web Mercator as a share of the world from the top."""

    latitude: Floats
    longitude: Floats
    precision: Ints
    radius_km: Floats
    northing: Floats

    @property
    def located(self) -> Bools:
        """Which have a point."""
        return np.isfinite(self.latitude)

    @property
    def areas(self) -> Bools:
        """Which are known to a district or coarser only."""
        return self.precision >= AREA_FROM_PREC


@dataclass(frozen=True, slots=True, eq=False)
class Tolls:
    """Each toll's killed, low and high, NaN where untold; `low_told` and `high_told` where a number is told."""

    low: Floats
    high: Floats
    low_told: Bools
    high_told: Bools


def places(snapshot: Snapshot) -> Places:
    """The places of a snapshot's dimension `place`, in its order."""
    if "places" not in snapshot.memo:
        table = snapshot.dimensions["place"].table
        latitude, longitude, radius_km = (_floats(table[name]) for name in ("latitude", "longitude", "radius_km"))
        precision = table["where_prec"].fill_null(0).to_numpy()
        snapshot.memo["places"] = Places(latitude, longitude, precision, radius_km, northing(latitude))
    found: Places = snapshot.memo["places"]
    return found


def tolls(snapshot: Snapshot) -> Tolls:
    """The tolls of a snapshot's dimension `toll`, in its order."""
    if "tolls" not in snapshot.memo:
        table = snapshot.dimensions["toll"].table
        low, high = _floats(table["killed_low"]), _floats(table["killed_high"])
        told = np.isfinite(low), np.isfinite(high)
        snapshot.memo["tolls"] = Tolls(np.nan_to_num(low), np.nan_to_num(high), *told)
    found: Tolls = snapshot.memo["tolls"]
    return found


def kinds(snapshot: Snapshot) -> tuple[tuple[str, ...], Ints]:
    """The event types that occur, in alphabetical order, and the number of each combination of dimension `kind`."""
    if "kinds" not in snapshot.memo:
        types = snapshot.dimensions["kind"].table["event_type"].cast(pl.String).fill_null("").to_list()
        names = tuple(sorted(set(types)))
        snapshot.memo["kinds"] = names, np.array([names.index(one) for one in types], np.int64)
    found: tuple[tuple[str, ...], Ints] = snapshot.memo["kinds"]
    return found


def summed(
    asked: Asked, groups: Ints, size: int, rows: Bools | None = None
) -> tuple[list[int | None], list[int | None]]:
    """The killed, low and high, summed by group (a number below `size` for each selected incident, or for those in
    `rows`); None where no incident of a group tells a number, which 0 is not."""
    codes, known = asked.codes("toll"), tolls(asked.snapshot)
    codes = codes if rows is None else codes[rows]
    height = known.low.size
    # How many incidents of a group have each toll tells all sums at once, where that table is smaller than its rows.
    together = size * height <= groups.size
    table = np.bincount(groups * height + codes, minlength=size * height).reshape(size, height) if together else None

    def total(value: Floats) -> list[float]:
        if table is not None:
            return [float(one) for one in table @ value]
        return [float(one) for one in np.bincount(groups, weights=value[codes], minlength=size)]

    result = []
    for value, told in ((known.low, known.low_told), (known.high, known.high_told)):
        sums, counts = total(value), total(told.astype(np.float64))
        result.append([int(one) if count else None for one, count in zip(sums, counts, strict=True)])
    return result[0], result[1]


@dataclass(frozen=True, slots=True)
class View:
    """A usable viewport: the turn of the world begins at `origin`; `whole` when every longitude is in it."""

    west: float
    south: float
    east: float
    north: float
    origin: float
    whole: bool

    @classmethod
    def of(cls, bounds: Bounds | None) -> View:
        """The viewport of bounds; the world's for None and for what makes no sense."""
        if bounds is None or not usable(bounds):
            return cls(-180.0, -90.0, 180.0, 90.0, -180.0, True)
        west, south, east, north = bounds
        if east < west:
            east += math.ceil((west - east) / 360.0) * 360.0
        if east - west >= 360.0:
            return cls(-180.0, south, 180.0, north, -180.0, True)
        # The turn is cut opposite the viewport's middle, so that its margins on both sides are whole.
        return cls(west, south, east, north, (west + east) / 2 - 180.0, False)

    def turned(self, longitude: Floats) -> Floats:
        """Longitudes in this viewport's turn of the world, which may exceed ±180."""
        return longitude if self.whole else longitude - np.floor((longitude - self.origin) / 360.0) * 360.0

    def holds(self, where: Places) -> Bools:
        """Which places lie in the viewport itself."""
        found = (where.latitude >= self.south) & (where.latitude <= self.north)
        if self.whole:
            return found
        longitude = self.turned(where.longitude)
        return found & (longitude >= self.west) & (longitude <= self.east)


def level_of(zoom: float) -> int:
    """The map's whole zoom level for any number."""
    return min(max(int(zoom), 0), MAX_ZOOM) if math.isfinite(zoom) else 0


def northing(latitude: Floats) -> Floats:
    """Web Mercator's distance from the top as a share of the world (EPSG:3857, spherical); NaN stays."""
    sine = np.sin(np.radians(np.clip(latitude, -MAX_LATITUDE, MAX_LATITUDE)))
    shares: Floats = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return shares


def grid(where: Places, view: View, level: int, cell_px: int, margin: int) -> tuple[Bools, Ints, Ints]:
    """Which places lie in the cells that touch a viewport, or in a margin of cells around, and each one's column and
    row of cells; these are fixed to the world, so that panning doesn't regroup them."""
    across = TILE_PX * 2**level / cell_px
    longitude = view.turned(where.longitude)
    known = where.located
    column = np.floor((np.where(known, longitude, 0.0) + 180.0) / 360.0 * across).astype(np.int64)
    row = np.floor(np.where(known, where.northing, 0.0) * across).astype(np.int64)
    top, bottom = (math.floor(float(one) * across) for one in northing(np.array([view.north, view.south])))
    near = known & (row >= top - margin) & (row <= bottom + margin)
    if not view.whole:
        left, right = (math.floor((one + 180.0) / 360.0 * across) for one in (view.west, view.east))
        near &= (column >= left - margin) & (column <= right + margin)
    return near, column, row


def _floats(column: pl.Series) -> Floats:
    return column.cast(pl.Float64).fill_null(np.nan).to_numpy()
