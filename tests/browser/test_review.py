"""The review in Chromium, in Arabic: a place corrected by a click on the map, a rejection undone, keys, the past."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from rasd.lexicon.labels import labels
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import MAP_FRAME, Dashboard
from tests.browser.running import HERE, serving
from tests.browser.store import Row, rows

ARABIC = labels("ar")
REPORTS = HERE / "merging.jsonl"


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Server]:
    """A dashboard over two reports of one incident with different tolls, and two reports of others."""
    with serving(tmp_path, REPORTS) as running:
        yield running


def of(server: Server, article: str) -> Row:
    """The incident that an article tells of, as it is shown now."""
    (found,) = [row for row in rows(server.store) if row["article_id"] == article]
    return found


def reviewing(dashboard: Dashboard, incident: object) -> None:
    """Waits until an incident is under review."""
    dashboard.expect_param("id", str(incident))
    dashboard.settled()


def left(dashboard: Dashboard, incident: object) -> None:
    """Waits until another incident is under review."""
    dashboard.page.wait_for_function("id => new URLSearchParams(location.search).get('id') !== id", arg=str(incident))
    dashboard.settled()


def waiting(dashboard: Dashboard, count: int) -> None:
    expect(dashboard.page.locator(f".rasd-number[data-waiting='{count}']")).to_be_visible()


def test_the_walk_from_two_reports_to_an_export_of_what_is_confirmed(desk: Server, visit: Opener) -> None:
    bomb, clash = of(desk, "bomb-first"), of(desk, "clash")
    dashboard = visit(desk)
    one_pin_with_the_band(dashboard, bomb)
    moved = corrected_by_a_click(dashboard, desk, bomb)
    rejected_and_hidden(dashboard, desk, clash)
    dashboard.go("review")
    waiting(dashboard, 1)
    dashboard.page.keyboard.press("u")
    reviewing(dashboard, clash["id"])
    expect(dashboard.page.locator(".rasd-status")).to_have_attribute("data-status", "machine")
    assert of(desk, "clash")["status"] == "machine"
    as_it_was(dashboard, bomb)
    only_what_is_confirmed(dashboard, moved)


def one_pin_with_the_band(dashboard: Dashboard, bomb: Row) -> None:
    """Two reports with different tolls are one mark, its card tells both numbers, and leads to the review."""
    assert (bomb["killed_low"], bomb["killed_high"]) == (4, 7)
    page = dashboard.page
    dashboard.open("", lang="ar", id=str(bomb["id"]))
    dashboard.expect_counts(selected=3, total=3)
    dashboard.expect_marked(3)
    expect(dashboard.told("killed", ARABIC)).to_have_text(re.compile("4.*7"))
    dashboard.open("incident", lang="ar", id=str(bomb["id"]))
    expect(page.locator(".rasd-status")).to_have_attribute("data-status", "machine")
    page.get_by_role("link", name=ARABIC("review.open")).click()
    expect(page.locator(".st-key-review_members")).to_be_visible()
    reviewing(dashboard, bomb["id"])
    waiting(dashboard, 3)


def corrected_by_a_click(dashboard: Dashboard, desk: Server, bomb: Row) -> Row:
    """A click on the map opens the form with the point; saved, the next incident is there at once."""
    page = dashboard.page
    expect(page.frame_locator(MAP_FRAME).locator(".rasd-mark").first).to_be_visible()
    page.locator(MAP_FRAME).click(position={"x": 150, "y": 240})
    expect(dashboard.key("review_place_told")).to_have_text(re.compile(r"3\d\.\d{4}, 3\d\.\d{4}"))
    dashboard.settled()
    page.locator(".rasd-title h2").click()
    page.keyboard.press("s")
    expect(dashboard.key("review_told")).to_be_visible()
    waiting(dashboard, 2)
    left(dashboard, bomb["id"])
    moved = of(desk, "bomb-first")
    assert moved["status"] == "corrected"
    assert (moved["latitude"], moved["longitude"]) != (bomb["latitude"], bomb["longitude"])
    assert moved["place_id"] == f"PT{moved['latitude']:.4f},{moved['longitude']:.4f}"
    return moved


def rejected_and_hidden(dashboard: Dashboard, desk: Server, clash: Row) -> None:
    """A wrong one is rejected by its key; the map leaves it out, says so, and brings it back when asked."""
    page = dashboard.page
    if dashboard.params()["id"] != clash["id"]:
        page.keyboard.press("n" if page.locator(".rasd-number[data-at='0']").count() else "p")
    reviewing(dashboard, clash["id"])
    page.keyboard.press("x")
    waiting(dashboard, 1)
    assert of(desk, "clash")["status"] == "rejected"
    dashboard.go("")
    dashboard.expect_counts(selected=2, total=3)
    expect(dashboard.key("show_rejected")).to_contain_text(ARABIC("bar.rejected_hidden", count=ARABIC.number(1)))
    dashboard.expect_param("rejected", "0")
    dashboard.button("show_rejected").click()
    dashboard.expect_counts(selected=3)
    dashboard.expect_param("rejected", "1")
    dashboard.button("chip_rejected").click()
    dashboard.expect_counts(selected=2)


def as_it_was(dashboard: Dashboard, bomb: Row) -> None:
    """The record before the correction, which the address keeps."""
    page = dashboard.page
    dashboard.open("incident", lang="ar", id=str(bomb["id"]))
    expect(page.locator(".rasd-status")).to_have_attribute("data-status", "corrected")
    expect(page.locator(".rasd-history .rasd-person")).to_have_count(2)
    dashboard.key("as_of_choice").get_by_role("combobox").click()
    page.get_by_role("option").last.click()
    expect(dashboard.key("as_of_told")).to_be_visible()
    expect(page.locator(".rasd-status")).to_have_attribute("data-status", "machine")
    expect(page.locator(".rasd-title h2")).to_contain_text(str(bomb["place_name_ar"]))
    expect(page.locator(".rasd-history .rasd-person")).to_have_count(0)
    dashboard.settled()
    assert "asof" in dashboard.params()
    dashboard.goto(page.url)
    expect(dashboard.key("as_of_told")).to_be_visible()
    dashboard.button("as_of_back").click()
    expect(page.locator(".rasd-status")).to_have_attribute("data-status", "corrected")
    dashboard.expect_param("asof", None)


def only_what_is_confirmed(dashboard: Dashboard, moved: Row) -> None:
    """The export of what a person has confirmed holds the corrected incident where it was put, and no more."""
    dashboard.open("export", lang="ar")
    radio = dashboard.page.get_by_role("radio", name=ARABIC("export.which_reviewed"))
    radio.locator("xpath=ancestor::label").click()
    dashboard.settled()
    dashboard.expect_no_fault()
    features = exported(dashboard)
    assert [one["properties"]["status"] for one in features] == ["corrected"]
    assert features[0]["geometry"]["coordinates"] == [moved["longitude"], moved["latitude"]]


def exported(dashboard: Dashboard) -> list[dict[str, dict[str, object]]]:
    """The features of the GeoJSON that the export page makes of what is asked for."""
    dashboard.button("export_prepare").click()
    link = dashboard.key("download_geojson").locator("a")
    expect(link).to_be_visible()
    with dashboard.page.expect_download() as download:
        link.click()
    found: list[dict[str, dict[str, object]]] = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
    return found


def test_on_a_phone_the_review_fits_and_keys_are_letters_while_typing(desk: Server, visit: Opener) -> None:
    dashboard = visit(desk, width=390)
    page = dashboard.page
    dashboard.open("review", lang="ar")
    waiting(dashboard, 3)
    expect(dashboard.button("review_confirm")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    why = dashboard.key("review_why").locator("input")
    why.click()
    page.keyboard.type("xna")
    expect(why).to_have_value("xna")
    why.press("Enter")
    dashboard.settled()
    waiting(dashboard, 3)
    assert {row["status"] for row in rows(desk.store)} == {"machine"}
    dashboard.expect_no_fault()
