"""The record as it was at a moment: the extractions shown then, with the decisions made until then.

Groups of one incident's tellings are worked out anew by the newest rules, so no older ones are kept: each incident of
the past stands alone here, as its own report told it. An extraction that was replaced and later shown again (the
program taken back to an older version) counts from when it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from rasd.model import IncidentRow
from rasd.record import reading, schema
from rasd.record.review import ground
from rasd.record.stored import StoredIncident, article_of, incidents_of


@dataclass(frozen=True, slots=True)
class AsOf:
    """The record at a moment."""

    moment: datetime
    _read: Callable[[], AbstractContextManager[Connection]]

    def parts(self) -> Iterator[dict[str, list[object]]]:
        """The incidents shown then as columns of IncidentRow, in parts, in the order they came in."""
        with self._read() as connection:
            laid = ground.load(connection, until=self.moment)
            for part in reading.parts_of(connection, reading.flat(self.moment)):
                laid.columns(part)
                yield part

    def rows(self, ids: Sequence[str] | None = None) -> Iterator[IncidentRow]:
        """The incidents shown then, in the order they came in, or those with these ids in the order of the ids."""
        flat, i = reading.flat(self.moment), schema.incidents
        with self._read() as connection:
            laid = ground.load(connection, ids, until=self.moment)
            if ids is None:
                for row in connection.execute(flat.order_by(i.c.key)):
                    yield laid.row(reading.row_of(row))
                return
            found = {}
            for part in reading.chunks(ids):
                for row in connection.execute(flat.where(i.c.id.in_(part))):
                    found[row.id] = laid.row(reading.row_of(row))
        yield from (found[id] for id in ids if id in found)

    def incident(self, incident_id: str) -> StoredIncident | None:
        """The incident of this id as it was shown then; None when there was none."""
        a, e, i = schema.articles, schema.extractions, schema.incidents
        wanted = select(e).join(i, i.c.extraction == e.c.key).where(i.c.id == incident_id, reading.shown(self.moment))
        with self._read() as connection:
            run = connection.execute(wanted).first()
            if run is None:
                return None
            article = article_of(connection.execute(select(a).where(a.c.key == run.article)).one())
            versions = run.rasd_version, run.data_version
            laid = ground.load(connection, [incident_id], until=self.moment)
            told = incidents_of(connection, article, versions, run.key, laid)
        return next(one for one in told if one.incident.id == incident_id)
