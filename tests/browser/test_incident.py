"""The incident page in Chromium: phrases and slots mark each other, the map of candidates, ways on, phone, paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from rasd.lexicon.labels import labels
from rasd.record.store import Store, StoredIncident
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import MAP_FRAME, Dashboard
from tests.browser.store import rows
from tests.browser.test_hostile import FORMULA, IMAGE, SCRIPT, TEMPLATE, expect_nothing_made

ARABIC, ENGLISH = labels("ar"), labels("en")
QUIET_MS = 1500
# Contrast of WCAG 2.1 (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio): text 4.5, lines that carry meaning 3.
TEXT, LINE = 4.5, 3.0
CONTRASTS = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((part) => Number(part) / 255);
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (colour) => parts(colour).reduce((sum, v, at) => sum + linear(v) * [0.2126, 0.7152, 0.0722][at], 0.05);
  const ratio = (...two) => Math.max(...two.map(light)) / Math.min(...two.map(light));
  return [...document.querySelectorAll(".rasd-slots .rasd-slot:not(.rasd-absent)")].map((chip) => {
    const style = getComputedStyle(chip);
    const line = style.borderBottomColor;
    const kind = `${style.borderBottomStyle} ${style.borderBottomWidth} ${style.boxShadow === "none"}`;
    return [chip.textContent, ratio(style.color, style.backgroundColor), ratio(line, "rgb(255,255,255)"), kind];
  });
}"""


def found(server: Server) -> list[StoredIncident]:
    """Every incident of a store."""
    with Store.open(server.store) as store:
        told = [store.incident(str(row["id"])) for row in rows(server.store)]
    return [one for one in told if one is not None]


@pytest.fixture(scope="module")
def rich(server: Server) -> StoredIncident:
    """The located incident with the most evidence among those with several candidates."""
    several = [
        one for one in found(server) if one.row.latitude is not None and len(one.incident.resolution.candidates) > 1
    ]
    return max(several, key=lambda one: (len(one.incident.evidence), one.row.id))


def opened(dashboard: Dashboard, stored: StoredIncident, lang: str = "ar", **params: str) -> None:
    dashboard.open("incident", lang=lang, id=stored.row.id, **params)
    expect(dashboard.page.locator(".rasd-readings")).to_be_visible()


def sent(page: Page) -> list[str]:
    """What the page tells the server, from its next loading on."""
    told: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda _: told.append(socket.url))

    page.on("websocket", listen)
    return told


