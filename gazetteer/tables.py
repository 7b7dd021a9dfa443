"""Loads the gazetteer's tables (CSV, one row a place or a name), checking each row so that an error names its line."""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections.abc import Sequence
from itertools import compress
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.columns import Columns
from gazetteer.model import Name, Place
from gazetteer.placetable import PlaceTable
from gazetteer.userdata import USER

PLACES = ("id", "name_ar", "names_ar", "name", "names", "kind", "country", "admin1", "admin2",
          "latitude", "longitude", "population", "radius_km")  # fmt: skip
CURATED = ("id", "name_ar", "names_ar", "name", "kind", "country", "admin1", "latitude", "longitude", "where_prec",
           "radius_km", "note")  # fmt: skip
ALIASES = ("name_ar", "place_id", "strength", "note")
COUNTRIES = ("code", "name_ar", "names_ar", "name", "adjectives_ar", "latitude", "longitude", "radius_km")
ADMIN1 = ("id", "name_ar", "names_ar", "name", "names", "country", "latitude", "longitude", "radius_km")
REGIONS = ("country", "region", "admin1")

_PRECISION = {"ADM1": 4, "ADM2": 3, "ADM3": 3, "ADM4": 3, "PCLI": 6, "RGN": 5, "SEA": 7, "STRT": 7, "GULF": 7}
_RADIUS = {"ADM2": 25.0, "ADM3": 15.0, "ADM4": 8.0, "PPLX": 3.0, "RGN": 60.0}
# How far a town reaches (km), by the people who live in it: below, or from each of these numbers on.
_PEOPLE, _TOWN_RADIUS = (20_000, 200_000, 1_000_000), (5.0, 6.0, 10.0, 15.0)


class Country(NamedTuple):
    """A country: its place (kind PCLI) and the adjectives of its people, masculine singular without the article."""

    place: Place
    adjectives: tuple[str, ...]


class Tables(NamedTuple):
    """All places by id, their Arabic names, their Latin names, the countries by code, and a hash of the files.

    `names_of` and `texts` are the Arabic names, of which place and how they are written; `weak` has those of them that
    count only with a cue word or inside a chain; `regions` are the provinces that a region larger than a province
    holds, by country and name («West Bank»).
    """

    places: PlaceTable
    names_of: list[str]
    texts: list[str]
    weak: set[tuple[str, str]]
    countries: dict[str, Country]
    version: str
    regions: dict[tuple[str, str], frozenset[str]]
    latin_columns: list[tuple[Sequence[str], ...]]

    def plain(self) -> tuple[Any, ...]:
        """All of it in numbers, texts and collections of them alone."""
        countries = [(code, country.adjectives) for code, country in self.countries.items()]
        return (self.places.plain(), countries, *self[1:4], *self[5:])

    @classmethod
    def of_plain(cls, plain: tuple[Any, ...]) -> Tables:
        """The tables that were made plain."""
        columns, adjectives, names_of, texts, weak, *rest = plain
        places = PlaceTable.of_plain(columns)
        countries = {code: Country(places[code], some) for code, some in adjectives}
        return cls(places, names_of, texts, weak, countries, *rest)

    @property
    def names(self) -> list[Name]:
        """The Arabic names as objects, made anew at each call."""
        pairs = zip(self.names_of, self.texts, strict=True)
        return [Name(place_id, text, (place_id, text) in self.weak) for place_id, text in pairs]

    @property
    def latin(self) -> list[tuple[str, str]]:
        """(Latin name, id), made anew at each call."""
        rows = (row for columns in self.latin_columns for row in zip(*columns, strict=True))
        return [(one, key) for key, name, more in rows for one in (name, *more.split("|")) if one]


def files(folder: Path) -> list[Path]:
    """All that the tables of a folder are read from."""
    names = ("countries", "curated", "admin1", "places", "aliases", "regions")
    return [*(folder / f"{name}.csv" for name in names), folder / "language" / "ar.yaml"]


def load(folder: Path, own: tuple[Path, Path] | None = None) -> Tables:
    """The tables of a folder, with the user's `own` tables of places and of aliases.

    Raises DataError with the line of a row that can't be used; a missing file is empty.
    """
    reader = _Reader(folder)
    reader.countries()
    reader.curated(folder / "curated.csv", "curated")
    if own is not None:
        reader.curated(own[0], USER)
    reader.admin1()
    reader.generated()
    reader.aliases()
    if own is not None:
        reader.own_aliases(own[1])
    reader.regions()
    version = reader.version(folder / "language" / "ar.yaml")
    return Tables(
        reader.places, reader.names_of, reader.texts, reader.weak, reader.by_code, version, reader.held, reader.latin
    )  # fmt: skip


