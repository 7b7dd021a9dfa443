"""What is compared: the slots of one incident, as a person annotated them or as the machine filled them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rasd.model import Incident, Span


@dataclass(frozen=True, slots=True)
class Actor:
    """Who took part: `surface` verbatim, `name` the usual English name, `role` attacker, target or party."""

    surface: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people; None is not told, never 0; `vague` keeps words such as tens."""

    low: int | None = None
    high: int | None = None
    vague: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The slots of an incident. Coordinates are WGS 84 degrees; `tolerance_km` how far an answer may lie, of gold."""

    event_type: str
    sub_event_type: str
    date_earliest: date | None = None
    date_latest: date | None = None
    date_text: str = ""
    place_text: str = ""
    place_name: str = ""
    admin1: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    tolerance_km: float | None = None
    where_prec: int | None = None
    actors: tuple[Actor, ...] = ()
    killed: Count = Count()
    injured: Count = Count()
    trigger: str = ""
    background: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The words that the machine read a slot from, and the rule that read them; `slot` as in an incident's evidence."""

    slot: str
    span: Span
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Found:
    """An incident that the machine found: its slots, and why they are so."""

    facts: Facts
    marks: tuple[Mark, ...] = ()
    confidence: float = 0.0
    reason: str = ""
    candidates: tuple[str, ...] = ()


def found(incident: Incident) -> Found:
    """An extracted incident as it is compared."""
    resolution = incident.resolution
    return Found(
        facts=facts(incident),
        marks=tuple(Mark(one.slot, one.span, one.text, one.rule) for one in incident.evidence),
        confidence=incident.confidence,
        reason=resolution.reason,
        candidates=tuple(
            f"{one.score:.2f} {one.place.name}, {one.place.admin1}, {one.place.country}: {'; '.join(one.reasons)}"
            for one in resolution.candidates
        ),
    )


def facts(incident: Incident) -> Facts:
    """The slots of an extracted incident."""
    resolution, place = incident.resolution, incident.resolution.place
    return Facts(
        event_type=incident.event_type,
        sub_event_type=incident.sub_event_type,
        date_earliest=incident.when.earliest,
        date_latest=incident.when.latest,
        date_text=incident.date_text or "",
        place_text=incident.place_text or "",
        place_name=place.name if place else "",
        admin1=place.admin1 if place else "",
        country=(place.iso_country or "") if place else "",
        latitude=resolution.latitude,
        longitude=resolution.longitude,
        where_prec=resolution.where_prec,
        actors=tuple(Actor(one.surface, one.name, one.role) for one in incident.actors),
        killed=Count(incident.killed_low, incident.killed_high, incident.killed_vague or ""),
        injured=Count(incident.injured_low, incident.injured_high, incident.injured_vague or ""),
        trigger=incident.trigger,
        background=incident.background,
    )
