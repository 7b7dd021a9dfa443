"""Reads tests/cases/merge.yaml: each case is some tellings, and what merging is to make of them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from gazetteer.datafile import Node, read_yaml
from rasd.lexicon.events import event
from rasd.record.merge import Telling
from tests.cases_reader import CASES

FILE = CASES / "merge.yaml"


class Case(NamedTuple):
    """Tellings, what people decided, and the groups (the lead first) and pairs in doubt that come of it."""

    line: int
    name: str
    tellings: tuple[Telling, ...]
    together: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...]
    groups: set[tuple[str, ...]]
    doubts: set[frozenset[str]]


def cases() -> list[Case]:
    """All cases of the file."""
    root = read_yaml(FILE)
    places = root.need("places").entries()
    return [_case(node, places) for node in root.need("cases").items()]


def _case(node: Node, places: dict[str, Node]) -> Case:
    node.only("name", "tellings", "groups", "doubts", "together", "apart")
    tellings = tuple(_telling(key, one, places) for key, one in node.need("tellings").entries().items())
    groups, doubts, together, apart = (_lists(node, key) for key in ("groups", "doubts", "together", "apart"))
    pairs = [tuple((one, other) for one, other in listed) for listed in (together, apart)]
    asked = {frozenset(one) for one in doubts}
    return Case(node.line, node.need("name").text(), tellings, pairs[0], pairs[1], set(groups), asked)


def _lists(node: Node, key: str) -> list[tuple[str, ...]]:
    found = node.get(key)
    return [tuple(one.texts()) for one in found.items()] if found else []


def _telling(key: str, node: Node, places: dict[str, Node]) -> Telling:
    node.only(
        "of", "outlet", "pub", "type", "day", "at", "name", "by", "to", "sides", "killed", "injured", "background",
        "sample", "text",
    )  # fmt: skip
    first, last = _days(node.need("day"))
    place = places[at.text()] if (at := node.get("at")) else None
    sides = _texts(node, "sides")
    attackers, targets = _texts(node, "by") | sides, _texts(node, "to") | sides
    published = node.get("pub")

    def told(name: str) -> str | None:
        found = place.get(name) if place else None
        return None if found is None or found.value is None else found.text()

    def number(name: str) -> float | None:
        return place.need(name).number() if place else None

    return Telling(
        id=key,
        article=_text(node, "of", key),
        outlet=_text(node, "outlet", key),
        published=date.fromisoformat(published.text()) if published else last,
        sample=node.get("sample") is not None,
        kind=event(node.need("type").text()).sub_event_type,
        earliest=first,
        latest=last,
        place=at.text() if at else None,
        place_text=_text(node, "name", "") or (at.text() if at else None),
        country=told("country"),
        admin1=told("admin1"),
        latitude=number("lat"),
        longitude=number("lon"),
        radius_km=number("radius"),
        where_prec=int(number("prec") or 0) or None,
        actors=attackers | targets,
        attackers=attackers,
        targets=targets,
        killed=_count(node, "killed"),
        injured=_count(node, "injured"),
        background=node.get("background") is not None,
        sentence=_text(node, "text", ""),
    )


def _text(node: Node, key: str, otherwise: str) -> str:
    found = node.get(key)
    return found.text() if found else otherwise


def _texts(node: Node, key: str) -> frozenset[str]:
    found = node.get(key)
    return frozenset(found.texts()) if found else frozenset()


def _days(node: Node) -> tuple[date | None, date | None]:
    if node.value is None:
        return None, None
    ends = [date.fromisoformat(one) for one in (node.texts() if isinstance(node.value, list) else [node.text()])]
    return ends[0], ends[-1]


def _count(node: Node, key: str) -> tuple[int | None, int | None]:
    found = node.get(key)
    if found is None:
        return None, None
    if isinstance(found.value, list):
        low, high = (None if one.value is None else one.integer() for one in found.items())
        return low, high
    return found.integer(), found.integer()
