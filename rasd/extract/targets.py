"""Tells by who or what was hit whether an act is an attack on the unarmed or a clash."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.extract.bombing import AIR, CIVIL_ACTORS, armed_sides, doers
from rasd.extract.mentions import Mentions, beginning, within
from rasd.extract.tellings import Telling
from rasd.lexicon.casualties import casualty_words
from rasd.lexicon.events import acts
from rasd.model import ActorMention, Toll, Trigger

ARMED = "armed_clash"
UNARMED = "attack"
# Kinds of victims (casualties.yaml).
_ARMED_VICTIMS = frozenset({"fighter", "soldier", "police", "attacker"})
_CIVIL_VICTIMS = frozenset({"civilian", "child", "woman", "journalist", "medic", "family"})
# The kind of actors (data/actors.yaml) that are unknown gunmen.
_UNNAMED = "unidentified"
# The act of killing one whom the killers had chosen.
_CHOSEN = "assassination"
# The act that tells of the dead alone.
_KILLING = "killing"
# Cues that stand before those who only tell of it.
_SPEAKING = ("speech", "source")
# Kinds of places (GeoNames feature codes) that soldiers hold.
_BASES = frozenset({"MILB", "AIRB", "NVB"})
# Kinds of actors that fight when they storm a place, and one of them that mostly meets no one in arms.
_STORMERS, _SETTLERS = frozenset({"rebel", "political_militia"}), "israeli-settlers"
# Two sides make a clash.
_BOTH = 2
# How many words after an act that what was hit may begin.
TARGET_REACH = 4
# The same behind a raid, whose verb the raiders and the hour stand after («اقتحم المقاتلون فجر اليوم معسكرا»).
_RAIDED_REACH = 6


def by_target(mentions: Mentions, tellings: Sequence[Telling], unhurt: str) -> str:
    """Attack when the unarmed were hit, armed clash when soldiers or fighters were, `unhurt` when no one is told of."""
    actors = [a for telling in tellings for a in within(mentions.actors, telling)]
    if unhurt and not any(a.kind == _UNNAMED for a in actors):
        return unhurt
    kinds = _victims(mentions, tellings)
    if tellings and _at_fighters(mentions, tellings[0]):
        return ARMED
    if kinds & _ARMED_VICTIMS:
        return ARMED
    if kinds & _CIVIL_VICTIMS or any(a.kind in CIVIL_ACTORS and _is_hit(mentions, a) for a in actors):
        return UNARMED
    if (target := _target(mentions, tellings)) is not None:
        return target
    if any(_at_base(mentions, telling) for telling in tellings):
        return ARMED
    armed = {actor for telling in tellings for actor in doers(mentions, telling)}
    return ARMED if len(armed) >= _BOTH else UNARMED


def _at_fighters(mentions: Mentions, telling: Telling) -> bool:
    """Whether a side in arms stands right behind «على» after an act that is aimed («هجوم ليلي على المتمردين»)."""
    acts_at = [t.last for t in telling.triggers if t.act == "assault"]
    for cue in mentions.reading.by_sentence[telling.sentence] if acts_at else ():
        if cue.kind != "onto" or not any(0 < cue.first - at <= TARGET_REACH for at in acts_at):
            continue
        spared = mentions.acts.unarmed_targets  # «هجوم على السفارة الأمريكية»
        for side in beginning(mentions.actors, cue.last + 1, cue.last + 2):
            if side.kind not in CIVIL_ACTORS and not any(side.first - 1 <= at <= side.last for at in spared):
                return True
    return False


def only_dead(mentions: Mentions, actor: ActorMention) -> bool:
    """Whether people are named by a word such as «قتيل» alone, which says nothing of who they were."""
    noun = casualty_words().nouns.get(mentions.text.words[actor.first])
    return actor.weak and actor.first == actor.last and noun is not None and noun.toll != ""


def _at_base(mentions: Mentions, telling: Telling) -> bool:
    """Whether the place of an act is a base or an airfield of soldiers, and not the mosque there."""
    if any(telling.first <= at <= telling.last for at in mentions.acts.unarmed_targets):
        return False
    places = (mentions.places[at].resolution.place for at in telling.places)
    return any(place is not None and place.kind in _BASES for place in places)


def _is_hit(mentions: Mentions, actor: ActorMention) -> bool:
    """Whether unarmed people are told of as more than the dead, and don't just speak («أفاد ناشطون», «قال شهود»)."""
    if only_dead(mentions, actor):
        return False
    cues = mentions.reading.by_sentence[mentions.sentence_of(actor.first)]
    return not any(c.kind in _SPEAKING and c.first <= actor.first <= c.last + 1 for c in cues)


