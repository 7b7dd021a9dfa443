"""Where the map stands, and where it is told to stand."""

from __future__ import annotations

import streamlit as st

from rasd.ui.look import View, look
from rasd.view.bounds import Bounds

_VIEW, _BOUNDS, _ASKED_VIEW, _MOVES, _OPENING = "view", "bounds", "asked_view", "moves", "map_opening"
_NUDGE = 1e-7
_TILE_PX = 256


def view() -> View:
    """Where the map stands now."""
    found: View = st.session_state.get(_VIEW, look().start)
    return found


def bounds() -> Bounds | None:
    """What the map shows now, when it has told."""
    found: Bounds | None = st.session_state.get(_BOUNDS)
    return found


def moved(centre: View, shown: Bounds | None) -> None:
    """Notes where the map stands. One mounted anew first tells where all maps open, before it goes where asked."""
    if st.session_state.get(_OPENING) and is_start(centre) and not is_start(view()):
        return
    st.session_state[_OPENING] = False
    st.session_state[_VIEW], st.session_state[_BOUNDS] = centre, shown


def asked_view() -> View:
    """Where the map is told to stand. It stays the same while the reader moves the map, so as not to pull it back."""
    found: View | None = st.session_state.get(_ASKED_VIEW)
    if found is None:
        st.session_state[_OPENING] = True
        return ask_view(view())
    return found


def ask_view(wanted: View) -> View:
    """Moves the map. A nudge far below a pixel makes the same wish count again after the reader has moved away."""
    moves = st.session_state.get(_MOVES, 0) % 50 + 1
    st.session_state[_MOVES] = moves
    asked = View(wanted.latitude + moves * _NUDGE, wanted.longitude, wanted.zoom + moves * _NUDGE)
    st.session_state[_ASKED_VIEW], st.session_state[_VIEW] = asked, wanted
    st.session_state[_BOUNDS] = None
    return asked


def is_start(here: View) -> bool:
    """Whether the map stands where it opens; the browser rounds the centre to a pixel."""
    start, pixels = look().start, 4 * 360 / (_TILE_PX * 2**here.zoom)
    return (
        here.zoom == start.zoom
        and max(abs(here.latitude - start.latitude), abs(here.longitude - start.longitude)) < pixels
    )


def mounted_anew() -> None:
    """Has the next map open where the last one stood."""
    st.session_state.pop(_ASKED_VIEW, None)
