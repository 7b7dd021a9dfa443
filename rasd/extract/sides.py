"""Who took part in an incident, and on which side."""

from __future__ import annotations

from collections.abc import Iterator

from rasd.extract.context import Kinds
from rasd.extract.mentions import Mentions, Ranged, beginning, within
from rasd.extract.merging import Draft
from rasd.extract.targets import only_dead
from rasd.extract.tellings import Telling
from rasd.lexicon.actors import PROTESTERS, UNLISTED, lexicon
from rasd.lexicon.casualties import casualty_words
from rasd.lexicon.events import acts, event
from rasd.lexicon.inflection import is_definite
from rasd.model import ActorMention, Cue, Participant, Toll, Trigger

# How many words after a speech word its speaker may stand, after an agent word its agent, from an act its side.
_REACH = 3
# How many words after an act the one who did it stands («قصف طيران ...»).
_NEXT = 2
_UNNAMED = "unidentified"
# Cues before the side that did it, or whose what did it is.
_DOING = frozenset({"agent", "belongs", "claim"})
# Cues behind the one who claims an act, and how many words before a claim its claimant may stand («أعلن التنظيم في
# بيان مسؤوليته»).
_CLAIMING = ("agent", "belongs", "claim", "ours")
_CLAIM_REACH = 8
# How many sides a role has; one where none is given.
_SIDES = {"party": 2}
# Acts that a speaker announces as its own («أعلن الجيش استهداف»).
_OWN = frozenset({"targeting", "bombardment", "assassination", "repelling"})
# Acts of bombs, which stand with where they went off («انفجرت عبوة بدورية للجيش»): how many words behind it,
# and how many further its owner may stand («بمركبة عسكرية تابعة لقوات ...»).
_BOMBS = frozenset({"remote_explosive", "suicide_bomb", "grenade"})
_BLOWN_REACH, _OWNER_REACH = 3, 4
_UNARMED = frozenset({"civilians", "protesters"})
# Victims that any of the others may be (kinds of data/language/ar/casualties.yaml).
_ANYONE = frozenset({"", "person"})
# Kinds of those who gather in a protest; in a peaceful one no other side takes part.
_PEACEFUL = "peaceful_protest"
_CROWDS = frozenset({"protesters", "rioters"})


def of(mentions: Mentions, draft: Draft) -> tuple[Participant, ...]:
    """The actors of the sentences that tell the incident, each once, speakers and sources left out.

    «المهاجمون» takes up a side that is named; it is an actor of its own only when none is. Once a sentence has named
    who attacked or was hit, or both sides of a clash, whom later ones name beside them took no part.
    """
    clash = event(draft.event).event_type == "Battles"
    found: dict[str, Participant] = {}
    taken_up: set[str] = set()
    filled: list[str] = []  # the roles that named sides have
    for telling in sorted(draft.tellings, key=lambda t: t.title):
        cues = mentions.reading.by_sentence[telling.sentence]
        kinds = mentions.reading.by_kind[telling.sentence]
        for mention in _sides(mentions, telling, cues):
            if mention.actor in found or (only_dead(mentions, mention) and (clash or _uncounted(mentions, mention))):
                continue
            if clash and _anyone(mentions, mention):
                continue
            armed_clash = clash and mention.kind not in _UNARMED
            role = "party" if armed_clash else _role(mentions, telling, mention, cues)
            if filled.count(role) >= _SIDES.get(role, 1) and not _claims(mentions, mention, kinds):
                continue
            surface = mentions.text.raw[mention.span.start : mention.span.end]
            if mention.kind == _UNNAMED and is_definite(mentions.text.words[mention.first]):
                taken_up.add(mention.actor)
            found[mention.actor] = Participant(mention.actor, mention.name, mention.kind, role, surface, mention.span)
        filled = [p.role for p in found.values() if p.kind != _UNNAMED]
    return _of_act(mentions, draft, found, taken_up)


def _of_act(
    mentions: Mentions, draft: Draft, found: dict[str, Participant], taken_up: set[str]
) -> tuple[Participant, ...]:
    """The actors that fit the act: protests have protesters, peaceful ones no other side."""
    if event(draft.event).event_type == "Protests" and not any(p.kind in _CROWDS for p in found.values()):
        found[PROTESTERS] = _protesters(mentions, draft.trigger)
    if draft.event == _PEACEFUL:
        return tuple(p for p in found.values() if p.kind in _CROWDS)
    named = any(p.kind not in _UNARMED and p.kind != _UNNAMED and p.actor != UNLISTED for p in found.values())
    return tuple(p for p in found.values() if not (named and (p.actor in taken_up or p.actor == UNLISTED)))


def _protesters(mentions: Mentions, trigger: Trigger) -> Participant:
    """Those who protested, by the word of their act when no other names them («احتجاجات في المدينة»)."""
    known = lexicon().actors[PROTESTERS]
    surface = mentions.text.raw[trigger.span.start : trigger.span.end]
    return Participant(PROTESTERS, known.name, known.kind, "party", surface, trigger.span)


