"""What everyone can read and reach: contrast, focus, keys, paper, the legend in full screen, empty stores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, TimeoutError, expect

from rasd.lexicon.labels import labels
from rasd.ui.layers import LAYERS
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import MAP_FRAME, Dashboard
from tests.browser.running import serving
from tests.browser.store import located, rows

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
PAGES = ("", "incidents", "incident", "review", "trends", "ingest", "export", "places", "method")
LANGUAGES = ("ar", "en")


def some_located(server: Server) -> str:
    """The id of an incident with a place."""
    return next(str(row["id"]) for row in rows(server.store) if row["latitude"] is not None)


def whole(dashboard: Dashboard) -> None:
    """Makes the window as high as the page, so that all of it is drawn."""
    size = dashboard.page.viewport_size
    high = dashboard.page.evaluate("() => document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
    assert size
    dashboard.page.set_viewport_size({"width": size["width"], "height": min(int(high) + 40, 6000)})


def unread(part: Page | Frame) -> object:
    """The texts that can't be read well, once what is still fading in has come."""
    with suppress(TimeoutError):
        part.wait_for_function(f"() => ({CONTRAST})().length === 0", timeout=5000)
    return part.evaluate(CONTRAST)


@pytest.mark.parametrize(("language", "width"), [("ar", 1280), ("en", 1280), ("ar", 390), ("en", 390)])
def test_every_text_of_every_page_has_contrast_enough(language: str, width: int, server: Server, visit: Opener) -> None:
    dashboard, id = visit(server, width), some_located(server)
    for page in PAGES:
        params = {"id": id} if page in ("", "incident") else {"actor": "-civilians"} if page == "incidents" else {}
        dashboard.open(page, lang=language, **params)
        if page == "trends":
            expect(dashboard.page.locator("[data-testid='stVegaLiteChart'] svg").last).to_be_visible()
        whole(dashboard)
        assert unread(dashboard.page) == [], page or "map"
        if not page:
            assert unread(dashboard.map) == []
        dashboard.page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_reached_by_keys_and_shows_where_they_are(language: str, server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    for page in PAGES:
        dashboard.open(page, lang=language, id=some_located(server))
        for _ in range(25):
            dashboard.page.keyboard.press("Tab")
            seen = dashboard.page.evaluate(
                """() => {
                  let at = document.activeElement;
                  while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
                  if (at === document.body || at.tagName === "IFRAME") return null;
                  // The ring may be drawn by what holds the field.
                  for (let one = at, up = 0; one && up < 5; one = one.parentElement, up++) {
                    const style = getComputedStyle(one);
                    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
                    const edge = style.borderColor === "rgb(31, 78, 121)";
                    if (ring || style.boxShadow !== "none" || edge) return null;
                  }
                  return at.outerHTML.slice(0, 200);
                }"""
            )
            assert seen is None, f"{page or 'map'}: no focus is seen"


def test_provinces_are_reached_and_opened_by_keys(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open(lang="ar", layer="provinces")
    provinces = dashboard.page.frame_locator(MAP_FRAME).locator("path[data-province]")
    province = dashboard.page.frame_locator(MAP_FRAME).locator("path[data-province][tabindex='0']").first
    expect(province).to_have_attribute("role", "button")
    expect(province).to_have_attribute("aria-label", re.compile(".+: .+"))
    province.focus()
    dashboard.page.keyboard.press("Enter")
    expect(dashboard.key("stack")).to_be_visible()
    # Those that a move has left outside are passed over.
    out = provinces.and_(dashboard.page.frame_locator(MAP_FRAME).locator("[tabindex='-1']"))
    dashboard.map.evaluate("() => map.setView([36.3, 43.1], 9, { animate: false })")
    expect(
        dashboard.page.frame_locator(MAP_FRAME).locator("path[data-province='IQ-nineveh'][tabindex='0']")
    ).to_be_attached()
    expect(out.first).to_be_attached()


@pytest.mark.parametrize(("language", "width", "height"), [("ar", 1280, 800), ("en", 390, 844)])
def test_full_screen_has_map_play_legend_and_card(
    language: str, width: int, height: int, server: Server, visit: Opener
) -> None:
    dashboard, words = visit(server, width, height), labels(language)
    dashboard.open(lang=language)
    dashboard.expect_base_drawn()
    dashboard.map.evaluate("() => { window.mounted = true; }")
    frame, page = dashboard.page.frame_locator(MAP_FRAME), dashboard.page
    full = frame.get_by_role("button", name=words("maps.full"))
    full.click()
    page.wait_for_function("() => document.fullscreenElement")
    expect(full).to_have_attribute("aria-pressed", "true")
    # The map has the width and more than half of the height, and lies within its frame.
    dashboard.map.wait_for_function(
        """([wide, high]) => map.getSize().x >= wide - 2 && map.getSize().y > high / 2
           && Math.abs(map.getSize().y - innerHeight) < 2""",
        arg=[width, height],
    )
    times = dashboard.key("time_line").locator("section.time")
    for part in (times.locator("button.play"), times.locator("select.unit"), times.locator(".plot")):
        expect(part).to_be_in_viewport(ratio=1)
    expect(dashboard.key("legend").locator(".rasd-legend").first).to_be_in_viewport(ratio=1)
    # It plays, and stops at what was before.
    times.locator("button.play").click()
    dashboard.map.wait_for_function("() => map.getContainer().classList.contains('rasd-playing')")
    times.locator("button.stop").click()
    dashboard.map.wait_for_function("() => !map.getContainer().classList.contains('rasd-playing')")
    # What is clicked opens on it.
    dashboard.settled()
    dashboard.marks().first.press("Enter")
    expect(page.locator(":is(.st-key-card, .st-key-stack):visible")).to_be_in_viewport()
    page.locator(":is(.st-key-close_card, .st-key-close_stack) button:visible").click()
    expect(page.locator(":is(.st-key-card, .st-key-stack)")).to_have_count(0)
    full.click()
    page.wait_for_function("() => !document.fullscreenElement")
    expect(full).to_have_attribute("aria-pressed", "false")
    assert dashboard.map.evaluate("() => window.mounted === true"), "the map was mounted anew"


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_the_map_with_its_legend_and_its_filters_in_words(
    language: str, server: Server, visit: Opener
) -> None:
    words, dashboard = labels(language), visit(server)
    dashboard.open(lang=language, prec="1")
    frame = dashboard.page.frame_locator(MAP_FRAME)
    expect(frame.locator(".rasd-mark").first).to_be_visible()
    expect(dashboard.page.locator(".rasd-sheet")).to_be_hidden()
    dashboard.page.emulate_media(media="print")
    dashboard.page.set_viewport_size({"width": 760, "height": 1100})
    sheet = dashboard.page.locator(".rasd-sheet")
    expect(sheet).to_be_visible()
    expect(sheet.locator(".rasd-sheet-filters")).to_contain_text(words("precision.1"))
    expect(sheet).to_contain_text("prec=1")
    expect(dashboard.key("legend").locator(".rasd-legend").first).to_be_visible()
    expect(frame.locator(".rasd-mark").first).to_be_visible()
    for part in (
        ".st-key-map_choices",
        ".st-key-fit",
        ".st-key-area_of_view",
        ".st-key-bar",
        "[data-testid='stSidebar']",
    ):
        expect(dashboard.page.locator(part)).to_be_hidden()
    for part in (".leaflet-control-zoom", ".leaflet-control-layers", ".rasd-tools"):
        expect(frame.locator(part).first).to_be_hidden()
    expect(frame.locator(".leaflet-control-scale")).to_be_visible()
    assert dashboard.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert dashboard.page.pdf(format="A4", print_background=True)[:5] == b"%PDF-"


def test_on_paper_the_table_has_all_its_columns(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("incidents", lang="ar")
    expect(dashboard.cells().first).to_be_visible()
    dashboard.page.emulate_media(media="print")
    dashboard.page.set_viewport_size({"width": 760, "height": 1100})
    dashboard.page.wait_for_function("() => innerWidth === 760")
    last = dashboard.table.locator("th").last
    expect(last).to_be_in_viewport(ratio=1)
    assert dashboard.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_an_arabic_word_for_a_number_reads_in_the_direction_of_its_page(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("incidents", lang="en")
    told = dashboard.cells("injured").get_by_text("(no figure)").first
    quote, bracket = told.evaluate(
        """one => {
            one.style.whiteSpace = "nowrap";
            const text = one.firstChild;
            return [0, text.data.indexOf("(")].map(at => {
                const range = document.createRange();
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                return range.getBoundingClientRect().x;
            });
        }"""
    )
    assert quote < bracket, "the word in quotes comes first"


def test_choices_begin_where_reading_begins_and_the_layer_says_what_it_tells(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    for language in LANGUAGES:
        words = labels(language)
        dashboard.open(lang=language, layer="heat")
        frame = dashboard.page.frame_locator(MAP_FRAME)
        unit = words("maps.km").format(number="").strip()
        expect(frame.locator(".leaflet-control-scale-line")).to_contain_text(unit)
        expect(dashboard.key("map_measure").get_by_role("combobox")).to_have_value(words("maps.legend_heat_count"))
        expect(dashboard.key("side")).to_contain_text(words("map.hint_heat"))
        radios = dashboard.key("map_layer").get_by_role("radio")
        expect(radios).to_have_text([re.compile(re.escape(words(f"maps.layer_{layer}"))) for layer in LAYERS])
        at = radios.evaluate_all("all => all.map((one) => one.getBoundingClientRect().x)")
        assert at == sorted(at, reverse=words.direction == "rtl")


def test_on_a_phone_rows_of_choices_are_whole(server: Server, visit: Opener) -> None:
    dashboard = visit(server, 390, 844)
    dashboard.open("trends", lang="ar")
    radios = dashboard.key("trends_bucket").get_by_role("radio")
    expect(radios.last).to_be_visible()
    boxes = radios.evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right])"
    )
    assert all(left >= 0 and right <= 390 for left, right in boxes), boxes
    dashboard.open(lang="ar")
    fields = dashboard.key("time_line").locator(".controls select")
    expect(fields.last).to_be_visible()
    tops = fields.evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1, "window and speed do not stand side by side"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard over a store with nothing in it."""
    with serving(tmp_path_factory.mktemp("empty")) as running:
        yield running


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_store_says_on_every_page_what_to_do(language: str, empty: Server, visit: Opener) -> None:
    dashboard, words = visit(empty), labels(language)
    for page in ("", "incidents", "incident", "review", "trends", "export"):
        dashboard.open(page, lang=language)
        notice = dashboard.page.get_by_test_id("stAlert").first
        expect(notice).to_contain_text(words("map.empty_store"))
        dashboard.expect_no_fault()


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_that_nothing_matches_say_so(language: str, server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    assert located(rows(server.store))
    for page in ("", "incidents", "trends", "export"):
        dashboard.open(page, lang=language, **{"from": "1990-01-01", "to": "1990-01-02"})
        expect(dashboard.page.get_by_test_id("stAlert").first).to_be_visible()
        dashboard.expect_no_fault()
