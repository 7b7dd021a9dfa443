"""The map: a base that never changes within a language, and the marks of the moment in one feature group.

Only the feature group, the centre and the zoom vary, so that the component is neither mounted anew nor loses its view.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
from rasd.view import address
from rasd.view.bounds import Bounds, Ring

HEIGHT_PX = 560
_MAX_ZOOM = 18
_TILES_ZOOM = 5
_RETURNED = ("zoom", "center", "bounds", "last_object_clicked", "last_object_clicked_count", "last_active_drawing")
_DRAWN, _ZOOM, _SEEN, _TOLD = "marks_drawn", "marks_zoom", "clicks_seen", "acts_seen"
# What must not stand in a script as it is; the rest is JSON, Arabic as it is written.
_ESCAPED = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&'\u2028\u2029"})


@dataclass(frozen=True, slots=True)
class Act:
    """What a reader did on the map other than clicking a mark: drew a rectangle or a ring, or clicked a province."""

    box: Bounds | None = None
    ring: Ring = ()
    province: str | None = None


_TITLES = {
    "zoomIn": "zoom_in",
    "zoomOut": "zoom_out",
    "full": "full",
    "box": "draw_box",
    "boxHint": "draw_box_hint",
    "ring": "draw_ring",
    "ringHint": "draw_ring_hint",
}


class _Base(MacroElement):
    """What lies under the marks: vector tiles of our own, and online tiles that the reader may switch on."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        window.rasdBase({{ this._parent.get_name() }}, {{ this.settings | tojson }});
        {% endmacro %}"""
    )

    def __init__(self, labels: Labels, tools: bool) -> None:
        super().__init__()
        licence = f'<a href="{html(look().licence)}" target="_blank" rel="noopener">'
        base, detail = (assets.SERVED + name for name in assets.TILES)
        self.settings = {
            "base": base,
            "detail": detail,
            "maxDataZoom": _TILES_ZOOM,
            "images": f"{assets.SERVED}vendor/leaflet/images/",
            "polygons": offline.polygons(),
            "rtl": labels.direction == "rtl",
            "tools": tools,
            "titles": {title: labels(f"maps.{key}") for title, key in _TITLES.items()},
            "units": {unit: html(labels.get(f"maps.{unit}", "")) for unit in ("km", "m")},
            "nameProperty": "name_ar" if labels.language == "ar" else "name",
            "attribution": html(labels("map.attribution")),
            "online": {
                "tiles": look().tiles,
                "label": html(labels("map.osm")),
                "attribution": f"© {licence}{html(labels('map.osm_attribution'))}</a>",
            },
        }


class _Data(MacroElement):
    """Data that a function of static/ draws: `rasdMarks` the marks, `rasdLayers` what stands beside them."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        window.{{ this.function }}({{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}"""
    )

    def __init__(self, function: str, data: object) -> None:
        super().__init__()
        self.function = function
        self.data = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def base(labels: Labels, height: int = HEIGHT_PX, tools: bool = False) -> folium.Map:
    """The base map. The same for the same language, height (px) and tools, whatever is shown on it."""
    offline.prepare()
    start = look().start
    made = folium.Map(
        location=(start.latitude, start.longitude), zoom_start=int(start.zoom), tiles=None, min_zoom=2,
        max_zoom=_MAX_ZOOM, world_copy_jump=True, height=f"{height}px",
    )  # fmt: skip
    made.add_child(_Base(labels, tools))
    return made


def group(drawn: tuple[Mark, ...], beside: Mapping[str, object] | None = None) -> folium.FeatureGroup:
    """The marks, and what stands beside them (`overlay`), as what st_folium adds to the base."""
    layer = folium.FeatureGroup(name="marks", control=False)
    layer.add_child(_Data("rasdMarks", [mark.data() for mark in drawn]))
    if beside is not None:
        layer.add_child(_Data("rasdLayers", beside))
    return layer


def show(
    drawn: tuple[Mark, ...],
    beside: Mapping[str, object],
    labels: Labels,
    on_click: Callable[[Mark], None],
    on_act: Callable[[Act], None],
) -> None:
    """Draws the map; `on_click` is called before the rerun with the mark that the reader clicked, `on_act` with what
    else the reader did on it."""
    key = f"map-{labels.language}"
    asked = state.asked_view()
    st.session_state[_DRAWN], st.session_state[_ZOOM] = drawn, state.view().zoom
    st_folium(
        base(labels, tools=True),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=_RETURNED,
        center=(asked.latitude, asked.longitude),
        zoom=asked.zoom,
        feature_group_to_add=group(drawn, beside),
        on_change=lambda: heard(st.session_state.get(key) or {}, on_click, on_act),
    )


def drawn_zoom() -> float:
    """The zoom that the marks now on the map were made for."""
    found: float = st.session_state.get(_ZOOM, state.view().zoom)
    return found


def heard(
    told: dict[str, Any], on_click: Callable[[Mark], None], on_act: Callable[[Act], None] = lambda act: None
) -> None:
    """Takes over what the map tells: where it stands, and a click or an act that is newer than the last one seen."""
    zoom, centre, box = told.get("zoom"), told.get("center"), told.get("bounds")
    if zoom is not None and centre:
        state.moved(View(centre["lat"], _turned(centre["lng"]), zoom), _bounds(box))
    count, at = told.get("last_object_clicked_count") or 0, told.get("last_object_clicked")
    seen = st.session_state.get(_SEEN, 0)
    st.session_state[_SEEN] = count
    act = _newer_act(told.get("last_active_drawing"))
    if act is not None:
        on_act(act)
        return
    if count in (0, seen) or not at:
        return
    drawn = st.session_state.get(_DRAWN, ())
    mark = marks.clicked(drawn, at["lat"], at["lng"], zoom or look().start.zoom, at.get("mark"))
    if mark is not None:
        on_click(mark)


def _newer_act(told: Any) -> Act | None:
    """The act told, when it was not seen before and makes sense: it comes from a browser, so nothing is taken as is."""
    properties = told.get("properties") if isinstance(told, dict) else None
    if not isinstance(properties, dict) or properties.get("stamp") == st.session_state.get(_TOLD):
        return None
    st.session_state[_TOLD] = properties.get("stamp")
    if isinstance(properties.get("province"), str):
        return Act(province=properties["province"])
    try:
        points = [(_turned(float(longitude)), float(latitude)) for longitude, latitude in properties["points"]]
    except (KeyError, TypeError, ValueError):
        return None
    if properties.get("drawn") == "box" and len(points) == 2:
        (west, south), (east, north) = points
        found = address.box(address.write_box(Bounds(west, south, east, north)))
        return Act(box=found) if found else None
    ring = address.ring(address.write_ring(points)) if properties.get("drawn") == "ring" else None
    return Act(ring=ring) if ring else None


def _bounds(box: dict[str, dict[str, float]] | None) -> Bounds | None:
    try:
        low, high = (box or {})["_southWest"], (box or {})["_northEast"]
        return Bounds(low["lng"], low["lat"], high["lng"], high["lat"])
    except (KeyError, TypeError):
        return None


def _turned(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
