"""Takes the pictures of docs/images anew: the real dashboard over the sample reports, in Chromium without a network."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from playwright.sync_api import expect

from gazetteer.datafile import read_yaml
from tests.browser.dashboard import MAP_FRAME, Dashboard
from tests.browser.running import SAMPLE, chromium, chromium_path, serving, watched
from tests.browser.store import of_article, rows

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
TEXTS = read_yaml(Path(__file__).with_name("texts.yaml"))
SIZE = {"width": 1280, "height": 900}
MOST_BYTES = 250_000
COLOURS = 256
# Whose incidents stand open in the pictures.
MAP_AR, MAP_EN, INCIDENT = "sample-017", "sample-008", "sample-008"

Taken = Callable[[Dashboard, Callable[[str], str]], None]


def map_ar(dashboard: Dashboard, id_of: Callable[[str], str]) -> None:
    """The region in Arabic, an incident's card beside it."""
    card(dashboard, id_of(MAP_AR), lang="ar")


def map_en(dashboard: Dashboard, id_of: Callable[[str], str]) -> None:
    """Iraq and Syria in English, an incident's card beside them."""
    card(dashboard, id_of(MAP_EN), lang="en", at="34.6,42.0,6")


def card(dashboard: Dashboard, id: str, **params: str) -> None:
    """The map with the card of an incident."""
    dashboard.open(id=id, **params)
    expect(dashboard.key("card").locator(".rasd-card")).to_be_visible()
    dashboard.expect_base_drawn()


def incident_ar(dashboard: Dashboard, id_of: Callable[[str], str]) -> None:
    """An incident's page."""
    dashboard.open("incident", lang="ar", id=id_of(INCIDENT))
    expect(dashboard.page.locator(".rasd-article")).to_be_visible()


def ingest_ar(dashboard: Dashboard, id_of: Callable[[str], str]) -> None:
    """A pasted report before it is saved."""
    dashboard.open("ingest", lang="ar")
    dashboard.key("paste_text").locator("textarea").fill(TEXTS.need("pasted").text())
    dashboard.key("paste_outlet").locator("input").fill(TEXTS.need("outlet").text())
    dashboard.type_day("paste_published", "2026-03-21")
    dashboard.button("preview_paste").click()
    expect(dashboard.page.locator(".rasd-card").first).to_be_visible()


def incidents_en(dashboard: Dashboard, id_of: Callable[[str], str]) -> None:
    """The table of Syria's and Iraq's incidents."""
    dashboard.open("incidents", lang="en", country="SY,IQ")
    expect(dashboard.cells().first).to_be_attached()


def provinces_ar(dashboard: Dashboard, id_of: Callable[[str], str]) -> None:
    """The provinces coloured by the killed, in Arabic."""
    dashboard.open(lang="ar", layer="provinces", by="killed", at="32.5,42.5,5")
    expect(dashboard.page.frame_locator(MAP_FRAME).locator("path[data-province]").first).to_be_attached()
    dashboard.expect_base_drawn()


def trends_ar(dashboard: Dashboard, id_of: Callable[[str], str]) -> None:
    """What the sample reports' weeks come to, day by day."""
    dashboard.open("trends", lang="ar", per="day", **{"from": "2026-03-01", "to": "2026-03-31"})
    expect(dashboard.key("trends_frame_types").locator("svg, canvas").first).to_be_visible()


PICTURES: dict[str, Taken] = {
    "map-ar": map_ar,
    "provinces-ar": provinces_ar,
    "trends-ar": trends_ar,
    "map-en": map_en,
    "incident-ar": incident_ar,
    "ingest-ar": ingest_ar,
    "incidents-en": incidents_en,
}


def shot(dashboard: Dashboard, target: Path) -> None:
    """Writes what the window shows as a PNG, of fewer colours when it would be too large."""
    dashboard.settled()
    dashboard.page.wait_for_load_state("networkidle")
    dashboard.page.evaluate("() => document.fonts.ready.then(() => true)")
    dashboard.page.mouse.move(0, 0)
    dashboard.page.screenshot(path=target, animations="disabled")
    with Image.open(target) as taken:
        picture = taken.convert("RGB")
    picture.save(target, optimize=True)
    if target.stat().st_size > MOST_BYTES:
        picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE).save(
            target, optimize=True
        )


def main() -> int:
    """Takes all pictures or those named; 1 when one is too large or a page asked for another host."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", nargs="*", help=f"which of {', '.join(PICTURES)}; all when none is named")
    names = parser.parse_args().pictures or list(PICTURES)
    path = chromium_path()
    if path is None:
        print("no Chromium is installed", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(serving(folder, SAMPLE, sample=True))
        found = rows(server.store)
        browser = stack.enter_context(chromium(path))
        wrong = 0
        for name in names:
            context = browser.new_context(viewport=SIZE, reduced_motion="reduce")  # type: ignore[arg-type]
            watch = watched(context, server.origin)
            dashboard = Dashboard(context.new_page(), server.origin)
            PICTURES[name](dashboard, lambda article: str(of_article(found, article)[0]["id"]))
            target = IMAGES / f"{name}.png"
            shot(dashboard, target)
            context.close()
            size = target.stat().st_size
            print(f"{target.name}: {size / 1000:.0f} KB")
            wrong += size > MOST_BYTES or bool(watch.outside or watch.errors)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
