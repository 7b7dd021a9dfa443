"""The line of time under the map: what the browser is told, and what it may ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
import streamlit as st

from rasd.lexicon.labels import labels, styled
from rasd.ui import data, state, time_acts
from rasd.ui.layers import CELLS, HEAT, PROVINCES, Shown
from rasd.ui.look import View, look
from rasd.ui.marks import marks
from rasd.ui.state import Play
from rasd.ui.time_frames import BATCH, Reel, common, frames
from rasd.ui.time_payload import Chosen, Ways, brush, payload, period, place
from rasd.view.aggregate import Bounds, map_view
from rasd.view.filters import Selection, ask
from rasd.view.playing import Window, at, calendar
from rasd.view.timeline import timeline
from tests.view_rows import snapshot

D = date
EN, AR = labels("en"), labels("ar")
REGION = Bounds(20.0, 10.0, 60.0, 42.0)


def row(day: date | None, **more: object) -> dict[str, object]:
    return {"date_earliest": day, "date_latest": day, **more}


ROWS = (
    row(D(2019, 1, 2)),
    row(D(2019, 1, 2), event_type="Riots"),
    row(D(2019, 2, 20), latitude=33.3, longitude=44.4, place_id="GN1"),
    row(D(2019, 4, 30), event_type="Riots"),
    {"date_earliest": D(2019, 2, 1), "date_latest": D(2019, 3, 31)},
    row(None),
)
NOTHING = Chosen((None, None), len(ROWS), "month", ("month",))


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session over a few incidents."""
    found = snapshot(*ROWS)
    monkeypatch.setattr(data, "asked", cache(lambda selection: ask(found, selection)))
    st.session_state.clear()
    yield
    st.session_state.clear()


# What the browser is told


def told(selection: Selection = Selection(), **changes: object) -> dict[str, object]:  # noqa: B008 - frozen
    line = timeline(ask(snapshot(*ROWS), selection))
    chosen = replace(NOTHING, days=(selection.date_from, selection.date_to), **changes)
    found = payload(line, chosen, Ways(), EN, legend=False)
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(found, ensure_ascii=False))
    return found


def test_bars_are_told_by_their_days_name_and_types_in_the_legends_order_and_colours() -> None:
    found = told()
    assert found["types"] == [
        {"name": "Battles", "colour": look().colour("Battles")}, {"name": "Riots", "colour": look().colour("Riots")},
    ]  # fmt: skip
    assert found["bars"][0] == ["2019-01-02", "2019-01-02", "2 January 2019", 1, 1]  # type: ignore[index]
    assert sum(sum(bar[3:]) for bar in found["bars"]) == 4  # type: ignore[attr-defined]
    assert found["told"] == "All days: 6 incidents"
    assert found["brush"] is None


def test_what_stands_in_no_bar_is_counted_in_words() -> None:
    notes = told()["notes"]
    assert notes == [
        EN("time.undated", incidents="1 incident"), EN("time.spread", incidents="1 incident"),
    ]  # fmt: skip
    beyond = timeline(ask(snapshot(*ROWS), Selection()), D(2019, 2, 1), D(2019, 2, 28))
    left_out = payload(beyond, NOTHING, Ways(), EN, legend=False)["notes"]
    assert EN("time.left_out", incidents="3 incidents") in left_out  # type: ignore[operator]


def test_an_empty_line_says_what_to_do() -> None:
    line = timeline(ask(snapshot(row(None)), Selection()))
    found = payload(line, replace(NOTHING, units=(), unit=None), Ways(), EN, legend=False)
    assert (found["bars"], found["brush"], found["empty"]) == ([], None, EN("time.empty"))


def test_words_months_and_digits_are_those_that_the_reader_wants() -> None:
    words = styled("ar", True, "maghrebi")
    line = timeline(ask(snapshot(*ROWS), Selection()), step="month")
    found = payload(line, NOTHING, Ways(), words, legend=False)
    assert found["bars"][0][2] == "جانفي ٢٠١٩"  # type: ignore[index]
    assert found["digits"] == list(words.digits)
    assert found["months"] == list(words.lists["months"])
    assert found["direction"] == "rtl"
    assert "٦" in str(found["told"])


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (D(2019, 2, 1), D(2019, 2, 28), "February 2019"),
        (D(2019, 1, 1), D(2019, 12, 31), "2019"),
        (D(2019, 1, 1), D(2019, 3, 31), "1 January 2019 – 31 March 2019"),
        (D(2019, 2, 2), D(2019, 2, 28), "2–28 February 2019"),
        (D(2019, 2, 2), D(2019, 2, 2), "2 February 2019"),
        (D(9999, 12, 1), D.max, "1–31 December 9999"),
    ],
)
def test_whole_months_and_years_have_their_names(first: date, last: date, name: str) -> None:
    assert period(first, last, EN) == name


