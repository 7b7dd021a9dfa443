"""The snapshot: types, order, folding, and what it does with bad values."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.errors import StoreError
from rasd.view.snapshot import COLUMNS, Snapshot
from rasd.view.texts import BLOCK_ROWS
from tests.view_rows import UNLOCATED, columns, snapshot


def test_holds_every_field_and_the_two_columns_for_asking() -> None:
    frame = snapshot({}).frame
    assert tuple(frame.columns) == (*COLUMNS, "precision", "located")
    assert frame.schema["date_latest"] == pl.Date
    assert frame.schema["actors"] == pl.List(pl.Categorical)
    assert frame.schema["killed_low"] == pl.Int32
    assert frame["actors"].to_list() == [["islamic-state", "sdf"]]


def test_an_empty_store_is_an_empty_frame() -> None:
    empty = snapshot()
    assert empty.total == 0
    assert tuple(empty.frame.columns) == (*COLUMNS, "precision", "located")
    assert empty.lazy().collect().height == 0
    assert empty.lazy().select(pl.len()).collect().item() == 0


def test_newest_first_without_date_last_then_by_id() -> None:
    frame = snapshot(
        {"date_earliest": None, "date_latest": None},
        {"date_latest": date(2019, 1, 1)},
        {"date_latest": date(2020, 1, 1)},
        {"date_latest": date(2020, 1, 1)},
    ).frame
    assert [int(id[-1]) for id in frame["id"]] == [3, 4, 2, 1]


def test_null_is_not_zero() -> None:
    frame = snapshot({"killed_low": None}, {"killed_low": 0}).frame
    assert frame["killed_low"].to_list() == [None, 0]


def test_precision_tells_the_unlocated_even_when_their_country_is_known() -> None:
    frame = snapshot({"where_prec": 4}, UNLOCATED, UNLOCATED | {"country": "SY", "where_prec": 6}).frame
    assert frame["precision"].to_list() == ["4", "unlocated", "unlocated"]


@pytest.mark.parametrize("half", [{"latitude": None}, {"longitude": None}, {"latitude": float("nan")},
                                  {"longitude": float("inf")}])  # fmt: skip
def test_half_a_position_is_none(half: dict[str, object]) -> None:
    frame = snapshot(half).frame
    assert frame["latitude"].to_list() == [None]
    assert frame["longitude"].to_list() == [None]
    assert frame["precision"].to_list() == ["unlocated"]


def test_dates_may_be_iso_text() -> None:
    assert snapshot({"date_latest": "2019-02-28"}).frame["date_latest"].to_list() == [date(2019, 2, 28)]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"date_latest": "2019-02-30"}, "date_latest"),
        ({"killed_low": "many"}, "killed_low"),
        ({"killed_low": 2**40}, "killed_low"),
        ({"latitude": "north"}, "latitude"),
        ({"actors": "islamic-state"}, "actors"),
    ],
)
def test_a_value_of_another_kind_names_its_column(change: dict[str, object], column: str) -> None:
    with pytest.raises(StoreError, match=column):
        snapshot(change)


def test_a_missing_column_is_named() -> None:
    given = columns({})
    del given["trigger"]
    with pytest.raises(StoreError, match="trigger"):
        Snapshot.of(given)


def many(count: int) -> Snapshot:
    """Incidents that differ in title, day and parties, more than a block of texts holds."""
    changes = [
        {
            "title": f"title {number}",
            "date_latest": date.fromordinal(735_000 + number % 97),
            "actors": ("isis",) if number % 3 else ("sdf", "isis"),
            "killed_low": None if number % 5 == 0 else number % 5,
        }
        for number in range(count)
    ]
    return snapshot(*changes)


def test_texts_come_back_with_their_rows_in_any_order() -> None:
    found = many(BLOCK_ROWS + 50)
    whole = found.frame
    assert set(whole["title"]) == {f"title {number}" for number in range(BLOCK_ROWS + 50)}
    assert whole["date_latest"].is_sorted(descending=True)
    numbers = whole["id"].map_elements(lambda id: int(id[-12:], 16) - 1, return_dtype=pl.Int64)
    assert [f"title {number}" for number in numbers] == whole["title"].to_list()
    rows = np.array([BLOCK_ROWS + 3, 0, BLOCK_ROWS + 1, 7])
    assert found.take(rows).equals(whole[rows.tolist()])


def test_a_lazy_query_gives_what_the_whole_frame_gives() -> None:
    found = many(BLOCK_ROWS + 50)
    whole, rows = found.frame, np.arange(5, BLOCK_ROWS + 20)
    queries = [
        lambda lf: lf,
        lambda lf: lf.select("id"),
        lambda lf: lf.select(pl.len()),
        lambda lf: lf.filter(pl.col("killed_low") == 2).select("title"),
        lambda lf: lf.filter(pl.col("title").str.ends_with("7")).select("killed_low", "id").head(9),
        lambda lf: lf.head(3).filter(pl.col("killed_low") == 2),
        lambda lf: lf.slice(BLOCK_ROWS - 10, 20).select("title"),
        lambda lf: lf.tail(2),
        lambda lf: lf.group_by("killed_low").agg(pl.len()).sort("killed_low"),
    ]
    for query in queries:
        assert query(found.lazy()).collect().equals(query(whole.lazy()).collect())
        assert query(found.lazy(rows)).collect().equals(query(whole[rows.tolist()].lazy()).collect())


def test_parts_make_the_snapshot_that_the_whole_makes() -> None:
    changes = [{"title": f"t{number}", "actors": ("sdf",) * (number % 2)} for number in range(10)]
    parts = [columns(*changes), columns()]
    for part, title in zip(parts, ("a", "b"), strict=True):
        part["id"] = [f"{title}{id}" for id in part["id"]]
    assert Snapshot.gather(parts).frame.equals(Snapshot.gather(reversed(parts)).frame)
    assert Snapshot.gather([]).total == 0


def test_values_that_incidents_share_are_kept_once() -> None:
    held = snapshot(*[{}] * 300, UNLOCATED, {"actors": ("sdf", "islamic-state")})
    assert held.dimensions["place"].table.height == 2
    assert held.dimensions["sides"].table.height == 2
    assert held.dimensions["place"].codes.dtype == np.uint8
    assert held.dimensions["place"].counts().tolist() == [301, 1]


NAMES = st.lists(st.sampled_from(["a", "b", "ab", "", "a b", "a,b"]), max_size=3).map(tuple)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=6))
def test_lists_come_back_as_they_were(rows: list[tuple[tuple[str, ...], ...]]) -> None:
    changes = [dict(zip(("actors", "attackers", "targets"), row, strict=True)) for row in rows]
    frame = snapshot(*changes).frame
    found = [tuple(tuple(frame[name].to_list()[at]) for name in changes[0]) for at in range(len(rows))] if rows else []
    assert found == rows


def test_a_name_with_the_sign_that_parts_names_is_refused() -> None:
    with pytest.raises(StoreError, match="control character"):
        snapshot({"actors": ("a\x1fb",)})
