"""The Arabic names of Yemen's districts, from the package `yemen-regions-py` (MIT), by GeoNames' codes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import SequenceMatcher
from importlib import resources
from typing import TypedDict

from gazetteer.arabic import fold
from gazetteer.sources.districts import Division
from gazetteer.sources.names import arabic_sounds, latin_sounds
from gazetteer.sources.provinces import UsualNames

_ALIKE = 0.85  # of 1: the share of sounds that two spellings of one name have in common


class _District(TypedDict):
    name_ar: str


class _Governorate(TypedDict):
    name_ar: str
    name_en: str
    districts: list[_District]


def district_names(known: Iterable[Division], usual: UsualNames) -> dict[str, str]:
    """The Arabic name by the division's code; only of those whose name sounds like one district's of their province."""
    provinces = {fold(name): english for english, names in _provinces(usual) for name in (*names, english)}
    with resources.files("yemen_regions_py").joinpath("data/yemen-info.json").open(encoding="utf-8") as stream:
        governorates: list[_Governorate] = json.load(stream)["governorates"]
    divisions = [one for one in known if one.country == "YE"]
    told: dict[str, str] = {}
    for governorate in governorates:
        # Sanaa stands for the city alone in Arabic, so that the governorate is known by its English name.
        province = provinces.get(fold(governorate["name_ar"])) or provinces.get(fold(governorate["name_en"]))
        here = [one for one in divisions if one.admin1 == province]
        told.update(_paired(here, [one["name_ar"] for one in governorate["districts"]]))
    return told


def _provinces(usual: UsualNames) -> list[tuple[str, tuple[str, ...]]]:
    return [(english, names) for (country, english), names in usual.arabic.items() if country == "YE"]


def _paired(divisions: Iterable[Division], names: Iterable[str]) -> dict[str, str]:
    """Each division with the name that sounds most like its own, the surest pairs first; none where two sound alike."""
    divisions, names = tuple(divisions), tuple(names)
    likeness = {(one.code, name): _alike(name, one) for one in divisions for name in names}
    told: dict[str, str] = {}
    for (code, name), alike in sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0])):
        if alike < _ALIKE:
            break
        free = [one for one in names if one not in told.values()]
        if code in told or name not in free:
            continue
        if all(likeness[code, other] < alike for other in free if other != name):
            told[code] = name
    return told


def _alike(name: str, one: Division) -> float:
    sounds = arabic_sounds(name)
    spelled = (one.name, *(other for other in one.names if other.isascii()))
    return max(SequenceMatcher(None, sounds, latin_sounds(other)).ratio() for other in spelled)
