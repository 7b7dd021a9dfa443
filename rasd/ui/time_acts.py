"""What the reader does on the line of time: chooses days, plays, pauses, steps on, stops, looks closer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from rasd.ui import data, state
from rasd.ui.state import Days, Play
from rasd.view.playing import UNITS, Window, calendar, units_for
from rasd.view.timeline import Step, Timeline

_RANGE, _AT = "time_range", "time_at"
_EVERY: Days = (None, None)


@dataclass(frozen=True, slots=True)
class Scene:
    """The line shown, the days that a play goes through, and by which windows."""

    line: Timeline
    units: tuple[Step, ...] = ()
    unit: Step | None = None
    windows: tuple[Window, ...] = ()


def scene() -> Scene:
    """What is shown now: a play goes through the days chosen before it, or through all shown."""
    line, played = data.timeline(state.selection(), *shown_days()), state.play()
    if not line.bars:
        return Scene(line)
    first, last = played.before if played else state.days()
    first, last = first or line.bars[0].start, last or line.bars[-1].end
    units = units_for(first, last)
    wishes = (played.unit if played and not played.paused else None, state.unit(), line.step)
    unit = next((wish for wish in wishes if wish in units), units[0] if units else None)
    return Scene(line, units, unit, calendar(first, last, unit) if unit else ())


def shown_days() -> Days:
    """The days that the bars stand for: those looked at closer, else those that most incidents lie in."""
    wanted: Days | None = st.session_state.get(_RANGE)
    if wanted is not None:
        return wanted
    usual, chosen = data.usual_days(state.selection()), state.days()
    # What is chosen must be seen.
    outside = usual and any(day and not usual[0] <= day <= usual[1] for day in chosen)
    return usual if usual and not outside else _EVERY


def number_asked() -> int:
    """From which window on the browser wants frames."""
    found: int = st.session_state.get(_AT, 0)
    return found


def acted(told: object) -> bool:
    """Does what the browser tells, when it makes sense; whether the filters have changed."""
    do = _ACTS.get(str(told.get("kind"))) if isinstance(told, dict) else None
    if do is None:
        return False
    before = state.selection()
    do(told)
    return state.selection() != before


Told = Mapping[str, object]


def _choose(told: Told) -> None:
    first, last = _day(told.get("first")), _day(told.get("last"))
    if (first is None) != (last is None) or (first and last and first > last):
        return
    state.forget_play()
    state.set_days((first, last))


def _play(told: Told) -> None:
    found, played = scene(), state.play()
    if found.unit is None or not found.windows:
        return
    on = _behind(found.windows, played.paused.end) if played and played.paused else 0
    st.session_state[_AT] = on if on < len(found.windows) else 0
    state.set_play(Play(found.unit, played.before if played else state.days()))


def _more(told: Told) -> None:
    st.session_state[_AT] = _number(told, len(scene().windows))


def _pause(told: Told) -> None:
    found, played = scene(), state.play()
    if played is not None and found.unit is not None and found.windows:
        window = found.windows[_number(told, len(found.windows))]
        state.set_play(replace(played, unit=found.unit, paused=window))


def _step(told: Told) -> None:
    """The window after or before the one shown; the first or last when none is."""
    found, played = scene(), state.play()
    if found.unit is None or not found.windows:
        return
    back = told.get("back") is True
    if played is not None and played.paused is not None:
        ahead = _behind(found.windows, played.paused.end)
        behind = sum(1 for window in found.windows if window.end < played.paused.start)
        on = behind - 1 if back else ahead
    else:
        on = len(found.windows) - 1 if back else 0
    window = found.windows[min(max(on, 0), len(found.windows) - 1)]
    state.set_play(Play(found.unit, played.before if played else state.days(), window))


def _stop(told: Told) -> None:
    state.set_play(None)


def _unit(told: Told) -> None:
    wanted: Step | None = next((unit for unit in UNITS if unit == told.get("unit")), None)
    if wanted is None:
        return
    before, played = scene(), state.play()
    state.set_unit(wanted)
    if played is not None and played.paused is None and before.windows:
        # It goes on from where it was.
        now = before.windows[_number(told, len(before.windows))].start
        state.set_play(replace(played, unit=wanted))
        windows = scene().windows
        st.session_state[_AT] = next((at for at, window in enumerate(windows) if window.end >= now), 0)


def _zoom(told: Told) -> None:
    first, last = state.days()
    st.session_state[_RANGE] = (first, last) if first or last else None


def _whole(told: Told) -> None:
    looked_closer = st.session_state.get(_RANGE) not in (None, _EVERY)
    st.session_state[_RANGE] = None if looked_closer else _EVERY


_ACTS: dict[str, Callable[[Told], None]] = {
    "days": _choose,
    "play": _play,
    "more": _more,
    "pause": _pause,
    "step": _step,
    "stop": _stop,
    "unit": _unit,
    "zoom": _zoom,
    "whole": _whole,
}


def _behind(windows: tuple[Window, ...], day: date) -> int:
    """How many windows begin by a day, which is the number of the first behind it."""
    return sum(1 for window in windows if window.start <= day)


def _number(told: Told, count: int) -> int:
    number = told.get("number")
    return min(max(number, 0), max(count - 1, 0)) if isinstance(number, int) else 0


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
