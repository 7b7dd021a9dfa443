"""The map's parts: marks from a view, which one was clicked, a base that stays the same, what the browser tells."""

from __future__ import annotations

import json
import re

import pytest
import streamlit as st
from streamlit_folium import _get_feature_group_string, _get_map_string

from rasd.lexicon.labels import labels
from rasd.ui import map as rasd_map
from rasd.ui import marks, overlay, state
from rasd.ui.layers import DEFAULT
from rasd.ui.look import View, look
from rasd.ui.marks import Mark
from rasd.ui.stacks import PAGE, Stack, listed
from rasd.view.aggregate import Area, Bounds, Cell, MapView, Single, map_view
from rasd.view.areas import Choropleth, Province, provinces
from rasd.view.filters import Selection, ask
from tests.view_rows import snapshot

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


def test_a_drawing_becomes_an_act_once(session: None) -> None:
    acts: list[rasd_map.Act] = []
    drawing = {"properties": {"drawn": "box", "points": [[36.0, 35.0], [397.5, 36.6]], "stamp": 7}}
    for _ in range(2):
        rasd_map.heard(told(3, last_active_drawing=drawing), lambda mark: pytest.fail("no mark"), acts.append)
    (act,) = acts
    assert act.box == (36.0, 35.0, 37.5, 36.6)


def test_a_ring_and_a_province_are_acts(session: None) -> None:
    acts: list[rasd_map.Act] = []
    ring = {"drawn": "ring", "points": [[36, 35], [37, 36], [38, 35]], "stamp": 1}
    for number, properties in enumerate((ring, {"province": "SY-idlib", "stamp": 2})):
        value = told(2 * number + 1, last_active_drawing={"properties": properties})
        rasd_map.heard(value, lambda mark: pytest.fail("no mark"), acts.append)
    assert [(len(act.ring), act.province) for act in acts] == [(3, None), (0, "SY-idlib")]


@pytest.mark.parametrize(
    "properties",
    [
        None, [], {"stamp": 1}, {"drawn": "box", "points": [["x", 1], [2, 3]], "stamp": 1},
        {"drawn": "box", "points": [[1, 95], [2, 3]], "stamp": 1}, {"drawn": "ring", "points": [[1, 2]], "stamp": 1},
        {"drawn": "ring", "points": [[float("nan"), 2], [1, 2], [3, 4]], "stamp": 1},
        {"drawn": "ring", "points": [[1, 2]] * 500, "stamp": 1}, {"drawn": "box", "points": 5, "stamp": 1},
    ],
)  # fmt: skip
def test_a_drawing_that_makes_no_sense_is_no_act(session: None, properties: object) -> None:
    value = told(None, last_active_drawing={"properties": properties})
    rasd_map.heard(value, lambda mark: pytest.fail("no mark"), lambda act: pytest.fail("no act"))


def test_of_marks_on_one_point_the_one_meant_is_taken() -> None:
    both = drawn(cell(), cell(ids=("INC-7",), area=True))
    for number, mark in enumerate(both):
        assert marks.clicked(both, mark.lat, mark.lon, 6, number) is mark
    assert marks.clicked(both, 33.3, 44.4, 6, 99) is not None


def test_size_and_figure_tell_the_killed_and_none_told_is_not_zero() -> None:
    items = (cell(killed_low=0), cell(killed_low=None, latitude=34.0), cell(killed_low=1200, latitude=35.0))
    view = MapView(items, (), 3, 3, 0, 3)
    none, untold, many = marks.marks(view, None, EN, "killed")
    assert (none.text, untold.text, many.text) == ("0", "–", "1.2k")
    assert none.size == untold.size < many.size
    assert "not told" in untold.tip


def area(**changes: object) -> Area:
    values = {
        "place_id": "SY-idlib", "name": "Idlib", "name_ar": "إدلب", "country": "SY", "admin1": "Idlib",
        "polygon": "SY-idlib", "where_prec": 4, "latitude": 35.8, "longitude": 36.7, "radius_km": 50.0, "count": 3,
        "event_type": "Battles", "killed_low": None, "killed_high": None, "places": (0,),
    }  # fmt: skip
    return Area(**{**values, **changes})  # type: ignore[arg-type]


