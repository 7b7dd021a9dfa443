"""Which found incident answers which annotated one, and what of it is right.

A pair is possible when at least two of event type, place and date agree. Of all ways to pair one to one, the one with
the greatest agreement over the article is taken: first those three, then sub-event type and killed, then actors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from gazetteer.arabic import fold_words
from gazetteer.distance import km_between
from rasd.evaluate.facts import Actor, Count, Facts

_USUAL_KM, _LEAST_KM, _NEAR_KM = 10.0, 5.0, 10.0
_WIDER = timedelta(days=3)
_MAIN, _SECOND, _THIRD = 10, 1, 0.1


@dataclass(frozen=True, slots=True)
class Agreement:
    """What of a found incident agrees with an annotated one; `actors` counts those that both name."""

    event_type: bool
    sub_event_type: bool
    place: bool
    place_10km: bool
    date: bool
    date_exact: bool
    killed: bool
    injured: bool
    actors: int

    @property
    def strict(self) -> bool:
        """Event type, place and date are all right."""
        return self.event_type and self.place and self.date

    @property
    def gain(self) -> float:
        """How much speaks for pairing the two; 0 when they can't be the same incident."""
        agreed = self.event_type + self.place + self.date
        if agreed < 2:
            return 0.0
        return _MAIN * agreed + _SECOND * (self.sub_event_type + self.killed) + _THIRD * self.actors


class Pair(NamedTuple):
    """An annotated and a found incident, by their place in the article's lists."""

    gold: int
    found: int
    agreement: Agreement


def pairs(golds: Sequence[Facts], founds: Sequence[Facts]) -> list[Pair]:
    """The incidents of one article paired, in the order of the annotated ones."""
    agreements = [[compare(gold, found) for found in founds] for gold in golds]
    gains = [[one.gain for one in row] for row in agreements]
    return [Pair(row, column, agreements[row][column]) for row, column in assign(gains)]


def compare(gold: Facts, found: Facts) -> Agreement:
    """What of a found incident agrees with an annotated one."""
    apart = distance(gold, found)
    place = gold.latitude is None and found.latitude is None
    return Agreement(
        event_type=gold.event_type == found.event_type,
        sub_event_type=gold.sub_event_type == found.sub_event_type,
        place=place or apart <= tolerance(gold),
        place_10km=place or apart <= _NEAR_KM,
        date=_same_days(gold, found),
        date_exact=(gold.date_earliest, gold.date_latest) == (found.date_earliest, found.date_latest),
        killed=_same_count(gold.killed, found.killed),
        injured=_same_count(gold.injured, found.injured),
        actors=shared_actors(gold.actors, found.actors),
    )


def distance(gold: Facts, found: Facts) -> float:
    """Kilometres between the two; infinite when either is unlocated."""
    if gold.latitude is None or gold.longitude is None or found.latitude is None or found.longitude is None:
        return math.inf
    return km_between(gold.latitude, gold.longitude, found.latitude, found.longitude)


def tolerance(gold: Facts) -> float:
    """How many kilometres off an answer may lie and still be right."""
    return max(gold.tolerance_km or _USUAL_KM, _LEAST_KM)


def _same_days(gold: Facts, found: Facts) -> bool:
    """The ranges share a day, and the found one is at most three days wider."""
    first, last = gold.date_earliest, gold.date_latest or gold.date_earliest
    found_first, found_last = found.date_earliest, found.date_latest or found.date_earliest
    if first is None or last is None:
        return found_first is None
    if found_first is None or found_last is None:
        return False
    shared = found_first <= last and first <= found_last
    return shared and found_last - found_first <= last - first + _WIDER


def _same_count(gold: Count, found: Count) -> bool:
    """The low number is right, and the high one where one is annotated; a vague word allows any number."""
    if gold.low is None and gold.high is None:
        return found.low is None or bool(gold.vague)
    if found.low != gold.low:
        return False
    # Of an exact number the second telling may be left out.
    return gold.high is None or found.high == gold.high or (found.high is None and gold.high == gold.low)


