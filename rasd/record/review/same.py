"""Which incidents of two extractions of one report are the same: those that the same words tell.

Their ids don't say, for they count in the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Told(NamedTuple):
    """What tells an incident from the others of its report: its sentence (offsets into the text) and its words."""

    id: str
    start: int
    end: int
    trigger: str
    sub_event_type: str
    place_text: str | None


def nearest(one: Told, told: Sequence[Told]) -> Told | None:
    """The incident of another run that tells of the same; None when no sentence is shared."""
    ranked = sorted((other for other in told if _shared(one, other) > 0), key=lambda other: _rank(one, other))
    return ranked[-1] if ranked else None


def pairs(before: Sequence[Told], after: Sequence[Told]) -> dict[str, str]:
    """The ids of one run's incidents with those of another run's that tell of the same, each taken once.

    Stricter than `nearest`: beside the sentence, the word that names the act or its type is the same.
    """
    alike = [
        (_rank(one, other), one.id, other.id)
        for one in before
        for other in after
        if _shared(one, other) > 0 and (one.trigger == other.trigger or one.sub_event_type == other.sub_event_type)
    ]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, one_id, other_id in sorted(alike, reverse=True):
        if one_id not in found and other_id not in taken:
            found[one_id] = other_id
            taken.add(other_id)
    return found


def _rank(one: Told, other: Told) -> tuple[bool, bool, bool, bool, int]:
    return (
        one.trigger == other.trigger,
        one.sub_event_type == other.sub_event_type,
        one.place_text == other.place_text,
        one.id == other.id,
        _shared(one, other),
    )


def _shared(one: Told, other: Told) -> int:
    """How many characters of the report the two incidents' sentences share."""
    return min(one.end, other.end) - max(one.start, other.start)
