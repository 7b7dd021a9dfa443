"""The signs that the other incidents of an article give: whether one is told beside, within or over another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gazetteer.distance import km_between
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


def of(mentions: Mentions, draft: Draft, others: Iterable[Draft]) -> set[str]:
    """The names of the signs that other drafts of the article give to one."""
    if draft.place is None:
        return set()
    here = mentions.places[draft.place].resolution
    told = {t.triggers[0].first for t in draft.tellings}
    signs: set[str] = set()
    for other in others:
        if other is draft or other.place is None:
            continue
        shared = any(t.triggers[0].first in told for t in other.tellings)
        if shared:
            signs.add("beside:shared-act")
        same_type = event(other.event).event_type == event(draft.event).event_type
        signs |= {
            f"beside:{sign}" for sign in _compared(here, mentions.places[other.place].resolution, same_type, shared)
        }
    return signs


def _compared(here: Resolution, there: Resolution, same_type: bool, shared: bool) -> Iterator[str]:
    if here.place is None or there.place is None:
        return
    if not same_type:
        if here.place.id == there.place.id:
            yield "other-type-here"
        return
    km = _km(here, there)
    coarse, fine = here.where_prec or _UNKNOWN_PREC, there.where_prec or _UNKNOWN_PREC
    if coarse > fine and (_holds(here, there) or km <= (here.radius_km or 0.0)):
        yield "finer-told-here" if shared else "finer-told"
    if coarse < fine and _holds(there, here):
        yield "coarser-told"
    if km < _TWIN_KM:
        yield "twin"
    elif km < _NEIGHBOUR_KM:
        yield "neighbour"


def _holds(outer: Resolution, inner: Resolution) -> bool:
    """Whether two places lie in one province, or the outer one is a country and the inner in it."""
    if outer.place is None or inner.place is None or outer.place.country != inner.place.country:
        return False
    return (outer.where_prec or _UNKNOWN_PREC) >= _COUNTRY or outer.place.admin1 == inner.place.admin1


def _km(one: Resolution, other: Resolution) -> float:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return float("inf")
    return km_between(one.latitude, one.longitude, other.latitude, other.longitude)