def _target(mentions: Mentions, tellings: Sequence[Telling]) -> str | None:
    """Attack when what only the unarmed are or have stands right behind an act, armed clash when a force's is named."""
    named = mentions.acts
    for told in tellings:
        cues = mentions.reading.by_sentence[told.sentence]
        hit = [t.last for t in told.triggers] + [c.last for c in cues if c.kind == "patient" and c.last >= told.first]
        if any(0 < at - last <= TARGET_REACH for last in hit for at in named.unarmed_targets):
            return UNARMED
        if any(told.first <= at <= told.last for at in named.armed_targets):
            return ARMED
    return None


def fought(mentions: Mentions, tellings: Sequence[Telling]) -> bool:
    """Whether those who were raided were killed, or are ones who fight back: their base or post is named."""
    if any(t.kind == "killed" and t.low != 0 for t in _tolls(mentions, tellings)):
        return True
    if any(_at_base(mentions, telling) for telling in tellings):
        return True
    hit = [t.last for told in tellings for t in told.triggers]
    return any(0 < at - last <= _RAIDED_REACH for last in hit for at in mentions.acts.armed_targets)


def stormed_by_group(mentions: Mentions, tellings: Sequence[Telling]) -> bool:
    """Whether an armed group that is no state's force storms a place, and not what only the unarmed have."""
    if _target(mentions, tellings) == UNARMED:
        return False
    sides = [side for telling in tellings for side in armed_sides(mentions, telling)]
    return any(side.kind in _STORMERS and side.actor != _SETTLERS for side in sides)


def at_aircraft(mentions: Mentions, trigger: Trigger) -> bool:
    """Whether an aircraft is what was aimed at: it stands behind the side that does it («استهدف الجيش مروحية»)."""
    for means in mentions.acts.means:
        if means.event != AIR or not trigger.last + 1 < means.first <= trigger.last + TARGET_REACH:
            continue
        doer = beginning(mentions.actors, trigger.last + 1, means.first - 1)
        if any(a.last == means.first - 1 and a.kind not in CIVIL_ACTORS for a in doer):
            return not mentions.text.words[means.first].startswith(acts().at_clitic)
    return False


def of_one_chosen(mentions: Mentions, telling: Telling) -> bool:
    """Whether the killing of one whom the killers had chosen is told: an attack, be he an officer or not."""
    if all(t.act != _CHOSEN for t in telling.triggers):
        return False
    return all(t.kind != "killed" or not t.low or t.low == 1 for t in _tolls(mentions, [telling]))


def hits_fighters(mentions: Mentions, telling: Telling) -> bool:
    """Whether the tolls of a telling count soldiers, police or fighters."""
    return bool(_victims(mentions, [telling]) & _ARMED_VICTIMS)


def unarmed_dead(mentions: Mentions, telling: Telling) -> bool:
    """Whether a telling tells of dead who bore no arms («أحرقوا الحافلة وقتلوا ركابها»)."""
    killed = {t.victims_kind for t in _tolls(mentions, [telling]) if t.kind == "killed" and t.low != 0}
    if killed & _ARMED_VICTIMS:
        return False
    return bool(killed) or any(t.act == _KILLING for t in telling.triggers)


def dead_before(mentions: Mentions, telling: Telling, trigger: Trigger) -> bool:
    """Whether the telling counts dead before an act: what follows («القبض على من قتل ...») is another story."""
    tolls = _tolls(mentions, [telling])
    return any(t.kind == "killed" and t.low != 0 and t.first < trigger.first for t in tolls)


def _victims(mentions: Mentions, tellings: Sequence[Telling]) -> set[str]:
    """What kinds of people the tolls of tellings count."""
    return {t.victims_kind for t in _tolls(mentions, tellings)}


def _tolls(mentions: Mentions, tellings: Sequence[Telling]) -> list[Toll]:
    return [t for telling in tellings for t in within(mentions.tolls, telling)]
