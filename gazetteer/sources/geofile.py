"""Reads the features of any vector file that GDAL knows, in WGS 84 degrees."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.errors import DataError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_DEGREES = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: its number in the layer from 1, its values as text ("" for null), its shape or None."""

    number: int
    layer: str
    values: dict[str, str]
    shape: BaseGeometry | None


def layers(path: Path) -> list[str]:
    """The names of a file's layers. Raises DataError when GDAL can't read it."""
    import pyogrio  # noqa: PLC0415 - only imports need it, and it is slow to load

    if not path.exists():
        raise DataError(path, None, "can't be read: there is no such file")
    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except pyogrio.errors.DataSourceError as error:
        raise DataError(
            path, None, "is no file of geometries", value=error, advice="give GeoJSON, a shapefile, GeoPackage or OSM"
        ) from error


def features(path: Path, layer: str, where: str | None = None) -> Iterator[Feature]:
    """The features of a layer; `where` is a condition in OGR SQL. Raises DataError when the layer can't be read."""
    import pyogrio  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    try:
        meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, where=where, return_fids=True, force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, UnicodeDecodeError) as error:
        raise DataError(path, None, f"layer {layer!r} can't be read", value=error) from error
    geometries = shapely.from_wkb(shapes, on_invalid="ignore")
    convert = _to_degrees(path, meta.get("crs"))
    names = [str(name) for name in meta["fields"]]
    for at in range(len(geometries)):
        values = {name: _text(column[at]) for name, column in zip(names, columns, strict=True)}
        shape = geometries[at]
        if shape is not None and convert is not None:
            shape = shapely.transform(shape, convert)
        yield Feature(at + 1, layer, values, shape)


def _to_degrees(path: Path, system: str | None) -> Any:
    """What turns points into degrees, None where they are already."""
    if system is None:
        return None
    import numpy as np  # noqa: PLC0415
    import pyproj  # noqa: PLC0415

    try:
        if pyproj.CRS(system).is_geographic:
            return None
        to_degrees = pyproj.Transformer.from_crs(system, _DEGREES, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise DataError(path, None, "is in an unknown system of coordinates", value=error) from error
    return lambda points: np.column_stack(to_degrees.transform(points[:, 0], points[:, 1]))


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):  # GDAL's null of a number
        return ""
    return str(value).strip()