def ringed(part: Locator) -> bool:
    return str(part.evaluate("part => getComputedStyle(part).outlineStyle")) == "solid"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_phrase_and_slot_mark_each_other_without_a_word_to_the_server(
    language: str, server: Server, rich: StoredIncident, visit: Opener
) -> None:
    dashboard = visit(server)
    page, told = dashboard.page, sent(dashboard.page)
    opened(dashboard, rich, language)
    expect(page.frame_locator(MAP_FRAME).locator(".rasd-mark").first).to_be_visible()
    page.wait_for_timeout(QUIET_MS)
    told.clear()
    for number in range(len(rich.incident.evidence)):
        line, phrase = (
            page.locator(f".rasd-read[data-of~='{number}']"),
            page.locator(f"mark[data-of~='{number}']").first,
        )
        page.mouse.move(2, 2)
        assert not ringed(phrase)
        line.hover()
        assert ringed(phrase)
        page.mouse.move(2, 2)
        assert not ringed(line)
        phrase.hover()
        assert ringed(line)
    page.mouse.move(2, 2)
    # By keyboard, too: the same marks, and both ends lead to each other.
    link = page.locator("#slot-0")
    page.locator("mark[data-of~='0'] a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert ringed(page.locator(".rasd-read[data-of~='0']"))
    page.keyboard.press("Enter")
    expect(link).to_be_in_viewport()
    link.click()
    expect(page.locator("mark[data-of~='0']").first).to_be_in_viewport()
    assert ringed(page.locator("mark[data-of~='0']").first)
    page.wait_for_timeout(QUIET_MS)
    assert told == [], "pointing at words ran the page again"


def test_slots_differ_by_line_and_their_colours_can_be_read(
    server: Server, rich: StoredIncident, visit: Opener
) -> None:
    dashboard = visit(server)
    opened(dashboard, rich)
    chips = dashboard.page.evaluate(CONTRASTS)
    assert len(chips) >= 5
    for name, text, line, _ in chips:
        assert text >= TEXT, name
        assert line >= LINE, name
    lines = [line for *_, line in chips]
    assert len(set(lines)) == len(lines), "two slots have the same line under them"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_small_map_shows_every_candidate_and_the_one_taken(
    language: str, server: Server, rich: StoredIncident, visit: Opener
) -> None:
    dashboard = visit(server)
    opened(dashboard, rich, language)
    inside = dashboard.page.frame_locator(MAP_FRAME)
    expect(inside.locator(".rasd-mark").first).to_be_visible()
    ids = set(
        " ".join(inside.locator(".rasd-mark span[data-ids]").evaluate_all("all => all.map(m => m.dataset.ids)")).split()
    )
    assert {one.place.id for one in rich.incident.resolution.candidates} <= ids
    expect(inside.locator(".rasd-mark.rasd-chosen").first).to_be_visible()
    expect(
        inside.locator("path.leaflet-interactive, .leaflet-overlay-pane path, .leaflet-overlay-pane canvas").first
    ).to_be_attached()
    table = dashboard.key("candidates").locator("tbody tr")
    expect(table).to_have_count(len(rich.incident.resolution.candidates))
    expect(dashboard.key("candidates").locator("tr.rasd-taken")).to_contain_text(labels(language)("candidate.chosen"))
    frame = dashboard.page.locator(MAP_FRAME).bounding_box()
    assert frame
    for mark in inside.locator(".rasd-mark").all():
        box = mark.bounding_box()
        assert box
        assert frame["x"] <= box["x"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]


def test_looking_around_in_the_small_map_runs_nothing(server: Server, rich: StoredIncident, visit: Opener) -> None:
    dashboard = visit(server)
    told = sent(dashboard.page)
    opened(dashboard, rich)
    inside = dashboard.page.frame_locator(MAP_FRAME)
    expect(inside.locator(".rasd-mark").first).to_be_visible()
    dashboard.page.wait_for_timeout(QUIET_MS)
    told.clear()
    inside.locator(".leaflet-control-zoom-in").click()
    inside.locator(".rasd-mark.rasd-chosen").first.click()
    dashboard.page.wait_for_timeout(QUIET_MS)
    assert told == []


def test_an_unlocated_incident_leads_to_the_places_with_its_name(server: Server, visit: Opener) -> None:
    lost = next(one for one in found(server) if one.row.latitude is None and one.row.place_text)
    dashboard = visit(server)
    opened(dashboard, lost, "en")
    expect(dashboard.key("unplaced")).to_contain_text(ENGLISH("why.unlocated"))
    dashboard.button("to_places").click()
    field = dashboard.key("places_query").locator("input")
    expect(field).to_be_visible()
    name = field.input_value()
    assert name
    assert name in str(lost.row.place_text)


def test_previous_next_and_back_to_the_map(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("incidents", lang="en", country="SY")
    every = [one for one in found(server) if one.row.country == "SY"]
    assert len(every) > 2
    opened(dashboard, next(one for one in every if one.row.latitude is not None), "en", country="SY")
    number = dashboard.page.locator(".rasd-number")
    expect(number).to_have_attribute("data-total", str(len(every)))
    at = int(number.get_attribute("data-number") or 0)
    on, back = ("step_after", "step_before") if at < len(every) else ("step_before", "step_after")
    first = dashboard.params()["id"]
    dashboard.button(on).click()
    expect(number).to_have_attribute("data-number", str(at + (1 if on == "step_after" else -1)))
    dashboard.button(back).click()
    dashboard.expect_param("id", first)
    dashboard.expect_param("country", "SY")
    dashboard.button("show_on_map").click()
    dashboard.settled()
    expect(dashboard.mark_of(first).first).to_be_visible()
    expect(dashboard.key("card").locator(".rasd-card")).to_be_visible()
    assert dashboard.params()["id"] == first


def test_the_link_to_copy_opens_the_same(server: Server, rich: StoredIncident, visit: Opener) -> None:
    dashboard = visit(server)
    opened(dashboard, rich, "en", q=rich.row.title.split()[0])
    dashboard.key("share").locator("button").first.click()
    address = dashboard.page.get_by_test_id("stCode").inner_text().strip()
    other = dashboard.new_tab()
    other.goto(address)
    expect(other.page.locator(".rasd-title")).to_have_text(dashboard.page.locator(".rasd-title").text_content() or "")
    other.expect_param("q", rich.row.title.split()[0])
    other.expect_no_fault()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_narrow_window_is_useful(language: str, server: Server, rich: StoredIncident, visit: Opener) -> None:
    dashboard = visit(server, width=390, height=844)
    opened(dashboard, rich, language)
    page = dashboard.page
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for part in (
        ".rasd-title",
        ".rasd-article",
        ".rasd-readings",
        ".rasd-why",
        ".rasd-source",
        ".rasd-history",
        MAP_FRAME,
    ):
        box = page.locator(part).bounding_box()
        assert box, part
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= 390, part
        assert box["width"] > 250, part
    page.locator("#slot-0").click()
    expect(page.locator("mark[data-of~='0']").first).to_be_in_viewport()
    expect(page.locator(".rasd-article")).to_have_css("direction", "rtl")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_on_paper_the_sheet_alone(language: str, server: Server, rich: StoredIncident, visit: Opener) -> None:
    dashboard = visit(server)
    opened(dashboard, rich, language)
    page = dashboard.page
    expect(page.locator(".rasd-sheet")).to_be_hidden()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 760, "height": 1000})
    expect(page.locator(".rasd-sheet")).to_contain_text(rich.row.id)
    for part in ("[data-testid='stSidebar']", "[data-testid='stHeader']", ".st-key-ways"):
        expect(page.locator(part)).to_be_hidden()
    # Everything flows on the page itself, so that nothing is cut at the window's height.
    height = page.evaluate("() => document.documentElement.scrollHeight")
    last = page.locator(".rasd-history").evaluate("one => one.getBoundingClientRect().bottom + scrollY")
    assert height >= last
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('[data-testid=stMain]')).overflowY") == "visible"
    )
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("mark.rasd-slot-event").first).to_have_css("print-color-adjust", "exact")
    assert page.pdf(format="A4")[:5] == b"%PDF-"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_hostile_report_is_text_in_every_part_of_the_page(
    language: str, hostile_server: Server, visit: Opener
) -> None:
    dashboard = visit(hostile_server)
    for stored in found(hostile_server):
        opened(dashboard, stored, language)
        source = dashboard.key("source")
        expect(source).to_contain_text(stored.row.outlet)
        expect(source.locator(".rasd-source a")).to_have_count(0)
        if stored.row.article_id == "hostile-placed":
            for text in (IMAGE, TEMPLATE, SCRIPT, FORMULA):
                expect(dashboard.page.locator(".rasd-body")).to_contain_text(text)
        expect_nothing_made(dashboard.page)
        dashboard.expect_no_fault()


def test_an_id_that_is_none_gives_a_notice_and_a_way_on(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    for id in ("INC-NOPE", "<img src=x onerror=alert(1)>", "../../etc/passwd", "INC-" + "9" * 500):
        dashboard.open("incident", lang="en", id=id)
        expect(dashboard.page.get_by_test_id("stAlert").first).to_be_visible()
        expect(dashboard.key("ways")).to_contain_text(ENGLISH("incident.back_list"))
        dashboard.expect_no_fault()
        expect_nothing_made(dashboard.page)
