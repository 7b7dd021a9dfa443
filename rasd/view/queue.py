"""In what order incidents are worth a person's look: where a mistake is likely, and costs most.

An incident's weight is how unsure the machine is times what hangs on it, and what is doubtful for a reason of its own
is lifted above.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from rasd.view.asked import Asked
from rasd.view.dimensions import Bools, Floats, Ints

OPEN = ("machine", "assigned")
"""The statuses of incidents that nobody has settled."""
# What is added to the weight: decisions that newer rules took the ground from come first, then doubtful merges, then
# what stands nowhere on the map.
STALE, DOUBT, UNLOCATED = 8.0, 2.0, 0.5
# One injured weighs as much of one killed.
_INJURED = 0.3


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is known of incidents beside their columns, by id: those whose decisions are stale, and how doubtful it is
    (0 to 1) whether one tells of the same as another."""

    stale: frozenset[str] = frozenset()
    doubts: Mapping[str, float] | None = None


def unsettled(asked: Asked) -> int:
    """How many of the selected incidents nobody has settled."""
    return int(asked.counts("status")[_open(asked)].sum())


def order(asked: Asked, waiting: Waiting) -> Ints:
    """The rows of the selected incidents that wait for a person, the weightiest first; equals by the selection's order.

    Settled ones are among them only while a decision about them is stale.
    """
    snapshot = asked.snapshot
    rows = np.arange(snapshot.total) if asked.rows is None else asked.rows
    ids = snapshot.ids if asked.rows is None else snapshot.ids.gather(asked.rows)
    stale = ids.is_in(list(waiting.stale)).to_numpy() if waiting.stale else np.zeros(rows.size, np.bool_)
    waits = _open(asked)[snapshot.dimensions["status"].codes[rows]] | stale
    weight = _weight(asked, rows) + STALE * stale + DOUBT * _doubts(ids, waiting)
    kept = np.flatnonzero(waits)
    return rows[kept[np.argsort(-weight[kept], kind="stable")]]


def _open(asked: Asked) -> Bools:
    """Which combinations of the dimension of statuses nobody has settled."""
    table = asked.snapshot.dimensions["status"].table
    found: Bools = table["status"].cast(pl.String).is_in(list(OPEN)).fill_null(False).to_numpy()
    return found


def _weight(asked: Asked, rows: Ints) -> Floats:
    confidence = asked.snapshot.dimensions["confidence"]
    unsure = 1 - confidence.table["confidence"].fill_null(0).to_numpy().astype(np.float64)
    toll = asked.snapshot.dimensions["toll"]
    most = toll.table.select(
        pl.max_horizontal("killed_low", "killed_high").fill_null(0)
        + _INJURED * pl.max_horizontal("injured_low", "injured_high").fill_null(0)
    ).to_series()
    impact = 1 + np.log2(1 + most.to_numpy().astype(np.float64))
    place = asked.snapshot.dimensions["place"]
    nowhere = place.table["latitude"].is_null().to_numpy()
    weight: Floats = unsure[confidence.codes[rows]] * impact[toll.codes[rows]] + UNLOCATED * nowhere[place.codes[rows]]
    return weight


def _doubts(ids: pl.Series, waiting: Waiting) -> Floats:
    if not waiting.doubts:
        return np.zeros(len(ids))
    return ids.replace_strict(dict(waiting.doubts), default=0.0, return_dtype=pl.Float64).to_numpy()
