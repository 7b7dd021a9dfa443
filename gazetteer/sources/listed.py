"""Arabic names that a country's own list has for towns, given to GeoNames' towns of the same Latin name and area."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from gazetteer.sources.geonames import City
from gazetteer.sources.names import LEAST_LIKENESS, likeness, plain_latin

# The tables must come out the same whatever becomes of the look-up's keys, so these are the generator's own.
_DROPPED = re.compile(r"\b(?:al|el|ad|ar|as|ash|at|az|an|ed|er|es|et|ez|en|the)[\s-]+|[^a-z0-9]+")
_VOWELS, _DOUBLED = re.compile("[aeiouyw]"), re.compile(r"(.)\1+")
_SURE_BONES = 3  # consonants that two spellings of one name share


@dataclass(frozen=True, slots=True)
class Listed:
    """A place of a list: its `area` as the list and GeoNames both know it, its Latin and its Arabic name."""

    area: str
    latin: str
    arabic: str


def with_names(
    towns: Iterable[City], listed: Iterable[Listed], country: str, area: Callable[[City], str]
) -> tuple[City, ...]:
    """The towns; those of `country` that stand in the list have the list's Arabic name besides.

    A name counts when one place of the area alone bears it in the list and one in GeoNames, spelled alike or, failing
    that, of the same consonants; and when its Arabic form sounds like the Latin one.
    """
    whole = tuple(towns)
    at_home = [town for town in whole if town.country == country]
    entries = [one for one in listed if likeness(one.arabic, one.latin) >= LEAST_LIKENESS]
    told: dict[str, str] = {}
    for key in (spelled, _sure_bones):
        by_name: dict[tuple[str, str], list[Listed]] = defaultdict(list)
        for one in entries:
            by_name[one.area, key(one.latin)].append(one)
        bearers: dict[tuple[str, str], list[City]] = defaultdict(list)
        for town in at_home:
            bearers[area(town), key(town.latin)].append(town)
        for where, alike in bearers.items():
            if where[1] and len(alike) == 1 and len(by_name[where]) == 1:
                told.setdefault(alike[0].id, by_name[where][0].arabic)
    return tuple(replace(town, names=(*town.names, told[town.id])) if town.id in told else town for town in whole)


def spelled(latin: str) -> str:
    """A Latin name without case, accents, articles, blanks and signs."""
    return _DROPPED.sub("", plain_latin(latin).casefold())


def bones(latin: str) -> str:
    """The consonants of a Latin name, doubled ones once."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", spelled(latin)))


def _sure_bones(latin: str) -> str:
    found = bones(latin)
    return found if len(found) >= _SURE_BONES else ""
