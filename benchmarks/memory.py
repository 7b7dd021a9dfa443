"""Weighs `python -m rasd extract` while 100,000 made-up articles pass through it, with one process and with two.

The articles are fed through a pipe and their lines read back, so that no file holds them. Each is put together, by a
seeded generator, of a sentence of the sample reports, a place of the gazetteer, a number and words that stand in no
other article: more than news has, so that whatever remembers words is full long before the end. Memory is read from
/proc, so this runs on Linux alone: the resident set of each process, and the proportional set of all, which counts what
forked processes share once.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import described, publish
from gazetteer import Gazetteer
from gazetteer.datafile import read_yaml

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample" / "reports.jsonl"
SENTENCE = read_yaml(Path(__file__).with_name("texts.yaml")).need("sentence").text()
MARKS = (1_000, 10_000, 25_000, 50_000, 100_000)
MORE = 2_000  # so that the processes still run when they are weighed for the last time
NEW_WORDS = 12
LETTERS = [chr(code) for code in range(0x0628, 0x063B)]


def articles(number: int) -> Iterator[bytes]:
    """Lines of JSON, the same at every run."""
    chance = random.Random(7)
    with SAMPLE.open(encoding="utf-8") as file:
        samples = [json.loads(line) for line in file]
    sentences = [sentence for one in samples for sentence in one["text"].split("\n")]
    places = [place.name_ar for place in Gazetteer.load().places.values() if place.name_ar]
    for at in range(number):
        own = SENTENCE.format(place=chance.choice(places), number=chance.randrange(10_000))
        new = " ".join("".join(chance.choices(LETTERS, k=9)) for _ in range(NEW_WORDS))
        told = [own, chance.choice(sentences), f"{new}."]
        one = chance.choice(samples)
        record = {"id": str(at), "title": one["title"], "text": "\n".join(told), "published": one["published"]}
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def weights(pid: int) -> tuple[list[int], int]:
    """The resident set of a process and of those it started, and the proportional set of all; MiB."""
    family = [pid]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended meanwhile
        if parent == pid:
            family.append(int(stat.parent.name))
    rolls = [dict(_sizes(Path(f"/proc/{one}/smaps_rollup"))) for one in family]
    return [roll["Rss"] // 1024 for roll in rolls], sum(roll["Pss"] for roll in rolls) // 1024


def _sizes(roll: Path) -> Iterator[tuple[str, int]]:
    for line in roll.read_text(encoding="ascii").splitlines()[1:]:
        name, size, *_ = line.split()
        yield name.rstrip(":"), int(size)


def feed(stream: BinaryIO, number: int) -> None:
    """Writes the articles into a pipe."""
    with stream:
        for line in articles(number):
            stream.write(line)


def run(number: int, workers: int) -> list[str]:
    """The rows of the table for a run."""
    command = [sys.executable, "-m", "rasd", "extract", "-", "--workers", str(workers)]
    rows, start = [], time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        threading.Thread(target=feed, args=(process.stdin, number + MORE), daemon=True).start()
        for at, _ in enumerate(process.stdout, 1):
            if at in MARKS or at == number:
                each, together = weights(process.pid)
                speed = at / (time.perf_counter() - start)
                told = " + ".join(map(str, each))
                rows.append(f"| {workers} | {at:,} | {told} | {together} | {speed:,.0f} |")
                print(rows[-1], flush=True)
    return rows


def main() -> None:
    """Measures and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    given = parser.parse_args()
    size = sum(map(len, articles(1_000))) / 1_000
    rows = [row for workers in given.workers for row in run(given.articles, workers)]
    publish(
        "memory",
        "\n".join(
            [
                "# Memory of a long extraction",
                "",
                described(),
                "",
                f"{given.articles:,} made-up articles of some {size:,.0f} bytes, through a pipe; speed from the start.",
                "",
                "| workers | after articles | RSS of each process, MiB | PSS together, MiB | articles/s |",
                "| --- | --- | --- | --- | --- |",
                *rows,
            ]
        ),
    )


if __name__ == "__main__":
    main()
