"""One incident: the report with its phrases marked, what was read by which rule, the places it may have been."""

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.record.store import StoredIncident
from rasd.ui import card, data, describe, evidence, frame, reasons, state
from rasd.ui.escape import html, markdown
from rasd.ui.look import View
from rasd.ui.parts import INCIDENTS, MAP, picks, table

CLOSE_ZOOM = 8


def ways(stored: StoredIncident | None, words: Labels) -> None:
    """The links back, and to the incident's place."""
    with st.container(horizontal=True, key="ways"):
        st.page_link(INCIDENTS, label=words("incident.back_list"), icon=":material/list:", query_params=state.address())
        st.page_link(MAP, label=words("incident.back_map"), icon=":material/map:", query_params=state.address())
        row = stored.row if stored else None
        if row is None or row.latitude is None or row.longitude is None:
            return
        if st.button(words("map.show"), key="show_on_map", icon=":material/my_location:"):
            state.set_stack(None)
            state.ask_view(View(row.latitude, row.longitude, max(state.view().zoom, CLOSE_ZOOM)))
            st.switch_page(MAP, query_params=state.address(row.id))


def slots(stored: StoredIncident, words: Labels) -> None:
    """What was read, the phrase it came from and the rule."""
    st.markdown(f"##### {words('incident.slots')}")
    row, incident = stored.row, stored.incident
    values = {
        "event": describe.event(row.sub_event_type, words),
        "place": describe.place_of(row, words),
        "date": describe.when(row, words),
        "killed": describe.killed(row, words),
        "injured": describe.injured(row, words),
    }
    actors = {one.actor: describe.actor(one.actor, words, one.name) for one in incident.actors}
    rows = []
    for one in incident.evidence:
        slot, _, of = one.slot.partition(":")
        value = actors.get(of, of) if of else values.get(slot, "")
        label = html(evidence.slot_label(slot, words))
        rows.append((label, html(value), html(one.text), f"<code>{html(one.rule)}</code>"))
    table([words(f"slots.{key}") for key in ("slot", "value", "text", "rule")], rows)


def candidates(stored: StoredIncident, words: Labels) -> None:
    """The places the name may mean, with scores and reasons, the one taken set off."""
    st.markdown(f"##### {words('incident.candidates')}")
    st.markdown(markdown(reasons.told(stored.row.place_reason, words)))
    found = sorted(stored.incident.resolution.candidates, key=lambda one: (-one.score, one.place.id))
    if not found:
        st.caption(words("incident.no_candidates"))
        return
    rows, taken = [], set()
    for at, one in enumerate(found):
        area = (
            describe.admin1(one.place.admin1, words) if one.place.admin1 else "",
            describe.country(one.place.country, words) if one.place.country else "",
        )
        why = words("app.semicolon").join(reasons.told(reason, words) for reason in one.reasons)
        cells = (describe.place(one.place, words), words("app.comma").join(filter(None, area)), f"{one.score:.2f}", why)
        rows.append(tuple(html(cell) for cell in cells))
        if one.place.id == stored.row.place_id:
            taken.add(at)
    table([words(f"candidate.{key}") for key in ("name", "area", "score", "reasons")], rows, frozenset(taken))


def whole(stored: StoredIncident, words: Labels) -> None:
    """The whole of an incident."""
    text = stored.article.text
    left, right = st.columns([7, 5], gap="large")
    with left, st.container(key="article"):
        st.markdown(f"##### {words('incident.article')}")
        st.caption(words("incident.article_help"))
        st.html(evidence.legend(stored.incident, words))
        st.html(evidence.article([stored.incident], text, words))
    with right, st.container(key="card", border=True):
        st.html(card.of(stored, words, sentence=False))
    slots(stored, words)
    candidates(stored, words)
    report = data.store().article(stored.article.id)
    others = [one.row for one in report.incidents if one.row.id != stored.row.id] if report else []
    if others:
        st.markdown(f"##### {words('incident.others')}")
        picks(others, words, "other")
    row = stored.row
    versions = words("incident.versions", id=row.id, rasd=row.rasd_version, data=row.data_version)
    st.html(f'<p class="rasd-versions">{html(versions)}</p>')


def show() -> None:
    """Draws the page."""
    labels = state.words()
    chosen = state.chosen()
    found = data.incident(chosen) if chosen else None
    ways(found, labels)
    if found is not None:
        whole(found, labels)
    elif chosen:
        st.warning(labels("incident.unknown", id=markdown(chosen)))
    else:
        st.info(labels("incident.choose"))


frame.around_page()
show()
