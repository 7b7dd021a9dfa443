"""Where an incident comes from and what became of it: source, extractions, decisions; nothing of it is overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.record import decided, flatten
from rasd.record.review.standing import present
from rasd.record.store import Extraction, StoredArticle, StoredIncident
from rasd.ui import decided_words, describe, reasons
from rasd.ui.escape import html, link
from rasd.ui.moments import moment

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
    told = [*_runs(runs, labels), *_decisions(stored, _machine(stored, runs), labels)]
    ordered = sorted(told, key=lambda entry: entry[0])
    lines = "".join(
        f'<li class="rasd-{kind}"><time datetime="{at.isoformat()}">{html(moment(at, labels))}</time>{words}</li>'
        for at, kind, words in ordered
    )
    return f'<ol class="rasd-history" dir="{labels.direction}">{lines}</ol>'


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
    changed = [
        _change(decided_words.field(key, labels), was[key], now[key]) for key in _COMPARED if was[key] != now[key]
    ]
    return f"<ul>{''.join(changed)}</ul>" if changed else f"<p>{html(labels('history.unchanged'))}</p>"


def _values(row: IncidentRow, labels: Labels) -> dict[str, str]:
    return {name: decided_words.of_row(name, row, labels) for name in _COMPARED}


def _decisions(stored: StoredIncident, machine: IncidentRow, labels: Labels) -> Iterator[tuple[datetime, str, str]]:
    """Each decision in words; where it gives a field back, or was the first, with what the machine says."""
    last = present(stored.decisions)
    for one in stored.decisions:
        head = labels("history.decided", who=describe.isolated(one.who))
        old, new = (_decided(one.field, text, machine, labels) for text in (one.old, one.new))
        change = _change(decided_words.field(one.field, labels), old, new)
        why = (
            f"<p>{html(labels('history.why', why=describe.isolated(reasons.told(one.why, labels))))}</p>"
            if one.why
            else ""
        )
        stale = ""
        found = decided.read(one.new) if one.field == decided.PLACE else None
        if last[one.field] is one and found is not None and found.place_text != stored.telling.row.place_text:
            stale = f"<p>{html(labels('history.stale', text=describe.isolated(found.place_text or '')))}</p>"
        yield one.at, "person", f"<b>{html(head)}</b><ul>{change}</ul>{why}{stale}"


def _decided(field: str, text: str | None, machine: IncidentRow, labels: Labels) -> str:
    """A decision's old or new value in words; without one, what the machine said."""
    if text is not None:
        return decided_words.value(field, text, labels)
    value = decided_words.of_row(field, machine, labels)
    return labels("history.machine", value=value) if value else labels("review.nothing")


def _machine(stored: StoredIncident, runs: tuple[Extraction, ...]) -> IncidentRow:
    """The row as the machine gave it, without decisions."""
    shown = next((run.row for run in reversed(runs) if run.is_current and run.row), None)
    return shown or flatten.row(stored.article, stored.incident, (stored.row.rasd_version, stored.row.data_version))


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
