"""Where an event lies told by a place and a relation to it: the point, its radius, UCDP's precision."""

from __future__ import annotations

from typing import NamedTuple

from gazetteer import reasons
from gazetteer.distance import BEARINGS, moved
from gazetteer.model import Candidate, Place, Resolution

_BESIDE_KM = 5.0
_COUNTRYSIDE_KM = 25.0
# Quarters, camps, roads and what stands in a town: beside them is still in the town, so many km off.
_INNER, _INNER_KM = ("PPLX", "CMP", "RD", "ST", "SQR", "HSP", "MKT", "UNIV"), 2.0
_AREAS = 4  # from this precision on a place is an area, of which a direction tells a part


class _Spot(NamedTuple):
    """A point that a relation tells, with UCDP's precision, its radius, and how to say it (a text of reasons.py)."""

    precision: int
    point: tuple[float, float]
    radius_km: float
    shown: str
    bearing: str = ""
    km: float = 0.0


def at(
    place: Place, relation: str, candidates: tuple[Candidate, ...], reason: str, province: Place | None = None
) -> Resolution:
    """The resolution to a place under a relation (see relations.py); `province` is the province of the same name."""
    head, _, rest = relation.partition(":")
    if head == "countryside":
        return _countryside(place, rest, candidates, reason, province)
    if head == "direction":
        bearing, _, km = rest.partition(":")
        return _direction(place, bearing, float(km or 0), candidates, reason)
    here = (place.latitude, place.longitude)
    if head == "distance":
        return _make(place, candidates, reason, _Spot(2, here, float(rest), reasons.NEAR))
    if head in ("near", "between", "border"):
        precision = 5 if head == "border" and place.where_prec >= _AREAS else max(place.where_prec, 2)
        return _make(place, candidates, reason, _Spot(precision, here, max(place.radius_km, 10.0), reasons.NEAR))
    if head == "air":
        return _make(place, candidates, reason, _Spot(7, here, place.radius_km, reasons.AIR))
    if head == "coast":
        return _make(place, candidates, reason, _Spot(7, here, max(place.radius_km, 40.0), reasons.COAST))
    return Resolution(place, candidates, reason, place.where_prec, place.latitude, place.longitude, place.radius_km)


def borrowed(place: Place, relation: str, candidates: tuple[Candidate, ...], reason: str) -> Resolution:
    """A site that is not known itself, by the town it is named after: near it, never at it."""
    found = at(place, relation or "near", candidates, reason)
    radius = max(found.radius_km or 0.0, 15.0)
    return Resolution(
        place, candidates, reason, max(found.where_prec or 2, 2), found.latitude, found.longitude, radius
    )  # fmt: skip


def by_holder(
    held_by: Resolution, urban: bool, beside: bool, candidates: tuple[Candidate, ...], reason: str
) -> Resolution:
    """A place that is not known itself, by what the text gives as holding it."""
    place = held_by.place
    if place is None or held_by.where_prec is None:
        return Resolution(None, candidates, reason)
    if urban and place.kind.startswith("PPL"):
        # A quarter "east of" its city lies in its east.
        precision = 2 if beside else place.where_prec
        return Resolution(place, candidates, reason, precision, place.latitude, place.longitude, place.radius_km)
    precision, radius = held_by.where_prec, held_by.radius_km or place.radius_km
    if precision <= 2:
        precision, radius = 2, max(radius, 30.0 if beside else 20.0)
    elif precision == 5 and place.kind == "ADM1":
        precision = 4  # a village in a province's countryside lies in that province
    return Resolution(place, candidates, reason, precision, held_by.latitude, held_by.longitude, radius)


def _direction(place: Place, bearing: str, km: float, candidates: tuple[Candidate, ...], reason: str) -> Resolution:
    if place.where_prec >= _AREAS:
        away = place.radius_km * 0.5
        point = moved(place.latitude, place.longitude, BEARINGS[bearing], away)
        return _make(place, candidates, reason, _Spot(5, point, max(away, 20.0), reasons.PART, bearing))
    beside = _INNER_KM if place.kind.startswith(_INNER) else max(_BESIDE_KM, place.radius_km * 0.8)
    away = km or beside
    point = moved(place.latitude, place.longitude, BEARINGS[bearing], away)
    radius = max(away * 0.5, 5.0) if km else away + 5.0
    return _make(place, candidates, reason, _Spot(2, point, radius, reasons.OFFSET, bearing, away))


def _countryside(
    place: Place, bearing: str, candidates: tuple[Candidate, ...], reason: str, province: Place | None
) -> Resolution:
    """The country around a town: a province's when the town is its seat."""
    seat = province is not None or place.kind == "ADM1"
    area = province or place
    if not seat:
        away = 10.0 if bearing else 0.0
        point = moved(place.latitude, place.longitude, BEARINGS.get(bearing, 0.0), away)
        shown = reasons.AROUND_SIDE if bearing else reasons.AROUND
        return _make(place, candidates, reason, _Spot(3, point, 20.0, shown, bearing))
    if not bearing:
        point = (place.latitude, place.longitude)
        return _make(area, candidates, reason, _Spot(4, point, area.radius_km, reasons.AROUND))
    point = moved(place.latitude, place.longitude, BEARINGS[bearing], _COUNTRYSIDE_KM)
    return _make(area, candidates, reason, _Spot(5, point, 35.0, reasons.AROUND_SIDE, bearing))


def _make(place: Place, candidates: tuple[Candidate, ...], reason: str, spot: _Spot) -> Resolution:
    told = spot.shown.format(name=place.name, bearing=spot.bearing, km=spot.km)
    latitude, longitude = spot.point
    return Resolution(
        place, candidates, f"{told}: {reason}", spot.precision, latitude, longitude, round(spot.radius_km, 1)
    )
