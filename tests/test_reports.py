"""Whole reports through the pipeline: every incident's type, place, days, counts and actors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from gazetteer.datafile import Node
from rasd.extract import pipeline
from rasd.model import Article, Incident
from tests.cases_reader import optional, rows

SAMPLES = Path("data/sample/reports.jsonl")
Count = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared strictly; actors apart, since a report may name more than those that must be found."""

    sub_event_type: str
    place: str
    country: str
    date_earliest: str
    date_latest: str
    killed: Count
    injured: Count


@pytest.mark.parametrize("case", [*rows("reports"), *rows("outlets")])
def test_reports(case: Node) -> None:
    """The incidents of a report, no more and no less."""
    found = [i for i in pipeline.load().extract(_article(case)) if not i.background]
    expected = case.need("incidents").items()
    assert sorted(map(_told, found), key=str) == sorted(map(_expected, expected), key=str)
    for one in expected:
        precisions = {i.resolution.where_prec for i in found if _told(i) == _expected(one)}
        assert one.get("where_prec") is None or one.need("where_prec").integer() in precisions, f"line {one.line}"
        wanted = set(one.need("actors").texts())
        alike = [{a.name for a in i.actors} for i in found if _told(i) == _expected(one)]
        assert any(wanted <= names for names in alike), f"line {one.line}: {sorted(wanted)} not all in {alike}"


def _article(case: Node) -> Article:
    if report := optional(case, "report"):
        return _samples()[report]
    return Article(
        f"case-{case.line}",
        case.need("title").text(),
        case.need("text").text(),
        published=date.fromisoformat(case.need("published").text()),
    )


@cache
def _samples() -> dict[str, Article]:
    read = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    return {
        r["id"]: Article(r["id"], r["title"], r["text"], r["outlet"], published=date.fromisoformat(r["published"]))
        for r in read
    }


def _told(incident: Incident) -> Told:
    place = incident.resolution.place
    return Told(
        incident.sub_event_type,
        place.name if place else "",
        place.country if place else "",
        str(incident.when.earliest or ""),
        str(incident.when.latest or ""),
        (incident.killed_low, incident.killed_high),
        (incident.injured_low, incident.injured_high),
    )


def _expected(node: Node) -> Told:
    node.only(
        "sub_event_type", "place", "country", "where_prec", "date_earliest", "date_latest", "killed", "injured",
        "actors",
    )  # fmt: skip
    return Told(
        node.need("sub_event_type").text(),
        optional(node, "place") or "",
        optional(node, "country") or "",
        optional(node, "date_earliest") or "",
        optional(node, "date_latest") or "",
        _count(node.need("killed")),
        _count(node.need("injured")),
    )


def _count(node: Node) -> Count:
    low, high = (None if n.value is None else n.integer() for n in node.items())
    return low, high
