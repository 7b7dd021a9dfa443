"""What stands beside and under the map: the card, the list of a stack, what has no place, the legend."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import card, data, describe, state
from rasd.ui.escape import html, markdown
from rasd.ui.look import look
from rasd.ui.parts import INCIDENT, picks
from rasd.ui.state import Stack
from rasd.view.aggregate import MapView

_LISTED = 50


def chosen_card(id: str, rows: pl.LazyFrame, labels: Labels) -> None:
    """The card of the incident chosen, with the ways on from it."""
    stored = data.incident(id)
    with st.container(key="card", border=True):
        if stored is None:
            st.warning(labels("incident.unknown", id=markdown(id)))
        else:
            if rows.filter(pl.col("id") == id).select(pl.len()).collect().item() == 0:
                st.info(labels("map.not_in_selection"))
            st.html(card.of(stored, labels))
            st.page_link(
                INCIDENT, label=labels("map.open"), icon=":material/description:", query_params=state.address(id)
            )
        back, close = st.columns(2)
        if state.stack():
            back.button(labels("map.back_to_stack"), key="back_to_stack", on_click=state.choose, args=(None,))
        close.button(labels("map.close"), key="close_card", on_click=_close)


def stack(found: Stack, labels: Labels, zoom_to: Callable[[float, float], None]) -> None:
    """The incidents of one mark, newest first."""
    ids, count, latitude, longitude = found
    with st.container(key="stack", border=True):
        st.markdown(f"**{labels('map.stack_title', incidents=labels.count('incident_count', count))}**")
        if count > len(ids):
            st.caption(labels("map.stack_more", count=len(ids)))
        closer, close = st.columns(2)
        closer.button(labels("map.zoom_in"), key="zoom_in", on_click=zoom_to, args=(latitude, longitude))
        close.button(labels("map.close"), key="close_stack", on_click=_close)
        picks(list(data.store().rows(list(ids))), labels, "stack")


def hint(seen: MapView, labels: Labels) -> None:
    """What to do when nothing is chosen."""
    if seen.total == 0:
        st.info(labels("map.empty_store"))
    elif seen.selected == 0:
        st.info(labels("map.empty"))
    else:
        st.caption(labels("map.hint"))


def unlocated(rows: pl.LazyFrame, count: int, labels: Labels) -> None:
    """The incidents that no mark stands for, to choose from."""
    if count == 0:
        return
    with st.container(key="unlocated"), st.expander(f"{labels('map.unlocated_title')} ({count:,})"):
        st.caption(labels("map.unlocated_help"))
        ids = rows.filter(pl.col("latitude").is_null()).select("id").head(_LISTED).collect()["id"].to_list()
        picks(list(data.store().rows(ids)), labels, "unlocated")
        if count > len(ids):
            st.caption(labels("map.unlocated_more", count=len(ids)))


def legend(labels: Labels) -> None:
    """What colours and shapes mean."""
    kinds = "".join(
        f'<span><i style="background:{colour}"></i>{html(describe.event_type(kind, labels))}</span>'
        for kind, colour in look().colours.items()
    )
    shapes = (
        f'<span><i class="rasd-key-one"></i>{html(labels("map.legend_single"))}</span>'
        f'<span><i class="rasd-key">5</i>{html(labels("map.legend_cell"))}</span>'
        f'<span><i class="rasd-key-area"></i>{html(labels("map.legend_area"))}</span>'
    )
    with st.container(key="legend"):
        st.html(f'<div class="rasd-legend">{kinds}</div><div class="rasd-legend">{shapes}</div>')


def _close() -> None:
    state.choose(None)
    state.set_stack(None)
