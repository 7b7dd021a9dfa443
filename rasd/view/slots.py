"""The line of JSON that `extract` writes for an article: slots named as the annotation guidelines name them.

Beside the slots, an incident holds its evidence (the words each slot came from, as offsets into title, line end and
body), the place's id, the candidates considered with score and reasons, and the reason for the place taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from rasd.model import Candidate, Evidence, Incident

_DECIMALS = 4
_DEGREES = 7
# Line ends to some readers of JSON lines, though not to JSON: written as escapes.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def article_line(article_id: str, incidents: Iterable[Incident]) -> str:
    """One line of JSON, without its line end, Arabic in its own letters; null is unknown, never 0."""
    record = {"id": article_id, "incidents": [incident_slots(incident) for incident in incidents]}
    return json.dumps(record, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS)


def incident_slots(incident: Incident) -> dict[str, object]:
    """The slots of one incident, ready for JSON."""
    place, resolution = incident.resolution.place, incident.resolution
    return {
        "event_type": incident.event_type,
        "sub_event_type": incident.sub_event_type,
        "date_earliest": _day(incident.when.earliest),
        "date_latest": _day(incident.when.latest),
        "date_text": incident.date_text,
        "place_text": incident.place_text,
        "place_name": place.name if place else None,
        "admin1": (place.admin1 or None) if place else None,
        "country": place.iso_country if place else None,
        "latitude": _round(resolution.latitude, _DEGREES),
        "longitude": _round(resolution.longitude, _DEGREES),
        "where_prec": resolution.where_prec,
        "actors": [{"surface": one.surface, "name": one.name, "role": one.role} for one in incident.actors],
        "killed_low": incident.killed_low,
        "killed_high": incident.killed_high,
        "killed_vague": incident.killed_vague,
        "injured_low": incident.injured_low,
        "injured_high": incident.injured_high,
        "injured_vague": incident.injured_vague,
        "trigger": incident.trigger,
        "evidence": _evidence(incident.evidence),
        "confidence": round(incident.confidence, _DECIMALS),
        "place_id": place.id if place else None,
        "candidates": [_candidate(one) for one in resolution.candidates],
        "reason": resolution.reason,
        "background": incident.background,
    }


def _evidence(evidence: Iterable[Evidence]) -> dict[str, dict[str, object]]:
    """The words by slot; where several stand for one slot, the second is `slot_2` and so on."""
    found: dict[str, dict[str, object]] = {}
    for one in evidence:
        name, number = one.slot, 1
        while name in found:
            number += 1
            name = f"{one.slot}_{number}"
        found[name] = {"start": one.span.start, "end": one.span.end, "text": one.text}
    return found


def _candidate(candidate: Candidate) -> dict[str, object]:
    place = candidate.place
    return {
        "place_id": place.id,
        "name": place.name,
        "country": place.iso_country,
        "latitude": _round(place.latitude, _DEGREES),
        "longitude": _round(place.longitude, _DEGREES),
        "score": round(candidate.score, _DECIMALS),
        "reasons": list(candidate.reasons),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _round(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
