"""The places of a sentence where something may have happened, not those of speakers or hospitals; lists of them."""

from __future__ import annotations

from gazetteer.model import LISTED, Placed
from rasd.extract import nearness
from rasd.extract.mentions import Mentions
from rasd.extract.sentences import joiner, opens_line
from rasd.model import Cue, Sentence

# Words that may stand between two places of one list («A وB، وC»), cue words apart.
_LIST_GAP = 3
# The gazetteer's relation of a place that is one end of a stretch («بين A وB»).
_BETWEEN = "between"
_NEAR = "near"
_ROAD = "road"
# UCDP's precisions of places with a point of their own, seas among them.
_PLACED = (1, 2, 7)
# From this UCDP precision on a place is a border, a desert or the like.
_VAGUE = 5
# How many words after a place one that says where it lies may begin.
_LOCATES_REACH = 5
# How many words after «انطلاقا من» the place that it tells of may begin, its cue word between.
_ORIGIN_REACH = 2
# How many words after «نقل الجرحى إلى» the place may begin, a hospital and «في» between.
_HOSPITAL_REACH = 3
# How many words after «نقل» the «إلى» may stand that tells where to.
_CARRIED_REACH = 6
# How many words after what an act is done for the place may begin.
_MOTIVE_REACH = 6
# How many words after the one who speaks his place may begin («مصدر طبي في مستشفى كذا»).
_SOURCE_REACH = 6
# How many words after an arrest the village may begin that those arrested were taken from.
_TAKEN_REACH = 8
_ARRESTS = "arrests"
# Classes of the gazetteer's cue words after which an unknown name is surely a place: better unlocated than elsewhere.
_AREAS = frozenset({"countryside", "province"})
_SETTLEMENTS = frozenset({"village", "town", "quarter", "camp", "subdistrict", "mountain"})


def only_locates(mentions: Mentions, heads: list[int], at: int, cues: tuple[Cue, ...]) -> bool:
    """Whether a place says where the one before it is («المخيم قرب صيدا») or is an end of a road («بين A وB»)."""
    here = mentions.places[at].mention
    if any(c.kind == "leads" and 0 <= here.first - c.last <= _ORIGIN_REACH for c in cues):
        return True
    if _of_speaker(mentions, at, cues):
        return True
    before = [mentions.places[other].mention for other in heads if mentions.places[other].mention.last < here.first]
    if not before:
        return False
    if before[-1].relation != _BETWEEN and _coordinated(mentions, before[-1].last, begins(mentions, at)):
        return False
    return before[-1].relation == _BETWEEN or (here.relation != "" and here.first - before[-1].last <= _LOCATES_REACH)


def _of_speaker(mentions: Mentions, at: int, cues: tuple[Cue, ...]) -> bool:
    """Whether a place is where the one who speaks or takes in is («مصدر في مستشفى كذا», «عميد بلدية كذا»)."""
    start = begins(mentions, at)
    near = [c.last for c in cues if c.kind == "source" and 0 < start - c.last <= _SOURCE_REACH]
    if not near:
        return False
    inside = mentions.places[at].mention.prefix != "" or any(c.kind == "inside" and c.last == start - 1 for c in cues)
    told = any(near[-1] < trigger.first < start for trigger in mentions.acts.triggers)
    return not told and (inside or start - near[-1] == 1)


def begins(mentions: Mentions, at: int) -> int:
    """The first word of a place with its cue words."""
    return mentions.text.word_at(mentions.places[at].mention.span.start)


def heads_of(mentions: Mentions, sentence: Sentence, cues: tuple[Cue, ...]) -> list[int]:
    """The places of a sentence that may be where an act was: the innermost of each chain, countries only when alone."""
    placed = mentions.places_in(sentence)
    if not placed:
        return []
    elsewhere = [(c.last, _ORIGIN_REACH) for c in cues if c.kind == "origin"] + _carried_to(cues)
    away = {
        at for at in placed if elsewhere if any(0 <= begins(mentions, at) - last <= reach for last, reach in elsewhere)
    }
    away |= {at for at in placed if _is_motive(mentions, at, cues)}
    around = away | {outer for at in away for outer in mentions.places[at].within}
    here = [at for at in placed if at not in around] or [at for at in placed if at not in away]
    containers = {_container(mentions, at, outer) for at in here for outer in mentions.places[at].within}
    heads = [at for at in here if at not in containers and may_hold(mentions.places[at])]
    fine = [at for at in heads if not is_country(mentions.places[at])] or heads
    own = [at for at in fine if not opens(mentions, sentence, at)] or fine
    own = [at for at in own if not _of_people(mentions, at, cues)] or own
    return [at for at in own if not only_locates(mentions, own, at, cues)] or own


