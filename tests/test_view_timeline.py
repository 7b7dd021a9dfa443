"""The bars of the timeline and the windows that play."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.view.filters import Selection, ask
from rasd.view.timeline import MOST_WINDOWS, STEPS, Step, Timeline, Window, at, play, timeline, windows
from tests.view_rows import UNLOCATED, snapshot

D = date


def row(last: date | None, first: date | None = None, **more: object) -> dict[str, object]:
    return {"date_earliest": first or last, "date_latest": last} | more


def bars(found: Timeline) -> dict[str, int]:
    return {bar.start.isoformat(): bar.count for bar in found.bars if bar.count}


@pytest.mark.parametrize(
    ("last", "step"),
    [
        (D(2019, 1, 1), "day"), (D(2019, 7, 18), "day"), (D(2019, 8, 1), "week"), (D(2022, 10, 1), "week"),
        (D(2023, 1, 1), "month"), (D(2035, 1, 1), "month"), (D(2040, 1, 1), "year"),
    ],
)  # fmt: skip
def test_the_step_follows_the_range(last: date, step: str) -> None:
    found = timeline(ask(snapshot(row(D(2019, 1, 1)), row(last)), Selection()))
    assert found.step == step
    assert len(found.bars) <= 200
    assert sum(bar.count for bar in found.bars) == 2
    assert found.bars[0].start <= D(2019, 1, 1) <= found.bars[0].end
    assert found.bars[-1].start <= last <= found.bars[-1].end


def test_bars_are_stacked_by_type_and_follow_without_a_gap() -> None:
    rows = (row(D(2019, 1, 1)), row(D(2019, 1, 3), event_type="Riots"), row(D(2019, 1, 3)), row(None))
    found = timeline(ask(snapshot(*rows), Selection()))
    assert found.types == ("Battles", "Riots")
    assert [(bar.start, bar.end, bar.count, bar.by_type) for bar in found.bars] == [
        (D(2019, 1, 1), D(2019, 1, 1), 1, (1, 0)),
        (D(2019, 1, 2), D(2019, 1, 2), 0, (0, 0)),
        (D(2019, 1, 3), D(2019, 1, 3), 2, (1, 1)),
    ]
    assert (found.undated, found.vague) == (1, 0)


def test_its_own_dates_do_not_narrow_it_but_the_other_filters_do() -> None:
    rows = (row(D(2019, 1, 1)), row(D(2019, 1, 5)), row(D(2019, 1, 3), event_type="Riots"))
    asked = ask(snapshot(*rows), Selection(date_from=D(2019, 1, 4), event_types=("Battles",)))
    assert bars(timeline(asked)) == {"2019-01-01": 1, "2019-01-05": 1}


def test_a_range_shown_leaves_out_and_tells_the_rest() -> None:
    rows = [row(D(2019, 1, day)) for day in (1, 5, 9)]
    found = timeline(ask(snapshot(*rows, row(None)), Selection()), D(2019, 1, 4), D(2019, 1, 6))
    assert [bar.start.day for bar in found.bars] == [4, 5, 6]
    assert (found.left_out, found.undated) == (2, 1)
    empty = timeline(ask(snapshot(*rows), Selection()), D(2030, 1, 1))
    assert (empty.bars, empty.left_out) == ((), 3)


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    asked = ask(snapshot(row(D(2019, 1, 2)), row(D(2019, 3, 1))), Selection())
    weeks, months = timeline(asked, step="week"), timeline(asked, step="month")
    assert weeks.bars[0].start == D(2018, 12, 31)
    assert {bar.start.weekday() for bar in weeks.bars} == {0}
    assert [(bar.start, bar.end) for bar in months.bars] == [
        (D(2019, 1, 1), D(2019, 1, 31)), (D(2019, 2, 1), D(2019, 2, 28)), (D(2019, 3, 1), D(2019, 3, 31)),
    ]  # fmt: skip
    assert timeline(asked, step="year").step == "year"


def test_a_step_too_fine_gives_way() -> None:
    asked = ask(snapshot(row(D(2000, 1, 1)), row(D(2019, 3, 1))), Selection())
    assert timeline(asked, step="day").step == "year"


def test_days_that_span_bars_are_told_as_vague() -> None:
    month = row(D(2019, 1, 31), D(2019, 1, 1))
    assert timeline(ask(snapshot(month, row(D(2019, 2, 2))), Selection())).vague == 1
    assert timeline(ask(snapshot(month, row(D(2035, 1, 2))), Selection()), step="year").vague == 0


def test_one_end_known_is_enough_and_none_is_undated() -> None:
    rows = ({"date_earliest": D(2019, 1, 2), "date_latest": None}, row(None), UNLOCATED)
    found = timeline(ask(snapshot(*rows), Selection()))
    assert bars(found) == {"2019-01-02": 1, "2019-03-01": 1}
    assert found.undated == 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.none(), st.dates()), max_size=8), st.sampled_from([None, *STEPS]))
def test_every_incident_is_in_one_bar_or_told(days: list[date | None], step: Step | None) -> None:
    found = timeline(ask(snapshot(*[row(day) for day in days]), Selection()), step=step)
    assert sum(bar.count for bar in found.bars) + found.undated + found.left_out == len(days)
    assert found.step == "year" or len(found.bars) <= 200
    for before, after in zip(found.bars, found.bars[1:], strict=False):
        assert before.end + timedelta(days=1) == after.start
    for day in days:
        assert day is None or any(bar.start <= day <= bar.end and bar.count for bar in found.bars)


@pytest.mark.parametrize(
    ("first", "last", "length", "step", "starts"),
    [
        (D(2019, 1, 1), D(2019, 1, 10), 5, 5, [1, 6]),
        (D(2019, 1, 1), D(2019, 1, 10), 4, 4, [1, 5, 9]),
        (D(2019, 1, 1), D(2019, 1, 10), 7, 1, [1, 2, 3, 4]),
        (D(2019, 1, 1), D(2019, 1, 1), 30, 7, [1]),
        (D(2019, 1, 1), D(2019, 1, 3), 0, -2, [1, 2, 3]),
        (D(2019, 1, 2), D(2019, 1, 1), 5, 5, []),
    ],
)
def test_windows_play_to_the_last_day(first: date, last: date, length: int, step: int, starts: list[int]) -> None:
    found = windows(first, last, length, step)
    assert [window.start.day for window in found] == starts
    assert all((window.end - window.start).days + 1 == max(length, 1) for window in found)
    assert not found or found[-1].end >= last


def test_a_long_play_takes_larger_steps() -> None:
    found = windows(D(1950, 1, 1), D(2025, 1, 1), 7, 1)
    assert len(found) <= MOST_WINDOWS
    assert found[-1].end >= D(2025, 1, 1)


def test_a_window_shows_what_its_days_would_as_a_filter() -> None:
    snap = snapshot(*[row(D(2019, 1, day), event_type=kind) for day in range(1, 9) for kind in ("Battles", "Riots")])
    asked = ask(snap, Selection(date_from=D(2019, 1, 8), event_types=("Riots",)))
    for window, shown in play(asked, None, 4, windows(D(2019, 1, 1), D(2019, 1, 8), 3, 2)):
        wanted = ask(snap, Selection(date_from=window.start, date_to=window.end, event_types=("Riots",)))
        assert shown.selected == wanted.count
        assert at(asked, window).selection == wanted.selection
    assert at(asked, Window(D(2019, 1, 2), D(2019, 1, 3))).count == 2
