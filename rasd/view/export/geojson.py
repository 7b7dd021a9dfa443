"""GeoJSON, RFC 7946."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

import polars as pl

from rasd.view.export.columns import COLUMNS, LATITUDE, LONGITUDE
from rasd.view.export.formats import export_format
from rasd.view.export.rows import Rows


@export_format("geojson", ".geojson", "application/geo+json")
def write_geojson(rows: Rows, out: BinaryIO) -> None:
    """One RFC 7946 FeatureCollection, a feature a line, with the foreign member `manifest` at its end.

    Positions are WGS 84, longitude first; an unlocated incident has a null geometry. Rows are written by polars' NDJSON
    writer, many times faster than feature by feature.
    """
    out.write(b'{"type":"FeatureCollection","features":[')
    position = pl.concat_list(LONGITUDE, LATITUDE)
    point = pl.struct(pl.lit("Point").alias("type"), position.alias("coordinates"))
    properties = [column.expr.alias(column.name) for column in COLUMNS if column.name not in ("latitude", "longitude")]
    feature = (
        pl.lit("Feature").alias("type"),
        pl.col("id"),
        pl.when(pl.col("latitude").is_not_null()).then(point).alias("geometry"),
        pl.struct(properties).alias("properties"),
    )
    before = b"\n"
    for batch in rows:
        if batch.is_empty():
            continue
        buffer = BytesIO()
        batch.select(feature).write_ndjson(buffer)
        # The writer escapes line ends inside texts, so that each one left ends a feature.
        out.write(before + buffer.getvalue().rstrip(b"\n").replace(b"\n", b",\n"))
        before = b",\n"
    out.write(f'\n],\n"manifest":{rows.manifest().as_json()}}}\n'.encode())
