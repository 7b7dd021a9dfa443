"""The line of time and its play at 10 thousand, 100 thousand and a million made-up incidents: milliseconds and bytes.

A click costs a histogram: its bars under all filters but the days', and all that the browser is told of it. A play asks
for some windows at a time: the cells of each under the filters and its own days, for the viewport.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import made_up
from benchmarks.machine import described, percentile, publish
from rasd.lexicon.labels import labels
from rasd.ui.layers import LAYERS, Shown
from rasd.ui.look import View
from rasd.ui.time_frames import BATCH, Reel, common, frames
from rasd.ui.time_payload import Chosen, Ways, payload
from rasd.view import filters
from rasd.view.bounds import Bounds
from rasd.view.playing import UNITS, calendar
from rasd.view.snapshot import Snapshot
from rasd.view.timeline import timeline

SIZES = (10_000, 100_000, 1_000_000)
STEP_MS = 300
VIEWS = (("region", Bounds(20.0, 10.0, 60.0, 40.0), 5), ("country", Bounds(35.0, 32.0, 43.0, 38.0), 7))
SELECTIONS: tuple[dict[str, str | list[str]], ...] = (
    {}, {"actor": "actor-0"}, {"type": "battles", "country": "SY,IQ"}, {"prec": "1,2", "conf": "0.7"},
    {"from": "2019-01-01", "to": "2021-12-31"}, {"q": made_up.ONE_WORD},
)  # fmt: skip
WORDS = labels("ar")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def size(told: object) -> float:
    """KB of what is sent."""
    return len(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()) / 1000


def histogram(snapshot: Snapshot, rounds: int) -> list[str]:
    """From the address to what the browser is told, nothing remembered."""

    def told(params: dict[str, str | list[str]]) -> dict[str, object]:
        selection, _ = filters.parse(params)
        asked = filters.ask(snapshot, selection)
        line = timeline(asked)
        days = selection.date_from, selection.date_to
        return payload(line, Chosen(days, asked.count, "month", UNITS), Ways(), WORDS, legend=False)

    times = [timed(lambda p=params: told(p)) for _ in range(rounds) for params in SELECTIONS]
    return [_spread(times), f"{max(size(told(params)) for params in SELECTIONS):.1f}"]


def reels(snapshot: Snapshot, layer: str, bounds: Bounds, zoom: int) -> list[Reel]:
    """The plays measured: each selection by months and by years."""
    middle = View((bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2, zoom)
    last = made_up.FIRST_DAY.replace(year=2025, month=12, day=31)
    found = []
    for params in SELECTIONS:
        selection, _ = filters.parse(params)
        asked = filters.ask(snapshot, replace(selection, date_from=None, date_to=None))
        first, end = selection.date_from or made_up.FIRST_DAY, selection.date_to or last
        for unit in ("month", "year"):
            reel = Reel(asked, calendar(first, end, unit), bounds, middle, Shown(layer))
            found.append(replace(reel, scale=common(reel)))
    return found


def plays(snapshot: Snapshot, rounds: int) -> list[str]:
    """A row a viewport and layer: the frames that a browser asks for at a time, and what they weigh."""
    rows = []
    for name, bounds, zoom in VIEWS:
        for layer in LAYERS:
            every = reels(snapshot, layer, bounds, zoom)
            begin = [timed(lambda one=reel: common(replace(one, scale=None))) for reel in every]
            times = [
                timed(lambda one=reel: frames(one, len(one.windows) // 2, WORDS))
                for _ in range(rounds)
                for reel in every
            ]
            made = [frame for reel in every for frame in frames(reel, len(reel.windows) // 2, WORDS)]
            steps = [one / BATCH for one in times]
            kb = [size(frame) for frame in made]
            rows.append(
                f"| {name}, zoom {zoom} | {layer} | {_spread(steps)} | {_spread(times)} | {percentile(begin, 0.5):.0f} "
                f"| {percentile(kb, 0.5):.1f} | {max(kb):.1f} |"
            )
    return rows


def measured(count: int, rounds: int) -> list[str]:
    """The part of the page for a size."""
    snapshot = made_up.snapshot(count)
    times, kb = histogram(snapshot, rounds)
    lines = [
        f"## {count:,} incidents", "",
        "| | median, p95, most ms | KB at most |", "| --- | --- | --- |",
        f"| the histogram of a selection, from its address | {times} | {kb} |", "",
        f"| viewport | layer | a window, ms | {BATCH} windows, asked for at once, ms | colours' scale, once a play, ms "
        "| KB a window | KB at most |", "| --- " * 7 + "|",
    ]  # fmt: skip
    return [*lines, *plays(snapshot, rounds)]


def _spread(times: list[float]) -> str:
    return f"{percentile(times, 0.5):.0f}, {percentile(times, 0.95):.0f}, {max(times):.0f}"


def main() -> None:
    """Measures and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, action="append", help=f"default {SIZES}")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that no page is being served
    pages = ["\n".join(measured(count, given.rounds)) for count in given.incidents or SIZES]
    about = (
        f"{len(SELECTIONS)} selections, {given.rounds} rounds; plays by months and by years. A window's figures are "
        f"median, p95 and most; a play is smooth while a window takes less than {STEP_MS} ms."
    )
    head = ["# The line of time", "", described("polars", "numpy", "streamlit"), "", about, ""]
    publish("time_play", "\n".join(head) + "\n" + "\n\n".join(pages))


if __name__ == "__main__":
    main()
