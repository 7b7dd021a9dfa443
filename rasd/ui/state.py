"""What a session has chosen: language, filters, map view, incident; kept across pages and in the URL.

The session holds the truth and the address mirrors it. An address that this session didn't write (a link opened, the
back button) is read as a whole; an empty one, as Streamlit leaves it on a change of page, changes nothing. Nor does the
address count when the reader has just acted: a browser that has not yet heard of the last change tells the address
before it. What can't be understood is left out and told in `notices`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from rasd.lexicon.labels import DEFAULT_LANGUAGE, Labels, languages, styled
from rasd.ui.layers import DEFAULT, Shown
from rasd.ui.look import View, look
from rasd.ui.marks import frame_bounds
from rasd.ui.stacks import Stack
from rasd.view import filters
from rasd.view.address import told
from rasd.view.aggregate import Bounds
from rasd.view.filters import Selection

VERSION, LANGUAGE, INCIDENT, VIEW, LAYER, MEASURE = "v", "lang", "id", "at", "layer", "by"
DIGITS, MONTHS = "num", "months"
WESTERN, OWN_DIGITS = "western", "arabic"
MONTH_NAMES = ("both", "levantine", "egyptian", "maghrebi")
"""Which names of the months an Arabic reader may choose from; the first is the default."""
_WRITTEN = "address_written"
_SELECTION, _LANGUAGE, _INCIDENT, _VIEW, _BOUNDS = "selection", "language", "incident", "view", "bounds"
_NOTICES, _ASKED_VIEW, _MOVES, _PAGE = "notices", "asked_view", "moves", "page_shown"
_OPENING = "map_opening"
_ACTED = "reader_acted"
_DIGITS, _MONTHS = "digits", "month_names"
_STACK, _SHOWN = "stack", "map_shown"
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MAX_ZOOM = 18
_NUDGE = 1e-7
_TILE_PX = 256


def read_address() -> None:
    """Takes over an address that this session didn't write. Call first in every run."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    # Callbacks run before the script: what they have changed is newer than any address.
    if not given or given == st.session_state.get(_WRITTEN) or st.session_state.get(_ACTED):
        return
    wrong: list[str] = []
    asked, not_understood = filters.parse(given)
    wrong.extend(not_understood)
    set_selection(asked)
    set_map_layer(DEFAULT)
    for name, take in _TAKEN.items():
        value = given.get(name, [""])[0]
        if value and not take(value):
            wrong.append(told(name, value))
    if INCIDENT not in given:
        choose(None)
    _fix_view()
    st.session_state[_NOTICES] = tuple(wrong)
    st.session_state[_WRITTEN] = given
    st.session_state[_ACTED] = False


def write_address() -> None:
    """Makes the address say what the session has chosen. Call last in every run and every fragment."""
    wanted = address()
    if {name: st.query_params.get_all(name) for name in st.query_params} != _listed(wanted):
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = _listed(wanted)
    st.session_state[_ACTED] = False


def address(incident: str | None = None) -> dict[str, str]:
    """The parameters that bring another reader to the same state; `incident` in place of the one chosen."""
    asked = filters.to_params(selection())
    params = {LANGUAGE: language(), **({VERSION: filters.VERSION, **asked} if asked else {})}
    looked_at = incident or chosen()
    if looked_at:
        params[INCIDENT] = looked_at
    here = view()
    if not _is_start(here):
        params[VIEW] = f"{here.latitude:.3f},{here.longitude:.3f},{here.zoom:.0f}"
    layer, measure = map_layer().params()
    if digits() != WESTERN:
        params[DIGITS] = digits()
    if month_names() != MONTH_NAMES[0]:
        params[MONTHS] = month_names()
    return params | ({LAYER: layer} if layer else {}) | ({MEASURE: measure} if measure else {})


def link(incident: str | None = None) -> str:
    """The whole address of this page that brings another reader to the same state; readable but for its texts."""
    return f"{st.context.url or ''}?{urlencode(address(incident), safe=',:;')}"


def notices() -> tuple[str, ...]:
    """What of the address was not understood; told once."""
    found: tuple[str, ...] = st.session_state.pop(_NOTICES, ())
    return found


def notice(wrong: tuple[str, ...]) -> None:
    """Has what was not understood told with the next page drawn."""
    st.session_state[_NOTICES] = wrong


def language() -> str:
    """The language of the interface."""
    return str(st.session_state.get(_LANGUAGE, DEFAULT_LANGUAGE))


def set_language(value: str) -> None:
    """Changes the language of the interface."""
    st.session_state[_LANGUAGE] = value
    st.session_state[_ACTED] = True


def words() -> Labels:
    """The labels in the session's language, with the digits and month names that the reader wants."""
    return styled(language(), digits() == OWN_DIGITS, month_names())


def digits() -> str:
    """Which digits Arabic is written with: WESTERN or OWN_DIGITS."""
    return str(st.session_state.get(_DIGITS, WESTERN))


def set_digits(value: str) -> None:
    """Changes the digits."""
    st.session_state[_DIGITS] = value
    st.session_state[_ACTED] = True


def month_names() -> str:
    """Which names the months have: one of MONTH_NAMES."""
    return str(st.session_state.get(_MONTHS, MONTH_NAMES[0]))


def set_month_names(value: str) -> None:
    """Changes the names of the months."""
    st.session_state[_MONTHS] = value
    st.session_state[_ACTED] = True


def selection() -> Selection:
    """What the filters ask for."""
    found: Selection = st.session_state.get(_SELECTION, Selection())
    return found


def set_selection(value: Selection) -> None:
    """Changes the filters."""
    st.session_state[_SELECTION] = value
    st.session_state[_ACTED] = True


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
    st.session_state[_ACTED] = True


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
    st.session_state[_ACTED] = True


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
    if st.session_state.get(_OPENING) and _is_start(centre) and not _is_start(view()):
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


def entered(page: str) -> None:
    """Notes which page is shown. A map mounted anew opens where the last one stood."""
    if st.session_state.get(_PAGE) != (page, language()):
        st.session_state[_PAGE] = page, language()
        st.session_state.pop(_ASKED_VIEW, None)


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
}


def _fix_view() -> None:
    """What an address asks of the map's view becomes a rectangle, which all pages and exports understand alike."""
    asked = selection()
    if asked.in_view:
        box = asked.box or Bounds(*(round(value, 4) for value in frame_bounds(view())))
        set_selection(replace(asked, in_view=False, box=box))


def _is_start(here: View) -> bool:
    """Whether the map stands where it opens; the browser rounds the centre to a pixel."""
    start, pixels = look().start, 4 * 360 / (_TILE_PX * 2**here.zoom)
    return (
        here.zoom == start.zoom
        and max(abs(here.latitude - start.latitude), abs(here.longitude - start.longitude)) < pixels
    )


def _listed(params: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in params.items()}
