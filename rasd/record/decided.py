"""Places that people decided: how a decision writes one (rasd/record/review lays it over what the machine found).

A decision speaks of the words it was made for: when another extraction reads other words
as the place of the incident of that id, the decision is kept but not applied.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from math import isfinite

from rasd.model import Resolution

PLACE = "place"
"""The field of a decision about where an incident was."""


@dataclass(frozen=True, slots=True)
class DecidedPlace:
    """Where a person says that an incident was; fields as in IncidentRow, `place_text` the words it was decided for.

    Without coordinates it says that the words do not settle a place: the incident is then unlocated.
    """

    place_text: str | None
    place_id: str | None
    place_name: str | None
    place_name_ar: str | None
    place_reason: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    where_prec: int | None

    def text(self) -> str:
        """The place as a decision's `old` and `new` hold it: JSON, the same for the same place."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @property
    def located(self) -> bool:
        """Whether it has coordinates."""
        return self.latitude is not None and self.longitude is not None


def nowhere(place_text: str | None, reason: str) -> DecidedPlace:
    """What says that the words settle no place."""
    return DecidedPlace(place_text, None, None, None, reason, None, None, None, None, None, None)


LAID = tuple(field.name for field in fields(DecidedPlace) if field.name != "place_text")
"""The columns of a row that a decided place sets."""


def of(resolution: Resolution, place_text: str | None, reason: str) -> DecidedPlace | None:
    """What a resolution decides about the incident told with these words; None when it found no place."""
    place, latitude, longitude = resolution.place, resolution.latitude, resolution.longitude
    if place is None or latitude is None or longitude is None:
        return None
    return DecidedPlace(
        place_text, place.id, place.name, place.name_ar, reason, place.iso_country, place.admin1 or None,
        latitude, longitude, resolution.radius_km, resolution.where_prec or place.where_prec,
    )  # fmt: skip


def read(text: str | None) -> DecidedPlace | None:
    """The place that a decision's text holds; None for none, and for a text of another version that can't be read."""
    if text is None:
        return None
    try:
        found = DecidedPlace(**json.loads(text))
        ends = (found.latitude, found.longitude)
        usable = ends == (None, None) or all(end is not None and isfinite(end) for end in ends)
    except (TypeError, ValueError):
        return None
    return found if usable else None
