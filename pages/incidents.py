"""The incidents selected, as a table of one part at a time; a head orders it, a row opens its incident."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import data, frame, incidents_table, listing, marks, sheet, state
from rasd.ui.incidents_table import Part
from rasd.ui.listing import Order
from rasd.ui.parts import INCIDENT, counts
from rasd.view.asked import Asked
from rasd.view.bounds import Bounds

ROWS = 50
_ORDER, _COLUMNS, _PAGE, _OPENED = "table_order", "table_columns", "table_page", "table_opened"
# What is counted from the largest down, when its head is first clicked.
_DOWN_FIRST = ("date", "killed", "injured", "published", "confidence")


@st.fragment
def table() -> None:
    """The table with what steers it; to page and to order reruns this alone."""
    words, selection = state.words(), state.selection()
    asked = data.asked(selection)
    order: Order = st.session_state.get(_ORDER, Order())
    with st.container(horizontal=True, key="table_top", vertical_alignment="center"):
        st.caption(words("incidents.open"), width="content")
        columns = _columns(words)
    rows = listing.ordered(asked, order, words)
    page = min(_page(asked), (len(rows) - 1) // ROWS)
    part = rows[page * ROWS : (page + 1) * ROWS]
    told = listing.page(asked, part, columns, selection.text, words)
    incidents_table.show(Part(told, len(rows), columns, order), words, _sort, _open)
    _pager(page, len(rows), asked, words)
    if st.session_state.pop(_OPENED, False):
        st.switch_page(INCIDENT, query_params=state.address())


def show() -> None:
    """Draws the page."""
    words = state.words()
    asked, total = data.asked(state.selection()), data.snapshot().total
    sheet.show(words("page.incidents"), words)
    st.subheader(words("page.incidents"), anchor=False)
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        counts([("selected", asked.count), ("total", total)], words)
    with right:
        _in_view(words)
    if not asked.count:
        st.info(words("incidents.empty") if total else words("map.empty_store"))
        return
    table()


def _in_view(words: Labels) -> None:
    """A switch that makes what the map shows a rectangle among the filters."""
    shown = state.bounds() or marks.frame_bounds(state.view())
    box = Bounds(*(round(value, 4) for value in shown))
    st.session_state["table_in_view"] = state.selection().box == box

    def changed() -> None:
        state.change("box", box if st.session_state["table_in_view"] else None)

    st.toggle(words("table.in_view"), key="table_in_view", on_change=changed, help=words("table.in_view_help"))


def _columns(words: Labels) -> tuple[str, ...]:
    now = st.session_state.get(_COLUMNS, listing.SHOWN)
    st.session_state["columns_choice"] = list(now)
    with st.popover(words("table.columns"), icon=":material/view_column:", key="table_columns_open"):
        st.pills(
            words("table.columns"), list(listing.BY_KEY), selection_mode="multi", key="columns_choice",
            format_func=lambda key: words(listing.BY_KEY[key].label), label_visibility="collapsed", on_change=_choose,
        )  # fmt: skip
    return tuple(now)


def _choose() -> None:
    chosen = st.session_state["columns_choice"]
    st.session_state[_COLUMNS] = tuple(key for key in listing.BY_KEY if key in chosen) or listing.SHOWN


def _page(asked: Asked) -> int:
    """The part shown; another selection or order begins again at the first."""
    wish, page = st.session_state.get(_PAGE, (None, 0))
    return page if wish == (asked.selection, st.session_state.get(_ORDER)) else 0


def _turn(page: int, asked: Asked) -> None:
    st.session_state[_PAGE] = (asked.selection, st.session_state.get(_ORDER)), page


def _pager(page: int, total: int, asked: Asked, words: Labels) -> None:
    last = (total - 1) // ROWS
    back, on = ("right", "left") if words.direction == "rtl" else ("left", "right")
    ends = ("last_page", "first_page") if words.direction == "rtl" else ("first_page", "last_page")
    steps = (
        ("first", 0, ends[0]), ("before", page - 1, f"chevron_{back}"), ("after", page + 1, f"chevron_{on}"),
        ("last", last, ends[1]),
    )  # fmt: skip
    with st.container(horizontal=True, key="pager", vertical_alignment="center"):
        first, end = page * ROWS + 1, min((page + 1) * ROWS, total)
        incidents = words.count("incident_count", total)
        st.text(
            words("table.range", first=words.number(first), last=words.number(end), incidents=incidents),
            width="content",
        )
        for name, target, icon in steps if last else ():
            st.button(
                "", key=f"page_{name}", icon=f":material/{icon}:", help=words(f"table.{name}"), on_click=_turn,
                args=(target, asked), disabled=target == page or not 0 <= target <= last,
            )  # fmt: skip


def _sort(key: str) -> None:
    """A head clicked orders by its column, clicked again the other way round."""
    order: Order = st.session_state.get(_ORDER, Order())
    if key == order.column:
        st.session_state[_ORDER] = replace(order, descending=not order.descending)
    elif key in listing.BY_KEY:
        st.session_state[_ORDER] = Order(key, key in _DOWN_FIRST)


def _open(id: str) -> None:
    state.choose(id)
    st.session_state[_OPENED] = True


frame.around_page()
show()
