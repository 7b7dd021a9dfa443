"""The map's parts: marks from a view, which one was clicked, a base that stays the same, what the browser tells."""

from __future__ import annotations

import json
import re

import pytest
import streamlit as st
from streamlit_folium import _get_feature_group_string, _get_map_string

from rasd.lexicon.labels import labels
from rasd.ui import map as rasd_map
from rasd.ui import marks, state
from rasd.ui.look import View, look
from rasd.ui.marks import Mark
from rasd.view.aggregate import Cell, MapView, Single

EN, AR = labels("en"), labels("ar")


def cell(**changes: object) -> Cell:
    values = {
        "latitude": 33.3, "longitude": 44.4, "count": 25, "event_type": "Battles", "killed_low": 3,
        "ids": ("INC-1", "INC-2"), "stacked": False, "area": False, "coarse_count": 0, "radius_km": None,
    }  # fmt: skip
    return Cell(**{**values, **changes})  # type: ignore[arg-type]


def single(**changes: object) -> Single:
    values = {
        "id": "INC-9", "latitude": 36.3, "longitude": 43.1, "event_type": "Riots", "sub_event_type": "Mob violence",
        "where_prec": 1, "radius_km": 5.0, "killed_low": None, "area": False,
    }  # fmt: skip
    return Single(**{**values, **changes})  # type: ignore[arg-type]


def drawn(*items: Cell | Single, chosen: str | None = None) -> tuple[Mark, ...]:
    cells = tuple(one for one in items if isinstance(one, Cell))
    singles = tuple(one for one in items if isinstance(one, Single))
    return marks.marks(MapView(cells, singles, len(items), len(items), 0, len(items)), chosen, EN)


def test_a_cell_has_its_types_colour_its_count_and_grows_with_it() -> None:
    small, large = drawn(cell(count=2), cell(count=2500, latitude=40.0))
    assert small.colour == look().colour("Battles")
    assert (small.text, large.text) == ("2", "2.5k")
    assert small.size < large.size
    assert small.tip == "2 incidents · mostly Battles"


def test_a_point_has_no_circle_and_an_area_has_one_of_its_reach() -> None:
    (point,) = drawn(single(where_prec=1))
    assert (point.area, point.radius) == (False, None)
    for prec in (3, 4, 6):
        (area,) = drawn(single(where_prec=prec, radius_km=42.0))
        assert (area.area, area.radius) == (True, 42_000)


def test_the_chosen_incident_is_set_off_alone_or_in_its_cell() -> None:
    assert [mark.chosen for mark in drawn(cell(), single(), chosen="INC-9")] == [False, True]
    assert [mark.chosen for mark in drawn(cell(), single(), chosen="INC-2")] == [True, False]


def test_the_order_of_marks_is_fixed_and_areas_lie_below() -> None:
    items = (cell(), single(), single(id="INC-8", where_prec=4, latitude=50.0))
    assert drawn(*items) == drawn(*reversed(items))
    assert drawn(*items)[0].area


@pytest.mark.parametrize(
    ("latitude", "longitude", "hit"),
    [(36.3, 43.1, "INC-9"), (36.3, 403.1, "INC-9"), (36.32, 43.12, "INC-9"), (20.0, 20.0, None), (33.3, 44.4, "INC-1")],
    ids=["exact", "another turn of the world", "within its size", "far from all", "the cell"],
)
def test_a_click_finds_the_mark_it_hit(latitude: float, longitude: float, hit: str | None) -> None:
    found = marks.clicked(drawn(cell(), single()), latitude, longitude, 6)
    assert (found.ids[0] if found else None) == hit


def test_a_click_on_an_empty_map_hits_nothing() -> None:
    assert marks.clicked((), 1.0, 1.0, 5) is None


@pytest.mark.parametrize(
    "points", [[(33.3, 44.4)], [(33.3, 44.4), (15.3, 44.2)], [(36.8, 10.2), (33.3, 44.4), (2.0, 45.3)]]
)
def test_a_view_holds_all_its_points(points: list[tuple[float, float]]) -> None:
    view = marks.view_of(points)
    assert view is not None
    box = marks.frame_bounds(view)
    assert all(box.south < lat < box.north and box.west < lon < box.east for lat, lon in points)


def test_without_points_there_is_no_view() -> None:
    assert marks.view_of([]) is None


@pytest.mark.parametrize("language", [AR, EN], ids=["ar", "en"])
def test_the_base_is_the_same_whatever_is_drawn_on_it(language: object) -> None:
    first = _get_map_string(rasd_map.base(language))  # type: ignore[arg-type]
    second = _get_map_string(rasd_map.base(language))  # type: ignore[arg-type]
    assert re.sub(r"map_\w{32}", "", first) == re.sub(r"map_\w{32}", "", second)


def test_marks_reach_the_browser_as_data_and_text_can_end_nothing() -> None:
    hostile = "</script><img src=x onerror=alert(1)>`${alert(1)}\\"
    mark = Mark(1.0, 2.0, 1, ("INC-1",), "#000000", "", hostile, 16)
    script = _get_feature_group_string(rasd_map.group((mark,)), rasd_map.base(EN))
    data = re.search(r"rasdMarks\(feature_group_feature_group_0, (\[.*\])\);", script)
    assert data is not None
    assert json.loads(data[1])[0]["tip"] == hostile
    assert "<" not in data[1]


def test_the_same_marks_give_the_same_script() -> None:
    items = drawn(cell(), single())
    scripts = {_get_feature_group_string(rasd_map.group(items), rasd_map.base(EN)) for _ in range(2)}
    assert len(scripts) == 1


def told(count: int | None, **changes: object) -> dict[str, object]:
    return {
        "zoom": 6,
        "center": {"lat": 36.0, "lng": 403.0},
        "bounds": {"_southWest": {"lat": 30, "lng": 38}, "_northEast": {"lat": 40, "lng": 48}},
        "last_object_clicked": {"lat": 36.3, "lng": 43.1},
        "last_object_clicked_count": count,
        **changes,
    }


@pytest.fixture
def session() -> None:
    st.session_state.clear()
    st.session_state["marks_drawn"] = drawn(cell(), single())


def test_a_click_counts_once_and_again_after_the_map_was_mounted_anew(session: None) -> None:
    hits: list[str] = []
    for count in (2, 2, 4, None, 2):
        rasd_map.heard(told(count), lambda mark: hits.append(mark.ids[0]))
    assert hits == ["INC-9"] * 3


def test_a_move_is_noted_within_one_turn_of_the_world(session: None) -> None:
    rasd_map.heard(told(0), lambda mark: None)
    assert state.view() == View(36.0, 43.0, 6)
    assert state.bounds() == (38, 30, 48, 40)


@pytest.mark.parametrize("value", [{}, {"zoom": None}, {"zoom": 5, "center": {"lat": 1.0, "lng": 1.0}, "bounds": None}])
def test_an_answer_with_parts_missing_does_no_harm(session: None, value: dict[str, object]) -> None:
    rasd_map.heard(value, lambda mark: pytest.fail("no click was told"))
