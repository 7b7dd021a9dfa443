"""The months that incidents lie in, counted as the filter of days counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from rasd.view.asked import Asked

# Days in order, and how many incidents there are up to each.
Running = tuple[npt.NDArray[Any], npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first and last day, and how many incidents may have happened in it."""

    first: date
    last: date
    count: int


def months(asked: Asked, most: int = 240) -> tuple[Month, ...]:
    """The months with incidents under all filters but that of days, the newest first and no more than `most`.

    An incident of several days counts in each month that it touches, as the filter of that month would keep it.
    """
    when = asked.snapshot.dimensions["when"].table
    first = pl.col("date_earliest").fill_null(pl.col("date_latest"))
    last = pl.col("date_latest").fill_null(pl.col("date_earliest"))
    days = when.select(
        first.alias("first"), last.alias("last"), pl.Series("count", asked.counts("when", "dates"))
    ).filter(pl.col("count") > 0, pl.col("last").is_not_null())
    if days.is_empty():
        return ()
    # Those begun by the end of a month less those over before it began are those that touch it.
    begun, over = _running(days, "first"), _running(days, "last")
    found: list[Month] = []
    oldest, newest = (cast(date, day).replace(day=1) for day in (days["first"].min(), days["last"].max()))
    start = newest
    while start >= oldest and len(found) < most:
        end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        count = _up_to(begun, end) - _up_to(over, start - timedelta(days=1))
        if count:
            found.append(Month(start, end, count))
        if start.year == 1 and start.month == 1:
            break
        start = (start - timedelta(days=1)).replace(day=1)
    return tuple(found)


def _running(days: pl.DataFrame, name: str) -> Running:
    ordered = days.sort(name)
    return ordered[name].to_numpy(), np.cumsum(ordered["count"].to_numpy())


def _up_to(running: Running, day: date) -> int:
    ends, sums = running
    at = int(np.searchsorted(ends, np.datetime64(day), side="right"))
    return int(sums[at - 1]) if at else 0
