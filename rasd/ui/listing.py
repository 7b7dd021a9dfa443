"""The table of incidents: its columns, the order by any of them, and one part of the rows in the reader's words.

A million rows are never sent nor worded: what incidents share is worded once a different value, and ordered by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from gazetteer.arabic import fold
from rasd.lexicon.labels import Labels
from rasd.ui import describe
from rasd.ui.highlight import Run, excerpt, runs
from rasd.view.asked import Asked
from rasd.view.dimensions import Ints

Say = Callable[[tuple[Any, ...], Labels], str]
Rank = Callable[[tuple[Any, ...]], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. `names` are the fields it is told from, of one dimension of the snapshot; without a
    dimension it is a text of each incident. `rank` gives what to order by (None: unknown, last); without it the words
    order it."""

    key: str
    label: str
    names: tuple[str, ...]
    dimension: str
    say: Say
    rank: Rank | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What the table is ordered by."""

    column: str = "date"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: cells by column key, each in runs; `found` is where a query stands in the sentence, when the
    headline doesn't have it."""

    id: str
    cells: dict[str, tuple[Run, ...]]
    found: tuple[Run, ...]
    sample: bool


def _text(values: tuple[Any, ...], labels: Labels) -> str:
    return str(values[0] or "")


def _actors(values: tuple[Any, ...], labels: Labels) -> str:
    return labels("app.comma").join(describe.actor(str(id), labels) for id in values[0] or ())


def _outlets(values: tuple[Any, ...], labels: Labels) -> str:
    return labels("app.comma").join(str(one) for one in values[0] or () if one)


def _place(values: tuple[Any, ...], labels: Labels) -> str:
    names = values if labels.language == "ar" else values[::-1]
    return next((str(one) for one in names if one), labels("card.place_unknown"))


def _day(values: tuple[Any, ...], labels: Labels) -> str:
    return describe.day(values[0], labels) if values[0] else ""


def _known(describer: Callable[[str, Labels], str]) -> Say:
    return lambda values, labels: describer(str(values[0]), labels) if values[0] else ""


def _most(values: tuple[Any, ...]) -> int | None:
    low, high = values[0], values[1]
    return high if high is not None else low


def _itself(values: tuple[Any, ...]) -> Any:
    return values[0]


def _toll(kind: str) -> Column:
    names = (f"{kind}_low", f"{kind}_high", f"{kind}_vague")
    return Column(kind, f"column.{kind}", names, "toll", lambda v, labels: describe.toll(*v, labels), _most)


COLUMNS: tuple[Column, ...] = (
    Column(
        "date", "column.date", ("date_earliest", "date_latest"), "when",
        lambda v, labels: describe.days(*v, labels), lambda v: v[1] or v[0],
    ),
    Column("event", "column.event", ("sub_event_type",), "kind", _known(describe.event)),
    Column("event_type", "table.event_type", ("event_type",), "kind", _known(describe.event_type)),
    Column("place", "column.place", ("place_name_ar", "place_name"), "place", _place),
    Column("admin1", "table.admin1", ("admin1",), "place", _known(describe.admin1)),
    Column("country", "column.country", ("country",), "place", _known(describe.country)),
    Column(
        "precision", "column.precision", ("where_prec",), "place",
        lambda v, labels: describe.precision(*v, labels), _itself,
    ),
    Column("actors", "column.actors", ("actors",), "sides", _actors),
    Column("attackers", "table.attackers", ("attackers",), "sides", _actors),
    Column("targets", "table.targets", ("targets",), "sides", _actors),
    _toll("killed"),
    _toll("injured"),
    Column("title", "column.title", ("title",), "", _text),
    Column("outlet", "column.outlet", ("outlets",), "outlet", _outlets),
    Column("reports", "table.reports", ("reports",), "reports", lambda v, labels: labels.number(v[0] or 1), _itself),
    Column("published", "table.published", ("published",), "published", _day, _itself),
    Column(
        "confidence", "table.confidence", ("confidence",), "confidence",
        lambda v, labels: "" if v[0] is None else f"{labels.number(round(v[0] * 100))}%", _itself,
    ),
    Column("status", "table.status", ("status",), "status", _known(lambda s, labels: labels.get(f"status.{s}", s))),
    Column("id", "column.id", ("id",), "", _text),
)  # fmt: skip
BY_KEY = {one.key: one for one in COLUMNS}
SHOWN = ("date", "event", "place", "country", "actors", "killed", "injured", "title", "outlet")
"""The columns that are shown until the reader chooses."""
# Where a query may stand: the columns whose words the filter of words looks at.
_SEARCHED = ("title", "place")
_NEEDED = ("id", "title", "sentence", "sample")


def ordered(asked: Asked, order: Order, labels: Labels) -> Ints:
    """The numbers of the selected incidents' rows in the snapshot, in order; what is unknown comes last either way."""
    key = ("ordered", order, labels.language)
    if key not in asked.memo:
        asked.memo[key] = _ordered(asked, order, labels)
    found: Ints = asked.memo[key]
    return found


def page(asked: Asked, rows: Ints, columns: Sequence[str], query: str, labels: Labels) -> tuple[Row, ...]:
    """These rows in words; `query` is what to mark in them."""
    shown = [BY_KEY[key] for key in columns]
    names = tuple(dict.fromkeys((*_NEEDED, *(name for one in shown for name in one.names))))
    frame = asked.snapshot.take(rows, names)
    return tuple(_row(values, shown, query, labels) for values in frame.iter_rows(named=True))


def _row(values: dict[str, Any], columns: Sequence[Column], query: str, labels: Labels) -> Row:
    cells = {}
    for one in columns:
        told = one.say(tuple(values[name] for name in one.names), labels)
        cells[one.key] = runs(told, query if one.key in _SEARCHED else "")
    marked = any(found for key in _SEARCHED for _, found in cells.get(key, ()))
    found = excerpt(values["sentence"] or "", query) if query and not marked else ()
    return Row(values["id"], cells, found, bool(values["sample"]))


def _ordered(asked: Asked, order: Order, labels: Labels) -> Ints:
    rows = np.arange(asked.snapshot.total, dtype=np.uint32) if asked.rows is None else asked.rows
    if order == Order():
        return rows
    column = BY_KEY[order.column]
    if column.dimension:
        dimension = asked.snapshot.dimensions[column.dimension]
        ranks = _ranks(column, dimension.table, order, labels)[dimension.codes[rows]]
    else:
        texts = asked.snapshot.take(rows, column.names).to_series()
        ranks = texts.rank("dense", descending=order.descending).fill_null(len(texts) + 1).to_numpy()
    return rows[np.argsort(ranks, kind="stable")]


def _ranks(column: Column, table: pl.DataFrame, order: Order, labels: Labels) -> Ints:
    """Each combination's place in the order."""
    found = (table[name] for name in column.names)
    texts = [one.cast(pl.List(pl.String)) if isinstance(one.dtype, pl.List) else one for one in found]
    values = list(zip(*(map(_fixed, one.to_list()) for one in texts), strict=True))
    if column.rank is not None:
        keys = {one: column.rank(one) for one in set(values)}
    else:
        keys = {one: fold(column.say(one, labels)).casefold() or None if any(one) else None for one in set(values)}
    different = sorted({key for key in keys.values() if key is not None}, reverse=order.descending)
    rank_of = {key: rank for rank, key in enumerate(different)}
    return np.array([rank_of.get(keys[one], len(different)) for one in values], np.uint32)


def _fixed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
