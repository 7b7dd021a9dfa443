"""Deciding where an incident was: by a name looked up, by a click on the map, or that no place is settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import shapely
import streamlit as st

from gazetteer import reasons
from gazetteer.model import Place
from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.record import decided
from rasd.record.decided import DecidedPlace
from rasd.record.store import StoredIncident
from rasd.ui import decided_words, describe, places_found, places_map
from rasd.ui.escape import markdown
from rasd.ui.marks import AREA_FROM, Mark
from rasd.view.areas import provinces
from rasd.view.filters import TEXT_LIMIT

MACHINE = "machine"
"""What the draft of a place is when it is given back to the machine."""
PRECISIONS = (1, 2, 3, 4, 5, 6, 7)
_LISTED = 5
_HEIGHT_PX = 340
_DECIMALS, _METRES = 5, 1000
# How far a point of a precision reaches, in km, until the reader says otherwise: a place, its surroundings, a
# district, a province, a part of a country, a country, a stretch of sea.
_REACH = {1: 1.0, 2: 5.0, 3: 20.0, 4: 60.0, 5: 100.0, 6: 300.0, 7: 50.0}
_NOW, _CHOSEN, _FOUND = "#1f4e79", "#d62728", "#5c5c5c"
_SIZE_PX = 24
_FARTHEST_KM = 20_000.0

Draft = DecidedPlace | str | None
"""A place to be saved, MACHINE, or None for no change."""


def draft(id: str) -> Draft:
    """What is to be saved as an incident's place."""
    found: Draft = st.session_state.get(_key(id))
    return found


def set_draft(id: str, value: Draft) -> None:
    """Changes what is to be saved."""
    st.session_state[_key(id)] = value
    # The fields below take over what the new draft has.
    for name in ("precision", "radius"):
        st.session_state.pop(f"review_{name}_{id}", None)


def text(id: str) -> tuple[bool, str | None]:
    """Whether the place is to be changed, and the decision's text."""
    found = draft(id)
    return found is not None, found.text() if isinstance(found, DecidedPlace) else None


def fields(stored: StoredIncident, labels: Labels) -> None:
    """What chooses a place beside the map: the search, its results, precision and radius."""
    row, id = stored.row, stored.row.id
    st.caption(labels("review.place_help"))
    typed = st.text_input(
        labels("review.place_search"), key=f"review_search_{id}", max_chars=TEXT_LIMIT, icon=":material/search:",
        value=None, placeholder=row.place_text or labels("review.place_search"),
    )  # fmt: skip
    _results(row, typed or "", labels)
    found = draft(id)
    now = decided_words.place(found, labels) if isinstance(found, DecidedPlace) else ""
    told = now or (labels("review.place_machine") if found == MACHINE else "")
    with st.container(key="review_place_told"):
        if told:
            st.markdown(f"**{markdown(labels('review.place_drafted', place=told))}**")
        else:
            st.markdown(markdown(labels("review.place_now", place=describe.place_of(row, labels))))
    if isinstance(found, DecidedPlace) and found.located:
        _exactness(id, found, labels)
    with st.container(horizontal=True):
        st.button(
            labels("review.place_nowhere"), key="review_nowhere", icon=":material/location_off:",
            on_click=set_draft, args=(id, decided.nowhere(row.place_text, reasons.UNSETTLED)),
        )  # fmt: skip
        st.button(
            labels("review.place_machine"), key="review_place_machine", icon=":material/restart_alt:",
            on_click=set_draft, args=(id, MACHINE),
        )  # fmt: skip


def show_map(stored: StoredIncident, on_point: Callable[[DecidedPlace], None], labels: Labels) -> None:
    """The map: where the incident stands, what was found, what is to be saved; a click gives a point to `on_point`."""
    row = stored.row
    around = [one.place for one in stored.incident.resolution.candidates][:_LISTED]
    searched = _searched(row.id)
    points = [(one.latitude, one.longitude) for one in searched or around]
    if row.latitude is not None and row.longitude is not None:
        points = [(row.latitude, row.longitude)] if not searched else points
    places_map.show_points(
        "review-map", _drawn(row, searched, labels), points, labels,
        lambda latitude, longitude: on_point(_point(row, latitude, longitude)), height=_HEIGHT_PX,
    )  # fmt: skip


