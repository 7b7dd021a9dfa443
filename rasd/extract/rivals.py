"""The signs that the other incidents of an article give: whether one is told beside, within or over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gazetteer.distance import km_when_near
from gazetteer.model import Resolution
from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft
from rasd.lexicon.events import event

# Closer than this (km) two incidents of one type may be one told twice; closer than that they are of one operation.
_TWIN_KM = 5.0
_NEIGHBOUR_KM = 20.0
# Places so many degrees of latitude apart are no neighbours: a degree has 111 km.
_FAR_DEGREES = 0.2
# Up to this latitude a degree of longitude has half as many.
_POLAR = 60
_UNKNOWN_PREC = 9
# From this where_prec on (UCDP) a place is a country, or as vague as one.
_COUNTRY = 6


class Rival(NamedTuple):
    """What a draft at a place is compared by: where it is, the first words of its acts, its event type."""

    where: Resolution
    acts: frozenset[int]
    event_type: str


def rivals(mentions: Mentions, drafts: Sequence[Draft]) -> list[Rival | None]:
    """Each draft as a rival of the others; None for one without a place."""
    return [
        None
        if draft.place is None
        else Rival(
            mentions.places[draft.place].resolution,
            frozenset([t.triggers[0].first for t in draft.tellings]),
            event(draft.event).event_type,
        )
        for draft in drafts
    ]


def of(one: Rival | None, others: Iterable[Rival | None]) -> set[str]:
    """The names of the signs that other drafts of the article give to one."""
    signs: set[str] = set()
    if one is None:
        return signs
    for other in others:
        if other is None or other is one:
            continue
        shared = not one.acts.isdisjoint(other.acts)
        if shared:
            signs.add("beside:shared-act")
        here, there = one.where, other.where
        if here.place is None or there.place is None:
            continue
        if one.event_type == other.event_type:
            _compare(here, there, shared, signs)
        elif here.place.id == there.place.id:
            signs.add("beside:other-type-here")
    return signs


def _compare(here: Resolution, there: Resolution, shared: bool, signs: set[str]) -> None:
    """Adds the signs that one incident gives to another of its type."""
    coarse, fine = here.where_prec or _UNKNOWN_PREC, there.where_prec or _UNKNOWN_PREC
    if coarse == fine and _far_apart(here, there):
        return  # as most of a list of villages are
    radius = here.radius_km or 0.0
    km = _km(here, there, max(_NEIGHBOUR_KM, radius))
    if coarse > fine and (km <= radius or _holds(here, there)):
        signs.add("beside:finer-told-here" if shared else "beside:finer-told")
    if coarse < fine and _holds(there, here):
        signs.add("beside:coarser-told")
    if km < _TWIN_KM:
        signs.add("beside:twin")
    elif km < _NEIGHBOUR_KM:
        signs.add("beside:neighbour")


def _far_apart(one: Resolution, other: Resolution) -> bool:
    """Whether degrees alone tell that two places are no neighbours, without the way being measured."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return False
    if not -_FAR_DEGREES < one.latitude - other.latitude < _FAR_DEGREES:
        return True
    turn = abs(one.longitude - other.longitude)
    return 2 * _FAR_DEGREES < turn < 180 and -_POLAR < one.latitude < _POLAR


def _holds(outer: Resolution, inner: Resolution) -> bool:
    """Whether two places lie in one province, or the outer one is a country and the inner in it."""
    if outer.place is None or inner.place is None or outer.place.country != inner.place.country:
        return False
    return (outer.where_prec or _UNKNOWN_PREC) >= _COUNTRY or outer.place.admin1 == inner.place.admin1


def _km(one: Resolution, other: Resolution, reach: float) -> float:
    """Kilometres between two places, infinity where they are not known or lie surely further apart than `reach`."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return float("inf")
    return km_when_near(one.latitude, one.longitude, other.latitude, other.longitude, reach)
