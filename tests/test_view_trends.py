"""What a selection comes to: periods, series, tolls, sides and places; every incident is counted somewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.view.filters import Selection, lazy
from rasd.view.trends import MAX_PERIODS, NONE, OTHERS, TOP_PLACES, TOP_SERIES, TOP_SIDES, Bucket, Trends, trends
from tests.view_rows import UNLOCATED, snapshot

NO_DATE: dict[str, object] = {"date_earliest": None, "date_latest": None}
NO_TOLL: dict[str, object] = {"killed_low": None, "killed_high": None}


def on(first: date, last: date | None = None, **more: object) -> dict[str, object]:
    return {"date_earliest": first, "date_latest": last or first} | more


def of(*changes: dict[str, object], bucket: Bucket | None = None, area: str = "country") -> Trends:
    return trends(snapshot(*changes).lazy(), bucket, area)  # type: ignore[arg-type]


def sides(attackers: tuple[str, ...], targets: tuple[str, ...]) -> dict[str, object]:
    return {"attackers": attackers, "targets": targets, "actors": tuple(dict.fromkeys(attackers + targets))}


def cells(found: Trends) -> dict[tuple[str, str], int]:
    told = found.sides
    return {
        (row, column): count
        for row, counts in zip(told.attackers, told.counts, strict=True)
        for column, count in zip(told.targets, counts, strict=True)
        if count
    }


def test_empty_periods_between_are_there_with_zero() -> None:
    found = of(on(date(2019, 3, 1)), on(date(2019, 3, 3)), on(date(2019, 3, 3), event_type="Riots"), bucket="day")
    assert found.starts == (date(2019, 3, 1), date(2019, 3, 2), date(2019, 3, 3))
    assert found.ends[-1] == date(2019, 3, 4)
    assert [(one.key, one.counts) for one in found.types] == [("Battles", (1, 0, 1)), ("Riots", (0, 0, 1))]


@pytest.mark.parametrize(
    ("bucket", "starts"),
    [
        ("week", (date(2019, 12, 30), date(2020, 1, 6))),
        ("month", (date(2019, 12, 1), date(2020, 1, 1))),
        ("year", (date(2019, 1, 1), date(2020, 1, 1))),
    ],
)
def test_weeks_begin_on_monday_and_months_and_years_on_their_first(bucket: Bucket, starts: tuple[date, ...]) -> None:
    found = of(on(date(2019, 12, 31)), on(date(2020, 1, 6)), bucket=bucket)
    assert found.starts == starts
    assert found.types[0].counts == (1, 1)


def test_a_day_known_less_closely_than_the_period_is_counted_apart() -> None:
    rows = (on(date(2019, 3, 1)), on(date(2019, 3, 1), date(2019, 3, 20)), NO_DATE)
    daily = of(*rows, bucket="day")
    assert (daily.types[0].counts, daily.types[0].spread, daily.types[0].undated) == ((1,), 1, 1)
    assert (daily.spread, daily.undated, daily.total) == (1, 1, 3)
    monthly = of(*rows, bucket="month")
    assert (monthly.types[0].counts, monthly.spread) == ((2,), 0)


def test_a_night_belongs_to_its_evening() -> None:
    found = of(on(date(2019, 2, 28), date(2019, 3, 1)), bucket="month")
    assert (found.starts, found.spread) == ((date(2019, 2, 1),), 0)


@pytest.mark.parametrize(
    ("days", "bucket"), [(1, "day"), (100, "day"), (300, "week"), (2_000, "month"), (9_000, "year")]
)
def test_the_range_chooses_the_period(days: int, bucket: Bucket) -> None:
    first = date(2000, 1, 3)
    found = of(*[on(first + timedelta(days=days * part // 20)) for part in range(21)])
    assert (found.bucket, found.coarser) == (bucket, False)


def test_one_old_day_does_not_make_all_the_others_one_bar() -> None:
    found = of(on(date(2010, 5, 1)), *[on(date(2019, 1, 1) + timedelta(days=at)) for at in range(60)])
    assert found.bucket == "month"


def test_too_many_periods_are_made_coarser_and_told() -> None:
    found = of(on(date(2015, 1, 1)), on(date(2019, 1, 1)), bucket="day")
    assert (found.bucket, found.coarser) == ("month", True)
    assert len(found.starts) <= MAX_PERIODS


def test_an_actor_counts_once_an_incident_and_the_rest_together() -> None:
    many = tuple(f"actor-{number:02d}" for number in range(TOP_SERIES + 3))
    found = of(*[sides((one,), ()) for one in many[:TOP_SERIES]] * 2, sides(many, ()), sides((), ()))
    told = {one.key: one.total for one in found.actors}
    assert told == dict.fromkeys(many[:TOP_SERIES], 3) | {OTHERS: 1, NONE: 1}


def test_areas_keep_the_unlocated_and_what_lacks_a_province() -> None:
    rows = ({}, {"admin1": None}, {"country": None, "admin1": None}, UNLOCATED)
    assert {one.key: one.total for one in of(*rows).areas} == {"SY": 2, "": 1, NONE: 1}
    by_province = {one.key: one.total for one in of(*rows, area="admin1").areas}
    assert by_province == {"SY:Deir ez-Zor": 1, "SY:": 1, ":": 1, NONE: 1}


def test_unknown_counts_are_kept_apart_from_none() -> None:
    day = date(2019, 3, 1)
    found = of(
        on(day, killed_low=0, killed_high=0), on(day, **NO_TOLL, killed_vague="عشرات"),
        on(day + timedelta(days=1), **NO_TOLL),
        on(day + timedelta(days=3), killed_low=5, killed_high=None), on(day + timedelta(days=3)),
        bucket="day",
    ).killed  # fmt: skip
    first, unknown, empty, last = found.periods
    assert (first.low, first.high, first.told, first.untold, first.vague) == (0, 0, 1, 1, 1)
    assert (unknown.low, unknown.high, unknown.untold) == (None, None, 1)
    assert (empty.low, empty.high, empty.told, empty.untold) == (0, 0, 0, 0)
    assert (last.low, last.high, last.open) == (7, 8, 1)
    assert (found.whole.low, found.whole.high, found.whole.told, found.whole.untold) == (7, 8, 3, 2)


def test_a_count_with_an_upper_end_alone_begins_at_none() -> None:
    found = of({"killed_low": None, "killed_high": 4}).killed.whole
    assert (found.low, found.high, found.told) == (0, 4, 1)


def test_the_matrix_counts_an_incident_in_each_of_its_pairs() -> None:
    found = of(sides(("a", "b"), ("c",)), sides(("a",), ("c",)), sides(("a",), ()), sides((), ("c",)), sides((), ()))
    assert cells(found) == {("a", "c"): 2, ("b", "c"): 1, ("a", NONE): 1, (NONE, "c"): 1}
    assert found.sides.nobody == 1


def test_a_clash_counts_both_ways_and_nobody_fights_itself() -> None:
    clash, alone = sides(("a", "b"), ("a", "b")), sides(("a",), ("a",))
    assert cells(of(clash)) == {("a", "b"): 1, ("b", "a"): 1}
    assert cells(of(alone)) == {("a", NONE): 1, (NONE, "a"): 1}


def test_the_matrix_is_bounded_and_the_rest_counts_once() -> None:
    many = tuple(f"actor-{number:02d}" for number in range(TOP_SIDES + 4))
    found = of(*[sides((one,), ("target",)) for one in many[:TOP_SIDES]] * 2, sides(many, ("target",)))
    assert found.sides.attackers == (*many[:TOP_SIDES], OTHERS)
    assert cells(found)[OTHERS, "target"] == 1
    assert cells(found)[many[0], "target"] == 3


def test_places_are_told_by_precision_and_the_unlocated_are_counted() -> None:
    found = of({}, {}, {"where_prec": 3}, UNLOCATED).places
    assert [(one.name, one.where_prec, one.count) for one in found.top] == [("Al-Shuhayl", 1, 2), ("Al-Shuhayl", 3, 1)]
    assert (found.other_places, found.other_incidents, found.unlocated) == (0, 0, 1)


def test_other_places_are_summed() -> None:
    found = of(*[{"place_id": f"P{number:02d}"} for number in range(TOP_PLACES + 3)]).places
    assert (len(found.top), found.other_places, found.other_incidents) == (TOP_PLACES, 3, 3)


def test_only_what_is_selected_counts() -> None:
    snap = snapshot({}, {"event_type": "Riots"}, {"event_type": "Riots"} | UNLOCATED)
    found = trends(lazy(snap, Selection(event_types=("Riots",))))
    assert (found.total, [one.key for one in found.types], found.places.unlocated) == (2, ["Riots"], 1)


def test_nothing_selected_is_nothing() -> None:
    found = of()
    assert (found.total, found.starts, found.types, found.actors, found.areas) == (0, (), (), (), ())
    assert (found.sides.counts, found.places.top, found.killed.periods) == ((), (), ())


ROW = st.fixed_dictionaries(
    {
        "date_earliest": st.none() | st.dates(date(1990, 1, 1), date(2025, 1, 1)),
        "event_type": st.sampled_from(["Battles", "Riots", "something else"]),
        "country": st.sampled_from(["SY", "IQ", None]),
        "actors": st.sampled_from([(), ("a",), ("a", "b")]),
        "killed_low": st.none() | st.integers(0, 9),
    }
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(ROW, st.integers(-3, 400)), max_size=8), st.sampled_from([None, "day", "week", "month"]))
def test_every_incident_is_counted_once_by_type_area_and_toll(
    rows: list[tuple[dict[str, object], int]], bucket: Bucket | None
) -> None:
    changes = []
    for row, days in rows:
        first = row["date_earliest"]
        last = first + timedelta(days=days) if isinstance(first, date) else None
        changes.append({**row, "date_latest": last, "killed_high": row["killed_low"]})
    found = of(*changes, bucket=bucket)
    assert found.total == len(rows)
    assert sum(one.total for one in found.types) == len(rows)
    assert sum(one.total for one in found.areas) == len(rows)
    assert found.killed.whole.told + found.killed.whole.untold == len(rows)
    assert len(found.starts) == len(found.ends) == len(found.killed.periods) <= MAX_PERIODS
