"""What merging makes of the incidents of a store, kept in its tables and made anew where something has changed.

An article whose incidents change waits to be merged. Only what it can touch is looked at: the tellings of its days, and
whatever pairs tie to it, now or before. What comes out is the same as merging everything anew: a pair's points depend
on its two tellings alone, and groups on the pairs that tie them together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from rasd.record import reading, schema
from rasd.record.grouped import TOGETHER, Made, chunks, rows_of, weighed_of
from rasd.record.merge import Decided, Pair, Rules, Telling, Weighed, grouping, rules
from rasd.record.merge.blocking import window
from rasd.record.merge.copies import COPY, gathered
from rasd.record.review.fields import APART, MERGE
from rasd.record.review.ground import load

_STRETCHES = 100
_COLUMNS = (
    "id", "sub_event_type", "date_earliest", "date_latest", "place_id", "place_text", "country", "admin1", "latitude",
    "longitude", "radius_km", "where_prec", "sides", "killed_low", "killed_high", "injured_low", "injured_high",
    "background", "sentence",
)  # fmt: skip


def decided_anew(connection: Connection) -> bool:
    """Whether people decided about pairs since they were last merged."""
    return bool(_decided_anew(connection, decided(connection)))


def made_anew(connection: Connection) -> Made:
    """What merging makes of all incidents shown."""
    known = rules()
    people = decided(connection)
    firsts, copies = gathered(_tellings(connection), known, people.ids)
    made = grouping.merged(firsts, copies, grouping.weighed(firsts, known), people, known)
    return Made(made, people, None, known.version)


def made_since(connection: Connection, articles: Sequence[int]) -> Made:
    """What merging makes of the incidents that changes of these articles, and of what people decided, touch."""
    known, people = rules(), decided(connection)
    changed = _ids_of(connection, articles) | _decided_anew(connection, people)
    # What stood for copies may do so no more, and other copies may stand for them.
    changed |= _copied(connection, changed)
    new = {one.id: one for one in _tellings(connection, changed)}
    near = {one.id: one for one in _in_windows(connection, new.values(), known)} | new
    firsts, copies = gathered(near.values(), known, people.ids)
    for first, others in copies.items():
        alike = {first, *(one.id for one in others)}
        changed |= alike if changed & alike else set()
    pairs = grouping.weighed(firsts, known, changed)
    touched, kept = _tied(connection, changed | {id for pair in pairs for id in pair.pair})
    tellings = [near[id] for id in touched & near.keys()] + list(_tellings(connection, touched - near.keys()))
    firsts, copies = gathered(tellings, known, people.ids)
    here = {one.id for one in firsts}
    pairs += [one for one in kept if not changed & {*one.pair} and here.issuperset(one.pair)]
    mine = Decided(_within(people.together, touched), _within(people.apart, touched))
    made = grouping.merged(firsts, copies, [one for one in pairs if here.issuperset(one.pair)], mine, known)
    return Made(made, mine, frozenset(touched), known.version)


def decided(connection: Connection) -> Decided:
    """The pairs that people put together or apart; of two decisions about a pair the later counts."""
    laid = load(connection)
    made = []
    for id in laid.decisions:
        standing = laid.standing(id)
        made += [(one, id, standing.values[name]) for name, one in standing.decisions.items() if name in (MERGE, APART)]
    last: dict[Pair, str] = {}
    for one, id, others in sorted(made, key=lambda item: (item[0].at, item[1], item[0].field)):
        last |= {(min(id, other), max(id, other)): one.field for other in others if other != id}
    return Decided(*(frozenset(pair for pair, field in last.items() if field == name) for name in (MERGE, APART)))


def _decided_anew(connection: Connection, people: Decided) -> set[str]:
    """The ids of pairs about which people decided otherwise since merging last looked."""
    table = schema.pairs
    there: dict[str, set[Pair]] = {TOGETHER: set(), APART: set()}
    wanted = select(table.c.one, table.c.other, table.c.people).where(table.c.people.in_(there))
    for row in connection.execute(wanted):
        there[row.people].add((row.one, row.other))
    changed = (people.together ^ there[TOGETHER]) | (people.apart ^ there[APART])
    return {id for pair in changed for id in pair}


def _ids_of(connection: Connection, articles: Sequence[int]) -> set[str]:
    """The ids of all incidents that any extraction of these articles found."""
    i, e = schema.incidents, schema.extractions
    wanted = select(i.c.id).join(e, e.c.key == i.c.extraction)
    parts = (wanted.where(e.c.article.in_(some)) for some in chunks(articles))
    return {id for part in parts for id in connection.execute(part).scalars()}


def _copied(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    """What is kept as a copy of these, and what these are copies of."""
    table = schema.pairs
    rows = [row for column in (table.c.one, table.c.other) for row in rows_of(connection, table, column, ids)]
    return frozenset(id for row in rows if row.people == COPY for id in (row.one, row.other))


def _tied(connection: Connection, ids: Collection[str]) -> tuple[frozenset[str], list[Weighed]]:
    """All ids that kept pairs tie to these, however indirectly, and those pairs that have points."""
    table = schema.pairs
    reached, waiting_ids = set(ids), set(ids)
    rows: dict[Pair, Row[Any]] = {}
    while waiting_ids:
        found = [
            row for column in (table.c.one, table.c.other) for row in rows_of(connection, table, column, waiting_ids)
        ]
        rows |= {(row.one, row.other): row for row in found}
        waiting_ids = {id for row in found for id in (row.one, row.other)} - reached
        reached |= waiting_ids
    return frozenset(reached), [weighed_of(row) for row in rows.values() if row.score is not None]


def _in_windows(connection: Connection, tellings: Iterable[Telling], known: Rules) -> Iterator[Telling]:
    """The tellings shown whose days lie near enough to those of these."""
    i = schema.incidents
    stretches = _stretches([span for one in tellings if (span := window(one, known)) is not None], known)
    if not stretches:
        return
    near = or_(*(and_(i.c.date_earliest >= first, i.c.date_earliest <= last) for first, last in stretches))
    yield from map(_telling, connection.execute(_wanted().where(near)))


def _stretches(spans: Sequence[tuple[int, int]], known: Rules) -> list[tuple[date, date]]:
    """The days on which a telling near to one of these spans can begin, as few stretches as hold them all."""
    before = known.days["span"] + known.days["gap"]
    found: list[list[int]] = []
    for first, last in sorted((first - before, last) for first, last in spans):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    if len(found) > _STRETCHES:
        found = [[found[0][0], found[-1][1]]]
    latest = date.max.toordinal()
    return [(date.fromordinal(max(first, 1)), date.fromordinal(min(last, latest))) for first, last in found]


def _tellings(connection: Connection, ids: Collection[str] | None = None) -> Iterator[Telling]:
    """The tellings of the incidents shown, or of those of these ids."""
    if ids is None:
        yield from map(_telling, connection.execute(_wanted()))
        return
    for some in chunks(sorted(ids)):
        yield from map(_telling, connection.execute(_wanted().where(schema.incidents.c.id.in_(some))))


def _wanted() -> Any:
    a, e, i = schema.articles, schema.extractions, schema.incidents
    columns = (*(i.c[name] for name in _COLUMNS), a.c.id.label("article"), a.c.outlet, a.c.published, a.c.sample)
    return select(*columns).join(e, e.c.key == i.c.extraction).join(a, a.c.key == e.c.article).where(e.c.is_current)


def _telling(row: Row[Any]) -> Telling:
    actors, attackers, targets = map(frozenset, reading.actor_lists(row.sides))
    return Telling(
        row.id, row.article, row.outlet, row.published, row.sample, row.sub_event_type, row.date_earliest,
        row.date_latest, row.place_id, row.place_text, row.country, row.admin1, row.latitude, row.longitude,
        row.radius_km, row.where_prec, actors, attackers, targets, (row.killed_low, row.killed_high),
        (row.injured_low, row.injured_high), row.background, row.sentence,
    )  # fmt: skip


def _within(pairs: Iterable[Pair], ids: Collection[str]) -> frozenset[Pair]:
    return frozenset(pair for pair in pairs if pair[0] in ids and pair[1] in ids)
