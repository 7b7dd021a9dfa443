"""What the server does at so many made-up incidents: clicks, pages, memory, exports.

A measurement is a function from the world measured to lines of Markdown; `dashboard.py` lists them.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from streamlit_folium import _get_feature_group_string

from benchmarks import made_up
from benchmarks.held import Highest, settled_mb
from benchmarks.machine import percentile
from rasd.lexicon.labels import labels
from rasd.ui import listing
from rasd.ui import map as ui_map
from rasd.ui.layers import LAYERS, Shown
from rasd.ui.listing import Order
from rasd.ui.look import View
from rasd.ui.picture import picture
from rasd.view import filters
from rasd.view.aggregate import MapView, map_view
from rasd.view.areas import choropleth
from rasd.view.asked import Asked
from rasd.view.bounds import Bounds
from rasd.view.export import FORMATS, Rows, write
from rasd.view.facets import Option, facets
from rasd.view.heat import heat
from rasd.view.months import months
from rasd.view.playing import at as during
from rasd.view.playing import calendar
from rasd.view.selection import Selection
from rasd.view.snapshot import Snapshot
from rasd.view.timeline import Timeline, timeline
from rasd.view.trends import trends

SERVER_MS, PAYLOAD_KB, SESSION_MB = 120, 200, 20
_SESSIONS = 10
_ROWS = 50

Params = dict[str, str | list[str]]
CLICKS: tuple[Params, ...] = (
    {},
    {"actor": "actor-0"},
    {"actor": "actor-3,actor-40,actor-77"},
    {"attacker": "actor-1", "target": "actor-2"},
    {"actor": "-actor-0,-actor-1"},
    {"from": "2019-01-01", "to": "2019-12-31"},
    {"from": "2024-01-01"},
    {"type": "battles"},
    {"type": "explosions-remote-violence,violence-against-civilians", "from": "2018-01-01"},
    {"type": "-strategic-developments", "status": "confirmed"},
    {"sub": "air-drone-strike"},
    {"country": "SY,IQ"},
    {"prec": "1,2", "conf": "0.7"},
    {"prec": "unlocated"},
    {"box": "36,32,42,37"},
    {"ring": "36,32;42,32;43,37;39,38;36,37"},
    {"inview": "1", "type": "battles"},
    {"q": made_up.ONE_WORD},
    {"q": made_up.TWO_WORDS, "type": "battles"},
    {"actor": "actor-1", "country": "YE", "from": "2016-06-01", "to": "2020-06-01"},
)
VIEWS: tuple[tuple[str, Bounds, int], ...] = (
    ("region", Bounds(20.0, 10.0, 60.0, 40.0), 5),
    ("country", Bounds(35.0, 32.0, 43.0, 38.0), 7),
    ("city", Bounds(36.5, 35.5, 38.0, 36.7), 10),
)


@dataclass(frozen=True, slots=True)
class World:
    """What is measured: a snapshot of `count` incidents, the seconds it took to build, and the MB that the process
    grew by, in the end and at most while it was built."""

    count: int
    snapshot: Snapshot
    build_s: float
    added_mb: float
    peak_mb: float
    rounds: int

    @classmethod
    def built(cls, count: int, rounds: int) -> World:
        """The world of so many made-up incidents."""
        before = settled_mb()
        building = _Building(made_up.MadeUp().parts(count))
        start = time.perf_counter()
        with Highest() as highest:
            snapshot = Snapshot.gather(building)
        build_s = time.perf_counter() - start - building.made_s
        return cls(count, snapshot, build_s, settled_mb() - before, highest.mb, rounds)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a click's page is drawn from."""

    asked: Asked
    facets: dict[str, tuple[Option, ...]]
    map: MapView
    time: Timeline


def answer(snapshot: Snapshot, params: Params, bounds: Bounds, zoom: int) -> Answer:
    """What the server works out for a click: from the address to the selection, facets, cells and bars."""
    selection, wrong = filters.parse(params)
    assert not wrong, wrong
    asked = filters.ask(snapshot, selection, bounds)
    return Answer(asked, facets(asked), map_view(asked, bounds, zoom, areas=True), timeline(asked))


