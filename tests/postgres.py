"""A PostgreSQL server of the tests' own, with PostGIS, in a temporary folder: nothing of the machine's is touched."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

_NUMBERS = count(1)
# Data that need not outlive the tests: nothing waits for the disk.
_HASTE = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses="


class Postgres:
    """A running server; each `database` is new and empty but for PostGIS's own tables."""

    def __init__(self, bin: Path, folder: Path) -> None:
        self._bin, self._folder = bin, folder

    def database(self, template: str = "rasd_template") -> str:
        """The SQLAlchemy URL of a new database."""
        name = f"rasd_{next(_NUMBERS)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}", "postgres")
        return self.url(name)

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql://rasd@/{database}?host={self._folder}"

    def sql(self, statement: str, database: str) -> str:
        """Runs a statement in a database; what it gives, without heads."""
        command = [self._bin / "psql", "-h", self._folder, "-U", "rasd", "-d", database, "-qtAc", statement]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server with PostGIS."""
    bin = _programs()
    if bin is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    user = _user()
    if user is None:
        pytest.skip("PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody'")
    with _running(bin, user) as server:
        server.sql("CREATE DATABASE rasd_template", "postgres")
        if not server.sql("SELECT name FROM pg_available_extensions WHERE name = 'postgis'", "postgres"):
            pytest.skip("PostGIS is not installed (Debian: postgresql-15-postgis-3)")
        server.sql("CREATE EXTENSION postgis", "rasd_template")
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The URL of a new database."""
    return postgres.database()


@contextmanager
def _running(bin: Path, user: str) -> Iterator[Postgres]:
    # A socket's path may have 107 characters, so no folder of pytest's.
    with tempfile.TemporaryDirectory(prefix="rasd-pg-") as made:
        folder, data = Path(made), Path(made) / "data"
        shutil.chown(folder, user)
        try:
            _run([bin / "initdb", "-D", data, "-U", "rasd", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"], user)
            options = f"{_HASTE} -c unix_socket_directories={folder}"
            _run([bin / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"], user)
            yield Postgres(bin, folder)
        finally:
            if (data / "postmaster.pid").exists():
                _run([bin / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], user)


def _run(command: list[str | Path], user: str) -> None:
    # Not captured by a pipe: the server would hold it open.
    with tempfile.TemporaryFile() as out:
        own = user if os.geteuid() == 0 else None
        done = subprocess.run(command, check=False, stdout=out, stderr=out, user=own, group=own and _group(user))
        out.seek(0)
        assert done.returncode == 0, out.read().decode(errors="replace")


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


def _user() -> str | None:
    """Who runs the server: never root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _programs() -> Path | None:
    """The folder of the server's programs, of the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None
