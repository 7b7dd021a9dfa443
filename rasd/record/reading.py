"""How rows of incidents are read from the tables: those shown now, or those shown at a moment of the past."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from rasd.model import IncidentRow
from rasd.record import flatten, schema
from rasd.record.keeping import OWN_COLUMNS

ROW = tuple(field.name for field in fields(IncidentRow))
_GATHERED = ("actors", "attackers", "targets")
_ARTICLE_COLUMNS = ("outlet", "url", "title", "published", "sample")
_VERSION_COLUMNS = ("rasd_version", "data_version")
_FLAT = ("sides", *OWN_COLUMNS, "article_id", *_ARTICLE_COLUMNS, *_VERSION_COLUMNS)
_PART = 5_000


def flat(at: datetime | None = None) -> Select[Any]:
    """A row of columns for each incident shown now, or `at` a moment, in no order yet."""
    a, e, i = schema.articles, schema.extractions, schema.incidents
    columns = [i.c.sides, *(i.c[name] for name in OWN_COLUMNS), a.c.id.label("article_id")]
    columns += [a.c[name] for name in _ARTICLE_COLUMNS] + [e.c[name] for name in _VERSION_COLUMNS]
    return select(*columns).join(e, e.c.key == i.c.extraction).join(a, a.c.key == e.c.article).where(shown(at))


def shown(at: datetime | None = None) -> ColumnElement[bool]:
    """Whether an extraction is the one shown now, or was `at` a moment: the newest of its article made until then."""
    e = schema.extractions
    if at is None:
        condition: ColumnElement[bool] = e.c.is_current
        return condition
    other = e.alias()
    # Written by one writer after another, so that keys grow with the times they were made at.
    newest = select(func.max(other.c.key)).where(other.c.article == e.c.article, other.c.made <= naive(at))
    return e.c.key == newest.correlate(e).scalar_subquery()


def naive(at: datetime) -> datetime:
    """A moment as the tables hold it: UTC without saying so."""
    return at.astimezone(UTC).replace(tzinfo=None)


def row_of(row: Row[Any]) -> IncidentRow:
    """The incident of a row of `flat`."""
    values: dict[str, Any] = dict(zip(_FLAT[1:], row[1:], strict=True))
    values |= dict(zip(_GATHERED, actor_lists(row.sides), strict=True))
    return IncidentRow(**values)


def parts_of(connection: Connection, wanted: Select[Any]) -> Iterator[dict[str, list[object]]]:
    """The incidents of a query of `flat` as columns, in parts of some thousand."""
    # PostgreSQL's driver would hold all of them otherwise.
    streamed = wanted.order_by(schema.incidents.c.key).execution_options(stream_results=True, max_row_buffer=_PART)
    for part in connection.execute(streamed).partitions(_PART):
        columns: dict[str, list[object]] = {
            name: list(values) for name, values in zip(_FLAT, zip(*part, strict=True), strict=True)
        }
        lists = [actor_lists(str(sides)) for sides in columns["sides"]]
        for at, name in enumerate(_GATHERED):
            columns[name] = [one[at] for one in lists]
        # Each told once; what several articles tell is made one by rasd/record/folded.py.
        columns |= {"reports": [1] * len(lists), "outlets": [()] * len(lists), "other_urls": [""] * len(lists)}
        yield {name: columns[name] for name in ROW}


def chunks(ids: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """The ids in parts that a query can hold."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


@lru_cache(maxsize=10_000)
def actor_lists(sides: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The ids of all actors, attackers and targets of a value of the column `sides`."""
    return flatten.actor_lists((actor, role) for actor, role in json.loads(sides))
