"""What kind, who and how many: short reports through the whole pipeline, one table a slot."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteer.datafile import Node, read_yaml
from rasd.extract import pipeline
from rasd.lexicon.events import by_sub_event_type
from rasd.model import Article, Incident
from tests.cases_reader import CASES, rows

PUBLISHED = date(2024, 3, 20)
Count = tuple[int | None, int | None]


def incidents(case: Node) -> list[Incident]:
    """The incidents of a row's text, background left out."""
    told = Article("case", "", case.need("text").text(), published=PUBLISHED)
    return [one for one in pipeline.load().extract(told) if not one.background]


@pytest.mark.parametrize("case", rows("types"))
def test_types(case: Node) -> None:
    case.only("text", "types")
    assert [one.sub_event_type for one in incidents(case)] == case.need("types").texts()


def test_every_type_is_in_the_table_twice() -> None:
    told = [name for case in read_yaml(CASES / "types.yaml").items() for name in case.need("types").texts()]
    assert {name for name in by_sub_event_type() if told.count(name) < 2} == set()


@pytest.mark.parametrize("case", rows("roles"))
def test_roles(case: Node) -> None:
    """Every actor of every incident, with its role."""
    case.only("text", "actors")
    got = {actor.name: actor.role for one in incidents(case) for actor in one.actors}
    assert got == {name: role.text() for name, role in case.need("actors").entries().items()}


@pytest.mark.parametrize("case", rows("tolls"))
def test_tolls(case: Node) -> None:
    """Killed and injured of each incident; «vague» is the word kept for those killed, when no number is told."""
    case.only("text", "killed", "injured", "tolls", "vague")
    found = incidents(case)
    if tolls := case.get("tolls"):
        expected = [tuple(_count(n) for n in row.items()) for row in tolls.items()]
    else:
        expected = [(_count(case.need("killed")), _count(case.need("injured")))]
    assert [((i.killed_low, i.killed_high), (i.injured_low, i.injured_high)) for i in found] == expected
    if vague := case.get("vague"):
        assert found[0].killed_vague == vague.text()


def _count(node: Node) -> Count:
    low, high = (None if end.value is None else end.integer() for end in node.items())
    return low, high
