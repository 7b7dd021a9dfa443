"""The tables of merging: what it made, written and read; what waits for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from rasd.record import schema
from rasd.record.merge import Decided, Doubt, Group, Merged, Reason, Weighed, rules
from rasd.record.merge.copies import COPY
from rasd.record.merge.model import sorted_pair
from rasd.record.review.fields import APART

TOGETHER = "together"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Made:
    """What merging made, to be written: of these ids everything that was there before is replaced; None for all."""

    merged: Merged
    people: Decided
    of: frozenset[str] | None
    version: int


def waiting(connection: Connection, most: int | None = None) -> list[int]:
    """The articles that wait, in the order they came in; the first `most` of them."""
    table = schema.unmerged
    return list(connection.execute(select(table.c.article).order_by(table.c.article).limit(most)).scalars())


def changes(connection: Connection) -> int:
    """The number that grows with each change of the store."""
    table = schema.meta
    return int(connection.execute(select(table.c.value).where(table.c.name == schema.CHANGES)).scalar_one())


def outdated(connection: Connection) -> bool:
    """Whether the incidents were merged by other rules than today's."""
    table = schema.meta
    found = connection.execute(select(table.c.value).where(table.c.name == schema.MERGED_BY)).scalar()
    return found != rules().version


def write(connection: Connection, made: Made) -> int:
    """Puts what was made in the place of what was there; how many groups and doubts are others than before."""
    before = {*groups(connection, made.of), *(one.pair for one in doubts(connection, made.of))}
    members, pairs = schema.members, schema.pairs
    if made.of is None:
        connection.execute(delete(members))
        connection.execute(delete(pairs))
    for some in chunks(sorted(made.of or ())):
        connection.execute(delete(members).where(members.c.member.in_(some)))
        connection.execute(delete(pairs).where(or_(pairs.c.one.in_(some), pairs.c.other.in_(some))))
    for table, rows in ((members, list(_member_rows(made))), (pairs, list(_pair_rows(made)))):
        if rows:
            connection.execute(insert(table), rows)
    connection.execute(update(schema.meta).where(schema.meta.c.name == schema.MERGED_BY).values(value=made.version))
    after = {*made.merged.groups, *(one.pair for one in made.merged.doubts)}
    return len(before ^ after)


def done(connection: Connection, articles: Sequence[int] | None) -> None:
    """Tells that these articles, or all, wait no more."""
    table = schema.unmerged
    if articles is None:
        connection.execute(delete(table))
    for some in chunks(articles or ()):
        connection.execute(delete(table).where(table.c.article.in_(some)))


def groups(connection: Connection, ids: Collection[str] | None = None) -> tuple[Group, ...]:
    """The groups, or those that these ids stand in, in the order of their leads' ids."""
    table = schema.members
    if ids is None:
        rows = list(connection.execute(select(table)))
    else:
        leads = [row.lead for row in rows_of(connection, table, table.c.member, ids)]
        rows = rows_of(connection, table, table.c.lead, leads)
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.lead, []).append(row)
    return tuple(_group(found[lead]) for lead in sorted(found))


def doubts(connection: Connection, ids: Collection[str] | None = None) -> tuple[Doubt, ...]:
    """The pairs for a person to decide, or those of these ids, the likeliest first."""
    table = schema.pairs
    if ids is None:
        rows = list(connection.execute(select(table).where(table.c.doubt)))
    else:
        sides = (rows_of(connection, table, column, ids) for column in (table.c.one, table.c.other))
        rows = list({(row.one, row.other): row for side in sides for row in side if row.doubt}.values())
    return tuple(sorted(map(weighed_of, rows), key=lambda one: (-one.score, one.pair)))


def _member_rows(made: Made) -> Iterator[dict[str, object]]:
    for group in made.merged.groups:
        for position, member in enumerate(group.members):
            row: dict[str, object] = {"member": member, "lead": group.lead, "position": position}
            why = group.links[position - 1] if position else None
            told = _told(why) if why else {"score": None, "reasons": None}
            yield row | told | {"other": why.pair[why.pair[0] == member] if why else None}


def _pair_rows(made: Made) -> Iterator[dict[str, object]]:
    asked = {one.pair for one in made.merged.doubts}
    people = dict.fromkeys(made.people.together, TOGETHER) | dict.fromkeys(made.people.apart, APART)
    for one in made.merged.pairs:
        row = {"one": one.one, "other": one.other, "people": people.pop(one.pair, ""), "doubt": one.pair in asked}
        yield row | _told(one)
    people |= {sorted_pair(*pair): COPY for pair in made.merged.copies}
    for pair, said in people.items():
        row = {"one": pair[0], "other": pair[1], "people": said, "doubt": False}
        yield row | {"score": None, "reasons": None}


def _told(one: Weighed) -> dict[str, object]:
    reasons = [[reason.key, reason.points, dict(reason.values)] for reason in one.reasons]
    return {"score": one.score, "reasons": reasons}


def weighed_of(row: Row[Any]) -> Weighed:
    """The weighed pair of a row of `pairs`."""
    return Weighed(row.one, row.other, row.score, _reasons(row.reasons))


def _reasons(told: Sequence[tuple[str, float, Mapping[str, Any]]] | None) -> tuple[Reason, ...]:
    return tuple(Reason(key, points, tuple(values.items())) for key, points, values in told or ())


def _group(rows: Sequence[Row[Any]]) -> Group:
    ordered = sorted(rows, key=lambda row: row.position)
    pairs = ((sorted_pair(row.member, row.other), row) for row in ordered[1:])
    links = (Weighed(one, other, row.score, _reasons(row.reasons)) for (one, other), row in pairs)
    return Group(tuple(row.member for row in ordered), tuple(links))


def rows_of(connection: Connection, table: Any, column: Any, ids: Collection[str]) -> list[Row[Any]]:
    """The rows of a table with one of these ids in a column."""
    parts = (select(table).where(column.in_(some)) for some in chunks(sorted(set(ids))))
    return [row for part in parts for row in connection.execute(part)]


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in parts that a query can hold."""
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
