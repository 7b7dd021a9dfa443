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

# Roughly: south, west, north, east. The Golan is listed under Syria and the Shebaa Farms' posts under Israel,
# Guantanamo's camp under the United States.
BOXES = {
    "AE": (22.6, 51.0, 26.2, 56.6), "AF": (29.3, 60.4, 38.6, 75.0), "AL": (39.6, 19.2, 42.7, 21.1),
    "AM": (38.8, 43.4, 41.4, 46.7), "AR": (-55.1, -73.6, -21.7, -53.6), "AT": (46.3, 9.5, 49.1, 17.2),
    "AU": (-43.7, 113.1, -10.6, 153.7), "AZ": (38.3, 44.7, 42.0, 50.7), "BA": (42.5, 15.7, 45.3, 19.7),
    "BD": (20.5, 88.0, 26.7, 92.7), "BE": (49.4, 2.5, 51.6, 6.5), "BF": (9.3, -5.6, 15.1, 2.5),
    "BG": (41.2, 22.3, 44.3, 28.7), "BH": (25.5, 50.3, 26.4, 50.8), "BI": (-4.5, 29.0, -2.3, 30.9),
    "BJ": (6.1, 0.7, 12.5, 3.9), "BR": (-33.8, -74.0, 5.3, -34.7), "BY": (51.2, 23.1, 56.2, 32.8),
    "CA": (41.6, -141.1, 83.2, -52.6), "CD": (-13.5, 12.1, 5.4, 31.4), "CF": (2.2, 14.4, 11.1, 27.5),
    "CH": (45.8, 5.9, 47.9, 10.5), "CI": (4.3, -8.7, 10.8, -2.4), "CM": (1.6, 8.4, 13.1, 16.3),
    "CN": (18.1, 73.4, 53.6, 134.8), "CO": (-4.3, -79.1, 12.6, -66.8), "CU": (19.7, -85.0, 23.4, -74.1),
    "CY": (34.5, 32.2, 35.8, 34.7), "CZ": (48.5, 12.0, 51.1, 18.9), "DE": (47.2, 5.8, 55.1, 15.1),
    "DJ": (10.9, 41.7, 12.8, 43.5), "DK": (54.5, 8.0, 57.8, 15.3), "DZ": (18.9, -8.7, 37.2, 12.1),
    "EG": (21.9, 24.6, 31.8, 36.9), "EH": (20.7, -17.2, 27.7, -8.6), "ER": (12.3, 36.4, 18.1, 43.2),
    "ES": (27.6, -18.2, 43.9, 4.4), "ET": (3.3, 32.9, 15.0, 48.1), "FI": (59.7, 20.5, 70.1, 31.6),
    "FR": (41.3, -5.2, 51.1, 9.7), "GB": (49.8, -8.7, 60.9, 1.8), "GE": (41.0, 39.9, 43.6, 46.8),
    "GH": (4.7, -3.3, 11.2, 1.3), "GN": (7.1, -15.2, 12.7, -7.6), "GR": (34.8, 19.3, 41.8, 28.3),
    "HT": (18.0, -74.5, 20.1, -71.6), "HU": (45.7, 16.1, 48.6, 22.9), "ID": (-11.1, 94.9, 6.1, 141.1),
    "IE": (51.4, -10.7, 55.5, -5.9), "IL": (29.4, 34.2, 33.4, 35.9), "IN": (6.7, 68.1, 35.6, 97.5),
    "IQ": (29.0, 38.7, 37.5, 48.7), "IR": (25.0, 44.0, 39.9, 63.4), "IT": (35.4, 6.6, 47.1, 18.6),
    "JO": (29.1, 34.9, 33.5, 39.4), "JP": (24.0, 122.9, 45.6, 145.9), "KE": (-4.8, 33.9, 5.1, 41.95),
    "KG": (39.1, 69.2, 43.3, 80.3), "KP": (37.6, 124.1, 43.1, 130.8), "KR": (33.1, 124.6, 38.7, 131.0),
    "KW": (28.5, 46.5, 30.2, 48.6), "KZ": (40.5, 46.4, 55.5, 87.4), "LB": (33.0, 35.0, 34.8, 36.7),
    "LK": (5.9, 79.5, 9.9, 82.0), "LY": (19.4, 9.3, 33.3, 25.3), "MA": (20.7, -17.2, 36.0, -0.9),
    "MG": (-25.7, 43.1, -11.9, 50.6), "ZM": (-18.1, 21.9, -8.2, 33.8), "ZW": (-22.5, 25.2, -15.6, 33.1),
    "MD": (45.4, 26.6, 48.5, 30.2), "ML": (10.1, -12.3, 25.1, 4.3), "MM": (9.7, 92.1, 28.6, 101.2),
    "MR": (14.7, -17.1, 27.4, -4.8), "MT": (35.7, 14.1, 36.1, 14.6), "MV": (-0.8, 72.6, 7.2, 73.8),
    "MX": (14.5, -118.5, 32.8, -86.7), "MY": (0.8, 99.6, 7.4, 119.3), "MZ": (-26.9, 30.2, -10.4, 40.9),
    "NE": (11.6, 0.1, 23.6, 16.0), "NG": (4.2, 2.6, 13.9, 14.7), "NL": (50.7, 3.3, 53.6, 7.3),
    "NO": (57.9, 4.5, 71.2, 31.2), "NP": (26.3, 80.0, 30.5, 88.2), "NZ": (-47.4, 166.3, -34.3, 178.7),
    "OM": (16.6, 51.9, 26.6, 59.9), "PH": (4.5, 116.9, 21.2, 126.7), "PK": (23.6, 60.8, 37.1, 77.9),
    "PL": (48.9, 14.1, 54.9, 24.2), "PS": (31.2, 34.1, 32.6, 35.6), "PT": (36.9, -9.6, 42.2, -6.1),
    "QA": (24.4, 50.7, 26.2, 51.7), "RO": (43.6, 20.2, 48.3, 29.8), "RS": (42.2, 18.8, 46.2, 23.0),
    "RU": (41.1, 19.6, 77.8, 180.0), "RW": (-2.9, 28.8, -1.0, 30.9), "SA": (16.3, 34.5, 32.2, 55.7),
    "SD": (8.6, 21.8, 22.3, 38.7), "SE": (55.3, 10.9, 69.1, 24.2), "SG": (1.1, 103.6, 1.5, 104.1),
    "SN": (12.3, -17.6, 16.7, -11.3), "SO": (-1.7, 40.9, 12.1, 51.5), "SS": (3.4, 23.4, 12.3, 36.0),
    "SY": (32.3, 35.6, 37.4, 42.4), "TD": (7.4, 13.4, 23.5, 24.1), "TG": (6.0, -0.2, 11.2, 1.9),
    "TH": (5.6, 97.3, 20.5, 105.7), "TJ": (36.6, 67.3, 41.1, 75.2), "TM": (35.1, 52.4, 42.8, 66.7),
    "TN": (30.2, 7.5, 37.6, 11.7), "TR": (35.8, 25.6, 42.2, 44.9), "TW": (21.8, 119.9, 25.4, 122.1),
    "TZ": (-11.8, 29.3, -0.9, 40.5), "UA": (44.3, 22.1, 52.4, 40.3), "UG": (-1.5, 29.5, 4.3, 35.1),
    "US": (18.9, -171.8, 71.4, -66.9), "UZ": (37.1, 55.9, 45.6, 73.2), "VE": (0.6, -73.4, 12.3, -59.8),
    "VN": (8.5, 102.1, 23.4, 109.5), "XK": (41.8, 20.0, 43.3, 21.8), "YE": (12.0, 41.7, 19.0, 54.6),
    "ZA": (-34.9, 16.4, -22.1, 33.0), "CL": (-56.0, -76.0, -17.4, -66.3), "EC": (-5.1, -92.1, 1.7, -75.1),
    "HR": (42.3, 13.4, 46.6, 19.5), "MK": (40.8, 20.4, 42.4, 23.1), "PE": (-18.4, -81.4, 0.0, -68.6),
    "SI": (45.4, 13.3, 46.9, 16.7),
}  # fmt: skip
# Seas, straits, borders and regions of several countries; XZ is UN/LOCODE's code for international waters.
NO_COUNTRY = "XZ"
BOXES[NO_COUNTRY] = (-40.0, -25.0, 60.0, 100.0)


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
