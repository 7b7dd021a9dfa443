"""Finds the pairs that may tell of one incident, without looking at all: those that share a day and a cell of the map.

A telling stands in the cells (of one degree) that its circle touches, on each of its days and the days that two dates
may lie apart. One without a place stands where others of the same words for it do, or of the same toll.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import cos, floor, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.arabic import fold_words
from gazetteer.distance import EARTH_KM
from rasd.record.merge.model import Telling
from rasd.record.merge.rules import Rules

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_KM_A_DEGREE = EARTH_KM * np.pi / 180
_NOT_POLAR = 0.05  # cosine of a latitude from which on a circle spans many degrees
_TOLD = 3  # from so many killed or injured on, a toll is a way to find what has no place
# Cells are numbered from here on; names and tolls have numbers below. Days stand above both.
_CELLS = 1 << 40
_DAY = 41
_CHUNK = 300_000


def candidates(tellings: Sequence[Telling], rules: Rules, changed: Collection[int] | None = None) -> Iterator[Ints]:
    """Pairs of positions in `tellings`, the smaller first, each pair once, in arrays of two columns.

    With `changed`, only pairs of which one stands at one of these positions.
    """
    facts = _Facts(tellings, rules, changed)
    blocks, at = _blocks(tellings, rules)
    if changed is not None:
        wanted = np.isin(blocks, blocks[facts.asked[at]])
        blocks, at = blocks[wanted], at[wanted]
    order = np.lexsort((at, blocks))
    blocks, at = blocks[order], at[order]
    for start, end in _chunks(blocks >> _DAY):
        pairs = _pairs(blocks[start:end], at[start:end], facts)
        if pairs.size:
            yield pairs


def window(telling: Telling, rules: Rules) -> tuple[int, int] | None:
    """The days (proleptic Gregorian ordinals) on which a telling is looked for; None when it takes no part."""
    first, last = telling.earliest, telling.latest
    if first is None or last is None or not 0 <= (last - first).days <= rules.days["span"]:
        return None
    return first.toordinal(), last.toordinal() + rules.days["gap"]


def _blocks(tellings: Sequence[Telling], rules: Rules) -> tuple[Ints, Ints]:
    """The blocks that each telling stands in (a day's number and a cell's in one), and its position for each."""
    blocks: list[int] = []
    at: list[int] = []
    words: dict[tuple[object, ...], int] = {}
    for position, one in enumerate(tellings):
        span = window(one, rules)
        if span is None:
            continue
        mine = _cells(one, rules) + [words.setdefault(key, len(words)) for key in _keys(one)]
        for day in range(span[0], span[1] + 1):
            blocks += [day << _DAY | cell for cell in mine]
            at += [position] * len(mine)
    return np.array(blocks, np.int64), np.array(at, np.int64)


def _cells(one: Telling, rules: Rules) -> list[int]:
    """The numbers of the cells that a telling's circle touches; none when it has no place or too wide a one."""
    if one.latitude is None or one.longitude is None or (one.radius_km or 0) > rules.places["widest"]:
        return []
    radius = reach(one, rules) / _KM_A_DEGREE
    wide = min(radius / max(cos(radians(one.latitude)), _NOT_POLAR), 180.0)
    south, north = floor(max(one.latitude - radius, -90)), floor(min(one.latitude + radius, 90))
    west, east = floor(one.longitude - wide), floor(one.longitude + wide)
    return [
        _CELLS + (latitude + 90) * 360 + (longitude + 180) % 360
        for latitude in range(south, north + 1)
        for longitude in range(west, min(east, west + 359) + 1)
    ]


def _keys(one: Telling) -> Iterator[tuple[object, ...]]:
    """What finds a telling where no place does."""
    if one.place_text and not one.located:
        yield "words", fold_words(one.place_text)
    if (one.killed[0] or 0) >= _TOLD or (one.injured[0] or 0) >= _TOLD:
        yield "toll", one.killed, one.injured


def reach(one: Telling, rules: Rules) -> float:
    """How far a telling's place reaches, in kilometres."""
    return max(one.radius_km or 0.0, rules.places["reach"])


