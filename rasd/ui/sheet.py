"""What stands at the head of a printed page alone: which page it is, its filters in words, and the way back to it."""

from __future__ import annotations

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import sentences, state
from rasd.ui.escape import html


def show(title: str, words: Labels) -> None:
    """Draws the head of a sheet; on a screen it is hidden."""
    told = words("trends.filters", filters=sentences.in_words(state.selection(), words))
    st.html(
        f'<div class="rasd-sheet"><p dir="{words.direction}"><b>{html(words("app.title"))} · {html(title)}</b></p>'
        f'<p class="rasd-sheet-filters" dir="{words.direction}">{html(told)}</p>'
        f'<p dir="ltr">{html(state.link())}</p></div>'
    )
