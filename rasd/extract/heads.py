"""The places of a sentence where something may have happened, not those of speakers or hospitals; lists of them."""

from __future__ import annotations

from bisect import bisect_left

from gazetteer.model import LISTED, Placed
from rasd.extract import nearness
from rasd.extract.context import Kinds
from rasd.extract.mentions import Mentions, beginning, within
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
# Kinds of places whose names stand for governments; by the beginnings of GeoNames codes.
_STATES = ("PPLC", "PPLA", "PCL")
_DISTRICTS, _AREA_CUES = ("ADM2", "ADM3"), frozenset({"district", "subdistrict"})
# From this UCDP precision on a place is a border, a desert or the like.
_VAGUE = 5
# How many words after a place one that says where it lies may begin.
_LOCATES_REACH = 5
# How many words after «انطلاقا من» the place that it tells of may begin, its cue word between.
_ORIGIN_REACH = 2
# How many words after «نقل الجرحى إلى» the place may begin, a hospital and «في» between.
_HOSPITAL_REACH = 4
# How many words after «نقل» the «إلى» may stand that tells where to.
_CARRIED_REACH = 8
# How many words after what an act is done for the place may begin; what a protest is about is told at length.
_MOTIVE_REACH, _PROTEST_REACH, _ANSWER_REACH = 6, 12, 8
_PROTESTS = frozenset({"peaceful_protest", "protest_with_intervention", "excessive_force", "violent_demonstration"})
# How many words after the one who speaks his place may begin («مصدر طبي في مستشفى كذا»).
_SOURCE_REACH = 6
# How many words after an arrest the village may begin that those arrested were taken from.
_TAKEN_REACH = 8
_ARRESTS = "arrests"
_CLAUSE_ENDS = frozenset(",.;")
_BASES, _BOMBINGS = ("base", "airport"), ("air_drone_strike", "shelling_artillery_missile")
# Classes of the gazetteer's cue words after which an unknown name is surely a place: better unlocated than elsewhere.
_AREAS = frozenset({"countryside", "province"})
_SETTLEMENTS = frozenset({"village", "town", "quarter", "camp", "subdistrict", "mountain"})


def only_locates(mentions: Mentions, heads: list[int], at: int, kinds: Kinds) -> bool:
    """Whether a place says where the one before it is («المخيم قرب صيدا») or is an end of a road («بين A وB»)."""
    here = mentions.places[at].mention
    if any(0 <= here.first - c.last <= _ORIGIN_REACH for c in kinds.get("leads", ())):
        return True
    if _of_speaker(mentions, at, kinds):
        return True
    earlier = (mentions.places[other].mention for other in reversed(heads[: bisect_left(heads, at)]))
    before = next((one for one in earlier if one.last < here.first), None)
    if before is None:
        return False
    if before.relation != _BETWEEN and _coordinated(mentions, before.last, begins(mentions, at)):
        return False
    return before.relation == _BETWEEN or (here.relation != "" and here.first - before.last <= _LOCATES_REACH)


def _of_speaker(mentions: Mentions, at: int, kinds: Kinds) -> bool:
    """Whether a place is where the one who speaks or takes in is («مصدر في مستشفى كذا», «عميد بلدية كذا»)."""
    if "source" not in kinds:
        return False
    start = begins(mentions, at)
    near = [c.last for c in kinds["source"] if 0 < start - c.last <= _SOURCE_REACH]
    if not near:
        return False
    inside = mentions.places[at].mention.prefix != "" or any(c.last == start - 1 for c in kinds.get("inside", ()))
    told = any(near[-1] < trigger.first < start for trigger in mentions.acts.triggers)
    return not told and (inside or start - near[-1] == 1)


def begins(mentions: Mentions, at: int) -> int:
    """The first word of a place with its cue words."""
    return mentions.text.word_at(mentions.places[at].mention.span.start)


