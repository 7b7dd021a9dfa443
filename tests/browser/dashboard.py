"""What a reader can see and do on the dashboard, in terms of its pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode

from playwright.sync_api import Frame, Locator, Page, expect

from rasd.lexicon.labels import Labels

MAP_FRAME = "iframe[title='streamlit_folium.st_folium']"
PAGES = ("", "incidents", "incident", "ingest", "export", "method")
# The colours of static/map.js: land and sea.
LAND, SEA = (246, 244, 238), (211, 226, 236)
# Whether the styles that the page brings are in effect, its fonts loaded, and no part waits for its own script.
STYLED = """() => getComputedStyle(document.documentElement).getPropertyValue("--rasd-styled")
  && document.fonts.status === "loaded" && !document.querySelector("[data-testid='stSkeleton']")
"""
# Which of the colours given occur on the loaded tiles.
COLOURS_DRAWN = """wanted => {
  const found = new Set();
  for (const tile of document.querySelectorAll("canvas.leaflet-tile-loaded")) {
    const data = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height).data;
    for (let at = 0; at < data.length; at += 4)
      for (const [r, g, b] of wanted)
        if (data[at] === r && data[at + 1] === g && data[at + 2] === b) found.add([r, g, b].join());
  }
  return found.size === wanted.length;
}"""


class Dashboard:
    """A window on a dashboard."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin

    def open(self, page: str = "", **params: str) -> None:
        """Goes to a page's address and waits until it is there."""
        self.goto(f"{self.origin}/{page}" + (f"?{urlencode(params)}" if params else ""))

    def goto(self, address: str) -> None:
        """Goes to an address and waits until the page is there."""
        self.page.goto(address)
        self.settled()

    def settled(self) -> None:
        """Waits until the server has nothing more to say (a run is over), and all that it said is drawn.

        Each kind of element brings its own script, and the styles come as an element too: any may be there before them.
        """
        expect(self.page.locator(".st-key-filters")).to_be_attached()
        expect(self.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_attached()
        self.page.wait_for_function(STYLED)

    def new_tab(self) -> Dashboard:
        """Another tab of the same window; it shares nothing with the first but the browser."""
        return Dashboard(self.page.context.new_page(), self.origin)

    def go(self, page: str) -> None:
        """Changes the page by the sidebar's link."""
        self.page.locator(f"[data-testid='stSidebarNavLink'][href$='/{page}']").first.click()
        expect(self.page).to_have_url(re.compile(rf"/{page}(\?|$)"))
        self.settled()

    def params(self) -> dict[str, str]:
        """The address's parameters now."""
        search = str(self.page.evaluate("() => location.search"))
        return {name: values[0] for name, values in parse_qs(search.lstrip("?")).items()}

    def expect_param(self, name: str, value: str | None) -> None:
        """Waits until the address has a parameter, or has it no more."""
        self.page.wait_for_function(
            "([name, value]) => new URLSearchParams(location.search).get(name) === value", arg=[name, value]
        )

    def key(self, name: str) -> Locator:
        """The element with a Streamlit key."""
        return self.page.locator(f".st-key-{name}")

    def button(self, key: str) -> Locator:
        """The button with a Streamlit key; one with a tip stands twice, for a mouse and for a phone."""
        return self.key(key).locator("button:visible")

    # The map

    @property
    def map(self) -> Frame:
        """The map's frame, when it has drawn itself."""
        # While the language changes, the frame of the map before is still there for a moment.
        expect(self.page.locator(MAP_FRAME)).to_have_count(1)
        handle = self.page.locator(MAP_FRAME).element_handle()
        frame = handle.content_frame()
        assert frame is not None
        frame.wait_for_function("() => window.map && window.map.getZoom && document.querySelector('.leaflet-tile')")
        return frame

    def marks(self) -> Locator:
        """The marks of the map."""
        return self.page.frame_locator(MAP_FRAME).locator(".rasd-mark")

    def mark_of(self, id: str) -> Locator:
        """The mark that stands for an incident, alone or with others."""
        return self.page.frame_locator(MAP_FRAME).locator(f".rasd-mark:has(span[data-ids~='{id}'])")

    def expect_marked(self, count: int) -> None:
        """Waits until the marks stand for so many incidents."""
        self.map.wait_for_function(
            "count => [...document.querySelectorAll('.rasd-mark > span')]"
            ".reduce((sum, one) => sum + Number(one.dataset.count), 0) === count",
            arg=count,
        )

    def expect_base_drawn(self) -> None:
        """Waits until the base map shows land and sea."""
        self.map.wait_for_function(COLOURS_DRAWN, arg=[LAND, SEA])

    def stands(self) -> tuple[float, float, float]:
        """Where the map stands: latitude, longitude, zoom."""
        latitude, longitude, zoom = self.map.evaluate("() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]")
        return latitude, longitude, zoom

    def count(self, name: str) -> Locator:
        """One of the figures above the map: shown, selected, unlocated, total."""
        return self.page.locator(f"[data-count='{name}'] dd")

    def expect_counts(self, **counts: int) -> None:
        """Waits until figures above the map are as given."""
        for name, number in counts.items():
            expect(self.count(name)).to_have_text(f"{number:,}")

    # The filters

    def choose(self, filter: str, value: str) -> None:
        """Adds a value to a filter by typing its name and taking the first that is offered."""
        box = self.key(f"filter_{filter}").locator("input")
        box.click()
        box.fill(value)
        self.page.get_by_role("option", name=value).first.click()
        # The choice stands in the box before its list is closed, however slow the page is.
        taken = self.key(f"filter_{filter}").get_by_role("button", name=f"Remove {value}", include_hidden=True)
        expect(taken.first).to_be_attached()
        self.page.keyboard.press("Escape")
        self.settled()

    def type_day(self, key: str, day: str) -> None:
        """Types an ISO day into a date field, part by part as its fields take it."""
        field = self.key(key)
        for part, digits in zip(("year", "month", "day"), day.split("-"), strict=True):
            field.locator(f"[data-type='{part}']").click()
            self.page.keyboard.type(digits)
            expect(field.locator(f"[data-type='{part}']")).to_have_text(digits)
        self.page.locator("[data-testid='stMain']").click(position={"x": 3, "y": 3})

    # The table

    @property
    def table(self) -> Locator:
        """The table of incidents."""
        return self.key("incidents_table").locator("table")

    def cells(self, column: str = "") -> Locator:
        """The cells of the table of incidents, of one column when its key is given."""
        return self.table.locator(f"tbody td[data-key='{column}']" if column else "tbody td")

    def expect_rows(self, count: int) -> None:
        """Waits until the table is of so many rows, on however many pages."""
        # While a run changes what stands above it, the old table may still be there beside the new one.
        expect(self.page.locator(f".st-key-incidents_table table[data-rows='{count}']")).to_have_count(1)
        expect(self.table).to_have_count(1)

    def sort(self, column: str) -> None:
        """Clicks a head of the table."""
        self.table.locator(f"th button[data-sort='{column}']").click()
        self.settled()

    def expect_no_fault(self) -> None:
        """No stack trace and no error box stands on the page."""
        expect(self.page.locator("[data-testid='stException'], [data-testid='stAlertContentError']")).to_have_count(0)

    def told(self, name: str, words: Labels) -> Locator:
        """What the card says of one thing, by the name that stands before it."""
        term = self.page.locator(".rasd-card dt", has_text=re.compile(f"^{re.escape(words(f'card.{name}'))}$"))
        return term.locator("xpath=following-sibling::dd[1]")
