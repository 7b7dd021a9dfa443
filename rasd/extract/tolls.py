"""Brings the counts that an incident's sentences give to one low and high each for killed and injured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gazetteer.model import Placed
from rasd.extract import nearness
from rasd.extract.mentions import Mentions, within
from rasd.extract.merging import Draft
from rasd.extract.tellings import Telling
from rasd.lexicon.casualties import casualty_words
from rasd.lexicon.events import event
from rasd.model import Sentence, Toll

# Kinds of victims (data/language/ar/casualties.yaml) that may be any of the others told of more exactly.
_ANYONE = frozenset({"", "person", "man", "family"})
_UNNAMED = "unidentified"
# From so many on people told of are no one incident's but a war's, and how many words before or after a count «منذ» may
# stand that says so.
_WAR, _SINCE_REACH = 1000, 3
# Cues of a sentence that tells of older acts.
_LOOKS_BACK = frozenset({"background", "recall", "anniversary"})
# Whom an article counts beside an arrest, an agreement or a protest fell in other acts.
_UNCOUNTED = frozenset({"Strategic developments", "Protests"})


class Count(NamedTuple):
    """Low and high of one kind, None when untold; `vague` the word when no number is given; the tolls it came from."""

    low: int | None = None
    high: int | None = None
    vague: str | None = None
    tolls: tuple[Toll, ...] = ()


def of(
    mentions: Mentions, draft: Draft, kind: str, others: Sequence[Placed] | None = None, *, alone: bool = False
) -> Count:
    """The count of a kind (killed, injured) over the tellings of an incident.

    The headline's is taken when no other is told; one told for a list of villages together belongs to none of them.
    `others` are the places of the article's other incidents, None while they are not known; what an article of one
    `alone` counts is of that.
    """
    if kind not in [toll.kind for toll in mentions.tolls]:
        return Count()
    first = [t for t in draft.tellings if not t.second]
    shared = [t for t in first if _is_shared(mentions, t, draft, others)]
    own = [t for t in first if t not in shared]
    body = [t for t in own if not t.title]
    found = _told_here(mentions, draft, body, kind)
    if not found:
        joint = {t.low for tolls in _told(mentions, shared, kind) for t in tolls if t.low}
        found = _without(_told(mentions, body, kind), joint) or _without(_told(mentions, own, kind), joint)
    if not draft.background:
        found = _of_one(mentions, found)
    later = _told_later(mentions, own, kind)
    if found and later and _rises(mentions, later[0]):
        found = [*found, later]
    numbered = [n for n in (_counted(mentions, tolls) for tolls in found) if n.low is not None]
    if numbered:
        return max(numbered, key=lambda c: (c.low or 0, c.high is None))
    if not found and later:
        return _counted(mentions, later)
    if alone and not draft.background and (stray := _stray(mentions, draft, kind)):
        return _counted(mentions, stray)
    if not found and (none := _of_each(mentions, draft.tellings, kind)):
        return _sum(none)
    vague = [t for tolls in found for t in tolls if t.vague]
    return Count(None, None, vague[0].vague, (vague[0],)) if vague else Count()


def _is_shared(mentions: Mentions, telling: Telling, draft: Draft, others: Sequence[Placed] | None) -> bool:
    """Whether a telling is of a list of places of which another is an incident of its own."""
    if len(telling.places) <= 1 or others is None:
        return len(telling.places) > 1
    listed = [mentions.places[at] for at in telling.places if at != draft.place]
    return any(one is other or nearness.around(one, other) for one in listed for other in others)


def _stray(mentions: Mentions, draft: Draft, kind: str) -> list[Toll]:
    """The tolls of the first sentence that counts anybody, looks back on nothing older and is of no other place."""
    if event(draft.event).event_type in _UNCOUNTED:
        return []
    for number, sentence in enumerate(mentions.sentences):
        found = [t for t in within(mentions.tolls, sentence) if t.kind == kind and not t.among and t.low is not None]
        if not found or any(c.kind in _LOOKS_BACK for c in mentions.reading.by_sentence[number]):
            continue
        single = [t for t in found if not _running(mentions, t)]
        if single and not _elsewhere(mentions, draft, sentence):
            return single
    return []


def _elsewhere(mentions: Mentions, draft: Draft, sentence: Sentence) -> bool:
    """Whether a sentence names a place that is not the incident's, nor an area around it."""
    if draft.place is None:
        return False
    here = mentions.places[draft.place]
    named = [mentions.places[at] for at in mentions.places_in(sentence)]
    return not all(nearness.agree(one, here) or nearness.outlines(one, here) for one in named)


def _told_here(mentions: Mentions, draft: Draft, tellings: Sequence[Telling], kind: str) -> list[list[Toll]]:
    """The tolls told with the incident's very place, where numbers are: one told of the area around may be of all."""
    if draft.place is None:
        return []
    here = mentions.places[draft.place]
    named = [t for t in tellings if any(nearness.identical(mentions.places[at], here) for at in t.places)]
    if not any(toll.low for tolls in _told(mentions, named, kind) for toll in tolls):
        return []
    return _told(mentions, [t for t in tellings if t in named or not t.places], kind)


def _told(mentions: Mentions, tellings: Sequence[Telling], kind: str) -> list[list[Toll]]:
    """The tolls of each telling that gives any; parts of a toll («بينهم») and killers told as victims left out."""
    by_telling = [
        [t for t in within(mentions.tolls, told) if t.kind == kind and not t.among and not _killers(mentions, t)]
        for told in tellings
    ]
    return [tolls for tolls in by_telling if tolls]


