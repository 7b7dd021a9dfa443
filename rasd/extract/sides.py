"""Who took part in an incident, and on which side."""

from __future__ import annotations

from rasd.extract.mentions import Mentions, within
from rasd.extract.merging import Draft
from rasd.lexicon.events import event
from rasd.model import ActorMention, Cue, Participant

# How many words after a speech word its speaker may stand.
_SPEAKER_REACH = 3
_UNARMED = frozenset({"civilians", "protesters"})


def of(mentions: Mentions, draft: Draft) -> tuple[Participant, ...]:
    """The actors of the sentences that tell the incident, each once, speakers and sources left out."""
    clash = event(draft.event).event_type == "Battles"
    found: dict[str, Participant] = {}
    for telling in draft.tellings:
        cues = mentions.reading.by_sentence[telling.sentence]
        lead = telling.triggers[0]
        for mention in within(mentions.actors, mentions.sentences[telling.sentence]):
            if (
                not telling.first <= mention.first <= telling.last
                or mention.weak
                or mention.actor in found
                or _speaks(mention, cues)
            ):
                continue
            role = "party" if clash and mention.kind not in _UNARMED else _role(mention, cues, lead.last)
            surface = mentions.text.raw[mention.span.start : mention.span.end]
            found[mention.actor] = Participant(mention.actor, mention.name, mention.kind, role, surface, mention.span)
    return tuple(found.values())


def _speaks(mention: ActorMention, cues: tuple[Cue, ...]) -> bool:
    return any(c.kind == "speech" and 0 < mention.first - c.last <= _SPEAKER_REACH for c in cues)


def _role(mention: ActorMention, cues: tuple[Cue, ...], act_end: int) -> str:
    """Attacker after an agent word or right after the act, target after a word for being hit, or when unarmed."""
    if mention.kind in _UNARMED:
        return "target"
    near = [c for c in cues if c.kind in ("agent", "patient") and 0 < mention.first - c.last <= _SPEAKER_REACH]
    if near:
        return "attacker" if near[-1].kind == "agent" else "target"
    return "attacker" if mention.first <= act_end + _SPEAKER_REACH else "target"
