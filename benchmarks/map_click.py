"""Times a filter click on the server: from the page's address to the script of the map's new marks.

The incidents are made up with a fixed seed: at towns of the gazetteer, a few of which have most of them, stacked as
reports are; a tenth known to the province only, a tenth unlocated.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from streamlit_folium import _get_feature_group_string

from benchmarks.machine import described, percentile, publish
from gazetteer.datafile import read_table, read_yaml
from rasd.lexicon.labels import labels
from rasd.model import IncidentRow
from rasd.ui import map as ui_map
from rasd.ui import marks
from rasd.view import filters
from rasd.view.acled import EVENT_TYPES
from rasd.view.aggregate import Bounds, map_view, options
from rasd.view.snapshot import Snapshot

TEXTS = read_yaml(Path(__file__).with_name("texts.yaml"))
TITLE, SENTENCE, TRIGGER, DATE = (TEXTS.need(name).text() for name in ("title", "sentence", "trigger", "date"))
ONE_WORD, TWO_WORDS = TEXTS.need("queries").texts()
PLACES = Path(__file__).parents[1] / "gazetteer" / "places.csv"
COUNTRIES = ("SY", "IQ", "YE", "LY", "SD", "LB", "PS", "EG")
ACTORS = tuple(f"actor-{number}" for number in range(150))
FIRST_DAY = date(2015, 1, 1)
DAYS = 4000

CLICKS: tuple[dict[str, str | list[str]], ...] = (
    {},
    {"actor": "actor-0"},
    {"actor": "actor-3,actor-40,actor-77"},
    {"from": "2019-01-01", "to": "2019-12-31"},
    {"from": "2024-01-01"},
    {"type": "battles"},
    {"type": "explosions-remote-violence,violence-against-civilians", "from": "2018-01-01"},
    {"sub": "air-drone-strike"},
    {"country": "SY,IQ"},
    {"prec": "1,2"},
    {"prec": "unlocated"},
    {"q": ONE_WORD},
    {"q": TWO_WORDS, "type": "battles"},
    {"actor": "actor-1", "country": "YE", "from": "2016-06-01", "to": "2020-06-01"},
)
VIEWS: tuple[tuple[str, Bounds | None, int], ...] = (
    ("region", Bounds(20.0, 10.0, 60.0, 40.0), 5),
    ("country", Bounds(35.0, 32.0, 43.0, 38.0), 7),
    ("city", Bounds(36.5, 35.5, 38.0, 36.7), 10),
)


def made_up(count: int, seed: int = 7) -> dict[str, list[object]]:
    """The columns of `count` incidents."""
    chance = random.Random(seed)
    wanted = ("id", "name", "name_ar", "country", "admin1", "latitude", "longitude")
    places = [row for _, row in read_table(PLACES, wanted) if row["country"] in COUNTRIES]
    weights = [chance.paretovariate(1.1) for _ in places]
    kinds = [(event, sub) for event, subs in EVENT_TYPES.items() for sub in subs]
    kind_weights = [chance.paretovariate(1.0) for _ in kinds]
    columns: dict[str, list[object]] = {field.name: [] for field in fields(IncidentRow)}
    at = chance.choices(places, weights, k=count)
    of = chance.choices(kinds, kind_weights, k=count)
    for number in range(count):
        for name, value in _incident(chance, number, at[number], of[number]).items():
            columns[name].append(value)
    return columns


def _incident(chance: random.Random, number: int, place: dict[str, str], kind: tuple[str, str]) -> dict[str, object]:
    day = FIRST_DAY + timedelta(days=int(DAYS * chance.random()))
    sides = tuple(ACTORS[min(int(chance.paretovariate(0.6)) - 1, len(ACTORS) - 1)] for _ in range(2))
    killed = chance.choice((None, None, 0, 1, 2, 3, 7, 20))
    precision = chance.choices((1, 2, 3, 4, None), (55, 15, 10, 10, 10))[0]
    located = precision is not None
    shown = place if located else dict.fromkeys(place)
    return {
        "id": f"INC-{number:012X}", "article_id": f"A{number // 2}", "outlet": f"outlet {number % 12}",
        "url": f"https://example.org/news/{number // 2}",
        "title": TITLE.format(place=place["name_ar"], number=number // 2),
        "published": day, "sample": False, "event_type": kind[0], "sub_event_type": kind[1],
        "date_earliest": day - timedelta(days=number % 2), "date_latest": day, "date_precision": "day",
        "date_text": DATE, "place_id": shown["id"], "place_text": place["name_ar"], "place_name": shown["name"],
        "place_name_ar": shown["name_ar"], "place_reason": "made up", "country": shown["country"],
        "admin1": shown["admin1"], "latitude": float(place["latitude"]) if located else None,
        "longitude": float(place["longitude"]) if located else None, "radius_km": 5.0 if located else None,
        "where_prec": precision, "actors": sides, "attackers": sides[:1], "targets": sides[1:], "killed_low": killed,
        "killed_high": killed, "killed_vague": None, "injured_low": None, "injured_high": None, "injured_vague": None,
        "background": False, "confidence": round(chance.random(), 2), "status": "machine", "trigger": TRIGGER,
        "sentence": SENTENCE.format(place=place["name_ar"], number=number),
        "rasd_version": "0", "data_version": "0",
    }  # fmt: skip


def click(snapshot: Snapshot, address: dict[str, str | list[str]], bounds: Bounds | None, zoom: int) -> str:
    """What the server does for one click but Streamlit's own rerun; the script that goes to the browser."""
    selection, _ = filters.parse(address)
    options(snapshot, selection)
    view = map_view(filters.apply(snapshot, selection), bounds, zoom, snapshot.total)
    names = labels("ar")
    return _get_feature_group_string(ui_map.group(marks.marks(view, None, names)), ui_map.base(names))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Measures and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that no page is being served
    columns = made_up(given.incidents)
    start = time.perf_counter()
    snapshot = Snapshot.of(columns)
    build_s = time.perf_counter() - start
    lines = []
    everything: list[float] = []
    for name, bounds, zoom in VIEWS:
        click(snapshot, {}, bounds, zoom)
        times: list[float] = []
        drawn = 0
        for _ in range(given.rounds):
            for address in CLICKS:
                times.append(timed(lambda a=address, b=bounds, z=zoom: click(snapshot, a, b, z)))
        for address in CLICKS:
            drawn = max(drawn, len(click(snapshot, address, bounds, zoom).encode()))
        everything += times
        lines.append(
            f"| {name}, zoom {zoom} | {percentile(times, 0.5):.0f} | {percentile(times, 0.95):.0f} "
            f"| {max(times):.0f} | {drawn / 1000:.1f} |"
        )
    lines.append(
        f"| all | {percentile(everything, 0.5):.0f} | {percentile(everything, 0.95):.0f} | {max(everything):.0f} | |"
    )
    publish(
        "map_click",
        "\n".join(
            [
                f"# A filter click on the server, {given.incidents:,} incidents",
                "",
                described("polars", "streamlit", "streamlit-folium", "folium"),
                "",
                f"{len(CLICKS)} filters, {given.rounds} rounds; from the address to the selection, each filter's "
                "choices with counts, the map's cells, and the script of its marks; Streamlit's own rerun apart.",
                f"The snapshot takes {build_s:.1f} s to build, once after each change of the store, and holds "
                f"{snapshot.frame.estimated_size('mb'):.0f} MB.",
                "",
                "| viewport | median ms | p95 ms | most ms | KB sent at most |",
                "| --- | --- | --- | --- | --- |",
                *lines,
            ]
        ),
    )


if __name__ == "__main__":
    main()
