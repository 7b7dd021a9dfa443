"""Reads places from any CSV with a header line, by a map from the columns known here to the file's own.

Columns: name_ar and name (one of them), lat, lon; and at will names_ar and names (parted by |), kind (a GeoNames code),
country, admin1, admin2, population, radius_km, id. A column that bears one of these names needs no map.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.errors import DataError
from gazetteer.sources.divisions import provinces
from gazetteer.sources.names import latin_names, plain_latin, told_arabic
from gazetteer.sources.record import Record, country_code, people, point

COLUMNS = ("name_ar", "name", "names_ar", "names", "lat", "lon", "kind", "country", "admin1", "admin2", "population",
           "radius_km", "id")  # fmt: skip
_ALSO = {"lat": "latitude", "lon": "longitude"}
_KIND = re.compile("[A-Z][A-Z0-9]{1,9}")
_LONGEST = 1_000_000


def columns(text: str) -> dict[str, str]:
    """The map of `--columns name_ar=...,lat=...`. Raises DataError."""
    found: dict[str, str] = {}
    for part in text.split(","):
        known, parted, own = part.partition("=")
        if known.strip() not in COLUMNS or not parted or not own.strip():
            raise DataError(
                "--columns", None, "is no map of columns", value=part,
                advice=f"write known=own,... with known one of {', '.join(COLUMNS)}",
            )  # fmt: skip
        found[known.strip()] = own.strip()
    return found


def read(path: Path, chosen: Mapping[str, str], country: str = "") -> Iterator[Record | DataError]:
    """The places of a table; errors of rows that can't be used among them. Raises DataError for the file.

    `country` is the ISO code of rows that don't tell theirs and lie in no known province.
    """
    given = country_code(path, None, country) if country else ""
    csv.field_size_limit(_LONGEST)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline(_LONGEST)
            stream.seek(0)
            rows = csv.reader(stream, delimiter=_delimiter(first))
            at = _places_of(path, next(rows, []), chosen)
            while True:
                try:
                    row = next(rows)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield DataError(path, rows.line_num, f"is no CSV: {error}")
                    continue
                if not any(map(str.strip, row)):
                    continue
                told = {key: row[i].strip() for key, i in at.items() if i < len(row)}
                try:
                    yield _record(path, rows.line_num, told, given)
                except DataError as error:
                    yield error
    except OSError as error:
        raise DataError(path, None, f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DataError(path, None, "is not UTF-8", advice="save the file as UTF-8") from error


def header(first: str) -> dict[str, str]:
    """The names in a file's first line, each with the column known here that it is, or ""."""
    own = [name.strip() for name in next(csv.reader([first.lstrip("\ufeff")], delimiter=_delimiter(first)), [])]
    known = {name: name for name in COLUMNS} | {also: name for name, also in _ALSO.items()}
    return {name: known.get(name, "") for name in own if name}


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def _places_of(path: Path, header: list[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """Where each known column stands."""
    own = [name.strip() for name in header]
    if not any(own):
        raise DataError(path, 1, "has no line of column names")
    found: dict[str, int] = {}
    for known in COLUMNS:
        for name in (chosen[known],) if known in chosen else (known, _ALSO.get(known, known)):
            if name in own:
                found.setdefault(known, own.index(name))
        if known in chosen and known not in found:
            raise DataError(
                path, 1, "the file has no such column", value=chosen[known], advice="its columns: " + ", ".join(own)
            )
    missing = [known for known in ("lat", "lon") if known not in found]
    if missing or not {"name_ar", "name"} & found.keys():
        raise DataError(
            path, 1, f"no column for {', '.join(missing) or 'name_ar or name'}",
            advice="say which it is with --columns, for example --columns name_ar=...,lat=...,lon=...",
        )  # fmt: skip
    return found


def _record(path: Path, line: int, row: dict[str, str], given: str) -> Record:
    latitude, longitude = point(path, line, row.get("lat", ""), row.get("lon", ""))
    population = people(path, line, row.get("population", ""))
    kind = row.get("kind") or "PPL"
    if not _KIND.fullmatch(kind):
        raise DataError(path, line, "the kind is no GeoNames feature code", value=kind, advice="write PPL for a town")
    told = row.get("country") or given
    country = country_code(path, line, told) if told else ""
    where, admin1 = provinces().of(latitude, longitude, country)
    if not where:
        raise DataError(path, line, "the country is missing", advice="add a column country or give --country")
    arabic = told_arabic((row.get("name_ar", ""), *row.get("names_ar", "").split("|")))
    name = plain_latin(row.get("name", "")) or (arabic[0] if arabic else "")
    if not name:
        raise DataError(path, line, "no name that can be read", value=row.get("name_ar", ""))
    own = row.get("id") or "|".join(
        (row.get("name_ar", ""), row.get("name", ""), f"{latitude:.5f}", f"{longitude:.5f}", where)
    )
    radius = _radius(path, line, row.get("radius_km", ""))
    key = f"TBL-{hashlib.sha256(own.encode()).hexdigest()[:12]}"
    return Record(
        key, name, arabic, latin_names(row.get("names", "").split("|"), name), kind, where, latitude, longitude,
        admin1 or row.get("admin1", ""), row.get("admin2", ""), population, radius,
    )  # fmt: skip


def _radius(path: Path, line: int, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise DataError(path, line, "the radius is a number of kilometres", value=text) from error
    if not 0 < value <= 3000:
        raise DataError(path, line, "the radius is a number of kilometres from 0 to 3000", value=text)
    return value
