"""What the pages ask for, remembered between reruns: the store, its snapshot, the pipeline."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl
import streamlit as st

from gazetteer import Gazetteer
from rasd.errors import StoreError
from rasd.extract import pipeline as extraction
from rasd.extract.pipeline import Pipeline
from rasd.model import Article, Decision
from rasd.record import flatten
from rasd.record.merge import Doubt
from rasd.record.review.acts import Acted
from rasd.record.review.desk import Desk
from rasd.record.review.ground import Stale
from rasd.record.store import Store, StoredIncident
from rasd.view import facets, filters
from rasd.view.asked import Asked
from rasd.view.filters import Selection
from rasd.view.patch import MOST, patched
from rasd.view.snapshot import COLUMNS, Snapshot
from rasd.view.timeline import Timeline, usual_range
from rasd.view.timeline import timeline as over_time
from rasd.view.trends import Area, Bucket, Trends
from rasd.view.trends import trends as counted

_ENTRIES, _ASKED = 64, 6


def store() -> Store:
    """The open store; its address is RASD_DATABASE_URL's. Raises StoreError when it can't be opened."""
    return _store(os.environ.get("RASD_DATABASE_URL") or None)


def snapshot() -> Snapshot:
    """All incidents, read anew only when the store changed."""
    opened = store()
    changes = opened.change_counter()
    return _hold(opened.name, changes, _snapshot(opened.name, changes, opened, None))


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


def timeline(selection: Selection, start: date | None = None, end: date | None = None) -> Timeline:
    """The selected incidents over time from one day to another (None: to the ends), whatever days it asks for."""
    found, key = asked(_undated(selection)), ("timeline", start, end)
    if key not in found.memo:
        found.memo[key] = over_time(found, start, end)
    line: Timeline = found.memo[key]
    return line


def usual_days(selection: Selection) -> tuple[date, date] | None:
    """The days that most of the selected incidents lie in, where those of all would make coarser bars."""
    found = asked(_undated(selection))
    if "usual" not in found.memo:
        found.memo["usual"] = usual_range(found)
    days: tuple[date, date] | None = found.memo["usual"]
    return days


def decide(decisions: Sequence[Decision]) -> Acted:
    """Appends the decisions of one act, all or none."""
    return _act(lambda desk: desk.act(decisions))


def undo(who: str, at: datetime) -> Acted:
    """Undoes the last act of a person."""
    return _act(lambda desk: desk.undo(who, at))


def take_back(decisions: Sequence[Decision], who: str, at: datetime) -> Acted:
    """Gives back what was there before some decisions."""
    return _act(lambda desk: desk.take_back(decisions, who, at))


def settle(ids: Sequence[str], status: str, who: str, at: datetime, why: str) -> Acted:
    """Gives many incidents a status, in one act."""
    return _act(lambda desk: desk.settle(ids, status, who, at, why))


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What waits for a person beside the incidents' own columns: stale decisions by incident and those whose incident
    is gone, the likeliest doubt of each incident, and to whom incidents are assigned."""

    stale: dict[str, Stale]
    gone: tuple[Stale, ...]
    doubts: dict[str, Doubt]
    assigned: dict[str, str]


def review_state() -> ReviewState:
    """What waits for a person, read anew only when the store changed."""
    opened = store()
    return _review_state(opened.name, opened.change_counter(), opened)


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
    opened = Store.open(url)
    # Merging is derived: a store that can't be written is shown as it was merged last.
    with suppress(StoreError):
        if opened.unmerged():
            opened.merge()
    return opened


# One is some hundred bytes an incident. The one before is let go as soon as the next is there.
@st.cache_resource(show_spinner=False, max_entries=1)
def _snapshot(name: str, changes: int, _opened: Store, _ready: Snapshot | None) -> Snapshot:
    return _ready or Snapshot.gather(_opened.parts())


@st.cache_resource(show_spinner=False)
def _held() -> dict[str, tuple[int, Snapshot]]:
    """The newest snapshot of each store, with the change of the store that it tells of."""
    return {}


def _hold(name: str, changes: int, found: Snapshot) -> Snapshot:
    """Keeps the newest snapshot; what was asked of the one before would keep that, too."""
    if _held().get(name, (None, None))[1] is not found:
        _held()[name] = changes, found
        _asked.clear()
    return found


def _act(work: Callable[[Desk], Acted]) -> Acted:
    """Does an act; where it is the only change since the snapshot, that is patched in place of being made anew."""
    opened = store()
    before = opened.change_counter()
    done = work(opened.desk)
    ids = list(dict.fromkeys(one.incident for one in done.appended))
    made_for, snapshot_then = _held().get(opened.name, (None, None))
    if not ids or len(ids) > MOST or snapshot_then is None or made_for != before:
        return done
    rows = {row.id: row for row in opened.rows(ids)}.values()
    columns = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    after = opened.change_counter()
    now = patched(snapshot_then, columns) if after == before + 1 else None
    if now is not None:
        _hold(opened.name, after, _snapshot(opened.name, after, opened, now))
    return done


@st.cache_resource(show_spinner=False, max_entries=2)
def _review_state(name: str, changes: int, _opened: Store) -> ReviewState:
    stale, doubts = _opened.desk.stale(), _opened.doubts()
    leads = {member: group.lead for group in _opened.groups() for member in group.members}
    return ReviewState(
        {leads.get(one.now, one.now): one for one in stale if one.now},
        tuple(one for one in stale if one.now is None),
        {leads.get(id, id): one for one in reversed(doubts) for id in one.pair},
        _opened.desk.assigned(),
    )


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


def _undated(selection: Selection) -> Selection:
    return replace(selection, date_from=None, date_to=None)
