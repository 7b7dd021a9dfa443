"""What a selection comes to: the counts that the page of trends shows, bounded whatever the number of incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

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
