"""An incident and its article as one flat row, for the store's columns and for exports without a store."""

from __future__ import annotations

from collections.abc import Iterable

from rasd.model import Article, Incident, IncidentRow, Participant

_ATTACKING = frozenset({"attacker", "party"})
_TARGETED = frozenset({"target", "party"})

# The largest number of a 32-bit column.
_MOST = 2_147_483_647

Side = tuple[str, str]
"""An actor's id and its role."""


def row(article: Article, incident: Incident, versions: tuple[str, str], status: str | None = None) -> IncidentRow:
    """The row of an incident of this article; `versions` are the program's and its data's.

    `status` is the incident's own when not given. Coordinates are the resolution's, which are None when unlocated.
    """
    place, resolution = incident.resolution.place, incident.resolution
    actors, attackers, targets = actor_lists(sides(incident.actors))
    return IncidentRow(
        id=incident.id,
        article_id=article.id,
        outlet=article.source,
        url=article.url,
        title=article.title,
        published=article.published,
        sample=article.sample,
        event_type=incident.event_type,
        sub_event_type=incident.sub_event_type,
        date_earliest=incident.when.earliest,
        date_latest=incident.when.latest,
        date_precision=incident.when.precision,
        date_text=incident.date_text,
        place_id=place.id if place else None,
        place_text=incident.place_text,
        place_name=place.name if place else None,
        place_name_ar=place.name_ar if place else None,
        place_reason=resolution.reason,
        country=place.iso_country if place else None,
        admin1=(place.admin1 or None) if place else None,
        latitude=resolution.latitude,
        longitude=resolution.longitude,
        radius_km=resolution.radius_km,
        where_prec=resolution.where_prec,
        actors=actors,
        attackers=attackers,
        targets=targets,
        killed_low=people(incident.killed_low),
        killed_high=people(incident.killed_high),
        killed_vague=incident.killed_vague,
        injured_low=people(incident.injured_low),
        injured_high=people(incident.injured_high),
        injured_vague=incident.injured_vague,
        background=incident.background,
        confidence=incident.confidence,
        status=status or incident.status,
        sentence=article.text[incident.sentence.start : incident.sentence.end],
        trigger=incident.trigger,
        rasd_version=versions[0],
        data_version=versions[1],
    )


def people(count: int | None) -> int | None:
    """A count of people as columns can hold it; None for a number that no incident has (a sum of money misread)."""
    return count if count is None or count <= _MOST else None


def sides(participants: Iterable[Participant]) -> tuple[Side, ...]:
    """Who took part and how, in the order told."""
    return tuple((one.actor, one.role) for one in participants)


def actor_lists(taking_part: Iterable[Side]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The ids of all actors, of those attacking and of those targeted: each once, a party to a clash in all three."""
    told = tuple(taking_part)
    every = dict.fromkeys(actor for actor, _ in told)
    attacking = dict.fromkeys(actor for actor, role in told if role in _ATTACKING)
    targeted = dict.fromkeys(actor for actor, role in told if role in _TARGETED)
    return tuple(every), tuple(attacking), tuple(targeted)
