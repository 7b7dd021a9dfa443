"""Which mention the text gives as holding which: «بلدة الشحيل بريف دير الزور الشرقي»."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.arabic import Text
from gazetteer.model import LISTED, PlaceMention
from gazetteer.vocabulary import Nationalities, Vocabulary

_MOST_BETWEEN = 10
# A chain runs from a street to a country; a longer one is a text without stops.
_MOST_HOLDERS = 8
# Areas from the widest: «محافظة صعدة مديرية رازح» names the holder first.
_AREAS = ("country", "province", "district", "subdistrict")
_VILLAGE = "village"
_ALONG = ("road", "river", "sea")
_OPEN = set(" \"'()[]-/_,")


def containers(
    text: Text, mentions: Sequence[PlaceMention], known: Vocabulary, nationalities: Nationalities
) -> list[tuple[int, ...]]:
    """For each mention the positions of the mentions that hold it, innermost first.

    The members of a list («بلدتي الفوعة وكفريا في محافظة إدلب») share what holds the last of them.
    """
    within: list[tuple[int, ...]] = [()] * len(mentions)
    for at in range(len(mentions) - 2, -1, -1):
        inner, outer = mentions[at], mentions[at + 1]
        start = text.word_at(outer.span.start)
        if start - inner.last > _MOST_BETWEEN + 1 or not _is_open(text, inner.last, start):
            continue
        if any(")" in gap and "," in gap for gap in text.gaps[inner.last : start]):
            continue  # «قرى كذا (ريف حلب)، وكذا (ريف الرقة)»: the brackets hold but the one before them
        if _widens(outer, inner):
            if start == inner.last + 1 and not outer.prefix:
                within[at + 1] = (*within[at + 1], at)
        elif _coordinated(text, inner, outer, start, known):
            within[at] = within[at + 1]
        elif _holds(text, inner, outer, start, known=known, nationalities=nationalities):
            within[at] = (at + 1, *within[at + 1])[:_MOST_HOLDERS]
    return within


def in_list(text: Text, one: PlaceMention, other: PlaceMention, known: Vocabulary) -> bool:
    """Whether the second of two mentions goes on with the list that the first stands in."""
    start = text.word_at(other.span.start)
    if start - one.last > _MOST_BETWEEN + 1 or not _is_open(text, one.last, start):
        return False
    return _coordinated(text, one, other, start, known)


def _widens(one: PlaceMention, other: PlaceMention) -> bool:
    """Whether the area that `other` is told to be is of a wider kind than that of `one`."""
    return one.cue in _AREAS and other.cue in _AREAS and _AREAS.index(other.cue) < _AREAS.index(one.cue)


def _is_open(text: Text, last: int, start: int) -> bool:
    """Whether nothing but blanks, quotes, brackets, hyphens and commas stands between two mentions' words."""
    return all(gap == " " or _OPEN.issuperset(gap) for gap in text.gaps[last:start])


def _coordinated(text: Text, inner: PlaceMention, outer: PlaceMention, start: int, known: Vocabulary) -> bool:
    """Whether both stand in one list, feature words between them or not («الرستن، وقرى وبلدات تير معلة»)."""
    between = text.words[inner.last + 1 : start]
    if between:
        joined = between[0].startswith(known.conjunction)
        bare = filter(None, (word.removeprefix(known.conjunction) for word in between))
        return joined and all(word in known.features or word in known.relations for word in bare)
    if outer.prefix == known.conjunction:
        return True
    listed = "," in text.gap(inner.last) and not outer.prefix
    if listed and outer.rule == LISTED:
        return True
    if listed and outer.cue == _VILLAGE and not (inner.cue and known.classes[inner.cue].urban):
        return True  # a village holds no other
    return listed and not (outer.cue and known.classes[outer.cue].holds and outer.cue != inner.cue)


def _holds(
    text: Text, inner: PlaceMention, outer: PlaceMention, start: int, *, known: Vocabulary, nationalities: Nationalities
) -> bool:
    """Whether the words between say that `outer` holds or lies beside `inner`."""
    between = text.words[inner.last + 1 : start]
    # «منطقة كذا شمالي القطاع»: a part of an area that bears a name of its own
    linked = text.words[start] in known.directions
    if between and between[0].removeprefix(known.conjunction) in known.prepositions - {between[0]}:
        return False  # «في حلب وفي إدلب»: told side by side
    if between and between[0] in known.owned and inner.cue and known.classes[inner.cue].borrows:
        # What stands between names the owner, up to a word that leads to where the site lies.
        return between[-1] in known.links or bool(outer.prefix and outer.prefix != known.conjunction)
    for word in between:
        if word in known.links or word in known.directions or word in known.relations or word in known.features:
            linked = True
        elif word in known.fillers:
            linked = linked or outer.cue in _ALONG
        elif (
            word not in known.through
            and word not in known.name_ends
            and not nationalities.country(word)
            and not word[0].isdigit()
            and word not in known.units
        ):
            return False
    if outer.prefix.startswith(known.conjunction) and not between:
        return False
    if linked or (outer.prefix and not outer.prefix.startswith(known.conjunction)):
        return True
    if outer.relation.startswith(("countryside", "direction", "near")):
        return True
    holder = bool(outer.cue) and known.classes[outer.cue].holds
    gap = text.gap(inner.last) if start == inner.last + 1 else ""
    return holder and (any(mark in gap for mark in "-,(") or outer.cue in ("province", "district", "subdistrict"))
