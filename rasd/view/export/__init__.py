"""Exports of a selection: a decorated function a format, in the module of its family.

Every format holds the same incidents in the same order; docs/exports.md tells what each is for, docs/codebook.md what
the columns hold. Rows pass in batches, so that memory doesn't grow with their number. A format that another program may
run (a spreadsheet, a globe that draws HTML) gets article text made harmless; elsewhere text is data and stays as it is.

    written = write(FORMATS["csv"], Rows.of(snapshot.frame), stream)
"""

# The formats, in the order in which they are offered; the first is what the command line writes unasked.
# isort: off
from rasd.view.export import geojson
from rasd.view.export import tables
from rasd.view.export import geopackage
from rasd.view.export import geoparquet
from rasd.view.export import kml
from rasd.view.export import acled_table

# isort: on
from rasd.view.export.columns import EXPORTED
from rasd.view.export.formats import FORMATS, Format, Written, export_format, write
from rasd.view.export.manifest import Manifest
from rasd.view.export.rows import REVIEWED, Country, Known, Rows, counted

__all__ = [
    "EXPORTED", "FORMATS", "REVIEWED", "Country", "Format", "Known", "Manifest", "Rows", "Written", "acled_table",
    "counted", "export_format", "geojson", "geopackage", "geoparquet", "kml", "tables", "write",
]  # fmt: skip
