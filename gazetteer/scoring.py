"""How likely each place of a name is to be the one that a mention means, in points, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from typing import NamedTuple

from gazetteer import reasons
from gazetteer.distance import DEGREE_KM, roughly_km
from gazetteer.index import NameIndex
from gazetteer.model import SHARED, Context, Place, PlaceMention, Resolution
from gazetteer.userdata import BY_HAND, IMPORTED
from gazetteer.vocabulary import Feature

# What the text gives as holding a place lies within so many km of it; a large city is named as a bearing from afar.
_HELD_KM, _FAR_KM = 40.0, 120.0
_NEAR_KM, _BESIDE_KM, _BESIDE_METROPOLIS_KM, _METROPOLIS = 50.0, 100.0, 400.0, 1_000_000
_CITY = 200_000  # «قرب» a city of so many people may be as far as beside it
_SEAT = "PPLA"  # a seat of an administration is no quarter
_COUNTRY_POINTS, _FOREIGN_POINTS = 4.0, -2.0
_IMPORTED_POINTS = 0.5
# What is the seat of a larger area is meant rather than a village of its name; by the beginnings of GeoNames codes.
_SEAT_POINTS = (("PPLA3", 0.8), ("PPLA4", 0.5), ("PPLA", 1.2))
_PROVINCE_POINTS = 2.1  # what a town of a million people has
# Points for lying close to what the article names besides: (km, points).
_CLOSE = ((30.0, 1.5), (100.0, 1.0), (250.0, 0.4))
_REMEMBERED = 100_000
_LEAST_DEGREES = 1e-6
_CLOSE_DEGREES = 2.5  # of latitude: what lies further off earns no points, and need not be measured


class Holder(NamedTuple):
    """What the text gives as holding a mention: its resolution, and whether it only lies beside it («شمال حلب»).

    `near` tells that it lies not only beside it but close by («قرب حلب»).
    """

    resolution: Resolution
    beside: bool
    near: bool = False


class Asked(NamedTuple):
    """All that a mention is judged by."""

    mention: PlaceMention
    feature: Feature | None
    context: Context
    holders: Sequence[Holder]
    again: str


class Score(NamedTuple):
    """A place with its points, their reasons, and whether it lies in what holds it, fits its cue word, is at home."""

    place: Place
    points: float
    why: tuple[str, ...]
    held: bool
    fits: bool
    home: bool


class _Own(NamedTuple):
    """What a place is worth whatever the context, whether it is what the feature word says, and the reasons."""

    points: float
    fits: bool
    why: tuple[str, ...]


class Scorer:
    """Weighs places; keeps nothing between mentions but what each place has of its own.

    `neighbours` are the countries that share another's land.
    """

    def __init__(self, index: NameIndex, neighbours: Mapping[str, str]) -> None:
        self._index, self._neighbours = index, neighbours
        self._own: dict[tuple[str, str], _Own] = {}

    def is_home(self, place: Place, context: Context) -> bool:
        """Whether the place lies in a country that is spoken of, or none is."""
        return not context.countries or place.country == SHARED or self._weight(place, context) > 0

    def _weight(self, place: Place, context: Context) -> float:
        """How strongly the place's country is spoken of, half as much through the country that shares its land."""
        told, neighbour = context.countries, self._neighbours.get(place.country, "")
        return max(told.get(place.country, 0.0), told.get(neighbour, 0.0) / 2)

    def score(self, place: Place, asked: Asked) -> Score:
        """How likely the place is to be the one asked about."""
        context = asked.context
        points, fits, told = self._own_of(place, asked.feature)
        why = list(told)
        weight = self._weight(place, context)
        home = not context.countries or place.country == SHARED or weight > 0
        if weight:
            points += _COUNTRY_POINTS * weight
            why.append(reasons.COUNTRY.format(country=place.country))
        elif not home:
            points += _FOREIGN_POINTS
            why.append(reasons.FOREIGN.format(country=place.country))
        held_points, held = self._held(place, asked.holders, context, why)
        points += held_points
        near = _closest(place, context.near)
        for km, gain in _CLOSE:
            if near and near[0] <= km:
                points += gain
                why.append(reasons.CLOSE.format(near=near[1].name))
                break
        if place.id == asked.again:
            points += 2.5
            why.append(reasons.AGAIN)
        return Score(place, points, tuple(why), held, fits, home)

    def _own_of(self, place: Place, feature: Feature | None) -> _Own:
        """`_own_points`, which the same place is asked for in every report that names it."""
        key = (place.id, feature.id if feature else "")
        known = self._own.get(key)
        if known is None:
            if len(self._own) > _REMEMBERED:
                self._own.clear()
            known = self._own[key] = _own_points(place, feature)
        return known

    def _held(self, place: Place, holders: Sequence[Holder], context: Context, why: list[str]) -> tuple[float, bool]:
        """Points for lying in what the text gives as holding the place."""
        points, held = 0.0, False
        if any(self._index.holds(place.country, one, place.admin1) for one in context.admin1):
            points, held = 3.0, True
        for holder in holders:
            outer = holder.resolution.place
            if outer is None:
                continue
            if outer.kind == "PCLI":
                if not holder.beside:
                    points += 2.0 if outer.country == place.country else -3.0
                continue
            regions = (outer.admin1, outer.name) if place.country == outer.country else ()
            inside = any(self._index.holds(place.country, one, place.admin1) for one in regions)
            if inside:
                points, held = points + 2.0, True
            km = resolved_km(place, holder.resolution)
            reach = holder.resolution.radius_km or 10.0
            if inside and outer.kind == "ADM1":
                points += 2.5  # its middle is no likelier than its edge
            elif km <= max(_HELD_KM, reach):
                points, held = points + 2.5, True
            elif km <= reach_km(place, outer, holder) + reach:
                points += 1.0
            elif not inside:
                points -= 4.0
                why.append(reasons.NOT_HELD.format(holder=name_of(holder)))
        if held and holders:
            why.append(reasons.HELD.format(holder=name_of(holders[0])))
        return points, held


