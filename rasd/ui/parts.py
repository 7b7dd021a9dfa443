"""Small pieces that several pages draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.ui import describe, state
from rasd.ui.escape import html, markdown

MAP, INCIDENTS, INCIDENT = "pages/map.py", "pages/incidents.py", "pages/incident.py"
REVIEW = "pages/review.py"
# A list longer than this scrolls in a frame of its own.
PICKS_ROWS, PICKS_PX = 8, 430


def counts(numbers: Iterable[tuple[str, int]], labels: Labels, room: str = "map") -> None:
    """Figures with their names on one line; a name is the label <room>.<key>."""
    cells = "".join(
        f'<div data-count="{key}"><dt>{html(labels(f"{room}.{key}"))}</dt><dd>{labels.number(number)}</dd></div>'
        for key, number in numbers
    )
    with st.container(key="counts"):
        st.html(f'<dl class="rasd-counts">{cells}</dl>')


def picks(rows: Sequence[IncidentRow], labels: Labels, key: str) -> None:
    """A list of incidents to choose from; the choice is shown where the list stands."""
    with st.container(key=f"picks_{key}", height=PICKS_PX if len(rows) > PICKS_ROWS else "content", border=False):
        for row in rows:
            name = markdown(describe.headline(row, labels))
            if row.sample:
                name += f" :orange-badge[{markdown(labels('app.sample'))}]"
            st.button(name, key=f"{key}-{row.id}", on_click=state.choose, args=(row.id,), width="stretch")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], taken: frozenset[int] = frozenset()) -> None:
    """A small table of HTML cells already escaped; `taken` are the rows to set off."""
    head = "".join(f"<th>{html(name)}</th>" for name in heads)
    body = "".join(
        f'<tr class="{"rasd-taken" if at in taken else ""}">'
        + "".join(
            f'<td data-head="{html(name)}"><bdi>{cell}</bdi></td>' for name, cell in zip(heads, cells, strict=True)
        )
        + "</tr>"
        for at, cells in enumerate(rows)
    )
    st.html(f'<table class="rasd-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
