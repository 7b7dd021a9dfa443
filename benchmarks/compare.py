"""Compares Rasd's readers of dates, counts and places with libraries that do the like, on the same texts in one run.

    python benchmarks/compare.py ARTICLES.jsonl [GOLD.jsonl]

Each contender reads in a process of its own: first the expressions of expressions.yaml, whose meaning is known, then
the articles, for speed and, when annotated incidents are given, for how many of their dates, counts and places are
among what it finds. Speed is by processor time on one core, start-up not counted. Those not installed are named.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.contenders import CONTENDERS, Answers, Asked, Contender, Value
from benchmarks.machine import described, publish
from gazetteer.datafile import Node, read_yaml
from gazetteer.distance import km_between

_NEAR_KM = 10.0
SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "reports.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """An expression in its sentence, what it means, and whether an answer to it is right."""

    asked: Asked
    right: Callable[[list[Value]], bool]


@dataclass(frozen=True, slots=True)
class Gold:
    """A slot of an annotated incident: the article by its number, and whether an answer holds what it says."""

    article: int
    held: Callable[[list[Value]], bool]


def date_cases(root: Node) -> list[Case]:
    """Right when all that is found in the sentence spans just the days meant."""
    cases = []
    sentence = root.need("sentence").text()
    for group in root.need("published").items():
        published = date.fromisoformat(group.need("day").text())
        for words, meant in group.need("expressions").entries().items():
            days = [date.fromisoformat(day) for day in meant.text().split()]
            asked, ends = Asked(sentence.replace("{}", words), published), (days[0], days[-1])
            cases.append(Case(asked, lambda got, ends=ends: spans(got) == ends))
    return cases


def spans(found: list[Value]) -> Value | None:
    """The first and the last day of all dates found."""
    return (min(one[0] for one in found), max(one[1] for one in found)) if found else None  # type: ignore[type-var]


def count_cases(root: Node) -> list[Case]:
    """Right when the lowest number is among what is found of the kind asked for, or nothing is when none is told."""
    cases = []
    for words, meant in root.entries().items():
        kind, low, _ = meant.text().split()
        number = None if low == "-" else int(low)
        cases.append(Case(Asked(words, kind=kind), lambda got, n=number: not got if n is None else holds_count(got, n)))
    return cases


def holds_count(found: list[Value], low: int) -> bool:
    """Whether a number is among those found."""
    return any(one[0] == low for one in found)


def place_cases(root: Node) -> list[Case]:
    """Right when the first place found (holders last) lies near the one meant."""
    cases = []
    for words, meant in root.entries().items():
        latitude, longitude = map(float, meant.text().split())
        cases.append(Case(Asked(words), lambda got, a=latitude, b=longitude: near(got[:1], a, b, _NEAR_KM)))
    return cases


def near(found: list[Value], latitude: float, longitude: float, km: float) -> bool:
    """Whether one of the points found is within so many km."""
    return any(km_between(latitude, longitude, *one) <= km for one in found)  # type: ignore[arg-type]


CASES = {"dates": date_cases, "counts": count_cases, "places": place_cases}


def gold_slots(what: str, incidents: list[list[dict[str, object]]]) -> list[Gold]:
    """The slots of the annotated incidents that are no background, as `what` has them."""
    return [
        Gold(at, held)
        for at, told in enumerate(incidents)
        for one in told
        if not one.get("background") and (held := HELD[what](one)) is not None
    ]


def _date_held(one: dict[str, object]) -> Callable[[list[Value]], bool] | None:
    """A date that the words tell: its days, both ends, are among those found."""
    if not one["date_text"] or not one["date_earliest"]:
        return None
    first = date.fromisoformat(str(one["date_earliest"]))
    last = date.fromisoformat(str(one["date_latest"] or one["date_earliest"]))
    return lambda got: (first, last) in got


def _count_held(one: dict[str, object]) -> Callable[[list[Value]], bool] | None:
    """The dead: their lowest number is among those found."""
    low = one["killed_low"]
    return None if low is None else lambda got: holds_count(got, low)  # type: ignore[arg-type]


def _place_held(one: dict[str, object]) -> Callable[[list[Value]], bool] | None:
    """A place: one of those found is as near as the annotation allows."""
    if one["latitude"] is None:
        return None
    latitude, longitude, km = (float(str(one[key] or 0)) for key in ("latitude", "longitude", "tolerance_km"))
    return lambda got: near(got, latitude, longitude, max(km, 5.0))


HELD = {"dates": _date_held, "counts": _count_held, "places": _place_held}


def lines(path: Path) -> list[dict[str, object]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def asked_of(articles: list[dict[str, object]]) -> list[Asked]:
    """The articles as texts to read; one without a day is read as of the start of 2020, the same for all."""
    days = [date.fromisoformat(str(one.get("published") or "2020-01-01")[:10]) for one in articles]
    texts = [f"{one.get('title') or ''}\n{one['text']}" for one in articles]
    return [Asked(text, day) for text, day in zip(texts, days, strict=True)]


def missing(contender: Contender) -> str:
    """What a contender lacks on this machine, or ""."""
    for package in contender.packages:
        try:
            version(package)
        except PackageNotFoundError:
            return package
    return contender.program if contender.program and not shutil.which(contender.program) else ""


def read_apart(what: str, name: str, asked: list[Asked], folder: Path) -> tuple[Answers, float]:
    """What a contender answers and its seconds, read by a process of its own on one core."""
    given, answers = folder / "asked", folder / "answers"
    given.write_bytes(pickle.dumps(asked))
    command = [sys.executable, __file__, "--probe", what, name, str(given), str(answers)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"RASD_DATA_DIR": str(folder / "none")})
    return pickle.loads(answers.read_bytes())


def probe(what: str, name: str, given: str, answers: str) -> None:
    """The process of one contender."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    asked = pickle.loads(Path(given).read_bytes())
    Path(answers).write_bytes(pickle.dumps(CONTENDERS[what][name].read(asked)))