def provinces_first(scores: Sequence[Score]) -> list[Score]:
    """A province gains on a small town of its name elsewhere; its own seat is left to outweigh it."""
    if not any(one.place.kind == "ADM1" for one in scores):
        return list(scores)
    seats = {(one.place.country, one.place.admin1) for one in scores if one.place.kind != "ADM1"}
    gain = 0.0 if any(one.held for one in scores) else _PROVINCE_POINTS
    return [
        one._replace(points=one.points + gain)
        if one.place.kind == "ADM1" and one.fits and (one.place.country, one.place.name) not in seats
        else one
        for one in scores
    ]


def _own_points(place: Place, feature: Feature | None) -> _Own:
    """Points for what the place is, whatever the context."""
    points, fits = 0.0, True
    why: list[str] = []
    if place.source in BY_HAND:
        points += 1.0
        why.append(reasons.CURATED)
    elif place.source == IMPORTED:
        # Imports hold hamlets by the thousand: of two places that are as likely, the tables' is meant.
        points -= _IMPORTED_POINTS
        # A place without an Arabic name bears its Latin one as both.
        latin_only = place.name_ar == place.name and place.name.isascii()
        why.append(reasons.SOUNDS if latin_only else reasons.IMPORTED)
    if seat := next((gain for code, gain in _SEAT_POINTS if place.kind.startswith(code)), 0.0):
        points += seat
        why.append(reasons.SEAT)
    if place.population:
        points += 0.35 * log10(place.population)
        why.append(reasons.PEOPLE.format(people=place.population))
    if feature is not None:
        fits = feature.fits(place.kind) and not (feature.id == "quarter" and place.kind.startswith(_SEAT))
        points += 2.0 if fits else -2.0
        why.append(reasons.KIND if fits else reasons.NOT_KIND)
        if feature.id == "countryside" and place.kind == "ADM1":
            points -= 1.0
        if feature.id == "area" and place.kind == "ADM1":
            points += 1.5
    elif place.kind == "PCLI":
        points += 4.0
    elif place.kind in ("ADM2", "ADM3"):
        points -= 0.5
    return _Own(points, fits, tuple(why))


def reach_km(place: Place, outer: Place, holder: Holder) -> float:
    """How far at most a place may lie from what is said to hold it, or from what it is said to lie by."""
    if holder.near and (outer.population or 0) < _CITY:
        return _NEAR_KM
    if holder.beside:
        return _BESIDE_METROPOLIS_KM if (outer.population or 0) >= _METROPOLIS else _BESIDE_KM
    if outer.kind.startswith("PPL") and place.admin1 != outer.admin1:
        return _FAR_KM / 2
    return _FAR_KM


def resolved_km(place: Place, resolution: Resolution) -> float:
    """Kilometres from a place to where another mention was resolved to, 0 when that has no point."""
    if resolution.latitude is None or resolution.longitude is None:
        return 0.0
    return roughly_km(place.latitude, place.longitude, resolution.latitude, resolution.longitude)


def _closest(place: Place, near: Sequence[Place]) -> tuple[float, Place] | None:
    found: tuple[float, Place] | None = None
    reach, latitude = _CLOSE_DEGREES, place.latitude
    for one in near:
        if -reach < one.latitude - latitude < reach and one.id != place.id:
            km = roughly_km(latitude, place.longitude, one.latitude, one.longitude)
            if found is None or km < found[0]:
                found = (km, one)
                # What lies further off by its latitude alone can't be closer, and need not be measured.
                reach = min(reach, km / DEGREE_KM + _LEAST_DEGREES)
    return found


def km_apart(place: Place, other: Place) -> float:
    """Kilometres between two places."""
    return roughly_km(place.latitude, place.longitude, other.latitude, other.longitude)


def name_of(holder: Holder) -> str:
    """The English name of what holds, or ""."""
    return holder.resolution.place.name if holder.resolution.place else ""
