"""What a selection comes to: incidents over time by type, actor and area, who attacked whom, tolls, places.

All of it is counted from the selected rows alone, in polars, before anything is drawn: what leaves is bounded
(`MAX_PERIODS` periods, the most frequent values and one sum of the others), whatever the number of incidents.

Incidents whose days reach over several periods are counted apart (`spread`), as are those without a date (`undated`):
counts therefore always add up to the selection.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from rasd.view.trends.counting import by_actor, by_area, by_type
from rasd.view.trends.model import (
    AREAS,
    BUCKETS,
    MAX_PERIODS,
    NONE,
    OTHERS,
    TOP_PLACES,
    TOP_SERIES,
    TOP_SIDES,
    Area,
    Bucket,
    PlaceCount,
    Places,
    Series,
    Sides,
    Toll,
    TollSeries,
    Trends,
)
from rasd.view.trends.periods import fitting, slotted
from rasd.view.trends.sides import places, sides
from rasd.view.trends.tolls import tolls

__all__ = [
    "AREAS", "BUCKETS", "MAX_PERIODS", "NONE", "OTHERS", "TOP_PLACES", "TOP_SERIES", "TOP_SIDES", "Area", "Bucket",
    "PlaceCount", "Places", "Series", "Sides", "Toll", "TollSeries", "Trends", "trends",
]  # fmt: skip


def trends(frame: pl.DataFrame | pl.LazyFrame, bucket: Bucket | None = None, area: Area = "country") -> Trends:
    """The trends of the selected rows (`filters.lazy` reads only the columns needed).

    `bucket` None chooses the finest that makes some 120 periods at most of the days when most of it happened.
    """
    rows = _asked(frame)
    first, last = rows["first"].min(), rows.select(pl.max_horizontal("first", "last").max()).item()
    assert first is None or isinstance(first, date)
    assert last is None or isinstance(last, date)
    used = fitting(rows, bucket, first, last)
    starts, ends, slot = slotted(rows, first, last, used)
    rows = rows.with_columns(slot)
    size = len(starts)
    return Trends(
        total=rows.height,
        bucket=used,
        coarser=bucket is not None and used != bucket,
        starts=starts,
        ends=ends,
        types=by_type(rows, size),
        actors=by_actor(rows, size),
        areas=by_area(rows, size, area),
        killed=tolls(rows, "killed", size),
        injured=tolls(rows, "injured", size),
        sides=sides(rows),
        places=places(rows),
        spread=int((slot == size).sum()),
        undated=int((slot == size + 1).sum()),
    )


def _asked(frame: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """The columns needed, read once whatever the filters cost; `first` and `last` are the ends of a row's days."""
    return (
        frame.lazy()
        .select(
            pl.coalesce("date_earliest", "date_latest").alias("first"),
            pl.coalesce("date_latest", "date_earliest").alias("last"),
            pl.col("latitude").is_null().alias("unlocated"),
            "event_type", "country", "admin1", "place_id", "place_name", "place_name_ar", "where_prec",
            "actors", "attackers", "targets",
            "killed_low", "killed_high", "killed_vague", "injured_low", "injured_high", "injured_vague",
        )
        .collect()
        .with_row_index("row")
    )  # fmt: skip
