"""Fills a store from 50,000 made-up articles through a pipe: how fast, and whether memory stays flat.

`python -m rasd ingest` acknowledges each article when it is safely kept; the time of an acknowledgement is what counts.
The articles are those of `memory.py`. CPU time is that of the ingest alone, so that a machine that does other things
meanwhile shows what one core would do. `--store URL` takes another store than a new SQLite file beside the results of
the system's temporary folder.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import described, publish
from benchmarks.memory import MORE, feed, weights

ROOT = Path(__file__).parents[1]
MARKS = (1_000, 10_000, 25_000, 50_000)
_TICKS = os.sysconf("SC_CLK_TCK")


def run(url: str, number: int, workers: int) -> list[str]:
    """The rows of the table for a run into a store."""
    command = [sys.executable, "-m", "rasd", "ingest", "-", "--acknowledge", "--workers", str(workers)]
    environment = os.environ | {"RASD_DATABASE_URL": url}
    rows, start = [], time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        threading.Thread(target=feed, args=(process.stdin, number + MORE), daemon=True).start()
        for at, _ in enumerate(process.stdout, 1):
            if at in MARKS or at == number:
                each, together = weights(process.pid)
                speed, cpu = at / (time.perf_counter() - start), at / _cpu_seconds(process.pid)
                told = " + ".join(map(str, each))
                rows.append(f"| {workers} | {at:,} | {told} | {together} | {speed:,.0f} | {cpu:,.0f} |")
                print(rows[-1], flush=True)
    return rows


def _cpu_seconds(pid: int) -> float:
    """The CPU time of a process, without that of the processes it started."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def main() -> None:
    """Measures and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1])
    parser.add_argument("--store", metavar="URL")
    given = parser.parse_args()
    rows = []
    for workers in given.workers:
        with tempfile.TemporaryDirectory() as folder:
            rows += run(given.store or f"sqlite:///{folder}/rasd.db", given.articles, workers)
    publish(
        "ingest",
        "\n".join(
            [
                "# Filling a store",
                "",
                described("SQLAlchemy"),
                "",
                f"{given.articles:,} made-up articles through a pipe, counted when acknowledged; speed from the start.",
                "",
                "| workers | after articles | RSS of each process, MiB | PSS, MiB | articles/s | articles a CPU s |",
                "| --- | --- | --- | --- | --- | --- |",
                *rows,
            ]
        ),
    )


if __name__ == "__main__":
    main()
