"""The snapshot: types, order, folding, and what it does with bad values."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.arabic import fold
from rasd.errors import StoreError
from rasd.view.snapshot import COLUMNS, Snapshot, fold_column
from tests.view_rows import UNLOCATED, columns, snapshot


def test_holds_every_field_and_the_two_columns_for_asking() -> None:
    frame = snapshot({}).frame
    assert tuple(frame.columns) == (*COLUMNS, "folded", "precision")
    assert frame.schema["date_latest"] == pl.Date
    assert frame.schema["actors"] == pl.List(pl.Categorical)
    assert frame.schema["killed_low"] == pl.Int32
    assert frame["actors"].to_list() == [["islamic-state", "sdf"]]


def test_an_empty_store_is_an_empty_frame() -> None:
    empty = snapshot()
    assert empty.total == 0
    assert tuple(empty.frame.columns) == (*COLUMNS, "folded", "precision")


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


def test_the_folded_text_holds_title_sentence_and_places() -> None:
    folded = snapshot({"title": "قصفٌ على إدلب", "sentence": "في بلدةٍ"}).frame["folded"][0]
    assert folded.split("\n")[:2] == [fold("قصفٌ على إدلب"), fold("في بلدةٍ")]
    assert fold("الشحيل") in folded
    assert "al-shuhayl" in folded


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]))), max_size=5))
def test_a_column_folds_as_its_texts_do(texts: list[str | None]) -> None:
    folded = fold_column(pl.Series(texts, dtype=pl.String)).to_list()
    assert folded == [None if text is None else fold(text) for text in texts]
