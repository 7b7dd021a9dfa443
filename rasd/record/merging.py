"""Merging as the store does it: what waits, some at a time, or everything anew; an incident with all its tellings."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection, Engine, select

from rasd.record import engine as database
from rasd.record import grouped, merged, review, schema
from rasd.record.keeping import count_change
from rasd.record.merge import Group, Remade, fold
from rasd.record.stored import StoredIncident, article_of, incidents_of

# Articles merged in one transaction: other writers wait that long.
_AT_ONCE = 1_000
# When more wait, everything anew is faster, each telling being read once.
_MANY = 5_000


class Reading(Protocol):
    """Opens a connection that only reads."""

    def __call__(self) -> AbstractContextManager[Connection]: ...


def merge(name: str, read: Reading, writer: Engine, *, full: bool = False) -> Remade:
    """Merges what has changed, or all; what that did.

    After a change of the rules all is merged anew. Raises StoreError for whatever the database refuses.
    """
    with read() as connection:
        anew = full or grouped.outdated(connection) or len(grouped.waiting(connection, _MANY)) == _MANY
        due = bool(grouped.waiting(connection, 1)) or merged.decided_anew(connection)
    done = [_anew(name, read, writer)] if anew else []
    while due or anew:
        anew = False
        with database.telling(name), writer.begin() as connection:
            articles = grouped.waiting(connection, _AT_ONCE)
            if articles or merged.decided_anew(connection):
                made = merged.made_since(connection, articles)
                done.append(Remade(_note(connection, grouped.write(connection, made)), made.of))
                grouped.done(connection, articles)
            due = len(articles) == _AT_ONCE
    whole = any(one.of is None for one in done)
    of = None if whole else frozenset(id for one in done for id in one.of or ())
    return Remade(sum(one.changed for one in done), of, sum(bool(one.changed) for one in done))


def _anew(name: str, read: Reading, writer: Engine) -> Remade:
    """Merges everything. It is worked out without holding up writers; what they add meanwhile goes on waiting."""
    with read() as connection:
        before, made = grouped.changes(connection), merged.made_anew(connection)
    with database.telling(name), writer.begin() as connection:
        changed = _note(connection, grouped.write(connection, made))
        if grouped.changes(connection) == before + bool(changed):
            grouped.done(connection, None)
    return Remade(changed, None)


def _note(connection: Connection, changed: int) -> int:
    if changed:
        count_change(connection)
    return changed


def whole(connection: Connection, told: StoredIncident, group: Group | None) -> StoredIncident:
    """An incident with all its tellings, its own among them."""
    if group is None:
        return told
    members = _members(connection, group)
    by_id = {one.incident.id: one for one in members}
    laid = review.load(connection, group.members)
    rows = [one.row for one in members]
    row = laid.folded(fold(rows), rows)
    decisions = sorted((one for member in members for one in member.decisions), key=lambda one: one.at)
    mine = by_id.get(told.incident.id, told)
    return replace(mine, row=row, decisions=tuple(decisions), members=members, group=group)


def _members(connection: Connection, group: Group) -> tuple[StoredIncident, ...]:
    """The tellings of a group in its order, each with its own row and article."""
    a, e, i = schema.articles, schema.extractions, schema.incidents
    wanted = select(i.c.extraction).join(e, e.c.key == i.c.extraction).where(e.c.is_current)
    runs: list[int] = []
    for some in _chunks(group.members):
        runs += connection.execute(wanted.where(i.c.id.in_(some)).distinct()).scalars()
    laid = review.load(connection, group.members)
    found: dict[str, StoredIncident] = {}
    for run in runs:
        row = connection.execute(select(e).where(e.c.key == run)).one()
        article = article_of(connection.execute(select(a).where(a.c.key == row.article)).one())
        told = incidents_of(connection, article, (row.rasd_version, row.data_version), run, laid)
        found |= {one.incident.id: one for one in told}
    return tuple(found[member] for member in group.members if member in found)


def _chunks(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + 500] for start in range(0, len(ids), 500)]
