"""The map in both languages without a network: base, marks, counts, its frame and its quiet."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import WebSocket, expect

from rasd.lexicon.labels import labels
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import MAP_FRAME, Dashboard
from tests.browser.store import located, rows

QUIET_MS = 30_000
NUDGE_PX = 4


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_map_opens_without_a_network(language: str, server: Server, visit: Opener) -> None:
    dashboard, found = visit(server), rows(server.store)
    dashboard.open(lang=language)
    dashboard.expect_base_drawn()
    dashboard.expect_counts(selected=len(found), total=len(found), unlocated=len(found) - located(found))
    dashboard.button("fit").click()
    dashboard.expect_marked(located(found))
    dashboard.expect_counts(shown=located(found))
    dashboard.expect_no_fault()
    dashboard.page.reload()
    dashboard.settled()
    dashboard.expect_param("lang", language)
    expect(dashboard.key("filters")).to_contain_text(labels(language)("filter.title"))


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_text_and_sidebar_follow_the_language(language: str, direction: str, server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("method", lang=language)
    for part in ("stMainBlockContainer", "stSidebarUserContent", "stSidebarNav"):
        expect(dashboard.page.get_by_test_id(part)).to_have_css("direction", direction)
    sidebar, main = (dashboard.page.get_by_test_id(part).bounding_box() for part in ("stSidebar", "stMain"))
    assert sidebar
    assert main
    assert (sidebar["x"] > main["x"]) == (direction == "rtl")


def test_the_language_is_switched_kept_in_the_address_and_after_a_reload(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open()
    expect(dashboard.key("filters")).to_contain_text(labels("ar")("filter.title"))
    dashboard.key("language_choice").get_by_role("radio", name="English").click()
    dashboard.expect_param("lang", "en")
    expect(dashboard.key("filters")).to_contain_text(labels("en")("filter.title"))
    dashboard.settled()
    dashboard.expect_base_drawn()
    dashboard.page.reload()
    dashboard.settled()
    dashboard.expect_param("lang", "en")
    expect(dashboard.key("filters")).to_contain_text(labels("en")("filter.title"))


def test_a_mark_of_several_lists_them_and_one_opens_its_card(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open(lang="en")
    dashboard.button("fit").click()
    dashboard.expect_marked(located(rows(server.store)))
    several = dashboard.marks().and_(dashboard.page.frame_locator(MAP_FRAME).locator(".rasd-cell")).first
    ids = str(several.locator("span").get_attribute("data-ids")).split()
    several.click()
    listed = dashboard.key("stack").locator("button[data-testid='stBaseButton-secondary']")
    expect(dashboard.page.locator(f".st-key-stack-{ids[0]}")).to_be_visible()
    assert listed.count() >= len(ids)
    dashboard.page.locator(f".st-key-stack-{ids[0]} button").click()
    expect(dashboard.key("card").locator(".rasd-card")).to_be_visible()
    dashboard.expect_param("id", ids[0])
    dashboard.button("back_to_stack").click()
    expect(dashboard.page.locator(f".st-key-stack-{ids[-1]}")).to_be_visible()


def test_the_view_stays_when_a_filter_changes(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open(lang="en")
    dashboard.expect_base_drawn()
    frame = dashboard.map
    frame.evaluate("() => { window.mounted = true; map.setView([33.5, 43.5], 6, { animate: false }); }")
    dashboard.page.wait_for_function("() => /^33\\.5.*,6$/.test(new URLSearchParams(location.search).get('at') || '')")
    before, at = dashboard.stands(), dashboard.params()["at"]
    dashboard.choose("actors", "Islamic State")
    dashboard.expect_param("actor", "islamic-state")
    wanted = [row for row in rows(server.store) if "islamic-state" in row["actors"]]  # type: ignore[operator]
    dashboard.expect_counts(selected=len(wanted))
    dashboard.expect_marked(located(wanted))
    assert dashboard.map.evaluate("() => window.mounted === true"), "the map was mounted anew"
    assert dashboard.stands() == before
    assert dashboard.params()["at"] == at


def test_the_view_is_kept_by_a_reload_and_another_page(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open(lang="en", at="15.5,45.0,7")
    dashboard.expect_base_drawn()
    expect_view(dashboard, 15.5, 45.0, 7)
    dashboard.page.reload()
    dashboard.settled()
    expect_view(dashboard, 15.5, 45.0, 7)
    dashboard.go("export")
    dashboard.go("")
    expect_view(dashboard, 15.5, 45.0, 7)


def expect_view(dashboard: Dashboard, latitude: float, longitude: float, zoom: int) -> None:
    """Waits until the map stands there, to a few pixels."""
    dashboard.map.wait_for_function(
        """([latitude, longitude, zoom, px]) => map.getZoom() === zoom &&
           map.project([latitude, longitude]).distanceTo(map.project(map.getCenter())) < px""",
        arg=[latitude, longitude, zoom, NUDGE_PX],
    )


@dataclass
class Traffic:
    """The messages between browser and server."""

    sent: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda data: self.sent.append(len(data)))
        socket.on("framereceived", lambda data: self.received.append(len(data)))


def test_an_idle_map_is_quiet(server: Server, visit: Opener) -> None:
    dashboard, traffic = visit(server), Traffic()
    dashboard.page.on("websocket", traffic.listen)
    dashboard.open(lang="en", actor="islamic-state")
    dashboard.expect_base_drawn()
    dashboard.button("fit").click()
    wanted = [row for row in rows(server.store) if "islamic-state" in row["actors"]]  # type: ignore[operator]
    dashboard.expect_counts(shown=located(wanted))
    dashboard.marks().last.click()
    expect(dashboard.key("side").locator(".st-key-card, .st-key-stack")).to_be_visible()
    dashboard.page.wait_for_load_state("networkidle")
    dashboard.settled()
    assert traffic.sent
    assert traffic.received
    # The window over which messages are counted; the one wait in these tests that is meant to last.
    traffic.sent.clear()
    traffic.received.clear()
    dashboard.page.wait_for_timeout(QUIET_MS)
    assert len(traffic.sent) <= 1, "the page runs again by itself"
    assert len(traffic.received) <= 4, "the server draws again by itself"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_narrow_window_is_usable(language: str, server: Server, visit: Opener) -> None:
    dashboard = visit(server, width=390, height=844)
    dashboard.open(lang=language)
    dashboard.expect_base_drawn()
    assert dashboard.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    map_box = dashboard.page.locator(MAP_FRAME).bounding_box()
    assert map_box
    assert map_box["x"] >= 0
    assert map_box["x"] + map_box["width"] <= 390
    assert map_box["width"] > 300
    # What lies on top at the middle of the counts and of the map, the closed sidebar or the header not among it.
    for place in (dashboard.count("shown"), dashboard.page.locator(MAP_FRAME)):
        assert place.evaluate(
            """place => { const box = place.getBoundingClientRect();
               return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === place; }"""
        )
    closed = dashboard.page.locator("[data-testid='stSidebar'][data-collapsed='true']")
    expect(closed).to_have_count(1)
    assert dashboard.page.evaluate(
        """() => { for (let x = 2; x < innerWidth; x += 12) for (let y = 60; y < innerHeight; y += 40)
             if (document.elementFromPoint(x, y)?.closest("[data-testid=stSidebar]")) return false;
           return true; }"""
    ), "the closed sidebar lies over the page"
    dashboard.page.get_by_test_id("stExpandSidebarButton").click()
    expect(closed).to_have_count(0)
    expect(dashboard.key("filter_actors")).to_be_in_viewport()
