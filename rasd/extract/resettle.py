"""Settles anew the kind of an incident that its own sentence leaves open: from all that tells of it, or goes before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rasd.extract import bombing, kinds, nearness
from rasd.extract.mentions import Mentions, within
from rasd.extract.merging import Draft
from rasd.extract.tellings import Telling
from rasd.lexicon.events import acts
from rasd.lexicon.inflection import is_definite
from rasd.model import ActorMention, Trigger

# The last sentence of the lead, the headline counted as the first (0).
_LEAD = 2
# Acts of bombardment that leave the means open.
_BOMBINGS = frozenset({"bombardment", "targeting"})
# Ends the rule of a bombardment that is one of the raids told of before over the place.
_OF_RAIDS = "+raids"
_PROTEST, _FORCE, _SHOT = "peaceful_protest", "protest_with_intervention", "excessive_force"
# Kinds of actors (data/actors.yaml) that have aircraft.
_AIR_FORCES = frozenset({"state_forces", "external_forces"})
# How many words before a bombing the one who does it may be named.
_SUBJECT_REACH = 3
# How many words before a protest those who were killed in it may stand.
_DEAD_REACH = 12


_Told = Mapping[int, Sequence[Telling]]
"""The tellings of an article by their sentence."""


def resettle(mentions: Mentions, drafts: Sequence[Draft]) -> None:
    """Gives each draft the kind that the rules below find, one after the other, where one does."""
    told: dict[int, list[Telling]] = {}
    for telling in dict.fromkeys(telling for draft in drafts for telling in draft.tellings):
        told.setdefault(telling.sentence, []).append(telling)
    for draft in drafts:
        for rule in _RULES:
            if (found := rule(mentions, told, draft)) is not None:
                draft.event, how = found
                draft.rule += how


def _by_target(mentions: Mentions, told: _Told, draft: Draft) -> tuple[str, str] | None:
    """Who was hit often comes later."""
    if not kinds.by_target(draft.rule):
        return None
    return kinds.settle_again(mentions, draft.trigger, draft.rule, draft.tellings), ""


def _by_owner(mentions: Mentions, told: _Told, draft: Draft) -> tuple[str, str] | None:
    """Who alone has aircraft there may be named in another sentence than the one of the act."""
    if draft.event != bombing.GUNS or any(
        bombing.doers(mentions, t) for t in draft.tellings if draft.trigger in t.triggers
    ):
        return None
    if not bombing.from_the_air(mentions, draft.tellings, draft.trigger):
        return None
    return bombing.AIR, kinds.BY_OWNER


def _one_of_raids(mentions: Mentions, told: _Told, draft: Draft) -> tuple[str, str] | None:
    """A bombing without its means is one of the raids that the lead tells of over the whole area, by the same side."""
    if not _open_bombing(mentions, draft):
        return None
    own = draft.tellings[0]
    if _from_the_ground(mentions, own, draft.trigger):
        return None
    ours = _bombers(mentions, own)
    if not ours and _has_subject(mentions, draft.trigger):
        return None
    for sentence in sorted({*range(min(_LEAD, own.sentence) + 1), own.sentence - 1, own.sentence}):
        for raid in told.get(sentence, ()):
            if _over(mentions, raid, own, draft, ours) and kinds.settle(mentions, raid)[0] == bombing.AIR:
                return bombing.AIR, _OF_RAIDS
    return None


def _goes_on(mentions: Mentions, told: _Told, draft: Draft) -> tuple[str, str] | None:
    """A finite act with no subject of its own goes on with the one before («شن الطيران غارات ...، كما استهدف ...»)."""
    own = draft.tellings[0]
    if not _open_bombing(mentions, draft) or draft.trigger.form != "verb" or bombing.doers(mentions, own):
        return None
    last = max((t for t in told[own.sentence] if t.first < own.first), key=lambda t: t.first, default=None)
    if last is None or kinds.settle(mentions, last)[0] != bombing.AIR:
        return None
    return bombing.AIR, _OF_RAIDS


def _open_bombing(mentions: Mentions, draft: Draft) -> bool:
    """Whether an incident is a bombing of which no means is told, and no gun."""
    if draft.event != bombing.GUNS or draft.trigger.act not in _BOMBINGS or kinds.names_means(draft.rule):
        return False
    return not any(bombing.by_guns(mentions, telling) for telling in draft.tellings)


def _over(mentions: Mentions, raid: Telling, own: Telling, draft: Draft, ours: set[str]) -> bool:
    """Whether a telling goes before another, over an area that holds its place, and is not of others than `ours`."""
    if (raid.sentence, raid.first) >= (own.sentence, own.first):
        return False
    if raid.places and draft.place is not None:
        here = mentions.places[draft.place]
        if not any(nearness.covers(mentions.places[at], here) for at in raid.places):
            return False
    theirs = _bombers(mentions, raid)
    return len(theirs) == 1 and (not ours or ours == theirs)


def _has_subject(mentions: Mentions, trigger: Trigger) -> bool:
    """Whether an act says by itself that someone did it: a finite verb, or a noun with a pronoun («استهدافها»).

    «قصف» is spelled as its noun; with «على» right behind it is one.
    """
    if trigger.form == "verb":
        cues = mentions.reading.by_sentence[mentions.sentence_of(trigger.first)]
        return not any(c.kind in ("onto", "from") and c.first == trigger.last + 1 for c in cues)
    return trigger.form == "definite" and not is_definite(mentions.text.words[trigger.first])


def _from_the_ground(mentions: Mentions, telling: Telling, trigger: Trigger) -> bool:
    """Whether a force on the ground is named, or the subject of the act is a side that has no aircraft."""
    for side in bombing.armed_sides(mentions, telling):
        if mentions.text.words[side.first] in acts().ground:
            return True
        if (
            side.kind not in _AIR_FORCES
            and 0 <= trigger.first - side.last <= _SUBJECT_REACH
            and not _hit(mentions, side)
        ):
            return True
    return False


def _bombers(mentions: Mentions, telling: Telling) -> set[str]:
    """The sides named in a telling that may have bombed."""
    sides = bombing.armed_sides(mentions, telling)
    return {a.actor for a in sides if a.kind in _AIR_FORCES and not _hit(mentions, a)}


def _hit(mentions: Mentions, side: ActorMention) -> bool:
    """Whether a side stands behind «على» or «من», as those that were hit do."""
    cues = mentions.reading.by_sentence[mentions.sentence_of(side.first)]
    return any(c.kind in ("onto", "from") and c.last == side.first - 1 for c in cues)


def _met_with_force(mentions: Mentions, told: _Told, draft: Draft) -> tuple[str, str] | None:
    """A protest in which someone was killed, or against which gas, water or clubs were used."""
    if draft.event not in (_PROTEST, _FORCE):
        return None
    events = {kinds.settle(mentions, telling)[0] for telling in draft.tellings}
    if _SHOT in events or any(_dead_in(mentions, telling) for telling in draft.tellings):
        return _SHOT, kinds.FORCE
    means = {m.event for telling in draft.tellings for m in within(mentions.acts.means, telling)}
    if draft.event == _PROTEST and _FORCE in events | means:
        return _FORCE, kinds.FORCE
    return None


def _dead_in(mentions: Mentions, telling: Telling) -> bool:
    """Whether someone is told as killed in a protest («قتيل خلال مظاهرة»), not as what it is about."""
    cues = mentions.reading.by_sentence[telling.sentence]
    for trigger in telling.triggers:
        if not any(c.kind in ("during", "inside") and c.last == trigger.first - 1 for c in cues):
            continue
        dead = (t for t in within(mentions.tolls, telling) if t.kind == "killed" and t.low != 0)
        if any(0 < trigger.first - t.last <= _DEAD_REACH for t in dead):
            return True
    return False


_Rule = Callable[[Mentions, _Told, Draft], tuple[str, str] | None]
_RULES: tuple[_Rule, ...] = (_by_target, _by_owner, _one_of_raids, _goes_on, _met_with_force)
