"""The two tables of what the user added, as files: read, written whole, copied into a backup and taken in from one.

Every change writes a whole table beside the old one, reads it as a start would, and only then puts it in its place.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gazetteer import tables, userdata
from gazetteer.datafile import read_table
from gazetteer.errors import DataError

LOCK = threading.Lock()
"""Held while the tables are read and written again."""

_SHIPPED = Path(tables.__file__).parent


def rows(path: Path, columns: tuple[str, ...]) -> Iterable[dict[str, str]]:
    """The rows of a table, none when it isn't there. Raises DataError."""
    return (row for _, row in read_table(path, columns)) if path.exists() else ()


def lists(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    """The rows of a table, each with its values in the order of the columns. Raises DataError."""
    return [[row[column] for column in columns] for row in rows(path, columns)]


def write(path: Path, columns: Sequence[str], wanted: Iterable[Sequence[str]]) -> None:
    """Puts a table in place of the old one when it can be loaded; else nothing changes. Raises DataError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    except OSError as error:
        raise DataError(path, None, f"can't be written: {error.strerror}") from error
    new = Path(made)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(wanted)
            stream.flush()
            os.fsync(stream.fileno())
        places, aliases = userdata.user_tables()
        tables.load(_SHIPPED, (new, aliases) if path == places else (places, new))
        new.replace(path)
    except OSError as error:
        raise DataError(path, None, f"can't be written: {error.strerror}") from error
    finally:
        new.unlink(missing_ok=True)


def held() -> dict[str, bytes]:
    """The tables that are there, by the names of their files. Raises DataError for one that can't be read."""
    found = {}
    with LOCK:
        for path in userdata.user_tables():
            try:
                found[path.name] = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise DataError(path, None, f"can't be read: {error.strerror}") from error
    return found


def take_in(copies: Mapping[str, bytes]) -> int:
    """Adds the rows of copied tables that are not there yet, places before aliases; how many they were.

    What is there stays as it is: a place by its id, an alias by its name and place. Raises DataError for a copy that
    is no such table; then its table is as it was.
    """
    new = 0
    with LOCK:
        for path, columns, key in zip(userdata.user_tables(), (tables.CURATED, tables.ALIASES), (1, 2), strict=True):
            if path.name not in copies:
                continue
            there = lists(path, columns)
            known = {tuple(row[:key]) for row in there}
            more = [row for row in _copied(path.name, copies[path.name], columns) if tuple(row[:key]) not in known]
            if more:
                write(path, columns, [*there, *more])
            new += len(more)
    return new


def _copied(name: str, copy: bytes, columns: Sequence[str]) -> list[list[str]]:
    try:
        read = list(csv.reader(io.StringIO(copy.decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(name, None, "is not a table of places or aliases", advice="take another backup") from error
    if not read or read[0] != list(columns):
        raise DataError(name, 1, "has other columns than a table of places or aliases", advice="take another backup")
    for line, row in enumerate(read, 1):
        if len(row) != len(columns):
            raise DataError(name, line, "has too few or too many values", advice="take another backup")
    return read[1:]
