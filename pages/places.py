"""The gazetteer: a search with all candidates, the names that nothing resolves, and places of the user's own."""

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import data, describe, frame, people, places_form, places_found, places_import, places_map, state
from rasd.ui.escape import markdown
from rasd.ui.parts import INCIDENT
from rasd.ui.places_found import Found
from rasd.ui.unknown_names import HELD, UnknownName, same_name, unknown_names

LONGEST = 100
LISTED, LIST_PX, FEW = 100, 520, 10


@st.cache_resource(show_spinner=False, max_entries=2)
def unknown(store: str, changes: int, gazetteer: str) -> list[UnknownName]:
    """The names that nothing resolves, counted anew only when the store or the gazetteer has changed."""
    return unknown_names(data.store().unplaced(HELD), data.gazetteer())


def drawn(found: Found | None, words: Labels) -> None:
    """The map with the candidates, the suggestions, and the point chosen for a new place."""
    marks, around = [], ()
    if found is not None:
        taken = found.resolution.place
        near = tuple(one.place for one in found.near)
        marks = [places_map.mark(one, words) for one in near]
        for number, one in enumerate(found.places, 1):
            marks.append(places_map.mark(one, words, number, taken is not None and one.id == taken.id))
        around = found.places or near
    if point := places_form.point():
        marks.append(places_map.point(*point, words))
    places_map.show(marks, around, words, places_form.choose_point)
    st.caption(words("places.map_help"))


def unresolved(words: Labels) -> None:
    """The names that reports use and nothing resolves; a click searches for one and fills the forms."""
    st.markdown(f"##### {words('places.unknown')}")
    store = data.store()
    names = unknown(store.name, store.change_counter(), data.gazetteer().version)
    if not names:
        st.caption(words("places.unknown_none"))
        return
    st.caption(words("places.unknown_help"))
    with st.container(key="unknown_names", height=LIST_PX if len(names) > FEW else "content", border=False):
        for number, one in enumerate(names[:LISTED]):
            counts = [
                words(f"places.{key}", incidents=words.count("incident_count", count))
                for key, count in (("without", one.unlocated), ("held", one.held))
                if count
            ]
            st.button(
                f"**{markdown(one.name)}** · {markdown(words('app.comma').join(counts))}", key=f"unknown_{number}",
                on_click=places_form.fill, args=(one.name[:LONGEST],), width="stretch",
            )  # fmt: skip
    if len(names) > LISTED:
        st.caption(words("places.unknown_more", count=LISTED, total=words.number(len(names))))


def reports(query: str, words: Labels) -> None:
    """Where reports use the name searched for and nothing resolves it."""
    store = data.store()
    names = unknown(store.name, store.change_counter(), data.gazetteer().version)
    ids = [id for one in names if same_name(one.name, query) for id in one.ids][:FEW]
    if not ids:
        return
    with st.container(key="unknown_reports", gap="small"):
        st.markdown(f"**{words('places.reports')}**")
        for row in store.told(ids):
            told = (
                describe.event(row.sub_event_type, words), describe.isolated(row.place_text or ""),
                describe.when(row, words),
            )  # fmt: skip
            st.page_link(
                INCIDENT, label=markdown(" · ".join(told)), icon=":material/description:",
                query_params=state.address(row.id),
            )  # fmt: skip


def show() -> None:
    """Draws the page."""
    words = state.words()
    st.subheader(words("page.places"), anchor=False)
    st.caption(words("places.intro"))
    places_form.told()
    left, right = st.columns([7, 4], gap="large")
    with left:
        query = st.text_input(
            words("places.search"), key=places_form.QUERY, max_chars=LONGEST, placeholder=words("places.search_hint")
        )
        found = places_found.search(query.strip()) if query.strip() else None
        drawn(found, words)
    with right:
        unresolved(words)
    if found is not None:
        places_found.show(found, words)
        reports(query, words)
    if people.may("places"):
        places_form.show(words)
    places_form.show_added(words)
    places_import.show_imports(words)


frame.around_page()
show()
