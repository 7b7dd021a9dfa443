"""The small map of the incident page: every place the name may mean, numbered as in the table, and how exact it is.

It tells the server nothing, so that looking around in it runs nothing again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import cos, radians

from streamlit_folium import st_folium

from rasd.lexicon.labels import Labels
from rasd.model import Candidate, IncidentRow
from rasd.ui import describe, marks, overlay, picture
from rasd.ui import map as map_view
from rasd.ui.look import View, look
from rasd.ui.marks import Mark

HEIGHT_PX = 360
OTHER, CHOSEN = "#1f4e79", "#1a6b3c"
_CLOSEST, _DECIMALS, _METRES = 10, 5, 1000
_SIZE_PX, _SPOT_PX, _DOT_PX, _LETTER_PX = 26, 18, 12, 4
# So many times this map goes into the one that `marks.view_of` fits its view to.
_SMALLER = 1.6
_DEGREE_KM = 111.2
_DEGREE_PX = 256 / 360
# Nearer to its place than this, an incident stands where its place stands.
_APART_DEGREES = 0.002
# So many numbers stand on one mark; of more, the first and how many follow.
_NUMBERS = 3


def drawn(row: IncidentRow, candidates: Sequence[Candidate], labels: Labels) -> tuple[Mark, ...]:
    """The marks: the candidates with their numbers, the one chosen set off, and where the incident is drawn.

    Candidates that would hide each other share a mark with all their numbers.
    """
    found = [_candidate(number, one, row, labels) for number, one in enumerate(candidates, 1)]
    if row.latitude is not None and not any(mark.chosen and _at(row, mark.lat, mark.lon) for mark in found):
        found.append(_spot(row, labels))
    # The last drawn lies on top.
    return tuple(sorted(_together(found, view(found).zoom), key=lambda mark: (mark.chosen, bool(mark.text))))


def view(drawn_marks: Sequence[Mark]) -> View:
    """The view that holds all marks and the circles drawn; where all maps open without any."""
    held = list(_held(drawn_marks))
    if not held:
        return look().start
    corners = [
        [(end - middle) * _SMALLER + middle for end in ends] for ends, middle in map(_ends, zip(*held, strict=True))
    ]
    return marks.view_of(list(zip(*corners, strict=True)), closest=_CLOSEST) or look().start


def show(row: IncidentRow, drawn_marks: Sequence[Mark], labels: Labels) -> None:
    """Draws the map; what is known to a province alone has its polygon in place of a circle."""
    seen, province = view(drawn_marks), picture.province(row)
    if province is not None:
        drawn_marks = [replace(mark, radius=None) if mark.chosen else mark for mark in drawn_marks]
    beside = overlay.of_chosen(row, province) if province is not None else None
    st_folium(
        map_view.base(labels, HEIGHT_PX),
        # The component drops from a key whatever follows an underscore (streamlit-folium).
        key=f"candidates-map-{labels.language}-{row.id.replace('_', '-')}",
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=(),
        center=(seen.latitude, seen.longitude),
        zoom=seen.zoom,
        feature_group_to_add=map_view.group(tuple(drawn_marks), beside),
    )


def _candidate(number: int, one: Candidate, row: IncidentRow, labels: Labels) -> Mark:
    place = one.place
    chosen = place.id == row.place_id
    here = chosen and _at(row, place.latitude, place.longitude)
    area = ((row.where_prec if here else None) or place.where_prec) >= marks.AREA_FROM
    tip = labels("why.mark", number=number, name=describe.place(place, labels), score=f"{one.score:.2f}")
    return Mark(
        lat=round(place.latitude, _DECIMALS), lon=round(place.longitude, _DECIMALS), count=1, ids=(place.id,),
        colour=CHOSEN if chosen else OTHER, text=str(labels.figure(number)), tip=tip, size=_SIZE_PX, area=area,
        radius=_metres(row.radius_km) if here else _metres(place.radius_km) if area and not chosen else None,
        chosen=chosen,
    )  # fmt: skip


def _spot(row: IncidentRow, labels: Labels) -> Mark:
    """Where the incident itself is drawn: beside its place («5 km north of»), or at one that a person decided."""
    latitude, longitude = row.latitude or 0.0, row.longitude or 0.0
    return Mark(
        lat=round(latitude, _DECIMALS), lon=round(longitude, _DECIMALS), count=1, ids=(row.id,), colour=CHOSEN,
        text="", tip=labels("why.spot", name=describe.place_of(row, labels)), size=_SPOT_PX,
        area=(row.where_prec or 0) >= marks.AREA_FROM, radius=_metres(row.radius_km), chosen=True,
    )  # fmt: skip


def _together(found: Sequence[Mark], zoom: float) -> list[Mark]:
    """The marks, those that lie on each other at this zoom made one; each keeps its circle."""
    heaps: list[list[Mark]] = []
    for mark in found:
        near = next((heap for heap in heaps if mark.text and heap[0].text and _touch(heap[0], mark, zoom)), None)
        if near is None:
            heaps.append([mark])
        else:
            near.append(mark)
    return [mark for heap in heaps for mark in (_one(heap), *_dots(heap))]


def _lead(heap: list[Mark]) -> Mark:
    return next((mark for mark in heap if mark.chosen), heap[0])


def _dots(heap: list[Mark]) -> list[Mark]:
    """What shows, when the reader comes nearer, where the others of a heap stand."""
    return [replace(mark, text="", size=_DOT_PX) for mark in heap if mark is not _lead(heap)]


def _one(heap: list[Mark]) -> Mark:
    """One mark for a heap, where the chosen one stands if it is there, with the numbers of all."""
    if len(heap) == 1:
        return heap[0]
    lead, numbers = _lead(heap), [mark.text for mark in heap]
    text = ",".join(numbers) if len(numbers) <= _NUMBERS else f"{numbers[0]}+{len(numbers) - 1}"
    return replace(
        lead, text=text, tip=" · ".join(mark.tip for mark in heap), ids=tuple(id for mark in heap for id in mark.ids),
        size=_SIZE_PX + _LETTER_PX * (len(text) - 1),
    )  # fmt: skip


def _touch(one: Mark, other: Mark, zoom: float) -> bool:
    across = _SIZE_PX / (_DEGREE_PX * 2**zoom)
    # A degree of latitude is drawn longer the farther from the equator (Web Mercator).
    return abs(one.lon - other.lon) < across and abs(one.lat - other.lat) < across * cos(radians(one.lat))


def _metres(radius_km: float | None) -> int | None:
    return round(radius_km * _METRES) if radius_km else None


def _at(row: IncidentRow, latitude: float, longitude: float) -> bool:
    if row.latitude is None or row.longitude is None:
        return False
    return abs(row.latitude - latitude) < _APART_DEGREES and abs(row.longitude - longitude) < _APART_DEGREES


def _ends(values: tuple[float, ...]) -> tuple[tuple[float, float], float]:
    """The least and the greatest of some degrees, and their middle."""
    low, high = min(values), max(values)
    return (low, high), (low + high) / 2


def _held(drawn_marks: Iterable[Mark]) -> Iterable[tuple[float, float]]:
    """The points that the map must hold: each mark, and the edges of a circle drawn."""
    for mark in drawn_marks:
        yield mark.lat, mark.lon
        if mark.radius:
            high = mark.radius / _METRES / _DEGREE_KM
            wide = high / max(0.1, cos(radians(mark.lat)))
            yield from ((mark.lat + high, mark.lon + wide), (mark.lat - high, mark.lon - wide))
