"""Where the places written by hand lie: inside their province, quarters by their city."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

import gazetteer
from gazetteer import tables
from gazetteer.distance import km_between
from gazetteer.model import Place

FOLDER = Path(gazetteer.__file__).parent
PROVINCES = FOLDER.parent / "data" / "basemap" / "admin1.geojson"
CHECKED = ("SY", "IQ", "YE", "LB", "JO", "IL")
WIDE = ("STM", "SEA", "GULF", "STRT", "RGN", "DSRT", "MTS", "AREA", "LK", "RD")
# The polygons are of a small scale (Baghdad's is drawn 28 km too narrow) and leave the occupied Golan to Israel.
OFF_KM, KM_A_DEGREE = 29.0, 111.0
CITY_KM, CITY_PEOPLE = 16.0, 15_000


@pytest.fixture(scope="module")
def places() -> Mapping[str, Place]:
    return tables.load(FOLDER).places


@pytest.fixture(scope="module")
def provinces() -> dict[tuple[str, str], BaseGeometry]:
    found = json.loads(PROVINCES.read_text(encoding="utf-8"))["features"]
    return {
        (one["properties"]["country"], one["properties"]["name"]): shape(one["geometry"])
        for one in found
        if one["properties"]["country"] in CHECKED
    }


def test_places_lie_in_their_province(
    places: Mapping[str, Place], provinces: dict[tuple[str, str], BaseGeometry]
) -> None:
    outside = []
    for place in places.values():
        area = provinces.get((place.country, place.admin1))
        if place.source != "curated" or place.kind in WIDE or area is None:
            continue
        km = area.distance(Point(place.longitude, place.latitude)) * KM_A_DEGREE
        if km > OFF_KM:
            outside.append((place.id, round(km)))
    assert outside == []


def test_quarters_lie_by_a_town(places: Mapping[str, Place]) -> None:
    towns = [
        one
        for one in places.values()
        if one.kind.startswith(("PPLA", "PPLC")) or (one.kind == "PPL" and (one.population or 0) >= CITY_PEOPLE)
    ]
    alone = []
    for place in places.values():
        if place.source != "curated" or place.kind != "PPLX" or place.country not in (*CHECKED, "PS"):
            continue
        near = min(km_between(place.latitude, place.longitude, one.latitude, one.longitude) for one in towns)
        if near > CITY_KM:
            alone.append((place.id, round(near)))
    assert alone == []
