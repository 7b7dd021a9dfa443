"""The places page in a real browser: candidates on the map, a click that gives coordinates and leaves the view."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import MAP_FRAME


@pytest.mark.parametrize("language", ["ar", "en"])
def test_candidates_are_on_the_map_and_a_click_fills_in_coordinates(
    server: Server, visit: Opener, language: str
) -> None:
    dashboard = visit(server)
    dashboard.open("places", lang=language)
    query = dashboard.key("places_query").locator("input")
    query.fill("الموصل")
    query.press("Enter")
    candidates = dashboard.key("places_candidates").locator("tbody tr")
    expect(candidates.first).to_be_visible()
    expect(dashboard.marks().locator("span", has_text=re.compile(r"^\d+$"))).to_have_count(candidates.count())
    dashboard.page.get_by_role("tab").nth(1).click()
    latitude, longitude = (dashboard.key(f"place_{name}").locator("input") for name in ("latitude", "longitude"))
    expect(latitude).to_have_value("")
    frame = dashboard.page.locator(MAP_FRAME)
    frame.click(position={"x": 120, "y": 290})
    expect(latitude).to_have_value(re.compile(r"^3\d\.\d+$"))
    expect(longitude).to_have_value(re.compile(r"^4\d\.\d+$"))
    expect(dashboard.marks().locator("span", has_text="+")).to_have_count(1)
    first = float(latitude.input_value())
    # The map stands where it stood: the same pixel a little higher is a little further north.
    frame.click(position={"x": 120, "y": 230})
    expect(latitude).not_to_have_value(str(first))
    assert 0 < float(latitude.input_value()) - first < 3
    dashboard.expect_no_fault()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_on_a_phone_the_tables_rows_are_lists_that_fit(server: Server, visit: Opener, language: str) -> None:
    dashboard = visit(server, width=390)
    dashboard.open("places", lang=language)
    query = dashboard.key("places_query").locator("input")
    query.fill("الموصل")
    query.press("Enter")
    row = dashboard.key("places_candidates").locator("tbody tr").first
    expect(row).to_be_visible()
    expect(dashboard.key("places_candidates").locator("thead")).to_be_hidden()
    widths = row.locator("td").evaluate_all("cells => cells.map(one => one.getBoundingClientRect().width)")
    assert min(widths) > 250
    assert dashboard.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    dashboard.expect_no_fault()
