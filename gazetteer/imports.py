"""The user's own places: imports kept in the data folder, one SQLite file each, merged by id when the gazetteer loads.

A file holds the places, their names as written, and the keys that the names are looked up by, so that nothing needs to
be read before it is asked for. `meta` holds what `list` tells. Polygons stand beside in `<name>.areas.geojson`.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer import keys
from gazetteer.errors import DataError
from gazetteer.userdata import AREAS, SUFFIX, files

if TYPE_CHECKING:
    from gazetteer.sources.record import Record

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_FORMAT = 1
_DECIMALS = 5  # of a polygon's degrees: about 1 m
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE places (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_ar TEXT NOT NULL,
  kind TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL, admin2 TEXT NOT NULL, latitude REAL NOT NULL,
  longitude REAL NOT NULL, population INTEGER, radius_km REAL, code TEXT NOT NULL);
CREATE TABLE names (place INTEGER NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL, loose TEXT NOT NULL);
CREATE TABLE latin (place INTEGER NOT NULL, text TEXT NOT NULL, plain TEXT NOT NULL, bones TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX names_folded ON names (folded);
CREATE INDEX names_loose ON names (loose);
CREATE INDEX latin_plain ON latin (plain);
CREATE INDEX latin_bones ON latin (bones);
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an import is: `order` grows with each import, `sha256` and `date` (ISO) are the file's, `keys` see keys.py.

    `areas` is the number of polygons kept beside.
    """

    name: str
    source: str
    file: str
    licence: str
    date: str
    sha256: str
    places: int = 0
    names: int = 0
    areas: int = 0
    order: int = 0
    keys: str = ""
    format: int = _FORMAT


def listed(folder: Path) -> list[Manifest]:
    """The imports of a folder in the order they were made. Raises DataError for a file that is none."""
    return sorted((manifest(one) for one in files(folder)), key=lambda one: (one.order, one.name))


def manifest(path: Path) -> Manifest:
    """What an import is. Raises DataError for a file that is none or of another format."""
    try:
        with closing(connect(path)) as database:
            (text,) = database.execute("SELECT value FROM meta WHERE key = 'manifest'").fetchone()
        found = Manifest(**json.loads(text))
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise DataError(path, None, "is no import", value=error, advice="remove it and import again") from error
    if found.format != _FORMAT:
        raise DataError(path, None, "is of another version", value=found.format, advice="import it again")
    return found


def connect(path: Path) -> sqlite3.Connection:
    """An import's database to read, for any thread. A replaced file stays readable to those who have it open."""
    # SQLite serialises calls itself; immutable, because a file is never changed but replaced.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def checked_name(name: str) -> str:
    """A name that is safe as a file's; raises DataError for another."""
    if not _NAME.fullmatch(name) or ".." in name:
        raise DataError(
            "--name", None, "an import's name has letters, digits, dots, hyphens", value=name, advice="give another"
        )
    return name


def remove(folder: Path, name: str) -> None:
    """Removes an import. Raises DataError when there is none of this name."""
    path = folder / f"{checked_name(name)}{SUFFIX}"
    try:
        path.unlink()
    except FileNotFoundError as error:
        known = ", ".join(one.name.removesuffix(SUFFIX) for one in files(folder)) or "none"
        raise DataError(path, None, "there is no such import", value=name, advice=f"imported are: {known}") from error
    (folder / f"{name}{AREAS}").unlink(missing_ok=True)


def write(folder: Path, described: Manifest, records: Iterable[Record]) -> Manifest:
    """Writes an import under its name, in place of an earlier one of that name, and returns what it is.

    Records of the same id are one place, the first, with all their names. Nothing is changed when there is no record:
    that raises DataError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # What can't be read any more has no say in the order.
    order = 1 + max((one.order for one in map(_readable, files(folder)) if one), default=0)
    path = folder / f"{checked_name(described.name)}{SUFFIX}"
    new, areas = path.with_suffix(".new"), folder / f"{described.name}{AREAS}.new"
    new.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(new)) as database, database:
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
            filled = _fill(database, replace(described, order=order, keys=keys.stamp()), records, areas)
        if not filled.places:
            raise DataError(described.file, None, "holds no place that can be used")
        final = folder / f"{described.name}{AREAS}"
        if filled.areas:
            areas.replace(final)
        else:
            final.unlink(missing_ok=True)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
        areas.unlink(missing_ok=True)
    return filled


def sha256(path: Path) -> str:
    """The hash of a file. Raises DataError when it can't be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise DataError(path, None, f"can't be read: {error.strerror}") from error


