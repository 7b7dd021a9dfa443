"""The page of trends in a real browser: drawn offline in both languages and widths, downloads as they are drawn."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rasd.lexicon.labels import labels
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import Dashboard
from tests.browser.store import rows

CHARTS = ("types", "actors", "areas", "killed", "injured", "sides", "places")
# The marks that a chart draws, its axes apart.
MARKS = "svg.marks :is(.mark-rect, .mark-symbol, .mark-text).role-mark path, svg.marks .mark-text.role-mark text"


def expect_drawn(dashboard: Dashboard, key: str) -> None:
    """Waits until a chart has more than its frame."""
    expect(dashboard.key(f"trends_frame_{key}").locator(MARKS).first).to_be_attached()


def downloaded(page: Page, dashboard: Dashboard, form: str, key: str) -> bytes:
    """What the browser saves when a chart is asked for."""
    with page.expect_download() as waiting:
        dashboard.button(f"trends_{form}_{key}").click()
    assert waiting.value.suggested_filename == f"rasd-trends-{key}.{form}"
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_chart_is_drawn_and_fits_the_window(server: Server, visit: Opener, language: str, width: int) -> None:
    dashboard = visit(server, width=width)
    dashboard.open("trends", lang=language)
    for key in CHARTS:
        expect_drawn(dashboard, key)
    assert dashboard.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    frames = dashboard.page.locator("[class*='st-key-trends_frame_']")
    boxes = frames.evaluate_all("all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])")
    assert all(left >= 0 and right <= width for left, right in boxes)
    dashboard.expect_no_fault()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_downloads_hold_exactly_what_is_filtered(server: Server, visit: Opener, language: str) -> None:
    dashboard = visit(server)
    dashboard.open("trends", lang=language, type="battles")
    wanted = sum(1 for row in rows(server.store) if row["event_type"] == "Battles")
    expect_drawn(dashboard, "types")
    table = downloaded(dashboard.page, dashboard, "csv", "types").decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(table))
    assert head[2:] == [labels(language)("event_type.Battles")]
    assert sum(int(line[2]) for line in lines) == wanted > 0
    assert downloaded(dashboard.page, dashboard, "png", "types").startswith(b"\x89PNG")
    dashboard.expect_no_fault()


def test_a_filter_changes_the_charts_and_period_and_area_stay(server: Server, visit: Opener) -> None:
    dashboard, words = visit(server), labels("en")
    dashboard.open("trends", lang="en")
    chosen = dashboard.key("trends_bucket").get_by_role("radio", name=words("trends.bucket_year"))
    chosen.click()
    dashboard.key("trends_area").get_by_role("radio", name=words("trends.area_admin1")).click()
    expect(dashboard.key("trends_areas").get_by_text(words("trends.areas_admin1"))).to_be_visible()
    dashboard.choose("event_types", "Battles")
    legend = dashboard.key("trends_types").locator(".rasd-legend span")
    expect(legend).to_have_text(["Battles"])
    expect(chosen).to_be_checked()
    dashboard.go("incidents")
    dashboard.go("trends")
    expect(legend).to_have_text(["Battles"])
    expect(chosen).to_be_checked()
    dashboard.expect_param("per", "year")
    dashboard.expect_param("split", "admin1")
    other = dashboard.new_tab()
    other.goto(dashboard.page.url)
    expect(other.key("trends_bucket").get_by_role("radio", name=words("trends.bucket_year"))).to_be_checked()
    expect(other.key("trends_areas").get_by_text(words("trends.areas_admin1"))).to_be_visible()
    other.open("trends", lang="en", per="century", split="../x")
    expect(other.key("notices")).to_contain_text("per=century")
    expect(other.key("trends_bucket").get_by_role("radio").first).to_be_checked()
    dashboard.expect_no_fault()


def test_what_the_mouse_is_over_is_told(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("trends", lang="ar")
    expect_drawn(dashboard, "places")
    dashboard.key("trends_frame_places").locator(".mark-rect.role-mark path").first.hover()
    told = dashboard.page.locator("#vg-tooltip-element")
    expect(told).to_be_visible()
    expect(told).to_contain_text(labels("ar")("filter.precisions"))
