"""The marks of a map: what each looks like and which incidents it stands for, from a view's cells and singles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from rasd.lexicon.labels import Labels
from rasd.ui import describe
from rasd.ui.look import View, look
from rasd.view.aggregate import Bounds, Cell, MapView, Single

# UCDP's where_prec from which an incident is drawn as an area: a district is not a point.
AREA_FROM = 3
_SINGLE_PX, _AREA_PX, _CELL_PX, _GROWTH_PX = 16, 20, 24, 8
_TILE_PX = 256
# The map's frame before it has told its size; a little more than most screens show.
_FRAME_PX = (1500, 620)
# What of it is surely seen on a laptop, marks at the edge included.
_SEEN_PX = (520, 440)
_DECIMALS = 6
# The browser needs no ids (a click is matched by place); a few tell what a mark stands for when looking at the page.
_IDS_TOLD = 8
# Web Mercator maps this latitude to its upper edge (EPSG:3857).
_EDGE = 85.05


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: WGS 84 degrees, size in px, the reach of an area in metres, the ids behind it (the newest of many)."""

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

    def data(self) -> dict[str, object]:
        """The mark as static/map.js reads it: what is set, the ids only where it stands for few incidents."""
        told = {name: value for name, value in asdict(self).items() if value not in (None, False, "") and name != "ids"}
        return told | ({"ids": " ".join(self.ids)} if self.count <= _IDS_TOLD else {})


def marks(view: MapView, chosen: str | None, labels: Labels) -> tuple[Mark, ...]:
    """The marks of a view, in a fixed order: areas first, so that points lie above them."""
    found = [
        *(_cell(cell, chosen, labels) for cell in view.cells),
        *(_single(one, chosen, labels) for one in view.singles),
    ]
    return tuple(sorted(found, key=lambda mark: (not mark.area, mark.lat, mark.lon, mark.ids)))


def clicked(drawn: Iterable[Mark], latitude: float, longitude: float, zoom: float) -> Mark | None:
    """The mark at a place clicked, the nearest within its own size."""
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


def _cell(cell: Cell, chosen: str | None, labels: Labels) -> Mark:
    kind = labels(
        "map.cell",
        incidents=labels.count("incident_count", cell.count),
        type=describe.event_type(cell.event_type, labels),
    )
    return Mark(
        lat=round(cell.latitude, _DECIMALS),
        lon=round(cell.longitude, _DECIMALS),
        count=cell.count,
        ids=cell.ids,
        colour=look().colour(cell.event_type),
        text=_short(cell.count),
        tip=kind,
        size=round(_CELL_PX + _GROWTH_PX * math.log10(cell.count)),
        area=cell.area,
        radius=_metres(cell.radius_km) if cell.area else None,
        chosen=chosen in cell.ids,
    )


def _single(one: Single, chosen: str | None, labels: Labels) -> Mark:
    area = one.area or (one.where_prec or 0) >= AREA_FROM
    return Mark(
        lat=round(one.latitude, _DECIMALS),
        lon=round(one.longitude, _DECIMALS),
        count=1,
        ids=(one.id,),
        colour=look().colour(one.event_type),
        text="",
        tip=describe.event(one.sub_event_type, labels),
        size=_AREA_PX if area else _SINGLE_PX,
        area=area,
        radius=_metres(one.radius_km) if area else None,
        chosen=chosen == one.id,
    )


def _metres(radius_km: float | None) -> float | None:
    return None if radius_km is None else round(radius_km * 1000)


def _short(count: int) -> str:
    return str(count) if count < 1000 else f"{count / 1000:.1f}k" if count < 10_000 else f"{count // 1000}k"


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
