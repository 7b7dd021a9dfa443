"""Reads GeoNames country dumps (https://download.geonames.org/export/dump/readme.txt, CC BY 4.0).

A dump has 19 columns a line, parted by tabs, names in all languages together in the fourth. alternateNamesV2 says the
language of each name; where it is given, Arabic is what it calls Arabic. Provinces may be FIPS or ISO codes: each code
stands for the province in which most of its places lie.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazetteer import vocabulary
from gazetteer.errors import DataError
from gazetteer.sources.divisions import by_majority, provinces
from gazetteer.sources.record import Record, country_code, people, point, spellings

LICENCE = "GeoNames, CC BY 4.0"
_COLUMNS = 19
_ALTERNATE_COLUMNS = (8, 10)
_ID, _NAME, _ASCII, _ALTERNATES, _LATITUDE, _LONGITUDE, _CLASS, _CODE, _COUNTRY = 0, 1, 2, 3, 4, 5, 6, 7, 8
_ADMIN1, _ADMIN2, _POPULATION = 10, 11, 14
_ARABIC = "ar"
# Codes that are no language: links, postal codes, airport codes ...
_NO_NAMES = frozenset(
    {"link", "post", "iata", "icao", "faac", "abbr", "wkdt", "unlc", "phon", "piny", "fr_1793", "tcid"}
)
_KIND = re.compile("[A-Z][A-Z0-9]{1,9}")
_MARK = b"\xef\xbb\xbf"  # the mark that some editors put before UTF-8
_UNREAD = re.compile("[\udc80-\udcff]")  # how bytes that are no UTF-8 are decoded
_GONE = ("PPLQ", "PPLW", "PPLH", "PPLCH", "ADMD", "ADM1H", "ADM2H", "ADM3H", "ADM4H", "PCLH")


@dataclass(slots=True)
class Alternates:
    """Names by GeoNames id from alternateNamesV2: those called Arabic, the preferred first, and those of others."""

    arabic: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    others: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, key: str, unlabelled: list[str]) -> list[str]:
        """The names of a place without those that are of other languages."""
        arabic = [name for _, name in sorted(self.arabic.get(key, ()))]
        foreign = self.others.get(key, set()) - set(arabic)
        return arabic + [name for name in unlabelled if name not in foreign or name.isascii()]


def read_all(files: Sequence[Path]) -> Iterator[tuple[Path, Iterator[Record | DataError]]]:
    """Each dump with its places and the errors of its bad lines; files of alternate names serve all dumps.

    The places of a file that can't be read or is neither raise DataError; so does an order without any dump.
    """
    dumps, names = list[Path](), list[Path]()
    for path in files:
        try:
            (dumps if _is_dump(path) else names).append(path)
        except DataError as error:
            yield path, _failing(error)
    if names and not dumps:
        raise DataError(
            names[0], None, "no country dump is among the files",
            advice="give the dump (SY.txt) as well as its alternate names",
        )  # fmt: skip
    wanted = {line.partition("\t")[0] for dump in dumps for _, line in _lines(dump)} if names else set()
    alternates, bad = Alternates(), list[DataError]()
    for path in names:
        bad += _add_alternates(path, wanted, alternates)
    for at, dump in enumerate(dumps):
        yield dump, _records(dump, alternates, bad if at == 0 else [])


def _failing(error: DataError) -> Iterator[Record | DataError]:
    raise error
    yield error  # makes this an iterator, which fails where a file's places are asked for


def _is_dump(path: Path) -> bool:
    first = next((line for _, line in _lines(path) if line), "")
    if not first:
        raise DataError(path, None, "is empty")
    if "\0" in first:
        raise _not_utf8(path, 1)
    width = first.count("\t") + 1
    if width == _COLUMNS:
        return True
    if width in _ALTERNATE_COLUMNS:
        return False
    raise DataError(
        path, 1, f"{width} columns, where a dump has {_COLUMNS} and alternate names {_ALTERNATE_COLUMNS[1]}",
        advice="unpack the zip file and give the .txt in it",
    )  # fmt: skip


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        # Only line feeds end a line: names may hold other characters that Unicode counts as line ends.
        with path.open("rb") as stream:
            for number, raw in enumerate(stream, 1):
                text = raw.removeprefix(_MARK) if number == 1 else raw
                yield number, text.rstrip(b"\r\n").decode("utf-8", errors="surrogateescape")
    except OSError as error:
        raise DataError(path, None, f"can't be read: {error.strerror}") from error


def _not_utf8(path: Path, number: int) -> DataError:
    return DataError(path, number, "is not UTF-8", advice="give the file as it was downloaded, or save it as UTF-8")


def _add_alternates(path: Path, wanted: set[str], alternates: Alternates) -> Iterator[DataError]:
    for number, line in _lines(path):
        if _UNREAD.search(line):
            yield _not_utf8(path, number)
            continue
        values = line.split("\t")
        if len(values) < min(_ALTERNATE_COLUMNS):
            yield DataError(path, number, f"{len(values)} columns of alternate names, not 10", value=line)
            continue
        _, key, language, name, preferred, _short, colloquial, historic = values[:8]
        if key not in wanted or language in _NO_NAMES or not name:
            continue
        if language == _ARABIC and historic != "1":
            alternates.arabic[key].append((int(colloquial == "1") - int(preferred == "1"), name))
        elif language:
            alternates.others[key].add(name)


def _records(path: Path, alternates: Alternates, bad: list[DataError]) -> Iterator[Record | DataError]:
    yield from bad
    found: list[tuple[Record, str, str]] = []
    districts: dict[tuple[str, str, str], str] = {}
    for number, line in _lines(path):
        if not line:
            continue
        try:
            read = _record(path, number, line, alternates)
        except DataError as error:
            yield error
            continue
        if read is not None:
            found.append(read)
            if read[0].kind == "ADM2":
                districts[read[0].country, read[1], read[2]] = read[0].name
    where = provinces()
    by_point = [where.of(one.latitude, one.longitude, one.country)[1] for one, _, _ in found]
    by_code = by_majority(
        (one.country + code, name) for (one, code, _), name in zip(found, by_point, strict=True) if code
    )
    for (one, code, district), name in zip(found, by_point, strict=True):
        yield replace(
            one, admin1=by_code.get(one.country + code, name), admin2=districts.get((one.country, code, district), "")
        )


def _record(path: Path, number: int, line: str, alternates: Alternates) -> tuple[Record, str, str] | None:
    if _UNREAD.search(line):
        raise _not_utf8(path, number)
    values = line.split("\t")
    if len(values) != _COLUMNS:
        raise DataError(path, number, f"{len(values)} columns, not {_COLUMNS}", value=line)
    kind = values[_CODE]
    if not _is_spoken_of(values[_CLASS], kind):
        return None
    if not _KIND.fullmatch(kind):
        raise DataError(path, number, "is no feature code", value=kind)
    key = values[_ID]
    if not key.isascii() or not key.isdigit():
        raise DataError(path, number, "a GeoNames id is a whole number", value=key)
    country = country_code(path, number, values[_COUNTRY])
    latitude, longitude = point(path, number, values[_LATITUDE], values[_LONGITUDE])
    population = people(path, number, values[_POPULATION])
    seat = kind.startswith(("PPLA", "PPLC", "ADM"))  # of an administration: reports name it whatever its name means
    raw = alternates.of(key, [values[_NAME], *values[_ALTERNATES].split(",")])
    name, arabic, latin = spellings(
        raw, values[_ASCII] or values[_NAME], country, f"GN{key}", population, everyday=seat
    )
    if not name:
        raise DataError(path, number, "the place has no name", value=key)
    record = Record(f"GN{key}", name, arabic, latin, kind, country, latitude, longitude, population=population)
    return record, values[_ADMIN1], values[_ADMIN2]


def _is_spoken_of(feature_class: str, code: str) -> bool:
    """Whether reports name such places: towns, areas, and what some feature word of Arabic means."""
    if code in _GONE or code.startswith("PCL"):
        return False
    if feature_class in ("P", "A"):
        return True
    return any(one.kinds and one.fits(code) for one in vocabulary.load().classes.values())
