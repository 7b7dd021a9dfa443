"""Rectangles and rings on the map, WGS 84 degrees, longitude first as in RFC 7946."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import shapely

from rasd.view.dimensions import Bools, Floats

Ring = tuple[tuple[float, float], ...]


class Bounds(NamedTuple):
    """A rectangle in WGS 84 degrees; `west` may exceed `east` (antimeridian), both may lie beyond ±180."""

    west: float
    south: float
    east: float
    north: float


def usable(bounds: Bounds) -> bool:
    """Whether it is a rectangle: finite, south below north."""
    return all(math.isfinite(value) for value in bounds) and bounds.south <= bounds.north


def within(bounds: Bounds, longitudes: Floats, latitudes: Floats) -> Bools:
    """Which points lie in a usable rectangle, its edges included; NaN lies nowhere."""
    west, south, east, north = bounds
    width = east - west if east >= west else (east - west) % 360.0
    across = width >= 360.0 or (longitudes - west) % 360.0 <= width
    return (latitudes >= south) & (latitudes <= north) & across & np.isfinite(longitudes)


def inside(ring: Ring, longitudes: Floats, latitudes: Floats) -> Bools:
    """Which points lie in a ring, its line included; one that crosses itself holds what it goes round an odd time."""
    shape = shapely.make_valid(shapely.Polygon(ring))
    west, south, east, north = shape.bounds
    found = within(Bounds(west, south, east, north), longitudes, latitudes)
    near = np.flatnonzero(found)
    shapely.prepare(shape)
    found[near] = shapely.intersects_xy(shape, longitudes[near], latitudes[near])
    return found
