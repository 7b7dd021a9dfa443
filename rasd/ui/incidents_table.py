"""The table of incidents as the browser draws it: a part of the rows; a head orders, a row opens its incident."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import assets, state
from rasd.ui.listing import BY_KEY, Order, Row

KEY = "incidents_table"
# The column whose words are the link to the incident; the first where it isn't shown.
_LINK = "title"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the rows and what they are a part of: so many, in this order, told in these columns."""

    rows: Sequence[Row]
    total: int
    columns: tuple[str, ...]
    order: Order


def show(part: Part, words: Labels, on_sort: Callable[[str], None], on_open: Callable[[str], None]) -> None:
    """Draws the rows; tells which column's head and which incident's row were clicked."""
    data = {
        "columns": [{"key": key, "label": words(BY_KEY[key].label)} for key in part.columns],
        "rows": [_data(row, part.columns) for row in part.rows],
        "order": {"column": part.order.column, "descending": part.order.descending},
        "link": part.columns.index(_LINK) if _LINK in part.columns else 0,
        "total": part.total,
        "direction": words.direction,
        "sortBy": words("table.sort_by", column="{column}"),
        "sample": words("app.sample"),
    }

    # Mounted anew for another selection: while a component is still loading, Streamlit 1.67 loses what changes in it.
    mounted = f"{KEY}-{zlib.crc32(repr((state.selection(), words.language)).encode()):08x}"

    def told(name: str, heard: Callable[[str], None]) -> Callable[[], None]:
        def call() -> None:
            value = st.session_state[mounted].get(name)
            if isinstance(value, str):
                heard(value)

        return call

    with st.container(key=KEY):
        _component()(data=data, key=mounted, on_sort_change=told("sort", on_sort), on_open_change=told("open", on_open))


def _data(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "href": f"incident?{urlencode(state.address(row.id), safe=',:;')}",
        "cells": [[list(run) for run in row.cells[key]] for key in columns],
        "found": [list(run) for run in row.found],
        "sample": row.sample,
    }


def _component() -> Any:
    """Streamlit keeps a component by its name; to name it anew with the same text costs nothing."""
    script, style = ((assets.STATIC / f"table.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))
    return st.components.v2.component("rasd_table", html='<div class="frame"></div>', css=style, js=script)
