"""How sure an incident is, between 0 and 1: a sum of what speaks for it, in data that issue and page can name."""

from __future__ import annotations

from gazetteer.model import Placed
from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft


def of(mentions: Mentions, draft: Draft, placed: Placed | None) -> float:
    """The share of signs present: a settled act, a place resolved in the same sentence, a date, several tellings, a toll."""
    located = placed is not None and placed.resolution.place is not None
    signs = (
        not draft.trigger.act,
        located,
        draft.date is not None,
        len(draft.tellings) > 1,
        any(t.first <= toll.first <= t.last for t in draft.tellings for toll in mentions.tolls),
        not draft.background,
        not draft.only_title,
    )
    return round(0.2 + 0.75 * sum(signs) / len(signs), 2)
