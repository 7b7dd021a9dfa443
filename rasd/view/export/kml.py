"""KML 2.2, for globes."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from typing import BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from rasd.view.acled import EVENT_TYPES
from rasd.view.export.columns import COLUMNS, flat
from rasd.view.export.formats import export_format
from rasd.view.export.rows import Rows

UNLOCATED: Final = "Unlocated"
_FALLBACK_COLOUR: Final = "#5f6b76"
_AREA_PREC: Final = 3
_DATA: Final = tuple(column.name for column in COLUMNS if column.name not in ("latitude", "longitude"))
_KINDS: Final = {
    pl.Int32(): "int", pl.Int64(): "int", pl.Int8(): "int", pl.Float64(): "double", pl.Boolean(): "bool",
}  # fmt: skip
# What XML 1.0 has no way to write (https://www.w3.org/TR/xml/#charsets).
_NOT_XML: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


@export_format("kml", ".kml", "application/vnd.google-earth.kml+xml")
def write_kml(rows: Rows, out: BinaryIO) -> None:
    """KML 2.2 (https://docs.ogc.org/is/12-007r2/12-007r2.html): a folder and a colour for each event type.

    A place known as an area (where_prec 3 and up) is drawn pale and named with its radius. Unlocated incidents stand in
    a folder of their own, without a Point. Texts are data of the placemark; its description, which globes read as
    HTML, is escaped once more. Folders are gathered in temporary files.
    """
    with ExitStack() as files:
        folders = {
            name: files.enter_context(tempfile.TemporaryFile(prefix="rasd-")) for name in (*EVENT_TYPES, UNLOCATED)
        }
        types: dict[str, str] = {}
        for batch in rows:
            plain = flat(batch)
            types = {name: _KINDS.get(plain.schema[name], "string") for name in _DATA}
            marks = plain.select(_folder().alias("folder"), _placemark(plain).alias("mark"))
            for (name,), some in marks.group_by("folder", maintain_order=True):
                folders[str(name)].write("".join(some["mark"]).encode())
        out.write(_head(rows, types).encode())
        for name, file in folders.items():
            if not file.tell():
                continue
            out.write(f"<Folder><name>{escape(name)}</name>\n".encode())
            file.seek(0)
            shutil.copyfileobj(file, out)
            out.write(b"</Folder>\n")
        out.write(b"</Document>\n</kml>\n")


def _head(rows: Rows, types: dict[str, str]) -> str:
    manifest = rows.manifest()
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>',
        "<name>Rasd</name>",
        f"<description>{escape(escape(' '.join(manifest.attribution)))}</description>",
    ]
    for at, name in enumerate(EVENT_TYPES):
        colour = rows.known.colours.get(name, _FALLBACK_COLOUR)
        parts += [_style(f"type{at}", colour, "ff", "1"), _style(f"type{at}area", colour, "80", "0.7")]
    told = f'<Data name="manifest"><value>{escape(manifest.as_json())}</value></Data>'
    parts.append(f"<ExtendedData>{told}</ExtendedData>")
    fields = "".join(f"<SimpleField name={quoteattr(name)} type={quoteattr(kind)}/>" for name, kind in types.items())
    parts.append(f'<Schema name="incident" id="incident">{fields}</Schema>')
    return "\n".join(parts) + "\n"


def _style(id: str, colour: str, opacity: str, scale: str) -> str:
    """An icon's colour; KML writes aabbggrr."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    icon = f"<IconStyle><color>{opacity}{blue}{green}{red}</color><scale>{scale}</scale></IconStyle>"
    return f'<Style id="{id}">{icon}</Style>'


def _folder() -> pl.Expr:
    """The event type's folder; a type that ACLED doesn't have goes with its last, the strategic developments."""
    known = pl.when(pl.col("event_type").is_in(list(EVENT_TYPES))).then(pl.col("event_type"))
    return pl.when(pl.col("latitude").is_null()).then(pl.lit(UNLOCATED)).otherwise(known.otherwise(pl.lit(_LAST)))


_LAST: Final = tuple(EVENT_TYPES)[-1]


def _placemark(plain: pl.DataFrame) -> pl.Expr:
    """A placemark a row, its elements in the order of the KML schema."""
    place = pl.coalesce("location_ar", "location", "place_text", pl.lit(""))
    area = (pl.col("where_prec") >= _AREA_PREC).fill_null(False)
    radius = pl.format(" (±{} km)", pl.col("radius_km").round(0).cast(pl.Int64))
    name = pl.concat_str(
        pl.col("sub_event_type").fill_null(""), pl.when(place != "").then(pl.lit(" · ") + place).otherwise(pl.lit("")),
        pl.when(area & pl.col("radius_km").is_not_null()).then(radius).otherwise(pl.lit("")),
    )  # fmt: skip
    style = pl.col("event_type").replace_strict(
        {name: f"#type{at}" for at, name in enumerate(EVENT_TYPES)}, default=f"#type{len(EVENT_TYPES) - 1}"
    )
    point = pl.format("<Point><coordinates>{},{}</coordinates></Point>", "longitude", "latitude")
    html = pl.col("sentence").fill_null("").str.replace_many(_ENTITIES)
    return pl.concat_str(
        pl.lit("<Placemark><name>"), _xml(name), pl.lit("</name><description>"), _xml(html), pl.lit("</description>"),
        _time(), pl.lit("<styleUrl>"), style, pl.when(area).then(pl.lit("area")).otherwise(pl.lit("")),
        pl.lit('</styleUrl><ExtendedData><SchemaData schemaUrl="#incident">'),
        *[_data(plain, name) for name in _DATA], pl.lit("</SchemaData></ExtendedData>"),
        pl.when(pl.col("latitude").is_null()).then(pl.lit("")).otherwise(point), pl.lit("</Placemark>\n"),
    )  # fmt: skip


def _time() -> pl.Expr:
    """The span of days; an end that is not known stays open, none at all is no time."""
    begin, end = (
        pl.when(pl.col(name).is_not_null())
        .then(pl.format(f"<{tag}>{{}}</{tag}>", pl.col(name).cast(pl.String)))
        .otherwise(pl.lit(""))
        for name, tag in (("date_start", "begin"), ("date_end", "end"))
    )
    dated = pl.col("date_start").is_not_null() | pl.col("date_end").is_not_null()
    return (
        pl.when(dated)
        .then(pl.concat_str(pl.lit("<TimeSpan>"), begin, end, pl.lit("</TimeSpan>")))
        .otherwise(pl.lit(""))
    )


def _data(plain: pl.DataFrame, name: str) -> pl.Expr:
    """A value under its name; null is no element, which 0 and "" are."""
    text = pl.col(name).cast(pl.String)
    value = _xml(text) if plain.schema[name] == pl.String else text
    told = pl.concat_str(pl.lit(f'<SimpleData name="{name}">'), value, pl.lit("</SimpleData>"))
    return pl.when(pl.col(name).is_not_null()).then(told).otherwise(pl.lit(""))


def _xml(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(_NOT_XML, "\ufffd").str.replace_many(_ENTITIES)
