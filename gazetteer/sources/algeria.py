"""The official Arabic names of Algeria's communes, from the package `algeria-wilayas-communes` (CC0 1.0)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources
from typing import TypedDict

from gazetteer.sources.geonames import City
from gazetteer.sources.listed import Listed, with_names
from gazetteer.sources.names import plain_latin


class _Commune(TypedDict):
    wilaya_en: str
    nom_fr: str
    nom_ar: str


def named(towns: Iterable[City]) -> tuple[City, ...]:
    """The towns, those of Algeria with their commune's Arabic name besides."""
    with resources.files("algeria_wilayas_communes").joinpath("data/communes.json").open(encoding="utf-8") as stream:
        communes: list[_Commune] = json.load(stream)["communes"]
    listed = [Listed(plain_latin(one["wilaya_en"]), one["nom_fr"], one["nom_ar"]) for one in communes]
    # The wilayas made since 2019 are not GeoNames': their communes find no town, and are left to the hand table.
    return with_names(towns, listed, "DZ", lambda town: town.admin1)
