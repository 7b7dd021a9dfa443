"""What each sentence tells: its acts, grouped by the place each belongs to.

A telling is not yet an incident: several tell of the same one (see merging.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rasd.extract import context, nearness, taken_up
from rasd.extract.heads import begins, heads_of, is_own_place, list_from, one_clause, only_locates
from rasd.extract.mentions import Mentions, within
from rasd.lexicon.events import HEADLINE
from rasd.lexicon.inflection import begins_definite
from rasd.model import Cue, Sentence, Trigger

# How many words behind an act of long ago its place may begin.
_OLD_REACH = 4
# How many words behind a definite act its clause may open.
_CLAUSE_REACH = 3
# Cues that say that an act was long ago.
_PAST = ("background", "anniversary", "recall", "visit", "court")


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
        if acts := _told_there(within(mentions.acts.triggers, sentence), sentence):
            cues = _cues(mentions, number, sentence)
            if triggers := context.happened(acts, cues):
                found += _of_sentence(mentions, number, sentence, triggers, cues)
    return found


def _told_there(triggers: Sequence[Trigger], sentence: Sentence) -> Sequence[Trigger]:
    """The acts of a sentence, without those that only a headline tells as done where it is none."""
    if all(t.form != HEADLINE for t in triggers):
        return triggers
    if not sentence.title:
        return [t for t in triggers if t.form != HEADLINE]
    return [t._replace(form="verb") if t.form == HEADLINE else t for t in triggers]


def _cues(mentions: Mentions, number: int, sentence: Sentence) -> tuple[Cue, ...]:
    """The cues of a sentence, without the words of a side's name («وحدات حماية الشعب»)."""
    names = [a for a in within(mentions.actors, sentence) if a.last > a.first]
    cues = mentions.reading.by_sentence[number]
    if not names:
        return cues
    ends = {at: name.last for name in names for at in range(name.first, name.last + 1)}
    return tuple([c for c in cues if c.last > ends.get(c.first, -1)])


def _of_sentence(
    mentions: Mentions, number: int, sentence: Sentence, triggers: list[Trigger], cues: tuple[Cue, ...]
) -> list[Telling]:
    kinds = context.by_kind(cues)
    heads = heads_of(mentions, sentence, kinds)
    groups: list[tuple[list[Trigger], int | None]] = []
    clauses = {t: own for t in triggers if (own := _past_of_clause(t, kinds))}
    news = [t for t in triggers if not (context.recalled(t, kinds) or t in clauses)]
    heads = _not_of_old(mentions, heads, triggers, news)
    for trigger in news or triggers:
        amid = bool(groups) and any(c.last == trigger.first - 1 for c in kinds.get("amid", ()))
        town = taken_up.of(mentions, trigger, kinds)
        place = groups[-1][1] if amid else town if town is not None else _place_of(mentions, heads, trigger)
        if groups and (groups[-1][1] == place or place is None):
            groups[-1][0].append(trigger)
        elif groups and groups[-1][1] is None:
            groups[-1] = ([*groups[-1][0], trigger], place)
        else:
            groups.append(([trigger], place))
    fresh = kinds.get("fresh", [])
    past = [c for kind in _PAST for c in kinds.get(kind, ()) if not _compared(c, fresh)]
    if news and clauses:
        past = [c for c in past if not any(c in own for own in clauses.values())]
    separate = "other" in kinds
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
                list_from(mentions, heads, place) if place in heads or place is None else (place,),
                first,
                last,
                new=any(t.form != "definite" and not _of_definite(mentions, t, group) for t in group),
                weak=all(t.weak for t in group),
                background=not news or any(all(context.touches(c, t) for t in strong) for c in past),
                separate=separate or at > 0,
                title=sentence.title,
            )
        )
    acts = within(mentions.acts.triggers, sentence)
    if len(acts) > len(triggers):
        heads = [at for at in heads if not _of_void(mentions, at, acts, triggers)]
    return told + _seconds(mentions, heads, told, kinds)


def _past_of_clause(trigger: Trigger, kinds: context.Kinds) -> list[Cue]:
    """What the clause behind a definite act says of it being long ago («الهجوم الذي وقع الشهر الماضي»)."""
    if trigger.form != "definite" or "background" not in kinds:
        return []
    opened = [c.last for c in kinds.get("relative", ()) if 0 < c.first - trigger.last <= _CLAUSE_REACH]
    return [c for c in kinds["background"] if any(0 < c.first - at <= _OLD_REACH for at in opened)]


def _opening(mentions: Mentions, heads: list[int], before: Trigger, trigger: Trigger) -> int:
    """The first word of an act's telling: what stands between it and the last comma is its own, unless a place does."""
    text = mentions.text
    behind = [one for one in heads if before.last < mentions.places[one].mention.last < trigger.first]
    for at in range(trigger.first - 1, before.last, -1):
        if not text.joined[at] and "," in text.gaps[at]:
            return trigger.first if any(mentions.places[one].mention.last >= at for one in behind) else at + 1
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


def _seconds(mentions: Mentions, heads: list[int], told: list[Telling], kinds: context.Kinds) -> list[Telling]:
    """The places that no act took first, each with the act it follows, or else the first act.

    An area that holds or adjoins a place already told of only says where that is.
    """
    taken = {at for telling in told for at in telling.places}
    found = []
    for at in heads if told else ():
        if at in taken or only_locates(mentions, heads, at, kinds):
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


def _of_void(mentions: Mentions, at: int, acts: Sequence[Trigger], happened: list[Trigger]) -> bool:
    """Whether the last act told before a place is one that did not happen («هدد بقصف كذا»)."""
    here = mentions.places[at].mention.first
    before = [t for t in acts if t.last < here]
    return bool(before) and before[-1] not in happened


def _adjoins(mentions: Mentions, at: int, taken: set[int]) -> bool:
    """Whether an area holds, adjoins or only outlines a place told of («في ريف دير الزور، شمالي سوريا»)."""
    here = mentions.places[at]
    return any(
        nearness.agree(here, mentions.places[other]) or nearness.outlines(here, mentions.places[other])
        for other in taken
    )


def _compared(cue: Cue, fresh: list[Cue]) -> bool:
    """Whether a look back only measures the news («الأعنف منذ أشهر»)."""
    return any(cue.first == c.last + 1 for c in fresh)


def _place_of(mentions: Mentions, heads: list[int], trigger: Trigger) -> int | None:
    """The first place after the act, or else the last before it, as when its clause names that alone.

    «تعرضت القرية لقصف مدفعي، واستهدف آخر البلدة»: the comma parts the act from the town.
    """
    after = [at for at in heads if mentions.places[at].mention.first > trigger.last]
    before = [at for at in heads if mentions.places[at].mention.last < trigger.first]
    if before and after:
        here = one_clause(mentions, mentions.places[before[-1]].mention.last, trigger.first)
        if here and not one_clause(mentions, trigger.last, mentions.places[after[0]].mention.first):
            return before[-1]
    if after:
        return after[0]
    return before[-1] if before else (heads[0] if heads else None)
