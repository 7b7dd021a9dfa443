"""The user's imports: for each a table of places, what it is (JSON), and its polygons (GeoJSON), in the data folder.

All are plain files that can be read, copied and kept without this program; catalogue.py makes them quick to search.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import DataError
from gazetteer.userdata import AREAS, MANIFEST, PLACES

if TYPE_CHECKING:
    from gazetteer.sources.record import Record

COLUMNS = ("id", "name_ar", "names_ar", "name", "names", "kind", "country", "admin1", "admin2", "latitude", "longitude",
           "population", "radius_km", "code")  # fmt: skip
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_FORMAT = 1
_DECIMALS = 5  # of a polygon's degrees: about 1 m


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an import is: `sha256` and `date` (ISO) are the file's, `order` grows with each import.

    `places`, `names` (Arabic) and `areas` (polygons) count what is kept.
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
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class Row:
    """A place of an import as it is kept; `names_ar` are all Arabic names, none where the source has none."""

    id: str
    name_ar: str
    names_ar: tuple[str, ...]
    name: str
    names: tuple[str, ...]
    kind: str
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int | None
    radius_km: float | None
    code: str


def listed(folder: Path) -> list[Manifest]:
    """The imports of a folder in the order they were made. Raises DataError for one that can't be used."""
    found = [manifest(one) for one in sorted(folder.glob(f"*{MANIFEST}"))] if folder.is_dir() else []
    return sorted(found, key=lambda one: (one.order, one.name))


def manifest(path: Path) -> Manifest:
    """What an import is. Raises DataError for a file that is none or of another format."""
    try:
        found = Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError) as error:
        raise DataError(path, None, "is no import", value=error, advice="remove it and import again") from error
    if found.format != _FORMAT or path.name != f"{found.name}{MANIFEST}" or not isinstance(found.order, int):
        raise DataError(path, None, "is of another version or was renamed", advice="remove it and import again")
    return found


def checked_name(name: str) -> str:
    """A name that is safe as a file's; raises DataError for another."""
    if not _NAME.fullmatch(name):
        raise DataError(
            "--name", None, "an import's name has letters, digits, dots, hyphens", value=name, advice="give another"
        )
    return name


def remove(folder: Path, name: str) -> None:
    """Removes an import. Raises DataError when there is none of this name."""
    known = sorted(one.name.removesuffix(MANIFEST) for one in folder.glob(f"*{MANIFEST}"))
    if name not in known:
        raise DataError(
            folder, None, "there is no such import", value=name, advice=f"imported are: {', '.join(known) or 'none'}"
        )
    # What the import is goes first: it counts as an import no more from then on.
    for suffix in (MANIFEST, PLACES, AREAS):
        (folder / f"{name}{suffix}").unlink(missing_ok=True)


def write(folder: Path, described: Manifest, records: Iterable[Record]) -> Manifest:
    """Writes an import under its name, in place of an earlier one of that name, and returns what it is.

    Records of the same id are one place, the first, with all their names. Nothing is changed when there is no record:
    that raises DataError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / checked_name(described.name)
    table, areas, told = (base.with_name(base.name + one) for one in (PLACES, AREAS, MANIFEST))
    kept = _united(records)
    if not kept:
        raise DataError(described.file, None, "holds no place that can be used")
    shapes = [_feature(one) for one in kept if one.shape is not None]
    filled = replace(
        described, places=len(kept), names=sum(len(one.names_ar) for one in kept), areas=len(shapes),
        order=1 + max((one.order for one in map(_readable, folder.glob(f"*{MANIFEST}")) if one), default=0),
    )  # fmt: skip
    # What the import is comes last: it counts as an import only from then on.
    _replace(table, _csv(kept))
    if shapes:
        _replace(areas, ['{"type":"FeatureCollection","features":[\n', ",\n".join(shapes), "\n]}\n"])
    else:
        areas.unlink(missing_ok=True)
    _replace(told, [json.dumps(asdict(filled), ensure_ascii=False, indent=1), "\n"])
    return filled


def rows(folder: Path, name: str) -> Iterator[Row]:
    """The places of an import. Raises DataError with the line of a row that can't be used."""
    path = folder / f"{name}{PLACES}"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            found = csv.reader(stream)
            if tuple(next(found, ())) != COLUMNS:
                raise DataError(path, 1, "the columns are not as expected", advice="import again")
            for row in found:
                try:
                    yield _row(row)
                except ValueError as error:
                    raise DataError(
                        path, found.line_num, "can't be used", value=error, advice="import again"
                    ) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(path, None, "can't be read", value=error, advice="import again") from error


def sha256(path: Path) -> str:
    """The hash of a file. Raises DataError when it can't be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise DataError(path, None, f"can't be read: {error.strerror}") from error


def _readable(path: Path) -> Manifest | None:
    try:
        return manifest(path)
    except DataError:
        return None


def _united(records: Iterable[Record]) -> list[Record]:
    found: dict[str, Record] = {}
    for one in records:
        known = found.setdefault(one.id, one)
        if known is not one:
            arabic = tuple(dict.fromkeys((*known.names_ar, *one.names_ar)))
            latin = tuple(dict.fromkeys((*known.names, one.name, *one.names)))
            found[one.id] = replace(known, names_ar=arabic, names=latin)
    return list(found.values())


def _csv(kept: Iterable[Record]) -> Iterator[str]:
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in kept:
        writer.writerow(
            (one.id, one.names_ar[0] if one.names_ar else "", "|".join(one.names_ar[1:]), one.name,
             "|".join(one.names), one.kind, one.country, one.admin1, one.admin2, one.latitude, one.longitude,
             "" if one.population is None else one.population, "" if one.radius_km is None else one.radius_km,
             one.code)
        )  # fmt: skip
        yield from lines
        lines.clear()


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def _row(row: list[str]) -> Row:
    key, name_ar, names_ar, name, names, kind, country, admin1, admin2, latitude, longitude, people, radius, code = row
    arabic = tuple(one for one in (name_ar, *names_ar.split("|")) if one)
    latin = tuple(one for one in names.split("|") if one)
    return Row(
        key, name_ar or name, arabic, name, latin, kind, country, admin1, admin2,
        float(latitude), float(longitude), int(people) if people else None, float(radius) if radius else None, code,
    )  # fmt: skip


def _replace(path: Path, parts: Iterable[str]) -> None:
    new = path.with_name(f"{path.name}.new")
    try:
        with new.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(parts)
        new.replace(path)
    except OSError as error:
        raise DataError(path, None, f"can't be written: {error.strerror}") from error
    finally:
        new.unlink(missing_ok=True)


def _feature(one: Record) -> str:
    import shapely  # noqa: PLC0415 - only areas need geometry, and it is slow to load
    from shapely.geometry import mapping  # noqa: PLC0415

    rounded = shapely.transform(one.shape, lambda points: points.round(_DECIMALS))
    feature = {
        "type": "Feature",
        "id": one.id,
        "properties": {
            "id": one.id, "code": one.code, "name": one.name, "name_ar": one.names_ar[0] if one.names_ar else "",
            "kind": one.kind, "country": one.country, "admin1": one.admin1,
        },
        "geometry": mapping(rounded),
    }  # fmt: skip
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
