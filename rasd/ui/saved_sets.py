"""Filters saved under names, in the sidebar: one click brings them back, on whichever page."""

from __future__ import annotations

import streamlit as st

from rasd.errors import DataError, ReportedError
from rasd.lexicon.labels import Labels
from rasd.ui import people, saved, state
from rasd.ui.escape import markdown
from rasd.ui.sentences import in_words

_NAME, _TROUBLE = "saved_name", "saved_trouble"


def show(words: Labels) -> None:
    """Draws what is saved and the field to save the filters of now."""
    with st.expander(words("saved.title"), icon=":material/bookmark:", key="saved"):
        try:
            _listed(words, saved.saved())
        except DataError as error:
            st.error(words("saved.unreadable", why=markdown(error)))
            return
        if not people.may("save"):
            return
        if state.selection().is_empty:
            st.caption(words("saved.nothing"))
            return
        st.text_input(words("saved.name"), key=_NAME, max_chars=saved.NAME_LIMIT, help=words("saved.replaced"))
        st.button(words("saved.save"), key="saved_save", icon=":material/bookmark_add:", on_click=_save)


def _listed(words: Labels, kept: dict[str, str]) -> None:
    if not kept:
        st.caption(words("saved.none"))
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.error(words("saved.unreadable", why=markdown(trouble)))
    for number, (name, query) in enumerate(kept.items()):
        with st.container(horizontal=True, key=f"saved_row_{number}", vertical_alignment="center"):
            st.button(
                markdown(name), key=f"saved_load_{number}", on_click=_load, args=(query,), width="stretch",
                help=markdown(in_words(saved.selection_of(query)[0], words)),
            )  # fmt: skip
            if not people.may("save"):
                continue
            st.button(
                " ", key=f"saved_delete_{number}", icon=":material/delete:", type="tertiary", on_click=_delete,
                args=(name,), help=words("saved.delete", name=markdown(name)),
            )  # fmt: skip


def _load(query: str) -> None:
    selection, wrong = saved.selection_of(query)
    state.set_selection(selection)
    state.notice(wrong)


def _save() -> None:
    try:
        people.require("save")
        if saved.save(st.session_state[_NAME], state.selection()):
            st.session_state[_NAME] = ""
    except ReportedError as error:
        st.session_state[_TROUBLE] = str(error)


def _delete(name: str) -> None:
    try:
        people.require("save")
        saved.delete(name)
    except ReportedError as error:
        st.session_state[_TROUBLE] = str(error)
