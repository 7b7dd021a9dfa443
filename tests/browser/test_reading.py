"""What everyone can read and reach: contrast, focus, keys, paper, the legend in full screen, empty stores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, TimeoutError, expect

from rasd.lexicon.labels import labels
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_every_page_has_contrast_enough(language: str, server: Server, visit: Opener) -> None:
    dashboard, id = visit(server), some_located(server)
    for page in PAGES:
        params = {"id": id} if page in ("", "incident") else {"actor": "-civilians"} if page == "incidents" else {}
        dashboard.open(page, lang=language, **params)
        if page == "trends":
            expect(dashboard.page.locator("[data-testid='stVegaLiteChart'] svg").last).to_be_visible()
        whole(dashboard)
        assert unread(dashboard.page) == [], page or "map"
        if not page:
            assert unread(dashboard.map) == []
        dashboard.page.set_viewport_size({"width": 1280, "height": 900})


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
    province = dashboard.page.frame_locator(MAP_FRAME).locator("path[data-province]").first
    expect(province).to_have_attribute("tabindex", "0")
    expect(province).to_have_attribute("role", "button")
    expect(province).to_have_attribute("aria-label", re.compile(".+: .+"))
    province.focus()
    dashboard.page.keyboard.press("Enter")
    expect(dashboard.key("stack")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_stands_on_the_map_in_full_screen(language: str, server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open(lang=language)
    frame = dashboard.page.frame_locator(MAP_FRAME)
    expect(dashboard.key("legend").locator(".rasd-legend").first).to_be_visible()
    dashboard.map.wait_for_function("() => document.querySelector('.rasd-full-legend')")
    expect(frame.locator(".rasd-full-legend")).to_be_hidden()
    frame.get_by_role("button", name=labels(language)("maps.full")).click()
    expect(frame.locator(".rasd-full-legend")).to_contain_text(labels(language)("event_type.Battles"))
    frame.get_by_role("button", name=labels(language)("maps.full")).click()
    expect(frame.locator(".rasd-full-legend")).to_be_hidden()


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
