"""Times extraction on one core, start-up not counted, and how long `python -m rasd extract` takes to start.

Give a file of articles, one JSON object a line with id, title, text and published; without one, the sample reports.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import described, percentile, publish
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


def start_up(rounds: int) -> list[float]:
    """Seconds of `python -m rasd extract` over one short article, from start to end."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        report = {"id": "1", "published": "2020-01-02"} | {name: REPORT.need(name).text() for name in ("title", "text")}
        file.write_text(json.dumps(report, ensure_ascii=False) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "rasd", "extract", str(file), "-o", str(Path(folder) / "out.jsonl")]
        for _ in range(rounds):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
    return times


def loaded_extract() -> Callable[[Article], tuple[Incident, ...]]:
    """Extraction with all of its lists loaded, and no text read; the collector set as the commands set it."""
    loaded = pipeline.load()
    loaded.read(Article("0", "", REPORT.need("title").text()))
    gc.freeze()
    gc.set_threshold(workers._COLLECT_AFTER)
    return loaded.extract


def main() -> None:
    """Measures and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="?", default=SAMPLE, help="a JSON Lines file of articles")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    started = start_up(max(given.rounds, 3))
    one_core()
    articles = read(given.articles)
    load_start = time.perf_counter()
    extract = loaded_extract()
    loaded = time.perf_counter() - load_start
    # The first round meets each word, name and place for the first time; the others ask what is remembered.
    speeds, incidents = [], 0
    for _ in range(1 + given.rounds):
        start = time.process_time()
        incidents = sum(len(extract(article)) for article in articles)
        speeds.append(len(articles) / (time.process_time() - start))
    first, again = speeds[0], speeds[1:]
    characters = sum(len(article.text) for article in articles) / len(articles)
    publish(
        "extract_speed",
        "\n".join(
            [
                "# Extraction on one core",
                "",
                described("PyYAML"),
                "",
                f"{given.articles.name}: {len(articles)} articles of {characters:,.0f} characters on average, "
                f"{incidents} incidents, in one process; read once and {given.rounds} times again, processor time.",
                "",
                "| | |",
                "| --- | --- |",
                f"| articles/s, first reading of the whole file | {first:,.0f} |",
                f"| articles/s, read again, median | {percentile(again, 0.5):,.0f} |",
                f"| articles/s, read again, slowest round | {min(again):,.0f} |",
                f"| loading, s | {loaded:.2f} |",
                f"| `python -m rasd extract` of one article, start to end, median s | {percentile(started, 0.5):.2f} |",
            ]
        ),
    )


if __name__ == "__main__":
    main()
