"""Reports on their way into the store: kept in the session until they are saved or discarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from rasd.errors import DataError
from rasd.lexicon.labels import Labels
from rasd.model import Article
from rasd.record.store import StoredIncident
from rasd.ui import card, data, evidence, marks, people, problems, state
from rasd.ui.escape import markdown
from rasd.ui.parts import INCIDENTS, MAP

_KEPT, _SAVED = "incoming", "incoming_saved"
_PREVIEWED, _ERRORS_SHOWN, _BAR_FROM = 10, 20, 20
_CLOSEST = 9


@dataclass(frozen=True, slots=True)
class Incoming:
    """What was read: articles to save, and what could not be used, each with file and line."""

    articles: tuple[Article, ...]
    errors: tuple[DataError, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: `added` articles that changed the store, `known` that did not, the ids of their incidents."""

    added: int
    known: int
    ids: tuple[str, ...]


def kept() -> Incoming | None:
    """What is on its way."""
    found: Incoming | None = st.session_state.get(_KEPT)
    return found


def keep(found: Incoming | None) -> None:
    """Keeps what was read, or forgets it."""
    st.session_state[_KEPT] = found


def saved() -> Saved | None:
    """What was saved last, until another report is begun."""
    found: Saved | None = st.session_state.get(_SAVED)
    return found


def show(found: Incoming, labels: Labels) -> None:
    """What was understood, before anything is saved."""
    _errors(found.errors, labels)
    with st.container(horizontal=True, key="ingest_actions"):
        asked = bool(found.articles) and st.button(labels("ingest.save"), type="primary", key="save")
        st.button(labels("ingest.discard"), key="discard", on_click=keep, args=(None,))
    if asked:
        st.session_state[_SAVED] = _save(found.articles, labels)
        keep(None)
        st.rerun()
    if found.articles:
        _understood(found.articles, labels)


def show_saved(labels: Labels) -> None:
    """What was saved, and where to go from here."""
    done = saved()
    if done is None:
        return
    if done.added:
        articles = labels.count("article_count", done.added)
        st.success(labels("ingest.saved", articles=articles, incidents=labels.count("incident_count", len(done.ids))))
    if done.known:
        st.info(labels("ingest.known", articles=labels.count("article_count", done.known)))
    with st.container(horizontal=True, key="saved_actions"):
        if st.button(labels("ingest.to_map"), type="primary", key="saved_to_map", disabled=not done.ids):
            _to_map(done.ids)
        st.page_link(INCIDENTS, label=labels("ingest.to_list"), icon=":material/list:", query_params=state.address())
        st.button(labels("ingest.another"), key="another", on_click=lambda: st.session_state.pop(_SAVED, None))


def _understood(articles: Sequence[Article], labels: Labels) -> None:
    """The incidents of the first reports, each on its card beside the report."""
    shown = articles[:_PREVIEWED]
    read = _read(shown, labels)
    incidents = sum(len(found) for found in read)
    unlocated = sum(1 for found in read for one in found if one.row.latitude is None)
    st.markdown(
        "**"
        + labels(
            "ingest.understood",
            articles=labels.count("article_count", len(shown)),
            incidents=labels.count("incident_count", incidents),
        )
        + "**"
    )
    if unlocated:
        st.caption(labels("ingest.unlocated", incidents=labels.count("incident_count", unlocated)))
    if len(articles) > len(shown):
        st.caption(labels("ingest.more", count=len(shown)))
    for article, found in zip(shown, read, strict=True):
        with st.container(border=True):
            _one(article, found, labels)


def _read(articles: Sequence[Article], labels: Labels) -> list[tuple[StoredIncident, ...]]:
    return [data.preview(article) for article in articles]


def _one(article: Article, found: tuple[StoredIncident, ...], labels: Labels) -> None:
    left, right = st.columns([6, 5], gap="medium")
    with left:
        st.html(evidence.article(tuple(one.incident for one in found), article.text, labels))
    with right:
        if not found:
            st.info(labels("ingest.no_incident"))
        for one in found:
            st.html(card.of(one, labels, sentence=False))


def _errors(errors: Sequence[DataError], labels: Labels) -> None:
    if not errors:
        return
    lines = [f"- {markdown(problems.told(error, labels))}" for error in errors[:_ERRORS_SHOWN]]
    if len(errors) > _ERRORS_SHOWN:
        lines.append("- " + labels("ingest.more_errors", count=len(errors) - _ERRORS_SHOWN))
    with st.container(key="ingest_errors"):
        st.warning("\n".join([labels("ingest.errors"), "", *lines]))


@people.requires("ingest")
def _save(articles: Sequence[Article], labels: Labels) -> Saved:
    """Keeps the articles with what is found in them."""
    bar = st.progress(0.0) if len(articles) >= _BAR_FROM else None

    def told(done: int) -> None:
        if bar is not None:
            bar.progress(done / len(articles), text=labels("ingest.saving", done=done, total=len(articles)))

    added, ids = data.take_in(articles, told)
    return Saved(added, len(articles) - added, ids)


def _to_map(ids: Sequence[str]) -> None:
    """Opens the map so that it holds what was saved, a single incident chosen."""
    rows = list(data.store().rows(list(ids)))
    points = [(row.latitude, row.longitude) for row in rows if row.latitude is not None and row.longitude is not None]
    view = marks.view_of(points, closest=_CLOSEST)
    if view is not None:
        state.ask_view(view)
    state.set_stack(None)
    state.choose(rows[0].id if len(rows) == 1 else None)
    st.switch_page(MAP, query_params=state.address())
