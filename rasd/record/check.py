"""Whether a store is sound: what the tables must hold to is read again, row by row, and each breach told.

An ordered list of checks, each of which gives the problems it finds; nothing is changed. Articles are looked at some at
a time, so that memory stays flat.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, func, select

from rasd.errors import StoreError
from rasd.record import engine as database
from rasd.record import schema
from rasd.record.fields import content_hash
from rasd.record.review import fields as decidable
from rasd.record.stored import article_of

_ARTICLES = 200
_RESTORE = "restore a backup of before"
_READ_AGAIN = f"{_RESTORE}, or ingest the report again with newer rules or data"

_MERGE = "run 'python -m rasd merge'"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that must not be: `table` and `key` say which row, `do` what to do about it."""

    table: str
    key: object
    what: str
    do: str = _RESTORE

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.what}: {self.do}"


@dataclass(slots=True)
class Checked:
    """What was looked at, by table."""

    rows: dict[str, int] = field(default_factory=dict)


def check(url: str | None, seen: Checked) -> Iterator[Problem]:
    """The problems of a store, none for a sound one; `seen` is told what was looked at. Raises StoreError."""
    engine = database.open_engine(url)
    try:
        with database.telling(database.shown_name(engine.url)), database.reader(engine).connect() as connection:
            damage = list(_file(connection))
            yield from damage
            # What a damaged file holds can't be read row by row.
            for one in () if damage else _CHECKS:
                yield from one(connection)
            for table in () if damage else schema.metadata.sorted_tables:
                seen.rows[table.name] = connection.execute(select(func.count()).select_from(table)).scalar_one()
    finally:
        engine.dispose()


