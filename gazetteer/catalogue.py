"""Makes all imports quick to search: one SQLite file with the keys of their names, made anew when they have changed.

Nothing is read from it before it is asked for but the names that running text is searched for, packed into one text a
first word, so that a start costs little whatever is imported. It is derived: it may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from gazetteer import imports, keys, tables, userdata
from gazetteer.model import Place
from gazetteer.sources.names import latin_sounds
from gazetteer.userdata import CATALOGUE, IMPORTED

# One-word names of smaller places are ordinary words too often: running text is not searched for them, cue words and
# look-ups find them all the same.
SPOKEN_PEOPLE = 20_000
_AT_ONCE = 500  # values in one query: every SQLite takes that many
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE places (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_ar TEXT NOT NULL,
  kind TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
  admin2 TEXT NOT NULL, population INTEGER, radius_km REAL);
CREATE TABLE names (place INTEGER NOT NULL, folded TEXT NOT NULL, loose TEXT NOT NULL);
CREATE TABLE spoken (head TEXT NOT NULL, tails TEXT NOT NULL);
CREATE TABLE sounds (place INTEGER NOT NULL, sounds TEXT NOT NULL);
CREATE TABLE latin (place INTEGER NOT NULL, plain TEXT NOT NULL, bones TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX names_folded ON names (folded);
CREATE INDEX names_loose ON names (loose);
CREATE INDEX latin_plain ON latin (plain);
CREATE INDEX sounds_sounds ON sounds (sounds);
CREATE INDEX latin_bones ON latin (bones);
"""
_FIELDS = (
    "p.id, p.name, p.name_ar, p.kind, p.country, p.admin1, p.latitude, p.longitude, p.admin2, p.population, p.radius_km"
)
_BY = {
    key: f"SELECT {_FIELDS} FROM {table} m JOIN places p ON p.n = m.place WHERE m.{key} = ? ORDER BY p.n"  # noqa: S608
    for key, table in (
        ("folded", "names"),
        ("loose", "names"),
        ("plain", "latin"),
        ("bones", "latin"),
        ("sounds", "sounds"),
    )
}
_BY_NUMBER = f"SELECT p.n, {_FIELDS} FROM places p WHERE p.n IN ({{}})"  # noqa: S608
_BY_ID = f"SELECT {_FIELDS} FROM places p WHERE p.id = ?"  # noqa: S608
_ALL = f"SELECT {_FIELDS} FROM places p ORDER BY p.n"  # noqa: S608


