"""Settles what kind of event a telling is: by its leading act, the means named with it, or who was hit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gazetteer.phrases import stems
from rasd.extract.mentions import Mentions
from rasd.extract.tellings import Telling
from rasd.lexicon.events import Act, acts
from rasd.model import ActorMention, Means, Toll, Trigger

ARMED = "armed_clash"
_AIR = "air_drone_strike"
UNARMED = "attack"
# Kinds of actors (data/actors.yaml) and victims (casualties.yaml) that carry no arms.
_CIVIL_ACTORS = frozenset({"civilians", "protesters"})
_GROUPS = frozenset({"rebel", "political_militia", "identity_militia"})
_UNNAMED = "unidentified"
_ARMED_VICTIMS = frozenset({"fighter", "soldier", "police", "attacker"})
_CIVIL_VICTIMS = frozenset({"civilian", "child", "woman", "journalist", "medic", "family"})
# Events that one report tells by either name: a blast before its bomber is known, a raid before what came of it.
_RELATED = {
    "suicide_bomb": frozenset({"suicide_bomb", "remote_explosive"}),
    "remote_explosive": frozenset({"suicide_bomb", "remote_explosive"}),
    "other": frozenset({"other", "arrests", "armed_clash", "attack"}),
    "arrests": frozenset({"arrests", "other"}),
    "peaceful_protest": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
    "protest_with_intervention": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
    "excessive_force": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
}
# Ends the rule of an event settled by who was hit.
_TARGET = "+target"
# Two sides make a clash.
_BOTH = 2
# How many words before an act the one who does it may be named.
_SUBJECT_REACH = 6
# Acts that only tell of the outcome or say nothing of the way: any other act of the telling leads before them.
_LAST = ("killing", "operation")


def lead(telling: Telling) -> Trigger:
    """The act that names the incident: the first that settles the type, else the first open one."""
    strong = [t for t in telling.triggers if not t.weak]
    settled = [t for t in strong if not t.act]
    open_acts = [t for t in strong if t.act and t.act not in _LAST]
    return (settled or open_acts or strong or list(telling.triggers))[0]


def settle(mentions: Mentions, telling: Telling) -> tuple[str, Trigger, str]:
    """The event id, the leading act and the name of the rule that settled it."""
    trigger = lead(telling)
    if not trigger.act:
        event, how = _refined(mentions, telling, trigger)
        return event, trigger, f"{trigger.rule}{how}"
    act = _acts()[trigger.act]
    for means in _means(mentions, telling):
        if means in act.open_to:
            return means, trigger, f"{trigger.rule}+means:{means}"
    if act.crowd and _crowd(mentions, telling):
        return act.crowd, trigger, f"{trigger.rule}+crowd"
    if act.default != "by_target":
        return act.default, trigger, trigger.rule
    event = _by_target(mentions, [telling], act.unhurt)
    return event, trigger, f"{trigger.rule}{_TARGET}"


def settle_again(mentions: Mentions, trigger: Trigger, tellings: Sequence[Telling]) -> str:
    """The event of an incident settled by its target, from all that tells of it: who was hit often comes later."""
    unhurt = _acts()[trigger.act].unhurt if trigger.act else ""
    return _by_target(mentions, tellings, unhurt)


def by_target(rule: str) -> bool:
    """Whether a rule settled an event by who was hit."""
    return rule.endswith(_TARGET)


def _refined(mentions: Mentions, telling: Telling, trigger: Trigger) -> tuple[str, str]:
    """A settled event that other words of its telling make another: a bomb with its bomber, arrests after the dead."""
    if trigger.event == "remote_explosive" and "suicide_bomb" in _means(mentions, telling):
        return "suicide_bomb", "+means:suicide_bomb"
    if trigger.event == "arrests" and _dead_before(mentions, telling, trigger):
        return _by_target(mentions, [telling], ""), _TARGET
    return trigger.event, ""


def _dead_before(mentions: Mentions, telling: Telling, trigger: Trigger) -> bool:
    """Whether the telling counts dead before an act: what follows («القبض على من قتل ...») is another story."""
    tolls = _tolls(mentions, [telling])
    return any(t.kind == "killed" and t.low != 0 and t.first < trigger.first for t in tolls)


def _crowd(mentions: Mentions, telling: Telling) -> bool:
    """Whether demonstrators or residents are named and no armed group beside the forces is."""
    kinds = {a.kind for a in _actors(mentions, telling)}
    return bool(kinds & _CIVIL_ACTORS) and not kinds & _GROUPS


def _actors(mentions: Mentions, telling: Telling) -> list[ActorMention]:
    return [a for a in mentions.actors if telling.first <= a.first <= telling.last]


def possible(event_id: str, trigger: Trigger) -> frozenset[str]:
    """The events that an act may turn out to be: its own and, for an open act, those its means could make it."""
    if not trigger.act:
        return _RELATED.get(event_id, frozenset({event_id}))
    act = _acts()[trigger.act]
    by_target = {ARMED, UNARMED} if act.default == "by_target" else {act.default}
    return frozenset({event_id, *act.open_to, *by_target})


def _means(mentions: Mentions, telling: Telling) -> Sequence[str]:
    """The events of the means named with a telling's acts; a subject («الطائرات استهدفت ...») stands before them."""
    start = min(telling.first, max(_after_others(mentions, telling), telling.triggers[0].first - _SUBJECT_REACH))
    named = [m for m in mentions.acts.means if start <= m.first <= telling.last]
    if len(named) > 1 and any(m.event == _AIR for m in named) and _is_carried(mentions, named[0]):
        return [_AIR, *(m.event for m in named)]
    return [m.event for m in named]


def _is_carried(mentions: Mentions, means: Means) -> bool:
    """Whether a means is one that an aircraft may carry («بصاروخ أطلقته طائرة»)."""
    return any(stem in acts().carried for stem, _ in stems(mentions.text.words[means.first]))


def _after_others(mentions: Mentions, telling: Telling) -> int:
    """The word after the last act or place before a telling in its sentence."""
    sentence = mentions.sentences[telling.sentence]
    own = telling.triggers[0].first
    before = [sentence.first - 1]
    before += [t.last for t in mentions.acts.triggers if sentence.first <= t.first and t.last < own]
    before += [p.mention.last for p in mentions.places if sentence.first <= p.mention.first and p.mention.last < own]
    return max(before) + 1


def _by_target(mentions: Mentions, tellings: Sequence[Telling], unhurt: str) -> str:
    """Attack when the unarmed were hit, armed clash when soldiers or fighters were, `unhurt` when no one is told of."""
    actors = [a for telling in tellings for a in _actors(mentions, telling)]
    if unhurt and not any(a.kind == _UNNAMED for a in actors):
        return unhurt
    kinds = {t.victims_kind for t in _tolls(mentions, tellings)}
    if kinds & _ARMED_VICTIMS:
        return ARMED
    if kinds & _CIVIL_VICTIMS or any(a.kind in _CIVIL_ACTORS for a in actors):
        return UNARMED
    if any(t.first <= at <= t.last for t in tellings for at in mentions.acts.armed_targets):
        return ARMED
    armed = {a.actor for a in actors if a.kind not in _CIVIL_ACTORS}
    return ARMED if len(armed) >= _BOTH else UNARMED


def _tolls(mentions: Mentions, tellings: Sequence[Telling]) -> list[Toll]:
    return [t for telling in tellings for t in mentions.tolls if telling.first <= t.first <= telling.last]


@cache
def _acts() -> dict[str, Act]:
    return {act.id: act for act in acts().acts}
