"""Columns as a store gives them, checked and made into a frame of fitting types."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date

import polars as pl

from rasd.errors import StoreError
from rasd.model import IncidentRow

COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(IncidentRow))
UNLOCATED = "unlocated"
CATEGORY = pl.Categorical()

_DTYPES: dict[str, pl.DataType] = {
    "published": pl.Date(),
    "sample": pl.Boolean(),
    "date_earliest": pl.Date(),
    "date_latest": pl.Date(),
    "latitude": pl.Float64(),
    "longitude": pl.Float64(),
    "radius_km": pl.Float32(),
    "where_prec": pl.Int8(),
    "actors": pl.List(CATEGORY),
    "attackers": pl.List(CATEGORY),
    "targets": pl.List(CATEGORY),
    "reports": pl.Int16(),
    "outlets": pl.List(CATEGORY),
    "killed_low": pl.Int32(),
    "killed_high": pl.Int32(),
    "injured_low": pl.Int32(),
    "injured_high": pl.Int32(),
    "background": pl.Boolean(),
    "confidence": pl.Float32(),
}
_REPEATED = (
    "outlet", "event_type", "sub_event_type", "date_precision", "date_text", "place_id", "place_text", "place_name",
    "place_name_ar", "place_reason", "country", "admin1", "killed_vague", "injured_vague", "status", "trigger",
    "rasd_version", "data_version",
)  # fmt: skip
_DTYPES |= dict.fromkeys(_REPEATED, CATEGORY)
SCHEMA: dict[str, pl.DataType] = {name: _DTYPES.get(name, pl.String()) for name in COLUMNS} | {
    "precision": CATEGORY,
    "located": CATEGORY,
}
# Tells the parts of a list apart where lists are compared.
_CONTROL = "\x1f"


def read(columns: Mapping[str, Sequence[object]]) -> pl.DataFrame:
    """The frame of a store's columns, with `precision` (UCDP's where_prec as text, or "unlocated") and `located`.

    Dates may be `date` or ISO text. A coordinate that is not finite or lacks its other half makes the incident
    unlocated. Raises StoreError when a column is missing or holds a value of another kind.
    """
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise StoreError(f"the store gave no column {', '.join(missing)}: run the store's migrations")
    frame = pl.DataFrame([_series(name, columns[name]) for name in COLUMNS])
    located = pl.col("latitude").is_finite() & pl.col("longitude").is_finite()
    unlocated = pl.when(pl.col("latitude").is_null()).then(pl.lit(UNLOCATED))
    return frame.with_columns(
        pl.when(located).then(pl.col("latitude")).alias("latitude"),
        pl.when(located).then(pl.col("longitude")).alias("longitude"),
    ).with_columns(
        # Of an incident told once, the outlet is all of them.
        pl.when(pl.col("outlets").list.len() == 0).then(pl.concat_list("outlet")).otherwise("outlets").alias("outlets"),
        unlocated.otherwise(pl.col("where_prec").cast(pl.String)).cast(CATEGORY).alias("precision"),
        unlocated.otherwise(pl.lit("located")).cast(CATEGORY).alias("located"),
    )


def _series(name: str, values: Sequence[object]) -> pl.Series:
    dtype = SCHEMA[name]
    try:
        if isinstance(dtype, pl.List):
            return _lists(name, values, dtype)
        if isinstance(dtype, pl.Date):
            return pl.Series(name, [_day(value) for value in values], dtype=dtype)
        if dtype.is_float():
            return pl.Series(name, [_float(value) for value in values], dtype=pl.Float64).cast(dtype)
        if dtype == CATEGORY:
            return pl.Series(name, values, dtype=pl.String).cast(CATEGORY)
        if isinstance(dtype, pl.Boolean):
            return pl.Series(name, [None if value is None else bool(value) for value in values], dtype=dtype)
        return pl.Series(name, values, dtype=dtype)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"the store's column {name} holds a value that is no {dtype}: {error}") from error


def _lists(name: str, values: Sequence[object], dtype: pl.DataType) -> pl.Series:
    """Lists of repeated texts. Few lists differ, so each is made once and then taken by its number."""
    numbers: dict[tuple[str, ...], int] = {}
    at = [numbers.setdefault(_texts(value), len(numbers)) for value in values]
    different = pl.Series(name, list(numbers), dtype=pl.List(pl.String)).cast(dtype)
    return different.gather(pl.Series(at, dtype=pl.UInt32))


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError(f"{value!r} is no list of texts")
    texts = tuple(str(item) for item in value)
    if any(_CONTROL in text for text in texts):
        raise ValueError(f"{value!r} holds a control character")
    return texts


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _float(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} is no number")
    return float(value) if math.isfinite(value) else None
