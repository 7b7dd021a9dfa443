"""What a session has chosen: language, filters, map view, incident; kept across pages and in the URL.

The session holds the truth and the address mirrors it. An address that this session didn't write (a link opened, the
back button) is read as a whole; an empty one, as Streamlit leaves it on a change of page, changes nothing. Nor does the
address count when the reader has just acted: a browser that has not yet heard of the last change tells the address
before it. What can't be understood is left out and told in `notices`.
"""

from __future__ import annotations

import streamlit as st

from rasd.ui.state.choices import (
    MONTH_NAMES,
    OWN_DIGITS,
    WESTERN,
    as_of,
    change,
    choose,
    chosen,
    digits,
    hidden,
    language,
    map_layer,
    month_names,
    notice,
    notices,
    selection,
    set_as_of,
    set_digits,
    set_hidden,
    set_language,
    set_map_layer,
    set_month_names,
    set_selection,
    set_stack,
    stack,
    words,
)
from rasd.ui.state.mirror import (
    AS_OF,
    DIGITS,
    INCIDENT,
    LANGUAGE,
    LAYER,
    MEASURE,
    MONTHS,
    PERIOD,
    PLAY,
    SPLIT,
    VERSION,
    VIEW,
    address,
    link,
    parameters,
    read_address,
    write_address,
)
from rasd.ui.state.playing import (
    Days,
    Play,
    days,
    forget_play,
    leave_running,
    play,
    set_days,
    set_play,
    set_unit,
    take_play,
    unit,
    write_play,
)
from rasd.ui.state.trending import set_trend_area, set_trend_period, trend_area, trend_period
from rasd.ui.state.where import ask_view, asked_view, bounds, mounted_anew, moved, view

__all__ = [
    "AS_OF", "DIGITS", "INCIDENT", "LANGUAGE", "LAYER", "MEASURE", "MONTHS", "MONTH_NAMES", "OWN_DIGITS", "PERIOD",
    "PLAY", "SPLIT", "VERSION", "VIEW", "WESTERN", "Days", "Play", "address", "as_of", "ask_view", "asked_view",
    "bounds", "change", "choose", "chosen", "days", "digits", "entered", "forget_play", "hidden", "language",
    "leave_running", "link", "map_layer", "month_names", "moved", "notice", "notices", "parameters", "play",
    "read_address", "selection", "set_as_of", "set_days", "set_digits", "set_hidden", "set_language", "set_map_layer",
    "set_month_names", "set_play", "set_selection", "set_stack", "set_trend_area", "set_trend_period", "set_unit",
    "stack", "take_play", "trend_area", "trend_period", "unit", "view", "words", "write_address", "write_play",
]  # fmt: skip

_PAGE = "page_shown"


def entered(page: str) -> None:
    """Notes which page is shown. A map mounted anew opens where the last one stood, and nothing plays on it."""
    if st.session_state.get(_PAGE) != (page, language()):
        st.session_state[_PAGE] = page, language()
        mounted_anew()
        leave_running()
