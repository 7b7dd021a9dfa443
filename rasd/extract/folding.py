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
# Up to so many it takes less time to compare with all than to count the dead and hurt.
_FEW = 10

_Toll = tuple[int | None, int | None]


def fold(mentions: Mentions, drafts: list[Draft]) -> list[Draft]:
    """The incidents with those of one type, day, neighbourhood and toll made one, at the finer of their places."""
    if len(drafts) < 2 or not mentions.tolls:
        return drafts
    kept: list[Draft] = []
    counted: list[_Toll | None] = []  # the toll of each that is kept, None while nobody asked
    for draft in drafts:
        at, toll = _known(mentions, kept, counted, draft)
        if at is None:
            kept.append(draft)
            counted.append(toll)
        else:
            _into(mentions, kept[at], draft)
            counted[at] = None
    return kept


def _known(
    mentions: Mentions, kept: list[Draft], counted: list[_Toll | None], draft: Draft
) -> tuple[int | None, _Toll | None]:
    """The position of the first of the last incidents that a draft tells of again, or None; its toll if it was asked.

    To count takes as long as to compare with many: beside few incidents those come first that may be the same.
    """
    near = range(max(0, len(kept) - _NEAR), len(kept))
    if len(near) <= _FEW and not any(_one(mentions, kept[at], draft) for at in near):
        return None, None
    toll = _toll(mentions, draft)
    for at in near if _tells(toll) else ():
        known = counted[at]
        if known is None:
            known = counted[at] = _toll(mentions, kept[at])
        if known == toll and _one(mentions, kept[at], draft):
            return at, toll
    return None, toll


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
