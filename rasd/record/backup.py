"""A whole store in one file, and back: the same file for SQLite and PostgreSQL, of any schema there has been.

The file is a ZIP of a JSON Lines file for each table (a row a line, a list of its values in the order of the columns)
and of ``manifest.json``, written last: schema, columns, counts and the SHA-256 of each file. A store is read in one
transaction, so that the copy is of one moment while others go on writing. Neither way holds more than some rows.
Small files that belong to a store without standing in it, the places that people added, lie in ``beside/``.
"""

from __future__ import annotations

import hashlib
import json
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import SAWarning

import rasd
from rasd.errors import DataError, StoreError
from rasd.record import engine as database
from rasd.record import migrations, schema

FORMAT = "rasd-backup-1"
MANIFEST = "manifest.json"
_ROWS = 1_000
_LONGEST_MANIFEST = 1_000_000
_LONGEST_BESIDE = 50_000_000
_ADVICE = "take another backup"
_CHANGED = "is not what was written into the backup"

Told = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table in a backup."""

    table: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: `schema` is the revision, `made` when (UTC, ISO), `parts` the tables, parents first.

    `beside` has the SHA-256 of each file beside the store by its name.
    """

    schema: str
    made: str
    parts: tuple[Part, ...]
    beside: Mapping[str, str]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(part.rows for part in self.parts)

    def count(self, table: str) -> int:
        """The rows of one table."""
        return sum(part.rows for part in self.parts if part.table == table)


def write(
    url: str | None, out: BinaryIO, told: Told = lambda done, total: None, beside: Mapping[str, bytes] | None = None
) -> Manifest:
    """Writes all of a store to a stream, and the files beside it by their names. Raises StoreError."""
    engine = database.open_engine(url)
    try:
        with (
            database.telling(database.shown_name(engine.url)),
            database.reader(engine).connect() as connection,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed,
        ):
            tables = schema.metadata.sorted_tables
            seen = _Seen(told, sum(_count(connection, table) for table in tables))
            parts = tuple(_write_table(connection, table, packed, seen) for table in tables)
            for name, content in (beside or {}).items():
                packed.writestr(_beside(name), content)
            digests = {name: hashlib.sha256(content).hexdigest() for name, content in (beside or {}).items()}
            made = Manifest(schema.HEAD, datetime.now(UTC).isoformat(timespec="seconds"), parts, digests)
            packed.writestr(MANIFEST, _as_json(made))
    finally:
        engine.dispose()
    return made


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


