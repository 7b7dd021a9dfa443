"""The incidents selected, as a table; a row opens its incident."""

import streamlit as st

from rasd.ui import data, frame, state
from rasd.ui.listing import listing
from rasd.ui.parts import INCIDENT

frame.around_page()

ROWS = 20_000
HEIGHT_PX = 640

words = state.words()
frame = data.selected(state.selection())
st.subheader(words("page.incidents"), anchor=False)
if frame.is_empty():
    st.info(words("incidents.empty") if data.snapshot().total else words("map.empty_store"))
else:
    st.caption(
        words("incidents.table", incidents=words.count("incident_count", frame.height))
        + " · "
        + words("incidents.open")
    )
    if frame.height > ROWS:
        st.caption(words("incidents.more", count=f"{ROWS:,}"))
        frame = frame.head(ROWS)
    title = words("column.title")
    picked = st.dataframe(
        listing(frame, words),
        hide_index=True,
        height=HEIGHT_PX if frame.height > 15 else "auto",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            words("column.date"): st.column_config.DateColumn(format="YYYY-MM-DD", width=105),
            title: st.column_config.TextColumn(width="large"),
        },
        key="incidents_table",
    )
    if picked.selection.rows:
        id = frame["id"][picked.selection.rows[0]]
        state.choose(id)
        st.switch_page(INCIDENT, query_params=state.address(id))
