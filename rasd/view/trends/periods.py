"""The periods of trends: which kind fits a selection, where each begins and ends, which one an incident lies in.

An incident stands in the period that its days lie in (a night in that of its evening). One whose days are only known to
reach over several periods stands in none, as one without a date does: a guessed day would make peaks where none were.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Final

import polars as pl

from rasd.view.trends.model import BUCKETS, MAX_PERIODS, Bucket

_AUTO_PERIODS = 120
_NIGHT_DAYS = 1
_OUTER = 0.05
_DAYS: Final[dict[Bucket, int]] = {"day": 1, "week": 7, "month": 30, "year": 365}


def fitting(rows: pl.DataFrame, asked: Bucket | None, first: date | None, last: date | None) -> Bucket:
    """The bucket asked for, or the first coarser one that keeps to the bound.

    Without one asked it goes by the range that holds most incidents, lest one old day make all the others a single bar.
    """
    if first is None or last is None:
        return asked or "day"
    days, usual = (last - first).days + 1, _usual_days(rows["first"])
    fits = (one for one in BUCKETS if days / _DAYS[one] <= MAX_PERIODS)
    if asked:
        fits = (one for one in fits if _DAYS[one] >= _DAYS[asked])
    else:
        fits = (one for one in fits if usual / _DAYS[one] <= _AUTO_PERIODS)
    return next(fits, "year")


def _usual_days(first: pl.Series) -> int:
    """The days between which nine of ten incidents lie."""
    days = first.drop_nulls().to_physical()
    low, high = days.quantile(_OUTER), days.quantile(1 - _OUTER)
    return round(float(high) - float(low)) + 1 if low is not None and high is not None else 1


def slotted(
    rows: pl.DataFrame, first: date | None, last: date | None, bucket: Bucket
) -> tuple[tuple[date, ...], tuple[date, ...], pl.Series]:
    """The periods' first days and the days after their last, and the number of each row's period.

    Periods go from the first to the last that has an incident, empty ones between too. With n of them, n stands for
    days that reach over several and n + 1 for no date.
    """
    if first is None or last is None:
        return (), (), pl.Series("slot", [1] * rows.height, dtype=pl.Int64)
    bounds = [_start(first, bucket)]
    while bounds[-1] <= last:
        bounds.append(_next(bounds[-1], bucket))
    days = [(end - start).days for start, end in itertools.pairwise(bounds)]
    number = pl.Series([at for at, length in enumerate(days) for _ in range(length)], dtype=pl.Int64)
    begins, ends = ((rows[name] - bounds[0]).dt.total_days() for name in ("first", "last"))
    known = begins.is_not_null()
    slot = number.gather(begins.fill_null(0))
    # One whose last day lies before its first, as bad input may have it, is kept by its first.
    settled = (slot == number.gather(ends.fill_null(0).clip(0))) | (ends - begins <= _NIGHT_DAYS).fill_null(True)
    used = slot.filter(known & settled)
    low, high = (int(used.min()), int(used.max())) if len(used) else (0, -1)  # type: ignore[arg-type]
    size = high - low + 1
    shifted = pl.select(
        pl.when(~known).then(size + 1).when(settled).then(slot - low).otherwise(size).cast(pl.Int64).alias("slot")
    ).to_series()
    return tuple(bounds[low : high + 1]), tuple(bounds[low + 1 : high + 2]), shifted


def _start(day: date, bucket: Bucket) -> date:
    if bucket == "day":
        return day
    if bucket == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if bucket == "month" else day.replace(month=1, day=1)


def _next(day: date, bucket: Bucket) -> date:
    if bucket in ("day", "week"):
        return day + timedelta(days=_DAYS[bucket])
    if bucket == "year":
        return date(day.year + 1, 1, 1)
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
