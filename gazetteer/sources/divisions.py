"""Tells the province a point lies in, under the name that the gazetteer uses, by the polygons of the base map."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from gazetteer.errors import DataError

POLYGONS = Path(__file__).parents[2] / "data" / "basemap" / "admin1.geojson"
_NEAR = 0.25  # degrees: the polygons are simplified, and islands and shores fall outside
_MAJORITY = 0.6


class Provinces:
    """The provinces' polygons; without the file no province is known."""

    def __init__(self, path: Path = POLYGONS) -> None:
        import shapely  # noqa: PLC0415 - only imports need geometry, and it is slow to load
        from shapely.geometry import shape  # noqa: PLC0415

        try:
            features = json.loads(path.read_text(encoding="utf-8"))["features"] if path.exists() else []
        except (OSError, ValueError, KeyError) as error:
            raise DataError(path, None, "can't be read as GeoJSON", value=error) from error
        self._names: list[tuple[str, str]] = [
            (one["properties"]["country"], one["properties"]["name"]) for one in features
        ]
        self._shapes = [shape(one["geometry"]) for one in features]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)
        self._point = shapely.Point

    def of(self, latitude: float, longitude: float, country: str = "") -> tuple[str, str]:
        """Country and province of a point, of the given country if any; empty where none is near."""
        spot = self._point(longitude, latitude)
        for at in sorted(self._tree.query(spot, predicate="intersects").tolist()):
            found = self._names[int(at)]
            if country in ("", found[0]):
                return found
        near = sorted(self._tree.query(spot, predicate="dwithin", distance=_NEAR).tolist())
        fitting = [(self._shapes[at].distance(spot), at) for at in near if country in ("", self._names[at][0])]
        return self._names[int(min(fitting)[1])] if fitting else (country, "")


@cache
def provinces() -> Provinces:
    """The provinces of the base map, read once."""
    return Provinces()


def by_majority(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each code stands for, FIPS or ISO: the province that most of its places (code, province) lie in."""
    tallies: dict[str, Counter[str]] = {}
    for code, province in pairs:
        if code and province:
            tallies.setdefault(code, Counter())[province] += 1
    found = {}
    for code, tally in tallies.items():
        name, times = min(tally.items(), key=lambda pair: (-pair[1], pair[0]))
        if times >= _MAJORITY * tally.total():
            found[code] = name
    return found
