"""The line of time under the map: its brush by mouse, touch and keys, and the play, without the map mounting anew."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import Dashboard
from tests.browser.store import Row, located, rows

# Each language at each width, half of them by the brush and half by the play.
BRUSHED = [("ar", 1280, 900), ("en", 390, 844)]
PLAYED = [("en", 1280, 900), ("ar", 390, 844)]
PHONE_PX = 390
# Long enough for what asks again by itself to do so.
QUIET_MS = 3_000
FRAMES_MARKS = ".leaflet-rasdPlayMarks-pane .rasd-mark > span"


def line(dashboard: Dashboard) -> Locator:
    return dashboard.key("time_line").locator("section.time")


def within(found: list[Row], first: str, last: str) -> list[Row]:
    """The rows that a filter of days keeps: those whose days touch it."""
    kept = []
    for row in found:
        begin, end = row["date_earliest"] or row["date_latest"], row["date_latest"] or row["date_earliest"]
        if isinstance(begin, date) and isinstance(end, date) and begin.isoformat() <= last and end.isoformat() >= first:
            kept.append(row)
    return kept


def expect_days(dashboard: Dashboard, server: Server) -> tuple[str, str]:
    """Waits until map, figures and chip are those of the days in the address; these days."""
    dashboard.page.wait_for_function("() => new URLSearchParams(location.search).get('to')")
    expect(dashboard.key("chip_dates")).to_be_visible()
    params = dashboard.params()
    kept = within(rows(server.store), params["from"], params["to"])
    dashboard.expect_counts(selected=len(kept), unlocated=len(kept) - located(kept))
    return params["from"], params["to"]


def opened(visit: Opener, server: Server, language: str, width: int, height: int) -> Dashboard:
    dashboard = visit(server, width, height)
    dashboard.open(lang=language)
    dashboard.expect_base_drawn()
    dashboard.map.evaluate("() => { window.mounted = true; }")
    line(dashboard).locator(".plot").scroll_into_view_if_needed()
    return dashboard


def drag(page: Page, plot: Locator, begin: float, end: float, touch: bool) -> None:
    """Draws over the bars from one share of their width to another."""
    box = plot.bounding_box()
    assert box
    at = [(box["x"] + box["width"] * share, box["y"] + box["height"] / 2) for share in (begin, (begin + end) / 2, end)]
    if touch:
        browser = page.context.new_cdp_session(page)
        browser.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        for kind, (x, y) in zip(("touchStart", "touchMove", "touchMove"), at, strict=True):
            browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        browser.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1])
    page.mouse.move(*at[2])
    page.mouse.up()


@pytest.mark.parametrize(("language", "width", "height"), BRUSHED)
def test_the_brush_narrows_map_and_address(
    language: str, width: int, height: int, server: Server, visit: Opener
) -> None:
    dashboard = opened(visit, server, language, width, height)
    plot, first = line(dashboard).locator(".plot"), line(dashboard).get_by_role("slider").first
    drag(dashboard.page, plot, 0.3, 0.6, touch=width <= PHONE_PX)
    from_, to = expect_days(dashboard, server)
    assert from_ < to
    last_bar = int(str(first.get_attribute("aria-valuemax")))
    assert 0 < int(str(first.get_attribute("aria-valuenow"))) < last_bar
    # By keys: the first handle to the other, then earlier by three bars, told to the server once.
    line(dashboard).locator("button.clear").click()
    dashboard.expect_param("from", None)
    expect(first).to_have_attribute("aria-valuenow", "0")
    first.focus()
    for key in ("End", *(("ArrowRight" if language == "ar" else "ArrowLeft",) * 3)):
        first.press(key)
    expect_days(dashboard, server)
    expect(first).to_have_attribute("aria-valuenow", str(last_bar - 3))
    assert dashboard.map.evaluate("() => window.mounted === true"), "the map was mounted anew"
    # What follows from the days elsewhere is kept on another page and by a reload.
    params = dashboard.params()
    if width > PHONE_PX:
        dashboard.go("incidents")
        dashboard.expect_rows(len(within(rows(server.store), params["from"], params["to"])))
        dashboard.go("")
    dashboard.page.reload()
    dashboard.settled()
    assert expect_days(dashboard, server) == (params["from"], params["to"])
    expect(line(dashboard).get_by_role("slider").first).to_have_attribute("aria-valuenow", str(last_bar - 3))
    assert dashboard.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    dashboard.expect_no_fault()


@pytest.mark.parametrize(("language", "width", "height"), PLAYED)
def test_play_moves_the_cells_and_pause_keeps_the_filter(
    language: str, width: int, height: int, server: Server, visit: Opener
) -> None:
    dashboard, sent = visit(server, width, height), list[int]()
    dashboard.page.on("websocket", lambda socket: listen(socket, sent))
    dashboard.open(lang=language)
    dashboard.expect_base_drawn()
    dashboard.map.evaluate("() => { window.mounted = true; }")
    before, times = dashboard.stands(), line(dashboard)
    times.locator("select.speed").select_option("fast")
    times.locator("select.unit").select_option("year")
    dashboard.settled()
    times.locator("button.play").click()
    # Some frames on, the map shows other marks, those of the frame alone, and the filters stand as before.
    seen = [drawn(dashboard, number) for number in (0, 2, 3)]
    assert len({str(one) for one in seen}) > 1, "the cells do not move"
    assert "from" not in dashboard.params()
    times.locator("button.play").click()
    first, last = expect_days(dashboard, server)
    assert (first[-5:], last[-5:]) == ("01-01", "12-31")
    dashboard.expect_param("play", "year")
    dashboard.expect_marked(located(within(rows(server.store), first, last)))
    assert dashboard.map.evaluate("() => !map.getContainer().classList.contains('rasd-playing')")
    assert dashboard.map.evaluate("() => window.mounted === true"), "the map was mounted anew"
    assert dashboard.stands() == before
    # Paused it is quiet, and survives a reload; stop gives back what was before.
    dashboard.settled()
    sent.clear()
    dashboard.page.wait_for_timeout(QUIET_MS)
    assert len(sent) == 0, "the page runs again by itself"
    dashboard.page.reload()
    dashboard.settled()
    times.locator("button.next").click()
    dashboard.expect_param("from", f"{int(first[:4]) + 1}-01-01")
    times.locator("button.stop").click()
    dashboard.expect_param("from", None)
    dashboard.expect_param("play", None)
    dashboard.expect_counts(selected=len(rows(server.store)))


def listen(socket: WebSocket, sent: list[int]) -> None:
    socket.on("framesent", lambda data: sent.append(len(data)))


def drawn(dashboard: Dashboard, number: int) -> object:
    """The counts on the marks of a frame, once the play has come to it."""
    shown = dashboard.map.wait_for_function(
        """([number, marks]) => Number(map.getContainer().dataset.frame) >= number
           && map.getContainer().classList.contains("rasd-playing")
           && [...document.querySelectorAll(marks)].map((one) => one.dataset.count).join() + " "
              + map.getContainer().dataset.frame""",
        arg=[number, FRAMES_MARKS],
    )
    return shown.json_value()


def test_a_play_that_is_stopped_or_left_changes_nothing(server: Server, visit: Opener) -> None:
    dashboard = opened(visit, server, "en", 1280, 900)
    times, all_marks = line(dashboard), located(rows(server.store))
    dashboard.button("fit").click()
    dashboard.expect_marked(all_marks)
    for leave in (lambda: times.locator("button.stop").click(), lambda: (dashboard.go("method"), dashboard.go(""))):
        times.locator("button.play").click()
        drawn(dashboard, 0)
        leave()
        dashboard.settled()
        expect(times.locator("button.play.running")).to_have_count(0)
        dashboard.expect_marked(all_marks)
        assert not {"from", "to", "play"} & dashboard.params().keys()
        assert dashboard.map.evaluate("() => !map.getContainer().classList.contains('rasd-playing')")


def test_the_line_follows_the_other_filters_and_says_when_there_is_nothing(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open(lang="en", q="غيرموجودإطلاقا")
    expect(line(dashboard).locator(".notes .empty")).to_be_visible()
    expect(line(dashboard).locator(".plot")).to_be_hidden()
    dashboard.open(lang="en", **{"from": "2019-01-01", "to": "2018-01-01"})
    expect(line(dashboard).locator(".plot svg path").first).to_be_visible()
    dashboard.expect_no_fault()
