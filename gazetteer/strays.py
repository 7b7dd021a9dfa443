"""The members of a list that can't be meant: of villages told together, one far off is a namesake («قرى A وB وC»)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from gazetteer import chains, placing, reasons
from gazetteer.arabic import Text
from gazetteer.distance import roughly_km
from gazetteer.model import PlaceMention, Resolution
from gazetteer.vocabulary import Vocabulary

# The others of a list lie within so many km of each other, and a stray so far from all of them.
_TOGETHER_KM, _ASTRAY_KM = 60.0, 100.0
_OTHERS = 2
# A place of so many people is known by its name, and may stand in a list with what lies far off.
_KNOWN = 20_000
_POINT = 2  # up to this UCDP precision a place is a point


def without(
    text: Text, mentions: Sequence[PlaceMention], found: Sequence[Resolution], known: Vocabulary
) -> list[Resolution]:
    """The resolutions, those of strays replaced: by the one place of the name that lies with the others, or by none.

    So are those that were left open between several places of the name.
    """
    result = list(found)
    for members in _lists(text, mentions, known):
        points = [at for at in members if _is_village(mentions[at], found[at])]
        if len(points) < _OTHERS:
            continue
        villages = [found[at] for at in points]
        left_open = [at for at in members if found[at].place is None and found[at].candidates]
        if left_open and _are_together(villages):
            for at in left_open:
                result[at] = _nearer(mentions[at], found[at], villages)
        for number, at in enumerate(points if len(points) > _OTHERS else ()):
            others = villages[:number] + villages[number + 1 :]
            if _is_astray(found[at], others) and _are_together(others):
                result[at] = _nearer(mentions[at], found[at], others)
    return result


def _lists(text: Text, mentions: Sequence[PlaceMention], known: Vocabulary) -> Iterator[list[int]]:
    """The positions of the members of each list of more than two places."""
    members: list[int] = []
    for at in range(len(mentions)):
        if members and chains.in_list(text, mentions[at - 1], mentions[at], known):
            members.append(at)
            continue
        if len(members) > _OTHERS:
            yield members
        members = [at]
    if len(members) > _OTHERS:
        yield members


def _is_village(mention: PlaceMention, found: Resolution) -> bool:
    place = found.place
    return (
        place is not None
        and place.id in mention.place_ids
        and place.kind.startswith("PPL")
        and (place.population or 0) < _KNOWN
        and (found.where_prec or _POINT) <= _POINT
    )


def _are_together(found: Sequence[Resolution]) -> bool:
    return all(_km(one, other) <= _TOGETHER_KM for one, other in combinations(found, 2))


def _is_astray(found: Resolution, others: Sequence[Resolution]) -> bool:
    return all(_km(found, other) > _ASTRAY_KM for other in others)


def _nearer(mention: PlaceMention, found: Resolution, others: Sequence[Resolution]) -> Resolution:
    near = [
        one.place
        for one in found.candidates
        if all(
            roughly_km(one.place.latitude, one.place.longitude, other.latitude or 0.0, other.longitude or 0.0)
            <= _TOGETHER_KM
            for other in others
        )
    ]
    if len(near) != 1 and found.place is None:
        return found
    reason = reasons.ASTRAY.format(near=others[0].place.name if others[0].place else "")
    if len(near) == 1:
        return placing.at(near[0], mention.relation, found.candidates, reason)
    return Resolution(None, found.candidates, reason)


def _km(one: Resolution, other: Resolution) -> float:
    return roughly_km(one.latitude or 0.0, one.longitude or 0.0, other.latitude or 0.0, other.longitude or 0.0)