def payload(found: Answer, bounds: Bounds, zoom: int, layer: str) -> int:
    """Bytes that go to the browser: the script of what the map draws, the facets' choices, the bars."""
    names = labels("ar")
    at = View((bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2, zoom)
    drawn = picture(found.asked, bounds, at, Shown(layer), names)
    script = _get_feature_group_string(ui_map.group(drawn.drawn, drawn.beside), ui_map.base(names))
    told = {name: [(one.value, one.count) for one in choices] for name, choices in found.facets.items()}
    bars = [(one.start.isoformat(), *one.by_type) for one in found.time.bars]
    return len(script.encode()) + len(json.dumps([told, bars], ensure_ascii=False).encode())


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def server(world: World) -> list[str]:
    """A click on the server, by viewport; and each part of it for the whole selection."""
    heads = ["median ms", "p95 ms", "most ms", *(f"KB sent, most, {layer}" for layer in LAYERS)]
    lines = [f"| viewport | {' | '.join(heads)} |", "| --- " * (len(heads) + 1) + "|"]
    every: list[float] = []
    largest = 0
    for name, bounds, zoom in VIEWS:
        answer(world.snapshot, {}, bounds, zoom)
        times = [
            timed(lambda p=params, b=bounds, z=zoom: answer(world.snapshot, p, b, z))
            for _ in range(world.rounds)
            for params in CLICKS
        ]
        found = [answer(world.snapshot, params, bounds, zoom) for params in CLICKS]
        sent = [max(payload(one, bounds, zoom, layer) for one in found) for layer in LAYERS]
        every, largest = every + times, max(largest, *sent)
        lines.append(f"| {name}, zoom {zoom} {_spread(times)} {' | '.join(f'{one / 1000:.1f}' for one in sent)} |")
    lines.append(f"| all {_spread(every)} {' | '.join('' for _ in LAYERS)} |")
    lines += ["", "| part, zoom 5 | median ms | p95 ms | most ms |", "| --- | --- | --- | --- |"]
    for name, part in _parts(world.snapshot).items():
        times = [timed(lambda p=params, do=part: do(p)) for _ in range(world.rounds) for params in CLICKS]
        lines.append(f"| {name} {_spread(times)}")
    median = percentile(every, 0.5)
    lines += ["", _verdict("a click on the server", median, SERVER_MS, "ms, median")]
    return [*lines, _verdict("what is sent", largest / 1000, PAYLOAD_KB, "KB at most")]


def _parts(snapshot: Snapshot) -> dict[str, Callable[[Params], object]]:
    _, bounds, zoom = VIEWS[0]

    def asked(params: Params) -> Asked:
        return filters.ask(snapshot, filters.parse(params)[0], bounds)

    def played(params: Params) -> object:
        shown = calendar(made_up.FIRST_DAY, made_up.FIRST_DAY.replace(year=2025), "quarter")
        return map_view(during(asked(params), shown[len(shown) // 2]), bounds, zoom)

    return {
        "selection": lambda params: asked(params).count,
        "selection and facets": lambda params: facets(asked(params)),
        "selection and map": lambda params: map_view(asked(params), bounds, zoom, areas=True),
        "selection and timeline": lambda params: timeline(asked(params)),
        "selection and heat layer": lambda params: heat(asked(params), bounds, zoom),
        "selection and provinces": lambda params: choropleth(asked(params)),
        "one window of play": played,
    }


def memory(world: World) -> list[str]:
    """What the snapshot holds, and what each further session that keeps its last answer adds."""
    held: list[Answer] = []
    before = settled_mb()
    for number in range(_SESSIONS):
        found = answer(world.snapshot, CLICKS[number % len(CLICKS)], *VIEWS[0][1:])
        held.append(found)
    added = max(settled_mb() - before, 0.0) / len(held)
    kept = max(sum(mask.nbytes for mask in one.asked.kept.values()) + _rows_bytes(one.asked) for one in held) / 1e6
    return [
        f"- A snapshot takes {world.build_s:.1f} s to build from a store's columns, once a change of the store.",
        f"- It holds {world.snapshot.nbytes / 1e6:.0f} MB for all sessions together; the process, with all "
        f"libraries loaded, grew by {world.added_mb:.0f} MB, while it was built by {world.peak_mb:.0f} MB at most.",
        f"- {len(held)} further sessions, each keeping its last answer whole, added {added:.1f} MB each (at most "
        f"{kept:.1f} MB of it row numbers).",
        "",
        _verdict("a further session", added, SESSION_MB, "MB"),
    ]


def pages(world: World) -> list[str]:
    """What the other pages and the sidebar ask for, by selection."""
    words = labels("ar")

    def asked(params: Params) -> Asked:
        return filters.ask(world.snapshot, filters.parse(params)[0])

    def table(params: Params, order: Order) -> object:
        found = asked(params)
        return listing.page(found, listing.ordered(found, order, words)[:_ROWS], listing.SHOWN, "", words)

    asks: dict[str, Callable[[Params], object]] = {
        "months of the sidebar": lambda params: months(asked(params)),
        "first page of the table, newest first": lambda params: table(params, Order()),
        "first page of the table, by place": lambda params: table(params, Order("place", False)),
        "trends, with who against whom": lambda params: trends(asked(params).lazy()),
    }
    lines = ["| asked for | median ms | p95 ms | most ms |", "| --- | --- | --- | --- |"]
    for name, work in asks.items():
        work({})
        times = [timed(lambda p=params, do=work: do(p)) for _ in range(world.rounds) for params in CLICKS]
        lines.append(f"| {name} {_spread(times)}")
    return lines


def exports(world: World) -> list[str]:
    """Each export format with all incidents, to a file."""
    lines = [
        "| format | s | MB | MB the process grew at most, up to a tenth | in all |",
        "| --- | --- | --- | --- | --- |",
    ]
    for id, form in FORMATS.items():
        with tempfile.TemporaryFile() as out, Highest() as highest:

            def progress(done: int, total: int, highest: Highest = highest) -> None:
                highest.tenth = highest.tenth if done * 10 > total else highest.mb

            rows = Rows.selected(world.snapshot, Selection(), progress=progress)
            start = time.perf_counter()
            written = write(form, rows, out)
            seconds = time.perf_counter() - start
        lines.append(f"| {id} | {seconds:.1f} | {written.size / 1e6:.0f} | {highest.tenth:.0f} | {highest.mb:.0f} |")
    return lines


class _Building:
    """Parts as they are made, and the seconds that making them took, which are not the snapshot's."""

    def __init__(self, parts: Iterator[dict[str, list[Any]]]) -> None:
        self._parts = parts
        self.made_s = 0.0

    def __iter__(self) -> Iterator[dict[str, list[Any]]]:
        while True:
            start = time.perf_counter()
            part = next(self._parts, None)
            self.made_s += time.perf_counter() - start
            if part is None:
                return
            yield part


def _spread(times: list[float]) -> str:
    return f"| {percentile(times, 0.5):.0f} | {percentile(times, 0.95):.0f} | {max(times):.0f} |"


def _verdict(what: str, value: float, floor: float, unit: str) -> str:
    return f"Floor for {what}: {floor:g} {unit}; measured {value:.1f}: {'held' if value <= floor else 'NOT held'}."


def _rows_bytes(asked: Asked) -> int:
    found = asked.rows
    return 0 if found is None else int(found.nbytes)
