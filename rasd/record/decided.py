"""Places that people decided: how a decision writes one, and how it is laid over what the machine found.

Machine output is never changed. The last decision about an incident's place counts; one whose `new` is None gives the
place back to the machine. A decision speaks of the words it was made for: when another extraction reads other words
as the place of the incident of that id, the decision is kept but not applied.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from math import isfinite

from rasd.model import Decision, IncidentRow, Resolution

PLACE = "place"
"""The field of a decision about where an incident was."""


@dataclass(frozen=True, slots=True)
class DecidedPlace:
    """Where a person says that an incident was; fields as in IncidentRow, `place_text` the words it was decided for."""

    place_text: str | None
    place_id: str
    place_name: str
    place_name_ar: str
    place_reason: str
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    radius_km: float | None
    where_prec: int

    def text(self) -> str:
        """The place as a decision's `old` and `new` hold it: JSON, the same for the same place."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


_LAID = tuple(field.name for field in fields(DecidedPlace) if field.name != "place_text")


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
        usable = isfinite(found.latitude) and isfinite(found.longitude)
    except (TypeError, ValueError):
        return None
    return found if usable else None


def last(decisions: Iterable[Decision]) -> DecidedPlace | None:
    """What the decisions about one incident, in the order they were made, leave as its place."""
    made = [one for one in decisions if one.field == PLACE]
    return read(made[-1].new) if made else None


def over_row(row: IncidentRow, decided: DecidedPlace | None) -> IncidentRow:
    """The row of an incident with the place decided."""
    if decided is None or decided.place_text != row.place_text:
        return row
    return replace(row, **{name: getattr(decided, name) for name in _LAID})


def over_columns(columns: Mapping[str, list[object]], decided: Mapping[str, DecidedPlace]) -> None:
    """Lays the decided places, by incident id, over columns of incidents, in place."""
    if not decided:
        return
    ids, told = columns["id"], columns["place_text"]
    for at, incident in enumerate(ids):
        one = decided.get(str(incident))
        if one is not None and one.place_text == told[at]:
            for name in _LAID:
                columns[name][at] = getattr(one, name)
