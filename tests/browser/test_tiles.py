"""Online tiles: asked of the configured host alone, and only by a reader who switched them on."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Route, expect

from rasd.lexicon.labels import labels
from rasd.ui.look import look
from tests.browser.conftest import Server
from tests.browser.dashboard import MAP_FRAME, Dashboard
from tests.browser.running import PATIENCE_MS, watched

HOST = urlsplit(look().tiles).netloc
# One transparent pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def answered(context: BrowserContext) -> list[str]:
    """Answers the tiles' host with a pixel; the addresses asked of it."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/png")

    context.route(f"https://{HOST}/**", answer)
    return asked


def test_tiles_are_asked_for_when_switched_on_and_that_is_kept(browser: Browser, server: Server) -> None:
    words = labels("en")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    watch = watched(context, server.origin)
    asked = answered(context)
    dashboard = Dashboard(context.new_page(), server.origin)
    dashboard.open(lang="en")
    dashboard.expect_base_drawn()
    assert (asked, watch.outside) == ([], [])
    switch = dashboard.page.frame_locator(MAP_FRAME).get_by_label(words("map.osm"))
    switch.check()
    credit = dashboard.page.frame_locator(MAP_FRAME).locator(".leaflet-control-attribution")
    expect(credit).to_contain_text(words("map.osm_attribution"))
    dashboard.map.wait_for_function("() => document.querySelector('img.leaflet-tile-loaded')")
    assert asked
    # Another page, another language, another tab: the browser remembers.
    dashboard.open("places", lang="ar")
    expect(dashboard.page.frame_locator(MAP_FRAME).get_by_label(labels("ar")("map.osm"))).to_be_checked()
    dashboard.open(lang="en")
    expect(switch).to_be_checked()
    switch.uncheck()
    dashboard.open(lang="en")
    dashboard.expect_base_drawn()
    expect(switch).not_to_be_checked()
    assert {urlsplit(url).netloc for url in watch.outside} == {HOST}
    assert watch.errors == []
    context.close()