def opens(mentions: Mentions, sentence: Sentence, at: int) -> bool:
    """Whether a place is the heading or dateline of a sentence («الأنبار:», «عدن (رويترز) -»)."""
    here = mentions.places[at].mention
    return here.first - sentence.first <= 1 and opens_line(mentions.text, here.last)


def _carried_to(cues: tuple[Cue, ...]) -> list[tuple[int, int]]:
    """The last words before where the wounded were brought, and the reach: «نقل الجرحى إلى مستشفى في كذا»."""
    carried = [c for c in cues if c.kind == "carried"]
    return [
        (c.last, _HOSPITAL_REACH)
        for c in cues
        if c.kind == "towards" and any(0 < c.first - one.last <= _CARRIED_REACH for one in carried)
    ]


def _is_motive(mentions: Mentions, at: int, cues: tuple[Cue, ...]) -> bool:
    """Whether a place tells for whom an act was done («دعما للشعب الصامد في كذا»), no act between."""
    start = begins(mentions, at)
    led = [c.last for c in cues if c.kind == "motive" and 0 <= start - c.last <= _MOTIVE_REACH]
    return bool(led) and not any(led[-1] < trigger.first < start for trigger in mentions.acts.triggers)


def _container(mentions: Mentions, inner: int, outer: int) -> int:
    """The wider of a place and the one it is told with: «على الحدود السورية العراقية قرب البوكمال» is by the town."""
    one, other = mentions.places[inner], mentions.places[outer]
    vague = (one.resolution.where_prec or 0) >= _VAGUE
    if one.mention.cue == _ROAD and one.resolution.place is not None and nearness.finer(other, one):
        return inner
    return inner if vague and other.mention.relation == _NEAR and nearness.finer(other, one) else outer


def _of_people(mentions: Mentions, at: int, cues: tuple[Cue, ...]) -> bool:
    """Whether a place tells where people are from («مستوطنون من يتسهار»), not whence («اعتقلت شبانا من بلدة كذا»)."""
    start = begins(mentions, at)
    if not any(c.kind == "from" and c.last == start - 1 for c in cues):
        return False
    taken = [t.event for t in mentions.acts.triggers if start - _TAKEN_REACH <= t.first < start]
    if taken[-1:] == [_ARRESTS] and mentions.places[at].mention.cue in _SETTLEMENTS:
        return False
    return any(a.last == start - 2 for a in mentions.actors)


def may_hold(placed: Placed) -> bool:
    """Whether an event can be placed here: anything on the map, and a named settlement that is not known."""
    mention = placed.mention
    return placed.resolution.place is not None or mention.cue in _SETTLEMENTS or mention.rule == LISTED


def is_country(placed: Placed) -> bool:
    place = placed.resolution.place
    return place is not None and place.kind.startswith("PCL")


def list_from(mentions: Mentions, heads: list[int], place: int | None) -> tuple[int, ...]:
    """The place and those coordinated with it («بلدات A وB وC»), before and after, when each is a place of its own."""
    if place is None:
        return ()
    if not is_own_place(mentions, place) and not _is_area(mentions, place):
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
    return is_own_place(mentions, one) and is_own_place(mentions, other)


def _is_area(mentions: Mentions, at: int) -> bool:
    """Whether a place is the country around a town or a province («ريفي حلب وإدلب»)."""
    return mentions.places[at].mention.cue in _AREAS and mentions.places[at].resolution.place is not None


def _coordinated(mentions: Mentions, last: int, first: int) -> bool:
    text = mentions.text
    joined_by_and = any(text.words[i].startswith(joiner()) for i in range(last + 1, first + 1))
    return joined_by_and or "," in text.gap(last)


def is_own_place(mentions: Mentions, at: int) -> bool:
    placed = mentions.places[at]
    place = placed.resolution.place
    if place is None:
        return may_hold(placed)
    return place.where_prec in _PLACED and place.kind != "PPLX"
