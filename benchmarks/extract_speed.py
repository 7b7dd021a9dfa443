"""Times extraction on one core, start-up not counted, and how long `python -m rasd extract` takes to start.

With the compiled reader (`make compiled`) and without it, each in processes of its own, in turn.
Give a file of articles, one JSON object a line with id, title, text and published; without one, the sample reports.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import described, percentile, publish
from gazetteer import compiled
from gazetteer.datafile import read_yaml
from rasd import workers
from rasd.extract import pipeline
from rasd.model import Article, Incident

SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "reports.jsonl"
REPORT = read_yaml(Path(__file__).with_name("texts.yaml")).need("report")


def read(path: Path) -> list[Article]:
    """The articles of a file."""
    articles = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            published = item.get("published")
            articles.append(
                Article(
                    id=str(item["id"]),
                    title=item.get("title") or "",
                    body=item["text"],
                    published=date.fromisoformat(published[:10]) if published else None,
                )
            )
    return articles


def one_core() -> None:
    """Keeps this process to one processor where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def start_up(environment: dict[str, str]) -> float:
    """Seconds of `python -m rasd extract` over one short article, from start to end."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        report = {"id": "1", "published": "2020-01-02"} | {name: REPORT.need(name).text() for name in ("title", "text")}
        file.write_text(json.dumps(report, ensure_ascii=False) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "rasd", "extract", str(file), "-o", str(Path(folder) / "out.jsonl")]
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        return time.perf_counter() - start


def loaded_extract() -> Callable[[Article], tuple[Incident, ...]]:
    """Extraction with all of its lists loaded, and no text read; the collector set as the commands set it."""
    loaded = pipeline.load()
    loaded.read(Article("0", "", REPORT.need("title").text()))
    gc.freeze()
    gc.set_threshold(workers._COLLECT_AFTER)
    return loaded.extract


def measure(file: Path, rounds: int) -> dict[str, Any]:
    """What this process takes for the articles of a file, by processor time, and the sum of all that it found."""
    one_core()
    articles = read(file)
    load_start = time.perf_counter()
    extract = loaded_extract()
    loaded = time.perf_counter() - load_start
    # The first round meets each word, name and place for the first time; the others ask what is remembered.
    speeds, found = [], []
    for _ in range(1 + rounds):
        start = time.process_time()
        found = [extract(article) for article in articles]
        speeds.append(len(articles) / (time.process_time() - start))
    return {
        "compiled": compiled.in_use(),
        "loading": loaded,
        "speeds": speeds,
        "articles": len(articles),
        "characters": sum(len(article.text) for article in articles) / len(articles),
        "incidents": sum(map(len, found)),
        "found": hashlib.sha256(repr(found).encode()).hexdigest(),
    }


def measured(file: Path, rounds: int, switch: str) -> list[dict[str, Any]]:
    """Two processes' measures with the compiled reader switched on ("1") or off ("0")."""
    environment = os.environ | {compiled.SWITCH: switch}
    command = [sys.executable, __file__, str(file), "--rounds", str(rounds), "--alone"]
    taken = []
    for _ in range(2):
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        taken.append(json.loads(told.stdout) | {"start": min(start_up(environment) for _ in range(3))})
    return taken


def row(label: str, figure: str, *columns: list[dict[str, Any]]) -> str:
    """A row of the table: a figure of each column's processes, their mean."""
    means = []
    for taken in columns:
        values = [FIGURES[figure](one) for one in taken]
        means.append(sum(values) / len(values))
    form = ",.0f" if means[0] > 10 else ".2f"
    return f"| {label} | " + " | ".join(format(mean, form) for mean in means) + " |"


FIGURES: dict[str, Callable[[dict[str, Any]], float]] = {
    "first": lambda one: one["speeds"][0],
    "again": lambda one: percentile(one["speeds"][1:], 0.5),
    "slowest": lambda one: min(one["speeds"][1:]),
    "loading": lambda one: one["loading"],
    "start": lambda one: one["start"],
}


def main() -> None:
    """Measures and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="?", default=SAMPLE, help="a JSON Lines file of articles")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="measure this process only, and print JSON")
    given = parser.parse_args()
    if given.alone:
        print(json.dumps(measure(given.articles, given.rounds)))
        return
    fast, plain = (measured(given.articles, given.rounds, switch) for switch in "10")
    first = fast[0]
    if not first["compiled"]:
        sys.exit("the compiled reader is missing or of other sources: make compiled")
    same = len({one["found"] for one in (*fast, *plain)}) == 1
    publish(
        "extract_speed",
        "\n".join(
            [
                "# Extraction on one core",
                "",
                described("PyYAML", "mypy"),
                "",
                f"{given.articles.name}: {first['articles']} articles of {first['characters']:,.0f} characters on "
                f"average, {first['incidents']} incidents; read once and {given.rounds} times again by processor time, "
                "in two processes each, the mean of both. "
                f"What both readers found is {'the same' if same else 'NOT THE SAME'}.",
                "",
                "| | compiled | plain Python |",
                "| --- | --- | --- |",
                row("articles/s, first reading of the whole file", "first", fast, plain),
                row("articles/s, read again, median", "again", fast, plain),
                row("articles/s, read again, slowest round", "slowest", fast, plain),
                row("loading, s", "loading", fast, plain),
                row("`python -m rasd extract` of one article, start to end, s", "start", fast, plain),
            ]
        ),
    )


if __name__ == "__main__":
    main()