def test_an_area_is_drawn_by_its_polygon_or_else_a_circle_and_a_country_by_neither() -> None:
    areas = (area(), area(polygon=None, where_prec=3), area(polygon=None, where_prec=6))
    view = MapView((), (), 3, 3, 0, 3, areas)
    province, district, country = marks.marks(view, None, AR, place="SY-idlib")
    assert (province.polygon, province.radius) == ("SY-idlib", None)
    assert (district.polygon, district.radius) == (None, 50_000)
    assert (country.polygon, country.radius) == (None, None)
    assert province.chosen
    assert [one["id"] for one in overlay.of_areas((province, district, country))["areas"]] == ["SY-idlib"]  # type: ignore[attr-defined]


def province(id: str, count: int, killed: int | None) -> Province:
    return Province(id, count, killed, killed, (("Battles", count),))


def test_provinces_fall_into_classes_of_which_only_those_that_occur_are_told() -> None:
    found = Choropleth(tuple(province(f"P{n}", n, None if n == 3 else n % 3) for n in (1, 2, 3, 40, 700)), 0, 0)
    counted = overlay.coloured(found, "count")
    for _, at, value in counted.values:
        held = counted.classes[at]
        assert value is not None
        assert held.low is not None
        assert held.low <= value
        assert held.high is None or value <= held.high
    killed = overlay.coloured(found, "killed")
    words = {id: killed.classes[at] for id, at, _ in killed.values}
    assert (words["P3"].low, words["P3"].high) == (None, None)
    assert words["P3"].colour == look().untold
    assert {at for _, at, _ in killed.values} == set(range(len(killed.classes)))
    assert overlay.coloured(found, "Riots").values == ()


def test_a_crowded_view_is_less_than_the_payload_promised() -> None:
    items = tuple(
        cell(latitude=20 + n / 40, longitude=30 + n / 40, count=1234, event_type="Explosions/Remote violence")
        for n in range(800)
    )
    drawn_marks = marks.marks(MapView(items, (), 800, 800, 0, 800), None, AR, "killed")
    script = _get_feature_group_string(rasd_map.group(drawn_marks, {}), rasd_map.base(AR))
    assert len(script.encode()) < 200_000


def test_a_stack_is_listed_anew_under_other_filters_a_page_at_a_time() -> None:
    rows = [{"event_type": "Riots" if n % 2 else "Battles", "sub_event_type": "Mob violence"} for n in range(50)]
    snap = snapshot(*rows)
    everything = ask(snap, Selection())
    (found,) = map_view(everything, None, 5).cells
    stack = Stack(found.latitude, found.longitude, 5, found, 0)
    first, last = listed(everything, stack), listed(everything, stack.turned(2))
    assert (first.count, len(first.ids), last.start, len(last.ids)) == (50, PAGE, 40, 10)
    riots = listed(ask(snap, Selection(event_types=("Riots",))), stack.turned(2))
    assert (riots.count, riots.start, len(riots.ids)) == (25, 20, 5)
    deir = listed(everything, Stack(35.3, 40.1, 5, provinces().ids[provinces().names.index("Deir ez-Zor")], 0))
    assert deir.count == 50


def test_a_layer_and_a_measure_are_read_from_their_short_forms_and_written_back() -> None:
    shown = DEFAULT.with_layer("provinces")
    assert shown is not None
    by_type = shown.with_measure("violence-against-civilians")
    assert by_type is not None
    assert by_type.params() == ("provinces", "violence-against-civilians")
    assert by_type.by == "Violence against civilians"
    assert DEFAULT.params() == ("", "")
    assert DEFAULT.with_layer("globe") is None
    assert DEFAULT.with_measure("drop table") is None
    cells = by_type.with_layer("cells")
    assert cells is not None
    assert cells.by == "count"


def test_the_area_that_filters_is_drawn_over_the_antimeridian_too() -> None:
    outline = overlay.of_selection(Selection(box=Bounds(170.0, -10.0, -170.0, 10.0)))
    assert outline["box"] == [(-10.0, 170.0), (-10.0, 190.0), (10.0, 190.0), (10.0, 170.0)]
