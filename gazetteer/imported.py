"""Reads imports as they are asked for: at the start only the words that names begin with, then names by that word."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gazetteer import imports, tables, userdata
from gazetteer.errors import DataError
from gazetteer.model import Place
from gazetteer.userdata import IMPORTED

_FIELDS = (
    "p.id, p.name, p.name_ar, p.kind, p.country, p.admin1, p.latitude, p.longitude, p.admin2, p.population, p.radius_km"
)


class Imported:
    """The places of a folder's imports; of places of one id the last imported counts, with the names of all."""

    def __init__(self, folder: Path) -> None:
        paths = userdata.files(folder)
        for path in paths:
            imports.renewed(path)
        told = sorted(((imports.manifest(one), one) for one in paths), key=lambda pair: (pair[0].order, pair[0].name))
        self._databases = [imports.connect(path) for _, path in told]
        self._lock = threading.Lock()
        self.name_count = sum(one.names for one, _ in told)
        stamp = "\n".join(f"{one.name} {one.sha256} {one.keys} {one.places}" for one, _ in told)
        self.version = hashlib.sha256(stamp.encode()).hexdigest()[:12]
        self.heads = self._read_heads([path for _, path in told])
        self._shared = self._read_shared([one.source for one, _ in told])

    def _read_heads(self, paths: list[Path]) -> dict[str, tuple[int, ...]]:
        """The first words of the names, each with the numbers of the imports that have such names."""
        found: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
        for number, (database, path) in enumerate(zip(self._databases, paths, strict=True)):
            try:
                (text,) = database.execute("SELECT value FROM meta WHERE key = 'heads'").fetchone()
            except (sqlite3.Error, TypeError) as error:
                raise DataError(path, None, "is no import", value=error, advice="remove it and import again") from error
            for word in text.split("\n"):
                found[word] += (number,)
        return dict(found)

    def _read_shared(self, sources: list[str]) -> frozenset[str]:
        """The ids that stand in several imports; only those of one source can share any."""
        shared: set[str] = set()
        for source in {one for one in sources if sources.count(one) > 1}:
            seen: set[str] = set()
            for database, its in zip(self._databases, sources, strict=True):
                if its == source:
                    ids = {one for (one,) in database.execute("SELECT id FROM places")}
                    shared |= seen & ids
                    seen |= ids
        return frozenset(shared)

    def named(self, head: str) -> list[tuple[tuple[str, ...], Place]]:
        """The names (folded words) that begin with this word, each with its place."""
        found: dict[tuple[str, str], Place] = {}
        for number in self.heads.get(head, ()):
            query = (
                f"SELECT m.folded, {_FIELDS} FROM names m JOIN places p ON p.n = m.place"  # noqa: S608
                " WHERE m.folded = ? OR (m.folded > ? AND m.folded < ?) ORDER BY m.rowid"
            )
            for folded, *row in self._rows(number, query, (head, head + " ", head + "!")):
                found[folded, row[0]] = _place(row)
        return [
            (tuple(folded.split(" ")), (self.place(key) or place) if key in self._shared else place)
            for (folded, key), place in found.items()
        ]

    def loose(self, key: str) -> list[Place]:
        """The places whose names have this loosened key."""
        return self._asked("names m JOIN places p ON p.n = m.place WHERE m.loose = ?", key)

    def latin(self, plain: str) -> list[Place]:
        """The places of this plain Latin name."""
        return self._asked("latin m JOIN places p ON p.n = m.place WHERE m.plain = ?", plain)

    def alike(self, bones: str) -> list[Place]:
        """The places of a Latin name of these consonants."""
        return self._asked("latin m JOIN places p ON p.n = m.place WHERE m.bones = ?", bones)

    def place(self, place_id: str) -> Place | None:
        """The place of an id, or None."""
        for number in reversed(range(len(self._databases))):
            for row in self._rows(number, f"SELECT {_FIELDS} FROM places p WHERE p.id = ?", (place_id,)):  # noqa: S608
                return _place(row)
        return None

    def __iter__(self) -> Iterator[Place]:
        """All places, each id once: reads everything."""
        found: dict[str, Place] = {}
        for number in range(len(self._databases)):
            for row in self._rows(number, f"SELECT {_FIELDS} FROM places p ORDER BY p.n", ()):  # noqa: S608
                found[row[0]] = _place(row)
        return iter(found.values())

    def _asked(self, where: str, key: str) -> list[Place]:
        found: dict[str, Place] = {}
        for number in range(len(self._databases)) if key else ():
            for row in self._rows(number, f"SELECT {_FIELDS} FROM {where} ORDER BY p.n", (key,)):  # noqa: S608
                found[row[0]] = _place(row)
        return list(found.values())

    def _rows(self, number: int, query: str, values: tuple[str, ...]) -> list[Sequence[Any]]:
        with self._lock:
            return self._databases[number].execute(query, values).fetchall()


def _place(row: Sequence[Any]) -> Place:
    key, name, name_ar, kind, country, admin1, latitude, longitude, admin2, population, radius = row
    return Place(
        key, name, name_ar, kind, country, admin1, latitude, longitude, admin2, population,
        tables.precision(kind), radius or tables.radius_km(kind, population), IMPORTED,
    )  # fmt: skip
