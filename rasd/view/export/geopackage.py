"""GeoPackage."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from rasd.view.export.formats import export_format
from rasd.view.export.manifest import Manifest
from rasd.view.export.rows import Rows

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

LAYER: Final = "incidents"
_NO_TIME: Final = "1970-01-01T00:00:00.000Z"
_CHUNK: Final = 1 << 20

# GeoPackage 1.3, annex F.8 (http://www.geopackage.org/spec131/#extension_metadata): how a file tells of itself.
_METADATA: Final = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
    definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
    md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
    metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT,
    row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
    CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
INSERT INTO gpkg_extensions VALUES
    ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec131/#extension_metadata', 'read-write'),
    ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec131/#extension_metadata',
        'read-write');
"""


@export_format("geopackage", ".gpkg", "application/geopackage+sqlite3")
def write_geopackage(rows: Rows, out: BinaryIO) -> None:
    """A GeoPackage with one layer of points, `incidents`; unlocated incidents are rows without a geometry.

    GDAL writes it from a stream of batches into a temporary file, then it is copied. The manifest is the file's
    metadata, in JSON (table `gpkg_metadata`). Times in it are the manifest's `generated`, or 1970.
    """
    with tempfile.TemporaryDirectory(prefix="rasd-") as folder:
        path = Path(folder, "incidents.gpkg")
        _write(rows, path)
        _tell(path, rows.manifest())
        with path.open("rb") as made:
            shutil.copyfileobj(made, out, _CHUNK)


def _write(rows: Rows, path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415 - half a second that other formats need not wait for
    import pyogrio  # noqa: PLC0415

    from rasd.view.export import arrow  # noqa: PLC0415

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in rows:
            if not batch.is_empty():
                yield arrow.record_batch(batch, lists=False)

    pyogrio.write_arrow(
        pa.RecordBatchReader.from_batches(arrow.schema(lists=False), batches()), str(path), layer=LAYER, driver="GPKG",
        geometry_name=arrow.GEOMETRY, geometry_type="Point", crs="EPSG:4326",
    )  # fmt: skip


def _tell(path: Path, manifest: Manifest) -> None:
    """Puts the manifest in, and a time that doesn't come from a clock."""
    at = manifest.generated or _NO_TIME
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(_METADATA)
        base.execute(
            "INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'https://www.rfc-editor.org/rfc/rfc8259', "
            "'application/json', ?)",
            (manifest.as_json(),),
        )
        base.execute("INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", (at,))
        base.execute("UPDATE gpkg_contents SET last_change = ?", (at,))
