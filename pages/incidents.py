"""The incidents selected, as a table; a row opens its incident."""

from __future__ import annotations

import polars as pl
import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import data, frame, state
from rasd.ui.listing import listing
from rasd.ui.parts import INCIDENT

ROWS = 20_000
HEIGHT_PX, FEW_ROWS = 640, 15


def table(selected: pl.DataFrame, words: Labels) -> int | None:
    """Draws the table; the number of the row that the reader clicked."""
    picked = st.dataframe(
        listing(selected, words),
        hide_index=True,
        height=HEIGHT_PX if selected.height > FEW_ROWS else "auto",
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        column_config={
            words("column.date"): st.column_config.DateColumn(format="YYYY-MM-DD", width=105),
            words("column.title"): st.column_config.TextColumn(width="large"),
        },
        key="incidents_table",
    ).selection
    rows = [*picked.rows, *(row for row, _ in picked.cells)]
    return rows[0] if rows and rows[0] < selected.height else None


def show() -> None:
    """Draws the page."""
    words = state.words()
    selected = data.selected(state.selection())
    st.subheader(words("page.incidents"), anchor=False)
    if selected.is_empty():
        st.info(words("incidents.empty") if data.snapshot().total else words("map.empty_store"))
        return
    count = words.count("incident_count", selected.height)
    st.caption(f"{words('incidents.table', incidents=count)} · {words('incidents.open')}")
    if selected.height > ROWS:
        st.caption(words("incidents.more", count=f"{ROWS:,}"))
        selected = selected.head(ROWS)
    row = table(selected, words)
    if row is not None:
        id = selected["id"][row]
        state.choose(id)
        st.switch_page(INCIDENT, query_params=state.address(id))


frame.around_page()
show()
