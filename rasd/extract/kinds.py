"""Settles what kind of event a telling is: by its leading act, the means named with it, or who was hit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gazetteer.phrases import stems
from rasd.extract.mentions import Mentions, within
from rasd.extract.tellings import Telling
from rasd.lexicon.air_power import air_power
from rasd.lexicon.events import Act, acts
from rasd.model import ActorMention, Means, Toll, Trigger

ARMED = "armed_clash"
# A raid is the frame of what came of it: any other act at its place names the incident better.
RAID = "other"
_AIR = "air_drone_strike"
_GUNS = "shelling_artillery_missile"
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
# Stands in the rule of an event settled by the means named, before the event that they tell.
_BY_MEANS = "+means:"
# Ends the rule of an event settled by who was hit.
_TARGET = "+target"
# Ends the rule of a bombardment that only aircraft can have done, by who did it and where.
_BY_OWNER = "+air"
# Two sides make a clash.
_BOTH = 2
# How many words after a speech word its speaker may stand.
_SPEAKER_REACH = 3
# How many words before an act the one who does it may be named.
_SUBJECT_REACH = 6
# Acts that only tell of the outcome or say nothing of the way: any other act of the telling leads before them.
_LAST = ("killing", "operation")


def lead(telling: Telling) -> Trigger:
    """The act that names the incident: the first that settles the type (a raid last of all), else an open one."""
    strong = [t for t in telling.triggers if not t.weak]
    settled = sorted((t for t in strong if not t.act), key=lambda t: t.event == RAID)
    open_acts = [t for t in strong if t.act and t.act not in _LAST]
    return (settled or open_acts or strong or list(telling.triggers))[0]


def settle(mentions: Mentions, telling: Telling) -> tuple[str, Trigger, str]:
    """The event id, the leading act and the name of the rule that settled it."""
    event, trigger, rule = _settled(mentions, telling)
    if event == _GUNS and _from_the_air(mentions, telling, trigger):
        return _AIR, trigger, f"{trigger.rule}{_BY_OWNER}"
    return event, trigger, rule


def _settled(mentions: Mentions, telling: Telling) -> tuple[str, Trigger, str]:
    trigger = lead(telling)
    if not trigger.act:
        event, how = _refined(mentions, telling, trigger)
        return event, trigger, f"{trigger.rule}{how}"
    act = _acts()[trigger.act]
    for means in _means(mentions, telling):
        if means in act.open_to:
            return means, trigger, f"{trigger.rule}{_BY_MEANS}{means}"
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


def names_means(rule: str) -> bool:
    """Whether a rule settled an event by the means named, or by who alone has them."""
    return _BY_MEANS in rule or rule.endswith(_BY_OWNER)


def _refined(mentions: Mentions, telling: Telling, trigger: Trigger) -> tuple[str, str]:
    """A settled event that other words of its telling make another: a bomb with its bomber, arrests after the dead."""
    if trigger.event == "remote_explosive" and "suicide_bomb" in _means(mentions, telling):
        return "suicide_bomb", f"{_BY_MEANS}suicide_bomb"
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


def _actors(mentions: Mentions, telling: Telling) -> Sequence[ActorMention]:
    return within(mentions.actors, telling)


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


def decisive(mentions: Mentions, tellings: Sequence[Telling], trigger: Trigger, rule: str) -> Means | None:
    """The means that settled the type of an act, where the rule says that one did: the nearest of those it names."""
    event = rule.partition(_BY_MEANS)[2]
    told = next((t for t in tellings if event and trigger in t.triggers), None)
    if told is None:
        return None
    sentence = mentions.sentences[told.sentence]
    named = [m for m in mentions.acts.means if m.event == event and sentence.first <= m.first <= told.last]
    return min(named, key=lambda m: abs(m.first - trigger.first), default=None)


def _doers(mentions: Mentions, sentence: int, first: int, last: int) -> list[ActorMention]:
    """The armed sides named in a stretch of a sentence, those left out that only speak."""
    said = [c.last for c in mentions.reading.by_sentence[sentence] if c.kind == "speech"]
    armed = (a for a in mentions.actors if first <= a.first <= last and a.kind not in _CIVIL_ACTORS)
    return [a for a in armed if not any(0 < a.first - at <= _SPEAKER_REACH for at in said)]


def _is_carried(mentions: Mentions, means: Means | Trigger) -> bool:
    """Whether a means is one that an aircraft may carry («بصاروخ أطلقته طائرة»)."""
    words = mentions.text.words[means.first : means.last + 1]
    return any(stem in acts().carried for word in words for stem, _ in stems(word))


def _from_the_air(mentions: Mentions, telling: Telling, trigger: Trigger) -> bool:
    """Whether one that has no guns within reach of the place did it, and no gun is named («قصف إسرائيلي على دمشق»)."""
    if not trigger.act and not _is_carried(mentions, trigger):
        return False
    sentence = mentions.sentences[telling.sentence]
    named = [m for m in mentions.acts.means if sentence.first <= m.first <= telling.last and m.event == _GUNS]
    if not all(_is_carried(mentions, means) for means in named):
        return False
    doers = _doers(mentions, telling.sentence, telling.first, telling.last)
    reaches = [air_power()[a.actor] for a in doers if a.actor in air_power()]
    if not reaches:
        return False
    at = telling.places or range(len(mentions.places))
    places = [place for one in at if (place := mentions.places[one].resolution.place) is not None]
    return any(p.country in reach.countries and p.admin1 not in reach.by_gun for p in places for reach in reaches)


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
    return [t for telling in tellings for t in within(mentions.tolls, telling)]


@cache
def _acts() -> dict[str, Act]:
    return {act.id: act for act in acts().acts}
