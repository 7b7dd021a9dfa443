"""Reads places with an Arabic name (`name:ar`) from OpenStreetMap (ODbL): PBF or XML, or GeoJSON made of it.

Of PBF, GDAL gives points and multipolygons; tags without a column of their own stand in `other_tags`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.errors import DataError
from gazetteer.sources import geofile
from gazetteer.sources.divisions import provinces
from gazetteer.sources.geofile import Feature
from gazetteer.sources.names import latin_names, plain_latin, told_arabic
from gazetteer.sources.record import Record, country_code, people, reach

LICENCE = "© OpenStreetMap contributors, ODbL 1.0"
_LAYERS = ("points", "multipolygons")
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ESCAPED = re.compile(r"\\(.)")
_OBJECT = re.compile(r"(node|way|relation|n|w|r)/?(\d+)")
_ARABIC_TAGS = ("name:ar", "alt_name:ar", "official_name:ar", "short_name:ar", "loc_name:ar")
_LATIN_TAGS = ("name:en", "int_name", "name:fr", "alt_name:en", "name")
# Tags to GeoNames codes, the first that fits; "*" is any value. https://wiki.openstreetmap.org/wiki/Map_features
_KINDS = (
    ("boundary", "administrative", ""),  # by its level, see _LEVELS
    ("place", "city", "PPL"), ("place", "town", "PPL"), ("place", "village", "PPL"), ("place", "hamlet", "PPL"),
    ("place", "isolated_dwelling", "PPL"), ("place", "suburb", "PPLX"), ("place", "quarter", "PPLX"),
    ("place", "neighbourhood", "PPLX"), ("place", "locality", "LCTY"), ("place", "farm", "FRM"),
    ("place", "island", "ISL"), ("place", "square", "SQR"), ("place", "region", "RGN"),
    ("aeroway", "aerodrome", "AIRP"), ("military", "airfield", "AIRB"), ("military", "base", "MILB"),
    ("military", "barracks", "MILB"), ("military", "checkpoint", "CTRB"), ("landuse", "military", "MILB"),
    ("amenity", "refugee_site", "CMP"), ("amenity", "hospital", "HSP"), ("amenity", "university", "UNIV"),
    ("amenity", "prison", "PRN"), ("amenity", "place_of_worship", "MSQE"), ("amenity", "marketplace", "MKT"),
    ("barrier", "border_control", "CTRB"), ("waterway", "dam", "DAM"), ("natural", "peak", "MT"),
    ("natural", "valley", "VAL"), ("natural", "desert", "DSRT"), ("industrial", "oil", "OILF"),
    ("man_made", "petroleum_well", "OILF"), ("industrial", "port", "PRT"), ("harbour", "*", "HBR"),
)  # fmt: skip
_LEVELS = {"3": "ADM1", "4": "ADM1", "5": "ADM2", "6": "ADM2", "7": "ADM3", "8": "ADM3", "9": "ADM4", "10": "ADM4"}


def read(path: Path, country: str = "") -> Iterator[Record | DataError]:
    """The named places of a file; `country` is the ISO code of those that lie in no known province.

    Errors of features that can't be used stand among them. Raises DataError for the file.
    """
    given = country_code(path, None, country) if country else ""
    found = geofile.layers(path)
    for layer in [one for one in found if one in _LAYERS] or found:
        for feature in geofile.features(path, layer):
            tags = _tags(feature)
            if not any(tags.get(tag) for tag in _ARABIC_TAGS):
                continue
            kind = _kind(tags)
            if not kind:
                continue
            try:
                yield _record(path, feature, tags, kind, given)
            except DataError as error:
                yield error


def _tags(feature: Feature) -> dict[str, str]:
    tags = {key: text for key, text in feature.values.items() if text and key != "other_tags"}
    for key, text in _TAG.findall(feature.values.get("other_tags", "")):
        tags.setdefault(_ESCAPED.sub(r"\1", key), _ESCAPED.sub(r"\1", text))
    return tags


def _kind(tags: dict[str, str]) -> str:
    for tag, value, kind in _KINDS:
        if tags.get(tag) == value or (value == "*" and tags.get(tag)):
            return kind or _LEVELS.get(tags.get("admin_level", ""), "")
    return ""


def _record(path: Path, feature: Feature, tags: dict[str, str], kind: str, country: str) -> Record:
    told = Path(f"{path} (layer {feature.layer}, feature {feature.number})")
    key = _key(feature, tags)
    if not key:
        raise DataError(told, None, "has no OpenStreetMap id", advice="keep the column '@id' or 'osm_id'")
    shape = feature.shape
    if shape is None or shape.is_empty:
        raise DataError(told, None, "has no geometry", value=key)
    area = shape.geom_type in ("Polygon", "MultiPolygon")
    latitude, longitude, radius = reach(shape) if area else (round(shape.centroid.y, 5), round(shape.centroid.x, 5), 0)
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise DataError(told, None, "no point on the globe", value=f"{latitude} {longitude}")
    where, admin1 = provinces().of(latitude, longitude, country)
    where = where or _own_country(tags)
    if not where:
        raise DataError(told, None, "lies in no known country", value=key, advice="give --country with its ISO code")
    arabic = told_arabic(one for tag in _ARABIC_TAGS for one in tags.get(tag, "").split(";"))
    if not arabic:
        raise DataError(told, None, "the name is not in Arabic letters", value=tags.get("name:ar"))
    latin = [one for tag in _LATIN_TAGS for one in tags.get(tag, "").split(";") if one and _LATIN.match(one)]
    name = plain_latin(latin[0]) if latin else arabic[0]
    population = people(told, None, re.sub(r"[^\d.,].*", "", tags.get("population", "")))
    is_admin = area and kind.startswith("ADM")
    return Record(
        key, name, arabic, latin_names(latin, name), kind, where, latitude, longitude, admin1, "",
        population, radius or None, "", shape if is_admin else None,
    )  # fmt: skip


def _own_country(tags: dict[str, str]) -> str:
    code = tags.get("ISO3166-1:alpha2") or tags.get("addr:country") or tags.get("is_in:country_code") or ""
    return code if len(code) == 2 and code.isascii() and code.isupper() else ""


def _key(feature: Feature, tags: dict[str, str]) -> str:
    """OSM- with the object's type and number: `@id` of Overpass, `osm_id` or `osm_way_id` of GDAL."""
    for column in ("@id", "id", "full_id", "osm_id"):
        told = _OBJECT.fullmatch(tags.get(column, ""))
        if told:
            return f"OSM-{told[1][0]}{told[2]}"
    if tags.get("osm_way_id", "").isdigit():
        return f"OSM-w{tags['osm_way_id']}"
    number = tags.get("osm_id", "")
    if not number.isdigit():
        return ""
    letter = tags.get("osm_type", "")[:1] or ("n" if feature.layer == "points" else "r")
    return f"OSM-{letter}{number}" if letter in "nwr" else ""
