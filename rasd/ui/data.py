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
from rasd.view import facets, filters
from rasd.view.asked import Asked
from rasd.view.filters import Selection
from rasd.view.snapshot import Snapshot
from rasd.view.trends import Area, Bucket, Trends
from rasd.view.trends import trends as counted

_ENTRIES, _ASKED = 64, 6


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


def asked(selection: Selection) -> Asked:
    """The selected incidents, found once for counts, months and the table."""
    opened = store()
    return _asked(opened.name, opened.change_counter(), selection, snapshot())


def options(selection: Selection) -> dict[str, tuple[facets.Option, ...]]:
    """Each filter's values with counts under the other filters."""
    opened = store()
    return _options(opened.name, opened.change_counter(), selection)


def trends(selection: Selection, bucket: Bucket | None, area: Area) -> Trends:
    """What the selected incidents come to, over time and in all."""
    opened = store()
    return _trends(opened.name, opened.change_counter(), selection, bucket, area, snapshot())


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
    return Snapshot.gather(_opened.parts())


# Each holds some bytes an incident, hence few.
@st.cache_resource(show_spinner=False, max_entries=_ASKED)
def _asked(name: str, changes: int, selection: Selection, _snapshot: Snapshot) -> Asked:
    return filters.ask(_snapshot, selection)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES)
def _options(name: str, changes: int, selection: Selection) -> dict[str, tuple[facets.Option, ...]]:
    return facets.facets(asked(selection))


@st.cache_resource(show_spinner=False, max_entries=_ENTRIES)
def _trends(
    name: str, changes: int, selection: Selection, bucket: Bucket | None, area: Area, _snapshot: Snapshot
) -> Trends:
    return counted(filters.lazy(_snapshot, selection), bucket, area)
