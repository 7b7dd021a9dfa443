"""Runs an importer over files and keeps what it reads: one import a file, bad rows told and passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from gazetteer import catalogue, imports
from gazetteer.errors import DataError, ReportedError
from gazetteer.imports import Manifest
from gazetteer.sources import cod_ab, geonames_dump, osm, table
from gazetteer.sources.record import Record

SOURCES = ("geonames", "cod_ab", "osm", "table")
TOLD = 20  # bad rows and files told one by one
NO_ARABIC = "no Arabic name was found"
NO_ARABIC_ADVICE = "if it has some, save it as UTF-8; beside a shapefile a .cpg file tells its encoding"
_NOT_IN_NAMES = str.maketrans({" ": "-", ":": "-", "/": "-"})
Tell = Callable[[ReportedError], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asks for: `name`, `licence`, `date` and `country` are "" where not given; `columns` for tables."""

    source: str
    files: tuple[Path, ...]
    name: str = ""
    licence: str = ""
    date: str = ""
    country: str = ""
    columns: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The imports made, and how many rows or files could not be used."""

    made: tuple[Manifest, ...]
    bad: int


def run(order: Order, folder: Path, tell: Tell) -> Outcome:
    """Imports all files of an order; `tell` gets the error of the first rows and files that can't be used (see TOLD).

    Raises DataError for an order that can't be carried out at all.
    """
    if order.name:
        imports.checked_name(order.name)
    made: list[Manifest] = []
    bad = _Bad(tell)
    for path, records in _read(order):
        try:
            told = Manifest(
                _name(order, path, len(made)), order.source, path.name, order.licence or _licence(order.source),
                order.date or _modified(path), imports.sha256(path),
            )  # fmt: skip
            one = imports.write(folder, told, bad.sifted(records))
            made.append(one)
            if not one.names:
                tell(DataError(path, None, NO_ARABIC, advice=NO_ARABIC_ADVICE))
        except ReportedError as error:
            bad.add(error)
    if made:
        catalogue.renew(folder)
    return Outcome(tuple(made), bad.count)


def checked_date(text: str) -> str:
    """An ISO date as given. Raises DataError."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise DataError("--date", None, "is no date", value=text, advice="write it as 2024-05-31") from error


def _read(order: Order) -> Iterator[tuple[Path, Iterator[Record | DataError]]]:
    if order.source == "geonames":
        return geonames_dump.read_all(order.files)
    if order.source == "cod_ab":
        return ((path, cod_ab.read(path)) for path in order.files)
    if order.source == "osm":
        return ((path, osm.read(path, order.country)) for path in order.files)
    return ((path, table.read(path, order.columns or {}, order.country)) for path in order.files)


def _licence(source: str) -> str:
    known = {"geonames": geonames_dump.LICENCE, "cod_ab": cod_ab.LICENCE, "osm": osm.LICENCE}
    return known.get(source, "")


def _name(order: Order, path: Path, made: int) -> str:
    if order.name:
        return order.name if len(order.files) == 1 or not made else f"{order.name}-{made + 1}"
    stem = path.name.split(".")[0].translate(_NOT_IN_NAMES)
    safe = "".join(letter for letter in stem if letter.isascii() and (letter.isalnum() or letter in "-_"))
    return f"{order.source}-{safe[:60] or imports.sha256(path)[:8]}"


def _modified(path: Path) -> str:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    except OSError as error:
        raise DataError(path, None, f"can't be read: {error.strerror}") from error


class _Bad:
    """Counts what can't be used and tells the first of it."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.count = 0

    def add(self, error: ReportedError) -> None:
        self.count += 1
        if self.count <= TOLD:
            self._tell(error)

    def sifted(self, records: Iterator[Record | DataError]) -> Iterator[Record]:
        for one in records:
            if isinstance(one, DataError):
                self.add(one)
            else:
                yield one


def shown(made: Sequence[Manifest]) -> Iterator[str]:
    """A line an import, as `list` writes it."""
    for one in made:
        areas = f", {one.areas:,} polygons" if one.areas else ""
        yield (
            f"{one.name}: {one.places:,} places, {one.names:,} Arabic names{areas}; "
            f"{one.source} {one.file} of {one.date}, {one.licence or 'no licence given'}; sha256 {one.sha256[:12]}"
        )
