"""The filters of all pages and of the export: a row a filter.

A filter names its parameters in a page's address, how it is read and written there (`address`), and which incidents it
keeps. To add one: a field in `Selection` (and one that begins with `not_` when it has many values), a row in `FILTERS`,
a label in each language of data/ui.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from rasd.view import address, bounds
from rasd.view.acled import EVENT_TYPES, SUB_EVENT_TYPES
from rasd.view.address import TEXT_LIMIT, Read, Write, slug
from rasd.view.asked import Asked
from rasd.view.bounds import Bounds
from rasd.view.dimensions import Bools
from rasd.view.selection import Selection
from rasd.view.snapshot import UNLOCATED, Snapshot

__all__ = [
    "FILTERS", "LOCATED", "PRECISIONS", "REJECTED", "TEXT_LIMIT", "VERSION", "Filter", "Selection", "apply", "ask",
    "hidden", "lazy", "parse", "slug", "to_params", "values_of",
]  # fmt: skip

PRECISIONS: tuple[str, ...] = ("1", "2", "3", "4", "5", "6", "7", UNLOCATED)
LOCATED: tuple[str, ...] = ("located", UNLOCATED)
REJECTED = "rejected"
"""The status of an incident that a person took out; left out of every selection that doesn't ask for it."""
VERSION = "1"
"""The version of the address's form; one without `v` is of version 1."""

Kind = Literal["dates", "many", "text", "number", "box", "ring", "flag", "count"]
Known = Mapping[str, Collection[str]]
Keep = Callable[[Selection, Snapshot, Bounds | None], Bools | None]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `name` is also its label's key and, but for dates, its field in `Selection`.

    `params` are its parameters in an address (one; from and to for dates). `keep` tells, given a selection, a snapshot
    and what the map shows, for each incident whether it is kept; None when the selection doesn't ask. `read` gives the
    selection with what it understood and the `param=value` texts that it did not; `write` gives the parameters that
    are set. A filter of many values counts those of `column` in a dimension of the snapshot; `values` are those known
    beforehand, when the list is closed.
    """

    name: str
    kind: Kind
    params: tuple[str, ...]
    keep: Keep
    read: Read
    write: Write
    dimension: str = ""
    column: str = ""
    values: tuple[str, ...] = ()

    @property
    def param(self) -> str:
        """The first parameter."""
        return self.params[0]


def parse(params: Mapping[str, str | list[str]], known: Known | None = None) -> tuple[Selection, tuple[str, ...]]:
    """The selection that an address's parameters ask for, and what was not understood, as `param=value` texts.

    Several values stand with commas between or as repeated parameters. Never raises: what isn't a date, a value of the
    vocabulary or of a sane length and shape is left out and told. `known` gives the values that exist, by filter name
    (as `facets.options` finds them); a value outside them is told too. Parameters of no filter are passed over. An
    address of a later version is read as far as it is understood, and its version told.
    """
    given = {
        name: [address.encodable(str(one)) for one in ([value] if isinstance(value, str) else value)]
        for name, value in params.items()
    }
    selection = Selection()
    wrong = [address.told("v", value) for value in given.get("v", [])[:1] if value.strip() not in ("", VERSION)]
    for row in FILTERS:
        values = known.get(row.name) if known is not None else None
        selection, not_understood = row.read(selection, given, values)
        wrong.extend(not_understood)
    return selection, tuple(wrong)


def to_params(selection: Selection) -> dict[str, str]:
    """The parameters of a selection, only those set, in the order of `FILTERS`; `parse` reads them back unchanged.

    A rectangle's and a ring's degrees are kept to 4 decimals.
    """
    params: dict[str, str] = {}
    for row in FILTERS:
        params |= row.write(selection)
    return params


def ask(snapshot: Snapshot, selection: Selection, view: Bounds | None = None) -> Asked:
    """The incidents that a selection keeps, ready to be counted, drawn and listed. `view` is what the map shows: asked
    when the selection says `in_view`, which without it keeps all."""
    found = {row.name: row.keep(selection, snapshot, view) for row in FILTERS}
    return Asked(snapshot, selection, {name: kept for name, kept in found.items() if kept is not None})


def lazy(snapshot: Snapshot, selection: Selection, view: Bounds | None = None) -> pl.LazyFrame:
    """The selected rows, newest first, every field; only the columns that a query uses are read (`Snapshot.lazy`)."""
    return ask(snapshot, selection, view).lazy()


def apply(snapshot: Snapshot, selection: Selection, view: Bounds | None = None) -> pl.DataFrame:
    """The selected rows, newest first, with every field in memory: `lazy` where there may be many."""
    return snapshot.take(ask(snapshot, selection, view).rows)


def values_of(selection: Selection, row: Filter) -> tuple[str, ...]:
    """The values a selection asks of a filter of kind "many"."""
    return selection.values(row.name)


def _keep_dates(selection: Selection, snapshot: Snapshot, view: Bounds | None) -> Bools | None:
    """An incident's range and the asked range overlap; one without a date is no match."""
    start, end = selection.date_from, selection.date_to
    if start is None and end is None:
        return None
    first = pl.col("date_earliest").fill_null(pl.col("date_latest"))
    last = pl.col("date_latest").fill_null(pl.col("date_earliest"))
    kept = last.is_not_null()
    if start is not None:
        kept = kept & (last >= start)
    if end is not None:
        kept = kept & (first <= end)
    return snapshot.dimensions["when"].where(kept)


