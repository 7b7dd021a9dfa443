"""What a selection comes to: incidents over time by type, actor and area, who attacked whom, tolls, places.

All of it is counted from the selected rows alone, in polars, before anything is drawn: what leaves is bounded
(`MAX_PERIODS` periods, the most frequent values and one sum of the others), whatever the number of incidents.

An incident stands in the period that its days lie in (a night in that of its evening). One whose days are only known
to reach over several periods is counted apart (`spread`), as is one without a date (`undated`): a guessed day would
make peaks where none were. Counts therefore always add up to the selection.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import polars as pl

from rasd.view.acled import EVENT_TYPES

Bucket = Literal["day", "week", "month", "year"]
Area = Literal["country", "admin1"]
BUCKETS: Final[tuple[Bucket, ...]] = ("day", "week", "month", "year")
AREAS: Final[tuple[Area, ...]] = ("country", "admin1")
MAX_PERIODS: Final = 200
TOP_SERIES: Final = 10
TOP_SIDES: Final = 12
TOP_PLACES: Final = 15
# Keys that are no values: the less frequent ones together, and none (no actor named, no place).
OTHERS: Final = "*others"
NONE: Final = "*none"
_AUTO_PERIODS = 120
_NIGHT_DAYS = 1
_OUTER = 0.05
_DAYS: Final[dict[Bucket, int]] = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Series:
    """The counts of one value: in each period, and of its incidents that stand in none."""

    key: str
    counts: tuple[int, ...]
    spread: int
    undated: int

    @property
    def total(self) -> int:
        """All its incidents, dated or not."""
        return sum(self.counts) + self.spread + self.undated


@dataclass(frozen=True, slots=True)
class Toll:
    """The people of some incidents: sums of the lowest and the highest numbers told, None where no incident told one.

    A range without an upper end ("at least five") adds its lower one to both and is counted in `open`, so that `high`
    is then itself a lowest bound. `told` incidents gave a number, `untold` none; `vague` of these gave a word (tens).
    """

    low: int | None
    high: int | None
    told: int
    untold: int
    vague: int
    open: int


@dataclass(frozen=True, slots=True)
class TollSeries:
    """A toll in each period, of the incidents that stand in none, and of all."""

    periods: tuple[Toll, ...]
    spread: Toll
    undated: Toll
    whole: Toll


@dataclass(frozen=True, slots=True)
class Sides:
    """Who attacked whom: `counts[row][column]` incidents of an attacker of `attackers` and a target of `targets`.

    The most frequent come first, then OTHERS and NONE where there are any. A clash of two parties counts both ways;
    an actor is never its own target. An incident of several actors stands in several cells. `nobody` named no actor.
    """

    attackers: tuple[str, ...]
    targets: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    nobody: int


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """The incidents at one place at one precision (UCDP's where_prec)."""

    place_id: str | None
    name: str | None
    name_ar: str | None
    admin1: str | None
    country: str | None
    where_prec: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Places:
    """The most frequent places; how many others there are, their incidents, and the incidents without a place."""

    top: tuple[PlaceCount, ...]
    other_places: int
    other_incidents: int
    unlocated: int


@dataclass(frozen=True, slots=True)
class Trends:
    """All that the page of trends shows of a selection of `total` incidents.

    Period n has the days from `starts[n]` to before `ends[n]`; weeks begin on Monday (ISO 8601). `coarser` tells that
    the bucket asked for would have made more than `MAX_PERIODS` periods. Keys: event types in `types`, actor ids in
    `actors`, ISO 3166 codes or "code:admin1" in `areas`, with OTHERS and NONE last.
    """

    total: int
    bucket: Bucket
    coarser: bool
    starts: tuple[date, ...]
    ends: tuple[date, ...]
    types: tuple[Series, ...]
    actors: tuple[Series, ...]
    areas: tuple[Series, ...]
    killed: TollSeries
    injured: TollSeries
    sides: Sides
    places: Places
    spread: int
    undated: int


def trends(frame: pl.DataFrame | pl.LazyFrame, bucket: Bucket | None = None, area: Area = "country") -> Trends:
    """The trends of the selected rows (`filters.lazy` reads only the columns needed).

    `bucket` None chooses the finest that makes some 120 periods at most of the days when most of it happened.
    """
    rows = _asked(frame)
    first, last = rows["first"].min(), rows.select(pl.max_horizontal("first", "last").max()).item()
    assert first is None or isinstance(first, date)
    assert last is None or isinstance(last, date)
    used = _fitting(rows, bucket, first, last)
    starts, ends, slot = _slotted(rows, first, last, used)
    rows = rows.with_columns(slot)
    size = len(starts)
    return Trends(
        total=rows.height,
        bucket=used,
        coarser=bucket is not None and used != bucket,
        starts=starts,
        ends=ends,
        types=_by_type(rows, size),
        actors=_by_actor(rows, size),
        areas=_by_area(rows, size, area),
        killed=_tolls(rows, "killed", size),
        injured=_tolls(rows, "injured", size),
        sides=_sides(rows),
        places=_places(rows),
        spread=int((slot == size).sum()),
        undated=int((slot == size + 1).sum()),
    )


# Rows and periods


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


def _fitting(rows: pl.DataFrame, asked: Bucket | None, first: date | None, last: date | None) -> Bucket:
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


def _slotted(
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


# Counting. Texts are turned into small numbers once, so that whatever is counted is counted by one whole number.


@dataclass(frozen=True, slots=True, eq=False)
class _Coded:
    """A column as numbers into `keys`: the values kept, then OTHERS and NONE."""

    codes: pl.Series
    keys: tuple[str, ...]


def _coded(values: pl.Series, limit: int | None = None, order: Sequence[str] = ()) -> _Coded:
    """A column of categories; kept are the values of `order` that occur, or the most frequent (equals by name)."""
    physical = values.to_physical()
    counted = pl.DataFrame({"code": physical, "name": values}).drop_nulls().group_by("code").agg(
        pl.col("name").first().cast(pl.String), pl.len().alias("count")
    )  # fmt: skip
    totals = {name: (code, count) for code, name, count in counted.iter_rows()}
    kept = [name for name in order if name in totals]
    kept = kept or sorted(totals, key=lambda name: (-totals[name][1], name))[:limit]
    others, none = len(kept), len(kept) + 1
    table = [others] * (max((code for code, _ in totals.values()), default=0) + 1)
    for at, name in enumerate(kept):
        table[totals[name][0]] = at
    codes = pl.Series(table, dtype=pl.Int64).gather(physical.fill_null(0))
    coded = pl.select(pl.when(physical.is_null()).then(none).otherwise(codes).alias("code")).to_series()
    return _Coded(coded, (*kept, OTHERS, NONE))


def _counts(cells: pl.Series) -> dict[int, int]:
    """How often each number occurs."""
    return dict(cells.alias("cell").to_frame().group_by("cell").len().iter_rows())


def _series(slot: pl.Series, coded: _Coded, size: int) -> tuple[Series, ...]:
    """A series a key that occurs."""
    width = len(coded.keys)
    cells = _counts(slot * width + coded.codes)
    found = []
    for at, key in enumerate(coded.keys):
        numbers = [cells.get(period * width + at, 0) for period in range(size + 2)]
        found.append(Series(key, tuple(numbers[:size]), numbers[size], numbers[size + 1]))
    return tuple(one for one in found if one.total)


def _by_type(rows: pl.DataFrame, size: int) -> tuple[Series, ...]:
    return _series(rows["slot"], _coded(rows["event_type"], order=tuple(EVENT_TYPES)), size)


def _by_area(rows: pl.DataFrame, size: int, area: Area) -> tuple[Series, ...]:
    """By area. A place of no one country, or known to the country alone, has an empty part in its key."""
    parts = [pl.col(name).cast(pl.String).fill_null("") for name in ("country", "admin1")[: AREAS.index(area) + 1]]
    # Few areas differ: each is put together once.
    different = rows.select("country", "admin1").unique()
    named = different.with_columns(pl.concat_str(parts, separator=":").cast(pl.Categorical).alias("area"))
    keyed = rows.select("country", "admin1", "unlocated").join(
        named, on=["country", "admin1"], how="left", nulls_equal=True, maintain_order="left"
    )
    key = keyed.select(pl.when(~pl.col("unlocated")).then(pl.col("area"))).to_series()
    return _series(rows["slot"], _coded(key, TOP_SERIES), size)


def _by_actor(rows: pl.DataFrame, size: int) -> tuple[Series, ...]:
    """By who took part on either side. An incident of several counts for each, and once for OTHERS."""
    each = rows.select("row", "slot", "actors").explode("actors", empty_as_null=True)
    coded = _coded(each["actors"], TOP_SERIES)
    each = each.with_columns(coded.codes.alias("code"))
    other = pl.col("code") == len(coded.keys) - 2
    each = pl.concat([each.filter(~other), each.filter(other).unique("row")])
    return _series(each["slot"], _Coded(each["code"], coded.keys), size)


# Tolls


def _toll(kind: str) -> list[pl.Expr]:
    low, high = pl.col(f"{kind}_low").cast(pl.Int64), pl.col(f"{kind}_high").cast(pl.Int64)
    told = low.is_not_null() | high.is_not_null()
    return [
        pl.when(told).then(low.fill_null(0)).sum().alias("low"),
        pl.coalesce(high, low).sum().alias("high"),
        told.sum().alias("told"),
        (~told).sum().alias("untold"),
        (~told & pl.col(f"{kind}_vague").is_not_null()).sum().alias("vague"),
        (told & high.is_null()).sum().alias("open"),
    ]


def _tolls(rows: pl.DataFrame, kind: str, size: int) -> TollSeries:
    found = {slot: parts for slot, *parts in rows.group_by("slot").agg(_toll(kind)).iter_rows()}
    empty = [0] * len(_toll(kind))
    whole = [sum(column) for column in zip(*found.values(), strict=True)] or empty
    *periods, spread, undated = (_told(found.get(slot, empty)) for slot in range(size + 2))
    return TollSeries(tuple(periods), spread, undated, _told(whole))


def _told(numbers: Sequence[int]) -> Toll:
    """Where there is no incident the toll is 0; where all give no number it is not known."""
    low, high, told, untold, vague, open_ = numbers
    known = told > 0 or untold == 0
    return Toll(low if known else None, high if known else None, told, untold, vague, open_)


# Sides and places


def _sides(rows: pl.DataFrame) -> Sides:
    pairs = _pairs(rows)
    attackers, targets = (_coded(pairs[name], TOP_SIDES) for name in ("attacker", "target"))
    width, height = len(targets.keys), len(attackers.keys)
    cell = attackers.codes * width + targets.codes
    # Several that are not among the first stand in one cell, where their incident counts once.
    joined = (attackers.codes == height - 2) | (targets.codes == width - 2)
    within = pairs["row"].cast(pl.Int64) * (width * height) + cell
    once = within.filter(joined).unique() % (width * height)
    cells = _counts(pl.concat([cell.filter(~joined), once]))
    down = [at for at in range(height) if any(cells.get(at * width + over) for over in range(width))]
    across = [over for over in range(width) if any(cells.get(at * width + over) for at in range(height))]
    return Sides(
        tuple(attackers.keys[at] for at in down),
        tuple(targets.keys[over] for over in across),
        tuple(tuple(cells.get(at * width + over, 0) for over in across) for at in down),
        rows.height - pairs["row"].n_unique(),
    )


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """Each attacker with each target of an incident, `row` its number; a side that isn't named is null.

    A party alone stands on both sides, whom it fought is not told: two pairs with a null.
    """
    attackers, targets = pl.col("attackers"), pl.col("targets")
    named = (attackers.list.len() > 0) | (targets.list.len() > 0)
    alone = (attackers.list.len() == 1) & (targets.list.len() == 1) & (attackers.list.first() == targets.list.first())
    asked = rows.select("row", "attackers", "targets").filter(named.fill_null(False))
    asked = asked.with_columns(alone.fill_null(False).alias("alone"))
    single, both = asked.filter("alone"), asked.filter(~pl.col("alone"))
    each = both.select("row", attackers.alias("attacker"), targets.alias("target"))
    each = each.explode("attacker", empty_as_null=True).explode("target", empty_as_null=True)
    each = each.filter((pl.col("attacker") != pl.col("target")).fill_null(True))
    party, none = attackers.list.first(), pl.lit(None, dtype=pl.Categorical)
    return pl.concat(
        [
            each,
            single.select("row", party.alias("attacker"), none.alias("target")),
            single.select("row", none.alias("attacker"), party.alias("target")),
        ]
    )


_PLACE = ("place_id", "place_name", "place_name_ar", "admin1", "country", "where_prec")


def _places(rows: pl.DataFrame) -> Places:
    located = rows.lazy().filter(~pl.col("unlocated"))
    # A place's id settles its names; a row without one (a hand-set point) goes by its names.
    by_id = located.group_by("place_id", "where_prec").agg(pl.col(_PLACE[1:5]).first(), pl.len().alias("count"))
    counted = by_id.select(*_PLACE, "count").collect()
    ranked = counted.with_columns(pl.col(_PLACE[:-1]).cast(pl.String)).sort(
        "count", "place_id", "where_prec", descending=[True, False, False], nulls_last=True
    )
    top, rest = ranked.head(TOP_PLACES), ranked.slice(TOP_PLACES)
    return Places(
        tuple(PlaceCount(*row) for row in top.iter_rows()),
        rest.height,
        int(rest["count"].sum()),
        int(rows["unlocated"].sum()),
    )