def test_the_brush_stands_where_its_days_do_even_within_a_bar() -> None:
    bars = timeline(ask(snapshot(*ROWS), Selection()), step="month").bars
    assert [place(bars, D(2018, 5, 1)), place(bars, D(2019, 3, 1)), place(bars, D(2020, 1, 1))] == [0.0, 2.0, 4.0]
    assert place(bars, D(2019, 4, 16)) == 3.5
    assert brush(bars, (None, None)) is None
    assert brush(bars, (D(2019, 2, 1), D(2019, 3, 31))) == (1.0, 3.0)
    assert brush(bars, (None, D(2019, 4, 15))) == (0.0, 3.5)
    assert brush(bars, (D(2019, 2, 15), None)) == (1.5, 4.0)
    assert brush(bars, (D(2019, 4, 1), D(2019, 1, 1))) is None
    assert brush(bars, (None, D.max)) == (0.0, 4.0)
    assert brush((), (D(2019, 1, 1), None)) is None


# What the browser may ask for


def test_days_chosen_become_the_filter_and_what_makes_no_sense_changes_nothing() -> None:
    assert time_acts.acted({"kind": "days", "first": "2019-02-01", "last": "2019-02-28"})
    assert state.days() == (D(2019, 2, 1), D(2019, 2, 28))
    for wrong in (
        None, "days", {}, {"kind": "drop"}, {"kind": "days", "first": "2019-02-01"},
        {"kind": "days", "first": "x", "last": "2019-01-01"},
        {"kind": "days", "first": "2019-03-01", "last": "2019-01-01"},
        {"kind": "days", "first": 5, "last": []}, {"kind": "pause", "number": "1"}, {"kind": "unit", "unit": 3},
    ):  # fmt: skip
        before = state.days()
        time_acts.acted(wrong)
        assert state.days() in (before, (None, None)), wrong
    assert time_acts.acted({"kind": "days"}) == (state.days() != (None, None))
    assert state.days() == (None, None)


def test_a_play_leaves_the_filters_until_it_is_paused_and_stop_gives_back_the_days_before() -> None:
    state.set_days((D(2019, 1, 1), D(2019, 4, 30)))
    time_acts.acted({"kind": "unit", "unit": "month"})
    assert not time_acts.acted({"kind": "play"})
    assert state.play() == Play("month", (D(2019, 1, 1), D(2019, 4, 30)))
    assert time_acts.acted({"kind": "pause", "number": 1})
    assert state.days() == (D(2019, 2, 1), D(2019, 2, 28))
    assert state.write_play() == "month,2019-01-01,2019-04-30"
    assert time_acts.acted({"kind": "stop"})
    assert (state.days(), state.play()) == ((D(2019, 1, 1), D(2019, 4, 30)), None)


def test_a_play_goes_on_behind_the_window_that_it_was_paused_at_and_begins_anew_at_the_end() -> None:
    time_acts.acted({"kind": "unit", "unit": "month"})
    for paused, begins in ((1, 2), (3, 0)):
        time_acts.acted({"kind": "play"})
        time_acts.acted({"kind": "pause", "number": paused})
        assert time_acts.acted({"kind": "play"})
        assert (state.days(), time_acts.number_asked()) == ((None, None), begins)
        time_acts.acted({"kind": "stop"})


def test_steps_go_from_window_to_window_and_hold_at_the_ends() -> None:
    time_acts.acted({"kind": "unit", "unit": "month"})
    seen = []
    for back in (False, False, True, True, True):
        time_acts.acted({"kind": "step", "back": back})
        seen.append(state.days()[0].month)  # type: ignore[union-attr]
    assert seen == [1, 2, 1, 1, 1]
    time_acts.acted({"kind": "stop"})
    time_acts.acted({"kind": "step", "back": True})
    assert state.days() == (D(2019, 4, 1), D(2019, 4, 30))


def test_whoever_changes_the_days_otherwise_has_left_the_play() -> None:
    time_acts.acted({"kind": "play"})
    state.set_days((D(2019, 3, 1), None))
    assert state.play() is None
    time_acts.acted({"kind": "stop"})
    assert state.days() == (D(2019, 3, 1), None)


def test_another_window_goes_on_from_the_days_shown() -> None:
    time_acts.acted({"kind": "unit", "unit": "day"})
    time_acts.acted({"kind": "play"})
    time_acts.acted({"kind": "unit", "unit": "month", "number": 50})
    played = state.play()
    assert played is not None
    assert played.unit == "month"
    assert time_acts.scene().windows[time_acts.number_asked()].start == D(2019, 2, 1)


def test_nothing_plays_where_no_two_windows_are() -> None:
    state.set_days((D(2019, 1, 2), D(2019, 1, 2)))
    assert time_acts.scene().units == ()
    time_acts.acted({"kind": "play"})
    time_acts.acted({"kind": "step"})
    assert (state.play(), state.days()) == (None, (D(2019, 1, 2), D(2019, 1, 2)))


