"""Incidents counted by area: districts and provinces that no pin may stand for, and provinces coloured by a number.

A province is told by the id of its polygon in data/basemap/admin1.geojson.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

from rasd.errors import DataError
from rasd.view.asked import Asked
from rasd.view.dimensions import Bools, Ints
from rasd.view.places import View, kinds, places, summed
from rasd.view.snapshot import Snapshot

ADMIN1 = Path(__file__).parents[2] / "data" / "basemap" / "admin1.geojson"
PROVINCE_PREC = 4
_KM_PER_DEGREE = 111.32
_COLUMNS = ("place_id", "place_name", "place_name_ar", "country", "admin1")


@dataclass(frozen=True, slots=True)
class Area:
    """Incidents known to one area only.

    `polygon` is the id of its polygon when the area is a province of the base map; without one a circle of `radius_km`
    around the point (WGS 84 degrees) is what is known. `where_prec` is UCDP's: 3 a district, 4 a province, 5 a vague
    area, 6 a country, 7 at sea or in the air. `killed_low` and `killed_high` sum what is told, None when nothing is.
    `place` numbers the first of its places in the snapshot (`ids_in`).
    """

    place_id: str
    name: str
    name_ar: str
    country: str
    admin1: str
    polygon: str | None
    where_prec: int
    latitude: float
    longitude: float
    radius_km: float | None
    count: int
    event_type: str
    killed_low: int | None
    killed_high: int | None
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Province:
    """A province's incidents: `by_type` counts each event type that occurs there, alphabetically."""

    id: str
    count: int
    killed_low: int | None
    killed_high: int | None
    by_type: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Choropleth:
    """The provinces with incidents, by id; `elsewhere` have a place in no province known, `unlocated` none at all."""

    provinces: tuple[Province, ...]
    elsewhere: int
    unlocated: int


@dataclass(frozen=True, slots=True, eq=False)
class Provinces:
    """The base map's provinces: ids, English names, countries (ISO 3166-1 alpha-2) and polygons."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    countries: tuple[str, ...]
    polygons: tuple[Any, ...]

    @classmethod
    def load(cls, path: Path = ADMIN1) -> Provinces:
        """The provinces of a GeoJSON file; raises DataError when it is missing or no such file."""
        try:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            told = [feature["properties"] for feature in features]
            shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
            columns = [tuple(str(one[name]) for one in told) for name in ("id", "name", "country")]
        except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
            raise DataError(
                str(path), None, f"holds no provinces: {error}", advice="make it with: make basemap"
            ) from error
        return cls(columns[0], columns[1], columns[2], tuple(shapes))

    def of_places(self, snapshot: Snapshot) -> Ints:
        """The number of each place's province (-1 without one), in the order of the snapshot's dimension `place`.

        A province itself is told by its id or its name in its country; any other place by its province's name, and
        where the base map has none of that name by the polygon its point lies in, but for what is coarser than that.
        """
        if "provinces" in snapshot.memo:
            found: Ints = snapshot.memo["provinces"]
            return found
        numbers = {id: at for at, id in enumerate(self.ids)}
        named = {key: at for at, key in enumerate(zip(self.countries, self.names, strict=True))}
        table = snapshot.dimensions["place"].table.select(pl.col(*_COLUMNS).cast(pl.String))
        rows = table.select("place_id", "country", "admin1").iter_rows()
        found = np.array([numbers.get(id, named.get((country, admin1), -1)) for id, country, admin1 in rows], np.int64)
        where = places(snapshot)
        missing = np.flatnonzero(where.located & (found < 0) & (where.precision < PROVINCE_PREC))
        points = shapely.points(where.longitude[missing], where.latitude[missing])
        at, polygon = shapely.STRtree(self.polygons).query(points, predicate="intersects")
        found[missing[at]] = polygon
        found[~where.located] = -1
        snapshot.memo["provinces"] = found
        return found


_LOADED: list[Provinces] = []


def provinces() -> Provinces:
    """The base map's provinces, read once."""
    if not _LOADED:
        _LOADED.append(Provinces.load())
    return _LOADED[0]


