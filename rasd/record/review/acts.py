"""Acts of people: decisions appended together, refused when somebody else has decided meanwhile, and taken back.

All of an act has one `who` and one `at`, by which it is known. To undo is another act: each decision turned round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select

from rasd.model import Decision
from rasd.record import schema
from rasd.record.merge.model import Remade
from rasd.record.review.fields import check
from rasd.record.review.ground import decision_of, load
from rasd.record.review.standing import present

UNDONE = "undone"
"""The reason of an act that undoes the one before it."""
TAKEN_BACK = "taken back"
"""The reason of an act that takes back decisions chosen from a history."""

_NOT_MERGED = Remade()
_MANY = 2_000
_REMEMBERED = 500
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision not appended: `present` is what was decided meanwhile (None: nothing, or the incident is unknown)."""

    decision: Decision
    present: Decision | None
    unknown: bool = False

    def __str__(self) -> str:
        one = self.decision
        if self.unknown:
            return f"there is no incident {one.incident}"
        if self.present is None:
            return f"{one.field} of {one.incident} was not decided before: look at it again"
        told = f"{self.present.who} has decided {self.present.new!r} meanwhile"
        return f"{one.field} of {one.incident} is no longer {one.old!r}: {told}, look at it again"


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of an act; `merged` is what merging did after it, where it was about merging."""

    appended: tuple[Decision, ...]
    refused: tuple[Refused, ...]
    merged: Remade = _NOT_MERGED


def append(connection: Connection, decisions: Iterable[Decision], *, whole: bool) -> Acted:
    """Appends the decisions that change the present state and were made about it.

    Of a `whole` act nothing is appended when one is refused. A decision that changes nothing is passed over, unless
    what it repeats no longer stands on what it was made about. Raises ValueRefusedError (a StoreError) for a value
    that its field can't have.
    """
    made = list(decisions)
    for one in made:
        check(one.field, one.new)
    ids = list(dict.fromkeys(one.incident for one in made))
    laid = load(connection, ids if len(ids) <= _MANY else None)
    known = _existing(connection, ids)
    now = {id: present(laid.of(id)) for id in ids}
    appended: list[Decision] = []
    refused: list[Refused] = []
    for one in made:
        last = now[one.incident].get(one.field)
        value = last.new if last else None
        if one.incident not in known:
            refused.append(Refused(one, None, unknown=True))
        elif one.new == value and (one.incident, one.field) not in laid.stale:
            continue
        elif one.old != value:
            refused.append(Refused(one, last))
        else:
            now[one.incident][one.field] = one
            appended.append(one)
    if whole and refused:
        return Acted((), tuple(refused))
    if appended:
        connection.execute(insert(schema.decisions), [_values(one) for one in appended])
    return Acted(tuple(appended), tuple(refused))


def last_act(connection: Connection, who: str | None) -> tuple[Decision, ...]:
    """The last act of a person, or of anybody, that was not undone, in the order it was made; nothing without one."""
    d = schema.decisions
    acts = select(d.c.who, d.c.at, d.c.why).group_by(d.c.who, d.c.at, d.c.why)
    acts = acts.order_by(func.max(d.c.key).desc()).limit(_REMEMBERED)
    if who is not None:
        acts = acts.where(d.c.who == who)
    undone = 0
    for act in connection.execute(acts):
        if act.why == UNDONE:
            undone += 1
        elif undone:
            undone -= 1
        else:
            mine = select(d).where(d.c.who == act.who, d.c.at == act.at).order_by(d.c.key)
            return tuple(decision_of(row) for row in connection.execute(mine))
    return ()


def turned(decisions: Sequence[Decision], who: str, at: datetime, why: str) -> tuple[Decision, ...]:
    """The act that gives back what was there before these decisions, the last of them first."""
    return tuple(replace(one, old=one.new, new=one.old, who=who, at=at, why=why) for one in reversed(decisions))


def _existing(connection: Connection, ids: Sequence[str]) -> set[str]:
    i = schema.incidents
    parts = (select(i.c.id).where(i.c.id.in_(ids[at : at + _CHUNK])).distinct() for at in range(0, len(ids), _CHUNK))
    return {id for part in parts for id in connection.execute(part).scalars()}


def _values(one: Decision) -> dict[str, object]:
    values = {"incident": one.incident, "field": one.field, "old": one.old, "new": one.new, "who": one.who}
    return values | {"at": one.at.astimezone(UTC).replace(tzinfo=None), "why": one.why}
