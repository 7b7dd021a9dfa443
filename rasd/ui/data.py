"""What the pages ask for, remembered between reruns: the store, its snapshot, the pipeline."""

from __future__ import annotations

import os

import polars as pl
import streamlit as st

from gazetteer import Gazetteer
from rasd.extract import pipeline as extraction
from rasd.extract.pipeline import Pipeline
from rasd.model import Article
from rasd.record import flatten
from rasd.record.store import Store, StoredIncident
from rasd.view import aggregate, filters
from rasd.view.filters import Selection
from rasd.view.snapshot import Snapshot

_ENTRIES = 64


def store() -> Store:
    """The open store; its address is RASD_DATABASE_URL's. Raises StoreError when it can't be opened."""
    return _store(os.environ.get("RASD_DATABASE_URL") or None)


def snapshot() -> Snapshot:
    """All incidents, read anew only when the store changed."""
    opened = store()
    return _snapshot(opened.name, opened.change_counter(), opened)


def selected(selection: Selection) -> pl.DataFrame:
    """The selected incidents, newest first."""
    return filters.apply(snapshot(), selection)


def options(selection: Selection) -> dict[str, tuple[aggregate.Option, ...]]:
    """Each filter's values with counts under the other filters."""
    opened = store()
    return _options(opened.name, opened.change_counter(), selection, snapshot())


def incident(id: str) -> StoredIncident | None:
    """An incident with its article and all evidence."""
    return store().incident(id)


def preview(article: Article) -> tuple[StoredIncident, ...]:
    """What the pipeline finds in an article, in the form the store would give it back."""
    versions = extraction.versions()
    found = pipeline().extract(article)
    return tuple(StoredIncident(flatten.row(article, one, versions), one, article, ()) for one in found)


def pipeline() -> Pipeline:
    """The pipeline, loaded anew only when the user's own places have changed."""
    return extraction.load()


def gazetteer() -> Gazetteer:
    """The gazetteer, loaded anew only when the user's own places have changed."""
    return Gazetteer.load()


@st.cache_resource(show_spinner=False)
def _store(url: str | None) -> Store:
    return Store.open(url)


@st.cache_resource(show_spinner=False, max_entries=2)
def _snapshot(name: str, changes: int, _opened: Store) -> Snapshot:
    return Snapshot.of(_opened.columns())


@st.cache_data(show_spinner=False, max_entries=_ENTRIES)
def _options(
    name: str, changes: int, selection: Selection, _snapshot: Snapshot
) -> dict[str, tuple[aggregate.Option, ...]]:
    return aggregate.options(_snapshot, selection)
