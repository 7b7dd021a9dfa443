"""How decisions are appended to their table and read from it, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC

from sqlalchemy import Connection, insert, select

from rasd.errors import StoreError
from rasd.model import Decision
from rasd.record import schema
from rasd.record.decided import PLACE, DecidedPlace, read


def append(connection: Connection, decisions: Iterable[Decision]) -> int:
    """Appends those that change the present state and were made about it; returns how many.

    Raises StoreError for a field that can't be decided or a place that can't be read.
    """
    now, appended = _last(connection), 0
    for one in decisions:
        if one.field != PLACE:
            raise StoreError(f"nothing can be decided about {one.field!r}: decide about {PLACE!r}")
        if one.new is not None and read(one.new) is None:
            raise StoreError(f"the decision about {one.incident} holds no place: {one.new[:80]!r}")
        present = now.get(one.incident)
        if one.new == present or one.old != present:
            continue
        values = {"incident": one.incident, "field": one.field, "old": one.old, "new": one.new, "who": one.who}
        at = one.at.astimezone(UTC).replace(tzinfo=None)
        connection.execute(insert(schema.decisions), values | {"at": at, "why": one.why})
        now[one.incident] = one.new
        appended += 1
    return appended


def decided_places(connection: Connection, ids: Sequence[str] | None = None) -> dict[str, DecidedPlace]:
    """The places that the decisions leave, by incident id; of these incidents, when given."""
    found = {incident: read(text) for incident, text in _last(connection, ids).items()}
    return {incident: one for incident, one in found.items() if one is not None}


def _last(connection: Connection, ids: Sequence[str] | None = None) -> dict[str, str | None]:
    table = schema.decisions
    wanted = select(table.c.incident, table.c.new).where(table.c.field == PLACE).order_by(table.c.key)
    if ids is not None:
        wanted = wanted.where(table.c.incident.in_(ids))
    # A later decision takes an earlier one's place.
    return {row.incident: row.new for row in connection.execute(wanted)}
