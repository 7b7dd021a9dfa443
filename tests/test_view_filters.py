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
from rasd.view.bounds import Bounds
from rasd.view.filters import FILTERS, PRECISIONS, TEXT_LIMIT, Selection, apply, ask, lazy, parse, slug, to_params
from tests.view_rows import UNLOCATED, snapshot

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "filters.yaml").read_text(encoding="utf-8"))


def frozen(name: str, value: Any) -> Any:
    """A value of a table as a selection holds it."""
    if name == "box":
        return Bounds(*value)
    return tuple(frozen("", one) for one in value) if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_address_is_read(case: dict[str, Any]) -> None:
    wanted = {name: frozen(name, value) for name, value in case["selection"].items()}
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


def test_half_a_surrogate_pair_is_dropped() -> None:
    selection, wrong = parse({"q": "\ud800ادلب", "actor": "\udfffsdf", "from": "\ud8002019"})
    assert (selection.text, selection.actors, wrong) == ("ادلب", ("sdf",), ("from=2019",))


def test_too_many_values_are_cut_and_told() -> None:
    selection, wrong = parse({"actor": ",".join(f"a{number}" for number in range(150))})
    assert len(selection.actors) == 100
    assert wrong == ("actor=a100",)


HOSTILE = st.text(max_size=300)
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(st.dictionaries(st.sampled_from(["v", *(p for row in FILTERS for p in row.params)]),
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


LON = st.integers(-1_800_000, 1_800_000).map(lambda degrees: degrees / 10_000)
LAT = st.integers(0, 900_000).map(lambda degrees: degrees / 10_000)


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
        outlets=VALUES,
        not_targets=VALUES,
        not_statuses=st.lists(st.from_regex("[a-z_]{1,9}", fullmatch=True), unique=True, max_size=3).map(tuple),
        confidence_min=st.one_of(st.none(), st.integers(0, 1000).map(lambda share: share / 1000)),
        box=st.one_of(st.none(), st.tuples(LON, st.just(-20.5), LON, LAT).map(Bounds._make)),
        ring=st.one_of(st.just(()), st.lists(st.tuples(LON, LAT), min_size=3, max_size=9, unique=True).map(tuple)),
        in_view=st.booleans(),
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
    excluding = {f"not_{row.name}" for row in FILTERS if row.kind == "many"}
    assert {field.name for field in fields(Selection)} == (names - {"dates"}) | {"date_from", "date_to"} | excluding
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


PLACED = [{"longitude": x, "latitude": y} for x, y in ((36.0, 34.0), (40.0, 34.0), (179.5, 0.0), (-179.5, 0.0))]
BOW = ((35.0, 33.0), (41.0, 35.0), (41.0, 33.0), (35.0, 35.0))


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(box=Bounds(35, 33, 37, 35)), [1]),
        (Selection(box=Bounds(36, 34, 40, 34)), [1, 2]),
        (Selection(box=Bounds(170, -10, -170, 10)), [3, 4]),
        (Selection(box=Bounds(-180, -90, 180, 90)), [1, 2, 3, 4]),
        (Selection(ring=((35, 33), (37, 33), (37, 35), (35, 35))), [1]),
        (Selection(ring=((36, 33), (36, 35), (30, 34))), [1]),  # on the line
        (Selection(ring=BOW), [1, 2]),
        (Selection(box=Bounds(35, 33, 41, 35), ring=((39, 33), (41, 33), (41, 35), (39, 35))), [2]),
        (Selection(located=("unlocated",)), [5]),
        (Selection(located=("located",)), [1, 2, 3, 4]),
        (Selection(not_located=("located",)), [5]),
    ],
)
def test_what_is_drawn_on_the_map_keeps_what_lies_in_it(selection: Selection, found: list[int]) -> None:
    assert kept(selection, *PLACED, UNLOCATED) == found


def test_what_the_map_shows_is_asked_only_when_it_is_known() -> None:
    snap = snapshot(*PLACED, UNLOCATED)
    wanted = Selection(in_view=True)
    assert ask(snap, wanted).count == 5
    assert ask(snap, wanted, Bounds(35, 33, 37, 35)).count == 1
    assert ask(snap, Selection(), Bounds(35, 33, 37, 35)).count == 5
    assert lazy(snap, wanted, Bounds(35, 33, 37, 35)).collect().height == 1


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(attackers=("isis",)), [1]),
        (Selection(targets=("isis",)), [2]),
        (Selection(attackers=("isis",), targets=("sdf",)), [1]),
        (Selection(not_actors=("isis",)), [3, 4]),
        (Selection(actors=("sdf", "police"), not_targets=("sdf",)), [3]),
        (Selection(not_countries=("SY",)), [3, 4]),
        (Selection(countries=("SY",), not_actors=("sdf",)), [2]),
        (Selection(statuses=("confirmed",)), [2]),
        (Selection(not_statuses=("machine",)), [2]),
        (Selection(outlets=("b",)), [3]),
        (Selection(confidence_min=0.7), [1, 2]),
        (Selection(confidence_min=0.0), [1, 2, 3, 4]),
    ],
)
def test_sides_exclusions_review_and_confidence(selection: Selection, found: list[int]) -> None:
    rows = (
        {"actors": ("isis", "sdf"), "attackers": ("isis",), "targets": ("sdf",), "confidence": 0.7},
        {"actors": ("army", "isis"), "attackers": ("army",), "targets": ("isis",), "status": "confirmed",
         "confidence": 0.9},
        UNLOCATED | {"actors": ("police",), "attackers": (), "targets": (), "outlet": "b", "confidence": 0.0},
        UNLOCATED | {"actors": (), "attackers": (), "targets": (), "confidence": 0.6999},
    )  # fmt: skip
    assert kept(selection, *rows) == found


def test_an_address_of_everything_is_short() -> None:
    selection = Selection(
        not_actors=("isis",), actors=("sdf",), confidence_min=0.7, box=Bounds(36.0, 32.5, 42.12347, 37.0),
        ring=((36.0, 32.0), (-0.00001, 32.0), (42.0, 37.25)), in_view=True,
    )  # fmt: skip
    assert to_params(selection) == {
        "actor": "sdf,-isis", "conf": "0.7", "box": "36,32.5,42.1235,37", "ring": "36,32;0,32;42,37.25", "inview": "1",
    }  # fmt: skip


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
