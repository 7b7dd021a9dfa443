"""The marks of a map: what each looks like and which incidents it stands for, from a view's cells and singles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rasd.lexicon.labels import Labels
from rasd.ui import describe
from rasd.ui.layers import COUNT, KILLED
from rasd.ui.look import View, look
from rasd.view.aggregate import Area, Bounds, Cell, MapView, Single

# UCDP's where_prec from which an incident is drawn as an area: a district is not a point.
AREA_FROM = 3
# UCDP's where_prec up to which an area's reach is drawn: a country's would cover all others.
_WIDEST = 5
_SINGLE_PX, _AREA_PX, _CELL_PX, _GROWTH_PX = 16, 20, 24, 8
_TILE_PX = 256
# The map's frame before it has told its size; a little more than most screens show.
_FRAME_PX = (1500, 620)
# What of it is surely seen on a laptop, marks at the edge included.
_SEEN_PX = (520, 440)
_DECIMALS = 6
# The browser needs no ids (a click is matched by place); a few tell what a mark stands for when looking at the page.
_IDS_TOLD = 8
# Two marks nearer than this (degrees) are the same one, drawn again.
_SAME = 1e-5
# Web Mercator maps this latitude to its upper edge (EPSG:3857).
_EDGE = 85.05
_TOLD = ("lat", "lon", "count", "colour", "text", "tip", "size", "area", "radius", "chosen")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: WGS 84 degrees, size in px, the reach of an area in metres, the ids behind it (the newest of many).

    `polygon` is the id of the province that the mark stands for; `source` what it was made from, when several.
    """

    lat: float
    lon: float
    count: int
    ids: tuple[str, ...]
    colour: str
    text: str
    tip: str
    size: int
    area: bool = False
    radius: float | None = None
    chosen: bool = False
    polygon: str | None = None
    source: Cell | Area | None = None

    def data(self) -> dict[str, object]:
        """The mark as static/map.js reads it: what is set, the ids only where it stands for few incidents."""
        told = {name: value for name in _TOLD if (value := getattr(self, name)) not in (None, False, "")}
        return told | ({"ids": " ".join(self.ids)} if self.count <= _IDS_TOLD and self.ids else {})


def marks(
    view: MapView, chosen: str | None, labels: Labels, by: str = COUNT, place: str | None = None
) -> tuple[Mark, ...]:
    """The marks of a view, in a fixed order: areas first, the widest below, so that points lie above them.

    `chosen` is the incident looked at and `place` its place's id; `by` is what sizes and figures tell.
    """
    areas = [_area(one, place, labels, by) for one in view.areas]
    found = [
        *(_cell(cell, chosen, labels, by) for cell in view.cells),
        *(_single(one, chosen, labels, by) for one in view.singles),
    ]
    return (*areas, *sorted(found, key=lambda mark: (not mark.area, mark.lat, mark.lon, mark.ids)))


def clicked(
    drawn: Sequence[Mark], latitude: float, longitude: float, zoom: float, number: int | None = None
) -> Mark | None:
    """The mark clicked: the one of that number when it stands there, else the nearest within its own size."""
    if number is not None and 0 <= number < len(drawn):
        mark = drawn[number]
        if max(abs(mark.lat - latitude), abs((mark.lon - longitude + 180) % 360 - 180)) < _SAME:
            return mark
    near = [(_distance(mark, latitude, longitude, zoom), mark) for mark in drawn]
    distance, mark = min(near, key=lambda pair: pair[0], default=(math.inf, None))
    return mark if mark is not None and distance <= mark.size else None


def frame_bounds(view: View) -> Bounds:
    """What a map's frame shows of the world before it has told."""
    degrees = 360 / (_TILE_PX * 2**view.zoom)
    half_width, half_height = (px / 2 * degrees for px in _FRAME_PX)
    middle = _mercator(view.latitude)
    south, north = (_latitude(max(-180.0, min(180.0, middle + side * half_height))) for side in (-1, 1))
    return Bounds(view.longitude - half_width, south, view.longitude + half_width, north)


def view_of(points: Sequence[tuple[float, float]], closest: float = 10) -> View | None:
    """The view that holds all points (latitude, longitude), no closer than a zoom; None without one."""
    if not points:
        return None
    latitudes, longitudes = [_mercator(lat) for lat, _ in points], [lon for _, lon in points]
    width, height = max(longitudes) - min(longitudes), max(latitudes) - min(latitudes)
    share = max(width / _SEEN_PX[0], height / _SEEN_PX[1], 1e-9)
    zoom = math.floor(math.log2(360 / (_TILE_PX * share)))
    middle = _latitude((max(latitudes) + min(latitudes)) / 2)
    return View(round(middle, 4), round((max(longitudes) + min(longitudes)) / 2, 4), max(2, min(closest, zoom)))