class _Seen:
    """How many rows are done; tells of each step."""

    def __init__(self, told: Told, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def more(self, rows: int) -> None:
        self._done += rows
        self._told(self._done, self._total)


def _write_table(connection: Connection, table: Table, packed: zipfile.ZipFile, seen: _Seen) -> Part:
    digest, rows = hashlib.sha256(), 0
    streamed = connection.execution_options(stream_results=True, max_row_buffer=_ROWS)
    found = streamed.execute(select(table).order_by(*table.primary_key)).partitions(_ROWS)
    with packed.open(_file(table.name), "w", force_zip64=True) as out:
        for some in found:
            written = "".join(f"{json.dumps(list(row), ensure_ascii=False, default=_told)}\n" for row in some).encode()
            digest.update(written)
            out.write(written)
            rows += len(some)
            seen.more(len(some))
    return Part(table.name, tuple(table.c.keys()), rows, digest.hexdigest())


def _told(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in the store")


def _file(table: str) -> str:
    return f"{table}.jsonl"


def _beside(name: str) -> str:
    return f"beside/{name}"


def _as_json(made: Manifest) -> str:
    parts = [{"table": p.table, "columns": p.columns, "rows": p.rows, "sha256": p.sha256} for p in made.parts]
    head = {"format": FORMAT, "rasd_version": rasd.__version__, "schema": made.schema, "made": made.made}
    return json.dumps(head | {"tables": parts, "beside": made.beside}, ensure_ascii=False, indent=1)


def restore(url: str | None, path: Path, *, force: bool = False, told: Told = lambda done, total: None) -> Manifest:
    """Fills a store from a backup, whole or not at all, and brings it up to date; what the backup held.

    The store must be new or empty unless `force`, which throws away what it holds. Raises StoreError when it is
    neither or can't be written, DataError for a file that is no backup or was changed since it was written.
    """
    with _opened(path) as packed:
        held = manifest(packed, path)
        engine = database.connect(url)
        shown = database.shown_name(engine.url)
        try:
            with database.telling(shown), database.writer(engine).begin() as connection:
                changes = _emptied(connection, shown, force)
                migrations.upgrade(connection, held.schema)
                _fill(connection, packed, held, path, _Seen(told, held.rows))
                migrations.upgrade(connection)
                # Whoever has the store open must see that it is another, whatever the two had counted.
                _count_on(connection, changes)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
            raise DataError(path, None, f"is damaged ({error})", advice=_ADVICE) from error
        finally:
            engine.dispose()
    return held


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise DataError(path, None, "does not exist", advice="check the name") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise DataError(path, None, "is not a backup of a store", advice="give a file that 'backup' wrote") from error


def beside(path: Path) -> dict[str, bytes]:
    """The files beside the store that a backup holds, by their names; none in one of an older version.

    Raises DataError for a file that is no backup or was changed since it was written.
    """
    found = {}
    with _opened(path) as packed:
        for name, digest in manifest(packed, path).beside.items():
            try:
                with packed.open(_beside(name)) as stream:
                    found[name] = stream.read(_LONGEST_BESIDE)
            except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
                raise DataError(path, None, f"is damaged ({error})", advice=_ADVICE) from error
            if hashlib.sha256(found[name]).hexdigest() != digest:
                raise DataError(f"{path}/{_beside(name)}", None, _CHANGED, advice=_ADVICE)
    return found


def manifest(packed: zipfile.ZipFile, path: Path) -> Manifest:
    """What a backup says that it holds. Raises DataError for none, and for one of a newer program."""
    try:
        with packed.open(MANIFEST) as stream:
            read = json.loads(stream.read(_LONGEST_MANIFEST))
        if read["format"] != FORMAT:
            raise ValueError(read["format"])
        parts = tuple(Part(p["table"], tuple(p["columns"]), p["rows"], p["sha256"]) for p in read["tables"])
        digests = {str(name): str(digest) for name, digest in read.get("beside", {}).items()}
        held = Manifest(str(read["schema"]), str(read["made"]), parts, digests)
    except (AttributeError, KeyError, TypeError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise DataError(path, None, "is not a backup of a store", advice="give a file that 'backup' wrote") from error
    if held.schema not in migrations.known():
        raise DataError(path, None, f"was written by a newer Rasd (schema {held.schema})", advice="update the program")
    return held


def _emptied(connection: Connection, shown: str, force: bool) -> int:
    """Makes sure that no table is there, and tells how many changes the store had seen."""
    there = set(inspect(connection).get_table_names())
    ours = [table for table in reversed(schema.metadata.sorted_tables) if table.name in there]
    revision = database.revision(connection)
    if ours and revision is None:
        raise StoreError(f"the store {shown} holds tables of another program: use another database")
    if revision is not None and revision not in migrations.known():
        raise StoreError(f"the store {shown} was written by a newer Rasd (schema {revision}): update the program")
    kept = [table.name for table in ours if table is not schema.meta and _any(connection, table)]
    if kept and not force:
        told = "restore into a new store, or give --force to throw away what it holds"
        raise StoreError(f"the store {shown} is not empty ({', '.join(sorted(kept))}): {told}")
    changes = 0
    if schema.meta in ours:
        changes = int(connection.execute(select(schema.meta.c.value)).scalar() or 0)
    for table in ours:
        table.drop(connection)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    return changes


def _any(connection: Connection, table: Table) -> bool:
    return connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None


def _fill(connection: Connection, packed: zipfile.ZipFile, held: Manifest, path: Path, seen: _Seen) -> None:
    """Puts the rows into tables of the backup's own schema."""
    tables = MetaData()
    with warnings.catch_warnings():
        # The geometry that PostgreSQL makes of the coordinates: none of the columns that are filled.
        warnings.simplefilter("ignore", SAWarning)
        tables.reflect(connection)
    for part in held.parts:
        table = tables.tables.get(part.table)
        if table is None or not set(part.columns) <= set(table.c.keys()):
            raise DataError(path, None, f"holds another table {part.table!r} than its schema has", advice=_ADVICE)
        connection.execute(delete(table))  # what migrations put there
        for some in _rows(packed, part, table, path):
            connection.execute(insert(table), some)
            seen.more(len(some))
        if database.is_postgresql(connection) and "key" in part.columns:
            # Keys go on behind those that came with the rows.
            following = select(func.coalesce(func.max(table.c.key), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(part.table, "key"), following, False)))


def _rows(packed: zipfile.ZipFile, part: Part, table: Table, path: Path) -> Iterator[list[dict[str, Any]]]:
    """The rows of a table, some at a time. Raises DataError where they are not what was written."""
    where = f"{path}/{_file(part.table)}"
    days = {name for name in part.columns if isinstance(table.c[name].type, Date)}
    moments = {name for name in part.columns if isinstance(table.c[name].type, DateTime)}
    digest, some, line = hashlib.sha256(), list[dict[str, Any]](), 0
    with packed.open(_file(part.table)) as stream:
        for line, raw in enumerate(stream, 1):
            digest.update(raw)
            try:
                row = dict(zip(part.columns, json.loads(raw), strict=True))
                row |= {name: date.fromisoformat(row[name]) for name in days if row[name] is not None}
                row |= {name: datetime.fromisoformat(row[name]) for name in moments if row[name] is not None}
            except (TypeError, ValueError) as error:
                raise DataError(where, line, "is not a row of the table", advice=_ADVICE) from error
            some.append(row)
            if len(some) == _ROWS:
                yield some
                some = []
    if some:
        yield some
    if line != part.rows or digest.hexdigest() != part.sha256:
        raise DataError(where, None, _CHANGED, advice=_ADVICE)


def _count_on(connection: Connection, changes: int) -> None:
    value, name = schema.meta.c.value, schema.meta.c.name
    counted = int(connection.execute(select(value).where(name == schema.CHANGES)).scalar_one())
    new = max(counted, changes) + 1
    connection.execute(update(schema.meta).where(name == schema.CHANGES).values(value=new))