def _drawn(row: IncidentRow, searched: Sequence[Place], labels: Labels) -> list[Mark]:
    marks = [
        Mark(
            round(one.latitude, _DECIMALS),
            round(one.longitude, _DECIMALS),
            1,
            (one.id,),
            _FOUND,
            str(labels.figure(number)),
            describe.place(one, labels),
            _SIZE_PX,
        )
        for number, one in enumerate(searched, 1)
    ]
    if row.latitude is not None and row.longitude is not None:
        marks.append(_mark(row, _NOW, "", labels("review.place_current")))
    found = draft(row.id)
    if isinstance(found, DecidedPlace) and found.located:
        marks.append(replace(_mark(found, _CHOSEN, "+", labels("review.place_point")), chosen=True))
    return marks


def _mark(of: IncidentRow | DecidedPlace, colour: str, text: str, tip: str) -> Mark:
    return Mark(
        lat=round(of.latitude or 0.0, _DECIMALS), lon=round(of.longitude or 0.0, _DECIMALS), count=1, ids=(tip,),
        colour=colour, text=text, tip=tip, size=_SIZE_PX, area=(of.where_prec or 0) >= AREA_FROM,
        radius=round(of.radius_km * _METRES) if of.radius_km else None,
    )  # fmt: skip


def _searched(id: str) -> tuple[Place, ...]:
    typed = (st.session_state.get(f"review_search_{id}") or "").strip()
    if not typed:
        return ()
    found = places_found.search(typed)
    return (found.places or tuple(one.place for one in found.near))[:_LISTED]


def _results(row: IncidentRow, typed: str, labels: Labels) -> None:
    found = _searched(row.id)
    if typed.strip() and not found:
        st.caption(labels("review.place_none_found"))
    with st.container(key="review_found"):
        for number, one in enumerate(found, 1):
            told = f"{labels.figure(number)} · {places_found.line(one, labels)}"
            st.button(
                markdown(told), key=f"review_pick_{number}", on_click=set_draft, args=(row.id, _picked(row, one)),
                width="stretch",
            )  # fmt: skip


def _picked(row: IncidentRow, place: Place) -> DecidedPlace:
    return DecidedPlace(
        row.place_text, place.id, place.name, place.name_ar, reasons.PICKED, place.iso_country, place.admin1 or None,
        place.latitude, place.longitude, place.radius_km, place.where_prec,
    )  # fmt: skip


def _point(row: IncidentRow, latitude: float, longitude: float) -> DecidedPlace:
    """A point on the map: named by its degrees, in the province whose polygon holds it."""
    told = f"{latitude:.4f}, {longitude:.4f}"
    known = provinces()
    inside = [at for at, polygon in enumerate(known.polygons) if shapely.contains_xy(polygon, longitude, latitude)]
    country, admin1 = (known.countries[inside[0]], known.names[inside[0]]) if inside else (None, None)
    return DecidedPlace(
        row.place_text, f"PT{latitude:.4f},{longitude:.4f}", told, told, reasons.POINTED, country, admin1,
        latitude, longitude, _REACH[1], 1,
    )  # fmt: skip


def _exactness(id: str, found: DecidedPlace, labels: Labels) -> None:
    """How exact the place is and how far it reaches; changing the one suggests the other."""
    left, right = st.columns(2)
    precision, radius = f"review_precision_{id}", f"review_radius_{id}"

    def changed() -> None:
        wanted = int(st.session_state[precision])
        set_draft(id, replace(found, where_prec=wanted, radius_km=_REACH[wanted]))

    def reaches() -> None:
        wanted = st.session_state[radius]
        st.session_state[_key(id)] = replace(found, radius_km=wanted)

    st.session_state[precision], st.session_state[radius] = found.where_prec, found.radius_km
    left.selectbox(
        labels("review.place_precision"), PRECISIONS, key=precision, on_change=changed,
        format_func=lambda prec: describe.precision(prec, labels),
    )  # fmt: skip
    right.number_input(
        labels("review.place_radius"), min_value=0.0, max_value=_FARTHEST_KM, step=1.0, key=radius, on_change=reaches
    )
    area = labels("app.comma").join(
        [describe.admin1(found.admin1, labels) if found.admin1 else "",
         describe.country(found.country, labels) if found.country else ""]
    ).strip(labels("app.comma"))  # fmt: skip
    if area:
        st.caption(labels("review.place_near", area=area))


def _key(id: str) -> str:
    return f"review_place_{id}"
