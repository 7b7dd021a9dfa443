"""Whether two places of a report may be one and the same for telling incidents apart."""

from __future__ import annotations

from gazetteer.distance import km_between, km_when_near
from gazetteer.model import LISTED, Place, Placed, Resolution

# Places closer than this (km) are one place.
_SAME_KM = 2.0
# From these where_prec on (UCDP) a place is a district, and a province or country that holds others.
_DISTRICT = 3
_AREA = 4
_VAGUE = 5
_AT_SEA = 7
# The gazetteer's relation of a bearing, from so large a city (people) and so far (km) that headlines use it.
_BEARING, _LARGE, _AFAR_KM = "direction", 1_000_000, 200.0
# Quarters of a capital or a province's seat lie up to so far (km) from its point.
_SEATS, _CITY_KM = ("PPLC", "PPLA"), 12.0
_TOWNS = "PPL"
_APART = ("CMP", "HSP", "ADM")
_QUARTER = "PPLX"
_UNKNOWN_PREC = 9
# Classes of the gazetteer's cue words for a settlement of its own.
_SETTLEMENTS = frozenset({"village", "town", "camp"})


def agree(one: Placed, other: Placed) -> bool:
    """Whether both are one place: the same, next to each other, or one the area that holds the other."""
    if one.resolution.place is None or other.resolution.place is None:
        return one.mention.name == other.mention.name
    # Most pairs lie apart, which is known sooner than whether they are named apart.
    return _one_place(one, other) and not (_named_apart(one, other) or _named_apart(other, one))


def _one_place(one: Placed, other: Placed) -> bool:
    """Whether two known places are one on the map."""
    a, b = one.resolution, other.resolution
    if a.place is None or b.place is None:
        return False
    if a.place.id == b.place.id:
        return True
    if a.where_prec == b.where_prec == _AT_SEA:
        return False  # each sea has a name of its own, and its point and province say nothing
    if _contains(a, b) or _contains(b, a):
        return True
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return False
    coarse = max(a.where_prec or 1, b.where_prec or 1) >= _DISTRICT
    reach = max(a.radius_km or 0.0, b.radius_km or 0.0, _SAME_KM) if coarse else _SAME_KM
    return km_when_near(a.latitude, a.longitude, b.latitude, b.longitude, reach) <= reach


def held(placed: Placed) -> bool:
    """Whether a name that the gazetteer does not know is placed by what the text gives as holding it."""
    place = placed.resolution.place
    return place is not None and place.id not in placed.mention.place_ids


def _named_apart(one: Placed, other: Placed) -> bool:
    """Whether the first is a village known only by its district or province, and the other another place there."""
    settled = one.mention.cue in _SETTLEMENTS or one.mention.rule == LISTED
    if not settled or not held(one) or not _is_area(one) or one.mention.name == other.mention.name:
        return False
    return not _is_area(other) or (held(other) and other.mention.cue in _SETTLEMENTS)


def identical(one: Placed, other: Placed) -> bool:
    """Whether both are the same place of the gazetteer."""
    a, b = one.resolution.place, other.resolution.place
    return a is not None and b is not None and a.id == b.id


def points(one: Placed, other: Placed) -> bool:
    """Whether both are known points, so that neither can be the other told more coarsely."""
    return _is_known(one, other) and not _is_area(one) and not _is_area(other)


def mixed(one: Placed, other: Placed) -> bool:
    """Whether one is a known point and the other a known area."""
    return _is_known(one, other) and _is_area(one) != _is_area(other)


def _is_known(one: Placed, other: Placed) -> bool:
    return one.resolution.place is not None and other.resolution.place is not None


def _is_area(placed: Placed) -> bool:
    return precision(placed) >= _DISTRICT


def outlines(one: Placed, other: Placed) -> bool:
    """Whether the first is a vague part of the country that the other lies in («شمالي سوريا»)."""
    a, b = one.resolution, other.resolution
    if a.place is None or b.place is None or (a.where_prec or _UNKNOWN_PREC) != _VAGUE:
        return False
    return a.place.country == b.place.country


def around(one: Placed, other: Placed) -> bool:
    """Whether two places are one for an act taken up again: as `agree`, or both in one province."""
    return beside(one, other) or agree(one, other)


def beside(one: Placed, other: Placed) -> bool:
    """Whether two places lie in one province, or one of them is not known."""
    a, b = one.resolution.place, other.resolution.place
    return a is None or b is None or (a.admin1 == b.admin1 and a.country == b.country)


def covers(area: Placed, inner: Placed) -> bool:
    """Whether the first is an area that holds the second, or a name that often means its province."""
    return (mixed(area, inner) and agree(area, inner)) or (namesake(area) and around(area, inner))


def outlined(headline: Placed, body: Placed) -> bool:
    """Whether a headline's place may stand for the body's: as `around`, or by a large city («هجوم شرق بغداد»)."""
    if around(headline, body):
        return True
    city, place = headline.resolution.place, body.resolution.place
    if city is None or place is None or (city.population or 0) < _LARGE:
        return False
    if not headline.mention.relation.startswith(_BEARING):
        return False
    apart = km_between(city.latitude, city.longitude, place.latitude, place.longitude)
    return city.country == place.country and apart <= _AFAR_KM


def people(placed: Placed) -> int:
    """How many live in a place, as far as is known; the name of a large one often stands for all around it."""
    place = placed.resolution.place
    return (place.population or 0) if place is not None else 0


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
    return precision(one) < precision(other)


def precision(placed: Placed) -> int:
    """UCDP's precision, where off a named coast (7) is no coarser than near a named place (2)."""
    precision = placed.resolution.where_prec or _UNKNOWN_PREC
    return 2 if precision == _AT_SEA else precision


def in_town(one: Placed, other: Placed) -> bool:
    """Whether the first is a quarter or site of the second, a town; camps are towns of their own, hospitals take in."""
    inner, outer = one.resolution.place, other.resolution.place
    if inner is None or outer is None or not _is_town(outer) or _is_town(inner) or inner.kind.startswith(_APART):
        return False
    quarter = inner.kind == _QUARTER and outer.kind in _SEATS
    reach = max(outer.radius_km, _CITY_KM if quarter else 0.0)
    return km_when_near(inner.latitude, inner.longitude, outer.latitude, outer.longitude, reach) <= reach


def _is_town(place: Place) -> bool:
    return place.kind.startswith(_TOWNS) and place.kind != _QUARTER


def _contains(outer: Resolution, inner: Resolution) -> bool:
    """Whether a province or country is the one that the other place lies in."""
    if outer.place is None or inner.place is None or (outer.where_prec or 1) < _AREA:
        return False
    if (inner.where_prec or 1) >= (outer.where_prec or 1) and outer.place.kind[:3] == inner.place.kind[:3]:
        return False
    if outer.place.country != inner.place.country:
        return False
    return outer.place.kind.startswith("PCL") or outer.place.admin1 == inner.place.admin1
