"""Whose bombardment is from the air, and where (data/air_power.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.datafile import read_yaml
from rasd.lexicon import DATA
from rasd.lexicon.actors import lexicon
from rasd.lexicon.lists import country_codes


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an actor bombs from the air alone: ISO 3166-1 alpha-2 countries, without the provinces its guns reach."""

    countries: frozenset[str]
    by_gun: frozenset[str]


@cache
def air_power(path: Path = DATA / "air_power.yaml") -> Mapping[str, Reach]:
    """The reach of each actor's aircraft. Raises DataError for an unknown actor or what is no country code."""
    known = lexicon().actors
    found = {}
    for actor, node in read_yaml(path).entries().items():
        node.only("countries", "by_gun")
        if actor not in known:
            raise node.wrong(f"no actor {actor!r}", "use an id of actors.yaml or of a nation's force")
        by_gun = node.get("by_gun")
        countries = frozenset(country_codes(node.need("countries")))
        found[actor] = Reach(countries, frozenset(by_gun.texts()) if by_gun else frozenset())
    return found
