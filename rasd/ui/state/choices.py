"""What the reader has chosen: language, writing, filters, incident, layer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st

from rasd.lexicon.labels import DEFAULT_LANGUAGE, Labels, styled
from rasd.ui.layers import DEFAULT, Shown
from rasd.ui.stacks import Stack
from rasd.ui.state.keys import ACTED, NOTICES
from rasd.view.filters import Selection

WESTERN, OWN_DIGITS = "western", "arabic"
MONTH_NAMES = ("both", "levantine", "egyptian", "maghrebi")
"""Which names of the months an Arabic reader may choose from; the first is the default."""
_SELECTION, _LANGUAGE, _INCIDENT = "selection", "language", "incident"
_DIGITS, _MONTHS = "digits", "month_names"
_AS_OF, _HIDDEN = "as_of", "rejected_hidden"
_STACK, _SHOWN = "stack", "map_shown"


def notices() -> tuple[str, ...]:
    """What of the address was not understood; told once."""
    found: tuple[str, ...] = st.session_state.pop(NOTICES, ())
    return found


def notice(wrong: tuple[str, ...]) -> None:
    """Has what was not understood told with the next page drawn."""
    st.session_state[NOTICES] = wrong


def language() -> str:
    """The language of the interface."""
    return str(st.session_state.get(_LANGUAGE, DEFAULT_LANGUAGE))


def set_language(value: str) -> None:
    """Changes the language of the interface."""
    st.session_state[_LANGUAGE] = value
    st.session_state[ACTED] = True


def words() -> Labels:
    """The labels in the session's language, with the digits and month names that the reader wants."""
    return styled(language(), digits() == OWN_DIGITS, month_names())


def digits() -> str:
    """Which digits Arabic is written with: WESTERN or OWN_DIGITS."""
    return str(st.session_state.get(_DIGITS, WESTERN))


def set_digits(value: str) -> None:
    """Changes the digits."""
    st.session_state[_DIGITS] = value
    st.session_state[ACTED] = True


def month_names() -> str:
    """Which names the months have: one of MONTH_NAMES."""
    return str(st.session_state.get(_MONTHS, MONTH_NAMES[0]))


def set_month_names(value: str) -> None:
    """Changes the names of the months."""
    st.session_state[_MONTHS] = value
    st.session_state[ACTED] = True


def selection() -> Selection:
    """What the filters ask for."""
    found: Selection = st.session_state.get(_SELECTION, Selection())
    return found


def set_selection(value: Selection) -> None:
    """Changes the filters."""
    st.session_state[_SELECTION] = value
    st.session_state[ACTED] = True


def change(field: str, value: object) -> None:
    """Changes one field of the filters."""
    set_selection(replace(selection(), **{field: value}))


def chosen() -> str | None:
    """The id of the incident looked at."""
    found: str | None = st.session_state.get(_INCIDENT)
    return found


def choose(id: str | None) -> None:
    """Changes the incident looked at."""
    st.session_state[_INCIDENT] = id
    st.session_state[ACTED] = True


def as_of() -> datetime | None:
    """The moment of the past (UTC) as of which the reader looks at an incident; None for now."""
    found: datetime | None = st.session_state.get(_AS_OF)
    return found


def set_as_of(moment: datetime | None) -> None:
    """Changes the moment looked at."""
    st.session_state[_AS_OF] = moment
    st.session_state[ACTED] = True


def hidden() -> int:
    """How many rejected incidents the filters leave out, as far as the reader was told."""
    return int(st.session_state.get(_HIDDEN, 0))


def set_hidden(count: int) -> None:
    """Notes how many rejected incidents are left out."""
    st.session_state[_HIDDEN] = count


def stack() -> Stack | None:
    """The incidents of the mark that the reader is choosing from."""
    found: Stack | None = st.session_state.get(_STACK)
    return found


def set_stack(found: Stack | None) -> None:
    """Changes the incidents to choose from."""
    st.session_state[_STACK] = found


def map_layer() -> Shown:
    """The layer of the map, and what it tells by size or colour."""
    found: Shown = st.session_state.get(_SHOWN, DEFAULT)
    return found


def set_map_layer(value: Shown) -> None:
    """Changes the layer of the map."""
    st.session_state[_SHOWN] = value
    st.session_state[ACTED] = True
