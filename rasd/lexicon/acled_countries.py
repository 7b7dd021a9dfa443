"""Countries as ACLED tells them: data/acled_countries.csv.

Names and regions are those of ACLED's exports, numbers are ISO 3166-1's (0 where there is none).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gazetteer.datafile import read_table
from rasd.errors import DataError
from rasd.lexicon import DATA

_COLUMNS = ("code", "iso", "name", "region")
_LARGEST = 999


class AcledCountry(NamedTuple):
    """A country's name, ISO 3166-1 number and region in ACLED's exports."""

    name: str
    number: int
    region: str


@cache
def acled_countries(path: Path = DATA / "acled_countries.csv") -> Mapping[str, AcledCountry]:
    """The countries by ISO 3166-1 alpha-2 code. Raises DataError with file and line for a row that is wrong."""
    found: dict[str, AcledCountry] = {}
    for line, row in read_table(path, _COLUMNS):
        number = int(row["iso"]) if row["iso"].isascii() and row["iso"].isdigit() else -1
        if not 0 <= number <= _LARGEST:
            raise DataError(str(path), line, "no number of ISO 3166-1", value=row["iso"], advice="give 0 to 999")
        if row["code"] in found or not row["name"] or not row["region"]:
            raise DataError(str(path), line, "a country stands once, with name and region", value=row["code"])
        found[row["code"]] = AcledCountry(row["name"], number, row["region"])
    return found
