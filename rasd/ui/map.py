"""The map: a base that never changes within a language, and the marks of the moment in one feature group.

Only the feature group, the centre and the zoom vary, so that the component is neither mounted anew nor loses its view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import folium
import streamlit as st
from folium.elements import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from rasd.lexicon.labels import Labels
from rasd.ui import assets, marks, offline, state
from rasd.ui.escape import html
from rasd.ui.look import View, look
from rasd.ui.marks import Mark
from rasd.view.aggregate import Bounds

HEIGHT_PX = 560
_MAX_ZOOM = 18
_TILES_ZOOM = 5
_RETURNED = ("zoom", "center", "bounds", "last_object_clicked", "last_object_clicked_count")
_DRAWN, _SEEN = "marks_drawn", "clicks_seen"


class _Base(MacroElement):
    """What lies under the marks: vector tiles of our own, and online tiles that the reader may switch on."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        window.rasdBase({{ this._parent.get_name() }}, {{ this.settings | tojson }});
        {% endmacro %}"""
    )

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        licence = f'<a href="{html(look().licence)}" target="_blank" rel="noopener">'
        base, detail = (assets.SERVED + name for name in assets.TILES)
        self.settings = {
            "base": base,
            "detail": detail,
            "maxDataZoom": _TILES_ZOOM,
            "images": f"{assets.SERVED}vendor/leaflet/images/",
            "nameProperty": "name_ar" if labels.language == "ar" else "name",
            "attribution": html(labels("map.attribution")),
            "online": {
                "tiles": look().tiles,
                "label": html(labels("map.osm")),
                "attribution": f"© {licence}{html(labels('map.osm_attribution'))}</a>",
            },
        }


class _Marks(MacroElement):
    """The marks as data; static/map.js draws them."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        window.rasdMarks({{ this._parent.get_name() }}, {{ this.data | tojson }});
        {% endmacro %}"""
    )

    def __init__(self, drawn: tuple[Mark, ...]) -> None:
        super().__init__()
        self.data = [mark.data() for mark in drawn]


def base(labels: Labels, height: int = HEIGHT_PX) -> folium.Map:
    """The base map. The same for the same language and height (px), whatever is shown on it."""
    offline.prepare()
    start = look().start
    made = folium.Map(
        location=(start.latitude, start.longitude), zoom_start=int(start.zoom), tiles=None, min_zoom=2,
        max_zoom=_MAX_ZOOM, world_copy_jump=True, height=f"{height}px",
    )  # fmt: skip
    made.add_child(_Base(labels))
    return made


def group(drawn: tuple[Mark, ...]) -> folium.FeatureGroup:
    """The marks as what st_folium adds to the base."""
    layer = folium.FeatureGroup(name="marks", control=False)
    layer.add_child(_Marks(drawn))
    return layer


def show(drawn: tuple[Mark, ...], labels: Labels, on_click: Callable[[Mark], None]) -> None:
    """Draws the map; `on_click` is called before the rerun with the mark that the reader clicked."""
    key = f"map-{labels.language}"
    asked = state.asked_view()
    st.session_state[_DRAWN] = drawn
    st_folium(
        base(labels),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=_RETURNED,
        center=(asked.latitude, asked.longitude),
        zoom=asked.zoom,
        feature_group_to_add=group(drawn),
        on_change=lambda: heard(st.session_state.get(key) or {}, on_click),
    )


def heard(told: dict[str, Any], on_click: Callable[[Mark], None]) -> None:
    """Takes over what the map tells: where it stands, and a click that is newer than the last one seen."""
    zoom, centre, box = told.get("zoom"), told.get("center"), told.get("bounds")
    if zoom is not None and centre:
        state.moved(View(centre["lat"], _turned(centre["lng"]), zoom), _bounds(box))
    count, at = told.get("last_object_clicked_count") or 0, told.get("last_object_clicked")
    seen = st.session_state.get(_SEEN, 0)
    st.session_state[_SEEN] = count
    if count in (0, seen) or not at:
        return
    mark = marks.clicked(st.session_state.get(_DRAWN, ()), at["lat"], at["lng"], zoom or look().start.zoom)
    if mark is not None:
        on_click(mark)


def _bounds(box: dict[str, dict[str, float]] | None) -> Bounds | None:
    try:
        low, high = (box or {})["_southWest"], (box or {})["_northEast"]
        return Bounds(low["lng"], low["lat"], high["lng"], high["lat"])
    except (KeyError, TypeError):
        return None


def _turned(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
