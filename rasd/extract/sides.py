"""Who took part in an incident, and on which side."""

from __future__ import annotations

from collections.abc import Iterator

from rasd.extract.mentions import Mentions, Ranged, within
from rasd.extract.merging import Draft
from rasd.extract.tellings import Telling
from rasd.lexicon.events import event
from rasd.lexicon.inflection import is_definite
from rasd.model import ActorMention, Cue, Participant

# How many words after a speech word its speaker may stand, after an agent word its agent, from an act its side.
_REACH = 3
# How many words after an act the one who did it stands («قصف طيران ...»).
_NEXT = 2
_UNNAMED = "unidentified"
_UNARMED = frozenset({"civilians", "protesters"})


def of(mentions: Mentions, draft: Draft) -> tuple[Participant, ...]:
    """The actors of the sentences that tell the incident, each once, speakers and sources left out.

    «المهاجمون» takes up a side that is named; it is an actor of its own only when none is.
    """
    clash = event(draft.event).event_type == "Battles"
    found: dict[str, Participant] = {}
    taken_up: set[str] = set()
    for telling in sorted(draft.tellings, key=lambda t: t.title):
        cues = mentions.reading.by_sentence[telling.sentence]
        for mention in _sides(mentions, telling, cues):
            if mention.actor in found:
                continue
            armed_clash = clash and mention.kind not in _UNARMED
            role = "party" if armed_clash else _role(mentions, telling, mention, cues)
            surface = mentions.text.raw[mention.span.start : mention.span.end]
            if mention.kind == _UNNAMED and is_definite(mentions.text.words[mention.first]):
                taken_up.add(mention.actor)
            found[mention.actor] = Participant(mention.actor, mention.name, mention.kind, role, surface, mention.span)
    named = any(p.kind not in _UNARMED and p.kind != _UNNAMED for p in found.values())
    return tuple(p for p in found.values() if not (named and p.actor in taken_up))


def _sides(mentions: Mentions, telling: Telling, cues: tuple[Cue, ...]) -> Iterator[ActorMention]:
    for mention in within(mentions.actors, mentions.sentences[telling.sentence]):
        if not telling.first <= mention.first <= telling.last or _speaks(mention, cues):
            continue
        if not mention.weak or _takes_part(mentions, telling, mention):
            yield mention


def _takes_part(mentions: Mentions, telling: Telling, mention: ActorMention) -> bool:
    """Whether a weak mention is a side here: victims by a toll or an act, states and factions right by an act.

    The sort of weak mention is the second part of its rule (weak/victim:..., weak/state:..., weak/opener:...).
    """
    sort = mention.rule.removeprefix("weak/").partition(":")[0]
    by_act = any(_close(mention, trigger.first, trigger.last) for trigger in telling.triggers)
    if sort == "victim":
        return by_act or any(_close(mention, toll.first, toll.last) for toll in mentions.tolls)
    if sort == "state":
        return any(t.form == "verb" and mention.first == t.last + 1 for t in telling.triggers)
    return sort == "opener" and by_act


def _close(mention: ActorMention, first: int, last: int) -> bool:
    return first - _REACH <= mention.last and mention.first <= last + _REACH


def _speaks(mention: ActorMention, cues: tuple[Cue, ...]) -> bool:
    """Whether an actor is only the source of the news; one that claims the act is a side."""
    claims = any(c.kind == "agent" and 0 < c.first - mention.last <= _REACH for c in cues)
    return not claims and any(c.kind == "speech" and 0 < mention.first - c.last <= _REACH for c in cues)


def _role(mentions: Mentions, telling: Telling, mention: ActorMention, cues: tuple[Cue, ...]) -> str:
    """Attacker or target, by the first sign that tells; the side named first is taken for the attacker."""
    if mention.kind in _UNARMED or _hit(mentions, mention, cues):
        return "target"
    if any(_overlap(mention, means) for means in mentions.acts.means):
        return "attacker"
    near = [c for c in cues if c.kind in ("agent", "patient") and 0 < mention.first - c.last <= _REACH]
    if near:
        return "attacker" if near[-1].kind == "agent" else "target"
    after = _after_act(mentions, telling, mention)
    if after:
        return after
    if mention.kind == _UNNAMED:
        return "attacker"
    sides = [a for a in mentions.actors if telling.first <= a.first < mention.first and a.kind not in _UNARMED]
    return "target" if any(a.actor != mention.actor and not a.weak for a in sides) else "attacker"


def _hit(mentions: Mentions, mention: ActorMention, cues: tuple[Cue, ...]) -> bool:
    """Whether a side is counted among the dead and hurt, or stands after «على». Gunmen without a number are none."""
    if any(c.kind == "onto" and mention.first == c.last + 1 for c in cues):
        return True
    counted = [t for t in mentions.tolls if t.low is not None or mention.kind != _UNNAMED]
    return any(_overlap(mention, toll) for toll in counted)


def _after_act(mentions: Mentions, telling: Telling, mention: ActorMention) -> str:
    """The role of a side named in or right after an act: it did it, unless a weapon or another act is its subject."""
    for at, trigger in enumerate(telling.triggers):
        inside = trigger.first <= mention.first <= trigger.last
        if not inside and not 0 < mention.first - trigger.last <= _NEXT:
            continue
        subject = telling.triggers[:at] or [m for m in mentions.acts.means if telling.first <= m.first < trigger.first]
        return "target" if trigger.form == "verb" and subject and not inside else "attacker"
    return ""


def _overlap(one: Ranged, other: Ranged) -> bool:
    return one.first <= other.last and other.first <= one.last
