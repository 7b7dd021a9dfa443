"""Areas instead of false pins, the provinces' numbers, and the heat layer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rasd.errors import DataError
from rasd.view.aggregate import Bounds, ids_at, map_view
from rasd.view.areas import Area, Provinces, choropleth, held_by, provinces
from rasd.view.filters import Selection, ask
from rasd.view.heat import MOST_POINTS, heat
from tests.view_rows import UNLOCATED, snapshot

SYRIA = Bounds(35.0, 32.0, 43.0, 38.0)
Row = dict[str, object]


def at(latitude: float, longitude: float, **more: object) -> Row:
    return {"latitude": latitude, "longitude": longitude} | more


PROVINCE = at(36.2, 37.2, where_prec=4, place_id="SY-aleppo", place_name="Aleppo", admin1="Aleppo", radius_km=80.0)
DISTRICT = at(36.4, 37.9, where_prec=3, place_id="GN1", place_name="Manbij", admin1="Aleppo", radius_km=30.0)
DESERT = at(34.0, 38.5, where_prec=5, place_id="SY-badia", place_name="Badia", admin1=None, radius_km=150.0)


def areas(*rows: Row, bounds: Bounds | None = SYRIA) -> tuple[Area, ...]:
    return map_view(ask(snapshot(*rows), Selection()), bounds, 6, areas=True).areas


def test_areas_are_counted_by_themselves_widest_first() -> None:
    rows = [PROVINCE | {"event_type": "Riots", "killed_low": None, "killed_high": None}, PROVINCE, DISTRICT, DESERT]
    found = areas(*rows, PROVINCE, at(36.2, 37.2))
    assert [(one.place_id, one.polygon, one.where_prec, one.count) for one in found] == [
        ("SY-badia", None, 5, 1), ("SY-aleppo", "SY-aleppo", 4, 3), ("GN1", None, 3, 1),
    ]  # fmt: skip
    aleppo = found[1]
    assert (aleppo.event_type, aleppo.killed_low, aleppo.killed_high) == ("Battles", 4, 6)
    assert (aleppo.name, aleppo.country, aleppo.radius_km) == ("Aleppo", "SY", 80.0)


def test_a_province_of_two_sources_is_one_area() -> None:
    found = areas(PROVINCE, PROVINCE | {"place_id": "GN9", "latitude": 36.3})
    assert [(one.polygon, one.count, len(one.places)) for one in found] == [("SY-aleppo", 2, 2)]


def test_an_area_shows_where_its_reach_touches_the_view() -> None:
    assert len(areas(DESERT, bounds=Bounds(39.0, 33.5, 40.0, 34.5))) == 1
    assert areas(DESERT, bounds=Bounds(41.0, 33.5, 42.0, 34.5)) == ()


def test_the_killed_of_an_area_are_unknown_only_when_all_are() -> None:
    (area,) = areas(DISTRICT | {"killed_low": None, "killed_high": 0})
    assert (area.killed_low, area.killed_high) == (None, 0)


def test_the_incidents_of_an_area_are_listed() -> None:
    asked = ask(snapshot(PROVINCE, DISTRICT, PROVINCE, at(36.2, 37.2)), Selection())
    area = next(one for one in map_view(asked, SYRIA, 6, areas=True).areas if one.polygon)
    assert ids_at(asked, held_by(asked, area)) == ("INC-000000000001", "INC-000000000003")
    assert ids_at(asked, held_by(asked, area), 1, 1) == ("INC-000000000003",)


def test_provinces_are_counted_by_the_base_maps_polygons() -> None:
    rows = [
        at(36.2, 37.16, admin1="Aleppo", event_type="Riots", killed_low=None, killed_high=None),
        at(36.2, 37.16, admin1="Aleppo", killed_low=2, killed_high=5),
        PROVINCE | {"killed_low": 0, "killed_high": 0},
        at(32.22, 35.26, country="PS", admin1="Nablus"),
        at(0.0, 0.0, country=None, admin1=None),
        DESERT,
        UNLOCATED,
    ]
    found = choropleth(ask(snapshot(*rows), Selection()))
    by_id = {one.id: one for one in found.provinces}
    assert set(by_id) == {"SY-aleppo", "PS-west-bank"}
    aleppo = by_id["SY-aleppo"]
    assert (aleppo.count, aleppo.killed_low, aleppo.killed_high) == (3, 2, 5)
    assert aleppo.by_type == (("Battles", 2), ("Riots", 1))
    assert (found.elsewhere, found.unlocated) == (2, 1)


def test_provinces_are_those_of_the_selection() -> None:
    asked = ask(snapshot(PROVINCE, PROVINCE | {"event_type": "Riots"}), Selection(event_types=("Riots",)))
    assert [(one.id, one.by_type) for one in choropleth(asked).provinces] == [("SY-aleppo", (("Riots", 1),))]
    assert choropleth(ask(snapshot(), Selection())).provinces == ()


def test_each_polygon_has_an_id_of_its_own() -> None:
    known = provinces()
    assert len(set(known.ids)) == len(known.ids) > 600


@pytest.mark.parametrize("text", [None, "", "{}", json.dumps({"features": [{"properties": {}, "geometry": None}]})])
def test_a_broken_base_map_names_its_file(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "provinces.geojson"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"provinces\.geojson"):
        Provinces.load(path)


def test_heat_weighs_points_by_count_or_by_the_killed() -> None:
    rows = [at(35.0, 40.0, killed_low=None), at(35.0, 40.0, killed_low=3), at(33.0, 36.0, killed_low=None)]
    asked = ask(snapshot(*rows, DISTRICT, UNLOCATED), Selection())
    found = heat(asked, SYRIA, 8)
    assert found.points == ((35.0, 40.0, 2.0), (33.0, 36.0, 1.0))
    assert (found.highest, found.left_out) == (2.0, 1)
    assert heat(asked, SYRIA, 8, "killed").points == ((35.0, 40.0, 3.0),)
    assert heat(ask(snapshot(), Selection()), SYRIA, 8).points == ()


@pytest.mark.parametrize("most", [1, 5, 60])
def test_heat_is_bounded_and_loses_nothing(most: int) -> None:
    rows = [at(33.0 + number / 40, 36.0 + number % 7) for number in range(150)]
    found = heat(ask(snapshot(*rows), Selection()), SYRIA, 6, most=most)
    assert 0 < len(found.points) <= most <= MOST_POINTS
    assert sum(weight for _, _, weight in found.points) == 150
