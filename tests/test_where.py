"""Where the acts of a report were: the place of the act against every other place that the report names."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteer.datafile import Node
from rasd.extract import pipeline
from rasd.model import Article, Incident
from tests.cases_reader import optional, rows

PUBLISHED = "2026-03-17"
Where = tuple[str, str, str]


@pytest.mark.parametrize("case", rows("where"))
def test_where(case: Node) -> None:
    """The incidents of a report by type and place, no more and no less, and their precision where it is given."""
    found = [one for one in pipeline.load().extract(_article(case)) if not one.background]
    expected = case.need("incidents").items()
    assert sorted(map(_where, found)) == sorted(map(_expected, expected))
    for one in expected:
        precisions = {incident.resolution.where_prec for incident in found if _where(incident) == _expected(one)}
        assert one.get("prec") is None or one.need("prec").integer() in precisions, f"line {one.line}: {precisions}"


def _article(case: Node) -> Article:
    case.only("title", "text", "published", "incidents")
    published = date.fromisoformat(optional(case, "published") or PUBLISHED)
    return Article(f"case-{case.line}", optional(case, "title") or "", case.need("text").text(), published=published)


def _where(incident: Incident) -> Where:
    place = incident.resolution.place
    return (incident.sub_event_type, place.name, place.country) if place else (incident.sub_event_type, "", "")


def _expected(node: Node) -> Where:
    node.only("kind", "place", "country", "prec")
    return node.need("kind").text(), optional(node, "place") or "", optional(node, "country") or ""
