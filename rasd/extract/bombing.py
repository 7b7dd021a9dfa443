"""Whether a bombing came from the air: by who did it and where, and by the guns that are named with it."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.phrases import stems
from rasd.extract.mentions import Mentions, beginning
from rasd.extract.sentences import joiner
from rasd.extract.tellings import Telling
from rasd.lexicon.air_power import air_power
from rasd.lexicon.events import acts
from rasd.model import ActorMention, Means, Trigger

# Kinds of actors (data/actors.yaml) that carry no arms.
CIVIL_ACTORS = frozenset({"civilians", "protesters"})
AIR = "air_drone_strike"
GUNS = "shelling_artillery_missile"
# How many words after a speech word its speaker may stand.
_SPEAKER_REACH = 3


def _doers(mentions: Mentions, sentence: int, first: int, last: int) -> list[ActorMention]:
    """The armed sides named in a stretch of a sentence, those left out that only speak."""
    said = [c.last for c in mentions.reading.by_sentence[sentence] if c.kind == "speech"]
    armed = (a for a in beginning(mentions.actors, first, last) if a.kind not in CIVIL_ACTORS)
    return [a for a in armed if not any(0 < a.first - at <= _SPEAKER_REACH for at in said)]


def is_carried(mentions: Mentions, means: Means | Trigger) -> bool:
    """Whether a means is one that an aircraft may carry («بصاروخ أطلقته طائرة»)."""
    words = mentions.text.words[means.first : means.last + 1]
    return any(stem in acts().carried for word in words for stem, _ in stems(word))


def from_the_air(mentions: Mentions, tellings: Sequence[Telling], trigger: Trigger) -> bool:
    """Whether one that has no guns within reach of the place did it, and no gun is named («قصف إسرائيلي على دمشق»)."""
    if not trigger.act and not is_carried(mentions, trigger):
        return False
    if any(by_guns(mentions, telling) for telling in tellings):
        return False
    reaches = [air_power()[one] for telling in tellings for one in _owners(mentions, telling)]
    if not reaches:
        return False
    told = {at for telling in tellings for at in telling.places}
    at = told or range(len(mentions.places))
    places = [place for one in at if (place := mentions.places[one].resolution.place) is not None]
    return any(p.country in reach.countries and p.admin1 not in reach.by_gun for p in places for reach in reaches)


def _owners(mentions: Mentions, telling: Telling) -> set[str]:
    """The sides of a telling that have aircraft, those left out that did it together with another («روسيا والنظام»)."""
    sides = armed_sides(mentions, telling)
    others = {a.first for a in sides if a.actor not in air_power()}
    joint = {a.actor for a in sides if _joined(mentions, a.last + 1) and a.last + 1 in others}
    ends = {a.last for a in sides if a.first in others}
    joint |= {a.actor for a in sides if _joined(mentions, a.first) and a.first - 1 in ends}
    return {a.actor for a in sides if a.actor in air_power()} - joint


def _joined(mentions: Mentions, word: int) -> bool:
    """Whether a word is joined to the one before by «و»."""
    return word < len(mentions.text.words) and mentions.text.words[word].startswith(joiner())


def by_guns(mentions: Mentions, telling: Telling) -> bool:
    """Whether a gun is named with a telling: a means of shelling that no aircraft carries."""
    sentence = mentions.sentences[telling.sentence]
    named = beginning(mentions.acts.means, sentence.first, telling.last)
    return not all(is_carried(mentions, means) for means in named if means.event == GUNS)


def doers(mentions: Mentions, telling: Telling) -> set[str]:
    """The armed sides named in a telling, those left out that only speak."""
    return {a.actor for a in armed_sides(mentions, telling)}


def armed_sides(mentions: Mentions, telling: Telling) -> list[ActorMention]:
    """The mentions of armed sides in a telling, those left out that only speak."""
    return _doers(mentions, telling.sentence, telling.first, telling.last)
