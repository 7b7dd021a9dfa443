"""What stands above every page: each filter that is set as a sentence that a click takes away, and the page's link."""

from __future__ import annotations

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import data, sidebar, state
from rasd.ui.escape import markdown
from rasd.ui.sentences import chips, without
from rasd.view import filters
from rasd.view.filters import Filter

# A longer sentence is cut on its chip and whole in the tip.
_LONGEST = 90


def show(words: Labels) -> None:
    """Draws the chips, the way to clear them all and the link."""
    found = chips(state.selection(), words)
    with st.container(horizontal=True, key="bar", gap="small", vertical_alignment="center"):
        for row, told in found:
            short = told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
            st.button(
                markdown(short), key=f"chip_{row.name}", icon=":material/close:", icon_position="right",
                help=markdown(words("bar.remove", filter=told)), on_click=_remove, args=(row,),
            )  # fmt: skip
        if len(found) > 1:
            st.button(words("bar.clear"), key="bar_clear", type="tertiary", on_click=sidebar.clear_all)
        _hidden(words)
        with st.popover(words("bar.link"), icon=":material/link:", key="share", type="tertiary"):
            st.caption(words("bar.link_help"))
            st.code(state.link(), language=None, wrap_lines=True)


def _hidden(words: Labels) -> None:
    """How many rejected incidents are left out without being asked; a click brings them back."""
    count = filters.hidden(data.asked(state.selection()))
    state.set_hidden(count)
    if count:
        st.button(
            words("bar.rejected_hidden", count=words.number(count)), key="show_rejected", type="tertiary",
            icon=":material/visibility_off:", help=words("bar.rejected_show"), on_click=state.change,
            args=("rejected", True),
        )  # fmt: skip


def _remove(row: Filter) -> None:
    state.set_selection(without(state.selection(), row))
