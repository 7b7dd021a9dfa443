"""The charts of the Trends page: those over time (`charts_time`), who attacked whom, the places."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.lexicon.labels import Labels
from rasd.ui import describe, vega
from rasd.ui.chart import ROW_PX, Chart, actor, different, shade, shades
from rasd.ui.charts_time import over_time
from rasd.ui.look import FALLBACK_COLOUR
from rasd.ui.vega import Spec, directed
from rasd.view.trends import Area, PlaceCount, Places, Sides, Trends

_CELL_PX, _NO_CELL = 46, "#f4f6f8"
# From which part of the way to the darkest on a number is written in white.
_DARK = 0.55
_PIN, _AREA, _NO_PLACE = "#1f4e79", "#8fb3d5", "#c3cad1"
_AREA_FROM_PREC = 3
# How much longer than the longest bar the scale is, for the words at its end.
_LABEL_ROOM = 1.45


def charts(trends: Trends, area: Area, words: Labels) -> tuple[Chart, ...]:
    """All charts of the page in their order."""
    return (*over_time(trends, area, words), _sides(trends.sides, words), _places(trends.places, words))


def _sides(sides: Sides, words: Labels) -> Chart:
    """The matrix: attackers down, targets across, the number in its cell."""
    down = different(actor(key, words) for key in sides.attackers)
    across = different(actor(key, words) for key in sides.targets)
    most = max((max(row) for row in sides.counts), default=0)
    values = [
        {
            "name": directed(row, words),
            "target": directed(column, words),
            "n": count,
            "count": words.number(count) if count else "",
        }
        for row, counts in zip(down, sides.counts, strict=True)
        for column, count in zip(across, counts, strict=True)
    ]
    notes = [words("trends.sides_note")]
    if sides.nobody:
        notes.append(words("trends.nobody", incidents=words.count("incident_count", sides.nobody)))
    rows = tuple((name, *counts) for name, counts in zip(down, sides.counts, strict=True))
    heads = tuple(different((words("trends.sides_head"), *across)))
    view = _matrix(values, down, across, most, words) if values else None
    return Chart("sides", words("trends.sides"), view, shades(most, words), heads, rows, tuple(notes))


def _matrix(values: list[Spec], down: Sequence[str], across: Sequence[str], most: int, words: Labels) -> Spec:
    order = [directed(name, words) for name in across]
    rtl = words.direction == "rtl"
    x_axis = {"orient": "top", "title": directed(words("trends.target"), words), "labelAngle": 40 if rtl else -40,
              "labelAlign": "right" if rtl else "left", "labelLimit": 130, "ticks": False, "domain": False}  # fmt: skip
    y = vega.names_axis([directed(name, words) for name in down], words)
    y["axis"] |= {"title": directed(words("trends.attacker"), words)}
    text = {"condition": {"test": f"datum.n > {1 + (most - 1) * _DARK}", "value": "#ffffff"}, "value": vega.INK}
    tip = {"name": words("trends.attacker"), "target": words("trends.target"), "count": words("trends.incidents")}
    return {
        "width": {"step": _CELL_PX},
        "height": {"step": ROW_PX + 4},
        "data": {"values": values},
        "encoding": {
            "x": {"field": "target", "type": "nominal", "sort": order[::-1] if rtl else order, "axis": x_axis},
            "y": y,
            "tooltip": vega.tooltip(tip, words),
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": "#ffffff", "color": _NO_CELL}},
            {
                "transform": [{"filter": "datum.n > 0"}],
                "mark": {"type": "rect", "stroke": "#ffffff"},
                "encoding": {"color": shade("n", most)},
            },
            {"mark": {"type": "text", "fontSize": 12}, "encoding": {"text": {"field": "count"}, "color": text}},
        ],
    }


def _places(places: Places, words: Labels) -> Chart:
    """Bars of the most frequent places with their precision, then the others together and those without a place."""
    found: list[tuple[str, str, int, str]] = []
    for one in places.top:
        area = one.where_prec is None or one.where_prec >= _AREA_FROM_PREC
        told = describe.precision(one.where_prec, words) if one.where_prec else words("trends.no_precision")
        found.append((_place(one, words), told, one.count, _AREA if area else _PIN))
    if places.other_incidents:
        told = words("trends.other_places", count=words.number(places.other_places))
        found.append((told, "", places.other_incidents, FALLBACK_COLOUR))
    if places.unlocated:
        found.append((words("trends.no_place"), "", places.unlocated, _NO_PLACE))
    names = different(name for name, *_ in found)
    values = [
        {"name": directed(name, words), "n": count, "colour": colour, "precision": directed(told, words),
         "count": words.number(count), "end": directed(" · ".join(filter(None, (words.number(count), told))), words)}
        for name, (_, told, count, colour) in zip(names, found, strict=True)
    ]  # fmt: skip
    legend = [("pin", _PIN), ("area_place", _AREA), ("rest", FALLBACK_COLOUR), ("no_place", _NO_PLACE)]
    used = {colour for *_, colour in found}
    rows = tuple((name, told or None, count) for name, (_, told, count, _c) in zip(names, found, strict=True))
    heads = (words("trends.place"), words("filter.precisions"), words("trends.incidents"))
    view = _bars(values, names, words) if values else None
    shown = tuple((words(f"trends.{key}"), colour) for key, colour in legend if colour in used)
    return Chart("places", words("trends.places"), view, shown, heads, rows, ())


def _place(one: PlaceCount, words: Labels) -> str:
    """A place's name with its province, or its country."""
    names = (one.name_ar, one.name) if words.language == "ar" else (one.name, one.name_ar)
    name = next((told for told in names if told), words("card.place_unknown"))
    parts = [describe.admin1(one.admin1, words)] if one.admin1 else []
    parts += [describe.country(one.country, words)] if one.country else []
    around = next((part for part in parts if part != name), "")
    return words("app.comma").join(part for part in (name, around) if part)


def _bars(values: list[Spec], names: Sequence[str], words: Labels) -> Spec:
    rtl = words.direction == "rtl"
    most = max(value["n"] for value in values)
    x = {"field": "n", "type": "quantitative", "axis": None,
         "scale": {"reverse": rtl, "domain": [0, most * _LABEL_ROOM], "nice": False}}  # fmt: skip
    tip = {"name": words("trends.place"), "precision": words("filter.precisions"), "count": words("trends.incidents")}
    text = {"type": "text", "align": vega.start(words), "dx": -5 if rtl else 5, "fontSize": 12, "color": vega.INK}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    return {
        "height": {"step": ROW_PX},
        "data": {"values": values},
        "encoding": {
            "y": vega.names_axis([directed(name, words) for name in names], words),
            "x": x,
            "tooltip": vega.tooltip(tip, words),
        },
        "layer": [
            {"mark": {"type": "bar", "stroke": "#5f6b76", "strokeWidth": 0.5}, "encoding": {"color": colour}},
            {"mark": text, "encoding": {"text": {"field": "end"}}},
        ],
    }
