"""Districts placed at their seats, and the names that a country's own list gives to towns."""

from __future__ import annotations

import csv
import importlib.util

import pytest

from gazetteer.arabic import fold
from gazetteer.sources import districts, listed, yemen
from gazetteer.sources.__main__ import PACKAGE
from gazetteer.sources.districts import Division
from gazetteer.sources.geonames import City, district_name
from gazetteer.sources.listed import Listed
from gazetteer.sources.provinces import UsualNames


def town(
    number: int,
    latin: str,
    *names: str,
    at: tuple[float, float] = (34.0, 36.0),
    people: int | None = None,
    district: str = "",
    country: str = "SY",
) -> City:
    return City(
        f"GN{number}", latin, (latin, *names), country, "Homs", "", *at, people, capital=False, district=district
    )


def division(name: str, *names: str, code: str = "SY.11.1", admin1: str = "Homs", country: str = "SY") -> Division:
    return Division(f"GN9{code.rpartition('.')[2]}", country, admin1, code, name, (name, *names))


# --- districts


def test_a_district_lies_at_the_town_of_its_name() -> None:
    seat = town(1, "Al Rummanah", "الرمانة", at=(34.5, 36.5))
    larger = town(2, "Tall Zaytun", "تل زيتون", people=9000, district="SY.11.1")
    (found,) = districts.districts([division("Rummanah", "رمانة")], [seat, larger])
    assert (found.seat.id, found.named_after) == ("GN1", True)
    assert found.names_ar[0] == "الرمانة"


def test_without_a_namesake_it_lies_at_its_most_populous_town() -> None:
    within = [
        town(1, "Tall Zaytun", people=900, district="SY.11.1"),
        town(2, "Kafr Lawz", people=8000, district="SY.11.1"),
    ]
    (found,) = districts.districts([division("Rummanah", "الرمانة")], within)
    assert (found.seat.id, found.named_after) == ("GN2", False)


def test_without_towns_or_between_far_namesakes_it_is_left_out() -> None:
    assert districts.districts([division("Rummanah", "الرمانة")], [town(1, "Kafr Lawz")]) == ()
    far = [town(1, "Rummanah", at=(34.0, 36.0)), town(2, "Ar Rummanah", at=(34.5, 37.0))]
    assert districts.districts([division("Rummanah", "الرمانة")], far) == ()


def test_a_district_that_is_its_whole_province_is_left_out() -> None:
    assert districts.districts([division("Homs", "حمص")], [town(1, "Homs", "حمص")]) == ()


def test_it_reaches_its_farthest_town_and_half_way_to_the_next_seat() -> None:
    towns = [
        town(1, "Rummanah", "الرمانة", at=(34.0, 36.0), district="SY.11.1"),
        town(2, "Kafr Lawz", at=(34.0, 36.4), district="SY.11.1"),
        town(3, "Tall Zaytun", "تل زيتون", at=(35.0, 36.0), district="SY.11.2"),
    ]
    both = [division("Rummanah", "الرمانة"), division("Tall Zaytun", "تل زيتون", code="SY.11.2")]
    assert [round(one.radius_km) for one in districts.districts(both, towns)] == [56, 56]
    (alone,) = districts.districts(both[:1], towns[:2])
    assert round(alone.radius_km) == 37


def test_a_name_written_backwards_is_turned_only_when_there_is_no_other() -> None:
    seat = [town(1, "Sejnane", country="TN")]
    (turned,) = districts.districts([division("Sejnane", "نانجس", country="TN")], seat)
    assert turned.names_ar == ("سجنان",)
    (straight,) = districts.districts([division("Sejnane", "سجنان", "نانجس", country="TN")], seat)
    assert straight.names_ar == ("سجنان",)


def test_the_word_for_district_is_taken_off_in_both_scripts() -> None:
    assert [district_name(name) for name in ("Qaḑā’ Sāmarrā’", "Tartus District", "Shahrestān-e Zanjān")] == [
        "Samarra", "Tartus", "Zanjan",
    ]  # fmt: skip
    assert districts._without_district_word("معتمدية توزر") == "توزر"
    assert districts._without_district_word("كهمرد ولسوالی") == "كهمرد"