def test_a_page_left_while_a_play_runs_ends_it_and_keeps_a_paused_one() -> None:
    state.entered("map")
    time_acts.acted({"kind": "play"})
    state.entered("trends")
    assert state.play() is None
    state.entered("map")
    time_acts.acted({"kind": "step"})
    state.entered("trends")
    assert state.play() is not None


def test_the_days_chosen_can_be_looked_at_closer_and_all_again() -> None:
    state.set_days((D(2019, 2, 1), D(2019, 2, 28)))
    time_acts.acted({"kind": "zoom"})
    line = time_acts.scene().line
    assert (line.bars[0].start, line.bars[-1].end, line.left_out) == (D(2019, 2, 1), D(2019, 2, 28), 3)
    time_acts.acted({"kind": "whole"})
    assert time_acts.scene().line.left_out == 0


@pytest.mark.parametrize(
    ("value", "paused"),
    [("month", True), ("week,2019-01-01,2019-05-01", True), ("week,,2019-05-01", True), ("hour", False),
     ("month,2019-01-01", False), ("month,x,y", False), ("", False)],
)  # fmt: skip
def test_a_paused_play_is_read_from_an_address(value: str, paused: bool) -> None:
    assert not state.take_play(value)
    state.set_days((D(2019, 2, 1), D(2019, 2, 28)))
    assert state.take_play(value) == paused
    assert state.write_play() == (value if paused else "")


# The frames of a play


def reel(layer: str = CELLS, zoom: int = 5) -> Reel:
    asked = ask(snapshot(*ROWS), Selection())
    return Reel(asked, calendar(D(2019, 1, 1), D(2019, 4, 30), "month"), REGION, View(30, 40, zoom), Shown(layer))


def test_a_frame_holds_the_marks_that_its_days_would_as_a_filter() -> None:
    found = frames(reel(), 0, EN)
    assert [one["days"] for one in found] == ["January 2019", "February 2019", "March 2019", "April 2019"]
    for window, frame in zip(reel().windows, found, strict=True):
        shown = at(reel().asked, window)
        wanted = marks(map_view(shown, REGION, 5), None, EN)
        drawn = [
            (lat, lon, count, frame["colours"][colour], frame["texts"][text])  # type: ignore[index]
            for lat, lon, count, _, colour, text, *_ in frame["marks"]  # type: ignore[attr-defined]
        ]
        assert drawn == [(round(m.lat, 4), round(m.lon, 4), m.count, m.colour, m.text) for m in wanted]
        assert frame["told"] == EN.count("incident_count", shown.count)


def test_frames_come_in_parts_and_none_beyond_the_last() -> None:
    many = replace(reel(), windows=calendar(D(2019, 1, 1), D(2019, 1, 20), "day"))
    assert [one["number"] for one in frames(many, 5, EN)] == list(range(5, 5 + BATCH))
    assert [one["number"] for one in frames(many, 18, EN)] == [18, 19]
    assert frames(many, 20, EN) == []


@pytest.mark.parametrize("layer", [HEAT, PROVINCES])
def test_all_frames_of_a_layer_of_colours_share_a_scale(layer: str) -> None:
    shown = replace(reel(layer), scale=common(reel(layer)))
    assert shown.scale is not None
    found = [one["beside"] for one in frames(shown, 0, EN)]
    if layer == HEAT:
        assert {one["heat"]["highest"] for one in found if "heat" in one} == {shown.scale.highest}  # type: ignore[operator,index]
    else:
        coloured = {p["colour"] for one in found for p in one.get("provinces", ())}  # type: ignore[attr-defined]
        assert coloured <= set(look().ramp)
        assert all("tip" not in p for one in found for p in one.get("provinces", ()))  # type: ignore[attr-defined]


def test_frames_of_another_view_window_or_filter_are_told_apart() -> None:
    one = reel()
    other_window = replace(one, windows=calendar(D(2019, 1, 1), D(2019, 4, 30), "week"))
    other_filter = replace(one, asked=ask(snapshot(*ROWS), Selection(countries=("SY",))))
    ids = {which.id(1, EN) for which in (one, reel(zoom=6), reel(HEAT), other_window, other_filter)}
    assert len(ids | {one.id(2, EN), one.id(1, AR)}) == 7
    assert one.id(1, EN) == reel().id(1, EN)


def test_a_windows_days_are_no_more_than_its_own() -> None:
    windows = calendar(D(2019, 1, 10), D(2019, 2, 3), "week")
    assert windows[0] == Window(D(2019, 1, 10), D(2019, 1, 13))
    assert all(w.end - w.start <= timedelta(days=6) for w in windows)
