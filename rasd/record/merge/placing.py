"""How the places of two tellings lie to each other, in the light of how precisely each is known."""

from __future__ import annotations

from functools import lru_cache

from gazetteer.arabic import fold_words
from gazetteer.distance import roughly_km
from rasd.record.merge.model import Telling, Value
from rasd.record.merge.rules import Rules

_POINT, _NEAR, _COUNTRY = 1, 2, 6
# A place holds another when its radius is so many times as large.
_HOLDS = 1.6


def placed(one: Telling, rules: Rules) -> bool:
    """Whether a telling's place is known well enough to speak for anything: not a whole country."""
    return one.located and one.where_prec != _COUNTRY and (one.radius_km or 0) <= rules.places["widest"]


def found(one: Telling, other: Telling, rules: Rules) -> str:
    """A key of data/merge.yaml's points; "" when they lie too far apart."""
    if one.country and other.country and one.country != other.country:
        return ""
    if not placed(one, rules) or not placed(other, rules):
        return "place_words" if not one.located and not other.located and _same_words(one, other) else "place_unknown"
    if one.place == other.place:
        return _same_place(one, other, rules)
    km, wide, narrow = apart_km(one, other), *_wider(one, other)
    if (wide.where_prec or 0) > _NEAR:
        return _in_area(km, wide, narrow, rules)
    if km <= rules.places["same"] and (wide.radius_km or 0) <= rules.places["town"]:
        return "place_close"
    if km <= (wide.radius_km or 0) and _holds(wide, narrow) and wide.where_prec == _POINT:
        return "place_inside.town"
    if km <= rules.places["same"]:
        return "place_around"
    if wide.where_prec == _NEAR and km <= (wide.radius_km or 0):
        return "place_around"
    return "place_other" if km <= 2 * rules.places["reach"] else ""


def _same_place(one: Telling, other: Telling, rules: Rules) -> str:
    """One place of the gazetteer, or a point told by its bearing from it."""
    wide, narrow = _wider(one, other)
    radius, km = wide.radius_km or 0.0, apart_km(one, other)
    if km > rules.places["reach"]:
        # «North of the town» and «south of the town».
        return "place_around" if km <= radius and wide.where_prec != narrow.where_prec else ""
    if (wide.where_prec or 0) > _NEAR:
        return "place_same.district" if radius <= rules.places["district"] else "place_same.province"
    if one.where_prec != other.where_prec:
        return "place_close"
    return "place_same" if radius <= rules.places["town"] else "place_same.city"


def _in_area(km: float, wide: Telling, narrow: Telling, rules: Rules) -> str:
    """Whether an area of the map may hold the other place."""
    if km > (wide.radius_km or 0) or not _holds(wide, narrow):
        return ""
    if wide.admin1 and narrow.admin1 and wide.admin1 != narrow.admin1:
        return ""
    return "place_inside.district" if (wide.radius_km or 0) <= rules.places["district"] else "place_inside"


def _holds(wide: Telling, narrow: Telling) -> bool:
    return (wide.radius_km or 0) >= _HOLDS * (narrow.radius_km or 0)


def _wider(one: Telling, other: Telling) -> tuple[Telling, Telling]:
    """The one known to the wider place first."""
    widths = [(telling.radius_km or 0.0, telling.where_prec or 0) for telling in (one, other)]
    return (one, other) if widths[0] >= widths[1] else (other, one)


def apart_km(one: Telling, other: Telling) -> float:
    """Kilometres between two tellings' points; infinite when one has none."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return float("inf")
    return roughly_km(one.latitude, one.longitude, other.latitude, other.longitude)


def values(_key: str, one: Telling, other: Telling) -> tuple[tuple[str, Value], ...]:
    """What fills the holes in the words of a reason about places."""
    km = apart_km(one, other)
    return (("one", one.place_text), ("other", other.place_text), ("km", round(km) if km < float("inf") else None))


@lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[str, ...]:
    return fold_words(text)


def _same_words(one: Telling, other: Telling) -> bool:
    return bool(one.place_text and other.place_text and _words(one.place_text) == _words(other.place_text))
