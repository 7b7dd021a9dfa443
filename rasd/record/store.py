"""The store of articles and incidents.

Adding is one transaction an article and idempotent: the same content with the same versions changes nothing; with
other versions it adds an extraction, which is then the one shown, and keeps the older ones. Whatever gives incident
rows lays people's decisions over them (rasd/record/decided.py). An article is the same by
its content (`articles.content_hash`), not by the id it was given: another article of an id already taken gets that id
with a part of its hash behind it, so that neither is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, or_, select, update
from sqlalchemy.exc import IntegrityError

from rasd.model import Article, Decision, Incident, IncidentRow
from rasd.record import decided as places
from rasd.record import deciding, flatten, schema
from rasd.record import engine as database
from rasd.record.decided import DecidedPlace
from rasd.record.fields import content_hash
from rasd.record.history import Extraction, extractions
from rasd.record.keeping import OWN_COLUMNS, count_change, insert_one, keep_article, keep_incidents, with_free_ids
from rasd.record.stored import StoredArticle, StoredIncident, article_of, incidents_of, utc

__all__ = ["Extraction", "Store", "StoredArticle", "StoredIncident"]

_ROW = tuple(field.name for field in fields(IncidentRow))
_GATHERED = ("actors", "attackers", "targets")
_ARTICLE_COLUMNS = ("outlet", "url", "title", "published", "sample")
_VERSION_COLUMNS = ("rasd_version", "data_version")
_FLAT = ("sides", *OWN_COLUMNS, "article_id", *_ARTICLE_COLUMNS, *_VERSION_COLUMNS)
_PART = 5_000
_CHUNK = 500


class Store:
    """An open store; safe to use from several threads. Raises StoreError for whatever the database refuses."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = database.shown_name(engine.url)
        self._writer = database.writer(engine)

    @classmethod
    def open(cls, url: str | None = None) -> Self:
        """Opens (or makes) the store at `url`, RASD_DATABASE_URL or var/rasd.db, and brings its tables up to date."""
        return cls(database.open_engine(url))

    def close(self) -> None:
        """Closes its connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, article: Article, incidents: Iterable[Incident], versions: tuple[str, str]) -> bool:
        """Keeps an article with what these versions (program, data) found in it; True when that changed the store."""
        found = tuple(incidents)
        with database.telling(self.name):
            try:
                return self._add(article, found, versions)
            except IntegrityError:
                # Another program added the same article between the look and the writing; the second look finds it.
                return self._add(article, found, versions)

    def has(self, article: Article, versions: tuple[str, str]) -> bool:
        """Whether the article is there and what is shown of it was found by these versions: adding changes nothing."""
        a, e = schema.articles, schema.extractions
        wanted = select(e.c.rasd_version, e.c.data_version).join(a, a.c.key == e.c.article)
        wanted = wanted.where(a.c.content_hash == content_hash(article), e.c.is_current)
        with self._read() as connection:
            current = connection.execute(wanted).first()
        return current is not None and tuple(current) == versions

    def change_counter(self) -> int:
        """A number that grows with each change of the store."""
        with self._read() as connection:
            wanted = select(schema.meta.c.value).where(schema.meta.c.name == schema.CHANGES)
            return int(connection.execute(wanted).scalar_one())

    def columns(self) -> dict[str, list[object]]:
        """All incidents shown, as one list of values for each field of IncidentRow, in the order they came in."""
        whole: dict[str, list[object]] = {name: [] for name in _ROW}
        for part in self.parts():
            for name, values in part.items():
                whole[name].extend(values)
        return whole

    def parts(self) -> Iterator[dict[str, list[object]]]:
        """What `columns` gives in parts of some thousand incidents, so that not all are held at once."""
        with self._read() as connection:
            laid = deciding.decided_places(connection)
            for part in connection.execute(_flat().order_by(schema.incidents.c.key)).partitions(_PART):
                flat = {name: list(values) for name, values in zip(_FLAT, zip(*part, strict=True), strict=True)}
                places.over_columns(flat, laid)
                lists = [_actor_lists(str(sides)) for sides in flat["sides"]]
                for at, name in enumerate(_GATHERED):
                    flat[name] = [one[at] for one in lists]
                yield {name: flat[name] for name in _ROW}

    def rows(self, ids: Sequence[str] | None = None) -> Iterator[IncidentRow]:
        """The incidents shown, all in the order they came in, or those with these ids in the order of the ids."""
        if ids is None:
            with self._read() as connection:
                laid = deciding.decided_places(connection)
                for row in connection.execute(_flat().order_by(schema.incidents.c.key)):
                    yield places.over_row(_row(row), laid.get(row.id))
            return
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            with self._read() as connection:
                laid = deciding.decided_places(connection, chunk)
                asked = connection.execute(_flat().where(schema.incidents.c.id.in_(chunk)))
                found = {row.id: places.over_row(_row(row), laid.get(row.id)) for row in asked}
            yield from (found[id] for id in chunk if id in found)

    def unplaced(self, reason: str = "") -> list[IncidentRow]:
        """The incidents shown that have no place, and those whose reason begins with `reason` when given."""
        i = schema.incidents
        wanted: list[ColumnElement[bool]] = [i.c.latitude.is_(None)]
        if reason:
            wanted.append(i.c.place_reason.startswith(reason, autoescape=True))
        with self._read() as connection:
            laid = deciding.decided_places(connection)
            found = [
                places.over_row(_row(row), laid.get(row.id))
                for row in connection.execute(_flat().where(or_(*wanted)).order_by(i.c.key))
            ]
        return [one for one in found if one.latitude is None or (reason and one.place_reason.startswith(reason))]

    def decided_places(self) -> dict[str, DecidedPlace]:
        """The places that people's decisions leave, by incident id."""
        with self._read() as connection:
            return deciding.decided_places(connection)

    def decide(self, decisions: Iterable[Decision]) -> int:
        """Appends decisions in one transaction and returns how many were appended.

        One that changes nothing is left out, and so is one made about another state than the present (its `old` is not
        what the last decision left). Raises StoreError for a field that can't be decided; then nothing is appended.
        """
        with database.telling(self.name), self._writer.begin() as connection:
            appended = deciding.append(connection, decisions)
            if appended:
                count_change(connection)
        return appended

    def article(self, article_id: str) -> StoredArticle | None:
        """The article with this id and its incidents with all evidence and candidates."""
        return self._article(schema.articles.c.id == article_id)

    def stored(self, article: Article) -> StoredArticle | None:
        """The article of the same content, whatever its id; this tells what `add` has kept it as."""
        return self._article(schema.articles.c.content_hash == content_hash(article))

    def incident(self, incident_id: str) -> StoredIncident | None:
        """The incident with this id, if it is one of those shown."""
        a, e, i = schema.articles, schema.extractions, schema.incidents
        wanted = select(a.c.id).join(e, e.c.article == a.c.key).join(i, i.c.extraction == e.c.key)
        with self._read() as connection:
            article_id = connection.execute(wanted.where(i.c.id == incident_id, e.c.is_current)).scalar()
        whole = self.article(article_id) if article_id is not None else None
        return next((one for one in whole.incidents if one.incident.id == incident_id), None) if whole else None

    def extractions(self, stored: StoredIncident) -> tuple[Extraction, ...]:
        """What each extraction of its article said of an incident, the oldest first, decisions not laid over."""
        with self._read() as connection:
            return extractions(connection, stored.article, stored.incident)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with database.telling(self.name), self.engine.connect() as connection:
            yield connection

    def _article(self, condition: Any) -> StoredArticle | None:
        e = schema.extractions
        with self._read() as connection:
            row = connection.execute(select(schema.articles).where(condition)).first()
            if row is None:
                return None
            runs = connection.execute(select(e).where(e.c.article == row.key)).all()
            current = next(run for run in runs if run.is_current)
            article, versions = article_of(row), (current.rasd_version, current.data_version)
            incidents = incidents_of(connection, article, versions, current.key)
        return StoredArticle(article, row.content_hash, utc(row.added), versions, len(runs), incidents)

    def _add(self, article: Article, incidents: tuple[Incident, ...], versions: tuple[str, str]) -> bool:
        digest, now = content_hash(article), datetime.now(UTC).replace(tzinfo=None)
        e = schema.extractions
        with self._writer.begin() as connection:
            key, article_id, is_new = keep_article(connection, article, digest, now)
            if not is_new:
                runs = connection.execute(select(e).where(e.c.article == key)).all()
                same = next((run for run in runs if (run.rasd_version, run.data_version) == versions), None)
                if same is not None and same.is_current:
                    return False
                connection.execute(update(e).where(e.c.article == key, e.c.is_current).values(is_current=False))
                if same is not None:
                    connection.execute(update(e).where(e.c.key == same.key).values(is_current=True))
                    count_change(connection)
                    return True
            extraction = {"article": key, "rasd_version": versions[0], "data_version": versions[1]}
            run_key = insert_one(connection, e, extraction | {"is_current": True, "made": now})
            kept = replace(article, id=article_id)
            keep_incidents(connection, kept, with_free_ids(connection, incidents, key, digest), run_key, versions)
            count_change(connection)
        return True


def _flat() -> Select[Any]:
    """The columns named in _FLAT, of the incidents shown."""
    a, e, i = schema.articles, schema.extractions, schema.incidents
    columns = [i.c.sides, *(i.c[name] for name in OWN_COLUMNS), a.c.id.label("article_id")]
    columns += [a.c[name] for name in _ARTICLE_COLUMNS] + [e.c[name] for name in _VERSION_COLUMNS]
    return select(*columns).join(e, e.c.key == i.c.extraction).join(a, a.c.key == e.c.article).where(e.c.is_current)


def _row(row: Row[Any]) -> IncidentRow:
    values: dict[str, Any] = dict(zip(_FLAT[1:], row[1:], strict=True))
    values |= dict(zip(_GATHERED, _actor_lists(row.sides), strict=True))
    return IncidentRow(**values)


@lru_cache(maxsize=10_000)
def _actor_lists(sides: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return flatten.actor_lists((actor, role) for actor, role in json.loads(sides))
