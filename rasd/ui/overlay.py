"""What the map draws beside marks, as data for static/layers.js: provinces in colours, heat, the area of the filter,
the reach of the incident chosen, a place looked up."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from gazetteer.model import Place
from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.ui import describe
from rasd.ui.layers import COUNT, KILLED
from rasd.ui.look import look
from rasd.ui.marks import AREA_FROM, Mark
from rasd.view.areas import Choropleth, Province
from rasd.view.heat import Heat
from rasd.view.selection import Selection

_METRES = 1000
_WIDEST_PREC = 5
_HEAT_DECIMALS = 4
_STEPS = (1, 2, 5)
Limits = list[tuple[int, int | None]]
"""The lowest and the highest value of each class, the last open above."""


@dataclass(frozen=True, slots=True)
class Class:
    """One colour of the provinces' legend, for values from `low` to `high` (None: and above); both None: not told."""

    colour: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Coloured:
    """The provinces' colours: the classes that occur, and each province's class and value."""

    classes: tuple[Class, ...] = ()
    values: tuple[tuple[str, int, int | None], ...] = ()


def coloured(found: Choropleth, measure: str, limits: Limits | None = None) -> Coloured:
    """The provinces by incidents, killed told at least, or incidents of one event type; those with none stay blank.

    `limits` are the classes to use, for several maps that are compared; without them those that suit this one.
    """
    values = [(one.id, value_of(one, measure)) for one in found.provinces]
    limits = limits_of(value for _, value in values if value) if limits is None else limits
    classes, kept = classes_of(limits), []
    if measure == KILLED:
        classes += [Class(look().zero, 0, 0), Class(look().untold, None, None)]
    lows = [low for low, _ in limits]
    for id, value in values:
        if value:
            kept.append((id, bisect_right(lows, value) - 1, value))
        elif measure == KILLED:
            kept.append((id, len(limits) + (value is None), value))
    used = {at for _, at, _ in kept}
    numbers = {old: new for new, old in enumerate(sorted(used))}
    return Coloured(
        tuple(classes[at] for at in sorted(used)), tuple((id, numbers[at], value) for id, at, value in kept)
    )


def classes_of(limits: Limits) -> list[Class]:
    """The classes with their colours, from the lowest to the highest."""
    colours = look().ramp
    spread = (colours[_spread(number, len(limits), len(colours))] for number in range(len(limits)))
    return [Class(colour, low, high) for colour, (low, high) in zip(spread, limits, strict=True)]


def of_provinces(shown: Coloured, measure: str, labels: Labels, chosen: str | None) -> dict[str, object]:
    """The provinces for the browser: each its colour, the words beside its name, whether it is chosen."""
    return {
        "provinces": [
            {"id": id, "colour": shown.classes[at].colour, "tip": _said(value, measure, labels)}
            | ({"chosen": True} if id == chosen else {})
            for id, at, value in shown.values
        ]
    }


def of_heat(found: Heat) -> dict[str, object]:
    """The heat's points for the browser, latitude, longitude and weight."""
    if not found.points:
        return {}
    points = [
        (round(lat, _HEAT_DECIMALS), round(lon, _HEAT_DECIMALS), round(weight, 1)) for lat, lon, weight in found.points
    ]
    return {"heat": {"points": points, "highest": found.highest, "ramp": look().ramp}}


def of_selection(selection: Selection) -> dict[str, object]:
    """The outline of the area that filters, as rings of latitude and longitude."""
    drawn: dict[str, object] = {}
    if selection.box is not None:
        west, south, east, north = selection.box
        east += 360 if east < west else 0
        drawn["box"] = [(south, west), (south, east), (north, east), (north, west)]
    if selection.ring:
        drawn["ring"] = [(latitude, longitude) for longitude, latitude in selection.ring]
    return drawn


def of_chosen(row: IncidentRow | None, polygon: str | None) -> dict[str, object]:
    """How far the place of the incident chosen reaches: its province's polygon, or a circle."""
    if row is None or row.latitude is None or row.longitude is None:
        return {}
    if polygon is not None:
        return {"reach": {"polygon": polygon}}
    if not row.radius_km or (row.where_prec or 0) > _WIDEST_PREC:
        return {}
    return {"reach": {"lat": row.latitude, "lon": row.longitude, "radius": round(row.radius_km * _METRES)}}


def of_place(place: Place | None, labels: Labels) -> dict[str, object]:
    """The place looked up; an area with its reach."""
    if place is None:
        return {}
    reach = round(place.radius_km * _METRES) if place.radius_km and place.where_prec >= AREA_FROM else None
    return {
        "place": {
            "lat": place.latitude,
            "lon": place.longitude,
            "name": describe.place(place, labels),
            **({"radius": reach} if reach else {}),
        }
    }


def of_areas(drawn: Iterable[Mark]) -> dict[str, object]:
    """The polygons that marks of provinces stand in."""
    found = [
        {"id": mark.polygon, "colour": mark.colour, "at": number, "lat": mark.lat, "lon": mark.lon, "tip": mark.tip}
        | ({"chosen": True} if mark.chosen else {})
        for number, mark in enumerate(drawn)
        if mark.polygon
    ]
    return {"areas": found} if found else {}


def value_of(one: Province, measure: str) -> int | None:
    """What a province is coloured by; None for a toll that nobody tells."""
    if measure == COUNT:
        return one.count
    if measure == KILLED:
        return one.killed_low
    return dict(one.by_type).get(measure, 0)


def _said(value: int | None, measure: str, labels: Labels) -> str:
    if measure == KILLED:
        return labels("maps.tip_killed", killed=describe.toll(value, None if value else value, None, labels))
    counted = labels.count("incident_count", value or 0)
    if measure == COUNT:
        return counted
    return labels("maps.tip_type", incidents=counted, type=describe.event_type(measure, labels))


def limits_of(values: Iterable[int]) -> Limits:
    """Up to as many classes as there are colours, at round numbers, each held by about as many of the values."""
    told = sorted(values)
    if not told:
        return []
    wanted = [told[len(told) * part // len(look().ramp)] for part in range(len(look().ramp))]
    lows = sorted({1, *(_round(value) for value in wanted[1:])})
    return [(low, lows[at + 1] - 1 if at + 1 < len(lows) else None) for at, low in enumerate(lows)]


def _round(value: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that does not exceed a value."""
    scale = 10 ** int(math.log10(value))
    return max(step * scale for step in _STEPS if step * scale <= value)


def _spread(number: int, count: int, colours: int) -> int:
    """Which of the colours a class takes, so that few classes still reach from the lightest to the darkest."""
    return colours - 1 if count == 1 else round(number * (colours - 1) / (count - 1))
