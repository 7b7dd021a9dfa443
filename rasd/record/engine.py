"""Opens the database of a store: SQLite by default, PostgreSQL with PostGIS by its address.

On SQLite, readers never wait for a writer (WAL), a writer takes its lock at the start of its transaction and waits for
another up to `BUSY_SECONDS`, foreign keys are kept, and what was committed outlives a power cut. Every error of the
database comes out as a StoreError.
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
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from rasd.errors import StoreError
from rasd.record.schema import HEAD, metadata

VARIABLE = "RASD_DATABASE_URL"
BUSY_SECONDS = 10
_DEFAULT = Path(__file__).parents[2] / "var" / "rasd.db"
_BEGIN = "rasd_begin"
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"
_CONNECT_SECONDS = 10
# Any number that nobody else in the database takes for this.
_WRITERS_LOCK = "SELECT pg_advisory_xact_lock(7274356)"

# What SQLite calls its errors (https://www.sqlite.org/rescode.html), in words and with what to do.
_TOLD_BY_SQLITE: tuple[tuple[str, str], ...] = (
    ("SQLITE_READONLY", "is read-only: allow writing to the file and its folder, or use another store"),
    ("SQLITE_FULL", "can't grow, the disk is full: free some space and run again, what was saved before is kept"),
    ("SQLITE_NOTADB", "is not a database: move the file away or use another store"),
    ("SQLITE_CORRUPT", "is damaged: restore a copy of the file, or move it away and ingest again"),
    ("SQLITE_CANTOPEN", "can't be opened: check that its folder exists and may be written"),
    ("SQLITE_BUSY", f"is being written by another program for more than {BUSY_SECONDS} s: try again"),
    ("SQLITE_LOCKED", "is being written by another program: try again"),
    ("SQLITE_IOERR", "can't be read or written, the disk reports an error: check the disk"),
)

# The same for PostgreSQL's codes (https://www.postgresql.org/docs/15/errcodes-appendix.html).
_TOLD_BY_POSTGRESQL: tuple[tuple[str, str], ...] = (
    ("25006", "is read-only: connect to the server that takes writes"),
    ("53100", "can't grow, the server's disk is full: free some space and run again, what was saved before is kept"),
    ("53300", "has no connection free: try again, or raise max_connections"),
    ("28", "does not let this user in: check user and password"),
    ("3D000", "does not exist on this server: create it (docs/deployment.md)"),
    ("42501", "does not allow this user to do that: make the user the owner of the database"),
    ("0A000", "lacks an extension: install PostGIS for the server's version (docs/deployment.md)"),
    ("58P01", "lacks an extension: install PostGIS for the server's version (docs/deployment.md)"),
    ("57P", "is shutting down or starting: try again"),
)
_NO_SERVER = "can't be reached: check that the server runs and that the address is right"


def open_engine(url: str | None = None) -> Engine:
    """An engine on a database whose tables are up to date.

    `url` None means RASD_DATABASE_URL, and without it var/rasd.db in the project's folder. Raises StoreError when the
    database can't be opened, is none, or is of a newer program.
    """
    engine = connect(url)
    shown = shown_name(engine.url)
    with telling(shown):
        _migrate(engine, shown)
    return engine


def connect(url: str | None = None) -> Engine:
    """An engine on the same database as it is, its tables perhaps not up to date or not there. Raises StoreError."""
    address = _address(url)
    return _engine(address, shown_name(address))


def writer(engine: Engine) -> Engine:
    """The same engine for transactions that write: one at a time, so that what one read still holds as it writes."""
    return engine.execution_options(**{_BEGIN: _WRITERS_LOCK if is_postgresql(engine) else "BEGIN IMMEDIATE"})


def reader(engine: Engine) -> Engine:
    """The same engine for transactions that only read: all statements of one see the same state of the store."""
    return engine.execution_options(isolation_level="REPEATABLE READ") if is_postgresql(engine) else engine


def is_postgresql(of: Engine | Connection) -> bool:
    """Whether it speaks to PostgreSQL."""
    return of.dialect.name == _POSTGRESQL


def shown_name(url: URL) -> str:
    """How errors call a database: a file's path, or the address without its password."""
    return url.database or "memory" if url.get_backend_name() == _SQLITE else url.render_as_string(hide_password=True)


