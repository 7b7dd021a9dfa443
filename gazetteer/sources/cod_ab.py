"""Reads OCHA's administrative boundaries (Common Operational Datasets, COD-AB; CC BY-IGO) with their P-codes.

Both column schemas are known: ADM3_EN, ADM3_AR, ADM3_PCODE (and ADM3ALT1AR ...), and adm3_name, adm3_name1, adm3_pcode.
Which name is Arabic is seen by its letters, since the second schema numbers the languages. A layer's level is the
deepest of which it has a P-code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.errors import DataError
from gazetteer.sources import geofile
from gazetteer.sources.divisions import provinces
from gazetteer.sources.geofile import Feature
from gazetteer.sources.names import area_names, latin_names, plain_latin
from gazetteer.sources.record import Record, country_code, reach

LICENCE = "OCHA COD-AB, CC BY-IGO"
_PCODE = re.compile(r"adm(\d)_?pcode")
_NAME = r"adm{level}(?:_name\d?|_[a-z]{{2}}|_?alt\d_?(?:name|[a-z]{{2}}))"
_SAFE = re.compile(r"[A-Za-z0-9._-]{2,40}")
_LATIN = re.compile("[A-Za-z]")
_LEVELS = {1: "ADM1", 2: "ADM2", 3: "ADM3", 4: "ADM4", 5: "ADM5"}


def read(path: Path) -> Iterator[Record | DataError]:
    """The areas of a file's layers; errors of features that can't be used among them. Raises DataError for the file."""
    known = False
    for layer in geofile.layers(path):
        level = 0
        for feature in geofile.features(path, layer):
            values = {key.casefold(): text for key, text in feature.values.items()}
            level = level or _level(values)
            if not level:
                break
            known = True
            try:
                yield _record(path, feature, values, level)
            except DataError as error:
                yield error
    if not known:
        raise DataError(
            path, None, "no layer has P-codes of a level from 1 to 5", advice="give a COD-AB file of ADM1 to ADM5"
        )


def _level(values: dict[str, str]) -> int:
    found = (_PCODE.fullmatch(key) for key in values)
    return max((int(one[1]) for one in found if one and int(one[1]) in _LEVELS), default=0)


def _record(path: Path, feature: Feature, values: dict[str, str], level: int) -> Record:
    told = f"{path} (layer {feature.layer}, feature {feature.number})"
    code = values.get(f"adm{level}_pcode", "")
    if not _SAFE.fullmatch(code):
        raise DataError(told, None, "the P-code is missing or has other signs than letters and digits", value=code)
    country = country_code(Path(told), None, values.get("iso_2") or values.get("adm0_pcode") or code[:2])
    if feature.shape is None or feature.shape.is_empty or feature.shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise DataError(told, None, "the area has no polygon", value=code)
    latitude, longitude, radius = reach(_valid(feature))
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise DataError(
            told, None, "no point on the globe", value=f"{latitude} {longitude}",
            advice="the file's system of coordinates is missing or wrong",
        )  # fmt: skip
    spellings = _names(values, level)
    latin = next((plain_latin(one) for one in spellings if _LATIN.search(one)), "")
    arabic = area_names(spellings, latin)
    if not (latin or arabic):
        raise DataError(told, None, "the area has no name", value=code)
    name = latin or arabic[0]
    return Record(
        f"COD-{code}", name, arabic, latin_names(spellings, name), _LEVELS[level], country, latitude, longitude,
        provinces().of(latitude, longitude, country)[1], _holder(values, level), None, radius, code, feature.shape,
    )  # fmt: skip


def _valid(feature: Feature):  # type: ignore[no-untyped-def]
    import shapely  # noqa: PLC0415

    return feature.shape if shapely.is_valid(feature.shape) else shapely.make_valid(feature.shape)


def _names(values: dict[str, str], level: int) -> list[str]:
    column = re.compile(_NAME.format(level=level))
    return [text for key, text in values.items() if text and column.fullmatch(key)]


def _holder(values: dict[str, str], level: int) -> str:
    """The Latin name of the second-level area that holds a deeper one."""
    return next((plain_latin(one) for one in _names(values, 2) if _LATIN.search(one)), "") if level > 2 else ""
