"""The rows of an export: batches of a snapshot's columns, counted as they pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from rasd.view import filters
from rasd.view.bounds import Bounds
from rasd.view.dimensions import Ints
from rasd.view.export.manifest import Manifest, Tally
from rasd.view.filters import Selection
from rasd.view.snapshot import Snapshot

# As many rows as a snapshot keeps its texts together (rasd/view/texts.py).
BATCH: Final = 16_384
# The statuses of incidents that a person let stand, as they were read or as corrected.
REVIEWED: Final = ("confirmed", "corrected")

Progress = Callable[[int, int], None]


class Country(NamedTuple):
    """A country as ACLED calls it: its name, its ISO 3166-1 number, ACLED's region."""

    name: str
    number: int
    region: str


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What formats tell beyond the rows; without it they tell ids and codes as they are.

    `actors` gives an actor's English name and kind (of data/actors.yaml) by id, `countries` by ISO 3166-1 alpha-2
    code, `colours` the colour (#rrggbb) of an event type.
    """

    actors: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    countries: Mapping[str, Country] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)


class Rows:
    """Batches with a snapshot's columns, to be gone through once; at least one, which may be empty.

    `manifest()` is whole when the last batch has passed. `progress` is called with the rows passed and those expected.
    """

    def __init__(
        self,
        batches: Iterable[pl.DataFrame],
        about: Manifest | None = None,
        known: Known | None = None,
        progress: Progress | None = None,
        expected: int = 0,
    ) -> None:
        self.known = known or Known()
        self.expected = expected
        self._batches = batches
        self._about = about or Manifest()
        self._progress = progress
        self._tally = Tally()

    @classmethod
    def of(
        cls,
        frame: pl.DataFrame,
        about: Manifest | None = None,
        known: Known | None = None,
        progress: Progress | None = None,
    ) -> Rows:
        """The rows of a frame, in batches."""
        batches = (frame.slice(start, BATCH) for start in range(0, max(frame.height, 1), BATCH))
        return cls(batches, about, known, progress, frame.height)

    @classmethod
    def selected(
        cls,
        snapshot: Snapshot,
        selection: Selection,
        about: Manifest | None = None,
        *,
        known: Known | None = None,
        progress: Progress | None = None,
        view: Bounds | None = None,
    ) -> Rows:
        """The rows that a selection keeps, newest first, only those confirmed when `about` says so.

        `view` is what the map shows, asked for when the selection says `in_view`.

        The selection is kept as row numbers; their incidents are read batch by batch, never all of them.
        """
        about = about or Manifest()
        at = _numbers(snapshot, selection, about.reviewed_only, view)

        def batches() -> Iterator[pl.DataFrame]:
            for start in range(0, max(at.size, 1), BATCH):
                yield snapshot.take(at[start : start + BATCH])

        shown = view if selection.in_view else None
        told = replace(about, filters=filters.to_params(selection), view=shown, total=snapshot.total)
        return cls(batches(), told, known, progress, int(at.size))

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for batch in self._batches:
            self._tally.add(batch)
            yield batch
            if self._progress:
                self._progress(self._tally.selected, max(self.expected, self._tally.selected))

    def manifest(self) -> Manifest:
        """What was asked, with what has passed."""
        return self._tally.manifest(self._about)


def counted(
    snapshot: Snapshot, selection: Selection, reviewed_only: bool, view: Bounds | None = None
) -> tuple[int, int]:
    """How many incidents an export of the selection would hold, and how many of them without coordinates."""
    at = _numbers(snapshot, selection, reviewed_only, view)
    return int(at.size), snapshot.take(at, ["latitude"])["latitude"].null_count()


def _numbers(snapshot: Snapshot, selection: Selection, reviewed_only: bool, view: Bounds | None) -> Ints:
    """The numbers of the rows that are asked for, in their order."""
    rows = filters.ask(snapshot, selection, view).rows
    at: Ints = np.arange(snapshot.total, dtype=np.uint32) if rows is None else rows
    if not reviewed_only:
        return at
    status = snapshot.take(at, ["status"])["status"].cast(pl.String)
    reviewed: Ints = at[status.is_in(REVIEWED).fill_null(False).to_numpy()]
    return reviewed
