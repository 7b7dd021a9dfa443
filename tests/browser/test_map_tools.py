"""What an analyst does on the map: layers, areas, drawing a filter, going to a place, long lists; without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Locator, expect

from rasd.lexicon.labels import labels
from rasd.ui.stacks import PAGE
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import MAP_FRAME, Dashboard
from tests.browser.running import serving

STACKED = 45
FIRST_DAY = date(2024, 3, 1)
SYRIA = "35.0,38.5,6"
REPORTS = (
    ("مدينة الموصل", "قُتل جنديان في هجوم لمسلحين على حاجز للجيش العراقي في مدينة الموصل.", STACKED),
    ("محافظة إدلب", "قُتل ثلاثة مدنيين في قصف مدفعي استهدف محافظة إدلب.", 3),
    ("مدينة درعا", "قُتل شرطي برصاص مسلحين في مدينة درعا.", 1),
)


@pytest.fixture(scope="module")
def crowded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard over many incidents of one city, a few of one province and one of another city, none merged."""
    folder = tmp_path_factory.mktemp("crowded")
    lines = [
        {"id": f"{at}-{number}", "title": title, "text": text, "published": str(FIRST_DAY + timedelta(5 * number))}
        for at, (title, text, count) in enumerate(REPORTS)
        for number in range(count)
    ]
    reports = folder / "reports.jsonl"
    reports.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    with serving(folder, reports) as running:
        yield running


def inside(dashboard: Dashboard, selector: str) -> Locator:
    return dashboard.page.frame_locator(MAP_FRAME).locator(selector)


