"""Opens the database of a store: SQLite by default, anything SQLAlchemy speaks by its address.

On SQLite, readers never wait for a writer (WAL), a writer takes its lock at the start of its transaction and waits for
another up to `BUSY_SECONDS`, and foreign keys are kept. Every error of the database comes out as a StoreError.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from rasd.errors import StoreError
from rasd.record.schema import HEAD, metadata

VARIABLE = "RASD_DATABASE_URL"
BUSY_SECONDS = 10
_DEFAULT = Path(__file__).parents[2] / "var" / "rasd.db"
_BEGIN = "rasd_begin"

# What SQLite calls its errors (https://www.sqlite.org/rescode.html), in words and with what to do.
_TOLD: tuple[tuple[str, str], ...] = (
    ("SQLITE_READONLY", "is read-only: allow writing to the file and its folder, or use another store"),
    ("SQLITE_FULL", "can't grow, the disk is full: free some space and run again, what was saved before is kept"),
    ("SQLITE_NOTADB", "is not a database: move the file away or use another store"),
    ("SQLITE_CORRUPT", "is damaged: restore a copy of the file, or move it away and ingest again"),
    ("SQLITE_CANTOPEN", "can't be opened: check that its folder exists and may be written"),
    ("SQLITE_BUSY", f"is being written by another program for more than {BUSY_SECONDS} s: try again"),
    ("SQLITE_LOCKED", "is being written by another program: try again"),
    ("SQLITE_IOERR", "can't be read or written, the disk reports an error: check the disk"),
)


def open_engine(url: str | None = None) -> Engine:
    """An engine on a database whose tables are up to date.

    `url` None means RASD_DATABASE_URL, and without it var/rasd.db in the project's folder. Raises StoreError when the
    database can't be opened, is none, or is of a newer program.
    """
    address = _address(url)
    shown = shown_name(address)
    engine = _engine(address, shown)
    with telling(shown):
        _migrate(engine, shown)
    return engine


def writer(engine: Engine) -> Engine:
    """The same engine for transactions that write: on SQLite they take the write lock at once."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def shown_name(url: URL) -> str:
    """How errors call a database: a file's path, or the address without its password."""
    return url.database or "memory" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


@contextmanager
def telling(shown: str) -> Iterator[None]:
    """Turns errors of the database into StoreErrors that say what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"the store {shown} {_told(error)}") from error


def _told(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(cause, "sqlite_errorname", "")
    for start, told in _TOLD:
        if name.startswith(start):
            return told
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return f"can't be used: {lines[0]}"


def _address(url: str | None) -> URL:
    given = url or os.environ.get(VARIABLE) or URL.create("sqlite", database=str(_DEFAULT))
    try:
        return make_url(given)
    except ArgumentError:
        raise StoreError(f"{given!r} is no address of a database: write it as sqlite:///path/to/file.db") from None


def _engine(url: URL, shown: str) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        _make_folder(url)
    try:
        # Arabic stays readable in JSON columns.
        as_json = partial(json.dumps, ensure_ascii=False)
        engine = create_engine(url, json_serializer=as_json, connect_args={"timeout": BUSY_SECONDS} if sqlite else {})
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"the store {shown} needs a driver that is not installed: {error}") from error
    if sqlite:
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    return engine


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the store's folder {folder} can't be made: {error.strerror}") from error


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # SQLAlchemy's documented way to whole transactions on SQLite: the driver begins none, `_begin` does.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.OperationalError as error:
        # A store that can't be written can still be read, and another program may be setting the same mode.
        if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_CANTOPEN")):
            raise


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _migrate(engine: Engine, shown: str) -> None:
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    # Alembic is slow to import and needed only here.
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    from rasd.record import migrations  # noqa: PLC0415

    with writer(engine).begin() as connection:
        # Another program may have been faster, so the revision is read again under the lock.
        found = _revision(connection)
        known = {script.revision for script in ScriptDirectory.from_config(migrations.config()).walk_revisions()}
        if found is None and set(inspect(connection).get_table_names()) & set(metadata.tables):
            raise StoreError(f"the store {shown} holds tables of another program: use another database")
        if found is not None and found not in known:
            raise StoreError(f"the store {shown} was written by a newer Rasd (schema {found}): update the program")
        if found != HEAD:
            migrations.upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision
