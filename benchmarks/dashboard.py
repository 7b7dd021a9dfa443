"""The dashboard at 10 thousand, 100 thousand and a million made-up incidents: what a click costs, and what is held.

For each size one process works out what the server does (`dashboard_server.py`) and keeps its incidents for the pages,
which are then opened in Chromium (`dashboard_browser.py`): the dashboard's, and those with Streamlit's own maps. What
is measured alone (`--only`, `--incidents`) replaces its part of the results and leaves the others.
"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import dashboard_browser, dashboard_server, serving
from benchmarks.dashboard_server import CLICKS, World
from benchmarks.machine import RESULTS, described, publish

SIZES = (10_000, 100_000, 1_000_000)
SERVER: dict[str, Callable[[World], list[str]]] = {
    "A click on the server": dashboard_server.server,
    "Other pages on the server": dashboard_server.pages,
    "Memory": dashboard_server.memory,
    "Exports of all incidents": dashboard_server.exports,
}
BROWSER: dict[str, Callable[[Path, int], list[str]]] = {
    "From click to painted map": dashboard_browser.click_to_paint,
    "First paint, and further windows": dashboard_browser.opening,
    "Streamlit's own maps": dashboard_browser.other_maps,
}
_ORDER = (*BROWSER, *SERVER)

Found = dict[str, list[str]]


def built(count: int, rounds: int, wanted: list[str], folder: Path, out: multiprocessing.SimpleQueue[Found]) -> None:
    """Builds the world of a size, keeps it for the pages, and puts the lines of its measurements on a queue."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that no page is being served
    world = World.built(count, rounds)
    found = {}
    for title, measure in SERVER.items():
        if measure.__name__ in wanted:
            found[title] = dated(measure(world))
    serving.keep(folder, world.snapshot)
    out.put(found)


def of_size(count: int, rounds: int, wanted: list[str], folder: Path) -> Found:
    """The lines of each measurement that is wanted at a size, by its title; `folder` keeps the incidents."""
    found: Found = {}
    if not serving.is_kept(folder) or any(measure.__name__ in wanted for measure in SERVER.values()):
        folder.mkdir(parents=True, exist_ok=True)
        # A process of its own for each size: memory of one would be counted at the next.
        context = multiprocessing.get_context("spawn")
        out: multiprocessing.SimpleQueue[Found] = context.SimpleQueue()
        work = context.Process(target=built, args=(count, rounds, wanted, folder, out))
        work.start()
        found = out.get()
        work.join()
    for title, show in BROWSER.items():
        if show.__name__ in wanted:
            found[title] = dated(show(folder, rounds))
    return found


def dated(lines: list[str]) -> list[str]:
    """The lines of a measurement, and when it was taken."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return [*lines, "", f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC{load} at the end."]


def main() -> None:
    """Measures, joins the results with those of before, and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, action="append", help=f"default {SIZES}")
    parser.add_argument("--rounds", type=int, default=3)
    names = [measure.__name__ for measure in (*SERVER.values(), *BROWSER.values())]
    parser.add_argument("--only", action="append", choices=names, default=[])
    parser.add_argument("--kept", type=Path, help="a folder that keeps the incidents for the next run")
    given = parser.parse_args()
    kept_at = RESULTS / "dashboard.json"
    kept: dict[str, Found] = json.loads(kept_at.read_text(encoding="utf-8")) if kept_at.exists() else {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.kept or Path(temporary)
        for count in given.incidents or SIZES:
            found = of_size(count, given.rounds, given.only or names, folder / str(count))
            kept.setdefault(str(count), {}).update(found)
            RESULTS.mkdir(exist_ok=True)
            kept_at.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            publish("dashboard", page(kept, given.rounds))


def page(kept: dict[str, Found], rounds: int) -> str:
    """All results as a page of Markdown, the most incidents first."""
    about = (
        f"On the server: {len(CLICKS)} selections, {rounds} rounds, in each viewport: from the address to the "
        "selection, each filter's choices with counts under the others, the map's cells and areas, the bars of the "
        "timeline."
    )
    packages = ("polars", "numpy", "streamlit", "streamlit-folium", "pydeck", "playwright")
    lines = ["# The dashboard", "", described(*packages), "", about]
    for count in sorted(kept, key=int, reverse=True):
        lines += ["", f"## {int(count):,} incidents"]
        for title in _ORDER:
            if title in kept[count]:
                lines += ["", f"### {title}", "", *kept[count][title]]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
