"""The sample reports: a valid file of many countries and kinds; those without an incident stay without one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from rasd.errors import DataError
from rasd.extract import pipeline
from rasd.lexicon.events import ACLED
from rasd.model import Article, Incident
from rasd.record import articles

FILE = Path("data/sample/reports.jsonl")
# Sport, markets, a threat, an exercise, a remembrance, a denial.
QUIET = ("sample-044", "sample-045", "sample-047", "sample-048", "sample-049", "sample-050")


@cache
def _reports() -> dict[str, Article]:
    read = list(articles.read(FILE, sample=True))
    assert [one for one in read if isinstance(one, DataError)] == []
    return {one.id: one for one in read if isinstance(one, Article)}


@cache
def _incidents() -> tuple[Incident, ...]:
    return tuple(found for report in _reports().values() for found in pipeline.load().extract(report))


def test_every_line_is_a_marked_sample() -> None:
    """Ids once each, every report dated, from a named outlet without an address, and marked."""
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert len(lines) >= 40
    assert len({line["id"] for line in lines}) == len(lines) == len(_reports())
    for line in lines:
        assert list(line) == ["id", "title", "text", "published", "outlet", "url", "sample"], line["id"]
        assert line["sample"] is True and line["url"] is None, line["id"]
        assert "2018-01-01" <= line["published"] <= "2026-12-31", line["id"]
    assert len({line["outlet"] for line in lines}) >= 8


def test_incidents_lie_in_many_countries() -> None:
    """Eight countries or more among the incidents that were placed."""
    placed = {i.resolution.place.country for i in _incidents() if i.resolution.place is not None}
    assert len(placed) >= 8


def test_some_incident_has_no_place() -> None:
    """One whose place is unknown and one that names none: both stay visible, and on no map."""
    lost = [i for i in _incidents() if i.resolution.place is None]
    assert {bool(i.place_text) for i in lost} == {True, False}


def test_all_event_types_are_shown() -> None:
    """Each of ACLED's six event types among what is extracted."""
    assert {i.event_type for i in _incidents()} == set(ACLED)


@pytest.mark.parametrize("report", QUIET)
def test_reports_without_an_incident(report: str) -> None:
    """Words of war without an event of it give nothing that is news; history stays marked as such."""
    assert [i for i in pipeline.load().extract(_reports()[report]) if not i.background] == []
