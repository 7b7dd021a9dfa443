"""Loads the gazetteer's tables (CSV, one row a place or a name), checking each row so that an error names its line."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gazetteer.errors import DataError
from gazetteer.model import Name, Place
from gazetteer.userdata import USER

PLACES = ("id", "name_ar", "names_ar", "name", "names", "kind", "country", "admin1", "admin2",
          "latitude", "longitude", "population")  # fmt: skip
CURATED = ("id", "name_ar", "names_ar", "name", "kind", "country", "admin1", "latitude", "longitude", "where_prec",
           "radius_km", "note")  # fmt: skip
ALIASES = ("name_ar", "place_id", "strength", "note")
COUNTRIES = ("code", "name_ar", "names_ar", "name", "adjectives_ar", "latitude", "longitude", "radius_km")
ADMIN1 = ("id", "name_ar", "names_ar", "name", "names", "country", "latitude", "longitude", "radius_km")
REGIONS = ("country", "region", "admin1")
FILES = ("regions.csv", "places.csv", "curated.csv", "aliases.csv", "countries.csv", "admin1.csv")

_PRECISION = {"ADM1": 4, "ADM2": 3, "ADM3": 3, "ADM4": 3, "PCLI": 6, "RGN": 5, "SEA": 7, "STRT": 7, "GULF": 7}
_RADIUS = {"ADM2": 25.0, "ADM3": 15.0, "ADM4": 8.0, "PPLX": 3.0, "RGN": 60.0}
# How far a town reaches, by the people who live in it: (at least so many, km).
_TOWN_RADIUS = ((1_000_000, 15.0), (200_000, 10.0), (20_000, 6.0), (0, 5.0))


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its place (kind PCLI) and the adjectives of its people, masculine singular without the article."""

    place: Place
    adjectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """All places by id, their Arabic names, their Latin names, the countries by code, and a hash of the files.

    `regions` are the provinces that a region larger than a province holds, by country and name («West Bank»).
    """

    places: dict[str, Place]
    names: list[Name]
    latin: list[tuple[str, str]]
    countries: dict[str, Country]
    version: str
    regions: dict[tuple[str, str], frozenset[str]]


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
    version = _version(folder, own or ())
    return Tables(reader.places, reader.names, reader.latin, reader.by_code, version, reader.held)


