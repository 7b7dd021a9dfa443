"""The sidebar of every page: language and filters, the latter made from `rasd.view.filters.FILTERS` row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from rasd.lexicon.labels import Labels, labels, languages
from rasd.ui import boxes, data, saved_sets, state, typed
from rasd.ui.escape import markdown
from rasd.ui.sentences import NAMES
from rasd.view.facets import Option
from rasd.view.filters import FILTERS, PRECISIONS, TEXT_LIMIT, Filter, Selection
from rasd.view.months import Month

_LANGUAGE = "language_choice"
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
# Which filters of many values stand together; what is in none of these stands in the last.
_GROUPS = {
    "who": ("actors", "attackers", "targets"),
    "what": ("event_types", "sub_events"),
    "where": ("countries", "admin1", "precisions", "located"),
    "report": ("outlets", "statuses"),
}
_LAST_GROUP = "report"
# Offered of one filter: a list is sent whole to the browser.
_MOST = 300
_OPENED = "not_opened"
# What was typed into a box and is no name of its values, by field; told once.
_UNKNOWN = "filter_unknown"
_OWN_RANGE = "own"


def show() -> None:
    """Draws the language switch and the filters, and takes over what the reader changed."""
    words = state.words()
    with st.sidebar:
        _language(words)
        with st.container(key="filters"):
            _filters(words)
        saved_sets.show(words)
        _reading(words)


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
        clear.button(words("filter.clear"), key="clear_filters", type="tertiary", on_click=clear_all)
    by_name = {row.name: row for row in FILTERS}
    _text(by_name["text"], selection, words)
    _dates(selection, data.months(selection), words)
    grouped = {name for names in _GROUPS.values() for name in names}
    others = tuple(row.name for row in FILTERS if row.kind == "many" and row.name not in grouped)
    for group, names in _GROUPS.items():
        listed = names + (others if group == _LAST_GROUP else ())
        asked = (by_name[name].write(selection) for name in (*names, "confidence_min", "reports_min"))
        open_now = group != _LAST_GROUP or any(asked)
        with st.expander(words(f"bar.{group}"), expanded=open_now, key=f"group_{group}"):
            for name in listed:
                _many(by_name[name], selection, choices.get(name, ()), words)
            if group == _LAST_GROUP:
                _confidence(by_name["confidence_min"], selection, words)
                _count(by_name["reports_min"], selection, words)


def _text(row: Filter, selection: Selection, words: Labels) -> None:
    key = f"filter_{row.name}"
    boxes.put(key, selection.text)
    st.text_input(
        words(f"filter.{row.name}"), key=key, max_chars=TEXT_LIMIT, placeholder=words("filter.text_hint"),
        on_change=_changed, args=(row.name, key), icon=":material/search:",
    )  # fmt: skip


def _dates(selection: Selection, found: Sequence[Month], words: Labels) -> None:
    for field in ("date_from", "date_to"):
        key = f"filter_{field}"
        boxes.put(key, getattr(selection, field))
        st.date_input(
            words(f"filter.{field}"), value=None, key=key, format="YYYY-MM-DD", on_change=_changed, args=(field, key),
            min_value=_FIRST_DAY, max_value=_LAST_DAY,
        )  # fmt: skip
    if selection.date_from and selection.date_to and selection.date_from > selection.date_to:
        st.warning(words("filter.reversed"))
    _month(selection, found, words)


def _month(selection: Selection, found: Sequence[Month], words: Labels) -> None:
    """The months, of which one may be chosen in place of days."""
    by_name = {f"{one.first:%Y-%m}": one for one in found}
    names = {"": words("bar.any_month")}
    ends = selection.date_from, selection.date_to
    now = next((name for name, one in by_name.items() if (one.first, one.last) == ends), "")
    if any(ends) and not now:
        now, names[_OWN_RANGE] = _OWN_RANGE, words("bar.own_range")
    for name, one in by_name.items():
        month = words("bar.month_name", month=words.lists["months"][one.first.month - 1], year=one.first.year)
        names[name] = f"{month} ({words.number(one.count)})"

    def chosen() -> None:
        name = st.session_state["filter_month"]
        if name != _OWN_RANGE and not boxes.lags("filter_month"):
            one = by_name.get(name)
            state.change("date_from", one.first if one else None)
            state.change("date_to", one.last if one else None)

    boxes.put("filter_month", now)
    st.selectbox(
        words("bar.month"), list(names), format_func=lambda name: names.get(name, name), key="filter_month",
        on_change=chosen, filter_mode="contains",
    )  # fmt: skip


def _many(row: Filter, selection: Selection, choices: Sequence[Option], words: Labels) -> None:
    """The values wanted, and below them, once asked for, those to leave out."""
    _values(row, row.name, choices, words)
    unwanted, opened = f"not_{row.name}", st.session_state.setdefault(_OPENED, set())
    if selection.excluded(row.name) or row.name in opened:
        _values(row, unwanted, choices, words)
    elif len(choices) > 1:
        st.button(
            words("bar.add_not"), key=f"add_not_{row.name}", type="tertiary", icon=":material/remove:",
            on_click=opened.add, args=(row.name,), help=words("bar.not_these", filter=words(f"filter.{row.name}")),
        )  # fmt: skip


def _values(row: Filter, field: str, choices: Sequence[Option], words: Labels) -> None:
    """One list of values: of the field that wants them or of the one that leaves them out."""
    key, chosen = f"filter_{field}", getattr(state.selection(), field)
    boxes.put(key, list(chosen))
    counts = {one.value: one.count for one in choices}
    name = NAMES.get(row.name, lambda value, _: value)
    values = [value for at, value in enumerate(counts) if at < _MOST or value in chosen]
    if row.values == PRECISIONS:
        values.sort(key=PRECISIONS.index)
    label = words(f"filter.{row.name}")
    st.multiselect(
        label if field == row.name else words("bar.not_these", filter=label),
        values,
        format_func=lambda value: f"{name(value, words)} ({words.number(counts.get(value, 0))})",
        key=key,
        placeholder=words("filter.choose") if field == row.name else words("bar.add_not"),
        select_all=False,
        filter_mode="contains",
        accept_new_options=True,
        on_change=_many_changed,
        args=(field, key, {value: name(value, words) for value in counts}),
        help=words("bar.most_listed", count=words.number(_MOST)) if len(counts) > _MOST else None,
    )
    if unknown := st.session_state.get(_UNKNOWN, {}).pop(field, ()):
        st.caption(markdown(words("filter.no_value", typed=words("app.comma").join(unknown))))


def _confidence(row: Filter, selection: Selection, words: Labels) -> None:
    key = f"filter_{row.name}"
    boxes.put(key, round((selection.confidence_min or 0) * 100))

    def chosen() -> None:
        percent = st.session_state[key]
        if not boxes.lags(key):
            state.change(row.name, percent / 100 if percent else None)

    st.slider(words(f"filter.{row.name}"), 0, 100, step=1, format="%d%%", key=key, on_change=chosen)


def _count(row: Filter, selection: Selection, words: Labels) -> None:
    key = f"filter_{row.name}"
    boxes.put(key, getattr(selection, row.name) or 1)

    def chosen() -> None:
        least = int(st.session_state[key] or 1)
        if not boxes.lags(key):
            state.change(row.name, least if least > 1 else None)

    st.number_input(words(f"filter.{row.name}"), 1, 999, step=1, key=key, on_change=chosen)


def _reading(words: Labels) -> None:
    """How figures and months are written, where the language knows more than one way."""
    if words.direction != "rtl":
        return
    with st.expander(words("bar.reading"), key="writing_style"):
        st.session_state["digits_choice"] = state.digits()
        st.segmented_control(
            words("bar.digits"), (state.WESTERN, state.OWN_DIGITS), key="digits_choice",
            format_func=lambda name: words(f"bar.digits_{name}"),
            on_change=lambda: state.set_digits(st.session_state["digits_choice"] or state.digits()),
        )  # fmt: skip
        st.session_state["months_choice"] = state.month_names()
        st.selectbox(
            words("bar.months"), state.MONTH_NAMES, key="months_choice",
            format_func=lambda name: words(f"bar.months_{name}"),
            on_change=lambda: state.set_month_names(st.session_state["months_choice"]),
        )  # fmt: skip


def _changed(field: str, key: str) -> None:
    value = st.session_state[key]
    if not boxes.lags(key):
        state.change(field, tuple(value) if isinstance(value, list) else value)


def _many_changed(field: str, key: str, names: Mapping[str, str]) -> None:
    if boxes.lags(key):
        return
    found = typed.resolve(st.session_state[key], names)
    if found.unknown:
        st.session_state[_UNKNOWN] = {field: found.unknown}
    state.change(field, found.values)


def clear_all() -> None:
    """Asks for nothing any more."""
    st.session_state[_OPENED] = set()
    state.set_selection(Selection())