def renewed(path: Path) -> None:
    """Makes the keys of an import anew when the folding has changed since. Raises DataError when it can't."""
    told = manifest(path)
    if told.keys == keys.stamp():
        return
    new = path.with_suffix(".new")
    try:
        new.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(new)) as database, database:
            arabic = database.execute("SELECT place, text FROM names ORDER BY rowid").fetchall()
            latin = database.execute("SELECT place, text FROM latin ORDER BY rowid").fetchall()
            database.executescript("DELETE FROM names; DELETE FROM latin;")
            _fill_names(database, arabic, latin)
            _put(database, "manifest", json.dumps(asdict(replace(told, keys=keys.stamp())), ensure_ascii=False))
        new.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise DataError(
            path, None, "was made by another version and can't be renewed", value=error, advice="import it again"
        ) from error
    finally:
        new.unlink(missing_ok=True)


def _readable(path: Path) -> Manifest | None:
    try:
        return manifest(path)
    except DataError:
        return None


def _fill(database: sqlite3.Connection, told: Manifest, records: Iterable[Record], areas: Path) -> Manifest:
    seen: dict[str, int] = {}
    arabic: dict[tuple[int, str], None] = {}
    latin: dict[tuple[int, str], None] = {}
    shapes: list[str] = []
    for one in records:
        n = seen.get(one.id)
        if n is None:
            n = seen[one.id] = len(seen) + 1
            usual = one.names_ar[0] if one.names_ar else one.name
            database.execute(
                "INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (n, one.id, one.name, usual, one.kind, one.country, one.admin1, one.admin2, one.latitude,
                 one.longitude, one.population, one.radius_km, one.code),
            )  # fmt: skip
            if one.shape is not None:
                shapes.append(_feature(one, usual))
        arabic.update(((n, text), None) for text in one.names_ar)
        latin.update(((n, text), None) for text in (one.name, *one.names))
    count = _fill_names(database, list(arabic), list(latin))
    database.executescript(_INDEXES)
    if shapes:
        text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(shapes) + "\n]}\n"
        areas.write_text(text, encoding="utf-8", newline="\n")
    filled = replace(told, places=len(seen), names=count, areas=len(shapes))
    _put(database, "manifest", json.dumps(asdict(filled), ensure_ascii=False))
    return filled


def _fill_names(database: sqlite3.Connection, arabic: list[tuple[int, str]], latin: list[tuple[int, str]]) -> int:
    rows, heads = [], set()
    for (n, text), words in zip(arabic, keys.key_words([text for _, text in arabic]), strict=True):
        if words and words[0]:
            rows.append((n, text, " ".join(words), keys.loosened(words)))
            heads.add(words[0])
    database.executemany("INSERT INTO names VALUES (?,?,?,?)", rows)
    database.executemany(
        "INSERT INTO latin VALUES (?,?,?,?)",
        ((n, text, keys.plain(text), keys.consonants(text)) for n, text in latin),
    )
    _put(database, "heads", "\n".join(sorted(heads)))
    return len(rows)


def _put(database: sqlite3.Connection, key: str, value: str) -> None:
    database.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (key, value))


def _feature(one: Record, usual: str) -> str:
    import shapely  # noqa: PLC0415 - only areas need geometry, and it is slow to load
    from shapely.geometry import mapping  # noqa: PLC0415

    rounded = shapely.transform(one.shape, lambda points: points.round(_DECIMALS))
    return json.dumps(
        {
            "type": "Feature",
            "id": one.id,
            "properties": {
                "id": one.id, "code": one.code, "name": one.name, "name_ar": usual, "kind": one.kind,
                "country": one.country, "admin1": one.admin1,
            },
            "geometry": mapping(rounded),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip
