"""The reports of one incident: what each tells, in its own words and figures, and why they were taken for one."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.record.merge import Reason, Weighed
from rasd.record.store import StoredIncident
from rasd.ui import describe, state
from rasd.ui.escape import html, link
from rasd.ui.evidence import slot_of

# The slots whose words stand beside what was read from them.
_QUOTED = ("killed", "injured", "place", "date")
# A list longer than this scrolls in a frame of its own.
_LIST, _LIST_PX = 4, 640


def show(stored: StoredIncident, labels: Labels) -> None:
    """The list of all reports of an incident, each leading to its own reading."""
    reports = labels.count("article_count", stored.row.reports)
    with st.container(key="reports", gap="small"):
        st.markdown(f"##### {labels('reports.title')} ({reports})")
        st.html(summary(stored.row, labels))
        st.caption(labels("reports.help"))
        with st.container(height=_LIST_PX if len(stored.members) > _LIST else "content", border=False, gap="small"):
            for number, one in enumerate(stored.members):
                _one(stored, one, number, labels)


def _one(stored: StoredIncident, one: StoredIncident, number: int, labels: Labels) -> None:
    here = one.incident.id == stored.incident.id
    with st.container(key=f"report_{number}", border=True, gap="small"):
        st.html(report(stored, one, labels, here=here))
        if not here:
            st.button(
                labels("reports.read"), key=f"read-{one.incident.id}", icon=":material/description:",
                on_click=state.choose, args=(one.incident.id,), type="tertiary",
            )  # fmt: skip


def summary(row: IncidentRow, labels: Labels) -> str:
    """HTML of what all reports come to."""
    actors = labels("app.comma").join(describe.actor(one, labels) for one in row.actors)
    slots = (
        ("killed", describe.killed(row, labels)), ("injured", describe.injured(row, labels)),
        ("actors", actors or labels("card.actors_unknown")),
    )  # fmt: skip
    told = "".join(
        f"<div><dt>{html(labels(f'card.{key}'))}</dt><dd><b>{html(value)}</b></dd></div>" for key, value in slots
    )
    return f'<section class="rasd-card rasd-report"><dl>{told}</dl></section>'


def report(stored: StoredIncident, one: StoredIncident, labels: Labels, *, here: bool) -> str:
    """HTML of what one report tells; every text in it is escaped."""
    row = one.row
    figures = "".join(
        f"<div><dt>{html(labels(f'card.{slot}'))}</dt><dd>{value}</dd></div>" for slot, value in _slots(one, labels)
    )
    quoted = f'<blockquote class="rasd-sentence" dir="rtl" lang="ar">{html(row.sentence)}</blockquote>'
    badge = f' <span class="rasd-badge rasd-badge-plain">{html(labels("reports.here"))}</span>' if here else ""
    current = ' aria-current="true"' if here else ""
    return (
        f'<section class="rasd-card rasd-report"{current}><h3>{_source(row, labels)}{badge}</h3>'
        f"<dl>{figures}</dl>{quoted}{_why(stored, one, labels)}</section>"
    )


def line(stored: StoredIncident, labels: Labels) -> str:
    """How many reports tell of an incident and whose, on one line; "" for one."""
    row = stored.row
    if row.reports < 2:
        return ""
    outlets = labels("app.comma").join(describe.isolated(one) for one in row.outlets)
    return html(labels("reports.line", reports=labels.count("article_count", row.reports), outlets=outlets))


def told(reason: Reason, labels: Labels) -> str:
    """A reason for merging or against it, in the reader's words."""
    values = {name: _value(name, value, reason.key, labels) for name, value in reason.values}
    return labels(f"merge.{reason.key}", **values)


def reasons(weighed: Weighed, labels: Labels) -> str:
    """HTML of why two tellings were taken for one, or are in doubt: each reason with its points."""
    lines = (
        f'<li class="{"rasd-against" if one.points < 0 else "rasd-for"}">{html(told(one, labels))} '
        f'<bdi dir="ltr">{one.points:+g}</bdi></li>'
        for one in weighed.reasons
        if one.points
    )
    return f'<ul class="rasd-weighed">{"".join(lines)}</ul>'


def _value(name: str, value: object, key: str, labels: Labels) -> str:
    if name == "actors":
        return labels("app.comma").join(describe.actor(one, labels) for one in str(value or "").split())
    if key.startswith("kind_"):
        return describe.event(str(value), labels)
    if isinstance(value, (int, float)):
        return labels.number(value)
    return describe.isolated(str(value)) if value else labels("reports.nothing")


def _source(row: IncidentRow, labels: Labels) -> str:
    parts = [f"<bdi>{html(row.outlet or labels('source.outlet_unknown'))}</bdi>"]
    if row.published:
        parts.append(html(describe.day(row.published, labels)))
    if address := link(row.url):
        parts.append(f'<a href="{html(address)}" rel="noopener noreferrer">{html(labels("card.report"))}</a>')
    return " · ".join(parts)


def _slots(one: StoredIncident, labels: Labels) -> Iterator[tuple[str, str]]:
    row = one.row
    words = (describe.killed(row, labels), describe.injured(row, labels), describe.place_of(row, labels),
             describe.when(row, labels))  # fmt: skip
    for slot, value in zip(_QUOTED, words, strict=True):
        phrases = dict.fromkeys(" ".join(e.text.split()) for e in one.incident.evidence if slot_of(e) == slot)
        quoted = "".join(f' <small><bdi lang="ar">«{html(phrase)}»</bdi></small>' for phrase in phrases)
        yield slot, f"<b>{html(value)}</b>{quoted}"


def _why(stored: StoredIncident, one: StoredIncident, labels: Labels) -> str:
    if stored.group is None or one.incident.id == stored.group.lead:
        return f"<p>{html(labels('reports.first'))}</p>"
    weighed = stored.group.why(one.incident.id)
    if weighed is None:
        return ""
    other = next(id for id in weighed.pair if id != one.incident.id)
    beside = next((m.row.outlet for m in stored.members if m.incident.id == other), "")
    head = labels("reports.why", outlet=describe.isolated(beside or labels("source.outlet_unknown")))
    return f"<details><summary>{html(head)}</summary>{reasons(weighed, labels)}</details>"