def _cell(cell: Cell, chosen: str | None, labels: Labels, by: str) -> Mark:
    kind = describe.event_type(cell.event_type, labels)
    return Mark(
        lat=round(cell.latitude, _DECIMALS),
        lon=round(cell.longitude, _DECIMALS),
        count=cell.count,
        ids=cell.ids,
        colour=look().colour(cell.event_type),
        text=_figure(cell.count, cell.killed_low, by, labels),
        tip=_tip(labels("map.cell", incidents=labels.count("incident_count", cell.count), type=kind), cell, labels, by),
        size=_grown(_CELL_PX, _number(cell.count, cell.killed_low, by)),
        area=cell.area,
        # The reach of one place says something; that of several around their middle would not.
        radius=_metres(cell.radius_km) if cell.area and cell.stacked else None,
        chosen=chosen in cell.ids,
        source=cell,
    )


def _area(area: Area, place: str | None, labels: Labels, by: str) -> Mark:
    name = (area.name_ar or area.name) if labels.language == "ar" else (area.name or area.name_ar)
    told = labels(
        "maps.area_tip",
        name=describe.isolated(name),
        precision=describe.precision(area.where_prec, labels),
        incidents=labels.count("incident_count", area.count),
    )
    return Mark(
        lat=round(area.latitude, _DECIMALS),
        lon=round(area.longitude, _DECIMALS),
        count=area.count,
        ids=(),
        colour=look().colour(area.event_type),
        text=_figure(area.count, area.killed_low, by, labels) if area.count > 1 or by == KILLED else "",
        tip=_tip(told, area, labels, by),
        size=_grown(_AREA_PX, _number(area.count, area.killed_low, by)),
        area=True,
        radius=_metres(area.radius_km) if area.polygon is None and area.where_prec <= _WIDEST else None,
        chosen=place is not None and area.place_id == place,
        polygon=area.polygon,
        source=area,
    )


def _single(one: Single, chosen: str | None, labels: Labels, by: str) -> Mark:
    area = one.area or (one.where_prec or 0) >= AREA_FROM
    killed = one.killed_low if by == KILLED else None
    return Mark(
        lat=round(one.latitude, _DECIMALS),
        lon=round(one.longitude, _DECIMALS),
        count=1,
        ids=(one.id,),
        colour=look().colour(one.event_type),
        text=_short(killed, labels) if killed else "",
        tip=_tip(describe.event(one.sub_event_type, labels), one, labels, by),
        size=_grown(_CELL_PX, killed) if killed else _AREA_PX if area else _SINGLE_PX,
        area=area,
        radius=_metres(one.radius_km) if area else None,
        chosen=chosen == one.id,
    )


def _tip(told: str, one: Cell | Area | Single, labels: Labels, by: str) -> str:
    if by != KILLED:
        return told
    return labels("maps.with_killed", what=told, killed=describe.toll(one.killed_low, one.killed_high, None, labels))


def _number(count: int, killed: int | None, by: str) -> int:
    return killed or 0 if by == KILLED else count


def _figure(count: int, killed: int | None, by: str, labels: Labels) -> str:
    """What stands on a mark; a toll that nobody tells is not 0."""
    return _short(count, labels) if by != KILLED else "–" if killed is None else _short(killed, labels)


def _grown(least: int, number: int) -> int:
    return round(least + _GROWTH_PX * math.log10(max(1, number)))


def _metres(radius_km: float | None) -> float | None:
    return None if radius_km is None else round(radius_km * 1000)


def _short(number: int, labels: Labels) -> str:
    if number < 1000:
        return labels.number(number)
    return f"{labels.number(round(number / 1000, 1) if number < 10_000 else number // 1000)}k"


def _distance(mark: Mark, latitude: float, longitude: float, zoom: float) -> float:
    """Pixels between a mark and a point, whichever turn of the world the point was clicked in."""
    across = (mark.lon - longitude + 180) % 360 - 180
    return math.hypot(across, _mercator(mark.lat) - _mercator(latitude)) * _TILE_PX * 2**zoom / 360


def _mercator(latitude: float) -> float:
    """Web Mercator's northing in degrees of longitude (EPSG:3857, spherical)."""
    held = math.radians(max(-_EDGE, min(_EDGE, latitude)))
    return math.degrees(math.asinh(math.tan(held)))


def _latitude(northing: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(northing))))
