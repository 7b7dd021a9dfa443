"""The map's cells and the filters' choices."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.view.aggregate import IDS_PER_CELL, Bounds, MapView, ids_behind, map_view
from rasd.view.filters import Selection, ask
from tests.view_rows import UNLOCATED, snapshot

SYRIA = Bounds(35.0, 32.0, 43.0, 38.0)


def view(*changes: dict[str, object], bounds: Bounds | None = SYRIA, zoom: float = 6) -> MapView:
    return map_view(ask(snapshot(*changes), Selection()), bounds, zoom)


def at(latitude: float, longitude: float, **more: object) -> dict[str, object]:
    return {"latitude": latitude, "longitude": longitude} | more


def test_an_incident_alone_is_a_single_at_its_own_point() -> None:
    found = view(at(35.1, 40.4, radius_km=7.0, where_prec=2))
    assert found.cells == ()
    (single,) = found.singles
    assert (single.id, single.latitude, single.longitude) == ("INC-000000000001", 35.1, 40.4)
    assert (single.event_type, single.sub_event_type) == ("Battles", "Armed clash")
    assert (single.where_prec, single.radius_km, single.area, single.killed_low) == (2, 7.0, False, 2)


def test_stacked_incidents_stay_one_cell_at_exactly_their_point_at_any_zoom() -> None:
    point = (35.1000001, 40.3000003)
    for zoom in (0, 6, 18, 22):
        found = view(*[at(*point)] * 3, zoom=zoom)
        (cell,) = found.cells
        assert (cell.latitude, cell.longitude) == point
        assert (cell.count, cell.stacked, found.singles) == (3, True, ())
        assert cell.ids == ("INC-000000000001", "INC-000000000002", "INC-000000000003")


def test_neighbours_join_far_out_and_part_close_by() -> None:
    rows = (at(35.10, 40.20), at(35.12, 40.24))
    (cell,) = view(*rows, zoom=6).cells
    assert (cell.latitude, cell.longitude) == (pytest.approx(35.11), pytest.approx(40.22))
    assert not cell.stacked
    assert len(view(*rows, zoom=14).singles) == 2


def test_a_cell_leads_with_its_most_frequent_type_and_the_first_of_equals() -> None:
    rows = [at(35.1, 40.4, event_type=kind) for kind in ("Riots", "Battles", "Riots", "Battles", "Protests")]
    (cell,) = view(*rows).cells
    assert cell.event_type == "Battles"
    (cell,) = view(*rows, at(35.1, 40.4, event_type="Riots")).cells
    assert cell.event_type == "Riots"


@pytest.mark.parametrize(("told", "total"), [((1, 2), 3), ((None, 2), 2), ((None, None), None), ((0, None), 0)])
def test_the_killed_of_a_cell_are_unknown_only_when_all_are(told: tuple[int | None, ...], total: int | None) -> None:
    (cell,) = view(*[at(35.1, 40.4, killed_low=killed) for killed in told]).cells
    assert cell.killed_low == total


def test_a_district_or_province_is_drawn_apart_from_pins() -> None:
    found = view(
        *[at(35.1, 40.4, where_prec=prec) for prec in (1, 2)],
        at(35.1, 40.4, where_prec=3, radius_km=30.0),
        at(35.1, 40.4, where_prec=4, radius_km=80.0),
    )
    pins, area = sorted(found.cells, key=lambda cell: cell.area)
    assert (pins.area, pins.count, pins.coarse_count) == (False, 2, 0)
    assert (area.area, area.count, area.coarse_count, area.radius_km) == (True, 2, 1, 80.0)
    assert [view(at(35.1, 40.4, where_prec=prec)).singles[0].area for prec in (2, 3, 4)] == [False, True, True]


def test_a_large_cell_names_its_newest_fifty() -> None:
    (cell,) = view(*[at(35.1, 40.4)] * 60).cells
    assert cell.count == 60
    assert cell.ids == tuple(f"INC-{number:012X}" for number in range(1, IDS_PER_CELL + 1))


def test_counts_tell_what_is_shown_selected_and_unlocated() -> None:
    snap = snapshot(at(35.1, 40.4), at(15.0, 44.0), UNLOCATED, UNLOCATED | {"event_type": "Riots"})
    found = map_view(ask(snap, Selection(event_types=("Battles",))), SYRIA, 8)
    assert (found.shown, found.selected, found.located, found.unlocated, found.total) == (1, 3, 2, 1, 4)
    assert len(found.singles) == 1


def test_without_bounds_the_whole_world_is_shown() -> None:
    found = view(at(35.1, 40.4), at(-33.0, -70.0), bounds=None, zoom=2)
    assert found.shown == 2


@pytest.mark.parametrize("bounds", [Bounds(170.0, -20.0, -170.0, 0.0), Bounds(170.0, -20.0, 190.0, 0.0),
                                    Bounds(-190.0, -20.0, -170.0, 0.0)])  # fmt: skip
def test_the_antimeridian_may_cross_the_viewport(bounds: Bounds) -> None:
    found = view(at(-17.0, 178.0), at(-17.0, -178.0), at(-17.0, 0.0), bounds=bounds, zoom=7)
    assert found.shown == 2
    longitudes = sorted(single.longitude for single in found.singles)
    assert longitudes == ([-182.0, -178.0] if bounds.west < -180 else [178.0, 182.0])


@pytest.mark.parametrize("bounds", [Bounds(math.nan, 0, 1, 1), Bounds(0, 10, 1, -10), Bounds(-400, -90, 400, 90)])
def test_bounds_that_make_no_sense_show_the_world(bounds: Bounds) -> None:
    assert view(at(35.1, 40.4), bounds=bounds, zoom=3).singles[0].longitude == 40.4


@pytest.mark.parametrize("zoom", [-3, 0, 30, math.nan, math.inf, 6.7])
def test_any_zoom_is_taken(zoom: float) -> None:
    found = view(at(35.1, 40.4), at(89.9, 40.4), bounds=None, zoom=zoom)
    assert sum(cell.count for cell in found.cells) + len(found.singles) == 2


def test_an_empty_selection_is_an_empty_map() -> None:
    found = view()
    assert (found.cells, found.singles, found.shown, found.total) == ((), (), 0, 0)


POINTS = st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 7)), max_size=8)
VIEWS = st.tuples(st.floats(-200, 200), st.floats(-90, 0), st.floats(-200, 200), st.floats(0, 90)).map(Bounds._make)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POINTS, VIEWS, st.integers(0, 18))
def test_each_located_incident_in_view_is_drawn_once(
    points: list[tuple[float, float, int]], bounds: Bounds, zoom: int
) -> None:
    found = view(*[at(lat, lon, where_prec=prec) for lat, lon, prec in points], bounds=bounds, zoom=zoom)
    ids = [id for cell in found.cells for id in cell.ids] + [single.id for single in found.singles]
    assert len(ids) == len(set(ids))
    assert found.shown <= len(ids) <= len(points)


def test_killed_high_is_summed_apart_from_low() -> None:
    (cell,) = view(at(35.1, 40.4, killed_low=1, killed_high=3), at(35.1, 40.4, killed_low=2, killed_high=None)).cells
    assert (cell.killed_low, cell.killed_high) == (3, 3)
    (cell,) = view(*[at(35.1, 40.4, killed_high=None)] * 2).cells
    assert cell.killed_high is None


@pytest.mark.parametrize("zoom", [0, 6, 14])
def test_all_behind_a_cell_are_given_in_parts(zoom: float) -> None:
    asked = ask(snapshot(*[at(35.1, 40.4)] * 120, at(-10.0, 10.0)), Selection(event_types=("Battles",)))
    cell = max(map_view(asked, SYRIA, zoom).cells, key=lambda one: one.count)
    every = ids_behind(asked, cell, zoom, 0, 1000)
    assert len(every) == cell.count >= 120
    assert ids_behind(asked, cell, zoom) == cell.ids == every[:IDS_PER_CELL]
    assert ids_behind(asked, cell, zoom, 100, 50) == every[100:150]


def test_behind_a_cell_over_the_antimeridian_are_its_own() -> None:
    asked = ask(snapshot(*[at(-17.0, -179.5)] * 3, at(-17.0, 179.5)), Selection())
    (cell,) = map_view(asked, Bounds(170.0, -20.0, 190.0, 0.0), 7).cells
    assert cell.longitude == 180.5
    assert ids_behind(asked, cell, 7) == cell.ids


def test_areas_are_no_pins_when_asked_for() -> None:
    rows = [at(35.1, 40.4, where_prec=prec, place_id=f"P{prec}") for prec in (1, 2, 3, 4, 5)]
    found = map_view(ask(snapshot(*rows), Selection()), SYRIA, 6, areas=True)
    assert sum(cell.count for cell in found.cells) == 2
    assert not any(cell.area for cell in found.cells)
    assert sorted(area.where_prec for area in found.areas) == [3, 4, 5]
    assert (found.shown, found.selected) == (5, 5)
