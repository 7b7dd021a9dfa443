"""Exports of a selection: a decorated function a format.

All formats hold the same columns (`EXPORTED`, explained in docs/codebook.md), named as ACLED and UCDP name them where
they have a name. Article text is written as data: JSON is escaped by the writer, and a CSV cell that a spreadsheet
would take for a formula gets an apostrophe in front. Rows are written in slices, so that memory stays flat.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import BinaryIO

import polars as pl

from rasd.view.acled import GEO_PRECISION
from rasd.view.filters import Selection, to_params

_SLICE = 50_000
_DECIMALS = 7  # about a centimetre; RFC 7946, section 11.2, asks for no more than needed

_PROVINCE_PREC = 4
_SOURCES = {
    "geonames": "Places: GeoNames (https://www.geonames.org), CC BY 4.0 "
    "(https://creativecommons.org/licenses/by/4.0/); matched and changed by Rasd",
    "natural_earth": "Boundaries: Natural Earth (https://www.naturalearthdata.com), public domain",
    "ocha": "Administrative areas: OCHA Common Operational Datasets (https://data.humdata.org), CC BY-IGO",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export says of itself: the filters that were set (as in an address), counts, versions and sources.

    `generated` is an ISO time, left out when not given so that the same rows give the same bytes.
    """

    filters: Mapping[str, str] = field(default_factory=dict)
    total: int = 0
    selected: int = 0
    located: int = 0
    unlocated: int = 0
    rasd_version: str = ""
    data_version: str = ""
    attribution: tuple[str, ...] = ()
    generated: str = ""

    @classmethod
    def of(
        cls, frame: pl.DataFrame, selection: Selection | None = None, total: int | None = None, generated: str = ""
    ) -> Manifest:
        """The manifest of selected rows; `total` is the store's count, the rows' own when not given."""
        unlocated = frame["latitude"].null_count()
        return cls(
            filters=to_params(selection) if selection else {},
            total=frame.height if total is None else total,
            selected=frame.height,
            located=frame.height - unlocated,
            unlocated=unlocated,
            rasd_version=_values(frame, "rasd_version"),
            data_version=_values(frame, "data_version"),
            attribution=_attribution(frame),
            generated=generated,
        )


