"""The weights and thresholds of merging, of data/merge.yaml, checked when they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml
from rasd.acled import EVENT_TYPE_OF

FILE = Path(__file__).parents[3] / "data" / "merge.yaml"
# Told in the version of what was merged: raise it when a change of the code changes groups.
_PROGRAM = 1


@dataclass(frozen=True, slots=True)
class Actors:
    """What is known of actors by id: victims who may be anyone, vague names of attackers, who stands with whom."""

    people: frozenset[str]
    vague: frozenset[str]
    allies: Mapping[str, frozenset[int]]
    nations: tuple[str, ...]

    def sides(self, actor: str) -> frozenset[int | str]:
        """The alliances an actor stands in, his nation's forces being one."""
        nation = next((one for one in self.nations if actor.startswith(one)), None)
        own = self.allies.get(actor, frozenset[int]())
        return own | {nation} if nation else own


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole of data/merge.yaml; see there."""

    thresholds: Mapping[str, float]
    days: Mapping[str, int]
    places: Mapping[str, float]
    words: Mapping[str, float]
    tolls: Mapping[str, float]
    points: Mapping[str, float]
    same: Mapping[str, float]
    alike: Mapping[frozenset[str], float]
    prefer: tuple[str, ...]
    actors: Actors
    version: int

    def kinds(self, one: str, other: str) -> float | None:
        """The points of two sub-event types together; None when no one act is told as both."""
        return self.same.get(one) if one == other else self.alike.get(frozenset((one, other)))


@cache
def rules(path: Path = FILE) -> Rules:
    """The rules of a file. Raises DataError that names the line at fault."""
    root = read_yaml(path)
    root.only("thresholds", "days", "places", "words", "points", "tolls", "types", "actors")
    types = root.need("types")
    types.only("same", "alike", "prefer")
    return Rules(
        thresholds=_numbers(root.need("thresholds"), "merge", "doubt", "hold", "against", "clear"),
        days={name: int(one) for name, one in _numbers(root.need("days"), "gap", "span").items()},
        places=_numbers(root.need("places"), "reach", "town", "same", "district", "widest"),
        words=_numbers(root.need("words"), "all", "same", "alike", "little", "fewest"),
        tolls=_numbers(root.need("tolls"), "close", "open", "risen", "risen_by", "far", "far_by"),
        points=_points(root.need("points")),
        same={_kind(node, kind): node.number() for kind, node in types.need("same").entries().items()},
        alike=dict(_alike(node) for node in types.need("alike").items()),
        prefer=tuple(_kind(node, node.text()) for node in types.need("prefer").items()),
        actors=_actors(root.need("actors")),
        version=_version(path),
    )


def _numbers(node: Node, *names: str) -> dict[str, float]:
    node.only(*names)
    return {name: node.need(name).number() for name in names}


def _points(node: Node) -> dict[str, float]:
    node.only(*KEYS)
    return {key: node.need(key).number() for key in KEYS}


def _kind(node: Node, kind: str) -> str:
    if kind not in EVENT_TYPE_OF:
        raise node.wrong(f"{kind!r} is no sub-event type", "write it as docs/codebook.md does")
    return kind


def _alike(node: Node) -> tuple[frozenset[str], float]:
    parts = node.items()
    if len(parts) != 3:
        raise node.wrong("two types and points were expected", "write [type, type, points]")
    one, other, points = parts
    kinds = frozenset((_kind(one, one.text()), _kind(other, other.text())))
    if len(kinds) == 1:
        raise node.wrong("a type stands beside itself", "write it under 'same'")
    return kinds, points.number()


def _actors(node: Node) -> Actors:
    node.only("people", "vague", "allies", "nations")
    allies: dict[str, set[int]] = {}
    for number, group in enumerate(node.need("allies").items()):
        for actor in group.texts():
            allies.setdefault(actor, set()).add(number)
    return Actors(
        frozenset(node.need("people").texts()),
        frozenset(node.need("vague").texts()),
        {actor: frozenset(numbers) for actor, numbers in allies.items()},
        tuple(f"{one}-" for one in node.need("nations").texts()),
    )


def _version(path: Path) -> int:
    """A number for what the file says and the program does, that fits an integer column."""
    digest = hashlib.sha256(path.read_bytes() + bytes([_PROGRAM])).digest()
    return int.from_bytes(digest[:4], "big") >> 1


_COUNTS = ("same.one", "same.two", "same.few", "same.several", "same.many", "same.none", "within", "close", "risen",
           "other", "far")  # fmt: skip
KEYS = (
    "place_same", "place_same.city", "place_same.district", "place_same.province", "place_close", "place_inside.town",
    "place_inside.district", "place_inside", "place_around", "place_other", "place_words", "place_unknown",
    "day_same", "day_overlap", "day_vague", "day_next.one", "day_next",
    "attackers_same", "attackers_allied", "attackers_other", "attackers_turned", "targets_same", "targets_same.people",
    "targets_other", "parties_same", *(f"killed_{one}" for one in _COUNTS), *(f"injured_{one}" for one in _COUNTS),
    "both_same", "words_same.all", "words_same", "words_alike", "words_little", "outlet_same", "background_one",
    "background_both",
)  # fmt: skip
"""What may be found about two tellings."""
