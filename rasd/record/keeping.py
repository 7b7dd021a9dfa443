"""How an article and its incidents are written into the tables, inside the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import Connection, Table, insert, select, update

from rasd.model import Article, Candidate, Incident, IncidentRow
from rasd.record import flatten, schema
from rasd.record.stored import place_values

OWN_COLUMNS = tuple(field.name for field in fields(IncidentRow) if field.name in schema.incidents.c)
_TOLL_COLUMNS = ("first", "last", "kind", "rule", "vague", "victims", "victims_kind", "among")


def keep_article(connection: Connection, article: Article, digest: str, now: datetime) -> tuple[int, str, bool]:
    """The article's key and id, and whether it is new."""
    table = schema.articles
    there = connection.execute(select(table.c.key, table.c.id).where(table.c.content_hash == digest)).first()
    if there is not None:
        return there.key, there.id, False
    taken = connection.execute(select(table.c.key).where(table.c.id == article.id)).first()
    article_id = article.id if taken is None else other_article_id(article.id, digest)
    values = article_values(replace(article, id=article_id), digest, now)
    return insert_one(connection, table, values), article_id, True


def article_values(article: Article, digest: str, now: datetime) -> dict[str, object]:
    """The row of an article."""
    return {
        "id": article.id,
        "content_hash": digest,
        "title": article.title,
        "body": article.body,
        "outlet": article.source,
        "url": article.url,
        "published": article.published,
        "sample": article.sample,
        "added": now,
    }


def other_article_id(article_id: str, digest: str) -> str:
    """The id of an article whose own another has."""
    return f"{article_id}~{digest[:8]}"


def with_free_ids(
    connection: Connection, incidents: tuple[Incident, ...], article: int, digest: str
) -> tuple[Incident, ...]:
    """The incidents, those whose id another article's incident has under an id made of both."""
    i, e = schema.incidents, schema.extractions
    wanted = select(i.c.id).join(e, e.c.key == i.c.extraction)
    wanted = wanted.where(i.c.id.in_([one.id for one in incidents]), e.c.article != article)
    taken = set(connection.execute(wanted).scalars()) if incidents else set()
    return tuple(replace(one, id=other_id(one.id, digest)) if one.id in taken else one for one in incidents)


def other_id(incident_id: str, digest: str) -> str:
    """The id of an incident whose own one of another article has."""
    return "INC-" + hashlib.sha256(f"{incident_id} {digest}".encode()).hexdigest()[:12].upper()


def keep_incidents(
    connection: Connection,
    article: Article,
    incidents: tuple[Incident, ...],
    extraction: int,
    versions: tuple[str, str],
) -> None:
    children: dict[Table, list[dict[str, object]]] = {}
    for position, given in enumerate(incidents):
        incident = replace(given, article_id=article.id)
        values = incident_values(article, incident, extraction, position, versions)
        key = insert_one(connection, schema.incidents, values)
        for table, rows in children_of(incident):
            children.setdefault(table, []).extend(row | {"incident": key} for row in rows)
    for table, rows in children.items():
        if rows:
            connection.execute(insert(table), rows)


def incident_values(
    article: Article, incident: Incident, extraction: int, position: int, versions: tuple[str, str]
) -> dict[str, object]:
    """The row of an incident of this extraction, the `position`-th of its article from 0."""
    flat = flatten.row(article, incident, versions)
    values: dict[str, object] = {name: getattr(flat, name) for name in OWN_COLUMNS}
    values |= {"extraction": extraction, "position": position, "claim": incident.claim}
    values["sides"] = json.dumps(flatten.sides(incident.actors), ensure_ascii=False)
    return values | {"sentence_start": incident.sentence.start, "sentence_end": incident.sentence.end}


def children_of(incident: Incident) -> Iterator[tuple[Table, list[dict[str, object]]]]:
    """The rows that hang on an incident, by table."""
    yield (
        schema.participants,
        [
            {"actor": one.actor, "name": one.name, "kind": one.kind, "role": one.role, "surface": one.surface}
            | {"start": one.span.start, "end": one.span.end}
            for one in incident.actors
        ],
    )
    yield (
        schema.tolls,
        [
            {name: getattr(one, name) for name in _TOLL_COLUMNS}
            | {"low": flatten.people(one.low), "high": flatten.people(one.high)}
            | {"start": one.span.start, "end": one.span.end}
            for one in incident.tolls
        ],
    )
    yield (
        schema.evidence,
        [
            {"slot": one.slot, "start": one.span.start, "end": one.span.end, "text": one.text, "rule": one.rule}
            for one in incident.evidence
        ],
    )
    yield schema.candidates, list(_candidates(incident))


def _candidates(incident: Incident) -> Iterator[dict[str, object]]:
    chosen = incident.resolution.place
    offered = incident.resolution.candidates
    for one in offered:
        yield _candidate(one, one.place == chosen)
    if chosen is not None and all(one.place != chosen for one in offered):
        yield _candidate(Candidate(chosen, 0.0), True) | {"score": None}


def _candidate(one: Candidate, chosen: bool) -> dict[str, object]:
    return {
        "place_id": one.place.id,
        "place": place_values(one.place),
        "score": one.score,
        "reasons": list(one.reasons),
        "chosen": chosen,
    }


def insert_one(connection: Connection, table: Table, values: Mapping[str, object]) -> int:
    key = connection.execute(insert(table), values).inserted_primary_key
    assert key is not None
    return int(key[0])


def wait_to_be_merged(connection: Connection, article: int) -> None:
    """Notes that the incidents of an article have changed, for rasd/record/merged.py."""
    table = schema.unmerged
    if connection.execute(select(table.c.article).where(table.c.article == article)).first() is None:
        connection.execute(insert(table), {"article": article})


def count_change(connection: Connection, changes: int = 1) -> None:
    """Notes that the store has changed."""
    counter = schema.meta
    connection.execute(update(counter).where(counter.c.name == schema.CHANGES).values(value=counter.c.value + changes))
