"""Brings the tellings of one incident together: headline and lead, and later sentences that take it up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from rasd.extract import dating, heads, nearness
from rasd.extract.kinds import BLAST, RAID, SUICIDE, names_means, possible, settle, tells_way
from rasd.extract.mentions import Mentions, within
from rasd.extract.tellings import Telling
from rasd.lexicon.events import event
from rasd.model import DateMention, Trigger

# How many incidents back one is still taken up again: no report tells of as many.
_RECALLED = 100
# The last sentence of the lead, the headline counted as the first (0).
_LEAD = 2
# Acts that a lead sums up others by.
_SUMS = frozenset({"assault", "operation", "killing"})
_OPERATION = "operation"
# Two sides make a clash known again.
_BOTH = 2


@dataclass(slots=True)
class Draft:
    """An incident being put together. `place` is a position in Mentions.places; `past` that its date is long past."""

    event: str
    trigger: Trigger
    rule: str
    place: int | None
    tellings: list[Telling] = field(default_factory=list)
    date: DateMention | None = None
    past: bool = False

    @property
    def background(self) -> bool:
        """Told as history: by the words of every sentence that tells of it, or by a date long past."""
        if self.past and self.date is not None:
            return True
        # Asked of each pair of incidents: a list takes half of the time that all() does.
        return False not in [telling.background for telling in self.tellings]

    @property
    def only_title(self) -> bool:
        """Told in the headline alone."""
        return all(t.title for t in self.tellings)

    @property
    def weak(self) -> bool:
        """Told by weak acts alone."""
        return all(t.weak for t in self.tellings)


class _Told(NamedTuple):
    """A telling with its kind and date settled."""

    telling: Telling
    event: str
    trigger: Trigger
    rule: str
    date: DateMention | None
    past: bool


def merge(mentions: Mentions, told: list[Telling]) -> list[Draft]:
    """The incidents of an article, in the order they are first told."""
    drafts: list[Draft] = []
    for telling in told:
        one = _settled(mentions, telling, mentions.published)
        places: tuple[int | None, ...] = telling.places or (None,)
        for place in places:
            known = _same(mentions, drafts, one, place)
            if known is not None:
                _add(mentions, known, one, place)
            elif place is not None or (telling.new and not telling.weak):
                drafts.append(Draft(one.event, one.trigger, one.rule, place, [telling], one.date, one.past))
    told_well = [d for d in drafts if (d.place is not None or not d.weak) and not _only_operations(d)]
    return _headlines_folded(mentions, told_well)


def _only_operations(draft: Draft) -> bool:
    """Whether nothing but «عملية» tells of it, which may be any work, and no means says what it was."""
    if names_means(draft.rule):
        return False
    return all(t.act == _OPERATION for told in draft.tellings for t in told.triggers)


def _settled(mentions: Mentions, telling: Telling, published: date | None) -> _Told:
    event_id, trigger, rule = settle(mentions, telling)
    when = dating.of_telling(mentions, telling)
    past = when is not None and dating.long_past(when.when, published)
    return _Told(telling, event_id, trigger, rule, when, past)


def _same(mentions: Mentions, drafts: list[Draft], told: _Told, place: int | None) -> Draft | None:
    """The draft that a telling tells of again, the latest first; None when it tells of another."""
    kinds = possible(told.event, told.trigger)
    for draft in reversed(drafts[-_RECALLED:]):
        if _of_one_list(mentions, draft, told.telling, place):
            continue  # the places of one act are told apart, however near
        if _may_be_same(draft, told, kinds) and _where_same(mentions, draft, told.telling, place):
            return draft
    return None


def _of_one_list(mentions: Mentions, draft: Draft, telling: Telling, place: int | None) -> bool:
    """Whether a draft was told by the same acts of the same sentence at another place."""
    last = draft.tellings[-1]
    if last.sentence != telling.sentence or last.triggers != telling.triggers:
        return False
    if draft.place is None or place is None:
        return True
    return not nearness.identical(mentions.places[draft.place], mentions.places[place])


def _may_be_same(draft: Draft, told: _Told, kinds: frozenset[str]) -> bool:
    if told.telling.new and draft.background != (told.telling.background or told.past):
        return False
    return _kinds_agree(draft, told, kinds) and dating.agree(draft.date, told.date)


def _kinds_agree(draft: Draft, told: _Told, kinds: frozenset[str]) -> bool:
    """Whether both may be the same kind of event: an open act may be any that its means could make it."""
    if not kinds.isdisjoint(possible(draft.event, draft.trigger)):
        return True
    return not told.telling.new and event(draft.event).event_type == event(told.event).event_type


def _where_same(mentions: Mentions, draft: Draft, telling: Telling, place: int | None) -> bool:
    """Whether two tellings are of one place; one that names none goes with what was told last, unless set apart."""
    if place is None:
        return not (telling.separate and telling.new) and not all(t.second for t in draft.tellings)
    if draft.place is None:
        return draft.only_title or not telling.separate
    one, other = mentions.places[draft.place], mentions.places[place]
    if nearness.agree(one, other):
        return not (telling.new and _told_late(draft) and nearness.mixed(one, other)) or _chained(
            mentions, draft, place
        )
    if not telling.separate and not telling.second and nearness.in_town(other, one):
        near = telling.sentence - draft.tellings[-1].sentence <= 1 and not _told_late(draft)
        return not telling.new or _placed_by_title(mentions, draft) or near
    if not telling.new and nearness.in_town(one, other):
        return True  # «الهجوم في لندن» takes up the one on its bridge
    if not nearness.beside(one, other):
        return False
    if not telling.new:
        return _placed_by_title(mentions, draft) or not nearness.points(one, other)
    if not (nearness.namesake(one) or nearness.namesake(other)):
        return False
    sides = {side for told in draft.tellings for side in _sides(mentions, told)}
    return len(sides & _sides(mentions, telling)) >= _BOTH


def _placed_by_title(mentions: Mentions, draft: Draft) -> bool:
    """Whether the headline alone has given the place so far."""
    if draft.place is None:
        return False
    return mentions.sentences[mentions.sentence_of(mentions.places[draft.place].mention.first)].title


def _told_late(draft: Draft) -> bool:
    """Whether a draft is first told after the lead, where an area is no longer the outline of a finer place to come."""
    return draft.tellings[0].sentence > _LEAD


def _chained(mentions: Mentions, draft: Draft, place: int) -> bool:
    """Whether the text gives one of the two places as holding the other."""
    known = draft.place
    return known is not None and (known in mentions.places[place].within or place in mentions.places[known].within)


def _sides(mentions: Mentions, telling: Telling) -> set[str]:
    return {a.actor for a in within(mentions.actors, telling) if not a.weak}


def _add(mentions: Mentions, draft: Draft, told: _Told, place: int | None) -> None:
    better = place is not None and _better_placed(mentions, draft, told, place)
    if (told.telling.new or draft.event == RAID) and (clearer(told, draft) or (better and _summary(told, draft))):
        draft.event, draft.trigger, draft.rule = told.event, told.trigger, told.rule
    elif _means_told_later(told, draft):
        draft.event, draft.rule = told.event, told.rule
    if better:
        draft.place = place
    draft.tellings.append(told.telling)
    draft.date = dating.clearer(draft.date, told.date)


def _summary(told: _Told, draft: Draft) -> bool:
    """Whether an open act at a vaguer place only sums up one that tells its way («قتل عشرة في هجمات بالعراق»)."""
    if draft.trigger.act not in _SUMS or names_means(draft.rule) or told.trigger.weak:
        return False
    return told.event not in (draft.event, RAID) and tells_way(told.trigger, told.rule)


def _better_placed(mentions: Mentions, draft: Draft, told: _Told, place: int) -> bool:
    """Whether a place says more than the draft's: finer, its quarter, or the body's where the headline gave a city."""
    if draft.place is None:
        return True
    one, other = mentions.places[place], mentions.places[draft.place]
    if nearness.in_town(one, other):
        return True
    if _placed_by_title(mentions, draft) and not told.telling.title:
        return not nearness.finer(other, one)
    return nearness.finer(one, other)


def clearer(told: _Told | Draft, draft: Draft) -> bool:
    """Whether an act tells the kind better: settled before open, body before headline, any act before a raid."""
    if draft.event == RAID:
        return told.event != RAID
    if draft.only_title and not told.trigger.weak and (draft.trigger.act or told.event == draft.event):
        return tells_way(told.trigger, told.rule) or not tells_way(draft.trigger, draft.rule)
    if names_means(told.rule) and draft.trigger.act and not names_means(draft.rule) and not told.trigger.weak:
        return told.event in possible(draft.event, draft.trigger)
    if not draft.trigger.act or told.event == RAID:
        return False
    return draft.trigger.weak or not (told.trigger.act or told.trigger.weak)


def _means_told_later(told: _Told, draft: Draft) -> bool:
    """Whether an act taken up again names the means that its first telling left open («نفذ الهجوم انتحاري»)."""
    if told.event not in possible(draft.event, draft.trigger) or names_means(draft.rule):
        return False
    if told.event == SUICIDE and draft.event == BLAST:
        return told.telling.sentence - draft.tellings[-1].sentence <= 1
    return not told.telling.new and bool(draft.trigger.act) and names_means(told.rule)


def _headlines_folded(mentions: Mentions, drafts: list[Draft]) -> list[Draft]:
    """A headline's incident goes into the first one of the body it may stand for: headlines are short of detail."""
    kept: list[Draft] = []
    bodies = [draft for draft in drafts if not draft.only_title][:_RECALLED]
    for draft in drafts:
        if draft.only_title and (body := _body_of(mentions, draft, bodies)) is not None:
            body.tellings[:0] = draft.tellings
            body.date = body.date or draft.date
        else:
            kept.append(draft)
    return kept


def _by_dateline(mentions: Mentions, headline: Draft) -> bool:
    """Whether a headline names no place but the one that heads it («بغداد: هجوم على ...»): where the news is from."""
    if headline.place is None:
        return False
    return heads.opens(mentions, mentions.sentences[headline.tellings[0].sentence], headline.place)


def _one_act(mentions: Mentions, draft: Draft, headline: Draft) -> bool:
    """Whether a headline's act may be the body's: by its kind, or told by the same word («كمين», «كمين ألغام»)."""
    if possible(draft.event, draft.trigger) & possible(headline.event, headline.trigger):
        return True
    words = mentions.text.words
    return words[draft.trigger.first] == words[headline.trigger.first]


def _body_of(mentions: Mentions, headline: Draft, bodies: list[Draft]) -> Draft | None:
    for draft in bodies:
        if draft.background or not dating.agree(draft.date, headline.date):
            continue
        if not _one_act(mentions, draft, headline):
            continue
        if headline.place is None or draft.place is None or _by_dateline(mentions, headline):
            return draft
        if nearness.outlined(mentions.places[headline.place], mentions.places[draft.place]):
            return draft
    return None