def _version(folder: Path, own: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for path in (*(folder / name for name in (*FILES, "language/ar.yaml")), *own):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:12]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Rows of exactly these columns with their lines; positional, because dicts would cost a third of the load."""
    if not path.exists():
        return
    try:
        stream = path.open(encoding="utf-8", newline="")
        with stream:
            rows = csv.reader(stream)
            header = next(rows, [])
            if tuple(header) != columns:
                raise DataError(
                    path, 1, "the columns are not as expected", value=",".join(header),
                    advice="write " + ",".join(columns),
                )  # fmt: skip
            width = len(columns)
            for row in rows:
                if len(row) == width:
                    yield rows.line_num, row
                elif row:
                    raise DataError(
                        path, rows.line_num, f"{len(row)} values for {width} columns", value=",".join(row),
                        advice="quote a value that holds a comma",
                    )  # fmt: skip
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path, None, "can't be read as UTF-8", value=error, advice="save the file as UTF-8") from error


class _Reader:
    """Collects the rows of all tables in the order of trust: a row by hand replaces the generated row of its id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.places: dict[str, Place] = {}
        self.names: list[Name] = []
        self.latin: list[tuple[str, str]] = []
        self.by_code: dict[str, Country] = {}
        self.held: dict[tuple[str, str], frozenset[str]] = {}

    def countries(self) -> None:
        path = self._folder / "countries.csv"
        for line, (code, name_ar, names_ar, name, adjectives, lat, lon, radius) in _rows(path, COUNTRIES):
            where = _point(path, line, lat, lon)
            place = Place(
                code, name, name_ar, "PCLI", code, "", *where,
                where_prec=6, radius_km=_number(path, line, radius, 1, 5000), source="countries",
            )  # fmt: skip
            self._add(path, line, place, names_ar, "")
            self.by_code[code] = Country(place, tuple(a for a in adjectives.split("|") if a))

    def admin1(self) -> None:
        path = self._folder / "admin1.csv"
        for line, (key, name_ar, names_ar, name, names, country, lat, lon, radius) in _rows(path, ADMIN1):
            if key in self.places:
                continue
            where = _point(path, line, lat, lon)
            place = Place(
                key, name, name_ar, "ADM1", country, name, *where,
                where_prec=4, radius_km=_number(path, line, radius, 1, 2000), source="generated",
            )  # fmt: skip
            self._add(path, line, place, names_ar, names)

    def curated(self, path: Path, source: str) -> None:
        for line, row in _rows(path, CURATED):
            key, name_ar, names_ar, name, kind, country, admin1, lat, lon, precision, radius, _note = row
            where = _point(path, line, lat, lon)
            place = Place(
                key, name, name_ar, kind, country, admin1, *where,
                where_prec=int(_number(path, line, precision, 1, 7)),
                radius_km=_number(path, line, radius, 0.1, 3000), source=source,
            )  # fmt: skip
            self._add(path, line, place, names_ar, "")

    def generated(self) -> None:
        path = self._folder / "places.csv"
        for line, row in _rows(path, PLACES):
            key, name_ar, names_ar, name, names, kind, country, admin1, admin2, lat, lon, people = row
            if key in self.places:
                continue
            population = int(_number(path, line, people, 0, 1e8)) or None if people else None
            place = Place(
                key, name, name_ar, kind, country, admin1, *_point(path, line, lat, lon), admin2, population,
                precision(kind), radius_km(kind, population), "generated",
            )  # fmt: skip
            self._add(path, line, place, names_ar, names)

    def aliases(self) -> None:
        path = self._folder / "aliases.csv"
        for line, (name_ar, place_id, strength, _note) in _rows(path, ALIASES):
            if place_id not in self.places:
                # The tables are edited apart; an alias of a place that a shorter table leaves out is no harm.
                if not (self._folder / "places.csv").exists():
                    continue
                raise DataError(path, line, "no place has this id", value=place_id, advice="use an id of the tables")
            self._alias(path, line, name_ar, place_id, strength)

    def own_aliases(self, path: Path) -> None:
        for line, (name_ar, place_id, strength, _note) in _rows(path, ALIASES):
            # A newer version's tables may have given a place up: that must not keep the program from starting.
            if place_id in self.places:
                self._alias(path, line, name_ar, place_id, strength)

    def _alias(self, path: Path, line: int, name_ar: str, place_id: str, strength: str) -> None:
        if strength not in ("strong", "weak"):
            raise DataError(path, line, "strength is strong or weak", value=strength)
        self.names.append(Name(place_id, name_ar, strength == "weak"))

    def regions(self) -> None:
        path = self._folder / "regions.csv"
        known = {(place.country, place.name) for place in self.places.values() if place.kind == "ADM1"}
        for line, (country, region, admin1) in _rows(path, REGIONS):
            names = frozenset(admin1.split("|"))
            for name in sorted(names):
                if (country, name) not in known:
                    raise DataError(path, line, "no province of the country has this name", value=name)
            self.held[country, region] = names

    def _add(self, path: Path, line: int, place: Place, names_ar: str, names: str) -> None:
        if place.id in self.places:
            raise DataError(path, line, "an id stands twice", value=place.id, advice="give each place its own id")
        if not place.id or not place.name_ar:
            raise DataError(path, line, "id or Arabic name is missing", value=place.id)
        self.places[place.id] = place
        self.names.append(Name(place.id, place.name_ar))
        if names_ar:
            self.names += [Name(place.id, one) for one in names_ar.split("|") if one]
        self.latin.append((place.name, place.id))
        if names:
            self.latin += [(one, place.id) for one in names.split("|") if one]


def precision(kind: str) -> int:
    """UCDP's precision of an event placed at a place of this kind, where no table says it."""
    return _PRECISION.get(kind, 1)


def radius_km(kind: str, population: int | None) -> float:
    """How far a place of this kind reaches, where no table says it."""
    return _RADIUS.get(kind) or next(km for people, km in _TOWN_RADIUS if (population or 0) >= people)


def _point(path: Path, line: int, latitude: str, longitude: str) -> tuple[float, float]:
    return _number(path, line, latitude, -90, 90), _number(path, line, longitude, -180, 180)


def _number(path: Path, line: int, text: str, low: float, high: float) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise DataError(path, line, "a number was expected", value=text) from error
    if not low <= value <= high:
        raise DataError(path, line, f"a number from {low:g} to {high:g} was expected", value=text)
    return value
