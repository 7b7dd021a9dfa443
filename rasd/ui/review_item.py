"""The incident under review: why it waits, the report with its evidence, where it stands, what was decided so far."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.record import review
from rasd.record.review.ground import Stale
from rasd.record.review.standing import standing
from rasd.record.store import StoredIncident
from rasd.ui import card, decided_words, describe, evidence, people, readings, reasons, review_acts
from rasd.ui.escape import html, markdown
from rasd.ui.moments import moment
from rasd.ui.review_queue import Queue

_PERCENT = 100


def head(stored: StoredIncident, queue: Queue, labels: Labels) -> None:
    """What the incident is, how far its review is, and why it waits."""
    why = labels("app.comma").join(_why(stored, queue, labels))
    told = f'<p class="rasd-waits"><b>{html(labels("review.why_here"))}:</b> {html(why)}</p>' if why else ""
    st.html(f"{card.head(stored.row, labels)}{status(stored, labels)}{told}")


def status(stored: StoredIncident, labels: Labels) -> str:
    """HTML of how far the review of an incident is."""
    found = standing(stored.decisions).review
    told = decided_words.status(found, labels) if found.to else labels.get(f"status.{stored.row.status}", "")
    name = html(stored.row.status)
    return f'<p><span class="rasd-badge rasd-status rasd-status-{name}" data-status="{name}">{html(told)}</span></p>'


def report(stored: StoredIncident, labels: Labels) -> None:
    """The report with the phrases that the machine read its slots from."""
    incident, text = stored.incident, stored.article.text
    with st.container(key="review_report"):
        st.html(evidence.legend(incident, labels))
        st.html(evidence.article([incident], text, labels, linked=True))


def slots(stored: StoredIncident, labels: Labels) -> None:
    """The slots as they stand, with the phrases and rules that they were read by."""
    with st.container(key="review_slots"):
        st.html(readings.of(stored, labels))


def stale(found: Stale | None, labels: Labels) -> None:
    """What was decided on another ground than the newer rules read."""
    if found is None:
        return
    lines = []
    for one in found.decisions:
        value = decided_words.value(one.field, one.new, labels) if one.new else ""
        told = labels(
            "review.stale_line", field=decided_words.field(one.field, labels), value=describe.isolated(value),
            who=describe.isolated(one.who),
        )  # fmt: skip
        lines.append(
            f"- {markdown(told)}" + (f" — {labels('review.stale_lapsed')}" if one.field in found.lapsed else "")
        )
    with st.container(key="review_stale"):
        st.warning("\n".join([f"**{labels('review.stale_title')}**", "", *lines]))


def decisions(stored: StoredIncident, labels: Labels) -> None:
    """The decisions so far, the newest first; those in force can be taken back."""
    with st.expander(f"{labels('review.history')} ({labels.number(len(stored.decisions))})", key="review_history"):
        if not stored.decisions:
            st.caption(labels("review.no_history"))
        person = people.person()
        in_force = {id(one) for one in standing(stored.decisions).decisions.values()}
        for number, one in enumerate(reversed(stored.decisions)):
            value = decided_words.value(one.field, one.new, labels) if one.new else labels("review.given_back")
            name, when = decided_words.field(one.field, labels), moment(one.at, labels)
            told = f"{name}: {describe.isolated(value)} · {describe.isolated(one.who)} · {when}"
            why = f" · {describe.isolated(reasons.told(one.why, labels))}" if one.why else ""
            left, right = st.columns([5, 2], vertical_alignment="center")
            left.markdown(markdown(told + why))
            mine = person is not None and one.who == person.known_as
            if id(one) in in_force and people.may("review") and (mine or people.may("undo_others")):
                right.button(
                    labels("review.take_back"), key=f"take_back_{number}", on_click=review_acts.take_back, args=(one,),
                    type="tertiary",
                )  # fmt: skip


def _why(stored: StoredIncident, queue: Queue, labels: Labels) -> Iterator[str]:
    """Why an incident waits, the weightiest reason first."""
    row, found = stored.row, standing(stored.decisions)
    if row.id in queue.stale:
        yield labels("review.because_stale")
    if row.id in queue.doubts:
        yield labels("review.because_doubt")
    if row.status in (review.MACHINE, review.ASSIGNED):
        yield labels("review.because_confidence", percent=round(row.confidence * _PERCENT))
        most = max(row.killed_high or row.killed_low or 0, row.injured_high or row.injured_low or 0)
        if most:
            yield labels("review.because_toll", toll=labels.number(most))
        if row.latitude is None:
            yield labels("review.because_unlocated")
    if found.review.to:
        yield labels("review.because_assigned", who=describe.isolated(found.review.to))
