"""Brings together incidents that a report tells twice at places of different grain: lead and details give one toll."""

from __future__ import annotations

from rasd.extract import dating, nearness, tolls
from rasd.extract.kinds import possible
from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft, clearer

# So many killed (or killed and hurt together) are told twice by chance seldom enough.
_TELLING = 2
# From this where_prec on (UCDP) a place is a province or wider.
_AREA = 4
# How many incidents before one are compared with it.
_NEAR = 50

_Toll = tuple[int | None, int | None]


def fold(mentions: Mentions, drafts: list[Draft]) -> list[Draft]:
    """The incidents with those of one type, day, neighbourhood and toll made one, at the finer of their places."""
    kept: list[Draft] = []
    for draft in drafts:
        alike = [one for one in kept[-_NEAR:] if _one(mentions, one, draft)]
        toll = _toll(mentions, draft) if alike else (None, None)
        known = next((one for one in alike if _tells(toll) and _toll(mentions, one) == toll), None)
        if known is None:
            kept.append(draft)
        else:
            _into(mentions, known, draft)
    return kept


def _toll(mentions: Mentions, draft: Draft) -> _Toll:
    return tolls.of(mentions, draft, "killed").low, tolls.of(mentions, draft, "injured").low


def _tells(toll: _Toll) -> bool:
    """Whether a toll is of its incident alone: a single man killed is told of many."""
    return sum(count or 0 for count in toll) >= _TELLING


def _one(mentions: Mentions, one: Draft, other: Draft) -> bool:
    """Whether two incidents may be one told in two sentences, but for their places."""
    if one.background != other.background or not dating.near(one.date, other.date):
        return False
    if not {t.sentence for t in one.tellings}.isdisjoint(t.sentence for t in other.tellings):
        return False
    if not possible(one.event, one.trigger) & possible(other.event, other.trigger):
        return False
    if one.place is None or other.place is None:
        return True
    return nearness.around(mentions.places[one.place], mentions.places[other.place])


def _into(mentions: Mentions, known: Draft, draft: Draft) -> None:
    """Takes a draft into the one known: its finer place, its date when that is the only one."""
    if clearer(draft, known):
        known.event, known.trigger, known.rule = draft.event, draft.trigger, draft.rule
    if draft.place is not None and (known.place is None or _closer(mentions, draft.place, known.place)):
        known.place = draft.place
    known.tellings += draft.tellings
    known.date = dating.clearer(known.date, draft.date)


def _closer(mentions: Mentions, place: int, known: int) -> bool:
    """Whether a place says more exactly where than the one known: its quarter, a village beside its city."""
    one, other = mentions.places[place], mentions.places[known]
    if nearness.in_town(one, other) or nearness.in_town(other, one):
        return nearness.in_town(one, other)
    if nearness.precision(one) < _AREA and nearness.precision(other) < _AREA:
        return nearness.people(one) < nearness.people(other)
    return nearness.finer(one, other)
