"""Brings the counts that an incident's sentences give to one low and high each for killed and injured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft
from rasd.model import Toll


@dataclass(frozen=True, slots=True)
class Count:
    """Low and high of one kind, None when untold; `vague` the word when no number is given; the tolls it came from."""

    low: int | None = None
    high: int | None = None
    vague: str | None = None
    tolls: tuple[Toll, ...] = ()


def of(mentions: Mentions, draft: Draft, kind: str) -> Count:
    """The count of a kind (killed, injured) over the tellings of an incident."""
    by_telling = [
        [t for t in mentions.tolls if t.kind == kind and not t.among and told.first <= t.first <= told.last]
        for told in draft.tellings
    ]
    found = [tolls for tolls in by_telling if tolls]
    numbered = [n for n in (_sum(tolls) for tolls in found) if n.low is not None]
    if numbered:
        return _across(numbered)
    vague = [t for tolls in found for t in tolls if t.vague]
    return Count(None, None, vague[0].vague, (vague[0],)) if vague else Count()


def _sum(tolls: Sequence[Toll]) -> Count:
    """Within one telling: the victims of different groups add up, a number told twice counts once."""
    seen: dict[tuple[str, int | None], Toll] = {}
    for toll in tolls:
        if toll.low is not None:
            seen.setdefault((toll.victims, toll.low), toll)
    if not seen:
        return Count()
    parts = list(seen.values())
    largest = max(parts, key=lambda t: t.low or 0)
    if any(not t.victims or t.victims == largest.victims for t in parts if t is not largest):
        parts = [largest]
    low = sum(t.low or 0 for t in parts)
    high = None if any(t.high is None for t in parts) else sum(t.high or 0 for t in parts)
    return Count(low, high, None, tuple(parts))


def _across(counts: Sequence[Count]) -> Count:
    """Across sentences: the fullest number, which later sentences of one source rise to."""
    return max(counts, key=lambda c: c.low or 0)
