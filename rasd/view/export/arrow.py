"""Rows as Arrow batches with a WKB geometry: what GeoPackage and GeoParquet are written from."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]

from rasd.view.export.columns import COLUMNS, DECIMALS, flat

GEOMETRY = "geometry"
_LISTS = frozenset({"actors", "attackers", "targets"})
_KINDS: dict[str, pa.DataType] = {
    **dict.fromkeys(("event_date", "date_start", "date_end", "published"), pa.date32()),
    **dict.fromkeys(("latitude", "longitude", "radius_km", "confidence"), pa.float64()),
    **dict.fromkeys(("date_prec", "where_prec", "geo_precision"), pa.int32()),
    **dict.fromkeys(("fatalities_low", "fatalities_high", "injured_low", "injured_high"), pa.int32()),
    **dict.fromkeys(("background", "sample"), pa.bool_()),
}
# Of OGC 06-103r4, 8.2: little-endian, the number of the type Point, two doubles.
_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])


def schema(lists: bool) -> pa.Schema:
    """The columns and the geometry; with `lists` the actors are lists, else one text."""
    kinds = [(column.name, _kind(column.name, lists)) for column in COLUMNS]
    return pa.schema([*kinds, (GEOMETRY, pa.binary())])


def record_batch(frame: pl.DataFrame, lists: bool) -> pa.RecordBatch:
    """A batch of that schema; unlocated incidents have a null geometry."""
    plain = flat(frame)
    if lists:
        plain = plain.with_columns(frame.select(pl.col(name).cast(pl.List(pl.String)) for name in _LISTS))
    wanted = schema(lists)
    table = plain.to_arrow(compat_level=pl.CompatLevel.oldest())
    arrays = [table.column(name).combine_chunks().cast(wanted.field(name).type) for name in wanted.names[:-1]]
    return pa.RecordBatch.from_arrays([*arrays, points(frame)], schema=wanted)


def points(frame: pl.DataFrame) -> pa.BinaryArray:
    """The positions as WKB points, longitude first."""
    here = frame["latitude"].is_not_null() & frame["longitude"].is_not_null()
    located = frame.filter(here)
    made = np.zeros(located.height, dtype=_POINT)
    made["order"], made["type"] = 1, 1
    made["x"], made["y"] = located["longitude"].round(DECIMALS), located["latitude"].round(DECIMALS)
    ends = np.concatenate([[0], np.cumsum(here.to_numpy())]).astype(np.int32) * _POINT.itemsize
    valid = pa.array(here.to_numpy()).buffers()[1]
    return pa.BinaryArray.from_buffers(
        pa.binary(), frame.height, [valid, pa.py_buffer(ends.tobytes()), pa.py_buffer(made.tobytes())]
    )


def _kind(name: str, lists: bool) -> pa.DataType:
    if lists and name in _LISTS:
        return pa.list_(pa.string())
    return _KINDS.get(name, pa.string())