def _keep_text(selection: Selection, snapshot: Snapshot, view: Bounds | None) -> Bools | None:
    return snapshot.holding(selection.text) if selection.text else None


def _keep_confidence(selection: Selection, snapshot: Snapshot, view: Bounds | None) -> Bools | None:
    if selection.confidence_min is None:
        return None
    # The column is of single precision: 0.7 must keep what was stored as 0.7.
    least = pl.lit(selection.confidence_min, dtype=pl.Float32)
    return snapshot.dimensions["confidence"].where(pl.col("confidence") >= least)


def _hiding_rejected(statuses: Filter) -> Filter:
    """The filter of statuses, which leaves out what a person rejected unless that is asked for.

    So the counts beside its values, which don't heed the filter itself, tell how many are left out.
    """

    def keep(selection: Selection, snapshot: Snapshot, view: Bounds | None) -> Bools | None:
        kept = statuses.keep(selection, snapshot, view)
        which = snapshot.dimensions["status"]
        rejected = _has_any(which.table["status"], (REJECTED,))
        if selection.rejected or REJECTED in selection.statuses or not rejected.any():
            return kept
        shown = which.spread(~rejected)
        return shown if kept is None else kept & shown

    return replace(statuses, keep=keep)


def hidden(asked: Asked) -> int:
    """How many incidents that a person rejected a selection leaves out because it asks for no status at all."""
    selection, table = asked.selection, asked.snapshot.dimensions["status"].table
    if selection.rejected or selection.statuses or REJECTED in selection.not_statuses:
        return 0
    rejected = _has_any(table["status"], (REJECTED,))
    return int(asked.counts("status", "statuses")[rejected].sum()) if rejected.any() else 0


def _no_question(selection: Selection, snapshot: Snapshot, view: Bounds | None) -> Bools | None:
    return None


def _keep_reports(selection: Selection, snapshot: Snapshot, view: Bounds | None) -> Bools | None:
    if selection.reports_min is None:
        return None
    return snapshot.dimensions["reports"].where(pl.col("reports") >= selection.reports_min)


def _on_map(kept: Callable[[Selection, Bounds | None], Callable[..., Bools] | None]) -> Keep:
    """A filter of where an incident's point lies; what is known to an area has its centre as its point."""

    def keep(selection: Selection, snapshot: Snapshot, view: Bounds | None) -> Bools | None:
        test = kept(selection, view)
        if test is None:
            return None
        places = snapshot.dimensions["place"]
        longitudes, latitudes = (places.table[name].fill_null(np.nan).to_numpy() for name in ("longitude", "latitude"))
        return places.spread(test(longitudes, latitudes))

    return keep