def test_a_seat_without_an_arabic_name_takes_its_district_s() -> None:
    found = districts.districts([division("Rummanah", "الرمانة")], [town(1, "Rummanah"), town(2, "Kafr Lawz")])
    named = districts.named_seats([town(1, "Rummanah"), town(2, "Kafr Lawz")], found)
    assert [one.names for one in named] == [("Rummanah", "الرمانة"), ("Kafr Lawz",)]


# --- lists of names


def test_a_listed_name_goes_to_the_one_town_of_that_name_and_area() -> None:
    towns = [town(1, "Beni Lawz", country="MA"), town(2, "Beni Lawz"), town(3, "Oued Zaytoun", country="MA")]
    entries = [Listed("Homs", "Béni-Lawz", "بني لوز"), Listed("elsewhere", "Oued Zaytoun", "واد زيتون")]
    named = listed.with_names(towns, entries, "MA", lambda one: one.admin1)
    assert [one.names[1:] for one in named] == [("بني لوز",), (), ()]


def test_a_listed_name_is_not_given_between_two_of_that_name_or_when_it_sounds_otherwise() -> None:
    twins = [town(1, "Beni Lawz", country="MA"), town(2, "Bni Lawz", country="MA")]
    assert all(
        one.names[1:] == ()
        for one in listed.with_names(twins, [Listed("Homs", "Bani Lawz", "بني لوز")], "MA", lambda one: one.admin1)
    )
    other = listed.with_names(twins[:1], [Listed("Homs", "Beni Lawz", "قصر تمر")], "MA", lambda one: one.admin1)
    assert other[0].names[1:] == ()


def test_of_two_districts_that_sound_alike_neither_takes_a_yemeni_name() -> None:
    both = [division("Salah", code="YE.25.1", country="YE"), division("Razih", code="YE.25.2", country="YE")]
    assert yemen._paired(both, ["صالة", "الصلو", "رازح"]) == {"YE.25.2": "رازح"}


def test_yemen_s_districts_are_found_by_their_province() -> None:
    if importlib.util.find_spec("yemen_regions_py") is None:
        pytest.skip("not installed: yemen-regions-py (requirements-dev.txt)")
    usual = UsualNames({}, {("YE", "Saada"): ("صعدة",)})
    known = [
        division("Razih", code="YE.15.2", admin1="Saada", country="YE"),
        division("Razih", code="YE.25.9", admin1="Taiz", country="YE"),
    ]
    assert yemen.district_names(known, usual) == {"YE.15.2": "رازح"}


# --- the table


@pytest.mark.parametrize(
    ("name", "country", "admin1", "near"),
    [
        ("منبج", "SY", "Aleppo", (36.53, 37.95)),
        ("المسيب", "IQ", "Babil", (32.78, 44.29)),
        ("سبيطلة", "TN", "Kasserine", (35.24, 9.12)),
        ("رازح", "YE", "Saada", (16.95, 43.27)),
        ("بنت جبيل", "LB", "Nabatieh", (33.12, 35.43)),
        ("ديروط", "EG", "Asyut", (27.56, 30.81)),
    ],
)
def test_districts_of_the_table_lie_where_they_should(
    name: str, country: str, admin1: str, near: tuple[float, float]
) -> None:
    with (PACKAGE / "places.csv").open(encoding="utf-8", newline="") as stream:
        found = [
            row
            for row in csv.DictReader(stream)
            if row["kind"] == "ADM2" and fold(row["name_ar"]) == fold(name) and row["country"] == country
        ]
    assert [row["admin1"] for row in found] == [admin1]
    assert abs(float(found[0]["latitude"]) - near[0]) < 0.15
    assert abs(float(found[0]["longitude"]) - near[1]) < 0.15
    assert 5 <= float(found[0]["radius_km"]) <= 60
