"""What the pages ask for, remembered between reruns: the store, its snapshot, the pipeline."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import RLock

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
from rasd.view.bounds import Bounds
from rasd.view.filters import Selection
from rasd.view.months import Month
from rasd.view.months import months as by_month
from rasd.view.patch import patched
from rasd.view.snapshot import COLUMNS, Snapshot
from rasd.view.timeline import Timeline, usual_range
from rasd.view.timeline import timeline as over_time
from rasd.view.trends import Area, Bucket, Trends
from rasd.view.trends import trends as counted

_ENTRIES, _ASKED = 64, 6
# So many articles are taken in at once for the snapshot to be patched, and so many ids looked at for it.
_FEW, _TOUCHED = 50, 1_000


def store() -> Store:
    """The open store; its address is RASD_DATABASE_URL's. Raises StoreError when it can't be opened."""
    return _store(os.environ.get("RASD_DATABASE_URL") or None)


def snapshot() -> Snapshot:
    """All incidents, read anew only when the store changed."""
    opened = store()
    with _turn():
        changes = opened.change_counter()
        return _hold(opened.name, changes, _snapshot(opened.name, changes, opened, None))


def selected(selection: Selection) -> pl.DataFrame:
    """The selected incidents, newest first."""
    return filters.apply(snapshot(), selection)


def asked(selection: Selection, view: Bounds | None = None) -> Asked:
    """The selected incidents, found once for map, counts, months and the table; `view` for what asks for the view's."""
    if selection.in_view and view is not None:
        return filters.ask(snapshot(), selection, view)
    opened = store()
    return _asked(opened.name, opened.change_counter(), selection, snapshot())


def options(selection: Selection) -> dict[str, tuple[facets.Option, ...]]:
    """Each filter's values with counts under the other filters."""
    opened = store()
    return _options(opened.name, opened.change_counter(), selection)


def months(selection: Selection) -> tuple[Month, ...]:
    """The months of the selected incidents."""
    found = asked(selection)
    if "months" not in found.memo:
        found.memo["months"] = by_month(found)
    counted_months: tuple[Month, ...] = found.memo["months"]
    return counted_months


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


def take_in(articles: Sequence[Article], told: Callable[[int], None]) -> tuple[int, tuple[str, ...]]:
    """Extracts and keeps each article in a transaction of its own, telling how many are done; what is done stays done
    when it is broken off. How many changed the store, and the ids of their incidents."""
    opened, versions, reader = store(), extraction.versions(), pipeline()
    few = len(articles) <= _FEW
    added, found, touched = 0, list[str](), set[str]()
    # While many come, readers are not kept waiting: the snapshot is made anew for them anyway.
    with _turn() if few else nullcontext():
        before = opened.change_counter()
        for done, article in enumerate(articles, 1):
            incidents = reader.extract(article)
            touched |= _ids_of(opened, article).keys() if few else set()
            if opened.add(article, incidents, versions):
                added += 1
                kept = _ids_of(opened, article) if few else dict.fromkeys(one.id for one in incidents)
                found += kept
                touched |= kept.keys()
            told(done)
        merged = opened.remerge()
        if few and merged.of is not None:
            _follow(opened, before, added + merged.counted, touched | merged.of)
    return added, tuple(found)


def _ids_of(opened: Store, article: Article) -> dict[str, None]:
    """The ids of the incidents shown of an article of this content, in its order."""
    there = opened.stored(article)
    return dict.fromkeys(one.incident.id for one in there.incidents) if there else {}


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


@st.cache_resource(show_spinner=False)
def _turn() -> RLock:
    """One at a time looks for the snapshot or changes the store: in between it would be made anew for nothing."""
    return RLock()


def _act(work: Callable[[Desk], Acted]) -> Acted:
    """Does an act, after which the snapshot tells of it."""
    opened = store()
    with _turn():
        before = opened.change_counter()
        done = work(opened.desk)
        touched = done.merged.of
        if done.appended and touched is not None:
            changed = touched | {one.incident for one in done.appended}
            _follow(opened, before, 1 + done.merged.counted, changed)
    return done


def _follow(opened: Store, before: int, changes: int, ids: Collection[str]) -> None:
    """Patches the snapshot in place of making it anew, where no more than these changes, which touch these incidents,
    were made since it was."""
    made_for, held = _held().get(opened.name, (None, None))
    if held is None or made_for != before or not 0 < len(ids) <= _TOUCHED:
        return
    rows = {row.id: row for row in opened.rows(sorted(ids))}
    columns = {name: [getattr(row, name) for row in rows.values()] for name in COLUMNS}
    after = opened.change_counter()
    now = patched(held, columns, [id for id in ids if id not in rows]) if after == before + changes else None
    if now is not None:
        _hold(opened.name, after, _snapshot(opened.name, after, opened, now))


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


@st.cache_resource(show_spinner=False, max_entries=_ENTRIES)
def _options(name: str, changes: int, selection: Selection) -> dict[str, tuple[facets.Option, ...]]:
    return facets.facets(asked(selection))


@st.cache_resource(show_spinner=False, max_entries=_ENTRIES)
def _trends(
    name: str, changes: int, selection: Selection, bucket: Bucket | None, area: Area, _snapshot: Snapshot
) -> Trends:
    return counted(filters.lazy(_snapshot, selection), bucket, area)


def _undated(selection: Selection) -> Selection:
    return replace(selection, date_from=None, date_to=None)
