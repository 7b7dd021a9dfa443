"""What the store gives back, and how rows of its tables become the types of the model again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from rasd.model import (
    Article,
    Candidate,
    Decision,
    Evidence,
    Incident,
    IncidentRow,
    Participant,
    Place,
    Resolution,
    Span,
    Toll,
    When,
)
from rasd.record import flatten, schema
from rasd.record.merge import Group
from rasd.record.review.laying import UNDECIDED, Laid

_PLACE_FIELDS = frozenset(Place._fields)


@dataclass(frozen=True, slots=True)
class StoredIncident:
    """An incident with all that it was read from; `incident` equals what the pipeline gave, ids apart.

    `row` is what is shown: the machine's output with people's decisions over it. Of an incident that several articles
    tell, it is folded of all its `members` (each with its own row, the lead first, this telling included) and has the
    lead's id; `decisions` are then those about any of them, and `group` tells why they are one. One
    that a single article tells has no `members`.
    """

    row: IncidentRow
    incident: Incident
    article: Article
    decisions: tuple[Decision, ...]
    members: tuple[StoredIncident, ...] = ()
    group: Group | None = None

    @property
    def telling(self) -> StoredIncident:
        """This telling by itself, with its own row and the decisions about it alone."""
        return next((one for one in self.members if one.incident.id == self.incident.id), self)

    @property
    def tellings(self) -> tuple[StoredIncident, ...]:
        """All that tell of it: its members, or itself alone."""
        return self.members or (self,)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with the incidents of its current extraction, in the order of the text.

    `added` is when it first came in (UTC), `extractions` how many runs of other versions are kept.
    """

    article: Article
    content_hash: str
    added: datetime
    versions: tuple[str, str]
    extractions: int
    incidents: tuple[StoredIncident, ...]


def article_of(row: Row[Any]) -> Article:
    """The article of a row of `articles`."""
    return Article(row.id, row.title, row.body, row.outlet, row.url, row.published, row.sample)


def utc(moment: datetime) -> datetime:
    """A time as the tables hold it (UTC without saying so), saying so."""
    return moment.replace(tzinfo=UTC)


def place_values(place: Place) -> dict[str, object]:
    """A place as the candidates' JSON holds it."""
    return place._asdict()


def incidents_of(
    connection: Connection, article: Article, versions: tuple[str, str], extraction: int, laid: Laid = UNDECIDED
) -> tuple[StoredIncident, ...]:
    """The incidents of an extraction, in their order, with what was decided about them."""
    table = schema.incidents
    rows = connection.execute(select(table).where(table.c.extraction == extraction).order_by(table.c.position)).all()
    keys = [row.key for row in rows]
    children = {
        child.name: _children(connection, child, keys)
        for child in (schema.participants, schema.tolls, schema.evidence, schema.candidates)
    }
    result = []
    for row in rows:
        mine = {name: by_key.get(row.key, []) for name, by_key in children.items()}
        incident = _incident(row, article, mine)
        flat = flatten.row(article, incident, versions)
        result.append(StoredIncident(laid.row(flat), incident, article, laid.of(row.id)))
    return tuple(result)


def incident_ids(connection: Connection, extraction: int) -> list[str]:
    """The ids of an extraction's incidents."""
    table = schema.incidents
    return list(connection.execute(select(table.c.id).where(table.c.extraction == extraction)).scalars())


def _children(connection: Connection, table: Table, keys: Sequence[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(select(table).where(table.c.incident.in_(keys)).order_by(table.c.key)):
        found.setdefault(row.incident, []).append(row)
    return found


def _incident(row: Row[Any], article: Article, mine: dict[str, list[Row[Any]]]) -> Incident:
    return Incident(
        id=row.id,
        article_id=article.id,
        event_type=row.event_type,
        sub_event_type=row.sub_event_type,
        when=When(row.date_earliest, row.date_latest, row.date_precision),
        resolution=_resolution(row, mine["candidates"]),
        actors=tuple(
            Participant(one.actor, one.name, one.kind, one.role, one.surface, Span(one.start, one.end))
            for one in mine["participants"]
        ),
        tolls=tuple(_toll(one) for one in mine["tolls"]),
        evidence=tuple(Evidence(one.slot, Span(one.start, one.end), one.text, one.rule) for one in mine["evidence"]),
        sentence=Span(row.sentence_start, row.sentence_end),
        confidence=row.confidence,
        background=row.background,
        claim=row.claim,
        status=row.status,
        place_text=row.place_text,
        date_text=row.date_text,
        trigger=row.trigger,
        killed_low=row.killed_low,
        killed_high=row.killed_high,
        killed_vague=row.killed_vague,
        injured_low=row.injured_low,
        injured_high=row.injured_high,
        injured_vague=row.injured_vague,
    )


def _toll(row: Row[Any]) -> Toll:
    return Toll(
        span=Span(row.start, row.end),
        first=row.first,
        last=row.last,
        kind=row.kind,
        low=row.low,
        high=row.high,
        rule=row.rule,
        vague=row.vague,
        victims=row.victims,
        victims_kind=row.victims_kind,
        among=row.among,
    )


def _resolution(row: Row[Any], rows: list[Row[Any]]) -> Resolution:
    return Resolution(
        place=next((_place(one.place) for one in rows if one.chosen), None),
        candidates=tuple(
            Candidate(_place(one.place), one.score, tuple(one.reasons)) for one in rows if one.score is not None
        ),
        reason=row.place_reason,
        where_prec=row.where_prec,
        latitude=row.latitude,
        longitude=row.longitude,
        radius_km=row.radius_km,
    )


def _place(values: dict[str, Any]) -> Place:
    # A field that a later version gave up is passed over, one that it added has its default.
    return Place(**{name: value for name, value in values.items() if name in _PLACE_FIELDS})