def _chunks(days: Ints) -> Iterator[tuple[int, int]]:
    """Stretches of whole days, of some hundred thousand entries."""
    start, size = 0, int(days.size)
    while start < size:
        end = min(start + _CHUNK, size)
        end = int(np.searchsorted(days, days[end - 1], side="right"))
        yield start, end
        start = end


def _pairs(blocks: Ints, at: Ints, facts: _Facts) -> Ints:
    """The pairs that share a block, each once, of those that may be one: first neighbours in the order of the blocks,
    then those two apart, and so on, for as long as any share a block."""
    found = [np.empty(0, np.int64)]
    here, step = np.arange(at.size), 1
    while True:
        here = here[: np.searchsorted(here, at.size - step)]
        here = here[blocks[here] == blocks[here + step]]
        if not here.size:
            break
        pairs = np.sort(np.stack((at[here], at[here + step]), axis=1), axis=1)
        pairs = pairs[facts.may_be_one(pairs, blocks[here] >> _DAY)]
        found.append(pairs[:, 0] << 32 | pairs[:, 1])
        step += 1
    codes = np.unique(np.concatenate(found))
    return np.stack((codes >> 32, codes & 0xFFFFFFFF), axis=1)


class _Facts:
    """What rules a pair out at once, in columns."""

    def __init__(self, tellings: Sequence[Telling], rules: Rules, changed: Collection[int] | None) -> None:
        self.asked = np.full(len(tellings), changed is None)
        self.asked[list(changed or ())] = True
        self._kinds, self._fit = _kinds(tellings, rules)
        self._articles = _numbered([one.article for one in tellings])
        self._countries = _numbered([one.country or "" for one in tellings], none="")
        self._samples = np.array([one.sample for one in tellings], np.bool_)
        spans = [window(one, rules) or (0, 0) for one in tellings]
        self._first = np.array([first for first, _ in spans], np.int64)
        self._latitudes = _floats([one.latitude for one in tellings])
        self._longitudes = _floats([one.longitude for one in tellings])
        self._reaches = np.array([reach(one, rules) for one in tellings])

    def may_be_one(self, pairs: Ints, days: Ints) -> Bools:
        """Whether neither types, articles, countries nor distance forbid it.

        A pair that shares several days is taken on the first of them only; `days` are those on which they are met.
        """
        one, other = pairs[:, 0], pairs[:, 1]
        fit: Bools = np.maximum(self._first[one], self._first[other]) == days
        fit &= self.asked[one] | self.asked[other]
        fit &= self._fit[self._kinds[one], self._kinds[other]]
        fit &= self._articles[one] != self._articles[other]
        fit &= self._samples[one] == self._samples[other]
        countries = self._countries[one], self._countries[other]
        fit &= (countries[0] == countries[1]) | (countries[0] < 0) | (countries[1] < 0)
        apart = self._apart_km(one, other)
        fit &= ~(apart > (self._reaches[one] + self._reaches[other]) * 1.02)
        return fit

    def _apart_km(self, one: Ints, other: Ints) -> NDArray[np.float64]:
        """Kilometres on a plane, which differ by less than 1 % from the sphere's at such distances; nan without one."""
        middle = np.cos(np.radians((self._latitudes[one] + self._latitudes[other]) / 2))
        turn = np.abs(self._longitudes[one] - self._longitudes[other])
        east = np.minimum(turn, 360 - turn) * middle
        north = self._latitudes[one] - self._latitudes[other]
        apart: NDArray[np.float64] = np.hypot(north, east) * _KM_A_DEGREE
        return apart


def _kinds(tellings: Sequence[Telling], rules: Rules) -> tuple[Ints, Bools]:
    """Each telling's type as a number, and which types may be told of one act."""
    names = sorted({one.kind for one in tellings})
    numbers = {name: number for number, name in enumerate(names)}
    fit = np.array([[rules.kinds(one, other) is not None for other in names] for one in names], np.bool_)
    return np.array([numbers[one.kind] for one in tellings], np.int64), fit.reshape(len(names), len(names))


def _numbered(values: Sequence[str], none: str | None = None) -> Ints:
    """Equal numbers for equal values; -1 for `none`."""
    numbers: dict[str, int] = {} if none is None else {none: -1}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], np.int64)


def _floats(values: Sequence[Any]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)
