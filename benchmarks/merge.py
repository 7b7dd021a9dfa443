"""Merges 100,000 made-up tellings on one core: in memory, then in a SQLite store, anew and after another 500 reports.

Incidents happen on the places of the gazetteer's region, many in few places as in wars; each is told once or by several
outlets, with other tolls and places as widely known as reports know them. A seeded generator makes the same every time.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import described, publish
from gazetteer import Gazetteer
from gazetteer.model import Place
from rasd.acled import EVENT_TYPE_OF
from rasd.model import Article, Incident, Participant, Resolution, Span, When
from rasd.record.merge import Telling, merge
from rasd.record.store import Store

T = TypeVar("T")
VERSIONS = ("benchmark", "benchmark")
LATE = 500
DAYS = 1_500
KINDS = ("Air/drone strike", "Shelling/artillery/missile attack", "Armed clash", "Remote explosive/landmine/IED",
         "Suicide bomb", "Attack", "Arrests", "Abduction/forced disappearance")  # fmt: skip
OUTLETS = tuple(f"outlet {number}" for number in range(40))
ATTACKERS = ("islamic-state", "turkish-forces", "israeli-forces", "houthis", "unidentified", "russian-forces")


def incidents(number: int, places: list[Place]) -> Iterator[tuple[Article, Incident]]:
    """So many tellings, each in an article of its own."""
    chance = random.Random(11)
    weights = [1 / (rank + 3) for rank in range(len(places))]
    told = 0
    while told < number:
        place = chance.choices(places, weights)[0]
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(DAYS))
        kind, attacker = chance.choice(KINDS), chance.choice(ATTACKERS)
        killed = chance.choice((None, None, 0, 1, 1, 2, 3, 5, 8, 13, 21))
        for _ in range(chance.choices((1, 2, 3, 6), (70, 15, 10, 5))[0]):
            told += 1
            toll = None if killed is None or chance.random() < 0.3 else killed + chance.choice((0, 0, 0, 1, 2))
            wide = place._replace(where_prec=3, radius_km=25.0) if chance.random() < 0.1 else place
            yield _telling(told, chance, wide, day, kind, attacker, toll)


def _telling(  # noqa: PLR0917
    number: int, chance: random.Random, place: Place, day: date, kind: str, attacker: str, killed: int | None
) -> tuple[Article, Incident]:
    words = " ".join(f"word{chance.randrange(3_000)}" for _ in range(14))
    article = Article(f"m{number}", f"title {number}", f"{words} {number}", chance.choice(OUTLETS), "", day)
    last = day + timedelta(days=chance.choice((0, 0, 0, 1)))
    where = Resolution(place, (), "made up", place.where_prec, place.latitude, place.longitude, place.radius_km)
    return article, Incident(
        f"INC-M{number:07}", article.id, EVENT_TYPE_OF[kind], kind, When(day, last, "day"), where,
        (Participant(attacker, attacker, "rebel", "attacker", "x", Span(0, 1)),), (), (), Span(0, len(article.text)),
        0.7, place_text=place.name_ar, killed_low=killed, killed_high=killed,
    )  # fmt: skip


def timed(work: Callable[[], T]) -> tuple[str, T]:
    """How long some work took by the clock and of the processor, as two cells, and what it gave."""
    began, used = time.perf_counter(), time.process_time()
    found = work()
    return f"{time.perf_counter() - began:.1f} | {time.process_time() - used:.1f}", found


def main() -> None:
    """Measures and publishes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tellings", type=int, default=100_000)
    number = parser.parse_args().tellings
    places = [one for one in Gazetteer.load().places.values() if one.where_prec <= 2][:800]
    made = list(incidents(number + LATE, places))
    lines = [
        "# Merging",
        "",
        described("numpy", "SQLAlchemy"),
        "",
        "| what | seconds | of the processor | |",
        "| --- | ---: | ---: | --- |",
    ]
    with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{folder}/merge.db") as store:
        for start in range(0, number, 1_000):
            store.add_all(
                ((article, [one]) for article, one in made[start : start + 1_000][: number - start]), VERSIONS
            )
        tellings = [Telling.of(row) for row in store.rows()]
        took, found = timed(partial(merge, tellings))
        members = sum(len(group.members) for group in found.groups)
        told = f"{members:,} tellings are {len(found.groups):,} incidents, {len(found.doubts):,} pairs in doubt"
        lines.append(f"| {number:,} tellings, in memory | {took} | {told} |")
        del tellings, found
        took, _ = timed(lambda: store.merge(full=True))
        lines.append(f"| the same in a SQLite store, read and written | {took} | |")
        store.add_all(((article, [one]) for article, one in made[number:]), VERSIONS)
        took, _ = timed(store.merge)
        lines.append(f"| {LATE} more reports of any day | {took} | |")
        took, columns = timed(store.columns)
        lines.append(f"| all incidents read, folded | {took} | {len(columns['id']):,} incidents |")
    publish("merge", "\n".join(lines))


if __name__ == "__main__":
    main()
