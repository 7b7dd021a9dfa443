"""Which incident of today a decision speaks of, and whether it still stands on what it was made about.

Newer rules read a report again: incidents get other numbers, come and go, their slots read otherwise. A decision was
made about an incident of the extraction shown at its time; it goes over to the incident of today's extraction that the
same words tell. Its ground has changed when the machine reads the slot otherwise now; then it is told as stale. It
counts all the same, for a person's word stands above the machine's, with two exceptions: a place counts only while
the words it was decided for tell the place (rasd/record/decided.py), and to confirm vouches for values, so it lapses
when one changes that no person has decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Row, select

from rasd.model import Decision
from rasd.record import schema
from rasd.record.review.fields import CONFIRMED, EVENT, FIELDS, SLOTS, STATUS
from rasd.record.review.laying import Laid
from rasd.record.review.same import Told, pairs
from rasd.record.review.standing import Standing, standing

_T = TypeVar("_T")
_CHUNK = 500
_GROUNDS = tuple(dict.fromkeys(column for name in SLOTS for column in FIELDS[name].ground))
_TOLD = ("id", "sentence_start", "sentence_end", "trigger", "sub_event_type", "place_text")
_READ = tuple(dict.fromkeys((*_TOLD, *_GROUNDS)))


@dataclass(frozen=True, slots=True)
class Stale:
    """Decisions in force whose ground is not what it was.

    `then` is the incident they were made about, `now` the one of today that the same words tell, None when the newer
    rules find none; `article_id` is its report. `fields` are those of the decisions; of them `lapsed` no longer count.
    """

    article_id: str
    then: str
    now: str | None
    fields: tuple[str, ...]
    lapsed: tuple[str, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """An extraction with its incidents, by id."""

    key: int
    made: datetime
    is_current: bool
    incidents: Mapping[str, Row[Any]]


class _Grounded(NamedTuple):
    """A decision with what the machine said of its incident when it was made."""

    decision: Decision
    then: Row[Any]


def load(connection: Connection, ids: Sequence[str] | None = None, until: datetime | None = None) -> Laid:
    """All decisions by the incident of today, or those about some incidents; made `until` a moment, when given.

    Then today is that moment: the extractions are those shown then.
    """
    return _loaded(connection, ids, until)[0]


def stale(connection: Connection) -> tuple[Stale, ...]:
    """All decisions in force whose ground is not what it was, oldest first."""
    return _loaded(connection, None, None)[1]


def decision_of(row: Row[Any]) -> Decision:
    """The decision of a row of `decisions`."""
    return Decision(row.incident, row.field, row.old, row.new, row.who, row.at.replace(tzinfo=UTC), row.why)


def _loaded(
    connection: Connection, ids: Sequence[str] | None, until: datetime | None
) -> tuple[Laid, tuple[Stale, ...]]:
    runs = _runs(connection, _read_again(connection, ids), until)
    article_of = {id: article for article, held in runs.items() for run in held for id in run.incidents}
    decisions: dict[str, list[Decision]] = {}
    by_article: dict[int, list[Decision]] = {}
    for one in _decisions(connection, None if ids is None else list({*ids, *article_of}), until):
        article = article_of.get(one.incident)
        if article is None:
            decisions.setdefault(one.incident, []).append(one)
        else:
            by_article.setdefault(article, []).append(one)
    changed: list[Stale] = []
    names = _article_ids(connection, list(by_article))
    for article, about in by_article.items():
        carried, stale_now = _carried(names[article], about, runs[article])
        decisions.update(carried)
        changed += stale_now
    stale_fields = {(one.now, name) for one in changed if one.now for name in one.fields}
    lapsed = {(one.now, name) for one in changed if one.now for name in one.lapsed}
    made = {id: tuple(own) for id, own in decisions.items()}
    return Laid(made, frozenset(stale_fields), frozenset(lapsed)), tuple(changed)


def _read_again(connection: Connection, ids: Sequence[str] | None) -> list[int]:
    """The articles of which there are several extractions and about whose incidents something was decided."""
    d, i, e = schema.decisions, schema.incidents, schema.extractions
    older = e.alias()
    wanted = select(e.c.article).join(i, i.c.extraction == e.c.key).distinct()
    wanted = wanted.where(select(older.c.key).where(older.c.article == e.c.article, older.c.key != e.c.key).exists())
    if ids is None:
        return list(connection.execute(wanted.where(i.c.id.in_(select(d.c.incident)))).scalars())
    parts = (wanted.where(i.c.id.in_(part)) for part in _chunks(ids))
    return list(dict.fromkeys(one for part in parts for one in connection.execute(part).scalars()))


def _runs(connection: Connection, articles: Sequence[int], until: datetime | None) -> dict[int, list[Run]]:
    """The extractions of these articles in the order they were made; at a moment, those made until then."""
    e, i = schema.extractions, schema.incidents
    found: dict[int, list[Run]] = {}
    for part in _chunks(articles):
        read = select(i.c.extraction, *(i.c[name] for name in _READ)).join(e, e.c.key == i.c.extraction)
        told: dict[int, dict[str, Row[Any]]] = {}
        for row in connection.execute(read.where(e.c.article.in_(part))):
            told.setdefault(row.extraction, {})[row.id] = row
        for run in connection.execute(select(e).where(e.c.article.in_(part)).order_by(e.c.made, e.c.key)):
            if until is None or run.made.replace(tzinfo=UTC) <= until:
                one = Run(run.key, run.made.replace(tzinfo=UTC), run.is_current, told.get(run.key, {}))
                found.setdefault(run.article, []).append(one)
    if until is not None:
        # At a moment the newest until then was shown.
        for held in found.values():
            held[:] = [replace(run, is_current=run is held[-1]) for run in held]
    return found


def _decisions(connection: Connection, ids: Sequence[str] | None, until: datetime | None) -> list[Decision]:
    """The decisions, or those about these incidents, in the order they were made."""
    d = schema.decisions
    wanted = select(d)
    if until is not None:
        wanted = wanted.where(d.c.at <= until.astimezone(UTC).replace(tzinfo=None))
    parts = [wanted] if ids is None else [wanted.where(d.c.incident.in_(part)) for part in _chunks(ids)]
    rows = [row for part in parts for row in connection.execute(part)]
    return [decision_of(row) for row in sorted(rows, key=lambda row: row.key)]


def _article_ids(connection: Connection, articles: Sequence[int]) -> dict[int, str]:
    a = schema.articles
    parts = (select(a.c.key, a.c.id).where(a.c.key.in_(part)) for part in _chunks(articles))
    return {row.key: row.id for part in parts for row in connection.execute(part)}


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def _carried(
    article_id: str, made: Sequence[Decision], runs: Sequence[Run]
) -> tuple[dict[str, list[Decision]], list[Stale]]:
    """The decisions about the incidents of one report gone over to those of today, and what has become stale.

    Those about an incident that is gone stay with its id while no other incident has it.
    """
    current = next((run for run in runs if run.is_current), runs[-1])
    today: dict[str, list[_Grounded]] = {}
    gone: dict[str, list[Decision]] = {}
    matched = {run.key: _matched(run, current) for run in runs}
    for one in made:
        run = _shown(one, runs)
        now = matched[run.key].get(one.incident)
        if now is None:
            gone.setdefault(one.incident, []).append(one)
        else:
            grounded = _Grounded(replace(one, incident=now), run.incidents[one.incident])
            today.setdefault(now, []).append(grounded)
    found = [_gone(article_id, then, about) for then, about in gone.items()]
    found += [_changed(article_id, about, current.incidents[now]) for now, about in today.items()]
    decisions = {then: about for then, about in gone.items() if then not in current.incidents}
    decisions |= {now: [one.decision for one in about] for now, about in today.items()}
    return decisions, [one for one in found if one.decisions]


def _shown(one: Decision, runs: Sequence[Run]) -> Run:
    """The extraction whose incident a decision speaks of: the newest of its time that has it, else the first."""
    holding = [run for run in runs if one.incident in run.incidents]
    return next((run for run in reversed(holding) if run.made <= one.at), holding[0] if holding else runs[-1])


def _matched(run: Run, current: Run) -> Mapping[str, str]:
    """The ids of a run's incidents with those of today that the same words tell."""
    if run is current:
        return {id: id for id in run.incidents}
    before, after = ([Told(*(row._mapping[name] for name in _TOLD)) for row in one.incidents.values()]
                     for one in (run, current))  # fmt: skip
    return pairs(before, after)


