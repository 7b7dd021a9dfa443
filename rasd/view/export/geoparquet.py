"""GeoParquet 1.1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO, Final

from rasd.view.export.formats import export_format
from rasd.view.export.rows import Rows

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

MANIFEST_KEY: Final = "rasd:manifest"
_VERSION: Final = "1.1.0"


@export_format("geoparquet", ".parquet", "application/vnd.apache.parquet")
def write_geoparquet(rows: Rows, out: BinaryIO) -> None:
    """GeoParquet 1.1 (https://geoparquet.org/releases/v1.1.0/), a row group a batch, the geometry in WKB.

    Without a `crs` the coordinates are OGC:CRS84, WGS 84 with longitude first. The file's metadata holds the manifest
    under `rasd:manifest`. Actors are lists.
    """
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415 - half a second that other formats need not wait for

    from rasd.view.export import arrow  # noqa: PLC0415

    bounds = _Bounds()
    with pq.ParquetWriter(out, arrow.schema(lists=True), compression="zstd") as writer:
        for batch in rows:
            if batch.is_empty():
                continue
            made = arrow.record_batch(batch, lists=True)
            bounds.add(made)
            writer.write_batch(made)
        geo = {"version": _VERSION, "primary_column": arrow.GEOMETRY, "columns": {arrow.GEOMETRY: bounds.column()}}
        writer.add_key_value_metadata({"geo": json.dumps(geo), MANIFEST_KEY: rows.manifest().as_json()})


class _Bounds:
    """The box around all points, told at the end."""

    def __init__(self) -> None:
        self._box: list[float] | None = None

    def add(self, batch: pa.RecordBatch) -> None:
        import pyarrow.compute as pc  # type: ignore[import-untyped]  # noqa: PLC0415

        x, y = (pc.min_max(batch[name]).as_py() for name in ("longitude", "latitude"))
        if x["min"] is None or y["min"] is None:
            return
        here = [x["min"], y["min"], x["max"], y["max"]]
        old = self._box or here
        self._box = [*map(min, old[:2], here[:2]), *map(max, old[2:], here[2:])]

    def column(self) -> dict[str, object]:
        told: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
        return told | ({"bbox": self._box} if self._box else {})
