"""What stands beside the map: the card, the list of a stack, what has no place, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import card, data, stacks, state
from rasd.ui.escape import markdown
from rasd.ui.parts import INCIDENT, picks
from rasd.ui.stacks import Listed, Stack
from rasd.view.aggregate import MapView
from rasd.view.asked import Asked

_LISTED = 50


def chosen_card(id: str, rows: pl.LazyFrame, labels: Labels) -> None:
    """The card of the incident chosen, with the ways on from it."""
    stored = data.incident(id)
    with st.container(key="card", border=True):
        if stored is None:
            st.warning(labels("incident.unknown", id=markdown(id)))
        else:
            if rows.filter(pl.col("id") == stored.row.id).select(pl.len()).collect().item() == 0:
                st.info(labels("map.not_in_selection"))
            st.html(card.of(stored, labels))
            st.page_link(
                INCIDENT, label=labels("map.open"), icon=":material/description:", query_params=state.address(id)
            )
        with st.container(horizontal=True):
            if state.stack():
                st.button(labels("map.back_to_stack"), key="back_to_stack", on_click=state.choose, args=(None,))
            st.button(labels("map.close"), key="close_card", on_click=_close)


def stack(found: Stack, asked: Asked, labels: Labels, zoom_to: Callable[[float, float], None]) -> None:
    """The incidents of one mark, area or province under the filters of the moment, newest first, a page at a time."""
    page = stacks.listed(asked, found)
    with st.container(key="stack", border=True):
        st.markdown(f"**{labels('map.stack_title', incidents=labels.count('incident_count', page.count))}**")
        closer, close = st.columns(2)
        closer.button(
            labels("map.zoom_in"), key="zoom_in", on_click=zoom_to, args=(found.latitude, found.longitude),
            width="stretch",
        )  # fmt: skip
        close.button(labels("map.close"), key="close_stack", on_click=_close, width="stretch")
        picks(list(data.store().rows(list(page.ids))), labels, "stack")
        if page.count > stacks.PAGE:
            _pages(found, page, labels)


def _pages(found: Stack, page: Listed, labels: Labels) -> None:
    at, last = page.start // stacks.PAGE, (page.count - 1) // stacks.PAGE
    found = replace(found, page=at)
    back, told, on = st.columns([2, 3, 2], vertical_alignment="center")
    back.button(
        labels("maps.newer"), key="stack_newer", on_click=_turn, args=(found, -1), disabled=at == 0, width="stretch"
    )
    with told, st.container(horizontal_alignment="center"):
        st.caption(
            labels("maps.page", first=page.start + 1, last=page.start + len(page.ids), count=labels.number(page.count)),
            text_alignment="center",
        )
    on.button(
        labels("maps.older"), key="stack_older", on_click=_turn, args=(found, 1), disabled=at == last, width="stretch"
    )


def _turn(found: Stack, pages: int) -> None:
    state.set_stack(found.turned(pages))


def hint(seen: MapView, labels: Labels) -> None:
    """What to do when nothing is chosen."""
    if seen.total == 0:
        st.info(labels("map.empty_store"))
    elif seen.selected == 0:
        st.info(labels("map.empty"))
    else:
        st.caption(labels(f"map.hint_{state.map_layer().layer}"))


def unlocated(rows: pl.LazyFrame, count: int, labels: Labels) -> None:
    """The incidents that no mark stands for, to choose from."""
    if count == 0:
        return
    with st.container(key="unlocated"), st.expander(f"{labels('map.unlocated_title')} ({labels.number(count)})"):
        st.caption(labels("map.unlocated_help"))
        ids = rows.filter(pl.col("latitude").is_null()).select("id").head(_LISTED).collect()["id"].to_list()
        picks(list(data.store().rows(ids)), labels, "unlocated")
        if count > len(ids):
            st.caption(labels("map.unlocated_more", count=len(ids)))


def _close() -> None:
    state.choose(None)
    state.set_stack(None)
