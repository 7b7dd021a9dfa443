"""The bars of the timeline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.view.filters import Selection, ask
from rasd.view.timeline import MOST_BARS, STEPS, Step, Timeline, timeline, usual_range
from rasd.view.trends import trends
from tests.view_rows import UNLOCATED, snapshot

D = date


def row(last: date | None, first: date | None = None, **more: object) -> dict[str, object]:
    return {"date_earliest": first or last, "date_latest": last} | more


def bars(found: Timeline) -> dict[str, int]:
    return {bar.start.isoformat(): bar.count for bar in found.bars if bar.count}


@pytest.mark.parametrize(
    ("last", "step"),
    [
        (D(2019, 1, 1), "day"), (D(2019, 6, 8), "day"), (D(2019, 7, 1), "week"), (D(2022, 1, 1), "week"),
        (D(2022, 3, 1), "month"), (D(2032, 1, 1), "month"), (D(2033, 1, 1), "year"),
    ],
)  # fmt: skip
def test_the_step_follows_the_range(last: date, step: str) -> None:
    found = timeline(ask(snapshot(row(D(2019, 1, 1)), row(last)), Selection()))
    assert found.step == step
    assert len(found.bars) <= MOST_BARS
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
    assert (found.undated, found.spread) == (1, 0)


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


def test_days_that_reach_over_bars_stand_in_none_and_are_told() -> None:
    month = row(D(2019, 1, 31), D(2019, 1, 1))
    by_day = timeline(ask(snapshot(month, row(D(2019, 1, 3)), row(D(2019, 2, 2))), Selection()))
    assert (bars(by_day), by_day.spread, by_day.left_out) == ({"2019-01-03": 1, "2019-02-02": 1}, 1, 0)
    by_month = timeline(ask(snapshot(month, row(D(2025, 1, 2))), Selection()), step="month")
    assert (bars(by_month), by_month.spread) == ({"2019-01-01": 1, "2025-01-01": 1}, 0)


def test_a_night_stands_in_its_evening_and_a_reversed_range_in_its_first_day() -> None:
    night, reversed_ = row(D(2019, 1, 4), D(2019, 1, 3)), row(D(2019, 1, 2), D(2019, 1, 9))
    assert bars(timeline(ask(snapshot(night, reversed_), Selection()))) == {"2019-01-03": 1, "2019-01-09": 1}


def test_it_counts_as_trends_do() -> None:
    days = [(1, 1), (3, 4), (5, 7), (8, 8), (10, 40)]
    rows = [row(D(2019, 1, 1) + timedelta(days=b), D(2019, 1, 1) + timedelta(days=a)) for a, b in days]
    asked = ask(snapshot(*rows, row(None)), Selection())
    found, same = timeline(asked), trends(asked.lazy(), "day")
    assert [(bar.start, bar.count) for bar in found.bars if bar.count] == [
        (start, sum(one.counts[at] for one in same.types))
        for at, start in enumerate(same.starts)
        if any(one.counts[at] for one in same.types)
    ]
    assert (found.spread, found.undated) == (same.spread, same.undated)


def test_what_lies_beyond_the_range_and_reaches_into_it_is_told_once() -> None:
    into = row(D(2019, 1, 4), D(2018, 12, 1))
    found = timeline(ask(snapshot(into, row(D(2018, 5, 1)), row(D(2019, 1, 5))), Selection()), D(2019, 1, 3))
    assert (bars(found), found.spread, found.left_out) == ({"2019-01-05": 1}, 1, 1)


def test_an_old_report_does_not_coarsen_the_usual_range() -> None:
    usual = [row(D(2019, 1, 1) + timedelta(days=at)) for at in range(120)]
    assert usual_range(ask(snapshot(row(D(1948, 5, 15)), *usual), Selection())) == (D(2019, 1, 1), D(2019, 4, 30))
    assert usual_range(ask(snapshot(*usual), Selection())) is None
    assert usual_range(ask(snapshot(row(None)), Selection())) is None


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
    assert found.step == "year" or len(found.bars) <= MOST_BARS
    for before, after in zip(found.bars, found.bars[1:], strict=False):
        assert before.end + timedelta(days=1) == after.start
    for day in days:
        assert day is None or any(bar.start <= day <= bar.end and bar.count for bar in found.bars)
