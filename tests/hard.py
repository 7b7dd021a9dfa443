"""Trials of the store by several processes: killed ingests, writers and readers at once.

Run as a program: ``python -m tests.hard kills|load URL ...`` loads what extraction needs once and forks from there, so
that a trial takes as long as its work does. Ends with 0 when all is well, else tells what is not.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func
from sqlalchemy import select as query

from rasd import cli
from rasd.extract import pipeline
from rasd.model import Article, Decision
from rasd.record import articles as files
from rasd.record import schema
from rasd.record.check import Checked, check
from rasd.record.store import Store
from tests.record_cases import VERSIONS, article, incident, unlocated

SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "reports.jsonl"
# After an acknowledgement, how long the next transactions are given before the end comes: some are under way then.
_LONGEST_DELAY = 0.05
_STUCK = 120


def write_reports(target: Path, count: int) -> None:
    """Writes so many reports, each another: the sample's, with a number in each."""
    samples = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    with target.open("w", encoding="utf-8") as out:
        for number in range(count):
            one = samples[number % len(samples)]
            told = {"id": f"A{number}", "title": one["title"], "text": f"{one['text']}\n({number})"}
            out.write(json.dumps(told | {"published": one["published"]}, ensure_ascii=False) + "\n")


# Kills


def kills(url: str, file: Path, count: int, seed: int) -> str:
    """Ingests a file again and again, killed at random points so many times; what is wrong, "" for nothing.

    When all of it is there, another store is begun.
    """
    chance = random.Random(seed)
    expected = {one.id: len(pipeline.load().extract(one)) for one in files.read(file) if isinstance(one, Article)}
    acknowledged: set[str] = set()
    hits = stores = kept = 0
    while hits < count:
        os.environ["RASD_DATABASE_URL"] = f"{url}.{stores}"
        told, killed = _killed(
            file, chance.randrange(4 * len(expected) // count + 1), chance.uniform(0, _LONGEST_DELAY)
        )
        acknowledged |= told
        hits += killed
        if wrong := _half_kept(f"{url}.{stores}", expected, acknowledged):
            return f"after kill {hits}: {wrong}"
        if not killed or hits == count:
            kept += len(acknowledged)
            done = cli.main(["ingest", str(file)])
            if done != 0 or (wrong := _half_kept(f"{url}.{stores}", expected, set(expected))):
                return f"at the end: {done} {wrong}"
            acknowledged.clear()
            stores += 1
    print(f"{hits} kills in {stores} stores of {len(expected)} articles, {kept} acknowledged before, none lost")
    return ""


def _killed(file: Path, wanted: int, delay: float) -> tuple[set[str], bool]:
    """What an ingest acknowledged before it was killed, some time after `wanted` new articles; whether it still ran."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
        os._exit(cli.main(["ingest", str(file), "--acknowledge", "--workers", "1"]))
    os.close(writing)
    told, until = b"", time.monotonic() + _STUCK
    with os.fdopen(reading, "rb", buffering=0) as stream:
        while told.count(b'"new": true') < wanted and time.monotonic() < until:
            if select.select([stream], [], [], 1)[0]:
                if not (some := stream.read(65_536)):
                    break
                told += some
        time.sleep(delay)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        while some := stream.read(65_536):
            told += some
    # A line cut short acknowledges nothing.
    return {json.loads(line)["id"] for line in told.split(b"\n")[:-1]}, os.WIFSIGNALED(status)


def _half_kept(url: str, expected: dict[str, int], acknowledged: set[str]) -> str:
    a, e, i = schema.articles, schema.extractions, schema.incidents
    with Store.open(url) as store, store.engine.connect() as connection:
        there = Counter(connection.execute(query(a.c.id)).scalars())
        shown = query(a.c.id, func.count(i.c.key)).join(e, (e.c.article == a.c.key) & e.c.is_current)
        wanted = shown.outerjoin(i, i.c.extraction == e.c.key)
        found = {row[0]: row[1] for row in connection.execute(wanted.group_by(a.c.id))}
    if lost := acknowledged - set(there):
        return f"{len(lost)} acknowledged articles are lost: {sorted(lost)[:5]}"
    if twice := [id for id, count in there.items() if count > 1]:
        return f"there twice: {twice[:5]}"
    if half := [id for id, count in found.items() if count != expected[id]]:
        return f"not whole: {half[:5]}"
    return "; ".join(map(str, check(url, Checked())))


# Load


def load(url: str, seconds: float) -> str:
    """Two writers and ten readers at once; what is wrong, "" for nothing."""
    Store.open(url).close()
    until = time.monotonic() + seconds
    work: list[Callable[[], Iterator[None]]] = [lambda: _writer(url, 0), lambda: _writer(url, 1)]
    work += [lambda: _reader(url)] * 10
    children = [_started(one, until) for one in work]
    failed = [number for number, child in enumerate(children) if os.waitpid(child, 0)[1] != 0]
    if failed:
        return f"{len(failed)} of {len(children)} failed, the first {failed[0]} (0 and 1 write)"
    with Store.open(url) as store, store.engine.connect() as connection:
        counted = {
            table.name: connection.execute(query(func.count()).select_from(table)).scalar()
            for table in (schema.articles, schema.decisions)
        }
    print(f"{seconds:g} s: {counted['articles']} articles and {counted['decisions']} decisions written, no error")
    return "; ".join(map(str, check(url, Checked())))


def _started(work: Callable[[], Iterator[None]], until: float) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            for _ in work():
                if time.monotonic() > until:
                    break
            status = 0
        finally:
            sys.stderr.flush()
            if status:
                sys.excepthook(*sys.exc_info())
            os._exit(status)
    return child


def _writer(url: str, which: int) -> Iterator[None]:
    """Adds reports, some together and some alone, and decides about each first incident."""
    with Store.open(url) as store:
        for number in range(which, 1_000_000, 2):
            made = [article(10 * number + at) for at in range(4)]
            told = [(one, (incident(one, 1), unlocated(one, 2))) for one in made]
            assert store.add_all(told[:3], VERSIONS) == (True, True, True)
            assert store.add(*told[3], VERSIONS)
            decision = Decision(told[0][1][0].id, "background", None, "true", f"writer {which}", datetime.now(UTC))
            assert store.decide([decision]) == 1
            yield


def _reader(url: str) -> Iterator[None]:
    """Reads all there is, which only grows and is always whole."""
    seen = 0
    with Store.open(url) as store:
        while True:
            counted, columns = store.change_counter(), store.columns()
            assert len({len(values) for values in columns.values()}) == 1
            ids = columns["id"]
            assert len(ids) % 2 == 0 and len(ids) >= seen and len(set(map(str, ids))) == len(ids)
            seen = len(ids)
            if ids:
                last = store.incident(str(ids[-1]))
                assert last is not None and len(last.article.title) > 0
            assert store.change_counter() >= counted
            yield


if __name__ == "__main__":
    name, url, *given = sys.argv[1:]
    told = kills(url, Path(given[0]), int(given[1]), int(given[2])) if name == "kills" else load(url, float(given[0]))
    if told:
        sys.exit(told)
