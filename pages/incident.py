"""One incident: the report with its phrases marked, what was read by which rule, why this place, what became of it."""

from dataclasses import replace

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.record.store import Extraction, StoredIncident
from rasd.ui import (
    as_of,
    card,
    data,
    evidence,
    frame,
    history,
    readings,
    reports,
    review_item,
    state,
    ways,
    why_place,
)
from rasd.ui.escape import html, markdown
from rasd.ui.parts import picks


def reading(stored: StoredIncident, words: Labels) -> None:
    """The report beside the list of slots; pointing at a phrase in one marks it in the other."""
    incident, text = stored.incident, stored.article.text
    with st.container(key="reading"):
        rules = evidence.pairs(len(incident.evidence), ".st-key-reading")
        if rules:
            st.html(f"<style>{rules}</style>")
        left, right = st.columns([7, 5], gap="large")
        with left, st.container(key="article"):
            st.markdown(f"##### {words('incident.article')}")
            st.html(evidence.legend(incident, words))
            st.html(evidence.article([incident], text, words, linked=True))
        with right, st.container(key="slots"):
            st.markdown(f"##### {words('incident.slots')}")
            st.caption(words("reading.help"))
            st.html(readings.of(stored, words))


def past(stored: StoredIncident, words: Labels) -> None:
    """The other incidents of the report, its source, and what became of this incident."""
    report = data.store().article(stored.article.id)
    if report is None:
        return
    left, right = st.columns([5, 6], gap="large")
    with left, st.container(key="source"):
        st.markdown(f"##### {words('source.title')}")
        st.html(history.source(stored, report, words))
        others = [one.row for one in report.incidents if one.row.id != stored.row.id]
        st.markdown(f"##### {words('incident.others')}")
        if others:
            picks(others, words, "other")
        else:
            st.caption(words("source.alone"))
    with right, st.container(key="history"):
        st.markdown(f"##### {words('history.title')}")
        st.caption(words("history.help"))
        st.html(history.history(stored, runs(stored), words))


def runs(stored: StoredIncident) -> tuple[Extraction, ...]:
    """The extractions of its report, up to the moment looked at."""
    at = state.as_of()
    return tuple(one for one in data.store().extractions(stored) if at is None or one.made <= at)


def whole(stored: StoredIncident, words: Labels) -> None:
    """The whole of an incident."""
    with st.container(key="incident_head"):
        badge = review_item.status(stored, words)
        st.html(card.head(stored.row, words) + badge + readings.confidence(stored.row, words))
    if stored.members:
        reports.show(stored, words)
    told = stored.telling
    reading(told, words)
    why_place.show(told, words)
    past(replace(told, decisions=stored.decisions), words)


def nothing(chosen: str | None, words: Labels) -> None:
    """What to do where no incident is shown."""
    if chosen:
        st.warning(words("incident.unknown", id=markdown(chosen)))
        st.markdown(words("ways.unknown_do"))
    elif data.snapshot().total:
        st.info(words("incident.choose"))
    else:
        st.info(words("map.empty_store"))


def show() -> None:
    """Draws the page."""
    words, chosen = state.words(), state.chosen()
    found = data.incident(chosen) if chosen else None
    ways.show(found.row if found else None, words)
    if found is None:
        nothing(chosen, words)
        return
    st.html(f'<p class="rasd-sheet">{html(words("app.title"))} · {html(state.link(found.row.id))}</p>')
    as_of.choose(found, data.store().extractions(found), words)
    at = state.as_of()
    then = as_of.past(found.incident.id, at, words) if at else found
    if then is not None:
        whole(then, words)


frame.around_page()
show()
