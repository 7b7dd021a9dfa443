"""What is news and what is not, and which sentences tell of one incident: short reports through the whole pipeline."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteer.datafile import Node
from rasd.extract import assemble, pipeline
from rasd.lexicon.events import event
from rasd.model import Article, Incident
from tests.cases_reader import optional, rows

Count = tuple[int | None, int | None]


@pytest.mark.parametrize("case", [*rows("news"), *rows("told_again")])
def test_news(case: Node) -> None:
    """The incidents of a report without background: type and place of each, and its dead where the case asks."""
    case.only("published", "title", "text", "incidents", "unsure")
    wanted = case.need("incidents").items()
    found = [i for i in pipeline.load().extract(_article(case)) if not i.background]
    if case.get("unsure"):
        assert set(map(_told, found)) <= set(map(_expected, wanted)) <= _candidates(_article(case))
        return
    assert sorted(map(_told, found)) == sorted(map(_expected, wanted))
    for one in wanted:
        if killed := one.get("killed"):
            alike = [(i.killed_low, i.killed_high) for i in found if _told(i) == _expected(one)]
            assert _count(killed) in alike, f"line {one.line}"


def _article(case: Node) -> Article:
    published = date.fromisoformat(case.need("published").text())
    return Article(f"case-{case.line}", optional(case, "title") or "", case.need("text").text(), published=published)


def _candidates(article: Article) -> set[tuple[str, str]]:
    """Every incident that an article may tell of, whether sure enough to show or not."""
    mentions = pipeline.load().read(article)
    found = set()
    for judged in assemble.candidates(mentions):
        at = judged.draft.place
        place = None if at is None else mentions.places[at].resolution.place
        found.add((event(judged.draft.event).sub_event_type, place.name if place else ""))
    return found


def _told(incident: Incident) -> tuple[str, str]:
    place = incident.resolution.place
    return incident.sub_event_type, place.name if place else ""


def _expected(node: Node) -> tuple[str, str]:
    node.only("type", "place", "killed")
    return node.need("type").text(), node.need("place").text()


def _count(node: Node) -> Count:
    low, high = (None if n.value is None else n.integer() for n in node.items())
    return low, high