def measured(what: str, name: str, articles: list[Asked], gold: list[Gold], folder: Path) -> str:
    """A contender's row."""
    contender = CONTENDERS[what][name]
    if lacks := missing(contender):
        return f"| {contender.title} | not compared: {lacks} is not installed | | | |"
    cases = CASES[what](read_yaml(Path(__file__).with_name("expressions.yaml")).need(what))
    told, _ = read_apart(what, name, [case.asked for case in cases], folder)
    right = sum(case.right(got) for case, got in zip(cases, told, strict=True))
    wrong = sum(bool(got) and not case.right(got) for case, got in zip(cases, told, strict=True))
    found, seconds = read_apart(what, name, articles, folder)
    held = sum(one.held(found[one.article]) for one in gold)
    agreed = f"{held} of {len(gold)}" if gold else ""
    return f"| {contender.title} | {right} of {len(cases)} | {wrong} | {agreed} | {len(articles) / seconds:,.1f} |"


def main() -> None:
    """Measures and publishes."""
    if sys.argv[1:2] == ["--probe"]:
        probe(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?", default=SAMPLE, help="a JSON Lines file of articles")
    parser.add_argument("gold", type=Path, nargs="?", help="annotated incidents of the same articles, JSON Lines")
    given = parser.parse_args()
    articles = lines(given.articles)
    told = {one["id"]: one["incidents"] for one in lines(given.gold)} if given.gold else {}
    incidents = [told.get(one["id"], []) for one in articles]
    asked = asked_of(articles)
    tables = []
    with tempfile.TemporaryDirectory() as folder:
        for what, contenders in CONTENDERS.items():
            gold = gold_slots(what, incidents)  # type: ignore[arg-type]
            rows = [measured(what, name, asked, gold, Path(folder)) for name in contenders]
            head = f"| {what} | expressions right | wrong | gold slots found | articles/s |"
            tables += ["", head, "| --- | --- | --- | --- | --- |", *rows]
    wanted = dict.fromkeys(p for few in CONTENDERS.values() for one in few.values() for p in one.packages)
    publish("compare", "\n".join([
        "# Dates, counts and places beside other libraries", "",
        described("PyYAML", *(one for one in wanted if not missing(Contender("", print, (one,))))), "",
        f"{given.articles.name}: {len(articles)} articles, each contender in its own process on one core; processor "
        "time, start-up not counted. An expression's date is right when all found spans just the days meant; a count, "
        "when the lowest number is found (nothing, when none is told); a place, when the first one found lies within "
        f"{_NEAR_KM:.0f} km. Wrong is an answer that is not right. A gold slot is found when it is among all that is "
        "found in its article.",
        *tables,
    ]))  # fmt: skip


if __name__ == "__main__":
    main()
