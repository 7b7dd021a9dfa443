"""What each sentence tells: its acts, grouped by the place each belongs to.

A telling is not yet an incident: several tell of the same one (see merging.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.model import Placed
from rasd.extract import context
from rasd.extract.mentions import Mentions, within
from rasd.extract.sentences import joiner
from rasd.model import Cue, Sentence, Trigger

# Words that may stand between two places of one list («A وB، وC»), cue words apart.
_LIST_GAP = 3
# The gazetteer's relation of a place that is one end of a stretch («بين A وB»).
_BETWEEN = "between"
# The gazetteer's rule for an unknown name in a list of places («قرى A وB»).
_LISTED = "in a list"
# How many words after «انطلاقا من» the place that it tells of may begin, its cue word between.
_ORIGIN_REACH = 2
# Classes of the gazetteer's cue words after which an unknown name is surely a place: better unlocated than elsewhere.
_SETTLEMENTS = frozenset({"village", "town", "quarter", "camp", "subdistrict", "mountain"})


@dataclass(frozen=True, slots=True)
class Telling:
    """Acts of one sentence at one place.

    `triggers` has the acts in text order; `places` the positions (in Mentions.places) of the place or, for a list of
    villages under one act, of each; empty when the sentence names none for it. `span` are the words it covers.
    `new` is True when the words bring an incident rather than take one up («هجوم», not «الهجوم»).
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


def read(mentions: Mentions) -> list[Telling]:
    """The tellings of an article in text order; acts that did not happen are left out."""
    found: list[Telling] = []
    for number, sentence in enumerate(mentions.sentences):
        cues = mentions.reading.by_sentence[number]
        triggers = [t for t in within(mentions.acts.triggers, sentence) if _happened(t, cues)]
        if triggers:
            found += _of_sentence(mentions, number, sentence, triggers, cues)
    return found


def _happened(trigger: Trigger, cues: tuple[Cue, ...]) -> bool:
    if trigger.form == "future":
        return False
    for cue in cues:
        if cue.kind in ("negation", "unreal") and context.touches(cue, trigger.first):
            return False
        if cue.kind == "denial" and trigger.form != "definite" and context.touches(cue, trigger.first):
            return False
        if cue.kind == "pretend":
            return False
    return True


def _of_sentence(
    mentions: Mentions, number: int, sentence: Sentence, triggers: list[Trigger], cues: tuple[Cue, ...]
) -> list[Telling]:
    heads = _heads(mentions, sentence, cues)
    groups: list[tuple[list[Trigger], int | None]] = []
    for trigger in triggers:
        place = _place_of(mentions, heads, trigger)
        if groups and (groups[-1][1] == place or place is None):
            groups[-1][0].append(trigger)
        elif groups and groups[-1][1] is None:
            groups[-1] = ([*groups[-1][0], trigger], place)
        else:
            groups.append(([trigger], place))
    background = any(c.kind in ("background", "recall") and not _compared(c, cues) for c in cues)
    separate = any(c.kind == "other" for c in cues)
    told = []
    for at, (group, place) in enumerate(groups):
        first = sentence.first if at == 0 else group[0].first
        last = groups[at + 1][0][0].first - 1 if at + 1 < len(groups) else sentence.last
        told.append(
            Telling(
                number,
                tuple(group),
                _list_from(mentions, heads, place),
                first,
                last,
                new=any(t.form != "definite" for t in group),
                weak=all(t.weak for t in group),
                background=background,
                separate=separate or at > 0,
                title=sentence.title,
            )
        )
    return told


def _compared(cue: Cue, cues: tuple[Cue, ...]) -> bool:
    """Whether a look back only measures the news («الأعنف منذ أشهر»)."""
    return any(c.kind == "fresh" and cue.first == c.last + 1 for c in cues)


def _heads(mentions: Mentions, sentence: Sentence, cues: tuple[Cue, ...]) -> list[int]:
    """The places of a sentence that may be where an act was: the innermost of each chain, countries only when alone."""
    elsewhere = [c.last for c in cues if c.kind == "origin"]
    here = [
        at
        for at in mentions.places_in(sentence)
        if not any(0 <= mentions.places[at].mention.first - last <= _ORIGIN_REACH for last in elsewhere)
    ]
    containers = {outer for at in here for outer in mentions.places[at].within}
    heads = [at for at in here if at not in containers and _may_hold(mentions.places[at])]
    fine = [at for at in heads if not _is_country(mentions.places[at])]
    return fine or heads


def _may_hold(placed: Placed) -> bool:
    """Whether an event can be placed here: anything on the map, and a named settlement that is not known."""
    mention = placed.mention
    return placed.resolution.place is not None or mention.cue in _SETTLEMENTS or mention.rule == _LISTED


def _is_country(placed: Placed) -> bool:
    place = placed.resolution.place
    return place is not None and place.kind.startswith("PCL")


def _place_of(mentions: Mentions, heads: list[int], trigger: Trigger) -> int | None:
    """The first place after the act, or else the last before it."""
    after = [at for at in heads if mentions.places[at].mention.first > trigger.last]
    if after:
        return after[0]
    before = [at for at in heads if mentions.places[at].mention.last < trigger.first]
    return before[-1] if before else (heads[0] if heads else None)


def _list_from(mentions: Mentions, heads: list[int], place: int | None) -> tuple[int, ...]:
    """The place and those coordinated with it («بلدات A وB وC»), before and after, when each is a place of its own."""
    if place is None:
        return ()
    if not _own_place(mentions, place):
        return (place,)
    at = heads.index(place)
    first = last = at
    while first > 0 and _same_list(mentions, heads[first - 1], heads[first]):
        first -= 1
    while last + 1 < len(heads) and _same_list(mentions, heads[last], heads[last + 1]):
        last += 1
    return tuple(heads[first : last + 1])


def _same_list(mentions: Mentions, one: int, other: int) -> bool:
    """Whether two places stand next to each other in one list; the two ends of a road are no list."""
    before, here = mentions.places[one].mention, mentions.places[other].mention
    gap = here.first - before.last - 1
    if gap > _LIST_GAP or before.relation == _BETWEEN or not _coordinated(mentions, before.last, here.first):
        return False
    return _own_place(mentions, one) and _own_place(mentions, other)


def _coordinated(mentions: Mentions, last: int, first: int) -> bool:
    text = mentions.text
    joined_by_and = any(text.words[i].startswith(joiner()) for i in range(last + 1, first + 1))
    return joined_by_and or "," in text.gap(last)


def _own_place(mentions: Mentions, at: int) -> bool:
    placed = mentions.places[at]
    place = placed.resolution.place
    if place is None:
        return _may_hold(placed)
    return place.where_prec <= 2 and place.kind != "PPLX"