def _gone(article_id: str, then: str, made: Sequence[Decision]) -> Stale:
    in_force = standing(made).decisions
    return Stale(article_id, then, None, tuple(in_force), (), tuple(in_force.values()))


def _changed(article_id: str, made: Sequence[_Grounded], now: Row[Any]) -> Stale:
    """The decisions in force about an incident of today of which the machine now reads the ground otherwise."""
    in_force = standing(one.decision for one in made)
    then = {one.decision.field: one.then for one in made}
    changed = {name: frozenset(slot for slot in SLOTS if _differ(slot, then[name], now)) for name in in_force.decisions}
    lapsed = _lapsed(in_force, changed)
    fields = tuple(name for name in in_force.decisions if name in lapsed or changed[name] & _stands_on(name))
    decisions = tuple(in_force.decisions[name] for name in fields)
    return Stale(article_id, made[0].then.id, now.id, fields, lapsed, decisions)


def _stands_on(name: str) -> frozenset[str]:
    """The slots that a decision of a field stands on; a confirmation stands on all, which `_lapsed` tells."""
    return frozenset({name} if name in SLOTS else {EVENT} if name == STATUS else ())


def _lapsed(in_force: Standing, changed: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """To confirm vouches for each value: it lapses when one changes that no person has decided."""
    if in_force.review.status != CONFIRMED or not changed[STATUS] - in_force.slots:
        return ()
    return (STATUS,)


def _differ(slot: str, then: Row[Any], now: Row[Any]) -> bool:
    return any(then._mapping[column] != now._mapping[column] for column in FIELDS[slot].ground)
