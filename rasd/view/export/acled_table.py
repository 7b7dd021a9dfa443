"""A table with ACLED's columns, to stand beside ACLED's own exports.

Columns, codes and conventions are of the ACLED Codebook (https://acleddata.com/methodology/acled-codebook). Where ours
says less, a cell is empty: fatalities are the lowest count told, empty when none is told (ACLED writes 0 then), and an
incident without a day closer than a month has no event_date. `tags` keeps what ACLED has no column for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, Final, NamedTuple

import polars as pl

from rasd.view import acled
from rasd.view.export.columns import GEO_PREC, JOINT, LATITUDE, LONGITUDE, OUTLETS
from rasd.view.export.formats import export_format
from rasd.view.export.rows import Known, Rows
from rasd.view.export.tables import BYTE_ORDER_MARK, write_lines

ACLED_COLUMNS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
_SIDES: Final = ("event_type", "sub_event_type", "actors", "attackers", "targets")
_SEPARATOR: Final = "\x1f"


@export_format("acled", ".acled.csv", "text/csv; charset=utf-8")
def write_acled(rows: Rows, out: BinaryIO) -> None:
    """CSV with ACLED's 31 columns, written as the other CSV is."""
    out.write(BYTE_ORDER_MARK + (",".join(ACLED_COLUMNS) + "\r\n").encode())
    for batch in rows:
        write_lines(_table(batch, rows.known), out)


def _table(frame: pl.DataFrame, known: Known) -> pl.DataFrame:
    days = (pl.col("date_latest") - pl.col("date_earliest")).dt.total_days() + 1
    precision = pl.when(days <= 1).then(1).when(days <= 7).then(2).when(days <= 31).then(3)
    # The codebook takes the middle of a week or a month as its day.
    middle = pl.col("date_earliest") + pl.duration(days=(days - 1) // 2)
    date = pl.when(precision.is_not_null()).then(middle)
    sub, code = pl.col("sub_event_type").cast(pl.String), pl.col("country").cast(pl.String)
    country = {key: one.name for key, one in known.countries.items()}
    nothing = pl.lit(None, dtype=pl.String)
    made = frame.with_columns(_sides(frame, known)).select(
        event_id_cnty="id",
        event_date=date,
        year=date.dt.year(),
        time_precision=precision,
        disorder_type=sub.replace_strict(acled.DISORDER_TYPES, default=None, return_dtype=pl.String),
        event_type=pl.col("event_type").cast(pl.String),
        sub_event_type=sub,
        actor1="actor1",
        assoc_actor_1="assoc_actor_1",
        inter1="inter1",
        actor2="actor2",
        assoc_actor_2="assoc_actor_2",
        inter2="inter2",
        interaction="interaction",
        civilian_targeting="civilian_targeting",
        iso=_looked_up(code, {key: one.number for key, one in known.countries.items()}, pl.Int32()),
        region=_looked_up(code, {key: one.region for key, one in known.countries.items()}, pl.String()),
        country=pl.coalesce(_looked_up(code, country, pl.String()), code),
        admin1=pl.col("admin1").cast(pl.String),
        admin2=nothing,
        admin3=nothing,
        location=pl.coalesce(pl.col("place_name").cast(pl.String), "place_text"),
        latitude=LATITUDE,
        longitude=LONGITUDE,
        geo_precision=GEO_PREC,
        source=OUTLETS,
        source_scale=nothing,
        notes="sentence",
        fatalities="killed_low",
        tags=_tags(days),
        timestamp=nothing,
    )
    assert tuple(made.columns) == ACLED_COLUMNS
    return made


def _looked_up(code: pl.Expr, table: Mapping[str, str | int], dtype: pl.DataType) -> pl.Expr:
    return code.replace_strict(table, default=None, return_dtype=dtype) if table else pl.lit(None, dtype=dtype)


def _tags(days: pl.Expr) -> pl.Expr:
    """What ACLED has no column for, as its tags are written: «name=value» with semicolons between."""
    dates = pl.format("dates={}/{}", pl.col("date_earliest").cast(pl.String), pl.col("date_latest").cast(pl.String))
    return pl.concat_str(
        [
            pl.format("status={}", pl.col("status").cast(pl.String)),
            pl.when(days > 1).then(dates),
            pl.format("where_prec={}", pl.col("where_prec")),
            pl.when(pl.col("latitude").is_null()).then(pl.lit("unlocated")),
            pl.when("background").then(pl.lit("background")),
            pl.when("sample").then(pl.lit("sample")),
            pl.format("url={}", pl.when(pl.col("url") != "").then("url")),
        ],
        separator=JOINT,
        ignore_nulls=True,
    )


class _Sides(NamedTuple):
    actor1: str
    assoc_actor_1: str
    inter1: str
    actor2: str
    assoc_actor_2: str
    inter2: str
    interaction: str
    civilian_targeting: str


def _sides(frame: pl.DataFrame, known: Known) -> list[pl.Series]:
    """ACLED's columns of actors. Few combinations differ, so each is worked out once."""
    lists = [pl.col(name).cast(pl.List(pl.String)).list.join(_SEPARATOR) for name in _SIDES[2:]]
    keys = frame.select(*[pl.col(name).cast(pl.String) for name in _SIDES[:2]], *lists)
    made: dict[tuple[str | None, ...], _Sides] = {}
    told = [made.get(key) or made.setdefault(key, _of(key, known)) for key in keys.iter_rows()]
    return [pl.Series(name, [getattr(one, name) or None for one in told], dtype=pl.String) for name in _Sides._fields]


def _of(key: tuple[str | None, ...], known: Known) -> _Sides:
    event_type, sub_event_type = key[0] or "", key[1] or ""
    actors, attackers, targets = ([one for one in (ids or "").split(_SEPARATOR) if one] for ids in key[2:])
    first, second = _split(actors, attackers, targets)
    inters = [_inter(side[0], known) if side else "" for side in (first, second)]
    struck = frozenset(_inter(one, known) for one in second)
    return _Sides(
        *_named(first, known), inters[0], *_named(second, known), inters[1], acled.interaction(*inters),
        acled.civilian_targeting(event_type, sub_event_type, struck if set(second) == set(targets) else frozenset()),
    )  # fmt: skip


def _split(actors: list[str], attackers: list[str], targets: list[str]) -> tuple[list[str], list[str]]:
    """The two sides: who attacks and who is hit; parties of a clash, who stand in both, go where a side is empty."""
    parties = [one for one in actors if one in attackers and one in targets]
    first = [one for one in attackers if one not in parties]
    second = [one for one in targets if one not in parties]
    for one in parties:
        (first if not first or (second and len(first) <= len(second)) else second).append(one)
    placed = {*first, *second}
    return first + [one for one in actors if one not in placed], second


def _named(side: list[str], known: Known) -> tuple[str, str]:
    names = [known.actors.get(one, (one, ""))[0] for one in side]
    return (names[0], JOINT.join(names[1:])) if names else ("", "")


def _inter(actor: str, known: Known) -> str:
    return acled.INTER.get(known.actors.get(actor, ("", ""))[1], "")
