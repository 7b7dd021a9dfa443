"""What stands over and under the map: the choice of layer and measure, the area that filters, the legend."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import describe, state
from rasd.ui.escape import html
from rasd.ui.layers import CELLS, COUNT, HEAT, KILLED, LAYERS, PROVINCES
from rasd.ui.look import look
from rasd.ui.overlay import Class
from rasd.ui.picture import Picture
from rasd.view.filters import slug

_LAYER, _MEASURE = "map_layer", "map_measure"
_TOLD_BY = {PROVINCES: "colour", HEAT: "legend_heat"}
_SIZES = ((26, 2), (32, 10), (40, 100))
_ICONS = {CELLS: "bubble_chart", HEAT: "blur_on", PROVINCES: "map"}


def choices(labels: Labels) -> None:
    """The layer and what it tells by size or colour."""
    shown = state.map_layer()
    st.session_state[_LAYER] = shown.layer
    st.segmented_control(
        labels("maps.layer"), LAYERS, key=_LAYER, label_visibility="collapsed", on_change=_layer_chosen,
        format_func=lambda layer: f":material/{_ICONS[layer]}: {labels(f'maps.layer_{layer}')}",
    )  # fmt: skip
    st.session_state[_MEASURE] = shown.by
    st.selectbox(
        labels("maps.measure"), shown.measures, key=_MEASURE, label_visibility="collapsed", on_change=_measure_chosen,
        format_func=lambda measure: _measure(measure, shown.layer, labels), width=200,
    )  # fmt: skip


def _measure(measure: str, layer: str, labels: Labels) -> str:
    if measure in (COUNT, KILLED):
        return labels(f"maps.{_TOLD_BY.get(layer, 'size')}_{measure}")
    return labels("maps.colour_type", type=describe.event_type(measure, labels))


def _layer_chosen() -> None:
    shown = state.map_layer()
    state.set_map_layer(shown.with_layer(st.session_state[_LAYER] or shown.layer) or shown)
    state.set_stack(None)


def _measure_chosen() -> None:
    shown = state.map_layer()
    state.set_map_layer(shown.with_measure(slug(st.session_state[_MEASURE])) or shown)


def legend(drawn: Picture, labels: Labels) -> None:
    """What colours, sizes and shapes of the layer mean, and what it can't show."""
    shown = state.map_layer()
    with st.container(key="legend"):
        if shown.layer == HEAT:
            st.html(_line((_ramp(labels),), labels(f"maps.legend_heat_{shown.weight}")))
        elif shown.layer == PROVINCES:
            st.html(_line((_class(one, labels) for one in drawn.classes), _measure(shown.by, PROVINCES, labels)))
        else:
            kinds = (_swatch(colour, describe.event_type(kind, labels)) for kind, colour in look().colours.items())
            st.html(_line(kinds) + _line(_shapes(shown.by, labels), _measure(shown.by, CELLS, labels)))
        if drawn.missing:
            missing = labels.count("incident_count", drawn.missing)
            st.caption(labels(f"maps.missing_{shown.layer}", incidents=missing))


def _shapes(by: str, labels: Labels) -> Iterable[str]:
    yield f'<span><i class="rasd-key-one"></i>{html(labels("map.legend_single"))}</span>'
    several = "".join(
        f'<i class="rasd-key" style="height:{size}px;width:{size}px">{labels.number(number)}</i>'
        for size, number in _SIZES
    )
    told = labels("maps.legend_killed") if by == KILLED else labels("map.legend_cell")
    yield f"<span>{several}{html(told)}</span>"
    yield f'<span><i class="rasd-key-area"></i>{html(labels("map.legend_area"))}</span>'


def class_name(one: Class, labels: Labels) -> str:
    """The values of one colour of the provinces in words."""
    if one.low is None:
        return labels("toll.unknown")
    if one.high is None:
        return labels("maps.class_from", low=labels.number(one.low))
    if one.high == one.low:
        return labels.number(one.low)
    return describe.isolated(labels("toll.range", low=labels.number(one.low), high=labels.number(one.high)))


def _class(one: Class, labels: Labels) -> str:
    name = html(class_name(one, labels))
    return f'<span><i class="rasd-swatch" style="background:{one.colour}"></i>{name}</span>'


def _ramp(labels: Labels) -> str:
    side = "left" if labels.direction == "rtl" else "right"
    colours = ",".join(look().ramp)
    bar = f'<i class="rasd-swatch" style="background:linear-gradient(to {side},{colours});width:7rem"></i>'
    return f"<span>{html(labels('maps.few'))}{bar}{html(labels('maps.many'))}</span>"


def _swatch(colour: str, name: str) -> str:
    return f'<span><i style="background:{colour}"></i>{html(name)}</span>'


def _line(parts: Iterable[str], title: str = "") -> str:
    return f'<div class="rasd-legend">{f"<span><b>{html(title)}</b></span>" if title else ""}{"".join(parts)}</div>'
