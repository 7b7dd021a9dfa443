"""The sidebar of every page: language and filters, the latter made from `rasd.view.filters.FILTERS` row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from rasd.lexicon.labels import Labels, labels, languages
from rasd.ui import data, describe, state
from rasd.view.aggregate import Option
from rasd.view.filters import FILTERS, PRECISIONS, TEXT_LIMIT, Filter, Selection

_LANGUAGE = "language_choice"
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)

Named = Callable[[str, Labels], str]

# How a filter's values are called; a filter without a row here shows them as they are.
_NAMES: dict[str, Named] = {
    "actors": describe.actor,
    "event_types": describe.event_type,
    "sub_events": describe.event,
    "countries": describe.country,
    "admin1": describe.admin1,
    "precisions": lambda value, words: words.get(f"precision.{value}", value),
}


def show() -> None:
    """Draws the language switch and the filters, and takes over what the reader changed."""
    words = state.words()
    with st.sidebar:
        _language(words)
        with st.container(key="filters"):
            _filters(words)


def in_words(selection: Selection, words: Labels) -> str:
    """The filters that are set, as a sentence."""
    parts = [part for row in FILTERS if (part := _told(row, selection, words))]
    return words("filter.and").join(parts) if parts else words("filter.nothing")


def _language(words: Labels) -> None:
    st.session_state[_LANGUAGE] = state.language()
    st.segmented_control(
        words("app.language"),
        languages(),
        format_func=lambda language: labels(language).name,
        key=_LANGUAGE,
        label_visibility="collapsed",
        on_change=lambda: state.set_language(st.session_state[_LANGUAGE] or state.language()),
    )


def _filters(words: Labels) -> None:
    selection = state.selection()
    choices = data.options(selection)
    heading, clear = st.columns([3, 2], vertical_alignment="center")
    heading.markdown(f"**{words('filter.title')}**")
    if not selection.is_empty:
        clear.button(words("filter.clear"), key="clear_filters", type="tertiary", on_click=_clear)
    for row in sorted(FILTERS, key=lambda row: row.kind != "text"):
        _DRAWN[row.kind](row, selection, choices.get(row.name, ()), words)
    if selection.date_from and selection.date_to and selection.date_from > selection.date_to:
        st.warning(words("filter.reversed"))


def _dates(row: Filter, selection: Selection, choices: tuple[Option, ...], words: Labels) -> None:
    for field in ("date_from", "date_to"):
        key = f"filter_{field}"
        st.session_state[key] = getattr(selection, field)
        st.date_input(
            words(f"filter.{field}"), value=None, key=key, format="YYYY-MM-DD", on_change=_changed, args=(field, key),
            min_value=_FIRST_DAY, max_value=_LAST_DAY,
        )  # fmt: skip


def _many(row: Filter, selection: Selection, choices: tuple[Option, ...], words: Labels) -> None:
    key = f"filter_{row.name}"
    st.session_state[key] = list(getattr(selection, row.name))
    counts = {one.value: one.count for one in choices}
    name = _NAMES.get(row.name, lambda value, _: value)
    order = PRECISIONS if row.values == PRECISIONS else ()
    values = sorted(counts, key=order.index) if order else list(counts)
    st.multiselect(
        words(f"filter.{row.name}"),
        values,
        format_func=lambda value: f"{name(value, words)} ({counts.get(value, 0):,})",
        key=key,
        placeholder=words("filter.choose"),
        select_all=False,
        on_change=_changed,
        args=(row.name, key),
    )


def _text(row: Filter, selection: Selection, choices: tuple[Option, ...], words: Labels) -> None:
    key = f"filter_{row.name}"
    st.session_state[key] = selection.text
    st.text_input(
        words(f"filter.{row.name}"), key=key, max_chars=TEXT_LIMIT, placeholder=words("filter.text_hint"),
        on_change=_changed, args=(row.name, key),
    )  # fmt: skip


_DRAWN = {"dates": _dates, "many": _many, "text": _text}


def _changed(field: str, key: str) -> None:
    value = st.session_state[key]
    state.change(field, tuple(value) if isinstance(value, list) else value)


def _clear() -> None:
    state.set_selection(Selection())


def _told(row: Filter, selection: Selection, words: Labels) -> str:
    if row.kind == "dates":
        ends = (("from_day", selection.date_from), ("to_day", selection.date_to))
        told = " ".join(words(f"filter.{key}", day=describe.day(end, words)) for key, end in ends if end)
    elif row.kind == "text":
        told = describe.isolated(selection.text) if selection.text else ""
    else:
        name = _NAMES.get(row.name, lambda value, _: value)
        values: tuple[str, ...] = getattr(selection, row.name)
        told = words("filter.or").join(describe.isolated(name(value, words)) for value in values)
    return words("filter.in_words", name=words(f"filter.{row.name}"), values=told) if told else ""
