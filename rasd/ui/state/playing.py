"""The play over time: its window, and the days that stood before it.

While it runs the filters stay as they were: the browser moves the map's marks. Paused, the window shown is the filter
of days; to stop gives back the days before. Whoever changes the days otherwise has left the play.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from rasd.ui.state.choices import selection, set_selection
from rasd.view.playing import UNITS, Window
from rasd.view.timeline import Step

Days = tuple[date | None, date | None]
_PLAY, _UNIT = "time_play", "time_unit"


@dataclass(frozen=True, slots=True)
class Play:
    """A play by windows of a unit; `before` are the days that it began from, `paused` the window it stands at."""

    unit: Step
    before: Days
    paused: Window | None = None


def days() -> Days:
    """The filter of days."""
    return selection().date_from, selection().date_to


def set_days(ends: Days) -> None:
    """Changes the filter of days."""
    set_selection(replace(selection(), date_from=ends[0], date_to=ends[1]))


def play() -> Play | None:
    """The play that runs or is paused, when the days are still those that it left."""
    found: Play | None = st.session_state.get(_PLAY)
    if found is None:
        return None
    left = (found.paused.start, found.paused.end) if found.paused else found.before
    return found if left == days() else None


def set_play(found: Play | None) -> None:
    """Begins, goes on with or leaves a play; the days become those that it stands at."""
    before = play()
    st.session_state[_PLAY] = found
    if found is not None:
        st.session_state[_UNIT] = found.unit
        set_days((found.paused.start, found.paused.end) if found.paused else found.before)
    elif before is not None:
        set_days(before.before)


def leave_running() -> None:
    """Ends a play that runs: what drew it is gone."""
    found = play()
    if found is not None and found.paused is None:
        st.session_state[_PLAY] = None


def forget_play() -> None:
    """Drops a play, whatever the days are now."""
    st.session_state[_PLAY] = None


def unit() -> Step | None:
    """The window that the reader has chosen for plays."""
    found: Step | None = st.session_state.get(_UNIT)
    return found


def set_unit(value: Step) -> None:
    """Changes the window of the plays to come."""
    st.session_state[_UNIT] = value


def write_play() -> str:
    """A paused play as it stands in the address, beside its window, which is the filter of days; else nothing."""
    found = play()
    if found is None or found.paused is None:
        return ""
    ends = [day.isoformat() if day else "" for day in found.before]
    return ",".join([found.unit, *(ends if any(ends) else ())])


def take_play(value: str) -> bool:
    """Takes over a paused play from an address whose days have been taken over."""
    name, *ends = value.split(",")
    wanted: Step | None = next((one for one in UNITS if one == name), None)
    first, last = days()
    if wanted is None or first is None or last is None or len(ends) not in (0, 2):
        return False
    try:
        before = [date.fromisoformat(end) if end else None for end in ends] or [None, None]
    except ValueError:
        return False
    st.session_state[_PLAY], st.session_state[_UNIT] = Play(wanted, (before[0], before[1]), Window(first, last)), wanted
    return True