def shared_actors(golds: Sequence[Actor], founds: Sequence[Actor]) -> int:
    """How many actors are named on both sides, each counted once."""
    return len(assign([[float(same_actor(gold, found)) for found in founds] for gold in golds]))


def same_actor(gold: Actor, found: Actor) -> bool:
    """Whether the words of one stand in the other's, or both have the same name; roles are not looked at."""
    words, found_words = _spaced(gold.surface), _spaced(found.surface)
    if words.strip() and found_words.strip() and (words in found_words or found_words in words):
        return True
    return bool(_spaced(gold.name).strip()) and _spaced(gold.name) == _spaced(found.name)


def _spaced(text: str) -> str:
    return f" {' '.join(fold_words(text)).lower()} "


def assign(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The cells, at most one in a row and one in a column, of the greatest sum, in the order of rows.

    Gains are 0 or more; cells without gain are left out. The Hungarian method by shortest augmenting paths, O(n³)
    (Kuhn 1955; Jonker and Volgenant 1987).
    """
    if not gains or not gains[0]:
        return []
    if len(gains) > len(gains[0]):
        turned = [list(column) for column in zip(*gains, strict=True)]
        return sorted((row, column) for column, row in assign(turned))
    row_of = _Assignment(gains).solved()
    cells = ((row, column) for column, row in enumerate(row_of) if row is not None)
    return sorted((row, column) for row, column in cells if gains[row][column] > 0)


class _Assignment:
    """Rows, no more than columns, are given a column one after the other; `prices` keep all earlier ones optimal."""

    def __init__(self, gains: Sequence[Sequence[float]]) -> None:
        self._gains = gains
        self._columns = range(len(gains[0]))
        self._row_price = [0.0] * len(gains)
        self._column_price = [0.0] * len(gains[0])
        self._row_of: list[int | None] = [None] * len(gains[0])

    def solved(self) -> list[int | None]:
        """The row of each column, None for one left over."""
        for row in range(len(self._gains)):
            self._place(row)
        return self._row_of

    def _place(self, row: int) -> None:
        """Finds the cheapest way to a free column, moving rows placed earlier, and takes it."""
        length: list[float] = [math.inf] * len(self._columns)
        before: list[int | None] = [None] * len(self._columns)
        reached: list[int] = []
        # The last first: of equal ways the last one looked at is taken, so that incidents pair in the order told.
        left = list(reversed(self._columns))
        at_row: int | None = row
        at_column, so_far = None, 0.0
        while at_row is not None:
            for column in left:
                way = so_far - self._gains[at_row][column] - self._row_price[at_row] - self._column_price[column]
                if way < length[column]:
                    length[column], before[column] = way, at_column
            at = self._nearest(left, length)
            at_column = left[at]
            left[at] = left[-1]
            left.pop()
            so_far = length[at_column]
            reached.append(at_column)
            at_row = self._row_of[at_column]
        self._reprice(row, reached, length, so_far)
        self._take(row, reached[-1], before)

    def _nearest(self, left: list[int], length: list[float]) -> int:
        """Where in `left` the column stands that is reached with least; among equals a free one, which ends the way."""
        best, lowest = 0, math.inf
        for at, column in enumerate(left):
            if length[column] < lowest or (length[column] == lowest and self._row_of[column] is None):
                best, lowest = at, length[column]
        return best

    def _reprice(self, row: int, reached: list[int], length: list[float], total: float) -> None:
        self._row_price[row] += total
        for column in reached:
            slack = total - length[column]
            self._column_price[column] -= slack
            holder = self._row_of[column]
            if holder is not None:
                self._row_price[holder] += slack

    def _take(self, row: int, column: int, before: list[int | None]) -> None:
        """Each row on the way moves to the next column of it."""
        earlier = before[column]
        while earlier is not None:
            self._row_of[column] = self._row_of[earlier]
            column, earlier = earlier, before[earlier]
        self._row_of[column] = row
