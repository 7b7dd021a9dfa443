"""The incident as it was at a moment of the past: which moments there are, and how the reader chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.record.store import Extraction, StoredIncident
from rasd.ui import data, decided_words, describe, state
from rasd.ui.moments import moment

_CHOICE, _DAY = "as_of_choice", "as_of_day"
_NOW = ""


def choose(stored: StoredIncident, runs: Sequence[Extraction], labels: Labels) -> None:
    """The choice of a moment: now, after each extraction and each act, or the end of any day."""
    told = {_NOW: labels("asof.now"), **_moments(stored, runs, labels)}
    chosen = state.as_of()
    now = chosen.isoformat() if chosen else _NOW
    if chosen is not None:
        told.setdefault(now, moment(chosen, labels, seconds=True))
    with st.container(horizontal=True, key="as_of", vertical_alignment="bottom"):
        st.session_state[_CHOICE] = now
        st.selectbox(
            labels("asof.label"), list(told), key=_CHOICE, format_func=lambda at: told.get(at, at), on_change=_chosen,
            filter_mode=None, width=420,
        )  # fmt: skip
        st.session_state[_DAY] = chosen.date() if chosen else None
        st.date_input(
            labels("asof.day"), value=None, key=_DAY, format="YYYY-MM-DD", on_change=_day, width=200,
            min_value=date(2000, 1, 1), max_value=date(2100, 12, 31),
        )  # fmt: skip


def past(id: str, at: datetime, labels: Labels) -> StoredIncident | None:
    """The incident as it was, with what tells so; None, told so, when there was none."""
    found = data.store().desk.as_of(at).incident(id)
    when = moment(at, labels, seconds=True)
    with st.container(key="as_of_told"):
        st.info(labels("asof.told" if found else "asof.none", when=when), icon=":material/history:")
        st.caption(labels("asof.groups"))
        st.button(labels("asof.back"), key="as_of_back", on_click=state.set_as_of, args=(None,))
    return found


def _moments(stored: StoredIncident, runs: Sequence[Extraction], labels: Labels) -> dict[str, str]:
    """What each moment is called, by its ISO time, the newest first; what was done at one time is one moment."""
    found: dict[datetime, list[str]] = {}
    for run in runs:
        found.setdefault(run.made, []).append(labels("asof.extracted"))
    for one in stored.decisions:
        value = decided_words.value(one.field, one.new, labels) if one.new else labels("review.given_back")
        found.setdefault(one.at, []).append(f"{decided_words.field(one.field, labels)}: {value}")
    comma = labels("app.comma")
    return {
        at.isoformat(): labels(
            "asof.after", when=moment(at, labels, seconds=True),
            what=describe.isolated(comma.join(dict.fromkeys(told))),
        )
        for at, told in sorted(found.items(), reverse=True)
    }  # fmt: skip


def _chosen() -> None:
    at = st.session_state[_CHOICE]
    state.set_as_of(datetime.fromisoformat(at) if at else None)


def _day() -> None:
    day = st.session_state[_DAY]
    state.set_as_of(datetime.combine(day, time.max, UTC) if day else None)
