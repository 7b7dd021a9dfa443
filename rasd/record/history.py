"""What each extraction of an article said of one incident, the oldest first: nothing of it is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from rasd.model import Article, Incident, IncidentRow
from rasd.record import flatten, schema
from rasd.record.review.same import Told, nearest
from rasd.record.stored import incidents_of, utc


@dataclass(frozen=True, slots=True)
class Extraction:
    """One run over an article: `made` in UTC, `versions` of the program and its data, how many incidents it found.

    `row` is what it said of the incident asked about, without people's decisions; None when it did not find it.
    `is_current` tells the one whose incidents are shown.
    """

    made: datetime
    versions: tuple[str, str]
    is_current: bool
    incidents: int
    row: IncidentRow | None


def extractions(connection: Connection, article: Article, incident: Incident) -> tuple[Extraction, ...]:
    """All runs over the article that hold or held the incident, in the order they were made."""
    a, e = schema.articles, schema.extractions
    wanted = select(e).join(a, a.c.key == e.c.article).where(a.c.id == article.id).order_by(e.c.made, e.c.key)
    found = []
    for run in connection.execute(wanted).all():
        versions = (run.rasd_version, run.data_version)
        told = [one.incident for one in incidents_of(connection, article, versions, run.key)]
        same = _same(incident, told)
        row = flatten.row(article, same, versions) if same is not None else None
        found.append(Extraction(utc(run.made), versions, run.is_current, len(told), row))
    return tuple(found)


def _same(incident: Incident, told: list[Incident]) -> Incident | None:
    """The incident of another run that tells of the same."""
    found = nearest(_told(incident), [_told(one) for one in told])
    return next((one for one in told if found is not None and one.id == found.id), None)


def _told(one: Incident) -> Told:
    return Told(one.id, one.sentence.start, one.sentence.end, one.trigger, one.sub_event_type, one.place_text)
