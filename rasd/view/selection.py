"""What the reader asks for: the value that all pages, the address and the export share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rasd.view.bounds import Bounds, Ring


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; an empty field asks for nothing, values of one field are alternatives.

    Dates are inclusive. `actors` are actor ids on either side, `attackers` and `targets` on one; `countries` ISO 3166-1
    alpha-2 codes, `admin1` English names, `precisions` values of `filters.PRECISIONS`, `located` of `filters.LOCATED`,
    `text` words that must all occur (any spelling that folds the same), `confidence_min` from 0 to 1, `reports_min`
    articles that tell of it. What has a value of a `not_` field is left out, and so is what a person rejected unless
    `rejected` or `statuses` asks for it. `box` and `ring` (WGS 84, longitude first) keep what has its point in them;
    `in_view` what the map shows, wherever it is.
    """

    date_from: date | None = None
    date_to: date | None = None
    actors: tuple[str, ...] = ()
    attackers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    sub_events: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    located: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    rejected: bool = False
    text: str = ""
    confidence_min: float | None = None
    reports_min: int | None = None
    box: Bounds | None = None
    ring: Ring = ()
    in_view: bool = False
    not_actors: tuple[str, ...] = ()
    not_attackers: tuple[str, ...] = ()
    not_targets: tuple[str, ...] = ()
    not_event_types: tuple[str, ...] = ()
    not_sub_events: tuple[str, ...] = ()
    not_countries: tuple[str, ...] = ()
    not_admin1: tuple[str, ...] = ()
    not_precisions: tuple[str, ...] = ()
    not_located: tuple[str, ...] = ()
    not_outlets: tuple[str, ...] = ()
    not_statuses: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Selection()

    def values(self, name: str) -> tuple[str, ...]:
        """The values asked for of a filter of kind "many"."""
        found: tuple[str, ...] = getattr(self, name)
        return found

    def excluded(self, name: str) -> tuple[str, ...]:
        """The values left out of a filter of kind "many"."""
        found: tuple[str, ...] = getattr(self, f"not_{name}")
        return found
