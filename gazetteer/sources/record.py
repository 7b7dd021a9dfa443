"""What every importer gives: one record a place, or the error of a row that can't be used."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import DataError
from gazetteer.sources.names import arabic_names, latin_names, plain_latin

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

KM_A_DEGREE = 111.195  # of latitude, on a sphere of 6371 km
_SMALLEST_KM = 1.0
_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Record:
    """A place of a source.

    `names_ar` are its Arabic names, the usual one first; `name` and `names` the Latin ones; `kind` a GeoNames feature
    code; `country` ISO 3166-1 alpha-2; `admin1` and `admin2` English names or ""; WGS 84 degrees; `population` None
    when unknown; `radius_km` None when the source says nothing of the extent; `code` the source's own (a P-code);
    `shape` the area's polygon.
    """

    id: str
    name: str
    names_ar: tuple[str, ...]
    names: tuple[str, ...]
    kind: str
    country: str
    latitude: float
    longitude: float
    admin1: str = ""
    admin2: str = ""
    population: int | None = None
    radius_km: float | None = None
    code: str = ""
    shape: BaseGeometry | None = None


def spellings(
    raw: list[str], latin: str, country: str, place_id: str, population: int | None, *, everyday: bool
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The Latin name, the Arabic names and the further Latin names among all names of a place, tidied.

    Names that are everyday words are left out unless `everyday`.
    """
    arabic = arabic_names(raw, latin, country, place_id, population, everyday=everyday)
    name = plain_latin(latin) or (arabic[0] if arabic else "")
    return name, arabic, latin_names(raw, name)


def point(file: Path, line: int | None, latitude: str, longitude: str) -> tuple[float, float]:
    """WGS 84 degrees. Raises DataError for what is no point on the globe."""
    try:
        where = float(latitude), float(longitude)
    except ValueError as error:
        raise DataError(
            file, line, "latitude and longitude are numbers", value=f"{latitude} {longitude}",
            advice="write decimal degrees with a point",
        ) from error  # fmt: skip
    if not (abs(where[0]) <= 90 and abs(where[1]) <= 180):
        raise DataError(
            file, line, "no point on the globe", value=f"{latitude} {longitude}",
            advice="latitude goes from -90 to 90, longitude from -180 to 180",
        )  # fmt: skip
    return round(where[0], 5), round(where[1], 5)


def people(file: Path, line: int | None, text: str) -> int | None:
    """How many live there; None for "" and 0, which the sources write for unknown. Raises DataError."""
    try:
        count = int(float(text.replace(",", ""))) if text.strip() else 0
    except (ValueError, OverflowError) as error:
        raise DataError(file, line, "the population is a number", value=text) from error
    if not 0 <= count < 100_000_000:
        raise DataError(file, line, "the population is a number under 100 million", value=text)
    return count or None


def country_code(file: Path, line: int | None, text: str) -> str:
    """An ISO 3166-1 alpha-2 code. Raises DataError for what has not its form."""
    code = text.strip().upper()
    if not _COUNTRY.fullmatch(code):
        raise DataError(file, line, "a country is a code of two letters (ISO 3166-1)", value=text)
    return code


def reach(shape: BaseGeometry) -> tuple[float, float, float]:
    """An area's latitude and longitude and the radius in km of a circle as large.

    The point is the centroid, or one inside where the centroid lies outside (WGS 84 degrees).
    """
    spot = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    square_km = shape.area * KM_A_DEGREE**2 * math.cos(math.radians(spot.y))
    return round(spot.y, 5), round(spot.x, 5), round(max(_SMALLEST_KM, math.sqrt(square_km / math.pi)), 1)
