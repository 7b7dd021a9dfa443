"""The windows that play over time."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasd.view.filters import Selection, ask
from rasd.view.playing import MOST_WINDOWS, UNITS, Window, at, calendar, play, units_for
from rasd.view.timeline import Step
from tests.view_rows import snapshot

D = date


@pytest.mark.parametrize(
    ("first", "last", "unit", "starts"),
    [
        (D(2019, 1, 30), D(2019, 2, 1), "day", ["01-30", "01-31", "02-01"]),
        (D(2019, 1, 2), D(2019, 1, 15), "week", ["01-02", "01-07", "01-14"]),
        (D(2019, 1, 10), D(2019, 3, 5), "month", ["01-10", "02-01", "03-01"]),
        (D(2019, 2, 10), D(2019, 7, 5), "quarter", ["02-10", "04-01", "07-01"]),
        (D(2019, 2, 10), D(2019, 3, 5), "year", ["02-10"]),
        (D(2019, 1, 2), D(2019, 1, 1), "day", []),
    ],
)
def test_windows_follow_the_calendar_and_keep_to_the_days_given(
    first: date, last: date, unit: Step, starts: list[str]
) -> None:
    found = calendar(first, last, unit)
    assert [f"{one.start:%m-%d}" for one in found] == starts
    assert not found or found[-1].end == last


@settings(deadline=None)
@given(st.dates(), st.integers(0, 3000), st.sampled_from(UNITS))
def test_windows_cover_every_day_once(first: date, days: int, unit: Step) -> None:
    last = first + timedelta(days=min(days, (D.max - first).days))
    found = calendar(first, last, unit)
    assert (found[0].start, found[-1].end) == (first, last)
    for before, after in itertools.pairwise(found):
        assert before.start <= before.end
        assert before.end + timedelta(days=1) == after.start


def test_units_offered_make_two_windows_at_least_and_skip_none() -> None:
    assert units_for(D(2019, 1, 1), D(2019, 1, 1)) == ()
    assert units_for(D(2019, 1, 1), D(2019, 1, 3)) == ("day",)
    assert units_for(D(2015, 1, 1), D(2025, 12, 31)) == ("month", "quarter", "year")
    for unit in units_for(D(2019, 3, 5), D(2020, 7, 1)):
        assert 2 <= len(calendar(D(2019, 3, 5), D(2020, 7, 1), unit)) <= MOST_WINDOWS


@settings(deadline=None, max_examples=20)
@given(st.dates(D(1950, 1, 1), D(2030, 1, 1)), st.integers(0, 30_000))
def test_no_unit_that_fits_is_forgotten(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    fitting = tuple(unit for unit in UNITS if 2 <= len(calendar(first, last, unit)) <= MOST_WINDOWS)
    assert units_for(first, last) == fitting


def test_a_window_shows_what_its_days_would_as_a_filter() -> None:
    rows = [
        {"date_earliest": D(2019, 1, day), "date_latest": D(2019, 1, day + span), "event_type": kind}
        for day in range(1, 9)
        for span, kind in ((0, "Battles"), (4, "Riots"))
    ]
    snap = snapshot(*rows)
    asked = ask(snap, Selection(date_from=D(2019, 1, 8), event_types=("Riots",)))
    for window, shown in play(asked, calendar(D(2019, 1, 1), D(2019, 1, 12), "week")):
        wanted = ask(snap, Selection(date_from=window.start, date_to=window.end, event_types=("Riots",)))
        assert shown.count == wanted.count
        assert shown.selection == wanted.selection
    rejected = ask(snapshot(*rows, {**rows[0], "status": "rejected"}), Selection(rejected=True))
    assert at(rejected, Window(D(2019, 1, 1), D(2019, 1, 1))).count == 3
    assert at(asked, Window(D(2019, 1, 2), D(2019, 1, 3))).count == 3
