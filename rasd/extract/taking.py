"""Tells by who took it whether a government regained ground or others overtook it."""

from __future__ import annotations

from rasd.extract.mentions import Mentions, within
from rasd.extract.tellings import Telling
from rasd.lexicon.events import acts
from rasd.model import Trigger

REGAINED, OVERTAKEN = "government_regains_territory", "non_state_overtakes_territory"
# Kinds of actors (data/actors.yaml) that hold ground for no state.
GROUPS = frozenset({"rebel", "political_militia", "identity_militia"})
TAKEN_BY = {"state_forces": REGAINED} | dict.fromkeys(GROUPS, OVERTAKEN)
# How many words before an act the one who does it may be named.
SUBJECT_REACH = 6
# How many words after an act those may be named whom the ground was taken from.
_LOSER_REACH = 6


def taker(mentions: Mentions, telling: Telling, trigger: Trigger) -> str:
    """The kind of the side that took ground: named in the act or right before it, or right after its verb; or ""."""
    cues = mentions.reading.by_sentence[telling.sentence]
    hit = {c.last + far for c in cues if c.kind in ("onto", "from", "patient") for far in (1, 2)}
    armed = [a for a in within(mentions.actors, telling) if a.kind in TAKEN_BY and a.first not in hit]
    inside = [a for a in armed if trigger.first < a.first <= trigger.last]
    after = [a for a in armed if trigger.form == "verb" and a.first == trigger.last + 1]
    before = [a for a in armed if 0 < trigger.first - a.last <= SUBJECT_REACH]
    sides = inside or after or before[-1:]
    if not sides:
        return "state_forces" if _freed(mentions, telling, trigger) else ""
    return "state_forces" if sides[0].actor in acts().government_side else sides[0].kind


def _freed(mentions: Mentions, telling: Telling, trigger: Trigger) -> bool:
    """Whether ground is freed from an armed group («تحرير المدينة من الحوثيين»): most often by a state."""
    cues = mentions.reading.by_sentence[telling.sentence]
    behind = {c.last + far for c in cues if c.kind == "from" and c.first > trigger.first for far in (1, 2)}
    lost = [a for a in within(mentions.actors, telling) if a.first in behind and a.first <= trigger.last + _LOSER_REACH]
    return bool(lost) and all(a.kind in GROUPS and a.actor not in acts().government_side for a in lost)


def driven(mentions: Mentions, telling: Telling, trigger: Trigger) -> str:
    """Who took the ground that others were driven from: the side before the act or behind its verb, else the other."""
    armed = [a for a in within(mentions.actors, telling) if a.kind in TAKEN_BY or a.kind == "external_forces"]
    inside = [a for a in armed if trigger.first < a.first <= trigger.last]
    takers = inside[:-1] or [a for a in armed if 0 < trigger.first - a.last <= SUBJECT_REACH][-1:]
    if takers:
        regained = takers[0].actor in acts().government_side or takers[0].kind not in GROUPS
    else:
        regained = not inside or inside[-1].kind in GROUPS
    return REGAINED if regained else OVERTAKEN
