"""What each sentence tells: its acts, grouped by the place each belongs to.

A telling is not yet an incident: several tell of the same one (see merging.py).
"""

from __future__ import annotations

from typing import NamedTuple

from gazetteer.model import LISTED, Placed
from rasd.extract import context, nearness
from rasd.extract.mentions import Mentions, within
from rasd.extract.sentences import joiner, opens_line
from rasd.model import Cue, Sentence, Trigger

# Words that may stand between two places of one list («A وB، وC»), cue words apart.
_LIST_GAP = 3
# The gazetteer's relation of a place that is one end of a stretch («بين A وB»).
_BETWEEN = "between"
_NEAR = "near"
# From this UCDP precision on a place is a border, a desert or the like.
_VAGUE = 5
# How many words after a place one that says where it lies may begin.
_LOCATES_REACH = 5
# How many words after «انطلاقا من» the place that it tells of may begin, its cue word between.
_ORIGIN_REACH = 2
# How many words behind an act of long ago its place may begin.
_OLD_REACH = 4
# How many words after «نقل» the «إلى» may stand that tells where to.
_CARRIED_REACH = 6
# How many words after the one who speaks his place may begin («مصدر طبي في مستشفى كذا»).
_SOURCE_REACH = 6
# Classes of the gazetteer's cue words after which an unknown name is surely a place: better unlocated than elsewhere.
_AREAS = frozenset({"countryside", "province"})
_SETTLEMENTS = frozenset({"village", "town", "quarter", "camp", "subdistrict", "mountain"})


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
    heads = _heads(mentions, sentence, cues)
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
    for at, (group, place) in enumerate(groups):
        first = sentence.first if at == 0 else group[0].first
        last = groups[at + 1][0][0].first - 1 if at + 1 < len(groups) else sentence.last
        strong = [t for t in group if not t.weak] or group
        told.append(
            Telling(
                number,
                tuple(group),
                _list_from(mentions, heads, place),
                first,
                last,
                new=any(t.form != "definite" for t in group),
                weak=all(t.weak for t in group),
                background=not news or any(all(context.touches(c, t) for t in strong) for c in past),
                separate=separate or at > 0,
                title=sentence.title,
            )
        )
    return told + _seconds(mentions, heads, told, cues)


def _not_of_old(mentions: Mentions, heads: list[int], triggers: list[Trigger], news: list[Trigger]) -> list[int]:
    """The places but those right behind an act of long ago, beside one that is news («اعتقال متهم بتفجير في بغداد»)."""
    old = [t for t in triggers if t not in news] if news else []
    return [at for at in heads if not any(0 < _start(mentions, at) - act.last <= _OLD_REACH for act in old)]


def _seconds(mentions: Mentions, heads: list[int], told: list[Telling], cues: tuple[Cue, ...]) -> list[Telling]:
    """The places that no act took first, each with the act it follows, or else the first act.

    An area that holds or adjoins a place already told of only says where that is.
    """
    taken = {at for telling in told for at in telling.places}
    found = []
    for at in heads if told else ():
        if at in taken or _only_locates(mentions, heads, at, cues):
            continue
        if not _own_place(mentions, at) and _adjoins(mentions, at, taken):
            continue
        if any(nearness.in_town(mentions.places[other], mentions.places[at]) for other in taken):
            continue
        before = [t for t in told if t.triggers[0].first < mentions.places[at].mention.first]
        found.append((before or told[:1])[-1]._replace(places=(at,), second=True))
    return found


def _adjoins(mentions: Mentions, at: int, taken: set[int]) -> bool:
    """Whether an area holds, adjoins or only outlines a place told of («في ريف دير الزور، شمالي سوريا»)."""
    here = mentions.places[at]
    return any(
        nearness.agree(here, mentions.places[other]) or nearness.outlines(here, mentions.places[other])
        for other in taken
    )


def _only_locates(mentions: Mentions, heads: list[int], at: int, cues: tuple[Cue, ...]) -> bool:
    """Whether a place says where the one before it is («المخيم قرب صيدا») or is an end of a road («بين A وB»)."""
    here = mentions.places[at].mention
    if any(c.kind == "leads" and 0 <= here.first - c.last <= _ORIGIN_REACH for c in cues):
        return True
    if _of_speaker(mentions, at, cues):
        return True
    before = [mentions.places[other].mention for other in heads if mentions.places[other].mention.last < here.first]
    if not before:
        return False
    if before[-1].relation != _BETWEEN and _coordinated(mentions, before[-1].last, _start(mentions, at)):
        return False
    return before[-1].relation == _BETWEEN or (here.relation != "" and here.first - before[-1].last <= _LOCATES_REACH)


