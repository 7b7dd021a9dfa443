"""The signs that the other incidents of an article give: whether one is told beside, within or over another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gazetteer.distance import km_when_near
from gazetteer.model import Resolution
from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft
from rasd.lexicon.events import event

# Closer than this (km) two incidents of one type may be one told twice; closer than that they are of one operation.
_TWIN_KM = 5.0
_NEIGHBOUR_KM = 20.0
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
        signs.update(_compared(one.where, other.where, one.event_type == other.event_type, shared))
    return signs


def _compared(here: Resolution, there: Resolution, same_type: bool, shared: bool) -> Iterator[str]:
    if here.place is None or there.place is None:
        return
    if not same_type:
        if here.place.id == there.place.id:
            yield "beside:other-type-here"
        return
    km = _km(here, there, max(_NEIGHBOUR_KM, here.radius_km or 0.0))
    coarse, fine = here.where_prec or _UNKNOWN_PREC, there.where_prec or _UNKNOWN_PREC
    if coarse > fine and (_holds(here, there) or km <= (here.radius_km or 0.0)):
        yield "beside:finer-told-here" if shared else "beside:finer-told"
    if coarse < fine and _holds(there, here):
        yield "beside:coarser-told"
    if km < _TWIN_KM:
        yield "beside:twin"
    elif km < _NEIGHBOUR_KM:
        yield "beside:neighbour"


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
