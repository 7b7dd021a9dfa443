"""The columns of the exports: name, where each comes from, its HXL hashtag.

Names are ACLED's and UCDP's where they have one. Hashtags are of the Humanitarian Exchange Language, version 1.1
(https://hxlstandard.org/standard/1-1final/dictionary/); `#affected` stands on numbers alone, as its definition asks.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from rasd.view.acled import GEO_PRECISION

DECIMALS: Final = 7  # about a centimetre; RFC 7946, section 11.2, asks for no more than needed
JOINT: Final = "; "


class Column(NamedTuple):
    """A column of the exports: `expr` makes it of a snapshot's columns."""

    name: str
    expr: pl.Expr
    hashtag: str


def _day_precision() -> pl.Expr:
    """UCDP's date_prec: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer; null without a date."""
    days = (pl.col("date_latest") - pl.col("date_earliest")).dt.total_days() + 1
    steps = pl.when(days <= 1).then(1).when(days <= 6).then(2).when(days <= 7).then(3).when(days <= 31).then(4)
    return pl.when(days.is_not_null()).then(steps.otherwise(5))


_WHERE_PREC = pl.col("where_prec").cast(pl.Int32)
_ADDRESSES = (
    pl.when(pl.col("other_urls") == "")
    .then(pl.col("url"))
    .otherwise(pl.concat_str("url", pl.col("other_urls").str.replace_all("\n", JOINT, literal=True), separator=JOINT))
)
OUTLETS: Final = pl.col("outlets").cast(pl.List(pl.String)).list.join(JOINT)
_ONE_DAY = pl.col("date_earliest") == pl.col("date_latest")
GEO_PREC: Final = _WHERE_PREC.replace_strict(GEO_PRECISION, default=None, return_dtype=pl.Int32)
LATITUDE: Final = pl.col("latitude").round(DECIMALS)
LONGITUDE: Final = pl.col("longitude").round(DECIMALS)

COLUMNS: Final[tuple[Column, ...]] = (
    Column("id", pl.col("id"), "#event+id"),
    Column("event_date", pl.when(_ONE_DAY).then(pl.col("date_earliest")), "#date+occurred"),
    Column("date_start", pl.col("date_earliest"), "#date+start"),
    Column("date_end", pl.col("date_latest"), "#date+end"),
    Column("date_prec", _day_precision(), "#date+precision+code+v_ucdp"),
    Column("date_text", pl.col("date_text"), "#date+verbatim"),
    Column("event_type", pl.col("event_type"), "#event+type"),
    Column("sub_event_type", pl.col("sub_event_type"), "#event+type+sub"),
    Column("actors", pl.col("actors"), "#group+code"),
    Column("attackers", pl.col("attackers"), "#group+code+attacker"),
    Column("targets", pl.col("targets"), "#group+code+target"),
    Column("country", pl.col("country"), "#country+code+v_iso2"),
    Column("admin1", pl.col("admin1"), "#adm1+name+i_en"),
    Column("location", pl.col("place_name"), "#loc+name+i_en"),
    Column("location_ar", pl.col("place_name_ar"), "#loc+name+i_ar"),
    Column("place_text", pl.col("place_text"), "#loc+name+verbatim"),
    Column("place_id", pl.col("place_id"), "#loc+code"),
    Column("place_reason", pl.col("place_reason"), "#meta+reason+loc"),
    Column("latitude", LATITUDE, "#geo+lat"),
    Column("longitude", LONGITUDE, "#geo+lon"),
    Column("where_prec", _WHERE_PREC, "#geo+precision+code+v_ucdp"),
    Column("geo_precision", GEO_PREC, "#geo+precision+code+v_acled"),
    Column("radius_km", pl.col("radius_km").cast(pl.Float64).round(3), "#geo+radius+km"),
    Column("fatalities_low", pl.col("killed_low"), "#affected+killed+min"),
    Column("fatalities_high", pl.col("killed_high"), "#affected+killed+max"),
    Column("fatalities_text", pl.col("killed_vague"), "#description+killed"),
    Column("injured_low", pl.col("injured_low"), "#affected+injured+min"),
    Column("injured_high", pl.col("injured_high"), "#affected+injured+max"),
    Column("injured_text", pl.col("injured_vague"), "#description+injured"),
    Column("trigger", pl.col("trigger"), "#description+trigger"),
    Column("sentence", pl.col("sentence"), "#description+sentence"),
    Column("background", pl.col("background"), "#status+background"),
    Column("confidence", pl.col("confidence").cast(pl.Float64).round(3), "#meta+confidence"),
    Column("status", pl.col("status"), "#status+review"),
    Column("sample", pl.col("sample"), "#meta+sample"),
    Column("article_id", pl.col("article_id"), "#meta+source+id"),
    Column("reports", pl.col("reports").cast(pl.Int32), "#meta+reports+num"),
    Column("source", OUTLETS, "#meta+source+name"),
    Column("source_url", _ADDRESSES, "#meta+source+url"),
    Column("title", pl.col("title"), "#meta+source+title"),
    Column("published", pl.col("published"), "#date+published"),
    Column("rasd_version", pl.col("rasd_version"), "#meta+version+program"),
    Column("data_version", pl.col("data_version"), "#meta+version+data"),
)
EXPORTED: Final[tuple[str, ...]] = tuple(column.name for column in COLUMNS)

_TEXT = pl.String()


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The exported columns as plain values: dates, numbers, booleans and text; several actors are one text."""
    made = frame.select(column.expr.alias(column.name) for column in COLUMNS)
    return made.with_columns(_plain(made, name) for name in made.columns)


def _plain(frame: pl.DataFrame, name: str) -> pl.Expr:
    dtype = frame.schema[name]
    if isinstance(dtype, pl.List):
        return pl.col(name).cast(pl.List(_TEXT)).list.join(JOINT)
    return pl.col(name).cast(_TEXT) if isinstance(dtype, pl.Categorical) else pl.col(name)
