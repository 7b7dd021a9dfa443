"""Settles what kind of event a telling is: by its leading act, the means named with it, or who was hit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rasd.extract import taking, targets
from rasd.extract.bombing import AIR, CIVIL_ACTORS, GUNS, from_the_air, is_carried
from rasd.extract.mentions import Mentions, beginning, within
from rasd.extract.targets import ARMED, UNARMED
from rasd.extract.tellings import Telling
from rasd.lexicon.events import Act, acts
from rasd.model import ActorMention, Means, Trigger

# A raid is the frame of what came of it: any other act at its place names the incident better.
RAID = "other"
_BY_TARGET = "by_target"
_RAVAGE = "looting"
_INTERVENED = "protest_with_intervention"
_THROWN = "grenade"
BLAST = "remote_explosive"
SUICIDE = "suicide_bomb"
_PROTESTERS = "protesters"
# Events that one report tells by either name: a blast before its bomber is known, a raid before what came of it.
_RELATED = {
    "suicide_bomb": frozenset({"suicide_bomb", "remote_explosive"}),
    "remote_explosive": frozenset({"suicide_bomb", "remote_explosive"}),
    "other": frozenset({"other", "arrests", "armed_clash", "attack"}),
    "arrests": frozenset({"arrests", "other"}),
    "mob_violence": frozenset({"mob_violence", "looting"}),
    "looting": frozenset({"looting", "mob_violence"}),
    "chemical_weapon": frozenset({"chemical_weapon", "air_drone_strike", "shelling_artillery_missile"}),
    "peaceful_protest": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
    "protest_with_intervention": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
    "excessive_force": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
}
# Settled events that a means named with them makes another.
_TELLING_MEANS = (
    (frozenset({"remote_explosive"}), "suicide_bomb"),
    (frozenset({"air_drone_strike", "shelling_artillery_missile"}), "chemical_weapon"),
    (frozenset({"grenade"}), "air_drone_strike"),
)
# An act that any other beside it names better («أضرموا النار في حافلة وقتلوا ركابها»).
_ARSON = "arson"
# How many words before its last a place's name may begin.
_NAME_REACH = 4
# Stands in the rule of an event settled by the means named, before the event that they tell.
_BY_MEANS = "+means:"
# Ends the rule of an event settled by who was hit.
_TARGET = "+target"
# Ends the rule of a bombardment that only aircraft can have done, by who did it and where.
BY_OWNER = "+air"
# Ends the rule of ground that changed hands, settled by who took it.
_TAKER = "+taker"
# Ends the rule of an attack whose victims are soldiers or fighters.
_SOLDIERS = "+soldiers"
# Ends the rule of a house that was burnt or blown up over those within.
_DEAD = "+dead"
# Ends the rule of a raid that others stood up to.
_REPELLED = "+repelled"
# Ends the rule of an act aimed at an aircraft.
_TARGET_AIRCRAFT = "+aircraft"
# Ends the rule of a protest that was met with force.
FORCE = "+force"
# Means that soldiers and the unarmed are hit with alike: bullets and the arms that a man carries.
_SMALL_ARMS = frozenset({ARMED, UNARMED})
# Acts that only tell of the outcome or say nothing of the way: any other act of the telling leads before them.
_LAST = ("killing", "operation", "aggression", "massacre")
# Attacks that others may stand up to, and how many words before one they may do so.
_ATTACKS, _REPELLED_REACH = frozenset({"assault", "storming"}), 12
# The act of standing up to an attack.
_REPELLING = "repelling"
# The act of driving others from a place.
_DRIVING_OUT = "driving_out"
# Acts aimed at something, and the event when that is an aircraft.
_AIMED, _SHOT_DOWN = frozenset({"targeting", "assault"}), "disrupted_weapons"
# Acts that settle the type but for whom they hit.
_SETTLING = ("shot_by", "driving_out")
# Acts that don't tell of the way, and those that do: where no means is named, one of these settles the type.
_WAYLESS = frozenset({"targeting", "killing", "operation", "massacre"})
_WAYS = frozenset({"blast", "bombardment", "strike", "shooting"})


def lead(telling: Telling) -> Trigger:
    """The act that names the incident: the first that settles the type, else an open one, else a raid."""
    strong = [t for t in telling.triggers if not t.weak]
    settled = [t for t in strong if t.event != RAID and (not t.act or t.act in _SETTLING)]
    open_acts = [t for t in strong if t.act and t.act not in _LAST]
    raids = [t for t in strong if t.event == RAID]
    weak = [t for t in telling.triggers if t.act != _ARSON] or list(telling.triggers)
    return (settled or open_acts or raids or strong or weak)[0]


def settle(mentions: Mentions, telling: Telling) -> tuple[str, Trigger, str]:
    """The event id, the leading act and the name of the rule that settled it."""
    event, trigger, rule = _settled(mentions, telling)
    if event == GUNS and from_the_air(mentions, [telling], trigger):
        return AIR, trigger, f"{trigger.rule}{BY_OWNER}"
    return event, trigger, rule


def _settled(mentions: Mentions, telling: Telling) -> tuple[str, Trigger, str]:
    trigger = lead(telling)
    if not trigger.act:
        event, how = _refined(mentions, telling, trigger)
        return event, trigger, f"{trigger.rule}{how}"
    act = _acts()[trigger.act]
    if trigger.act in _AIMED and targets.at_aircraft(mentions, trigger):
        return _SHOT_DOWN, trigger, f"{trigger.rule}{_TARGET_AIRCRAFT}"
    for means in _means(mentions, telling):
        if means in _SMALL_ARMS and means in act.open_to:  # who was hit with them tells the type
            return targets.by_target(mentions, [telling], ""), trigger, f"{trigger.rule}{_BY_MEANS}{means}{_TARGET}"
        if means in act.open_to:
            return means, trigger, f"{trigger.rule}{_BY_MEANS}{means}"
    if trigger.act in _WAYLESS and (way := [t for t in telling.triggers if t.act in _WAYS]):
        trigger, act = way[0], _acts()[way[0].act]
    if trigger.act == _DRIVING_OUT:
        return taking.driven(mentions, telling, trigger), trigger, f"{trigger.rule}{_TAKER}"
    if act.crowd and (_crowd(mentions, telling) or _gassed(mentions, telling)):
        return act.crowd, trigger, f"{trigger.rule}+crowd"
    if trigger.act in _ATTACKS and _repelled(mentions, telling, trigger):
        return ARMED, trigger, f"{trigger.rule}{_REPELLED}"
    if act.default in (UNARMED, _BY_TARGET) and targets.of_one_chosen(mentions, telling):
        return UNARMED, trigger, trigger.rule
    if act.default == UNARMED and targets.hits_fighters(mentions, telling):
        return ARMED, trigger, f"{trigger.rule}{_SOLDIERS}"
    if act.default != _BY_TARGET:
        return act.default, trigger, trigger.rule
    event = targets.by_target(mentions, [telling], _unhurt(mentions, [telling], act))
    return event, trigger, f"{trigger.rule}{_TARGET}"


def settle_again(mentions: Mentions, trigger: Trigger, rule: str, tellings: Sequence[Telling]) -> str:
    """The event of an incident settled by its target, from all that tells of it: who was hit often comes later."""
    if any(targets.of_one_chosen(mentions, telling) for telling in tellings):
        return UNARMED
    unhurt = _unhurt(mentions, tellings, _acts()[trigger.act]) if trigger.act and not names_means(rule) else ""
    return targets.by_target(mentions, tellings, unhurt)


def _unhurt(mentions: Mentions, tellings: Sequence[Telling], act: Act) -> str:
    """The event of an act when no one is told to be hurt; none for a raid that was fought over."""
    if act.unhurt != RAID or targets.fought(mentions, tellings):
        return "" if act.unhurt == RAID else act.unhurt
    return ARMED if targets.stormed_by_group(mentions, tellings) else RAID


def by_target(rule: str) -> bool:
    """Whether a rule settled an event by who was hit."""
    return rule.endswith(_TARGET)


def names_means(rule: str) -> bool:
    """Whether a rule settled an event by the means named, or by who alone has them."""
    return _BY_MEANS in rule or rule.endswith(BY_OWNER)


def tells_way(trigger: Trigger, rule: str) -> bool:
    """Whether an act says in which way it was done, or a means was named with it."""
    return trigger.act not in _WAYLESS or names_means(rule)


def _refined(mentions: Mentions, telling: Telling, trigger: Trigger) -> tuple[str, str]:
    """A settled event that other words of its telling make another: a bomb with its bomber, arrests after the dead."""
    for events, means in _TELLING_MEANS:
        if trigger.event in events and means in _means(mentions, telling):
            return means, f"{_BY_MEANS}{means}"
    if trigger.event == RAID and _repelled(mentions, telling, trigger):
        return ARMED, _REPELLED
    if trigger.event == RAID and not trigger.weak and targets.fought(mentions, [telling]):
        return targets.by_target(mentions, [telling], ""), _TARGET
    if trigger.event == _RAVAGE and trigger.first < trigger.last and targets.unarmed_dead(mentions, telling):
        return UNARMED, _DEAD
    if trigger.event == "arrests" and _of_protesters(mentions, trigger):
        return "protest_with_intervention", FORCE
    if trigger.event == "arrests" and targets.dead_before(mentions, telling, trigger):
        return targets.by_target(mentions, [telling], ""), _TARGET
    if trigger.event in taking.TAKEN_BY.values():
        taken = taking.TAKEN_BY.get(taking.taker(mentions, telling, trigger), trigger.event)
        return taken, _TAKER if taken != trigger.event else ""
    return trigger.event, ""


def _repelled(mentions: Mentions, telling: Telling, trigger: Trigger) -> bool:
    """Whether an attack is what others stood up to («تصدى مقاتلون لاقتحام البلدة»)."""
    start = max(mentions.sentences[telling.sentence].first, trigger.first - _REPELLED_REACH)
    return any(t.act == _REPELLING for t in beginning(mentions.acts.triggers, start, trigger.first - 1))


def _of_protesters(mentions: Mentions, trigger: Trigger) -> bool:
    """Whether those arrested are demonstrators: the protest was met with force."""
    named = (a for a in mentions.actors if a.actor == _PROTESTERS)
    return any(trigger.first < a.first <= trigger.last + targets.TARGET_REACH for a in named)


def _crowd(mentions: Mentions, telling: Telling) -> bool:
    """Whether demonstrators or residents are named and no armed group beside the forces is."""
    kinds = {a.kind for a in _actors(mentions, telling)}
    return bool(kinds & CIVIL_ACTORS) and not kinds & taking.GROUPS


def _gassed(mentions: Mentions, telling: Telling) -> bool:
    """Whether gas, water or clubs are named with an act: what forces use against a crowd."""
    return any(m.event == _INTERVENED for m in within(mentions.acts.means, telling))


def _actors(mentions: Mentions, telling: Telling) -> Sequence[ActorMention]:
    return within(mentions.actors, telling)


def possible(event_id: str, trigger: Trigger) -> frozenset[str]:
    """The events that an act may turn out to be: its own and, for an open act, those its means could make it."""
    return _possible(event_id, trigger.act)


@cache
def _possible(event_id: str, act_id: str) -> frozenset[str]:
    if not act_id:
        return _RELATED.get(event_id, frozenset({event_id}))
    act = _acts()[act_id]
    by_target = {ARMED, UNARMED} if act.default == _BY_TARGET else {act.default}
    return frozenset({event_id, *act.open_to, *by_target})


def _means(mentions: Mentions, telling: Telling) -> Sequence[str]:
    """The events of the means named with a telling's acts; a subject («الطائرات استهدفت ...») stands before them."""
    start = min(telling.first, max(_after_others(mentions, telling), telling.triggers[0].first - taking.SUBJECT_REACH))
    named = [m for m in beginning(mentions.acts.means, start, telling.last) if not _is_of_place(mentions, m)]
    borne = len(named) > 1 and named[0].event != _THROWN and is_carried(mentions, named[0])
    if borne and any(m.event == AIR for m in named):
        return [AIR, *(m.event for m in named)]
    return [m.event for m in named]