def _in_box(selection: Selection, view: Bounds | None) -> Callable[..., Bools] | None:
    wanted = selection.box
    return None if wanted is None or not bounds.usable(wanted) else lambda x, y: bounds.within(wanted, x, y)


def _in_ring(selection: Selection, view: Bounds | None) -> Callable[..., Bools] | None:
    return (lambda x, y: bounds.inside(selection.ring, x, y)) if selection.ring else None


def _in_view(selection: Selection, view: Bounds | None) -> Callable[..., Bools] | None:
    if not selection.in_view or view is None or not bounds.usable(view):
        return None
    return lambda x, y: bounds.within(view, x, y)


def _many(
    name: str,
    dimension: str,
    column: str,
    param: str,
    *,
    vocabulary: Iterable[str] = (),
    shape: str = "",
    short: Callable[[str], str] = address.same,
) -> Filter:
    """A filter of many values of one column of a dimension; see `address.many` for how they are read."""

    def keep(selection: Selection, snapshot: Snapshot, view: Bounds | None) -> Bools | None:
        wanted, unwanted = selection.values(name), selection.excluded(name)
        if not wanted and not unwanted:
            return None
        which = snapshot.dimensions[dimension]
        has = _has_any(which.table[column], wanted) if wanted else np.ones(which.table.height, np.bool_)
        return which.spread(has & ~_has_any(which.table[column], unwanted) if unwanted else has)

    closed = tuple(vocabulary)
    read, write = address.many(name, param, closed, shape, short)
    return Filter(name, "many", (param,), keep, read, write, dimension, column, closed)


def _has_any(column: pl.Series, values: tuple[str, ...]) -> Bools:
    if isinstance(column.dtype, pl.List):
        texts = column.cast(pl.List(pl.String))
        found = texts.list.set_intersection(list(values)).list.len() > 0
    else:
        found = column.cast(pl.String).is_in(list(values))
    return found.fill_null(False).to_numpy()


def _single(kind: Kind, keep: Keep, one: address.One) -> Filter:
    """A filter of one value; its name is its field's."""
    return Filter(one.field, kind, (one.param,), keep, one.read, one.write)


FILTERS: tuple[Filter, ...] = (
    Filter("dates", "dates", ("from", "to"), _keep_dates, address.read_dates, address.write_dates),
    _many("actors", "sides", "actors", "actor"),
    _many("attackers", "sides", "attackers", "attacker"),
    _many("targets", "sides", "targets", "target"),
    _many("event_types", "kind", "event_type", "type", vocabulary=EVENT_TYPES, short=slug),
    _many("sub_events", "kind", "sub_event_type", "sub", vocabulary=SUB_EVENT_TYPES, short=slug),
    _many("countries", "place", "country", "country", shape="[A-Z]{2}"),
    _many("admin1", "place", "admin1", "area"),
    _many("precisions", "place", "precision", "prec", vocabulary=PRECISIONS),
    _many("located", "place", "located", "located", vocabulary=LOCATED),
    _many("outlets", "outlet", "outlets", "outlet"),
    _hiding_rejected(_many("statuses", "status", "status", "status", shape="[a-z_]{1,20}")),
    _single("flag", _no_question, address.One("rejected", "rejected", address.flag, address.write_flag, False)),
    _single("text", _keep_text, address.One("text", "q", address.text, str, "")),
    _single("number", _keep_confidence, address.One("confidence_min", "conf", address.share, address.write_share)),
    _single("count", _keep_reports, address.One("reports_min", "reports", address.count, str)),
    _single("box", _on_map(_in_box), address.One("box", "box", address.box, address.write_box)),
    _single("ring", _on_map(_in_ring), address.One("ring", "ring", address.ring, address.write_ring, ())),
    _single("flag", _on_map(_in_view), address.One("in_view", "inview", address.flag, address.write_flag, False)),
)
