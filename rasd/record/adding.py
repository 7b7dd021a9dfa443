"""How articles that are new come into the tables, many at once, inside the caller's transaction.

What is kept is the same as one by one (rasd/record/keeping.py), in the order given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, insert, select

from rasd.model import Article, Incident
from rasd.record import schema
from rasd.record.keeping import article_values, children_of, count_change, incident_values, other_article_id, other_id

# SQLite takes 32,766 values in a statement, and SQLAlchemy spells each one out.
_ASKED = 500


class Found(NamedTuple):
    """An article with what was found in it, and the hash of its content."""

    article: Article
    incidents: tuple[Incident, ...]
    digest: str


def known(connection: Connection, digests: Iterable[str]) -> set[str]:
    """Those of the hashes whose article is there."""
    return _there(connection, schema.articles.c.content_hash, digests)


def keep_new(connection: Connection, given: Sequence[Found], versions: tuple[str, str], now: datetime) -> None:
    """Keeps articles of which none is there, each of another content."""
    kept = _with_free_article_ids(connection, given)
    keys = _insert(connection, schema.articles, (article_values(one.article, one.digest, now) for one in kept))
    connection.execute(insert(schema.unmerged), [{"article": key} for key in keys])
    run = {"rasd_version": versions[0], "data_version": versions[1], "is_current": True, "made": now}
    runs = _insert(connection, schema.extractions, (run | {"article": key} for key in keys))
    every: list[Incident] = []
    rows: list[dict[str, object]] = []
    for one, extraction in zip(_with_free_incident_ids(connection, kept), runs, strict=True):
        for position, incident in enumerate(one.incidents):
            mine = replace(incident, article_id=one.article.id)
            every.append(mine)
            rows.append(incident_values(one.article, mine, extraction, position, versions))
    children: dict[Table, list[dict[str, object]]] = {}
    for incident, key in zip(every, _insert(connection, schema.incidents, rows), strict=True):
        for table, found in children_of(incident):
            children.setdefault(table, []).extend(row | {"incident": key} for row in found)
    for table, found in children.items():
        if found:
            connection.execute(insert(table), found)
    count_change(connection, len(given))


def _with_free_article_ids(connection: Connection, given: Sequence[Found]) -> list[Found]:
    taken = _there(connection, schema.articles.c.id, (one.article.id for one in given))
    kept = []
    for one in given:
        id = one.article.id if one.article.id not in taken else other_article_id(one.article.id, one.digest)
        taken.add(id)
        kept.append(one._replace(article=replace(one.article, id=id)))
    return kept


def _with_free_incident_ids(connection: Connection, given: Sequence[Found]) -> Iterator[Found]:
    taken = _there(connection, schema.incidents.c.id, (incident.id for one in given for incident in one.incidents))
    for one in given:
        incidents = tuple(replace(i, id=other_id(i.id, one.digest)) if i.id in taken else i for i in one.incidents)
        taken.update(incident.id for incident in incidents)
        yield one._replace(incidents=incidents)


def _there(connection: Connection, column: ColumnElement[str], wanted: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for some in _chunks(wanted):
        found.update(connection.execute(select(column).where(column.in_(some))).scalars())
    return found


def _chunks(wanted: Iterable[str]) -> Iterator[tuple[str, ...]]:
    every = list(dict.fromkeys(wanted))
    for start in range(0, len(every), _ASKED):
        yield tuple(every[start : start + _ASKED])


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, object]]) -> list[int]:
    """Adds rows; their keys, in the order of the rows."""
    every = list(rows)
    if not every:
        return []
    returning = insert(table).returning(table.c.key, sort_by_parameter_order=True)
    return list(connection.execute(returning, every).scalars())
