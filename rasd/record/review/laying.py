"""Decisions laid over the machine's output, which is never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rasd.model import Decision, IncidentRow
from rasd.record.review.fields import CONFIRMED, CORRECTED, FIELDS, PLACE, SLOTS, STATUS
from rasd.record.review.standing import Standing, standing

# In the order they are laid.
_LAID = (*SLOTS, STATUS)


@dataclass(frozen=True, slots=True)
class Laid:
    """The decisions by the id of the incident they speak of today, in the order they were made.

    `stale` are the incidents and fields whose decision no longer stands on what it was made about; of them `lapsed` are
    kept but do not count (rasd/record/review/ground.py).
    """

    decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    stale: frozenset[tuple[str, str]] = frozenset()
    lapsed: frozenset[tuple[str, str]] = frozenset()
    _standing: dict[str, Standing] = field(default_factory=dict)

    def of(self, incident: str) -> tuple[Decision, ...]:
        """The decisions about an incident."""
        return self.decisions.get(incident, ())

    def standing(self, incident: str) -> Standing:
        """What the decisions about an incident come to."""
        if incident not in self._standing:
            found = standing(self.of(incident))
            gone = [name for name in found.decisions if (incident, name) in self.lapsed]
            self._standing[incident] = without(found, gone) if gone else found
        return self._standing[incident]

    def row(self, row: IncidentRow) -> IncidentRow:
        """The row of an incident with what was decided about it."""
        if row.id not in self.decisions:
            return row
        return over(row, self.standing(row.id), row.place_text)

    def columns(self, columns: Mapping[str, list[object]]) -> None:
        """Lays the decisions over columns of incidents, as IncidentRow names them, in place."""
        if not self.decisions:
            return
        told = columns["place_text"]
        for at, incident in enumerate(columns["id"]):
            if incident in self.decisions:
                changes = laid(self.standing(str(incident)), told[at])
                for name, value in changes.items():
                    columns[name][at] = value

    def folded(self, row: IncidentRow, members: Sequence[IncidentRow]) -> IncidentRow:
        """The folded row of a group with what was decided about any of its members, the later over the earlier.

        `members` are the members' rows. A member's place counts while it is told by the words it was decided for.
        """
        if not any(one.id in self.decisions for one in members):
            return row
        counted = [one for member in members for one in self._counted(member)]
        found = standing(sorted(counted, key=lambda one: one.at))
        place = found.values.get(PLACE)
        return over(row, found, place.place_text if place is not None else row.place_text)

    def _counted(self, member: IncidentRow) -> Iterable[Decision]:
        found = self.standing(member.id)
        place = found.values.get(PLACE)
        unheard = place is not None and place.place_text != member.place_text
        return [one for name, one in found.decisions.items() if not (unheard and name == PLACE)]


UNDECIDED = Laid()
"""No decisions."""


def without(found: Standing, names: Iterable[str]) -> Standing:
    """What was decided but for these fields."""
    left_out = frozenset(names)
    return Standing(
        {name: one for name, one in found.decisions.items() if name not in left_out},
        {name: one for name, one in found.values.items() if name not in left_out},
    )


def over(row: IncidentRow, found: Standing, place_text: str | None) -> IncidentRow:
    """The row with what was decided; `place_text` are the words that tell its place."""
    changes = laid(found, place_text)
    return replace(row, **changes) if changes else row  # type: ignore[arg-type]


def laid(found: Standing, place_text: object) -> dict[str, object]:
    """The columns that decisions set. A place decided for other words than tell it now is kept, not laid.

    Confirmed with a slot changed is told as corrected.
    """
    changes: dict[str, object] = {}
    for name in _LAID:
        value = found.values.get(name)
        if value is None or (name == PLACE and value.place_text != place_text):
            continue
        changes.update(FIELDS[name].lay(value))
    if changes.get(STATUS) == CONFIRMED and len(changes) > 1:
        changes[STATUS] = CORRECTED
    return changes