def _of_speaker(mentions: Mentions, at: int, cues: tuple[Cue, ...]) -> bool:
    """Whether a place is where the one who speaks or takes in is («مصدر في مستشفى كذا», «عميد بلدية كذا»)."""
    start = _start(mentions, at)
    near = [c.last for c in cues if c.kind == "source" and 0 < start - c.last <= _SOURCE_REACH]
    if not near:
        return False
    inside = mentions.places[at].mention.prefix != "" or any(c.kind == "inside" and c.last == start - 1 for c in cues)
    told = any(near[-1] < trigger.first < start for trigger in mentions.acts.triggers)
    return not told and (inside or start - near[-1] == 1)


def _start(mentions: Mentions, at: int) -> int:
    """The first word of a place with its cue words."""
    return mentions.text.word_at(mentions.places[at].mention.span.start)


def _compared(cue: Cue, cues: tuple[Cue, ...]) -> bool:
    """Whether a look back only measures the news («الأعنف منذ أشهر»)."""
    return any(c.kind == "fresh" and cue.first == c.last + 1 for c in cues)


def _heads(mentions: Mentions, sentence: Sentence, cues: tuple[Cue, ...]) -> list[int]:
    """The places of a sentence that may be where an act was: the innermost of each chain, countries only when alone."""
    placed = mentions.places_in(sentence)
    if not placed:
        return []
    elsewhere = [c.last for c in cues if c.kind == "origin"] + _carried_to(cues)
    away = {
        at for at in placed if elsewhere if any(0 <= _start(mentions, at) - last <= _ORIGIN_REACH for last in elsewhere)
    }
    around = away | {outer for at in away for outer in mentions.places[at].within}
    here = [at for at in placed if at not in around] or [at for at in placed if at not in away]
    containers = {_container(mentions, at, outer) for at in here for outer in mentions.places[at].within}
    heads = [at for at in here if at not in containers and _may_hold(mentions.places[at])]
    fine = [at for at in heads if not _is_country(mentions.places[at])] or heads
    own = [at for at in fine if not opens(mentions, sentence, at)] or fine
    own = [at for at in own if not _of_people(mentions, at, cues)] or own
    return [at for at in own if not _only_locates(mentions, own, at, cues)] or own


def opens(mentions: Mentions, sentence: Sentence, at: int) -> bool:
    """Whether a place is the heading or dateline of a sentence («الأنبار:», «عدن (رويترز) -»)."""
    here = mentions.places[at].mention
    return here.first - sentence.first <= 1 and opens_line(mentions.text, here.last)


def _carried_to(cues: tuple[Cue, ...]) -> list[int]:
    """The last words before where the wounded were brought: «نقل الجرحى إلى مستشفى كذا»."""
    carried = [c for c in cues if c.kind == "carried"]
    return [
        c.last for c in cues if c.kind == "towards" and any(0 < c.first - one.last <= _CARRIED_REACH for one in carried)
    ]


def _container(mentions: Mentions, inner: int, outer: int) -> int:
    """The wider of a place and the one it is told with: «على الحدود السورية العراقية قرب البوكمال» is by the town."""
    one, other = mentions.places[inner], mentions.places[outer]
    vague = (one.resolution.where_prec or 0) >= _VAGUE
    return inner if vague and other.mention.relation == _NEAR and nearness.finer(other, one) else outer


def _of_people(mentions: Mentions, at: int, cues: tuple[Cue, ...]) -> bool:
    """Whether a place tells where people are from («مستوطنون من يتسهار»)."""
    start = _start(mentions, at)
    led = any(c.kind == "from" and c.last == start - 1 for c in cues)
    return led and any(a.last == start - 2 for a in mentions.actors)


def _may_hold(placed: Placed) -> bool:
    """Whether an event can be placed here: anything on the map, and a named settlement that is not known."""
    mention = placed.mention
    return placed.resolution.place is not None or mention.cue in _SETTLEMENTS or mention.rule == LISTED


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
    if not _own_place(mentions, place) and not _is_area(mentions, place):
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
    if _is_area(mentions, one) and _is_area(mentions, other):
        return here.rule == LISTED
    return _own_place(mentions, one) and _own_place(mentions, other)


def _is_area(mentions: Mentions, at: int) -> bool:
    """Whether a place is the country around a town or a province («ريفي حلب وإدلب»)."""
    return mentions.places[at].mention.cue in _AREAS and mentions.places[at].resolution.place is not None


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
