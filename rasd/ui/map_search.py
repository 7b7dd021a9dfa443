"""Looking a place up to move the map there: candidates with scores and reasons, near spellings; it filters nothing."""

from __future__ import annotations

import streamlit as st

from gazetteer.model import Place
from rasd.lexicon.labels import Labels
from rasd.ui import data, marks, places_found, reasons, state
from rasd.ui.escape import markdown
from rasd.ui.look import View
from rasd.view.filters import TEXT_LIMIT

_TYPED, _FOUND = "map_search", "map_found"
_LISTED = 8
_CLOSEST = 12
_KM_PER_DEGREE = 111.32


def box(labels: Labels) -> None:
    """The field to type a name in."""
    st.text_input(
        labels("maps.search"), key=_TYPED, max_chars=TEXT_LIMIT, placeholder=labels("maps.search"),
        icon=":material/search:", label_visibility="collapsed",
    )  # fmt: skip


def found() -> Place | None:
    """The place that the reader went to."""
    id = st.session_state.get(_FOUND)
    return data.gazetteer().places.get(id) if id else None


def results(labels: Labels) -> bool:
    """The candidates for what was typed, each a button that moves the map; whether anything was typed."""
    name = (st.session_state.get(_TYPED) or "").strip()
    if not name:
        return False
    told = places_found.search(name)
    with st.container(key="map_places", border=True):
        title, close = st.columns([3, 2], vertical_alignment="center")
        title.markdown(f"**{labels('places.candidates')}**")
        close.button(labels("map.close"), key="close_search", on_click=_close, width="stretch")
        for one in told.resolution.candidates[:_LISTED]:
            why = labels("app.semicolon").join(reasons.told(reason, labels) for reason in one.reasons)
            score = f"{labels('places.column_score')} {labels.figure(f'{one.score:.2f}')}"
            _candidate(one.place, f"{score} · {why}" if why else score, labels)
        if not told.resolution.candidates:
            st.caption(labels("maps.search_none"))
        if told.near:
            with st.expander(labels("places.near"), expanded=not told.resolution.candidates):
                for near in told.near[:_LISTED]:
                    _candidate(near.place, near.name, labels)
    return True


def view_of(place: Place) -> View:
    """Where the map shows a place with all that it reaches."""
    reach = place.radius_km / _KM_PER_DEGREE
    ends = [(place.latitude + side * reach, place.longitude + side * reach) for side in (-1, 1)]
    return marks.view_of(ends, closest=_CLOSEST) or View(place.latitude, place.longitude, _CLOSEST)


def _candidate(place: Place, why: str, labels: Labels) -> None:
    name = markdown(places_found.line(place, labels))
    st.button(
        name, key=f"go-{place.id}", on_click=_go, args=(place,), icon=":material/location_searching:", width="stretch"
    )
    st.caption(markdown(why))


def _go(place: Place) -> None:
    st.session_state[_FOUND] = place.id
    state.ask_view(view_of(place))


def _close() -> None:
    st.session_state[_TYPED] = ""
    st.session_state.pop(_FOUND, None)