@contextmanager
def telling(shown: str) -> Iterator[None]:
    """Turns errors of the database into StoreErrors that say what to do."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"the store {shown} {_told(error)}") from error


def _told(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    code = str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "")
    for start, told in (*_TOLD_BY_SQLITE, *_TOLD_BY_POSTGRESQL):
        if code.startswith(start):
            return told
    if isinstance(error, OperationalError) and not code:
        return _of_connecting(lines)
    return f"can't be used: {lines[0]}"


def _of_connecting(lines: list[str]) -> str:
    """What is told of a connection that failed: PostgreSQL's driver tells these without a code."""
    whole = " ".join(lines)
    for words, code in (("does not exist", "3D000"), ("authentication failed", "28"), ("no password", "28")):
        if words in whole and "FATAL" in whole:
            return next(told for start, told in _TOLD_BY_POSTGRESQL if start == code)
    return f"{_NO_SERVER} ({lines[0]})"


def _address(url: str | None) -> URL:
    given = url or os.environ.get(VARIABLE) or URL.create("sqlite", database=str(_DEFAULT))
    try:
        url_given = make_url(given)
    except (ArgumentError, ValueError):
        # Not the address itself: it may hold a password.
        told = "is no address of a database: write it as sqlite:///path/to/file.db or postgresql://user@host/database"
        raise StoreError(f"{VARIABLE if url is None else repr(url)} {told}") from None
    # Others write postgres:, which SQLAlchemy does not know.
    return url_given.set(drivername=_POSTGRESQL) if url_given.drivername == "postgres" else url_given


def _engine(url: URL, shown: str) -> Engine:
    # Arabic stays readable in JSON columns.
    making = partial(create_engine, url, json_serializer=partial(json.dumps, ensure_ascii=False))
    try:
        if url.get_backend_name() == _SQLITE:
            _make_folder(url)
            engine = making(connect_args={"timeout": BUSY_SECONDS})
            event.listen(engine, "connect", _set_up)
            event.listen(engine, "begin", _begin)
            return engine
        if url.get_backend_name() == _POSTGRESQL:
            asked = {"connect_timeout": _CONNECT_SECONDS, "application_name": "rasd"} | dict(url.query)
            # A connection that the server has closed is made anew instead of failing.
            engine = making(connect_args=asked, pool_pre_ping=True)
            event.listen(engine, "begin", _take_turn)
            return engine
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"the store {shown} needs a driver that is not installed: {error}") from error
    raise StoreError(f"the store {shown} is of a kind that Rasd does not know: use sqlite or postgresql")


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
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.OperationalError as error:
        # A store that can't be written can still be read, and another program may be setting the same mode.
        if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_CANTOPEN")):
            raise


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _take_turn(connection: Connection) -> None:
    if lock := connection.get_execution_options().get(_BEGIN):
        connection.exec_driver_sql(lock)


def _migrate(engine: Engine, shown: str) -> None:
    with engine.connect() as connection:
        if revision(connection) == HEAD:
            return
    # Alembic is slow to import and needed only here.
    from rasd.record import migrations  # noqa: PLC0415

    with writer(engine).begin() as connection:
        # Another program may have been faster, so the revision is read again under the lock.
        found = revision(connection)
        known = migrations.known()
        if found is None and set(inspect(connection).get_table_names()) & set(metadata.tables):
            raise StoreError(f"the store {shown} holds tables of another program: use another database")
        if found is not None and found not in known:
            raise StoreError(f"the store {shown} was written by a newer Rasd (schema {found}): update the program")
        if found != HEAD:
            migrations.upgrade(connection)


def revision(connection: Connection) -> str | None:
    """The migration that the tables are at; None for a database without them."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