def _is_of_place(mentions: Mentions, means: Means) -> bool:
    """Whether a word for means is the end of a place's name («قاعدة بنينا الجوية»)."""
    near = mentions.places_from(means.first - _NAME_REACH, means.first - 1)
    return any(mentions.places[at].mention.last >= means.last for at in near)


def decisive(mentions: Mentions, tellings: Sequence[Telling], trigger: Trigger, rule: str) -> Means | None:
    """The means that settled the type of an act, where the rule says that one did: the nearest of those it names."""
    event = rule.partition(_BY_MEANS)[2].partition("+")[0]
    if not event:
        return None
    reaches = [(mentions.sentences[told.sentence].first, told.last) for told in tellings]
    named = [m for m in mentions.acts.means if m.event == event and any(a <= m.first <= b for a, b in reaches)]
    return min(named, key=lambda m: abs(m.first - trigger.first), default=None)


def _after_others(mentions: Mentions, telling: Telling) -> int:
    """The word after the last act or place before a telling in its sentence."""
    sentence = mentions.sentences[telling.sentence]
    own = telling.triggers[0].first
    before = [sentence.first - 1]
    before += [t.last for t in within(mentions.acts.triggers, sentence) if t.last < own]
    ends = (mentions.places[at].mention.last for at in mentions.places_in(sentence))
    before += [last for last in ends if last < own]
    return max(before) + 1


@cache
def _acts() -> dict[str, Act]:
    return {act.id: act for act in acts().acts}