Writer = Callable[[pl.DataFrame, Manifest, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: `suffix` with its dot; `write` writes the rows to a binary stream."""

    id: str
    suffix: str
    media_type: str
    write: Writer


FORMATS: dict[str, Format] = {}


def export_format(id: str, suffix: str, media_type: str) -> Callable[[Writer], Writer]:
    """Registers a writer as an export format."""

    def register(write: Writer) -> Writer:
        FORMATS[id] = Format(id, suffix, media_type, write)
        return write

    return register


def _day_precision() -> pl.Expr:
    """UCDP's date_prec: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer; null without a date."""
    days = (pl.col("date_latest") - pl.col("date_earliest")).dt.total_days() + 1
    steps = pl.when(days <= 1).then(1).when(days <= 6).then(2).when(days <= 7).then(3).when(days <= 31).then(4)
    return pl.when(days.is_not_null()).then(steps.otherwise(5))


_WHERE_PREC = pl.col("where_prec").cast(pl.Int32)
_ONE_DAY = pl.col("date_earliest") == pl.col("date_latest")

# Each column of the exports and where it comes from. GeoJSON holds latitude and longitude in its geometry alone.
_EXPORTED: tuple[tuple[str, pl.Expr], ...] = (
    ("id", pl.col("id")),
    ("event_date", pl.when(_ONE_DAY).then(pl.col("date_earliest"))),
    ("date_start", pl.col("date_earliest")),
    ("date_end", pl.col("date_latest")),
    ("date_prec", _day_precision()),
    ("date_text", pl.col("date_text")),
    ("event_type", pl.col("event_type")),
    ("sub_event_type", pl.col("sub_event_type")),
    ("actors", pl.col("actors")),
    ("attackers", pl.col("attackers")),
    ("targets", pl.col("targets")),
    ("country", pl.col("country")),
    ("admin1", pl.col("admin1")),
    ("location", pl.col("place_name")),
    ("location_ar", pl.col("place_name_ar")),
    ("place_text", pl.col("place_text")),
    ("place_id", pl.col("place_id")),
    ("place_reason", pl.col("place_reason")),
    ("latitude", pl.col("latitude").round(_DECIMALS)),
    ("longitude", pl.col("longitude").round(_DECIMALS)),
    ("where_prec", _WHERE_PREC),
    ("geo_precision", _WHERE_PREC.replace_strict(GEO_PRECISION, default=None, return_dtype=pl.Int32)),
    ("radius_km", pl.col("radius_km")),
    ("fatalities_low", pl.col("killed_low")),
    ("fatalities_high", pl.col("killed_high")),
    ("fatalities_text", pl.col("killed_vague")),
    ("injured_low", pl.col("injured_low")),
    ("injured_high", pl.col("injured_high")),
    ("injured_text", pl.col("injured_vague")),
    ("trigger", pl.col("trigger")),
    ("sentence", pl.col("sentence")),
    ("background", pl.col("background")),
    ("confidence", pl.col("confidence").cast(pl.Float64).round(3)),
    ("status", pl.col("status")),
    ("sample", pl.col("sample")),
    ("article_id", pl.col("article_id")),
    ("source", pl.col("outlet")),
    ("source_url", pl.col("url")),
    ("title", pl.col("title")),
    ("published", pl.col("published")),
    ("rasd_version", pl.col("rasd_version")),
    ("data_version", pl.col("data_version")),
)
EXPORTED: tuple[str, ...] = tuple(name for name, _ in _EXPORTED)


@export_format("geojson", ".geojson", "application/geo+json")
def write_geojson(frame: pl.DataFrame, manifest: Manifest, out: BinaryIO) -> None:
    """One RFC 7946 FeatureCollection, a feature a line, with the foreign member `manifest`.

    Positions are WGS 84, longitude first; an unlocated incident has a null geometry. Rows are written by polars' NDJSON
    writer, many times faster than feature by feature.
    """
    about = json.dumps(_told(manifest), ensure_ascii=False)
    out.write(f'{{"type":"FeatureCollection","manifest":{about},"features":['.encode())
    position = pl.concat_list(pl.col("longitude").round(_DECIMALS), pl.col("latitude").round(_DECIMALS))
    point = pl.struct(pl.lit("Point").alias("type"), position.alias("coordinates"))
    properties = [expr.alias(name) for name, expr in _EXPORTED if name not in ("latitude", "longitude")]
    feature = (
        pl.lit("Feature").alias("type"),
        pl.col("id"),
        pl.when(pl.col("latitude").is_not_null()).then(point).alias("geometry"),
        pl.struct(properties).alias("properties"),
    )
    before = b"\n"
    for part in _slices(frame):
        buffer = BytesIO()
        part.select(feature).write_ndjson(buffer)
        # The writer escapes line ends inside texts, so that each one left ends a feature.
        out.write(before + buffer.getvalue().rstrip(b"\n").replace(b"\n", b",\n"))
        before = b",\n"
    out.write(b"\n]}\n")


# What spreadsheets take for the start of a formula, also behind blanks and marks that are not seen and in wide forms
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = r"^(?:[\s\x00\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]*[=+\-@＝＋－＠]|[\t\r\n])"


@export_format("csv", ".csv", "text/csv; charset=utf-8")
def write_csv(frame: pl.DataFrame, manifest: Manifest, out: BinaryIO) -> None:
    """RFC 4180 with a header line, in UTF-8 with a byte order mark: without it Excel shows Arabic as nonsense.

    Unknown is an empty cell, which 0 is not. Several actors stand with "; " between. The manifest has no place in a
    table and is left to GeoJSON; versions stand in each row.
    """
    columns = [_cell(frame, name, expr) for name, expr in _EXPORTED]
    first = True
    for part in _slices(frame) if frame.height else iter([frame]):
        part.select(columns).write_csv(out, include_bom=first, include_header=first, line_terminator="\r\n")
        first = False


def _cell(frame: pl.DataFrame, name: str, expr: pl.Expr) -> pl.Expr:
    dtype = frame.lazy().select(expr.alias(name)).collect_schema()[name]
    if isinstance(dtype, pl.List):
        expr, dtype = expr.cast(pl.List(pl.String)).list.join("; "), pl.String()
    if dtype == pl.String or isinstance(dtype, pl.Categorical):
        text = expr.cast(pl.String)
        expr = pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text)
    return expr.alias(name)


def _slices(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return (frame.slice(start, _SLICE) for start in range(0, frame.height, _SLICE))


def _told(manifest: Manifest) -> dict[str, object]:
    """The manifest as JSON tells it; what is not known is left out."""
    values = asdict(manifest)
    counts = {name: values.pop(name) for name in ("total", "selected", "located", "unlocated")}
    versions = {"rasd": values.pop("rasd_version"), "data": values.pop("data_version")}
    told: dict[str, object] = {"filters": dict(values["filters"]), "counts": counts, "versions": versions}
    told["attribution"] = list(values["attribution"])
    if values["generated"]:
        told["generated"] = values["generated"]
    return told


def _values(frame: pl.DataFrame, column: str) -> str:
    """The values of a column; several, from several runs, with commas between."""
    return ", ".join(sorted(str(value) for value in frame[column].unique() if value is not None))


def _attribution(frame: pl.DataFrame) -> tuple[str, ...]:
    """The sources of the places that occur, told by their ids: GN for GeoNames, COD for OCHA; other provinces are
    Natural Earth's, other places were entered by hand."""
    placed = frame.lazy().filter(pl.col("place_id").is_not_null()).select("place_id", "where_prec").unique().collect()
    ids = placed["place_id"].cast(pl.String)
    geonames, ocha = ids.str.contains("^GN[0-9]+$"), ids.str.starts_with("COD")
    regions = (placed["where_prec"] == _PROVINCE_PREC) & ~geonames & ~ocha
    found = {"geonames": geonames.any(), "natural_earth": regions.any(), "ocha": ocha.any()}
    return tuple(text for name, text in _SOURCES.items() if found[name])
