"""Reads imports as they are asked for: at the start only the words that names begin with, then names by that word."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from gazetteer import imports, tables
from gazetteer.errors import DataError
from gazetteer.model import Place

SOURCE = "imported"
_FIELDS = "p.id, p.name, p.name_ar, p.kind, p.country, p.admin1, p.latitude, p.longitude, p.admin2, p.population, p.radius_km"
_Row = tuple[str, str, str, str, str, str, float, float, str, int | None, float | None]


class Imported:
    """The places of a folder's imports; of places of one id the last imported counts, with the names of all."""

    def __init__(self, folder: Path | None = None) -> None:
        paths = imports.files(folder) if folder else ()
        for path in paths:
            imports.renewed(path)
        told = sorted(((imports.manifest(path), path) for path in paths), key=lambda pair: (pair[0].order, pair[0].name))
        self._databases = [imports.connect(path) for _, path in told]
        self.place_count = sum(one.places for one, _ in told)
        self.name_count = sum(one.names for one, _ in told)
        stamp = "\n".join(f"{one.name} {one.sha256} {one.keys} {one.places}" for one, _ in told)
        self.version = hashlib.sha256(stamp.encode()).hexdigest()[:12] if told else ""
        self.heads = self._read_heads([path for _, path in told])

    def __bool__(self) -> bool:
        return bool(self._databases)

    def _read_heads(self, paths: list[Path]) -> dict[str, tuple[int, ...]]:
        """The first words of the names, each with the numbers of the imports that have such names."""
        found: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
        for number, (database, path) in enumerate(zip(self._databases, paths, strict=True)):
            try:
                (text,) = database.execute("SELECT value FROM meta WHERE key = 'heads'").fetchone()
            except (sqlite3.Error, TypeError) as error:
                raise DataError(path, None, "is no import", value=error, advice="remove it") from error
            for word in text.split("\n"):
                found[word] += (number,)
        return dict(found)

    def named(self, head: str) -> list[tuple[tuple[str, ...], Place]]:
        """The names (folded words) that begin with this word, each with its place."""
        found: dict[tuple[str, str], tuple[str, Place]] = {}
        for number in self.heads.get(head, ()):
            rows = self._databases[number].execute(
                f"SELECT m.folded, {_FIELDS} FROM names m JOIN places p ON p.n = m.place"
                " WHERE m.folded = ? OR (m.folded > ? AND m.folded < ?) ORDER BY m.rowid",
                (head, head + " ", head + "!"),
            )
            for folded, *row in rows:
                found[folded, row[0]] = (folded, _place(row))
        return [(tuple(folded.split(" ")), place) for folded, place in found.values()]

    def loose(self, key: str) -> list[Place]:
        """The places whose names have this loosened key."""
        return self._asked("SELECT {} FROM names m JOIN places p ON p.n = m.place WHERE m.loose = ?", key)

    def latin(self, plain: str) -> list[Place]:
        """The places of this plain Latin name."""
        return self._asked("SELECT {} FROM latin m JOIN places p ON p.n = m.place WHERE m.plain = ?", plain)

    def alike(self, bones: str) -> list[Place]:
        """The places of a Latin name of these consonants."""
        return self._asked("SELECT {} FROM latin m JOIN places p ON p.n = m.place WHERE m.bones = ?", bones)

    def place(self, place_id: str) -> Place | None:
        """The place of an id, or None."""
        found = self._asked("SELECT {} FROM places p WHERE p.id = ?", place_id)
        return found[0] if found else None

    def __iter__(self) -> Iterator[Place]:
        """All places by id: reads everything."""
        found: dict[str, Place] = {}
        for database in self._databases:
            for row in database.execute(f"SELECT {_FIELDS} FROM places p ORDER BY p.n"):
                found[row[0]] = _place(row)
        return iter(found.values())

    def _asked(self, query: str, key: str) -> list[Place]:
        if not key:
            return []
        found: dict[str, Place] = {}
        for database in self._databases:
            for row in database.execute(query.format(_FIELDS) + " ORDER BY p.n", (key,)):
                found[row[0]] = _place(row)
        return list(found.values())