def heads_of(mentions: Mentions, sentence: Sentence, kinds: Kinds) -> list[int]:
    """The places of a sentence that may be where an act was: the innermost of each chain, countries only when alone."""
    placed = mentions.places_in(sentence)
    if not placed:
        return []
    elsewhere = [(c.last, _ORIGIN_REACH) for c in kinds.get("origin", ())] + _carried_to(kinds)
    away = {
        at for at in placed if elsewhere if any(0 <= begins(mentions, at) - last <= reach for last, reach in elsewhere)
    }
    motives = [c.last for c in kinds.get("motive", ())]
    away |= {at for at in placed if motives if _is_motive(mentions, sentence, at, motives)}
    answers = [c.last for c in kinds.get("answer", ())]
    away |= {at for at in placed if answers if _is_answered(mentions, sentence, at, answers)}
    if "from" in kinds:
        away |= {at for at in placed if _is_flown_from(mentions, sentence, at, kinds["from"])}
    if "stance" in kinds:
        said = {c.first for c in kinds["stance"]}
        away |= {
            at for at in placed if mentions.places[at].mention.last + 1 in said and _stands_for_state(mentions, at)
        }
    around = away | {outer for at in away for outer in mentions.places[at].within}
    here = [at for at in placed if at not in around] or [at for at in placed if at not in away]
    here = _outside_names(mentions, sentence, here) or here
    containers = {_container(mentions, at, outer) for at in here for outer in mentions.places[at].within}
    apart = [at for at in here if at not in containers and not (at - 1 in containers and _is_said_again(mentions, at))]
    heads = [at for at in apart if may_hold(mentions.places[at])]
    fine = [at for at in heads if not is_country(mentions.places[at])] or heads
    own = [at for at in fine if not opens(mentions, sentence, at)] or fine
    if "from" in kinds:
        own = [at for at in own if not _of_people(mentions, at, kinds["from"])] or own
    return [at for at in own if not only_locates(mentions, own, at, kinds)] or own


def _outside_names(mentions: Mentions, sentence: Sentence, placed: list[int]) -> list[int]:
    """The places but those in the name of a side («قوات دفاع شبوة», «مجلس شورى ثوار بنغازي»)."""
    names = [a for a in within(mentions.actors, sentence) if a.last > a.first and not a.weak] if len(placed) > 1 else []
    if not names:
        return placed
    taken = {word for name in names for word in range(name.first, name.last + 1)}
    return [at for at in placed if mentions.places[at].mention.first not in taken]


def _is_said_again(mentions: Mentions, at: int) -> bool:
    """Whether a place only gives the name of the one right before it («العاصمة القطرية الدوحة»)."""
    before, here = mentions.places[at - 1], mentions.places[at]
    return here.mention.first == before.mention.last + 1 and nearness.identical(before, here)


def opens(mentions: Mentions, sentence: Sentence, at: int) -> bool:
    """Whether a place is the heading or dateline of a sentence («الأنبار:», «عدن (رويترز) -»)."""
    here = mentions.places[at].mention
    return here.first - sentence.first <= 1 and opens_line(mentions.text, here.last)


def _is_flown_from(mentions: Mentions, sentence: Sentence, at: int, froms: list[Cue]) -> bool:
    """Whether a base or airport is where those who bomb come from («شن غارات من قاعدة كذا»)."""
    start = begins(mentions, at)
    if mentions.places[at].mention.cue not in _BASES or not any(c.last == start - 1 for c in froms):
        return False
    acts = [act.event for act in within(mentions.acts.triggers, sentence) if act.first < start]
    return bool(acts) and acts[-1] in _BOMBINGS


def _stands_for_state(mentions: Mentions, at: int) -> bool:
    """Whether a place is a capital or country that no word leads to: its government («طهران تتوعد»)."""
    mention, place = mentions.places[at].mention, mentions.places[at].resolution.place
    bare = not (mention.cue or mention.relation) and mention.prefix in ("", joiner())
    return bare and place is not None and place.kind.startswith(_STATES)


def _carried_to(kinds: Kinds) -> list[tuple[int, int]]:
    """The last words before where the wounded were brought, and the reach: «نقل الجرحى إلى مستشفى في كذا»."""
    carried = kinds.get("carried", ())
    return [
        (c.last, _HOSPITAL_REACH)
        for c in (kinds.get("towards", ()) if carried else ())
        if any(0 < c.first - one.last <= _CARRIED_REACH for one in carried)
    ]


