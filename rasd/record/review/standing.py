"""What the decisions about one incident come to: the last of each field counts, one without a value gives it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rasd.model import Decision
from rasd.record.review.fields import MACHINE, SLOTS, STATUS, Review, ValueRefusedError, read


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions in force, by field, and what each decides; those taken back or unreadable are not among them."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def review(self) -> Review:
        """How far the review is."""
        found: Review = self.values.get(STATUS, Review(MACHINE))
        return found

    @property
    def slots(self) -> frozenset[str]:
        """The slots that a person decided."""
        return frozenset(self.values) & frozenset(SLOTS)

    def text(self, name: str) -> str | None:
        """The value of a field as a decision's text; None for the machine's own."""
        found = self.decisions.get(name)
        return found.new if found else None


def present(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The last decision of each field, taken back or not, of decisions in the order they were made."""
    return {one.field: one for one in decisions}


def standing(decisions: Iterable[Decision]) -> Standing:
    """What the decisions about one incident, or about all members of a group, come to.

    They are in the order they were made. Of a group, each member's last counts, and of the members' the later.
    """
    last: dict[tuple[str, str], tuple[int, Decision]] = {}
    for at, one in enumerate(decisions):
        last[one.incident, one.field] = at, one
    found: dict[str, Decision] = {}
    values: dict[str, Any] = {}
    for _, one in sorted(last.values(), key=lambda pair: pair[0]):
        value = _value(one)
        if value is not None:
            found[one.field], values[one.field] = one, value
    return Standing(found, values)


def _value(one: Decision) -> Any:
    """What it decides; None for nothing, and for a text of another version that can't be read."""
    if one.new is None:
        return None
    try:
        return read(one.field, one.new)
    except ValueRefusedError:
        return None
