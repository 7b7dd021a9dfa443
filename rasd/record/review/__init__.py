"""What people decide about incidents: appended, laid over the machine's output at any time, never lost.

In the order it runs: `fields` is the table of what can be decided, a codec a field; `ground` tells which incident of
today each decision speaks of, after newer rules have read its report again; `standing` is what the decisions about one
incident come to; `laying` lays it over rows; `acts` appends decisions, refuses what somebody else has decided meanwhile
and undoes.

    Store.desk                                          acts, undoing, stale decisions, the record as of a moment
    load(connection, ids=None, until=None) -> Laid      all decisions, or those about some incidents; until a moment
    Laid.row(row), Laid.columns(columns)                machine output with the decisions over it
    Laid.folded(row, members)                           the decisions of all members of a group over its folded row:
                                                        lay each member's row first, fold, then this
"""

from __future__ import annotations

from rasd.record.review.fields import (
    APART,
    ASSIGNED,
    BACKGROUND,
    CONFIRMED,
    CORRECTED,
    DATE,
    EVENT,
    FIELDS,
    INJURED,
    KILLED,
    MACHINE,
    MERGE,
    NOTE,
    PLACE,
    REJECTED,
    SIDES,
    SLOTS,
    STATUS,
    Days,
    People,
    Review,
)
from rasd.record.review.ground import Stale, load
from rasd.record.review.laying import Laid
from rasd.record.review.standing import Standing, standing

__all__ = [
    "APART", "ASSIGNED", "BACKGROUND", "CONFIRMED", "CORRECTED", "DATE", "EVENT", "FIELDS", "INJURED", "KILLED",
    "MACHINE", "MERGE", "NOTE", "PLACE", "REJECTED", "SIDES", "SLOTS", "STATUS", "Days", "Laid", "People",
    "Review", "Stale", "Standing", "load", "standing",
]  # fmt: skip