def point(dashboard: Dashboard, latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies in the window."""
    frame = dashboard.page.locator(MAP_FRAME)
    frame.scroll_into_view_if_needed()
    x, y = dashboard.map.evaluate(
        "at => { const p = map.latLngToContainerPoint(at); return [p.x, p.y]; }", [latitude, longitude]
    )
    box = frame.bounding_box()
    assert box
    return box["x"] + x, box["y"] + y


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_layer_is_chosen_kept_in_the_address_and_after_a_reload(
    language: str, crowded: Server, visit: Opener
) -> None:
    dashboard, words = visit(crowded), labels(language)
    dashboard.open(lang=language, at=SYRIA)
    dashboard.expect_base_drawn()
    dashboard.map.evaluate("() => { window.mounted = true; }")
    dashboard.key("map_layer").get_by_text(words("maps.layer_heat")).click()
    dashboard.expect_param("layer", "heat")
    expect(inside(dashboard, "canvas.rasd-heat")).to_have_count(1)
    expect(dashboard.marks()).to_have_count(0)
    dashboard.key("map_layer").get_by_text(words("maps.layer_provinces")).click()
    dashboard.expect_param("layer", "provinces")
    expect(inside(dashboard, "path[data-province='SY-idlib']")).to_have_count(1)
    assert dashboard.map.evaluate("() => window.mounted === true"), "the map was mounted anew"
    dashboard.page.reload()
    dashboard.settled()
    dashboard.expect_param("layer", "provinces")
    expect(inside(dashboard, "path[data-province='SY-idlib']")).to_have_count(1)
    expect(dashboard.key("legend")).to_contain_text(words("maps.colour_count"))


def test_a_province_lists_its_incidents(crowded: Server, visit: Opener) -> None:
    dashboard = visit(crowded)
    dashboard.open(lang="en", layer="provinces", at=SYRIA)
    expect(inside(dashboard, "path[data-province='SY-idlib']")).to_have_count(1)
    dashboard.page.mouse.click(*point(dashboard, 35.8, 36.7))
    expect(dashboard.key("stack")).to_contain_text("3 incidents")


def test_what_is_known_to_a_province_is_drawn_as_its_area_and_opens_by_it(crowded: Server, visit: Opener) -> None:
    dashboard = visit(crowded)
    dashboard.open(lang="en", at="35.8,36.7,7")
    dashboard.expect_base_drawn()
    expect(inside(dashboard, ".leaflet-overlay-pane path")).to_have_count(1)
    dashboard.page.mouse.click(*point(dashboard, 35.95, 36.55))
    expect(dashboard.key("stack")).to_contain_text("3 incidents")
    dashboard.key("picks_stack").locator("button").first.click()
    expect(dashboard.key("card")).to_be_visible()
    expect(inside(dashboard, "path.rasd-reach")).to_have_count(1)


def test_incidents_on_one_point_are_listed_a_page_at_a_time(crowded: Server, visit: Opener) -> None:
    dashboard = visit(crowded)
    dashboard.open(lang="en", at="36.3,43.1,8")
    dashboard.expect_base_drawn()
    inside(dashboard, ".rasd-cell").first.click()
    picks = dashboard.key("picks_stack").locator("button")
    expect(dashboard.key("stack")).to_contain_text(f"{STACKED} incidents")
    expect(picks).to_have_count(PAGE)
    first = picks.first.inner_text()
    for count in (PAGE, STACKED - 2 * PAGE):
        dashboard.button("stack_older").click()
        expect(picks).to_have_count(count)
    expect(dashboard.button("stack_older")).to_be_disabled()
    picks.last.click()
    expect(dashboard.key("card")).to_be_visible()
    dashboard.button("back_to_stack").click()
    expect(picks).to_have_count(STACKED - 2 * PAGE)
    for _ in range(2):
        dashboard.button("stack_newer").click()
    expect(picks.first).to_have_text(first)


def test_a_rectangle_drawn_filters_is_in_the_address_and_is_cleared(crowded: Server, visit: Opener) -> None:
    dashboard = visit(crowded)
    dashboard.open(lang="en", at=SYRIA)
    dashboard.expect_base_drawn()
    dashboard.expect_counts(selected=STACKED + 4)
    dashboard.map.evaluate("() => { window.mounted = true; }")
    before = dashboard.stands()
    inside(dashboard, ".rasd-tool-box").click()
    start, end = point(dashboard, 36.6, 36.0), point(dashboard, 35.2, 37.5)
    dashboard.page.mouse.move(*start)
    dashboard.page.mouse.down()
    dashboard.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    dashboard.page.mouse.move(*end)
    dashboard.page.mouse.up()
    dashboard.expect_counts(selected=3)
    expect(inside(dashboard, "path.rasd-filter-area")).to_have_count(1)
    dashboard.page.wait_for_function("() => new URLSearchParams(location.search).has('box')")
    west, south, east, north = (float(value) for value in dashboard.params()["box"].split(","))
    assert abs(west - 36.0) + abs(east - 37.5) + abs(south - 35.2) + abs(north - 36.6) < 0.2
    assert dashboard.stands() == before
    assert dashboard.map.evaluate("() => window.mounted === true"), "the map was mounted anew"
    dashboard.page.reload()
    dashboard.expect_counts(selected=3)
    dashboard.button("clear_area").click()
    dashboard.expect_counts(selected=STACKED + 4)
    dashboard.expect_param("box", None)


def test_a_polygon_drawn_filters_and_escape_draws_none(crowded: Server, visit: Opener) -> None:
    dashboard = visit(crowded)
    dashboard.open(lang="ar", at="35.0,40.5,6")
    dashboard.expect_base_drawn()
    inside(dashboard, ".rasd-tool-ring").click()
    expect(inside(dashboard, ".rasd-hint")).to_have_text(labels("ar")("maps.draw_ring_hint"))
    dashboard.page.keyboard.press("Escape")
    expect(inside(dashboard, ".rasd-hint")).to_be_empty()
    inside(dashboard, ".rasd-tool-ring").click()
    for latitude, longitude in ((37.2, 42.0), (37.0, 44.0), (35.6, 43.3)):
        dashboard.page.mouse.click(*point(dashboard, latitude, longitude))
    dashboard.page.keyboard.press("Enter")
    dashboard.expect_counts(selected=STACKED)
    expect(inside(dashboard, "path.rasd-filter-area")).to_have_count(1)
    dashboard.page.wait_for_function("() => new URLSearchParams(location.search).get('ring')?.split(';').length === 3")


def test_what_the_map_shows_filters_without_a_mouse(crowded: Server, visit: Opener) -> None:
    dashboard = visit(crowded)
    dashboard.open(lang="en", at="36.3,43.1,8")
    dashboard.expect_base_drawn()
    dashboard.expect_counts(shown=STACKED)
    dashboard.key("area_of_view").get_by_role("button", name=labels("en")("maps.area_of_view")).focus()
    dashboard.page.keyboard.press("Enter")
    dashboard.expect_counts(selected=STACKED)
    dashboard.page.wait_for_function("() => new URLSearchParams(location.search).has('box')")
    expect(dashboard.button("clear_area")).to_be_visible()
    dashboard.go("incidents")
    dashboard.expect_rows(STACKED)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_place_looked_up_moves_the_map_and_filters_nothing(language: str, crowded: Server, visit: Opener) -> None:
    dashboard = visit(crowded)
    dashboard.open(lang=language)
    dashboard.expect_base_drawn()
    dashboard.key("map_search").locator("input").fill("درعا")
    dashboard.page.keyboard.press("Enter")
    results = dashboard.key("map_places")
    expect(results).to_contain_text(labels(language)("places.column_score"))
    results.locator("[class*='st-key-go-'] button").first.click()
    dashboard.page.wait_for_function("() => (new URLSearchParams(location.search).get('at') || '').startsWith('32.')")
    expect(inside(dashboard, ".rasd-place")).to_have_count(1)
    dashboard.expect_counts(selected=STACKED + 4)
    assert not {"box", "ring", "country", "area"} & dashboard.params().keys()
    dashboard.button("close_search").click()
    expect(inside(dashboard, ".rasd-place")).to_have_count(0)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_maps_tools_have_names_and_other_tiles_are_off(language: str, crowded: Server, visit: Opener) -> None:
    dashboard, words = visit(crowded), labels(language)
    dashboard.open(lang=language)
    dashboard.expect_base_drawn()
    for key in ("zoom_in", "zoom_out", "full", "draw_box", "draw_ring"):
        expect(inside(dashboard, f"[aria-label='{words(f'maps.{key}')}']")).to_be_visible()
    expect(inside(dashboard, ".leaflet-control-layers input")).not_to_be_checked()
    expect(inside(dashboard, ".leaflet-control-scale-line")).to_be_visible()


def test_an_address_with_a_layer_that_there_is_not_is_told(crowded: Server, visit: Opener) -> None:
    dashboard = visit(crowded)
    dashboard.open(lang="en", layer="<script>", by="nothing")
    expect(dashboard.key("notices")).to_contain_text("layer=<script>")
    expect(dashboard.key("notices")).to_contain_text("by=nothing")
    dashboard.expect_no_fault()
