"""Settles what kind of event a telling is: by its leading act, the means named with it, or who was hit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rasd.extract.mentions import Mentions
from rasd.extract.tellings import Telling
from rasd.lexicon.events import Act, acts
from rasd.model import ActorMention, Trigger

ARMED = "armed_clash"
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
        return trigger.event, trigger, trigger.rule
    act = _acts()[trigger.act]
    for means in _means(mentions, telling):
        if means in act.open_to:
            return means, trigger, f"{trigger.rule}+means:{means}"
    if act.crowd and _crowd(mentions, telling):
        return act.crowd, trigger, f"{trigger.rule}+crowd"
    if act.default != "by_target":
        return act.default, trigger, trigger.rule
    event = _by_target(mentions, telling, act.unhurt)
    return event, trigger, f"{trigger.rule}+target"


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
    return [m.event for m in mentions.acts.means if telling.first <= m.first <= telling.last]


def _by_target(mentions: Mentions, telling: Telling, unhurt: str) -> str:
    """Attack when the unarmed were hit, armed clash when soldiers or fighters were, `unhurt` when no one is told of."""
    tolls = [t for t in mentions.tolls if telling.first <= t.first <= telling.last]
    actors = _actors(mentions, telling)
    if unhurt and not any(a.kind == _UNNAMED for a in actors):
        return unhurt
    kinds = {t.victims_kind for t in tolls}
    if kinds & _ARMED_VICTIMS:
        return ARMED
    if kinds & _CIVIL_VICTIMS:
        return UNARMED
    if any(a.kind in _CIVIL_ACTORS for a in actors):
        return UNARMED
    armed = {a.actor for a in actors if a.kind not in _CIVIL_ACTORS}
    return ARMED if len(armed) >= 2 else UNARMED


@cache
def _acts() -> dict[str, Act]:
    return {act.id: act for act in acts().acts}
