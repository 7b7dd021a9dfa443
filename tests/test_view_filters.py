"""The filters: what an address means, what it keeps, and that nothing in it raises."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.view.acled import EVENT_TYPES, SUB_EVENT_TYPES
from rasd.view.filters import FILTERS, PRECISIONS, TEXT_LIMIT, Selection, apply, parse, slug, to_params
from tests.view_rows import UNLOCATED, snapshot

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "filters.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_address_is_read(case: dict[str, Any]) -> None:
    wanted = {name: tuple(value) if isinstance(value, list) else value for name, value in case["selection"].items()}
    selection, wrong = parse(case["params"])
    assert selection == Selection(**wanted)
    assert list(wrong) == case.get("wrong", [])


def test_known_values_decide_when_given() -> None:
    known = {"actors": ["sdf"], "countries": ["SY"], "admin1": ["Aleppo"], "event_types": ["House rule"]}
    selection, wrong = parse({"actor": "sdf,isis", "country": "SY,XX", "area": "Aleppo", "type": "house-rule"}, known)
    assert selection == Selection(actors=("sdf",), countries=("SY",), admin1=("Aleppo",), event_types=("House rule",))
    assert wrong == ("actor=isis", "country=XX")


def test_a_text_of_ten_kilobytes_is_told_in_short_and_left_out() -> None:
    selection, wrong = parse({"q": "x" * 10_000, "actor": "y" * 10_000})
    assert selection.is_empty
    assert [told[:4] for told in wrong] == ["acto", "q=xx"]
    assert all(len(told) < 80 for told in wrong)
    assert parse({"q": "x" * TEXT_LIMIT})[0].text == "x" * TEXT_LIMIT


def test_too_many_values_are_cut_and_told() -> None:
    selection, wrong = parse({"actor": ",".join(f"a{number}" for number in range(150))})
    assert len(selection.actors) == 100
    assert wrong == ("actor=a100",)


HOSTILE = st.text(max_size=300)
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(st.dictionaries(st.sampled_from([p for row in FILTERS for p in row.params]),
                       st.one_of(HOSTILE, st.lists(HOSTILE, max_size=3))))  # fmt: skip
def test_no_address_raises_and_what_is_understood_comes_back(params: dict[str, str | list[str]]) -> None:
    selection, _ = parse(params)
    assert parse(to_params(selection)) == (selection, ())
    apply(snapshot({}, UNLOCATED), selection)


VALUES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"], exclude_characters='<>"`\\'), min_size=1,
            max_size=20),
    max_size=4,
    unique=True,
).map(tuple)  # fmt: skip


@UNHURRIED
@given(
    st.builds(
        Selection,
        date_from=st.one_of(st.none(), st.dates(max_value=date(2018, 1, 1))),
        date_to=st.one_of(st.none(), st.dates(min_value=date(2018, 1, 1))),
        actors=VALUES,
        admin1=VALUES,
        event_types=st.lists(st.sampled_from(sorted(EVENT_TYPES)), unique=True).map(tuple),
        sub_events=st.lists(st.sampled_from(SUB_EVENT_TYPES), unique=True).map(tuple),
        countries=st.lists(st.from_regex("[A-Z]{2}", fullmatch=True), unique=True, max_size=3).map(tuple),
        precisions=st.lists(st.sampled_from(PRECISIONS), unique=True).map(tuple),
    )
)
def test_a_selection_survives_its_address(selection: Selection) -> None:
    assert parse(to_params(selection)) == (selection, ())


def test_an_address_is_short_and_only_what_is_set() -> None:
    selection = Selection(date_from=date(2019, 3, 1), sub_events=("Air/drone strike",), text="إدلب")
    assert to_params(selection) == {"from": "2019-03-01", "sub": "air-drone-strike", "q": "إدلب"}
    assert to_params(Selection()) == {}


def test_short_forms_tell_the_vocabulary_apart() -> None:
    for values in (tuple(EVENT_TYPES), SUB_EVENT_TYPES):
        assert len({slug(value) for value in values}) == len(values)


def test_every_field_of_a_selection_has_a_row_and_no_parameter_stands_twice() -> None:
    names = {row.name for row in FILTERS}
    assert {field.name for field in fields(Selection)} == (names - {"dates"}) | {"date_from", "date_to"}
    params = [param for row in FILTERS for param in row.params]
    assert len(params) == len(set(params))


def kept(selection: Selection, *changes: dict[str, object]) -> list[int]:
    """The numbers, from 1, of the incidents that a selection keeps."""
    return sorted(int(id[-12:], 16) for id in apply(snapshot(*changes), selection)["id"])


def days(first: date | None, last: date | None) -> dict[str, object]:
    return {"date_earliest": first, "date_latest": last}


MARCH = (date(2019, 3, 1), date(2019, 3, 31))


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(), [1, 2, 3, 4, 5]),
        (Selection(date_from=MARCH[0], date_to=MARCH[1]), [1, 2, 3]),
        (Selection(date_from=date(2019, 4, 1)), [2, 4]),
        (Selection(date_to=date(2019, 2, 28)), [3]),
        (Selection(date_from=date(2019, 4, 1), date_to=date(2019, 3, 1)), []),
    ],
)
def test_dates_match_where_ranges_overlap_and_never_without_a_date(selection: Selection, found: list[int]) -> None:
    rows = (
        days(date(2019, 3, 10), date(2019, 3, 11)),
        days(date(2019, 3, 31), date(2019, 4, 1)),
        days(date(2019, 2, 1), date(2019, 3, 1)),
        days(date(2019, 5, 1), date(2019, 5, 1)),
        days(None, None),
    )
    assert kept(selection, *rows) == found


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(actors=("isis",)), [1, 2]),
        (Selection(actors=("isis", "police")), [1, 2, 3]),
        (Selection(actors=("nobody",)), []),
        (Selection(actors=("isis",), event_types=("Riots",)), [2]),
        (Selection(countries=("IQ",)), [2]),
        (Selection(countries=("IQ", "SY"), admin1=("Nineveh", "Homs")), [2]),
        (Selection(precisions=("unlocated",)), [3]),
        (Selection(precisions=("1", "unlocated")), [1, 3]),
        (Selection(sub_events=("Mob violence",)), [2]),
    ],
)
def test_values_are_alternatives_and_filters_conditions(selection: Selection, found: list[int]) -> None:
    rows = (
        {"actors": ("isis", "sdf"), "attackers": ("isis",), "targets": ("sdf",)},
        {"actors": ("army", "isis"), "targets": ("isis",), "event_type": "Riots", "sub_event_type": "Mob violence",
         "country": "IQ", "admin1": "Nineveh", "where_prec": 4},
        UNLOCATED | {"actors": ("police",)},
        UNLOCATED | {"actors": (), "latitude": 1.0, "longitude": 1.0, "where_prec": 2},
    )  # fmt: skip
    assert kept(selection, *rows) == found


@pytest.mark.parametrize(
    "query",
    ["إدلب", "ادلب", "اِدلب", "إدلـب", "ﺇدلب", "ريف إدلب", "ادلب   ريف", "«إدلب»،", "SARAQIB"],
)
def test_text_finds_every_spelling(query: str) -> None:
    rows = (
        {"sentence": "قصف على ريف ادلب الجنوبي", "place_name": "Saraqib"},
        {"sentence": "هدوء في حلب", "title": "هدوء"},
    )
    assert kept(Selection(text=query), *rows) == [1]


@pytest.mark.parametrize("query", [".*", "(", "[", "\\", "ادلب غيرها", "ادلب\nحلب"])
def test_text_is_no_pattern_and_all_words_must_occur(query: str) -> None:
    assert kept(Selection(text=query), {"sentence": "قصف على ريف ادلب"}) == []