def _file(connection: Connection) -> Iterator[Problem]:
    """The database file itself, where it is one."""
    if connection.dialect.name != "sqlite":
        return
    for (told,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if told != "ok":
            yield Problem("the file", "", str(told))


def _references(connection: Connection) -> Iterator[Problem]:
    """Each row that hangs on another hangs on one that is there."""
    for table in schema.metadata.sorted_tables:
        for one in table.foreign_keys:
            own: Column[Any] = one.parent
            other = one.column.table.alias("other")
            lost = select(*table.primary_key, own.label("parent")).outerjoin(other, other.c[one.column.name] == own)
            for row in connection.execute(lost.where(own.is_not(None), other.c[one.column.name].is_(None))):
                told = f"hangs on {one.column.table.name} {row.parent}, which is not there"
                yield Problem(table.name, _key(tuple(row)), told)


def _key(row: tuple[object, ...]) -> object:
    return row[0] if len(row) == 2 else row[:-1]


def _articles(connection: Connection) -> Iterator[Problem]:
    """Articles and what was read from them."""
    wanted = select(schema.articles).order_by(schema.articles.c.key)
    for rows in connection.execution_options(stream_results=True).execute(wanted).partitions(_ARTICLES):
        texts = {row.key: article_of(row).text for row in rows}
        for row in rows:
            if content_hash(article_of(row)) != row.content_hash:
                yield Problem("articles", row.key, f"the text of {row.id!r} is not that of its hash", _READ_AGAIN)
        yield from _extractions(connection, texts)


def _extractions(connection: Connection, texts: Mapping[int, str]) -> Iterator[Problem]:
    e = schema.extractions
    runs = connection.execute(select(e).where(e.c.article.in_(texts))).all()
    current = [run.article for run in runs if run.is_current]
    for article in texts:
        if (count := current.count(article)) != 1:
            yield Problem("articles", article, f"{count} of its extractions are shown, not one", _READ_AGAIN)
    for run in runs:
        if not run.rasd_version or not run.data_version:
            yield Problem("extractions", run.key, "the versions that read the report are not told", _READ_AGAIN)
    yield from _incidents(connection, {run.key: texts[run.article] for run in runs})


def _incidents(connection: Connection, texts: Mapping[int, str]) -> Iterator[Problem]:
    i = schema.incidents
    rows = connection.execute(select(i).where(i.c.extraction.in_(texts))).all()
    told = {row.key: texts[row.extraction] for row in rows}
    found = {
        table: connection.execute(select(table).where(table.c.incident.in_(told)).order_by(table.c.key)).all()
        for table in (schema.evidence, schema.participants, schema.tolls, schema.candidates)
    }
    for row in rows:
        if told[row.key][row.sentence_start : row.sentence_end] != row.sentence:
            yield Problem("incidents", row.key, f"the sentence of {row.id} does not stand in its report", _READ_AGAIN)
        if (row.latitude is None) != (row.longitude is None) or not _on_earth(row):
            yield Problem("incidents", row.key, f"the coordinates of {row.id} are none on earth", _READ_AGAIN)
        if not 0 <= row.confidence <= 1:
            yield Problem("incidents", row.key, f"the confidence of {row.id} is not from 0 to 1", _READ_AGAIN)
    yield from _spans(found, told)
    yield from _sides(rows, found[schema.participants])
    yield from _chosen(rows, found[schema.candidates])


def _on_earth(row: Row[Any]) -> bool:
    return row.latitude is None or row.longitude is None or (abs(row.latitude) <= 90 and abs(row.longitude) <= 180)


def _spans(found: Mapping[Table, Any], told: Mapping[int, str]) -> Iterator[Problem]:
    """The words that a slot was read from stand where they are said to."""
    for table, words in ((schema.evidence, "text"), (schema.participants, "surface"), (schema.tolls, None)):
        for row in found[table]:
            text = told[row.incident]
            inside = 0 <= row.start <= row.end <= len(text)
            if not inside or (words and text[row.start : row.end] != getattr(row, words)):
                yield Problem(table.name, row.key, "its words do not stand there in the report", _READ_AGAIN)


def _sides(rows: Any, participants: Any) -> Iterator[Problem]:
    """The incident's list of sides tells the same as its participants."""
    told: dict[int, list[list[str]]] = {}
    for one in participants:
        told.setdefault(one.incident, []).append([one.actor, one.role])
    for row in rows:
        try:
            same = json.loads(row.sides) == told.get(row.key, [])
        except ValueError:
            same = False
        if not same:
            yield Problem("incidents", row.key, f"the sides of {row.id} are not its participants", _READ_AGAIN)


def _chosen(rows: Any, candidates: Any) -> Iterator[Problem]:
    """The place of an incident is the one chosen from its candidates."""
    chosen: dict[int, list[str]] = {}
    for one in candidates:
        if one.chosen:
            chosen.setdefault(one.incident, []).append(one.place_id)
    for row in rows:
        if chosen.get(row.key, []) != ([] if row.place_id is None else [row.place_id]):
            yield Problem("incidents", row.key, f"the place of {row.id} is not the one chosen for it", _READ_AGAIN)


def _decisions(connection: Connection) -> Iterator[Problem]:
    """Each decision is about an incident there is, made about the state before it, and can be read."""
    d, i = schema.decisions, schema.incidents
    unknown = select(d.c.key, d.c.incident).where(~select(i.c.key).where(i.c.id == d.c.incident).exists())
    for row in connection.execute(unknown.order_by(d.c.key)):
        yield Problem("decisions", row.key, f"is about {row.incident}, which is not there")
    last: dict[tuple[str, str], str | None] = {}
    for row in connection.execution_options(stream_results=True).execute(select(d).order_by(d.c.key)):
        before = last.get((row.incident, row.field))
        if row.old != before:
            told = f"was made about {_shown(row.old)}, but {row.field} of {row.incident} was {_shown(before)}"
            yield Problem("decisions", row.key, told, "look at the incident and decide again")
        last[row.incident, row.field] = row.new
        try:
            decidable.check(row.field, row.new)
        except StoreError as error:
            yield Problem("decisions", row.key, f"is not applied: {error}", "look at the incident and decide again")
        if not row.who:
            yield Problem("decisions", row.key, "nobody is named who made it")


def _groups(connection: Connection) -> Iterator[Problem]:
    """What merging made speaks of incidents that there are, and each group has its lead among its members."""
    i, m, p = schema.incidents, schema.members, schema.pairs
    for table, column in ((m, m.c.member), (p, p.c.one), (p, p.c.other)):
        lost = select(column).where(~select(i.c.key).where(i.c.id == column).exists())
        for id in connection.execute(lost.order_by(column)).scalars():
            yield Problem(table.name, id, "there is no incident of this id", _MERGE)
    leads = m.alias("leads")
    headless = select(m.c.member, m.c.lead).outerjoin(leads, (leads.c.member == m.c.lead) & (leads.c.lead == m.c.lead))
    for row in connection.execute(headless.where(leads.c.member.is_(None)).order_by(m.c.member)):
        yield Problem("members", row.member, f"its group has no lead {row.lead}", _MERGE)


def _shown(value: str | None) -> str:
    """A decision's value in a line."""
    return "what the machine read" if value is None else repr(value[:80])


_CHECKS: tuple[Callable[[Connection], Iterator[Problem]], ...] = (_references, _articles, _decisions, _groups)