class Imported:
    """The places of a folder's imports; of places of one id the last imported counts, with the names of all."""

    def __init__(self, folder: Path) -> None:
        self._database = _opened(folder)
        self._lock = threading.Lock()
        self.version, self.name_count = self._meta("version"), int(self._meta("names"))
        # What running text is searched for, by first word: a line for each name, see phrases.Unread.
        self.tails: dict[str, str] = dict(self._rows("SELECT head, tails FROM spoken"))  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[Place]:
        """All places: reads everything."""
        return map(_place, self._rows(_ALL))

    def place(self, place_id: str) -> Place | None:
        """The place of an id, or None."""
        return next(map(_place, self._rows(_BY_ID, place_id)), None)

    def named(self, folded: str) -> list[Place]:
        """The places of exactly this folded name, its words parted by blanks."""
        return self._of("folded", folded)

    def loose(self, key: str) -> list[Place]:
        """The places whose names have this loosened key."""
        return self._of("loose", key)

    def latin(self, plain: str) -> list[Place]:
        """The places of this plain Latin name."""
        return self._of("plain", plain)

    def alike(self, bones: str) -> list[Place]:
        """The places of a Latin name of these consonants."""
        return self._of("bones", bones)

    def sounding(self, sounds: str) -> list[Place]:
        """The places without an Arabic name whose Latin name has these consonants (see sources/names.py)."""
        return self._of("sounds", sounds)

    def numbered(self, numbers: Sequence[str]) -> dict[str, Place]:
        """The places of these numbers (the keys of `tails`)."""
        found: dict[str, Place] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            for number, *row in self._rows(_BY_NUMBER.format(",".join("?" * len(some))), *some):
                found[str(number)] = _place(row)
        return found

    def _of(self, key: str, value: str) -> list[Place]:
        return list(dict.fromkeys(map(_place, self._rows(_BY[key], value)))) if value else []

    def _rows(self, query: str, *values: str) -> list[Sequence[Any]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def _meta(self, key: str) -> str:
        ((value,),) = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(value)


def _place(row: Sequence[Any]) -> Place:
    key, name, name_ar, kind, country, admin1, latitude, longitude, admin2, population, radius = row
    return Place(
        key, name, name_ar, kind, country, admin1, latitude, longitude, admin2, population,
        tables.precision(kind), radius or tables.radius_km(kind, population), IMPORTED,
    )  # fmt: skip


def renew(folder: Path) -> None:
    """Makes the catalogue of a folder if it is not up to date, so that the next start need not."""
    if userdata.fingerprint(folder):
        _opened(folder).close()
    else:
        (folder / CATALOGUE).unlink(missing_ok=True)


def _opened(folder: Path) -> sqlite3.Connection:
    """The catalogue, up to date: made anew when the imports or the folding have changed. Raises DataError."""
    path, stamp = folder / CATALOGUE, repr((keys.stamp(), userdata.fingerprint(folder)))
    if path.exists():
        database = _connected(path)
        try:
            ((known,),) = database.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchall()
            if known == stamp:
                return database
        except (sqlite3.Error, ValueError):
            pass
        database.close()
    try:
        number, new = tempfile.mkstemp(dir=folder, suffix=".new")
    except OSError:
        # A folder that may only be read: made in memory, which takes its time at each start.
        database = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(database, folder, stamp)
        return database
    os.close(number)
    try:
        with closing(sqlite3.connect(new)) as database:
            _fill(database, folder, stamp)
        Path(new).replace(path)
    finally:
        Path(new).unlink(missing_ok=True)
    return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    # Immutable, because the file is never changed but replaced: who has the old one open goes on reading it.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _fill(database: sqlite3.Connection, folder: Path, stamp: str) -> None:
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
    told = imports.listed(folder)
    merged = _merged(imports.rows(folder, one.name) for one in told)
    arabic: list[tuple[int, str, int | None]] = []
    for n, (row, names_ar, names) in enumerate(merged, 1):
        database.execute(
            "INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (n, row.id, row.name, row.name_ar, row.kind, row.country, row.admin1, row.latitude, row.longitude,
             row.admin2, row.population, row.radius_km),
        )  # fmt: skip
        arabic += ((n, text, row.population) for text in names_ar)
        database.executemany(
            "INSERT INTO latin VALUES (?,?,?)", {(n, keys.plain(text), keys.consonants(text)): None for text in names}
        )
        if not names_ar:
            found = {latin_sounds(text) for text in names}
            database.executemany("INSERT INTO sounds VALUES (?,?)", ((n, one) for one in sorted(found) if one))
    tails: dict[str, list[str]] = {}
    seen: set[tuple[int, str]] = set()
    for (n, _, population), folded in zip(arabic, keys.joined_words([one[1] for one in arabic]), strict=True):
        if folded and (n, folded) not in seen:
            seen.add((n, folded))
            words = tuple(folded.split(" "))
            database.execute("INSERT INTO names VALUES (?,?,?)", (n, folded, keys.loosened(words)))
            if len(words) > 1 or (population or 0) >= SPOKEN_PEOPLE:
                tails.setdefault(words[0], []).append(f"\n{' '.join(words[1:])}\t{n}")
    database.executemany("INSERT INTO spoken VALUES (?,?)", ((head, "".join(some)) for head, some in tails.items()))
    version = hashlib.sha256(
        "\n".join(f"{one.name} {one.sha256} {one.places} {one.names}" for one in told).encode()
    ).hexdigest()
    values = {"stamp": stamp, "version": version[:12], "names": str(len(arabic))}
    database.executemany("INSERT INTO meta VALUES (?,?)", values.items())
    database.executescript(_INDEXES)
    database.commit()


def _merged(
    tables_of_rows: Iterable[Iterable[imports.Row]],
) -> Iterable[tuple[imports.Row, dict[str, None], dict[str, None]]]:
    """Each place once, as the last import has it, with its Arabic and Latin names in all imports."""
    found: dict[str, tuple[imports.Row, dict[str, None], dict[str, None]]] = {}
    for rows in tables_of_rows:
        for row in rows:
            _, arabic, latin = found.get(row.id, (row, {}, {}))
            arabic |= dict.fromkeys(row.names_ar)
            latin |= dict.fromkeys((row.name, *row.names))
            found[row.id] = (row, arabic, latin)
    return found.values()
