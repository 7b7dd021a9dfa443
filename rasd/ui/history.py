"""Where an incident comes from and what became of it: source, extractions, decisions; nothing of it is overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from rasd.lexicon.labels import Labels
from rasd.model import Decision, IncidentRow
from rasd.record import decided
from rasd.record.store import Extraction, StoredArticle, StoredIncident
from rasd.ui import describe, reasons
from rasd.ui.escape import html, link

# What of an incident is compared between two extractions, with the label of each.
_COMPARED = ("event", "place", "date", "actors", "killed", "injured")


def source(stored: StoredIncident, report: StoredArticle, labels: Labels) -> str:
    """HTML of the outlet, the report's address as text, its days and the versions that read it."""
    row = stored.row
    published = describe.day(row.published, labels) if row.published else labels("source.published_unknown")
    lines = [
        ("outlet", _text(row.outlet) if row.outlet else _missing(labels("source.outlet_unknown"))),
        ("url", _address(row.url, labels)),
        ("published", html(published) if row.published else _missing(published)),
        ("ingested", html(moment(report.added, labels))),
        ("article", f"<code>{_text(report.article.id)}</code>"),
        ("versions", html(labels("source.versions_told", rasd=row.rasd_version, data=row.data_version))),
        ("id", f"<code>{_text(row.id)}</code>"),
    ]
    told = "".join(f"<dt>{html(labels(f'source.{key}'))}</dt><dd>{value}</dd>" for key, value in lines)
    return f'<dl class="rasd-source">{told}</dl>'


def history(stored: StoredIncident, runs: tuple[Extraction, ...], labels: Labels) -> str:
    """HTML of what happened to an incident, the oldest first: each extraction, each decision."""
    told = [*_runs(runs, labels), *_decisions(stored, labels)]
    ordered = sorted(told, key=lambda entry: entry[0])
    lines = "".join(
        f'<li class="rasd-{kind}"><time datetime="{at.isoformat()}">{html(moment(at, labels))}</time>{words}</li>'
        for at, kind, words in ordered
    )
    return f'<ol class="rasd-history" dir="{labels.direction}">{lines}</ol>'


def moment(at: datetime, labels: Labels) -> str:
    """A time in UTC as the reader's language writes it, to the minute."""
    return labels("history.moment", day=describe.day(at.date(), labels), time=f"{at:%H:%M}")


def _runs(runs: tuple[Extraction, ...], labels: Labels) -> Iterator[tuple[datetime, str, str]]:
    before: IncidentRow | None = None
    for number, run in enumerate(runs):
        versions = labels("source.versions_told", rasd=run.versions[0], data=run.versions[1])
        head = labels("history.first" if number == 0 else "history.again", versions=describe.isolated(versions))
        badge = ""
        if run.is_current and len(runs) > 1:
            badge = f' <span class="rasd-badge rasd-badge-plain">{html(labels("history.current"))}</span>'
        yield run.made, "machine", f"<b>{html(head)}</b>{badge}{_run(before, run, labels)}"
        before = run.row or before


def _run(before: IncidentRow | None, run: Extraction, labels: Labels) -> str:
    if run.row is None:
        return f"<p>{html(labels('history.not_found', incidents=labels.count('incident_count', run.incidents)))}</p>"
    now = _values(run.row, labels)
    if before is None:
        return f"<p>{html(' · '.join(now[key] for key in ('event', 'place', 'date')))}</p>"
    was = _values(before, labels)
    changed = [_change(labels(f"history.{key}"), was[key], now[key]) for key in _COMPARED if was[key] != now[key]]
    return f"<ul>{''.join(changed)}</ul>" if changed else f"<p>{html(labels('history.unchanged'))}</p>"


def _values(row: IncidentRow, labels: Labels) -> dict[str, str]:
    return {
        "event": describe.event(row.sub_event_type, labels),
        "place": describe.place_of(row, labels),
        "date": describe.when(row, labels),
        "actors": labels("app.comma").join(describe.actor(one, labels) for one in sorted(row.actors))
        or labels("card.actors_unknown"),
        "killed": describe.killed(row, labels),
        "injured": describe.injured(row, labels),
    }


def _decisions(stored: StoredIncident, labels: Labels) -> Iterator[tuple[datetime, str, str]]:
    machine = describe.place_of(_machine(stored), labels)
    for number, one in enumerate(stored.decisions, 1):
        head = labels("history.decided", who=describe.isolated(one.who))
        name = labels(f"history.{one.field}") if f"history.{one.field}" in labels.texts else one.field
        change = _change(name, _decided(one.old, machine, one, labels), _decided(one.new, machine, one, labels))
        why = (
            f"<p>{html(labels('history.why', why=describe.isolated(reasons.told(one.why, labels))))}</p>"
            if one.why
            else ""
        )
        stale = ""
        found = decided.read(one.new)
        if number == len(stored.decisions) and found is not None and found.place_text != stored.row.place_text:
            stale = f"<p>{html(labels('history.stale', text=describe.isolated(found.place_text or '')))}</p>"
        yield one.at, "person", f"<b>{html(head)}</b><ul>{change}</ul>{why}{stale}"


def _decided(text: str | None, machine: str, one: Decision, labels: Labels) -> str:
    """A decision's old or new value in words; without one, what the machine said."""
    if text is None:
        return labels("history.machine", value=machine)
    place = decided.read(text) if one.field == decided.PLACE else None
    if place is None:
        return text
    names = (place.place_name_ar, place.place_name)
    return next((name for name in (names if labels.language == "ar" else names[::-1]) if name), place.place_id)


def _machine(stored: StoredIncident) -> IncidentRow:
    """The row as the machine gave it, without decisions."""
    place = stored.incident.resolution.place
    names = (place.name, place.name_ar) if place else (None, None)
    return replace(stored.row, place_name=names[0], place_name_ar=names[1])


def _change(name: str, old: str, new: str) -> str:
    arrow = '<i class="rasd-arrow" aria-hidden="true"></i>'
    return f"<li>{html(name)}: <del>{_text(old)}</del> {arrow} <ins>{_text(new)}</ins></li>"


def _address(url: str, labels: Labels) -> str:
    if not url:
        return _missing(labels("source.url_unknown"))
    shown = f'<span class="rasd-url" dir="ltr">{html(url)}</span>'
    address = link(url)
    if address is None:
        return shown
    return f'{shown} <a href="{html(address)}" rel="noopener noreferrer nofollow">{html(labels("source.follow"))}</a>'


def _missing(text: str) -> str:
    return f'<i class="rasd-unknown">{html(text)}</i>'


def _text(text: object) -> str:
    return f"<bdi>{html(text)}</bdi>"
