"""Times of the record in the reader's words."""

from __future__ import annotations

from datetime import UTC, datetime

from rasd.lexicon.labels import Labels
from rasd.ui import describe


def moment(at: datetime, labels: Labels, *, seconds: bool = False) -> str:
    """A time in UTC as the reader's language writes it, to the minute or the second."""
    utc = at.astimezone(UTC)
    time = f"{utc:%H:%M:%S}" if seconds else f"{utc:%H:%M}"
    return labels("history.moment", day=describe.day(utc.date(), labels), time=time)