def attacker(actors: tuple[Participant, ...]) -> Participant | None:
    """The first named side that attacked, or None."""
    return next((p for p in actors if p.role == "attacker" and p.kind != _UNNAMED), None)


def heir(actors: tuple[Participant, ...], known: Participant | None) -> Participant | None:
    """Who did the same before, when an incident names no side that acts: «كما قصفت ...» goes on with its subject."""
    if known is None or any(p.role in ("attacker", "party") or p.actor == known.actor for p in actors):
        return None
    return known


def _sides(mentions: Mentions, telling: Telling, cues: tuple[Cue, ...]) -> Iterator[ActorMention]:
    kinds = mentions.reading.by_kind[telling.sentence]
    for mention in within(mentions.actors, mentions.sentences[telling.sentence]):
        if not telling.first <= mention.first <= telling.last:
            continue
        if _speaks(mentions, telling, mention, kinds) and not _tells_its_own(telling, mention, cues):
            continue
        if not mention.weak or _takes_part(mentions, telling, mention):
            yield mention


def _takes_part(mentions: Mentions, telling: Telling, mention: ActorMention) -> bool:
    """Whether a weak mention is a side here: victims by a toll or an act, states and factions right by an act.

    The sort of weak mention is the second part of its rule (weak/victim:..., weak/state:..., weak/opener:...).
    """
    sort = mention.rule.removeprefix("weak/").partition(":")[0]
    if sort == "victim" and any(_close(mention, toll.first, toll.last) for toll in mentions.tolls):
        return True
    if sort == "state":
        beside = [a for a in beginning(mentions.actors, telling.first, mention.first - 1) if not a.weak]
        if beside and beside[-1].kind not in _UNARMED and _joined(mentions, beside[-1], mention):
            return True
        return any(t.form == "verb" and mention.first == t.last + 1 for t in telling.triggers)
    if sort not in ("victim", "opener"):
        return False
    return any(_close(mention, t.first, _subject_end(mentions, t)) for t in telling.triggers)


def _anyone(mentions: Mentions, mention: ActorMention) -> bool:
    """Whether victims are people of any kind («خمسة أشخاص»): those who fall in a clash may be its fighters."""
    over = [toll for toll in mentions.tolls if _overlap(mention, toll)]
    return mention.weak and any(toll.victims_kind in _ANYONE for toll in over)


def _uncounted(mentions: Mentions, mention: ActorMention) -> bool:
    """Whether no toll counts them («سقوط قتلى»)."""
    return not any(toll.low is not None and _overlap(mention, toll) for toll in mentions.tolls)


def _subject_end(mentions: Mentions, trigger: Trigger) -> int:
    """The last word of an act with the side in or right behind it: whom it hit comes next («خطف مسلحون طبيبا»)."""
    behind = trigger.last + 1 if trigger.form == "verb" else trigger.last
    sides = beginning(mentions.actors, trigger.first + 1, behind)
    return max((a.last for a in sides if a.kind not in _UNARMED and a.last > trigger.last), default=trigger.last)


def _close(mention: ActorMention, first: int, last: int) -> bool:
    return first - _REACH <= mention.last and mention.first <= last + _REACH


def _speaks(mentions: Mentions, telling: Telling, mention: ActorMention, kinds: Kinds) -> bool:
    """Whether an actor is only the source of the news; one that claims the act is a side."""
    first, last = mention.first, mention.last
    said = max((c.last for c in kinds.get("speech", ()) if 0 < first - c.last <= _REACH), default=-1)
    if said < 0 or any(0 < c.first - last <= _REACH for kind in _CLAIMING for c in kinds.get(kind, ())):
        return False
    return not _claims(mentions, mention, kinds) and not _told_of(mentions, telling, said, mention)


def _claims(mentions: Mentions, mention: ActorMention, kinds: Kinds) -> bool:
    """Whether a side is the last named before words that claim an act, or stands right behind them."""
    for claim in kinds.get("claim", ()):
        if 0 < mention.first - claim.last <= _NEXT:
            return True
        if 0 < claim.first - mention.last <= _CLAIM_REACH:
            return not beginning(mentions.actors, mention.last + 1, claim.first)
    return False


def _told_of(mentions: Mentions, telling: Telling, said: int, mention: ActorMention) -> bool:
    """Whether what is said begins before a side: «قالت مصادر إن الجيش قصف», «أعلنت الحركة استهداف الجيش»."""
    openers = casualty_words().sets["clause_openers"]
    if any(mentions.text.words[at] in openers for at in range(said + 1, mention.first)):
        return True
    return any(said < t.first < mention.first for t in telling.triggers)