class _Reader:
    """Collects the rows of all tables in the order of trust: a row by hand replaces the generated row of its id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digests: list[bytes] = []
        self.places = PlaceTable()
        self.names_of: list[str] = []
        self.texts: list[str] = []
        self.weak: set[tuple[str, str]] = set()
        self.latin: list[tuple[Sequence[str], ...]] = []
        self.by_code: dict[str, Country] = {}
        self.held: dict[tuple[str, str], frozenset[str]] = {}

    def version(self, language: Path) -> str:
        """A hash of all files read, and of the language's."""
        told = language.read_bytes() if language.exists() else b""
        return hashlib.sha256(b"".join(self._digests) + told).hexdigest()[:12]

    def countries(self) -> None:
        table = self._table(self._folder / "countries.csv", COUNTRIES)
        codes, names_ar, more_ar, names, adjectives = map(table.texts, range(5))
        some = len(table)
        self._add(table, (
            codes, names, names_ar, ["PCLI"] * some, codes, [""] * some, *_points(table, 5), [""] * some,
            [None] * some, [6] * some, table.numbers(7, 1, 5000), ["countries"] * some,
        ), more_ar, new=True)  # fmt: skip
        for code, words in zip(codes, adjectives, strict=True):
            self.by_code[code] = Country(self.places[code], tuple(a for a in words.split("|") if a))

    def admin1(self) -> None:
        table = self._table(self._folder / "admin1.csv", ADMIN1)
        ids, names_ar, more_ar, names, more, countries = map(table.texts, range(6))
        some = len(table)
        self._add(table, (
            ids, names, names_ar, ["ADM1"] * some, countries, names, *_points(table, 6), [""] * some,
            [None] * some, [4] * some, table.numbers(8, 1, 2000), ["generated"] * some,
        ), more_ar, more)  # fmt: skip

    def curated(self, path: Path, source: str) -> None:
        table = self._table(path, CURATED)
        ids, names_ar, more_ar, names, kinds, countries, provinces = map(table.texts, range(7))
        some = len(table)
        precisions = list(map(int, table.numbers(9, 1, 7)))
        self._add(table, (
            ids, names, names_ar, kinds, countries, provinces, *_points(table, 7), [""] * some,
            [None] * some, precisions, table.numbers(10, 0.1, 3000), [source] * some,
        ), more_ar, new=True)  # fmt: skip

    def generated(self) -> None:
        table = self._table(self._folder / "places.csv", PLACES)
        ids, names_ar, more_ar, names, more, kinds, countries, provinces, districts = map(table.texts, range(9))
        people = [int(one) or None for one in table.numbers(11, 0, 1e8, empty="0")]
        told = table.numbers(12, 0, 3000, empty="0")
        reach = [km or radius_km(kind, some) for km, kind, some in zip(told, kinds, people, strict=True)]
        self._add(table, (
            ids, names, names_ar, kinds, countries, provinces, *_points(table, 9), districts,
            people, list(map(precision, kinds)), reach, ["generated"] * len(table),
        ), more_ar, more)  # fmt: skip

    def aliases(self) -> None:
        # The tables are edited apart; an alias of a place that a shorter table leaves out is no harm.
        self._aliases(self._folder / "aliases.csv", must_fit=(self._folder / "places.csv").exists())

    def own_aliases(self, path: Path) -> None:
        # A newer version's tables may have given a place up: that must not keep the program from starting.
        self._aliases(path, must_fit=False)

    def regions(self) -> None:
        table = self._table(self._folder / "regions.csv", REGIONS)
        known = {(country, name) for country, name, _ in self.places.of_kind("ADM1")} if len(table) else set()
        for at, (country, region, admin1) in enumerate(zip(*map(table.texts, range(3)), strict=True)):
            names = frozenset(admin1.split("|"))
            for name in sorted(names):
                if (country, name) not in known:
                    table.wrong(at, "no province of the country has this name", name)
            self.held[country, region] = names

    def _table(self, path: Path, columns: tuple[str, ...]) -> Columns:
        table = Columns(path, columns)
        self._digests.append(table.digest)
        return table

    def _add(
        self,
        table: Columns,
        columns: Sequence[Sequence[Any]],
        more_ar: Sequence[str],
        more: Sequence[str] = (),
        *,
        new: bool = False,
    ) -> None:
        """Adds the places that are not there yet, with their names. Those of a table by hand must be `new`."""
        table.filled(0, 1, problem="id or Arabic name is missing")
        ids: Sequence[str] = columns[0]
        more = more or [""] * len(ids)
        if len(set(ids)) < len(ids) or not self.places.keys().isdisjoint(ids):
            first = dict(zip(reversed(ids), range(len(ids) - 1, -1, -1), strict=True))
            is_new = [at == first[key] and key not in self.places for at, key in enumerate(ids)]
            if new:
                at = is_new.index(False)
                table.wrong(at, "an id stands twice", ids[at], "give each place its own id")
            *columns, more_ar, more = (list(compress(column, is_new)) for column in (*columns, more_ar, more))
        self.places.extend(columns)
        ids, names, names_ar = columns[:3]
        self.latin.append((ids, names, more))
        for key, name_ar, others in zip(ids, names_ar, more_ar, strict=True):
            self.texts.append(name_ar)
            self.names_of.append(key)
            if others:
                texts = [one for one in others.split("|") if one]
                self.texts += texts
                self.names_of += [key] * len(texts)

    def _aliases(self, path: Path, *, must_fit: bool) -> None:
        table = self._table(path, ALIASES)
        names, ids, strengths = (table.texts(at) for at in range(3))
        for at, (name_ar, place_id, strength) in enumerate(zip(names, ids, strengths, strict=True)):
            if place_id not in self.places:
                if must_fit:
                    table.wrong(at, "no place has this id", place_id, "use an id of the tables")
                continue
            if strength not in ("strong", "weak"):
                table.wrong(at, "strength is strong or weak", strength)
            self.names_of.append(place_id)
            self.texts.append(name_ar)
            if strength == "weak":
                self.weak.add((place_id, name_ar))


def precision(kind: str) -> int:
    """UCDP's precision of an event placed at a place of this kind, where no table says it."""
    return _PRECISION.get(kind, 1)


def radius_km(kind: str, population: int | None) -> float:
    """How far a place of this kind reaches, where no table says it."""
    return _RADIUS.get(kind) or _TOWN_RADIUS[bisect(_PEOPLE, population or 0)]


def _points(table: Columns, at: int) -> tuple[list[float], list[float]]:
    """Latitudes and longitudes of two columns that begin at column `at`."""
    return table.numbers(at, -90, 90), table.numbers(at + 1, -180, 180)
