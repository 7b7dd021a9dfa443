"""The table of places written by hand: its columns, its values and that no place stands in it twice."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

import gazetteer
from gazetteer.arabic import fold
from gazetteer.distance import km_between

FOLDER = Path(gazetteer.__file__).parent
COLUMNS = ["id", "name_ar", "names_ar", "name", "kind", "country", "admin1", "latitude", "longitude", "where_prec",
           "radius_km", "note"]  # fmt: skip
LEAST_ROWS = 2_500
SAME_PLACE_KM = 2.0

# Roughly: south, west, north, east. The Golan is listed under Syria and the Shebaa Farms' posts under Israel.
BOXES = {
    "AE": (22.6, 51.0, 26.2, 56.6), "AF": (29.3, 60.4, 38.6, 75.0), "BH": (25.5, 50.3, 26.4, 50.8),
    "DJ": (10.9, 41.7, 12.8, 43.5), "DZ": (18.9, -8.7, 37.2, 12.1), "EG": (21.9, 24.6, 31.8, 36.9),
    "ET": (3.3, 32.9, 15.0, 48.1), "IL": (29.4, 34.2, 33.4, 35.9), "IQ": (29.0, 38.7, 37.5, 48.7),
    "IR": (25.0, 44.0, 39.9, 63.4), "JO": (29.1, 34.9, 33.5, 39.4), "KW": (28.5, 46.5, 30.2, 48.6),
    "LB": (33.0, 35.0, 34.8, 36.7), "LY": (19.4, 9.3, 33.3, 25.3), "MA": (20.7, -17.2, 36.0, -0.9),
    "ML": (10.1, -12.3, 25.1, 4.3), "NE": (11.6, 0.1, 23.6, 16.0), "NG": (4.2, 2.6, 13.9, 14.7),
    "PK": (23.6, 60.8, 37.1, 77.9), "PS": (31.2, 34.1, 32.6, 35.6), "QA": (24.4, 50.7, 26.2, 51.7),
    "SA": (16.3, 34.5, 32.2, 55.7), "SD": (8.6, 21.8, 22.3, 38.7), "SO": (-1.7, 40.9, 12.1, 51.5),
    "SY": (32.3, 35.6, 37.4, 42.4), "TD": (7.4, 13.4, 23.5, 24.1), "TN": (30.2, 7.5, 37.6, 11.7),
    "TR": (35.8, 25.6, 42.2, 44.9), "YE": (12.0, 41.7, 19.0, 54.6),
}  # fmt: skip
# Seas, straits, borders and regions of several countries; XZ is UN/LOCODE's code for international waters.
NO_COUNTRY = "XZ"
BOXES[NO_COUNTRY] = (-40.0, -25.0, 48.0, 100.0)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (FOLDER / "curated.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def _names(row: dict[str, str]) -> list[str]:
    return [row["name_ar"], *(name for name in row["names_ar"].split("|") if name)]


def _point(row: dict[str, str]) -> tuple[float, float]:
    return float(row["latitude"]), float(row["longitude"])


def test_holds_enough_places(rows: list[dict[str, str]]) -> None:
    assert len(rows) >= LEAST_ROWS


def test_every_value_is_filled_and_tidy(rows: list[dict[str, str]]) -> None:
    may_be_empty = {"names_ar", "admin1"}
    for row in rows:
        for column, value in row.items():
            assert value == value.strip(), (row["id"], column)
            assert value or column in may_be_empty, (row["id"], column)
        for name in _names(row):
            assert fold(name).replace(" ", "").isalnum() or "." in name, (row["id"], name)
        assert 1 <= int(row["where_prec"]) <= 7, row["id"]
        assert float(row["radius_km"]) > 0, row["id"]


def test_ids_are_unique_and_begin_with_the_country(rows: list[dict[str, str]]) -> None:
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert [row["id"] for row in rows if not row["id"].startswith(row["country"] + "-")] == []


def test_ids_are_not_those_of_other_tables(rows: list[dict[str, str]]) -> None:
    with (FOLDER / "admin1.csv").open(encoding="utf-8", newline="") as stream:
        provinces = {row["id"] for row in csv.DictReader(stream)}
    assert provinces.isdisjoint(row["id"] for row in rows)


def test_provinces_are_named_as_in_their_own_table(rows: list[dict[str, str]]) -> None:
    with (FOLDER / "admin1.csv").open(encoding="utf-8", newline="") as stream:
        provinces = {(row["country"], row["name"]) for row in csv.DictReader(stream)}
    unknown = {(row["country"], row["admin1"]) for row in rows if row["admin1"]} - provinces
    assert unknown == set()


def test_places_lie_in_their_country(rows: list[dict[str, str]]) -> None:
    outside = []
    for row in rows:
        south, west, north, east = BOXES[row["country"]]
        latitude, longitude = _point(row)
        if not (south <= latitude <= north and west <= longitude <= east):
            outside.append(row["id"])
    assert outside == []


def test_areas_are_never_given_as_exact_points(rows: list[dict[str, str]]) -> None:
    wide = {"ADM2", "ADM3", "DSRT", "SEA", "GULF", "STRT"}
    assert [row["id"] for row in rows if row["kind"] in wide and int(row["where_prec"]) < 3] == []
    assert [row["id"] for row in rows if row["country"] == NO_COUNTRY and int(row["where_prec"]) == 1] == []


def test_no_place_stands_twice(rows: list[dict[str, str]]) -> None:
    by_name: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        for name in {fold(name) for name in _names(row)}:
            by_name[row["country"], name].append(row)
    twice = [
        (one["id"], other["id"], name)
        for (_, name), same in by_name.items()
        for at, one in enumerate(same)
        for other in same[:at]
        if km_between(*_point(one), *_point(other)) < SAME_PLACE_KM
    ]
    assert twice == []


def test_rows_stand_in_order(rows: list[dict[str, str]]) -> None:
    keys = [(row["country"], row["admin1"], row["name"], row["id"]) for row in rows]
    assert keys == sorted(keys)
