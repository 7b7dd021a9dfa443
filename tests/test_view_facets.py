"""Facets: each filter's values counted under the other filters, beside a plain count of the rows."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.view.bounds import Bounds
from rasd.view.facets import facets, options
from rasd.view.filters import FILTERS, Selection, ask
from tests.view_rows import UNLOCATED, snapshot

Row = dict[str, object]


def test_choices_count_under_the_other_filters_and_keep_what_is_selected() -> None:
    snap = snapshot(
        {"actors": ("isis", "sdf"), "event_type": "Battles"},
        {"actors": ("isis",), "event_type": "Riots", "country": "IQ"},
        UNLOCATED | {"actors": ("police",), "event_type": "Riots"},
    )
    found = options(snap, Selection(event_types=("Riots",), actors=("gone",)))
    assert [(option.value, option.count) for option in found["event_types"]] == [("Riots", 0)]
    found = options(snap, Selection(event_types=("Riots",)))
    assert [(o.value, o.count) for o in found["event_types"]] == [("Riots", 2), ("Battles", 1)]
    assert [(o.value, o.count) for o in found["actors"]] == [("isis", 1), ("police", 1)]
    assert [(o.value, o.count) for o in found["countries"]] == [("IQ", 1)]
    assert [(o.value, o.count) for o in found["precisions"]] == [("1", 1), ("unlocated", 1)]
    assert [(o.value, o.count) for o in found["located"]] == [("located", 1), ("unlocated", 1)]
    assert set(found) == {row.name for row in FILTERS if row.kind == "many"}
    everything = options(snap, Selection(event_types=("Riots",), countries=("YE",)), facets=False)
    assert [(o.value, o.count) for o in everything["countries"]] == [("IQ", 1), ("SY", 1), ("YE", 0)]


def test_choices_of_an_empty_store_are_empty() -> None:
    assert set(options(snapshot()).values()) == {()}


def test_an_actor_named_twice_in_an_incident_counts_once() -> None:
    found = options(snapshot({"actors": ("sdf", "sdf")}))
    assert [(o.value, o.count) for o in found["actors"]] == [("sdf", 1)]


def test_only_the_facets_named_are_counted() -> None:
    assert set(facets(ask(snapshot({}), Selection()), ["actors", "countries"])) == {"actors", "countries"}


# A plain reference: a filter is a test of one row.

NAMES = ("isis", "sdf", "army")
SOME = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
PLACES: tuple[Row, ...] = (
    {},
    UNLOCATED,
    {"country": "IQ", "admin1": "Nineveh", "latitude": 36.3, "longitude": 43.1},
    {"country": "SY", "admin1": None, "latitude": 34.0, "longitude": 38.0, "where_prec": 4},
)
DAYS = st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2019, 1, 9)))


def days(one: date | None, two: date | None) -> Row:
    first, last = (min(one, two), max(one, two)) if one and two else (one, two)
    return {"date_earliest": first, "date_latest": last}


ROWS = st.lists(
    st.builds(
        lambda place, days, rest: place | days | rest,
        st.sampled_from(PLACES),
        st.builds(days, DAYS, DAYS),
        st.fixed_dictionaries(
            {
                "actors": SOME, "attackers": SOME, "targets": SOME,
                "event_type": st.sampled_from(["Battles", "Riots"]),
                "status": st.sampled_from(["machine", "confirmed", "rejected"]),
                "outlet": st.sampled_from(["a", "b"]),
                "title": st.sampled_from(["هجوم في إدلب", "هدوء", "hit near Idlib"]),
                "sentence": st.just(""),
                "confidence": st.sampled_from([0.0, 0.5, 0.7, 1.0]),
            }
        ),
    ),
    max_size=7,
)  # fmt: skip


def few(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple))


BOX, RING = Bounds(35.0, 33.0, 41.0, 36.0), ((37.0, 33.0), (39.0, 33.0), (38.0, 37.0))
SELECTIONS = st.builds(
    Selection,
    date_from=DAYS, date_to=DAYS,
    actors=few(*NAMES), attackers=few(*NAMES), targets=few(*NAMES), event_types=few("Battles", "Riots"),
    countries=few("SY", "IQ", "YE"), admin1=few("Nineveh", "Deir ez-Zor"), precisions=few("1", "4", "unlocated"),
    located=few("located", "unlocated"), outlets=few("a"),
    statuses=few("machine", "confirmed", "rejected"), rejected=st.booleans(),
    text=st.sampled_from(["", "ادلب", "idlib", "هجوم ادلب"]), confidence_min=st.sampled_from([None, 0.0, 0.5, 0.7]),
    reports_min=st.sampled_from([None, 2, 3]),
    box=st.sampled_from([None, BOX]), ring=st.sampled_from([(), RING]), in_view=st.booleans(),
    not_actors=few(*NAMES), not_attackers=few(*NAMES), not_event_types=few("Riots"), not_countries=few("SY"),
    not_statuses=few("machine"), not_located=few("located"),
)  # fmt: skip


def of_row(row: dict[str, object], name: str) -> set[object]:
    """The values that one row has of a filter of many values."""
    column = next(one.column for one in FILTERS if one.name == name)
    value = row[column]
    return set(value) if isinstance(value, list) else {value} - {None}


def passes(row: dict[str, object], selection: Selection, name: str) -> bool:
    """Whether one row passes one filter, told plainly."""
    if name == "dates":
        known = [day for day in (row["date_earliest"], row["date_latest"]) if isinstance(day, date)]
        if not selection.date_from and not selection.date_to:
            return True
        return bool(known) and (
            (not selection.date_from or max(known) >= selection.date_from)
            and (not selection.date_to or min(known) <= selection.date_to)
        )
    longitude, latitude = row["longitude"], row["latitude"]
    if name in ("box", "in_view"):
        if not (selection.box if name == "box" else selection.in_view):
            return True
        return latitude is not None and 35.0 <= longitude <= 41.0 and 33.0 <= latitude <= 36.0  # type: ignore[operator]
    if name == "ring":
        # The triangle holds of the places here only the one in the middle.
        return not selection.ring or (longitude, latitude) == (38.0, 34.0)
    if name == "text":
        words = {"": [], "ادلب": ["إدلب"], "idlib": ["Idlib"], "هجوم ادلب": ["هجوم", "إدلب"]}[selection.text]
        return all(word in str(row["title"]) for word in words)
    if name == "confidence_min":
        return selection.confidence_min is None or float(str(row["confidence"])) >= selection.confidence_min - 1e-6
    if name == "reports_min":
        return int(str(row["reports"])) >= (selection.reports_min or 1)
    if name == "rejected":
        return True
    if name == "statuses" and row["status"] == "rejected" and not selection.rejected:
        return "rejected" in selection.statuses
    own, wanted, unwanted = of_row(row, name), selection.values(name), selection.excluded(name)
    return (not wanted or bool(own & set(wanted))) and not own & set(unwanted)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ROWS, SELECTIONS)
def test_filters_and_facets_are_those_of_a_plain_count(changes: list[Row], selection: Selection) -> None:
    snap = snapshot(*changes)
    rows = snap.frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).to_dicts()
    asked = ask(snap, selection, BOX)
    kept = [all(passes(row, selection, one.name) for one in FILTERS) for row in rows]
    found = np.arange(snap.total) if asked.rows is None else asked.rows
    assert found.tolist() == [at for at, is_kept in enumerate(kept) if is_kept]
    assert asked.count == sum(kept)
    assert asked.lazy().select("id").collect()["id"].to_list() == [rows[at]["id"] for at in found]
    for name, choices in facets(asked).items():
        counted = Counter(
            value
            for row in rows
            if all(passes(row, selection, one.name) for one in FILTERS if one.name != name)
            for value in of_row(row, name)
        )
        wanted = dict.fromkeys((*selection.values(name), *selection.excluded(name)), 0) | dict(counted)
        assert {one.value: one.count for one in choices} == wanted
        assert list(choices) == sorted(choices, key=lambda one: (-one.count, one.value))
