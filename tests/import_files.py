"""Writes the files that the import tests read, and runs the command."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gazetteer.__main__ import main
from gazetteer.imports import Manifest, Row, listed, rows
from gazetteer.userdata import imports_folder

ID, NAME, ASCII, NAMES, LATITUDE, LONGITUDE, CLASS, CODE, COUNTRY, ADMIN1, ADMIN2, POPULATION = (
    0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 14,
)  # fmt: skip


def dump_line(key: int | str, arabic: str = "", **values: str) -> str:
    """A line of a GeoNames dump: a village in Homs province unless told otherwise."""
    given = {"name": f"Place {key}", "latitude": "34.6", "longitude": "37.2", "cls": "P", "code": "PPL", "admin1": "11"}
    given |= {"country": "SY", "admin2": "", "population": "0"} | values
    columns = [""] * 19
    columns[ID], columns[NAME], columns[ASCII], columns[NAMES] = str(key), given["name"], given["name"], arabic
    columns[LATITUDE], columns[LONGITUDE] = given["latitude"], given["longitude"]
    columns[CLASS], columns[CODE], columns[COUNTRY] = given["cls"], given["code"], given["country"]
    columns[ADMIN1], columns[ADMIN2], columns[POPULATION] = given["admin1"], given["admin2"], given["population"]
    return "\t".join(columns)


def write(path: Path, *lines: str) -> Path:
    """A text file of these lines."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def square(longitude: float, latitude: float, half: float = 0.05) -> dict[str, Any]:
    """A GeoJSON square around a point, `half` degrees to each side."""
    west, east, south, north = longitude - half, longitude + half, latitude - half, latitude + half
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def geojson(path: Path, *features: tuple[Mapping[str, Any], Mapping[str, Any] | None]) -> Path:
    """A GeoJSON file of (properties, geometry)."""
    found = [{"type": "Feature", "properties": one, "geometry": shape} for one, shape in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": found}, ensure_ascii=False), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> int:
    """The exit status of `python -m gazetteer`."""
    return main([str(one) for one in arguments])


def imported() -> dict[str, Manifest]:
    """The imports by name."""
    return {one.name: one for one in listed(imports_folder())}


def places(name: str) -> dict[str, Row]:
    """The places of an import by id."""
    return {one.id: one for one in rows(imports_folder(), name)}


# A small writer of OpenStreetMap's PBF (https://wiki.openstreetmap.org/wiki/PBF_Format): nodes only.


def pbf(path: Path, nodes: Sequence[tuple[int, float, float, Mapping[str, str]]]) -> Path:
    """A PBF file of nodes (id, latitude, longitude, tags)."""
    strings = [""]
    groups = b""
    for key, latitude, longitude, tags in nodes:
        keys, values = b"", b""
        for tag, value in tags.items():
            strings += [tag, value]
            keys += _varint(len(strings) - 2)
            values += _varint(len(strings) - 1)
        node = _field(1, _zigzag(key)) + (_bytes(2, keys) + _bytes(3, values) if tags else b"")
        node += _field(8, _zigzag(round(latitude * 1e7))) + _field(9, _zigzag(round(longitude * 1e7)))
        groups += _bytes(1, node)
    table = b"".join(_bytes(1, one.encode()) for one in strings)
    block = _bytes(1, table) + _bytes(2, groups)
    header = _bytes(4, b"OsmSchema-V0.6")
    path.write_bytes(_blob("OSMHeader", header) + _blob("OSMData", block))
    return path


def _blob(kind: str, data: bytes) -> bytes:
    blob = _field(2, _varint(len(data))) + _bytes(3, zlib.compress(data))
    header = _bytes(1, kind.encode()) + _field(3, _varint(len(blob)))
    return len(header).to_bytes(4, "big") + header + blob


def _varint(value: int) -> bytes:
    found = b""
    while value > 127:
        found += bytes([value & 127 | 128])
        value >>= 7
    return found + bytes([value])


def _zigzag(value: int) -> bytes:
    return _varint(value * 2 if value >= 0 else -value * 2 - 1)


def _field(number: int, value: bytes) -> bytes:
    return _varint(number << 3) + value


def _bytes(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data
