"""What is shown of the incidents of a store: the tellings of one incident as one, people's decisions laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from rasd.model import IncidentRow
from rasd.record import grouped, reading, review, schema
from rasd.record.merge import Group, fold
from rasd.record.reading import ROW
from rasd.record.review.laying import Laid

Columns = dict[str, list[object]]


def by_member(groups: Iterable[Group]) -> dict[str, Group]:
    """Each telling's group."""
    return {member: group for group in groups for member in group.members}


def shown(rows: Sequence[IncidentRow], laid: Laid) -> IncidentRow:
    """The row of a group from the machine's rows of its members, the lead first."""
    decided = [laid.row(row) for row in rows]
    return laid.folded(fold(decided), decided)


def rows(machine: Iterable[IncidentRow], groups: Mapping[str, Group], laid: Laid) -> Iterator[IncidentRow]:
    """The incidents of rows in the order they came in, a group's where the last of its tellings did."""
    gathered: dict[str, dict[str, IncidentRow]] = {}
    for row in machine:
        group = groups.get(row.id)
        if group is None:
            yield laid.row(row)
            continue
        told = gathered.setdefault(group.lead, {})
        told[row.id] = row
        if len(told) == len(group.members):
            yield shown([told[member] for member in group.members], laid)
            del gathered[group.lead]
    # A group of which a telling is no longer there, until it is merged anew.
    yield from _incomplete(gathered, groups, laid)


def asked(connection: Connection, ids: Sequence[str]) -> dict[str, IncidentRow]:
    """The incidents that these ids tell of, by each of the ids; an id that is not there is left out."""
    groups = by_member(grouped.groups(connection, ids))
    every = list(dict.fromkeys([*ids, *groups]))
    laid = review.load(connection, every)
    told: list[IncidentRow] = []
    for chunk in reading.chunks(every):
        found = connection.execute(reading.flat().where(schema.incidents.c.id.in_(chunk)))
        told += map(reading.row_of, found)
    shown_rows = {row.id: row for row in rows(told, groups, laid)}
    leads = {id: groups[id].lead if id in groups else id for id in ids}
    return {id: shown_rows[lead] for id, lead in leads.items() if lead in shown_rows}


def parts(machine: Iterable[Columns], groups: Mapping[str, Group], laid: Laid) -> Iterator[Columns]:
    """The same of columns in parts, so that not all incidents are held at once."""
    gathered: dict[str, dict[str, IncidentRow]] = {}
    for part in machine:
        grouped = [at for at, id in enumerate(part["id"]) if id in groups]
        whole = list(_complete(part, grouped, groups, gathered, laid))
        alone = _without(part, set(grouped)) if grouped else part
        laid.columns(alone)
        yield _with(alone, whole)
    if gathered:
        yield _with({name: [] for name in ROW}, list(_incomplete(gathered, groups, laid)))


def _complete(
    part: Columns,
    grouped: Sequence[int],
    groups: Mapping[str, Group],
    gathered: dict[str, dict[str, IncidentRow]],
    laid: Laid,
) -> Iterator[IncidentRow]:
    """The incidents of which the last telling is in this part."""
    for at in grouped:
        row = IncidentRow(**{name: part[name][at] for name in ROW})  # type: ignore[arg-type]
        group = groups[row.id]
        told = gathered.setdefault(group.lead, {})
        told[row.id] = row
        if len(told) == len(group.members):
            yield shown([told[member] for member in group.members], laid)
            del gathered[group.lead]


def _incomplete(
    gathered: Mapping[str, Mapping[str, IncidentRow]], groups: Mapping[str, Group], laid: Laid
) -> Iterator[IncidentRow]:
    for lead, told in gathered.items():
        yield shown([told[member] for member in groups[lead].members if member in told], laid)


def _without(part: Columns, gone: set[int]) -> Columns:
    return {name: [value for at, value in enumerate(values) if at not in gone] for name, values in part.items()}


def _with(part: Columns, rows: Sequence[IncidentRow]) -> Columns:
    for row in rows:
        for name in ROW:
            part[name].append(getattr(row, name))
    return part
