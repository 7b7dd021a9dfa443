"""Names asked by themselves, as archives and analysts write them: the table tests/cases/names.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Context, Gazetteer
from gazetteer.datafile import Node, read_yaml
from gazetteer.distance import km_between
from gazetteer.keys import consonants, sounded

CASES = read_yaml(Path(__file__).parent / "cases" / "names.yaml").items()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.need("query").text())
def test_name(case: Node) -> None:
    case.only("query", "hint", "told", "near", "place", "prec", "admin1", "country")
    hint, told = case.get("hint"), case.get("told")
    context = Context({hint.text(): 1.0}) if hint else Context()
    found = Gazetteer.load().resolve_name(case.need("query").text(), context, told.text() if told else "")
    wanted = case.entries()
    assert found.reason
    if "place" in wanted:
        assert wanted["place"].text() == "unlocated"
        assert found.place is None
        return
    assert found.place is not None, found.reason
    assert found.latitude is not None
    assert found.longitude is not None
    if "near" in wanted:
        latitude, longitude, km = (item.number() for item in wanted["near"].items())
        assert km_between(found.latitude, found.longitude, latitude, longitude) <= km
    if "prec" in wanted:
        assert found.where_prec == wanted["prec"].integer()
    for key in ("admin1", "country"):
        if key in wanted:
            assert getattr(found.place, key) == wanted[key].text()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Douma", "Duma"),
        ("Ar Raqqah", "Raqqa"),
        ("Salamiyeh", "As-Salamiyya"),
        ("Qamishli", "Kamishly"),
        ("Dayr az Zawr", "Deir ez-Zor"),
        ("Dhiban", "Ziban"),
        ("Qal'at al Hisn", "Kalaat al-Hosn"),
    ],
)
def test_transliterations_of_one_name_sound_alike(one: str, other: str) -> None:
    assert consonants(one) == consonants(other)


@pytest.mark.parametrize(("one", "other"), [("Douma", "Dima"), ("Khan", "Kahin"), ("Hama", "Hims")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sounded(one) != sounded(other)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["حلب", "قرية", "دوما", ":", "،", " - ", "(", ")", "#", "_", "في", "ريف", "12", "/", "x", "شارع", "\n", "."]
        ),
        max_size=10,
    )
)
def test_any_string_is_answered(words: list[str]) -> None:
    found = Gazetteer.load().resolve_name(" ".join(words))
    assert found.reason
    assert (found.place is None) == (found.latitude is None)


@pytest.mark.parametrize("unit", ["دوما، ", "حلب ", "قصف على سراقب وعلى دوما. ", "x,", "(", "#حلب_"])
def test_a_text_of_any_length_is_answered(unit: str) -> None:
    assert Gazetteer.load().resolve_name(unit * 5_000).reason
