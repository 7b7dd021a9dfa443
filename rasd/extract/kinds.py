"""Settles what kind of event a telling is: by its leading act, the means named with it, or who was hit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rasd.extract.bombing import AIR, CIVIL_ACTORS, GUNS, doers, from_the_air, is_carried
from rasd.extract.mentions import Mentions, within
from rasd.extract.tellings import Telling
from rasd.lexicon.casualties import casualty_words
from rasd.lexicon.events import Act, acts
from rasd.model import ActorMention, Means, Toll, Trigger

ARMED = "armed_clash"
# A raid is the frame of what came of it: any other act at its place names the incident better.
RAID = "other"
UNARMED = "attack"
BLAST = "remote_explosive"
SUICIDE = "suicide_bomb"
_PROTESTERS = "protesters"
# Kinds of actors (data/actors.yaml) that hold ground for no state, and of victims (casualties.yaml).
_GROUPS = frozenset({"rebel", "political_militia", "identity_militia"})
_UNNAMED = "unidentified"
_ARMED_VICTIMS = frozenset({"fighter", "soldier", "police", "attacker"})
_CIVIL_VICTIMS = frozenset({"civilian", "child", "woman", "journalist", "medic", "family"})
_TERRITORY = {"state_forces": "government_regains_territory"} | dict.fromkeys(_GROUPS, "non_state_overtakes_territory")
# Events that one report tells by either name: a blast before its bomber is known, a raid before what came of it.
_RELATED = {
    "suicide_bomb": frozenset({"suicide_bomb", "remote_explosive"}),
    "remote_explosive": frozenset({"suicide_bomb", "remote_explosive"}),
    "other": frozenset({"other", "arrests", "armed_clash", "attack"}),
    "arrests": frozenset({"arrests", "other"}),
    "chemical_weapon": frozenset({"chemical_weapon", "air_drone_strike", "shelling_artillery_missile"}),
    "peaceful_protest": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
    "protest_with_intervention": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
    "excessive_force": frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force"}),
}
# Settled events that a means named with them makes another.
_TELLING_MEANS = (
    (frozenset({"remote_explosive"}), "suicide_bomb"),
    (frozenset({"air_drone_strike", "shelling_artillery_missile"}), "chemical_weapon"),
)
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
# Ends the rule of a protest that was met with force.
FORCE = "+force"
# Means that soldiers and the unarmed are hit with alike: bullets and the arms that a man carries.
_SMALL_ARMS = frozenset({ARMED, UNARMED})
# Two sides make a clash.
_BOTH = 2
# How many words before an act the one who does it may be named.
_SUBJECT_REACH = 6
# How many words after an act that what was hit may begin.
_TARGET_REACH = 4
# Acts that only tell of the outcome or say nothing of the way: any other act of the telling leads before them.
_LAST = ("killing", "operation", "aggression", "massacre")
# Acts that settle the type but for whom they hit.
_SETTLING = ("shot_by",)
# Acts that don't tell of the way, and those that do: where no means is named, one of these settles the type.
_WAYLESS = frozenset({"targeting", "killing", "operation", "massacre"})
_WAYS = frozenset({"blast", "bombardment", "strike", "shooting"})


def lead(telling: Telling) -> Trigger:
    """The act that names the incident: the first that settles the type, else an open one, else a raid."""
    strong = [t for t in telling.triggers if not t.weak]
    settled = [t for t in strong if t.event != RAID and (not t.act or t.act in _SETTLING)]
    open_acts = [t for t in strong if t.act and t.act not in _LAST]
    raids = [t for t in strong if t.event == RAID]
    return (settled or open_acts or raids or strong or list(telling.triggers))[0]


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
    for means in _means(mentions, telling):
        if means in _SMALL_ARMS and means in act.open_to:  # who was hit with them tells the type
            return _by_target(mentions, [telling], ""), trigger, f"{trigger.rule}{_BY_MEANS}{means}{_TARGET}"
        if means in act.open_to:
            return means, trigger, f"{trigger.rule}{_BY_MEANS}{means}"
    if trigger.act in _WAYLESS and (way := [t for t in telling.triggers if t.act in _WAYS]):
        trigger, act = way[0], _acts()[way[0].act]
    if act.crowd and _crowd(mentions, telling):
        return act.crowd, trigger, f"{trigger.rule}+crowd"
    if act.default == UNARMED and _victims(mentions, [telling]) & _ARMED_VICTIMS:
        return ARMED, trigger, f"{trigger.rule}{_SOLDIERS}"
    if act.default != "by_target":
        return act.default, trigger, trigger.rule
    event = _by_target(mentions, [telling], act.unhurt)
    return event, trigger, f"{trigger.rule}{_TARGET}"


def settle_again(mentions: Mentions, trigger: Trigger, rule: str, tellings: Sequence[Telling]) -> str:
    """The event of an incident settled by its target, from all that tells of it: who was hit often comes later."""
    unhurt = _acts()[trigger.act].unhurt if trigger.act and not names_means(rule) else ""
    return _by_target(mentions, tellings, unhurt)


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
    if trigger.event == "arrests" and _of_protesters(mentions, trigger):
        return "protest_with_intervention", FORCE
    if trigger.event == "arrests" and _dead_before(mentions, telling, trigger):
        return _by_target(mentions, [telling], ""), _TARGET
    if trigger.event in _TERRITORY.values():
        taken = _TERRITORY.get(_taker(mentions, telling, trigger), trigger.event)
        return taken, _TAKER if taken != trigger.event else ""
    return trigger.event, ""


def _of_protesters(mentions: Mentions, trigger: Trigger) -> bool:
    """Whether those arrested are demonstrators: the protest was met with force."""
    named = (a for a in mentions.actors if a.actor == _PROTESTERS)
    return any(trigger.first < a.first <= trigger.last + _TARGET_REACH for a in named)


def _taker(mentions: Mentions, telling: Telling, trigger: Trigger) -> str:
    """The kind of the side that took ground: named in the act or right before it, or right after its verb; or ""."""
    cues = mentions.reading.by_sentence[telling.sentence]
    hit = {c.last + 1 for c in cues if c.kind in ("onto", "from", "patient")}
    armed = [a for a in _actors(mentions, telling) if a.kind in _TERRITORY and a.first not in hit]
    inside = [a for a in armed if trigger.first < a.first <= trigger.last]
    after = [a for a in armed if trigger.form == "verb" and a.first == trigger.last + 1]
    before = [a for a in armed if 0 < trigger.first - a.last <= _SUBJECT_REACH]
    sides = inside or after or before[-1:]
    if not sides:
        return ""
    return "state_forces" if sides[0].actor in acts().government_side else sides[0].kind


def _dead_before(mentions: Mentions, telling: Telling, trigger: Trigger) -> bool:
    """Whether the telling counts dead before an act: what follows («القبض على من قتل ...») is another story."""
    tolls = _tolls(mentions, [telling])
    return any(t.kind == "killed" and t.low != 0 and t.first < trigger.first for t in tolls)


def _crowd(mentions: Mentions, telling: Telling) -> bool:
    """Whether demonstrators or residents are named and no armed group beside the forces is."""
    kinds = {a.kind for a in _actors(mentions, telling)}
    return bool(kinds & CIVIL_ACTORS) and not kinds & _GROUPS


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
    if len(named) > 1 and any(m.event == AIR for m in named) and is_carried(mentions, named[0]):
        return [AIR, *(m.event for m in named)]
    return [m.event for m in named]


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


def _by_target(mentions: Mentions, tellings: Sequence[Telling], unhurt: str) -> str:
    """Attack when the unarmed were hit, armed clash when soldiers or fighters were, `unhurt` when no one is told of."""
    actors = [a for telling in tellings for a in _actors(mentions, telling)]
    if unhurt and not any(a.kind == _UNNAMED for a in actors):
        return unhurt
    kinds = _victims(mentions, tellings)
    if kinds & _ARMED_VICTIMS:
        return ARMED
    if kinds & _CIVIL_VICTIMS or any(a.kind in CIVIL_ACTORS and not only_dead(mentions, a) for a in actors):
        return UNARMED
    if (target := _target(mentions, tellings)) is not None:
        return target
    armed = {actor for telling in tellings for actor in doers(mentions, telling)}
    return ARMED if len(armed) >= _BOTH else UNARMED


def only_dead(mentions: Mentions, actor: ActorMention) -> bool:
    """Whether people are named by a word such as «قتيل» alone, which says nothing of who they were."""
    noun = casualty_words().nouns.get(mentions.text.words[actor.first])
    return actor.weak and actor.first == actor.last and noun is not None and noun.toll != ""


def _victims(mentions: Mentions, tellings: Sequence[Telling]) -> set[str]:
    """What kinds of people the tolls of tellings count."""
    return {t.victims_kind for t in _tolls(mentions, tellings)}


def _target(mentions: Mentions, tellings: Sequence[Telling]) -> str | None:
    """Attack when what only the unarmed are or have stands right behind an act, armed clash when a force's is named."""
    named = mentions.acts
    for told in tellings:
        cues = mentions.reading.by_sentence[told.sentence]
        hit = [t.last for t in told.triggers] + [c.last for c in cues if c.kind == "patient" and c.last >= told.first]
        if any(0 < at - last <= _TARGET_REACH for last in hit for at in named.unarmed_targets):
            return UNARMED
        if any(told.first <= at <= told.last for at in named.armed_targets):
            return ARMED
    return None


def _tolls(mentions: Mentions, tellings: Sequence[Telling]) -> list[Toll]:
    return [t for telling in tellings for t in within(mentions.tolls, telling)]


@cache
def _acts() -> dict[str, Act]:
    return {act.id: act for act in acts().acts}
