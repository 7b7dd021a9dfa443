"""What each sentence tells: its acts, grouped by the place each belongs to.

A telling is not yet an incident: several tell of the same one (see merging.py).
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from rasd.extract import context, nearness
from rasd.extract.heads import begins, heads_of, is_own_place, list_from, only_locates
from rasd.extract.mentions import Mentions, within
from rasd.lexicon.inflection import begins_definite
from rasd.model import Cue, Sentence, Trigger

# How many words behind an act of long ago its place may begin.
_OLD_REACH = 4


class Telling(NamedTuple):
    """Acts of one sentence at one place.

    `triggers` has the acts in text order; `places` the positions (in Mentions.places) of the place or, for a list of
    villages under one act, of each; empty when the sentence names none for it. `span` are the words it covers.
    `new` is True when the words bring an incident rather than take one up («هجوم», not «الهجوم»), `second` for a place
    of the sentence that none of its acts took first.
    """

    sentence: int
    triggers: tuple[Trigger, ...]
    places: tuple[int, ...]
    first: int
    last: int
    new: bool
    weak: bool
    background: bool
    separate: bool
    title: bool
    second: bool = False


def read(mentions: Mentions) -> list[Telling]:
    """The tellings of an article in text order; acts that did not happen are left out."""
    found: list[Telling] = []
    for number, sentence in enumerate(mentions.sentences):
        if acts := within(mentions.acts.triggers, sentence):
            cues = _cues(mentions, number, sentence)
            if triggers := context.happened(acts, cues):
                found += _of_sentence(mentions, number, sentence, triggers, cues)
    return found


def _cues(mentions: Mentions, number: int, sentence: Sentence) -> tuple[Cue, ...]:
    """The cues of a sentence, without the words of a side's name («وحدات حماية الشعب»)."""
    names = [(a.first, a.last) for a in within(mentions.actors, sentence) if a.last > a.first]
    cues = mentions.reading.by_sentence[number]
    if not names:
        return cues
    return tuple(c for c in cues if not any(first <= c.first and c.last <= last for first, last in names))


def _of_sentence(
    mentions: Mentions, number: int, sentence: Sentence, triggers: list[Trigger], cues: tuple[Cue, ...]
) -> list[Telling]:
    heads = heads_of(mentions, sentence, cues)
    groups: list[tuple[list[Trigger], int | None]] = []
    news = [t for t in triggers if not context.recalled(t, cues)]
    heads = _not_of_old(mentions, heads, triggers, news)
    for trigger in news or triggers:
        amid = bool(groups) and any(c.kind == "amid" and c.last == trigger.first - 1 for c in cues)
        place = groups[-1][1] if amid else _place_of(mentions, heads, trigger)
        if groups and (groups[-1][1] == place or place is None):
            groups[-1][0].append(trigger)
        elif groups and groups[-1][1] is None:
            groups[-1] = ([*groups[-1][0], trigger], place)
        else:
            groups.append(([trigger], place))
    past = [c for c in cues if c.kind in ("background", "anniversary", "recall") and not _compared(c, cues)]
    separate = any(c.kind == "other" for c in cues)
    told = []
    firsts = [
        sentence.first,
        *(_opening(mentions, heads, one[-1], other[0]) for (one, _), (other, _) in pairwise(groups)),
    ]
    for at, (group, place) in enumerate(groups):
        first, last = firsts[at], firsts[at + 1] - 1 if at + 1 < len(groups) else sentence.last
        strong = [t for t in group if not t.weak] or group
        told.append(
            Telling(
                number,
                tuple(group),
                list_from(mentions, heads, place),
                first,
                last,
                new=any(t.form != "definite" and not _of_definite(mentions, t, group) for t in group),
                weak=all(t.weak for t in group),
                background=not news or any(all(context.touches(c, t) for t in strong) for c in past),
                separate=separate or at > 0,
                title=sentence.title,
            )
        )
    return told + _seconds(mentions, heads, told, cues)


def _opening(mentions: Mentions, heads: list[int], before: Trigger, trigger: Trigger) -> int:
    """The first word of an act's telling: what stands between it and the last comma is its own, unless a place does."""
    text = mentions.text
    for at in range(trigger.first - 1, before.last, -1):
        if any(mentions.places[one].mention.last == at for one in heads):
            break
        if not text.joined[at] and "," in text.gaps[at]:
            return at + 1
    return trigger.first


def _of_definite(mentions: Mentions, trigger: Trigger, group: list[Trigger]) -> bool:
    """Whether a noun is made definite by the act right behind it («عملية التفجير», not «غارات بالصواريخ»)."""
    at = trigger.last + 1
    behind = any(t.first == at and t.form == "definite" for t in group)
    return trigger.form == "noun" and behind and begins_definite(mentions.text.words[at])


def _not_of_old(mentions: Mentions, heads: list[int], triggers: list[Trigger], news: list[Trigger]) -> list[int]:
    """The places but those right behind an act of long ago, beside one that is news («اعتقال متهم بتفجير في بغداد»)."""
    old = [t for t in triggers if t not in news] if news else []
    return [at for at in heads if not any(0 < begins(mentions, at) - act.last <= _OLD_REACH for act in old)]


def _seconds(mentions: Mentions, heads: list[int], told: list[Telling], cues: tuple[Cue, ...]) -> list[Telling]:
    """The places that no act took first, each with the act it follows, or else the first act.

    An area that holds or adjoins a place already told of only says where that is.
    """
    taken = {at for telling in told for at in telling.places}
    found = []
    for at in heads if told else ():
        if at in taken or only_locates(mentions, heads, at, cues):
            continue
        if not is_own_place(mentions, at) and _adjoins(mentions, at, taken):
            continue
        if any(nearness.in_town(mentions.places[other], mentions.places[at]) for other in taken):
            continue
        listed = tuple(one for one in list_from(mentions, heads, at) if one not in taken)
        taken.update(listed)
        before = [t for t in told if t.triggers[0].first < mentions.places[at].mention.first]
        found.append((before or told[:1])[-1]._replace(places=listed, second=True))
    return found


def _adjoins(mentions: Mentions, at: int, taken: set[int]) -> bool:
    """Whether an area holds, adjoins or only outlines a place told of («في ريف دير الزور، شمالي سوريا»)."""
    here = mentions.places[at]
    return any(
        nearness.agree(here, mentions.places[other]) or nearness.outlines(here, mentions.places[other])
        for other in taken
    )


def _compared(cue: Cue, cues: tuple[Cue, ...]) -> bool:
    """Whether a look back only measures the news («الأعنف منذ أشهر»)."""
    return any(c.kind == "fresh" and cue.first == c.last + 1 for c in cues)


def _place_of(mentions: Mentions, heads: list[int], trigger: Trigger) -> int | None:
    """The first place after the act, or else the last before it, as when its clause names that alone.

    «تعرضت القرية لقصف مدفعي، واستهدف آخر البلدة»: the comma parts the act from the town.
    """
    after = [at for at in heads if mentions.places[at].mention.first > trigger.last]
    before = [at for at in heads if mentions.places[at].mention.last < trigger.first]
    if before and after:
        here = _one_clause(mentions, mentions.places[before[-1]].mention.last, trigger.first)
        if here and not _one_clause(mentions, trigger.last, mentions.places[after[0]].mention.first):
            return before[-1]
    if after:
        return after[0]
    return before[-1] if before else (heads[0] if heads else None)


def _one_clause(mentions: Mentions, first: int, last: int) -> bool:
    """Whether no comma stands between two words."""
    text = mentions.text
    return all(text.joined[at] or "," not in text.gaps[at] for at in range(first, last))