def _tells_its_own(telling: Telling, mention: ActorMention, cues: tuple[Cue, ...]) -> bool:
    """Whether a speaker names an act as its own: «أعلن استهداف», «أعلن تنفيذ غارات», not «أعلن مقتل»."""
    nouns = [t for t in telling.triggers if t.form == "noun"]
    if any(t.act in _OWN and t.first == mention.last + 1 for t in nouns):
        return True
    done = [c.last for c in cues if c.kind == "own" and 0 < c.first - mention.last <= _NEXT]
    return any(t.first == last + 1 for t in nouns for last in done)


def _role(mentions: Mentions, telling: Telling, mention: ActorMention, cues: tuple[Cue, ...]) -> str:
    """Attacker or target, by the first sign that tells; the side named first is taken for the attacker."""
    if mention.kind in _UNARMED or _hit(mentions, mention, cues):
        return "target"
    if any(_overlap(mention, means) for means in mentions.acts.means):
        return "attacker"
    if any(c.kind == "ours" and c.last < mention.first for c in cues):
        return "target"
    if _blown_up(mentions, telling, mention, cues) or _behind_means(mentions, telling, mention):
        return "target"
    near = [
        c
        for c in cues
        if (c.kind in _DOING or (c.kind == "patient" and _hits(telling, c, mention)))
        and 0 < mention.first - c.last <= _REACH
    ]
    if near:
        return "attacker" if near[-1].kind in _DOING else "target"
    after = _after_act(mentions, telling, mention)
    if after:
        return after
    if mention.kind == _UNNAMED:
        return "attacker"
    before = beginning(mentions.actors, telling.first, mention.first - 1)
    sides = [a for a in before if a.kind not in _UNARMED]
    if sides and _joined(mentions, sides[-1], mention):
        return _role(mentions, telling, sides[-1], cues)
    return "target" if any(a.actor != mention.actor and not a.weak for a in sides) else "attacker"


def _joined(mentions: Mentions, one: ActorMention, other: ActorMention) -> bool:
    """Whether «و» joins a side to the one right before it («الحوثيون وقوات صالح»)."""
    text, joint = mentions.text, casualty_words().and_word
    start, _ = text.span(other.first, other.first)
    return other.first == one.last + 1 and other.span.start != start and text.words[other.first].startswith(joint)


def _hits(telling: Telling, cue: Cue, mention: ActorMention) -> bool:
    """Whether a cue such as «مقتل» tells of a side: it is no verb and no act opens between («مقتل مدني بقصف للجيش»)."""
    for trigger in telling.triggers:
        if cue.last < trigger.first < mention.first or (trigger.form == "verb" and trigger.first == cue.first):
            return False
    return True


def _hit(mentions: Mentions, mention: ActorMention, cues: tuple[Cue, ...]) -> bool:
    """Whether a side is counted among the dead and hurt, or stands after «على». Gunmen without a number are none."""
    if any(c.kind == "onto" and mention.first == c.last + 1 for c in cues):
        return True
    over = [toll for toll in mentions.tolls if toll.first <= mention.last and mention.first <= toll.last]
    counted = [toll for toll in over if toll.low is not None or mention.kind != _UNNAMED]
    return any(not _killed(mentions, mention, toll) for toll in counted)


def _killed(mentions: Mentions, mention: ActorMention, toll: Toll) -> bool:
    """Whether a side is the subject of a toll's verb, which tells of others behind it («قتلت القوات خمسة مسلحين»)."""
    if toll.rule != "verb" or mention.first != toll.first + 1 or mention.last >= toll.last:
        return False
    word, known = mentions.text.words[mention.first], casualty_words()
    return word not in known.nouns or word in known.sets["agents"]


def _blown_up(mentions: Mentions, telling: Telling, mention: ActorMention, cues: tuple[Cue, ...]) -> bool:
    """Whether a bomb went off at a side or what it owns («انفجرت عبوة بدورية للجيش») and did not set it off."""
    text, clitic = mentions.text, acts().at_clitic
    start, _ = text.span(mention.first, mention.first)
    for trigger in telling.triggers:
        if trigger.event not in _BOMBS or not 0 < mention.first - trigger.last <= _BLOWN_REACH + _OWNER_REACH:
            continue
        if any(c.kind == "agent" and trigger.last < c.first < mention.first for c in cues):
            continue
        last = min(mention.first, trigger.last + _BLOWN_REACH)
        at = next((at for at in range(trigger.last + 1, last + 1) if text.words[at].startswith(clitic)), None)
        own = at == mention.first and mention.span.start != start
        if own or (at is not None and at < mention.first <= at + _OWNER_REACH):
            return True
    return False


def _behind_means(mentions: Mentions, telling: Telling, mention: ActorMention) -> bool:
    """Whether a weapon is the subject of the act before a side: «استهدفت عبوة ناسفة رتلا للجيش»."""
    verbs = [t.last + 1 for t in telling.triggers if t.form == "verb" and t.last < mention.first]
    return any(m.first in verbs and m.last < mention.first for m in mentions.acts.means)


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