def choropleth(asked: Asked) -> Choropleth:
    """The selected incidents by province, whatever the viewport."""
    known = provinces()
    of_place, counts, where = known.of_places(asked.snapshot), asked.counts("place"), places(asked.snapshot)
    of_row = of_place[asked.codes("place")]
    placed = of_row >= 0
    groups, size = of_row[placed], len(known.ids)
    names, number = kinds(asked.snapshot)
    of_type = np.bincount(groups * len(names) + number[asked.codes("kind")[placed]], minlength=size * len(names))
    of_type = of_type.reshape(size, len(names)) if names else np.zeros((size, 0), np.int64)
    low, high = summed(asked, groups, size, placed)
    found = [
        Province(
            known.ids[at], int(of_type[at].sum()), low[at], high[at],
            tuple((name, int(of_type[at, type])) for type, name in enumerate(names) if of_type[at, type]),
        )
        for at in np.flatnonzero(of_type.sum(axis=1)).tolist()
    ]  # fmt: skip
    located = where.located
    elsewhere = int(counts[located & (of_place < 0)].sum())
    return Choropleth(tuple(sorted(found, key=lambda one: one.id)), elsewhere, int(counts[~located].sum()))


def areas_of(asked: Asked, view: View) -> tuple[Area, ...]:
    """The areas that touch a viewport, those of the widest reach first so that smaller ones lie on top."""
    where, counts, known = places(asked.snapshot), asked.counts("place"), provinces()
    held = np.flatnonzero((counts > 0) & where.located & where.areas & _reached(asked.snapshot, view))
    province = known.of_places(asked.snapshot)
    groups: dict[object, list[int]] = {}
    table = asked.snapshot.dimensions["place"].table.select(pl.col(*_COLUMNS).cast(pl.String).fill_null(""))
    rows = dict(zip(held.tolist(), table[held].iter_rows(named=True), strict=True))
    for place, row in rows.items():
        polygon = (
            known.ids[province[place]] if where.precision[place] == PROVINCE_PREC and province[place] >= 0 else None
        )
        point = (float(where.latitude[place]), float(where.longitude[place]))
        key = polygon or (row["place_id"] or point, int(where.precision[place]))
        groups.setdefault(key, []).append(place)
    group_of_place = np.full(counts.size, -1, np.int64)
    for group, members in enumerate(groups.values()):
        group_of_place[members] = group
    reach = np.full(len(groups), -1.0)
    np.maximum.at(reach, group_of_place[held], np.nan_to_num(where.radius_km[held], nan=-1.0))
    count = np.bincount(group_of_place[held], weights=counts[held], minlength=len(groups))
    of_row = group_of_place[asked.codes("place")]
    inside = of_row >= 0
    low, high = summed(asked, of_row[inside], len(groups), inside)
    leading = _leading(asked, of_row[inside], len(groups), inside)
    turned = view.turned(where.longitude)
    found = []
    for group, (key, members) in enumerate(groups.items()):
        first, row = members[0], rows[members[0]]
        found.append(
            Area(
                row["place_id"], row["place_name"], row["place_name_ar"], row["country"], row["admin1"],
                key if isinstance(key, str) else None, int(where.precision[first]), float(where.latitude[first]),
                float(turned[first]), float(reach[group]) if reach[group] >= 0 else None, int(count[group]),
                leading[group], low[group], high[group], tuple(members),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-(one.radius_km or 0.0), one.place_id, one.places)))


def held_by(asked: Asked, area: Area) -> Bools:
    """Which places an area of this snapshot holds: for `aggregate.ids_at`."""
    held = np.zeros(asked.counts("place").size, np.bool_)
    held[list(area.places)] = True
    return held


def _leading(asked: Asked, groups: Ints, size: int, rows: Bools) -> list[str]:
    names, number = kinds(asked.snapshot)
    if not size:
        return []
    counts = np.bincount(groups * len(names) + number[asked.codes("kind")[rows]], minlength=size * len(names))
    return [names[at] for at in counts.reshape(size, len(names)).argmax(axis=1).tolist()]


def _reached(snapshot: Snapshot, view: View) -> Bools:
    """Which places' reach touches a viewport: a province may show though its middle lies outside."""
    where = places(snapshot)
    radius = np.nan_to_num(where.radius_km) / _KM_PER_DEGREE
    across = radius / np.maximum(np.cos(np.radians(np.nan_to_num(where.latitude))), 0.1)
    found = (where.latitude + radius >= view.south) & (where.latitude - radius <= view.north)
    if view.whole:
        return found
    longitude = view.turned(where.longitude)
    return found & (longitude + across >= view.west) & (longitude - across <= view.east)
