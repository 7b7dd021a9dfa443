"""The store of articles and incidents.

Adding is one transaction an article and idempotent: the same content with the same versions changes nothing; with
other versions it adds an extraction, which is then the one shown, and keeps the older ones. Whatever gives incident
rows lays people's decisions over them (rasd/record/decided.py). An article is the same by
its content (`articles.content_hash`), not by the id it was given: another article of an id already taken gets that id
with a part of its hash behind it, so that neither is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, or_, select, update
from sqlalchemy.exc import IntegrityError

from rasd.model import Article, Decision, Incident, IncidentRow
from rasd.record import adding, folded, grouped, merging, reading, review, schema
from rasd.record import engine as database
from rasd.record.adding import Found
from rasd.record.decided import DecidedPlace
from rasd.record.fields import content_hash
from rasd.record.history import Extraction, extractions
from rasd.record.keeping import count_change, insert_one, keep_article, keep_incidents, wait_to_be_merged, with_free_ids
from rasd.record.merge import Doubt, Group, Remade
from rasd.record.review.desk import Desk
from rasd.record.stored import StoredArticle, StoredIncident, article_of, incident_ids, incidents_of, utc

__all__ = ["Extraction", "Store", "StoredArticle", "StoredIncident"]


class Store:
    """An open store; safe to use from several threads. Raises StoreError for whatever the database refuses."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = database.shown_name(engine.url)
        self._reader, self._writer = database.reader(engine), database.writer(engine)
        self.desk = Desk(self.name, self._reader, self._writer)

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

    def add_all(
        self, given: Iterable[tuple[Article, Iterable[Incident]]], versions: tuple[str, str]
    ) -> tuple[bool, ...]:
        """Keeps articles as `add` does each, in order; the new ones among them in one transaction, all or none.

        Some dozens at once are several times as fast as one by one, and none of them is safe before all are.
        """
        found = [Found(article, tuple(incidents), content_hash(article)) for article, incidents in given]
        with database.telling(self.name):
            try:
                new = self._add_new(found, versions)
            except IntegrityError:
                # Another program added one of them, or one can't be kept: each by itself then.
                new = set()
        changed = []
        for one in found:
            changed.append(one.digest in new or self.add(one.article, one.incidents, versions))
            # The same content a second time is not new any more.
            new.discard(one.digest)
        return tuple(changed)

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
        """All incidents shown, as one list of values for each field of IncidentRow, in the order they came in.

        What several articles tell is one; see `rows`.
        """
        whole: dict[str, list[object]] = {name: [] for name in reading.ROW}
        for part in self.parts():
            for name, values in part.items():
                whole[name].extend(values)
        return whole

    def parts(self) -> Iterator[dict[str, list[object]]]:
        """What `columns` gives in parts of some thousand incidents, so that not all are held at once."""
        with self._read() as connection:
            laid, groups = review.load(connection), folded.by_member(grouped.groups(connection))
            yield from folded.parts(reading.parts_of(connection, reading.flat()), groups, laid)

    def rows(self, ids: Sequence[str] | None = None) -> Iterator[IncidentRow]:
        """The incidents shown, all in the order they came in, or those that these ids tell of in the order of the ids.

        What several articles tell is one, in the place of the last of its tellings, by the id of the first.
        """
        if ids is None:
            with self._read() as connection:
                laid, groups = review.load(connection), folded.by_member(grouped.groups(connection))
                asked = connection.execute(reading.flat().order_by(schema.incidents.c.key))
                yield from folded.rows(map(reading.row_of, asked), groups, laid)
            return
        given: set[str] = set()
        for chunk in reading.chunks(ids):
            with self._read() as connection:
                found = folded.asked(connection, chunk)
            for id in chunk:
                row = found.get(id)
                if row is not None and row.id not in given:
                    given.add(row.id)
                    yield row

    def told(self, ids: Sequence[str]) -> Iterator[IncidentRow]:
        """The tellings with these ids, each by itself, in the order of the ids."""
        for chunk in reading.chunks(ids):
            with self._read() as connection:
                laid = review.load(connection, chunk)
                asked = connection.execute(reading.flat().where(schema.incidents.c.id.in_(chunk)))
                found = {row.id: laid.row(reading.row_of(row)) for row in asked}
            yield from (found[id] for id in chunk if id in found)

    def unplaced(self, reason: str = "") -> list[IncidentRow]:
        """The tellings shown that have no place, and those whose reason begins with `reason` when given."""
        i = schema.incidents
        wanted: list[ColumnElement[bool]] = [i.c.latitude.is_(None)]
        if reason:
            wanted.append(i.c.place_reason.startswith(reason, autoescape=True))
        with self._read() as connection:
            laid = review.load(connection)
            asked = connection.execute(reading.flat().where(or_(*wanted)).order_by(i.c.key))
            found = [laid.row(reading.row_of(row)) for row in asked]
        return [one for one in found if one.latitude is None or (reason and one.place_reason.startswith(reason))]

    def decided_places(self) -> dict[str, DecidedPlace]:
        """The places that people's decisions leave, by incident id."""
        with self._read() as connection:
            laid = review.load(connection)
        places = {id: laid.standing(id).values.get(review.PLACE) for id in laid.decisions}
        return {id: place for id, place in places.items() if place is not None}

    def decide(self, decisions: Iterable[Decision]) -> int:
        """Appends decisions in one transaction and returns how many were appended.

        One that changes nothing is left out, and so is one made about another state than the present (its `old` is not
        what the last decision left). Raises StoreError for a field that can't be decided; then nothing is appended.
        """
        return len(self.desk.act(decisions, whole=False).appended)

    def article(self, article_id: str) -> StoredArticle | None:
        """The article with this id and its incidents with all evidence and candidates."""
        return self._article(schema.articles.c.id == article_id)

    def stored(self, article: Article) -> StoredArticle | None:
        """The article of the same content, whatever its id; this tells what `add` has kept it as."""
        return self._article(schema.articles.c.content_hash == content_hash(article))

    def merge(self, *, full: bool = False) -> int:
        """Brings together what tells of one incident, as far as anything has changed since, or everything anew.

        How many groups and doubts are others than before.
        """
        return self.remerge(full=full).changed

    def remerge(self, *, full: bool = False) -> Remade:
        """Merges as `merge` does, and tells what that touched."""
        return merging.merge(self.name, self._read, self._writer, full=full)

    def unmerged(self) -> bool:
        """Whether `merge` has something to do."""
        with self._read() as connection:
            return bool(grouped.waiting(connection, 1)) or grouped.outdated(connection)

    def groups(self) -> tuple[Group, ...]:
        """The incidents that several tellings are of, in the order of their ids."""
        with self._read() as connection:
            return grouped.groups(connection)

    def doubts(self) -> tuple[Doubt, ...]:
        """The pairs of tellings that may be of one incident, for a person to decide, the likeliest first."""
        with self._read() as connection:
            return grouped.doubts(connection)

    def incident(self, incident_id: str) -> StoredIncident | None:
        """The incident that a telling with this id is of, if it is one of those shown; see StoredIncident."""
        a, e, i = schema.articles, schema.extractions, schema.incidents
        wanted = select(a.c.id).join(e, e.c.article == a.c.key).join(i, i.c.extraction == e.c.key)
        with self._read() as connection:
            article_id = connection.execute(wanted.where(i.c.id == incident_id, e.c.is_current)).scalar()
        whole = self.article(article_id) if article_id is not None else None
        told = next((one for one in whole.incidents if one.incident.id == incident_id), None) if whole else None
        if told is None:
            return None
        with self._read() as connection:
            group = next(iter(grouped.groups(connection, [incident_id])), None)
            return merging.whole(connection, told, group)

    def extractions(self, stored: StoredIncident) -> tuple[Extraction, ...]:
        """What each extraction of its article said of an incident, the oldest first, decisions not laid over."""
        with self._read() as connection:
            return extractions(connection, stored.article, stored.incident)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with database.telling(self.name), self._reader.connect() as connection:
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
            laid = review.load(connection, incident_ids(connection, current.key))
            incidents = incidents_of(connection, article, versions, current.key, laid)
        return StoredArticle(article, row.content_hash, utc(row.added), versions, len(runs), incidents)

    def _add_new(self, found: Sequence[Found], versions: tuple[str, str]) -> set[str]:
        """Keeps those whose content is not there yet; their hashes."""
        now = datetime.now(UTC).replace(tzinfo=None)
        with self._writer.begin() as connection:
            there = adding.known(connection, (one.digest for one in found))
            new = {one.digest: one for one in reversed(found) if one.digest not in there}
            if new:
                adding.keep_new(connection, [one for one in found if new.get(one.digest) is one], versions, now)
        return set(new)

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
                    wait_to_be_merged(connection, key)
                    count_change(connection)
                    return True
            extraction = {"article": key, "rasd_version": versions[0], "data_version": versions[1]}
            run_key = insert_one(connection, e, extraction | {"is_current": True, "made": now})
            kept = replace(article, id=article_id)
            keep_incidents(connection, kept, with_free_ids(connection, incidents, key, digest), run_key, versions)
            wait_to_be_merged(connection, key)
            count_change(connection)
        return True
