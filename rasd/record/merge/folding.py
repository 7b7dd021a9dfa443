"""One row of the rows of an incident's tellings: what they agree on, and how far they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gazetteer.distance import roughly_km
from rasd.model import IncidentRow
from rasd.record.merge.rules import rules

_PLACE = (
    "place_id", "place_text", "place_name", "place_name_ar", "place_reason", "country", "admin1", "latitude",
    "longitude", "radius_km", "where_prec",
)  # fmt: skip
_WHEN = ("date_earliest", "date_latest", "date_precision", "date_text")
_COUNTRY = 6
_AT_LEAST_KM = 5.0


def fold(rows: Sequence[IncidentRow]) -> IncidentRow:
    """The row of an incident told by all of these, of which the first leads: it gives the id, the title, the sentence.

    The place is the most precise one that agrees with most others, the days those that most tell, and of those the
    fewest; counts span all that is told, where not told is not zero; actors are all that are named. `reports` counts
    articles.
    """
    lead = rows[0]
    if len(rows) == 1:
        return lead
    placed, dated = _best_placed(rows), _best_dated(rows)
    slots = {name: getattr(placed, name) for name in _PLACE} | {name: getattr(dated, name) for name in _WHEN}
    slots |= {name: _union(getattr(row, name) for row in rows) for name in ("actors", "attackers", "targets")}
    return replace(
        lead,
        **_kind(rows),
        **slots,
        **_people(rows, "killed"),
        **_people(rows, "injured"),
        background=all(row.background for row in rows),
        sample=all(row.sample for row in rows),
        confidence=max(row.confidence for row in rows),
        reports=len({row.article_id for row in rows}),
        outlets=_union((row.outlet,) for row in rows if row.outlet),
        other_urls="\n".join(_union((row.url,) for row in rows[1:] if row.url and row.url != lead.url)),
    )


def _kind(rows: Sequence[IncidentRow]) -> dict[str, Any]:
    """The type that says most of how it was done; of types that say as much, the one most tell."""
    preferred = {kind: rank for rank, kind in enumerate(rules().prefer)}
    best = _most(rows, lambda row: (-preferred.get(row.sub_event_type, len(preferred)),))
    return {"event_type": best.event_type, "sub_event_type": best.sub_event_type}


def _best_placed(rows: Sequence[IncidentRow]) -> IncidentRow:
    """The most precise place of those that agree with the most others; a located one before any other."""

    def rank(row: IncidentRow) -> tuple[float, ...]:
        if row.latitude is None:
            return 0, 0, 0, 0
        agreeing = sum(_agree(row, other) for other in rows)
        area = (row.where_prec or _COUNTRY) >= _COUNTRY
        return 1 if area else 2, agreeing, -(row.radius_km or 0.0), -(row.where_prec or 0)

    return _most(rows, rank)


def _agree(one: IncidentRow, other: IncidentRow) -> bool:
    """Whether one of two places lies in the other, as far as they are known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return False
    km = roughly_km(one.latitude, one.longitude, other.latitude, other.longitude)
    return km <= max(one.radius_km or 0.0, other.radius_km or 0.0, _AT_LEAST_KM)


def _best_dated(rows: Sequence[IncidentRow]) -> IncidentRow:
    """The days that agree with the most others, of those the fewest."""

    def rank(row: IncidentRow) -> tuple[float, ...]:
        span = _days(row)
        if span is None:
            return 0, 0, 0, 0
        others = [days for other in rows if (days := _days(other)) is not None]
        agreeing = sum(span[0] <= last and first <= span[1] for first, last in others)
        # A day told in the text before one that the day of publication settles.
        return 1, agreeing, -(span[1] - span[0]).days, row.date_text is not None

    return _most(rows, rank)


def _days(row: IncidentRow) -> tuple[date, date] | None:
    first, last = row.date_earliest or row.date_latest, row.date_latest or row.date_earliest
    return None if first is None or last is None else (first, last)


def _people(rows: Sequence[IncidentRow], kind: str) -> dict[str, Any]:
    """From the least to the most that is told; an end that stays open in the telling that reaches farthest is open."""
    told = [(getattr(row, f"{kind}_low"), getattr(row, f"{kind}_high")) for row in rows]
    lows = [low for low, _ in told if low is not None]
    highs = [high for _, high in told if high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    if low is not None and any(below is None and above is not None and above < low for below, above in told):
        low = None  # «at most two» beside «three»
    if high is not None and any(above is None and below is not None and below > high for below, above in told):
        high = None  # «at least five» beside «three»
    vague = next((word for row in rows if (word := getattr(row, f"{kind}_vague"))), None)
    return {f"{kind}_low": low, f"{kind}_high": high, f"{kind}_vague": vague}


def _union(named: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in named for one in some))


def _most(rows: Sequence[IncidentRow], rank: Callable[[IncidentRow], tuple[float, ...]]) -> IncidentRow:
    """The row of the highest rank; the earlier in the group of equal ones."""
    return max(rows, key=rank)