def _without(found: list[list[Toll]], joint: set[int]) -> list[list[Toll]]:
    """The tolls of each telling but those that a list of places has together, told in the headline or the lead too."""
    if not joint:
        return found
    kept = [[t for t in tolls if t.low not in joint] for tolls in found]
    return [tolls for tolls in kept if tolls]


def _of_one(mentions: Mentions, found: list[list[Toll]]) -> list[list[Toll]]:
    """The tolls of each telling without running totals of a war or a year."""
    single = [[t for t in tolls if not _running(mentions, t)] for tolls in found]
    return [tolls for tolls in single if tolls]


def _running(mentions: Mentions, toll: Toll) -> bool:
    """Whether a toll is of more than one incident: too many for it, or «منذ بدء الحرب» stands beside it."""
    if (toll.low or 0) >= _WAR:
        return True
    words, since = mentions.text.words, casualty_words().sets["since"]
    cues = mentions.reading.by_sentence[mentions.sentence_of(toll.first)]
    spans = [(c.first, c.last) for c in cues if c.kind == "background" and words[c.first] in since]
    return any(0 < first - toll.last <= _SINCE_REACH or 0 < toll.first - last <= _SINCE_REACH for first, last in spans)


def _told_later(mentions: Mentions, tellings: Sequence[Telling], kind: str) -> list[Toll]:
    """The tolls of a sentence that only goes on («وأصيب ثلاثة آخرون.»): no act, no place, right behind a telling."""
    for told in tellings:
        at = told.sentence + 1
        if told.title or told.last != mentions.sentences[told.sentence].last or at >= len(mentions.sentences):
            continue
        sentence = mentions.sentences[at]
        acts = within(mentions.acts.triggers, sentence)
        if any(t.form != "definite" for t in acts) or mentions.places_in(sentence):
            continue
        found = [t for t in within(mentions.tolls, sentence) if t.kind == kind and not t.among and t.low is not None]
        if found and (not acts or all(t.high == 0 for t in found)):
            return found
    return []


def _rises(mentions: Mentions, toll: Toll) -> bool:
    """Whether a sentence brings a toll up to date («وارتفع عدد القتلى إلى تسعة.»)."""
    first = mentions.sentences[mentions.sentence_of(toll.first)].first
    return mentions.text.words[first] in casualty_words().sets["rises"]


def _of_each(mentions: Mentions, tellings: Sequence[Telling], kind: str) -> list[Toll]:
    """«دون إصابات» told for a list of villages together: nobody was hurt in any of them."""
    spans = [(t.first, t.last) for t in tellings if not t.second]
    none = [t for t in mentions.tolls if t.kind == kind and t.high == 0]
    return [t for t in none if any(first <= t.first <= last for first, last in spans)]


def _killers(mentions: Mentions, toll: Toll) -> bool:
    """Whether a verb's first noun is the one that killed («قتل مسلحون ...»): gunmen without a name or a number."""
    if toll.rule != "verb" or not toll.vague:
        return False
    return any(a.kind == _UNNAMED for a in within(mentions.actors, toll))


def _counted(mentions: Mentions, tolls: Sequence[Toll]) -> Count:
    """The count of one telling: from the lowest source to the highest when it sets one against another."""
    by_source: list[list[Toll]] = []
    for toll in tolls:
        if by_source and not _opposed(mentions, by_source[-1][-1], toll):
            by_source[-1].append(toll)
        else:
            by_source.append([toll])
    sums = [n for n in map(_sum, by_source) if n.low is not None]
    kinds = {"" if t.victims_kind in _ANYONE else t.victims_kind for t in tolls}
    if len(sums) <= 1 or len(kinds) > 1:
        return _sum(tolls)
    highs = [n.high for n in sums]
    high = None if None in highs else max(h for h in highs if h is not None)
    return Count(min(n.low or 0 for n in sums), high, None, tuple(t for n in sums for t in n.tolls))


def _opposed(mentions: Mentions, one: Toll, other: Toll) -> bool:
    """Whether another source speaks between two tolls, set against the first («فيما قالت مصادر طبية إن ...»)."""
    between = range(one.last + 1, other.first)
    contrasts = casualty_words().sets["contrasts"]
    if not any(mentions.text.words[at] in contrasts for at in between):
        return False
    cues = mentions.reading.by_sentence[mentions.sentence_of(other.first)]
    return any(c.kind == "speech" and c.first in between for c in cues)


def _sum(tolls: Sequence[Toll]) -> Count:
    """Within one telling: victims of different kinds add up, one kind counts once, at its largest.

    People told of without a kind are the total when they are no fewer than the others together, else a group more.
    """
    largest: dict[str, Toll] = {}
    for toll in tolls:
        if toll.low is None:
            continue
        kind = "" if toll.victims_kind in _ANYONE else toll.victims_kind
        if kind not in largest or toll.low > (largest[kind].low or 0):
            largest[kind] = toll
    if not largest:
        return Count()
    anyone = largest.pop("", None)
    parts = list(largest.values())
    if anyone is not None:
        total = (anyone.low or 0) >= sum(t.low or 0 for t in parts)
        parts = [anyone] if total else [*parts, anyone]
    low = sum(t.low or 0 for t in parts)
    high = None if any(t.high is None for t in parts) else sum(t.high or 0 for t in parts)
    return Count(low, high, None, tuple(parts))
