"""Whether two places of a report may be one and the same for telling incidents apart."""

from __future__ import annotations

from gazetteer.distance import km_between
from gazetteer.model import Placed, Resolution

# Places closer than this (km) are one place.
_SAME_KM = 4.0
# From these where_prec on (UCDP) a place is a district, and a province or country that holds others.
_DISTRICT = 3
_AREA = 4
_UNKNOWN_PREC = 9


def agree(one: Placed, other: Placed) -> bool:
    """Whether both are one place: the same, next to each other, or one the area that holds the other."""
    a, b = one.resolution, other.resolution
    if a.place is None or b.place is None:
        return one.mention.name == other.mention.name
    if a.place.id == b.place.id or _contains(a, b) or _contains(b, a):
        return True
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return False
    apart = km_between(a.latitude, a.longitude, b.latitude, b.longitude)
    coarse = max(a.where_prec or 1, b.where_prec or 1) >= _DISTRICT
    reach = max(a.radius_km or 0.0, b.radius_km or 0.0) if coarse else _SAME_KM
    return apart <= max(reach, _SAME_KM)


def around(one: Placed, other: Placed) -> bool:
    """Whether two places are one for a headline or an act taken up again: as `agree`, or both in one province."""
    a, b = one.resolution.place, other.resolution.place
    if a is None or b is None or agree(one, other):
        return True
    return a.country == b.country and a.admin1 == b.admin1


def namesake(placed: Placed) -> bool:
    """Whether a place bears its province's name («في دير الزور» often means the province)."""
    place = placed.resolution.place
    return place is not None and place.name == place.admin1


def finer(one: Placed, other: Placed) -> bool:
    """Whether the first is placed, and more precisely than the other."""
    if one.resolution.place is None:
        return False
    if other.resolution.place is None:
        return True
    return (one.resolution.where_prec or _UNKNOWN_PREC) < (other.resolution.where_prec or _UNKNOWN_PREC)


def _contains(outer: Resolution, inner: Resolution) -> bool:
    """Whether a province or country is the one that the other place lies in."""
    if outer.place is None or inner.place is None or (outer.where_prec or 1) < _AREA:
        return False
    if (inner.where_prec or 1) >= (outer.where_prec or 1) and outer.place.kind[:3] == inner.place.kind[:3]:
        return False
    if outer.place.country != inner.place.country:
        return False
    return outer.place.kind.startswith("PCL") or outer.place.admin1 == inner.place.admin1
