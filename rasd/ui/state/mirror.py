"""The address says what the session has chosen, and the session takes over an address that it didn't write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from urllib.parse import urlencode

import streamlit as st

from rasd.lexicon.labels import languages
from rasd.ui.layers import DEFAULT
from rasd.ui.look import View
from rasd.ui.marks import frame_bounds
from rasd.ui.state.choices import (
    MONTH_NAMES,
    OWN_DIGITS,
    WESTERN,
    as_of,
    choose,
    chosen,
    digits,
    hidden,
    language,
    map_layer,
    month_names,
    selection,
    set_as_of,
    set_digits,
    set_language,
    set_map_layer,
    set_month_names,
    set_selection,
)
from rasd.ui.state.keys import ACTED, NOTICES
from rasd.ui.state.playing import forget_play, take_play, write_play
from rasd.ui.state.trending import forget_trends, set_trend_area, set_trend_period, write_trends
from rasd.ui.state.where import ask_view, is_start, view
from rasd.view import filters
from rasd.view.address import told
from rasd.view.bounds import Bounds

VERSION, LANGUAGE, INCIDENT, VIEW, LAYER, MEASURE = "v", "lang", "id", "at", "layer", "by"
DIGITS, MONTHS, PLAY, AS_OF = "num", "months", "play", "asof"
PERIOD, SPLIT = "per", "split"
_REJECTED = "rejected"
_WRITTEN = "address_written"
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MAX_ZOOM = 18


def read_address() -> None:
    """Takes over an address that this session didn't write. Call first in every run."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    # Callbacks run before the script: what they have changed is newer than any address.
    if not given or given == st.session_state.get(_WRITTEN) or st.session_state.get(ACTED):
        return
    wrong: list[str] = []
    asked, not_understood = filters.parse(given)
    wrong.extend(not_understood)
    set_selection(asked)
    set_map_layer(DEFAULT)
    forget_play()
    forget_trends()
    for name, take in _TAKEN.items():
        value = given.get(name, [""])[0]
        if value and not take(value):
            wrong.append(told(name, value))
    if INCIDENT not in given:
        choose(None)
    if AS_OF not in given:
        set_as_of(None)
    _fix_view()
    st.session_state[NOTICES] = tuple(wrong)
    st.session_state[_WRITTEN] = given
    st.session_state[ACTED] = False


def write_address() -> None:
    """Makes the address say what the session has chosen. Call last in every run and every fragment."""
    wanted = address()
    if {name: st.query_params.get_all(name) for name in st.query_params} != _listed(wanted):
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = _listed(wanted)
    st.session_state[ACTED] = False


def address(incident: str | None = None) -> dict[str, str]:
    """The parameters that bring another reader to the same state; `incident` in place of the one chosen."""
    asked = filters.to_params(selection())
    params = {LANGUAGE: language(), **({VERSION: filters.VERSION, **asked} if asked else {})}
    looked_at = incident or chosen()
    if looked_at:
        params[INCIDENT] = looked_at
    if hidden():
        # What the filters leave out without being asked stands in the address as well.
        params.setdefault(_REJECTED, "0")
    if moment := as_of():
        params[AS_OF] = moment.isoformat()
    here = view()
    if not is_start(here):
        params[VIEW] = f"{here.latitude:.3f},{here.longitude:.3f},{here.zoom:.0f}"
    layer, measure = map_layer().params()
    if digits() != WESTERN:
        params[DIGITS] = digits()
    if month_names() != MONTH_NAMES[0]:
        params[MONTHS] = month_names()
    if played := write_play():
        params[PLAY] = played
    params |= {name: value for name, value in zip((PERIOD, SPLIT), write_trends(), strict=True) if value}
    return params | ({LAYER: layer} if layer else {}) | ({MEASURE: measure} if measure else {})


def parameters() -> tuple[str, ...]:
    """The parameters of an address that are no filter's."""
    return (VERSION, *_TAKEN)


def link(incident: str | None = None) -> str:
    """The whole address of this page that brings another reader to the same state; readable but for its texts."""
    return f"{st.context.url or ''}?{urlencode(address(incident), safe=',:;')}"


def _take_language(value: str) -> bool:
    if value not in languages():
        return False
    set_language(value)
    return True


def _take_digits(value: str) -> bool:
    if value not in (WESTERN, OWN_DIGITS):
        return False
    set_digits(value)
    return True


def _take_months(value: str) -> bool:
    if value not in MONTH_NAMES:
        return False
    set_month_names(value)
    return True


def _take_incident(value: str) -> bool:
    choose(value if _ID.fullmatch(value) else None)
    return chosen() is not None


def _take_as_of(value: str) -> bool:
    """A moment, in UTC unless it says otherwise; a day alone means its end."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    if len(value) == len("2020-01-01"):
        moment = datetime.combine(moment, time.max)
    set_as_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return True


def _take_view(value: str) -> bool:
    try:
        latitude, longitude, zoom = (float(part) for part in value.split(","))
    except ValueError:
        return False
    # Written so that a NaN, which compares with nothing, is refused too.
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 <= zoom <= _MAX_ZOOM):
        return False
    ask_view(View(latitude, longitude, round(zoom)))
    return True


def _take_layer(value: str) -> bool:
    taken = map_layer().with_layer(value)
    set_map_layer(taken or map_layer())
    return taken is not None


def _take_measure(value: str) -> bool:
    taken = map_layer().with_measure(value)
    set_map_layer(taken or map_layer())
    return taken is not None


_TAKEN = {
    LANGUAGE: _take_language,
    DIGITS: _take_digits,
    MONTHS: _take_months,
    INCIDENT: _take_incident,
    VIEW: _take_view,
    LAYER: _take_layer,
    MEASURE: _take_measure,
    PLAY: take_play,
    PERIOD: set_trend_period,
    SPLIT: set_trend_area,
    AS_OF: _take_as_of,
}


def _fix_view() -> None:
    """What an address asks of the map's view becomes a rectangle, which all pages and exports understand alike."""
    asked = selection()
    if asked.in_view:
        box = asked.box or Bounds(*(round(value, 4) for value in frame_bounds(view())))
        set_selection(replace(asked, in_view=False, box=box))


def _listed(params: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in params.items()}
