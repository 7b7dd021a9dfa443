"""The small map of the places page: candidates numbered as in the table, and clicks that choose coordinates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from gazetteer.model import Place
from rasd.lexicon.labels import Labels
from rasd.ui import describe, marks
from rasd.ui import map as map_view
from rasd.ui.look import FALLBACK_COLOUR, View, look
from rasd.ui.marks import Mark

HEIGHT_PX = 380
_CLOSEST, _DECIMALS = 9, 5
_CANDIDATE, _POINT = "#1f4e79", "#d62728"
_SIZE_PX, _SUGGESTED_PX = 24, 16
_METRES = 1000


def mark(place: Place, labels: Labels, number: int | None = None, taken: bool = False) -> Mark:
    """The mark of a candidate with its number in the table, or of a suggestion without one."""
    area = place.where_prec >= marks.AREA_FROM
    return Mark(
        lat=round(place.latitude, _DECIMALS), lon=round(place.longitude, _DECIMALS), count=1, ids=(place.id,),
        colour=FALLBACK_COLOUR if number is None else _CANDIDATE, text="" if number is None else str(number),
        tip=describe.place(place, labels), size=_SUGGESTED_PX if number is None else _SIZE_PX, area=area,
        radius=round(place.radius_km * _METRES) if area and number is not None else None, chosen=taken,
    )  # fmt: skip


def point(latitude: float, longitude: float, labels: Labels) -> Mark:
    """The mark of the coordinates chosen for a new place."""
    return Mark(latitude, longitude, 1, ("new",), _POINT, "+", labels("places.new_point"), _SIZE_PX)


def show(
    drawn: Sequence[Mark], around: Sequence[Place], labels: Labels, on_click: Callable[[float, float], None]
) -> None:
    """Draws the map around these places; `on_click` is called before the rerun with the point that was clicked."""
    show_points("places-map", drawn, [(one.latitude, one.longitude) for one in around], labels, on_click)


def show_points(
    name: str,
    drawn: Sequence[Mark],
    around: Sequence[tuple[float, float]],
    labels: Labels,
    on_click: Callable[[float, float], None],
    *,
    height: int = HEIGHT_PX,
) -> None:
    """The same around points (latitude, longitude), in a map of its own name."""
    key = f"{name}-{labels.language}"
    view = marks.view_of(list(around), closest=_CLOSEST) or _start()
    st_folium(
        map_view.base(labels, height),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=("last_clicked",),
        center=(view.latitude, view.longitude),
        zoom=view.zoom,
        feature_group_to_add=map_view.group(tuple(drawn)),
        on_change=lambda: heard(st.session_state.get(key) or {}, on_click),
    )


def heard(told: dict[str, Any], on_click: Callable[[float, float], None]) -> None:
    """Takes over the point that was clicked, whichever turn of the world it was clicked in."""
    at = told.get("last_clicked")
    if at:
        longitude = (at["lng"] + 180) % 360 - 180
        on_click(round(at["lat"], _DECIMALS), round(longitude, _DECIMALS))


def _start() -> View:
    return look().start