def _is_motive(mentions: Mentions, sentence: Sentence, at: int, motives: list[int]) -> bool:
    """Whether a place is the first told after what an act is done for («دعما للشعب الصامد في كذا»), no act between.

    What a protest is about is an act itself («تظاهر المئات تنديدا بقصف كذا»).
    """
    start = begins(mentions, at)
    if (led := _led_by(mentions, at, motives)) is None:
        return False
    acts = mentions.acts.triggers
    if any(sentence.first <= act.first <= led and act.event in _PROTESTS for act in acts):
        return start - led <= _PROTEST_REACH and one_clause(mentions, led, start)
    return start - led <= _MOTIVE_REACH and not any(led < act.first < start for act in acts)


def _is_answered(mentions: Mentions, sentence: Sentence, at: int, answers: list[int]) -> bool:
    """Whether a place is the first told after what an act of the sentence answers («قصفوا الثكنة ردا على قصف كذا»)."""
    start = begins(mentions, at)
    led = _led_by(mentions, at, answers)
    if led is None or start - led > _ANSWER_REACH or not one_clause(mentions, led, start):
        return False
    return any(sentence.first <= act.first < led for act in mentions.acts.triggers)


def _led_by(mentions: Mentions, at: int, lasts: list[int]) -> int | None:
    """The last of the words that stands before a place, no other place between; None when there is none."""
    start = begins(mentions, at)
    led = next((last for last in reversed(lasts) if last <= start), None)
    return None if led is None or (at > 0 and mentions.places[at - 1].mention.first > led) else led


def one_clause(mentions: Mentions, first: int, last: int) -> bool:
    """Whether no comma or stop stands between two words; headlines have stops inside («قصف كذا.. وإسقاط طائرة»)."""
    text = mentions.text
    return all(text.joined[at] or _CLAUSE_ENDS.isdisjoint(text.gaps[at]) for at in range(first, last))


def _container(mentions: Mentions, inner: int, outer: int) -> int:
    """The wider of a place and the one it is told with: «على الحدود السورية العراقية قرب البوكمال» is by the town."""
    one, other = mentions.places[inner], mentions.places[outer]
    vague = (one.resolution.where_prec or 0) >= _VAGUE
    if one.mention.cue == _ROAD and one.resolution.place is not None and nearness.finer(other, one):
        return inner
    return inner if vague and other.mention.relation == _NEAR and nearness.finer(other, one) else outer


def _of_people(mentions: Mentions, at: int, froms: list[Cue]) -> bool:
    """Whether a place tells where people are from («مستوطنون من يتسهار»), not whence («اعتقلت شبانا من بلدة كذا»)."""
    start = begins(mentions, at)
    if not any(c.last == start - 1 for c in froms):
        return False
    taken = [t.event for t in mentions.acts.triggers if start - _TAKEN_REACH <= t.first < start]
    if taken[-1:] == [_ARRESTS] and mentions.places[at].mention.cue in _SETTLEMENTS:
        return False
    # After a name with its age in brackets («فلان (38 عاما) من مدينة كذا»), or after a side.
    return ")" in mentions.text.gap(start - 2) or any(a.last == start - 2 for a in mentions.actors)


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
    if not _is_member(mentions, place) and not _is_area(mentions, place):
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
    if beginning(mentions.acts.triggers, before.last + 1, here.first - 1):
        return False  # «شهيد في كذا واعتقالات في كذا»
    if _is_area(mentions, one) and _is_area(mentions, other):
        return here.rule == LISTED
    return _is_member(mentions, one) and _is_member(mentions, other)


def _is_member(mentions: Mentions, at: int) -> bool:
    """Whether a place may stand in a list of places each hit: one of its own, or a district («مديريتي رازح وساقين»)."""
    placed = mentions.places[at]
    place = placed.resolution.place
    if place is not None and place.kind.startswith(_DISTRICTS) and placed.mention.cue in _AREA_CUES:
        return True
    return is_own_place(mentions, at)


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
