"""The store's incidents as one frame of columns: what filters, map and exports read.

A snapshot is built once a change of the store and then only read. It holds every field of `IncidentRow` under its own
name, newest incidents first, and two columns made for asking: `folded` (title, sentence and place names in the
comparison form, for the text filter) and `precision` (UCDP's where_prec as text, or "unlocated").
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

import polars as pl

from gazetteer.arabic import fold
from rasd.errors import StoreError
from rasd.model import IncidentRow

UNLOCATED = "unlocated"
COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(IncidentRow))

_CATEGORY = pl.Categorical()
_DTYPES: dict[str, pl.DataType] = {
    "published": pl.Date(),
    "sample": pl.Boolean(),
    "date_earliest": pl.Date(),
    "date_latest": pl.Date(),
    "latitude": pl.Float64(),
    "longitude": pl.Float64(),
    "radius_km": pl.Float32(),
    "where_prec": pl.Int8(),
    "actors": pl.List(_CATEGORY),
    "attackers": pl.List(_CATEGORY),
    "targets": pl.List(_CATEGORY),
    "killed_low": pl.Int32(),
    "killed_high": pl.Int32(),
    "injured_low": pl.Int32(),
    "injured_high": pl.Int32(),
    "background": pl.Boolean(),
    "confidence": pl.Float32(),
}
_REPEATED = (
    "outlet", "event_type", "sub_event_type", "date_precision", "place_id", "place_name", "place_name_ar", "country",
    "admin1", "killed_vague", "injured_vague", "status", "trigger", "rasd_version", "data_version",
)  # fmt: skip
_DTYPES |= dict.fromkeys(_REPEATED, _CATEGORY)

# A title, its sentence and the names are told apart by a line end, which no query holds.
_FOLDED_FROM = ("title", "sentence", "place_text", "place_name", "place_name_ar")
_CHUNK = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The incidents of a store at one time.

    `frame` has the columns of `COLUMNS`, then `folded` and `precision`; sorted by last day, newest first, those
    without a date last, then by id.
    """

    frame: pl.DataFrame

    @property
    def total(self) -> int:
        """How many incidents there are, located or not."""
        return self.frame.height

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[object]]) -> Snapshot:
        """The snapshot of columns as a store gives them: one sequence of equal length for each field of IncidentRow.

        Dates may be `date` or ISO text. A coordinate that is not finite or lacks its other half makes the incident
        unlocated. Raises StoreError when a column is missing or holds a value of another kind.
        """
        missing = [name for name in COLUMNS if name not in columns]
        if missing:
            raise StoreError(f"the store gave no column {', '.join(missing)}: run the store's migrations")
        frame = pl.DataFrame([_series(name, columns[name]) for name in COLUMNS])
        located = pl.col("latitude").is_finite() & pl.col("longitude").is_finite()
        frame = frame.with_columns(
            pl.when(located).then(pl.col("latitude")).alias("latitude"),
            pl.when(located).then(pl.col("longitude")).alias("longitude"),
        ).with_columns(
            _folded(frame),
            pl.when(pl.col("latitude").is_null())
            .then(pl.lit(UNLOCATED))
            .otherwise(pl.col("where_prec").cast(pl.String))
            .cast(_CATEGORY)
            .alias("precision"),
        )
        newest_first = frame.sort("date_latest", "id", descending=[True, False], nulls_last=True)
        return cls(newest_first.rechunk())


def _series(name: str, values: Sequence[object]) -> pl.Series:
    dtype = _DTYPES.get(name, pl.String())
    try:
        if isinstance(dtype, pl.List):
            return _lists(name, values, dtype)
        if isinstance(dtype, pl.Date):
            return pl.Series(name, [_day(value) for value in values], dtype=dtype)
        if dtype.is_float():
            return pl.Series(name, [_float(value) for value in values], dtype=pl.Float64).cast(dtype)
        if dtype == _CATEGORY:
            return pl.Series(name, values, dtype=pl.String).cast(_CATEGORY)
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
    return tuple(str(item) for item in value)


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


def _folded(frame: pl.DataFrame) -> pl.Series:
    """The text filter's column."""
    raw = frame.select(
        pl.concat_str([pl.col(name).cast(pl.String) for name in _FOLDED_FROM], separator="\n", ignore_nulls=True)
    ).to_series()
    return fold_column(raw).alias("folded")


def fold_column(raw: pl.Series) -> pl.Series:
    """`gazetteer.arabic.fold` of each text of a column.

    `fold` works character by character, so it is asked once for each character that occurs and the column is then
    replaced in one pass: some twenty times faster than text by text.
    """
    letters: set[str] = set()
    for start in range(0, len(raw), _CHUNK):
        letters.update("".join(text for text in raw[start : start + _CHUNK] if text))
    changed = {letter: fold(letter) for letter in sorted(letters) if fold(letter) != letter}
    return raw.str.replace_many(changed) if changed else raw
