"""The card of an incident: what, when, who, how many, where and why there, and the sentence that tells it."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.record import review
from rasd.record.review.standing import standing
from rasd.record.store import StoredIncident
from rasd.ui import describe, evidence, reasons, reports
from rasd.ui.escape import html, link
from rasd.ui.look import look

_PERCENT = 100


def of(stored: StoredIncident, labels: Labels, *, sentence: bool = True) -> str:
    """HTML of the card, with the sentence that tells of it unless it stands beside; every text in it is escaped."""
    row, incident = stored.row, stored.incident
    rows = [
        ("date", _date(row, labels)),
        ("actors", _actors(_taking_part(stored), labels)),
        ("killed", _toll(describe.killed(row, labels), row.killed_low is None and row.killed_high is None)),
        ("injured", _toll(describe.injured(row, labels), row.injured_low is None and row.injured_high is None)),
        ("place", _place(row, labels)),
        ("reason", html(reasons.told(row.place_reason, labels))),
        ("outlet", _outlet(row, labels)),
        ("reports", reports.line(stored, labels)),
    ]
    listed = "".join(f"<dt>{html(labels(f'card.{key}'))}</dt><dd>{value}</dd>" for key, value in rows if value)
    told = evidence.sentence(incident, stored.article.text, labels) if sentence else ""
    return f'<section class="rasd-card">{_head(row, labels)}<dl>{listed}</dl>{told}</section>'


def line(row: IncidentRow, labels: Labels) -> str:
    """HTML of an incident on one line with its badges."""
    return f"{html(describe.headline(row, labels))} {badges(row, labels)}"


def badges(row: IncidentRow, labels: Labels) -> str:
    """HTML of what must be said before anything else: a sample, background."""
    found = []
    if row.sample:
        help_text = html(labels("app.sample_help"))
        found.append(f'<span class="rasd-badge" title="{help_text}">{html(labels("app.sample"))}</span>')
    if row.background:
        found.append(f'<span class="rasd-badge rasd-badge-plain">{html(labels("card.background"))}</span>')
    return " ".join(found)


def head(row: IncidentRow, labels: Labels) -> str:
    """HTML of an incident as a page's title: what, where, when, with its badges and its type."""
    kind = html(describe.event_type(row.event_type, labels))
    place, day = html(describe.place_of(row, labels)), html(describe.when(row, labels))
    return (
        f'<header class="rasd-title"><h2><i style="background:{look().colour(row.event_type)}"></i>'
        f"<span>{html(describe.event(row.sub_event_type, labels))}</span> <bdi>{place}</bdi></h2>"
        f"<p><bdi>{day}</bdi> · {kind} {badges(row, labels)}</p></header>"
    )


def _head(row: IncidentRow, labels: Labels) -> str:
    kind = html(describe.event_type(row.event_type, labels))
    percent = round(row.confidence * _PERCENT)
    return (
        f"<h3>{html(describe.event(row.sub_event_type, labels))} {badges(row, labels)}</h3>"
        f'<p class="rasd-kind"><i style="background:{look().colour(row.event_type)}"></i> {kind}'
        f" · {html(labels('card.confidence', percent=percent))}</p>"
    )


def _date(row: IncidentRow, labels: Labels) -> str:
    told = describe.when(row, labels)
    told = _unknown(told) if row.date_earliest is None and row.date_latest is None else html(told)
    return told + _small(labels("card.date_told", text=row.date_text) if row.date_text else "")


def _taking_part(stored: StoredIncident) -> list[tuple[str, str, str]]:
    """Who took part: id, role and the machine's name; as a person decided, else as all reports tell."""
    decided = standing(stored.decisions).values.get(review.SIDES)
    if decided is not None:
        return [(actor, role, "") for actor, role in decided]
    return [(one.actor, one.role, one.name) for telling in stored.tellings for one in telling.incident.actors]


def _actors(actors: Sequence[tuple[str, str, str]], labels: Labels) -> str:
    if not actors:
        return _unknown(labels("card.actors_unknown"))
    told = dict.fromkeys(
        f"{html(describe.actor(actor, labels, name))} "
        f'<span class="rasd-badge rasd-badge-plain">{html(describe.role(role, labels))}</span>'
        for actor, role, name in actors
    )
    return "<ul>" + "".join(f"<li>{one}</li>" for one in told) + "</ul>"


def _toll(told: str, unknown: bool) -> str:
    return _unknown(told) if unknown else html(told)


def _place(row: IncidentRow, labels: Labels) -> str:
    name = describe.place_of(row, labels)
    if row.latitude is None:
        return _unknown(name) + _small(labels("card.place_told", text=row.place_text) if row.place_text else "")
    area = describe.area_of(row, labels)
    precision = describe.precision(row.where_prec, labels)
    if row.radius_km and (row.where_prec or 0) > 1:
        precision += f" · {labels('card.radius', km=round(row.radius_km))}"
    told = f"<b>{html(name)}</b>" + (f"{html(labels('app.comma'))}{html(area)}" if area else "")
    return told + _small(precision) + _small(labels("card.place_told", text=row.place_text) if row.place_text else "")


def _outlet(row: IncidentRow, labels: Labels) -> str:
    parts = [html(row.outlet)] if row.outlet else []
    if row.published:
        parts.append(html(labels("card.published", day=describe.day(row.published, labels))))
    address = link(row.url)
    if address:
        parts.append(
            f'<a href="{html(address)}" target="_blank" rel="noopener noreferrer">{html(labels("card.report"))}</a>'
        )
    return " · ".join(parts)


def _small(text: str) -> str:
    return f"<small>{html(text)}</small>" if text else ""


def _unknown(text: str) -> str:
    return f'<i class="rasd-unknown">{html(text)}</i>'
