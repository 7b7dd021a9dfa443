"""The ways on from an incident: to the one before and after it in the selection, back to the list and the map."""

from __future__ import annotations

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.ui import data, state
from rasd.ui.look import View
from rasd.ui.parts import INCIDENTS, MAP, REVIEW
from rasd.view import filters

_CLOSE_ZOOM = 8


def show(row: IncidentRow | None, labels: Labels) -> None:
    """Draws the bar above an incident; without one, only the ways back."""
    with st.container(horizontal=True, key="ways"):
        if row is not None:
            _steps(row.id, labels)
        if row is not None:
            st.page_link(
                REVIEW, label=labels("review.open"), icon=":material/fact_check:", query_params=state.address(row.id)
            )
        st.page_link(
            INCIDENTS, label=labels("incident.back_list"), icon=":material/list:", query_params=state.address()
        )
        if row is None or row.latitude is None or row.longitude is None:
            st.page_link(MAP, label=labels("incident.back_map"), icon=":material/map:", query_params=state.address())
        elif st.button(labels("map.show"), key="show_on_map", icon=":material/my_location:"):
            state.set_stack(None)
            state.ask_view(View(row.latitude, row.longitude, max(state.view().zoom, _CLOSE_ZOOM)))
            st.switch_page(MAP, query_params=state.address(row.id))


def neighbours(id: str) -> tuple[str | None, str | None, int, int]:
    """The ids before and after an incident among those selected, newest first, its number there (0: not selected) and
    how many they are; from one that is not selected, the first."""
    ids = filters.lazy(data.snapshot(), state.selection()).select("id").collect()["id"]
    found = (ids == id).arg_true()
    if found.is_empty():
        return None, (ids[0] if len(ids) else None), 0, len(ids)
    at = int(found[0])
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None), at + 1, len(ids)


def _steps(id: str, labels: Labels) -> None:
    before, after, number, total = neighbours(id)
    back, on = ("chevron_right", "chevron_left") if labels.direction == "rtl" else ("chevron_left", "chevron_right")
    st.button(
        labels("ways.before"), key="step_before", icon=f":material/{back}:", disabled=before is None,
        on_click=state.choose, args=(before,),
    )  # fmt: skip
    told = (
        labels("ways.number", number=labels.number(number), total=labels.number(total))
        if number
        else labels("ways.outside")
    )
    st.html(f'<span class="rasd-number" data-number="{number}" data-total="{total}">{told}</span>', width="content")
    st.button(
        labels("ways.after") if number else labels("ways.first"), key="step_after", icon=f":material/{on}:",
        icon_position="right", disabled=after is None, on_click=state.choose, args=(after,),
    )  # fmt: skip
