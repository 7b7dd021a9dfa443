"""The filters of all pages and of the export: a row a filter.

A filter names the column it narrows, its parameters in a page's address, and how it is read, written and applied. To
add one: a field in `Selection`, a row in `FILTERS`, a label in each language of data/ui.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import unquote

import polars as pl

from gazetteer.arabic import fold, fold_words
from rasd.view.acled import EVENT_TYPES, SUB_EVENT_TYPES
from rasd.view.snapshot import UNLOCATED, Snapshot

PRECISIONS: tuple[str, ...] = ("1", "2", "3", "4", "5", "6", "7", UNLOCATED)
TEXT_LIMIT = 200
_VALUE_LIMIT = 80
_VALUES_LIMIT = 100
_SHOWN = 60
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SAFE_VALUE = re.compile(r"[^\x00-\x1f\x7f<>\"`\\]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; an empty field asks for nothing, values of one field are alternatives.

    Dates are inclusive. `actors` are actor ids on either side, `countries` ISO 3166-1 alpha-2 codes, `admin1` English
    names, `precisions` values of `PRECISIONS`, `text` words that must all occur (any spelling that folds the same).
    """

    date_from: date | None = None
    date_to: date | None = None
    actors: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    sub_events: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Selection()


Kind = Literal["dates", "many", "text"]
Known = Mapping[str, Collection[str]]
Given = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `name` is also its label's key and, but for dates, its field in `Selection`.

    `params` are its parameters in an address (one; from and to for dates). `column` is the frame's column it narrows.
    `narrow` gives the rows kept, None when the selection doesn't ask; `read` gives the selection with what it
    understood and the `param=value` texts that it did not; `write` gives the parameters that are set. `values` are the
    values known beforehand, when the filter has a closed list; `lists` tells that a row has several values.
    """

    name: str
    kind: Kind
    column: str
    params: tuple[str, ...]
    narrow: Callable[[Selection], pl.Expr | None]
    read: Callable[[Selection, Given, Collection[str] | None], tuple[Selection, tuple[str, ...]]]
    write: Callable[[Selection], dict[str, str]]
    values: tuple[str, ...] = ()
    lists: bool = False

    @property
    def param(self) -> str:
        """The first parameter."""
        return self.params[0]


def parse(params: Mapping[str, str | list[str]], known: Known | None = None) -> tuple[Selection, tuple[str, ...]]:
    """The selection that an address's parameters ask for, and what was not understood, as `param=value` texts.

    Several values stand with commas between or as repeated parameters. Never raises: what isn't a date, a value of the
    vocabulary or of a sane length and shape is left out and told. `known` gives the values that exist, by filter name
    (as `aggregate.options` finds them); a value outside them is told too. Parameters of no filter are passed over.
    """
    given = {name: [value] if isinstance(value, str) else [str(v) for v in value] for name, value in params.items()}
    selection = Selection()
    wrong: list[str] = []
    for row in FILTERS:
        values = known.get(row.name) if known is not None else None
        selection, not_understood = row.read(selection, given, values)
        wrong.extend(not_understood)
    return selection, tuple(wrong)


def to_params(selection: Selection) -> dict[str, str]:
    """The parameters of a selection, only those set, in the order of `FILTERS`; `parse` reads them back unchanged."""
    params: dict[str, str] = {}
    for row in FILTERS:
        params |= row.write(selection)
    return params


def condition(selection: Selection) -> pl.Expr:
    """The rows a selection keeps, as one expression."""
    wanted = [expr for row in FILTERS if (expr := row.narrow(selection)) is not None]
    return pl.all_horizontal(wanted) if wanted else pl.lit(True)


def lazy(snapshot: Snapshot, selection: Selection) -> pl.LazyFrame:
    """The selected rows, not yet read: for one query together with what follows (`aggregate.map_view`)."""
    frame = snapshot.frame.lazy()
    return frame if selection.is_empty else frame.filter(condition(selection))


def apply(snapshot: Snapshot, selection: Selection) -> pl.DataFrame:
    """The selected rows, newest first."""
    return snapshot.frame if selection.is_empty else lazy(snapshot, selection).collect()


def values_of(selection: Selection, row: Filter) -> tuple[str, ...]:
    """The values a selection asks of a filter of kind "many"."""
    values: tuple[str, ...] = getattr(selection, row.name)
    return values


def _with(selection: Selection, name: str, value: Any) -> Selection:
    return replace(selection, **{name: value})


def _told(param: str, value: str) -> str:
    shown = _CONTROL.sub(" ", value)
    return f"{param}={shown[:_SHOWN]}" + ("…" if len(shown) > _SHOWN else "")


# Dates


def _narrow_dates(selection: Selection) -> pl.Expr | None:
    """An incident's range and the asked range overlap; one without a date is no match."""
    start, end = selection.date_from, selection.date_to
    if start is None and end is None:
        return None
    first = pl.col("date_earliest").fill_null(pl.col("date_latest"))
    last = pl.col("date_latest").fill_null(pl.col("date_earliest"))
    kept = pl.lit(True)
    if start is not None:
        kept = kept & (last >= start)
    if end is not None:
        kept = kept & (first <= end)
    return (kept & last.is_not_null()).fill_null(False)


def _read_dates(selection: Selection, given: Given, known: Collection[str] | None) -> tuple[Selection, tuple[str, ...]]:
    wrong = []
    for param, field in (("from", "date_from"), ("to", "date_to")):
        for value in given.get(param, [])[:1]:
            if not value.strip():
                continue
            day = _day(value.strip())
            if day is None:
                wrong.append(_told(param, value))
            else:
                selection = _with(selection, field, day)
    start, end = selection.date_from, selection.date_to
    if start is not None and end is not None and start > end:
        wrong.append(_told("to", end.isoformat()))
        selection = replace(selection, date_to=None)
    return selection, tuple(wrong)


def _day(value: str) -> date | None:
    if not _ISO_DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _write_dates(selection: Selection) -> dict[str, str]:
    ends = (("from", selection.date_from), ("to", selection.date_to))
    return {param: day.isoformat() for param, day in ends if day is not None}


# Text


def _narrow_text(selection: Selection) -> pl.Expr | None:
    # A query of signs alone has no words; it is then looked for as it stands.
    words = fold_words(selection.text) or tuple(fold(selection.text).split())
    if not words:
        return None
    return pl.all_horizontal([pl.col("folded").str.contains(word, literal=True) for word in words])


def _read_text(selection: Selection, given: Given, known: Collection[str] | None) -> tuple[Selection, tuple[str, ...]]:
    for value in given.get("q", [])[:1]:
        text = " ".join(_CONTROL.sub(" ", value.encode("utf-8", "ignore").decode()).split())
        if len(text) > TEXT_LIMIT:
            return selection, (_told("q", text),)
        selection = replace(selection, text=text)
    return selection, ()


def _write_text(selection: Selection) -> dict[str, str]:
    return {"q": selection.text} if selection.text else {}


# Filters of many values


def slug(value: str) -> str:
    """The short form of a vocabulary's value in an address: ``Air/drone strike`` is ``air-drone-strike``."""
    return re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")


def _same(value: str) -> str:
    return value


def _many(
    name: str,
    column: str,
    param: str,
    *,
    vocabulary: Iterable[str] = (),
    shape: str = "",
    short: Callable[[str], str] = _same,
    narrow: Callable[[tuple[str, ...]], pl.Expr] | None = None,
    lists: bool = False,
) -> Filter:
    """A filter of many values.

    A value is understood when it (or its `short` form, case apart) is in the vocabulary or among the known values;
    without either, when it has the shape (a regular expression).
    """
    closed = tuple(vocabulary)
    fits = re.compile(shape) if shape else _SAFE_VALUE

    def understand(value: str, exists: dict[str, str], checked: bool) -> str | None:
        if len(value) > _VALUE_LIMIT or not _SAFE_VALUE.fullmatch(value):
            return None
        if checked:
            return exists.get(value) or exists.get(short(value)) or exists.get(value.lower())
        return value if fits.fullmatch(value) else None

    def read(selection: Selection, given: Given, known: Collection[str] | None) -> tuple[Selection, tuple[str, ...]]:
        exists: dict[str, str] = {}
        for value in (*closed, *(known or ())):
            for form in (value, short(value), value.lower()):
                exists.setdefault(form, value)
        asked = _split(given.get(param, []))
        kept: dict[str, None] = {}
        wrong = [_told(param, value) for value in asked[_VALUES_LIMIT:][:1]]
        for value in asked[:_VALUES_LIMIT]:
            found = understand(value, exists, bool(closed) or known is not None)
            if found is None:
                wrong.append(_told(param, value))
            else:
                kept.setdefault(found)
        return _with(selection, name, tuple(kept)), tuple(wrong)

    def write(selection: Selection) -> dict[str, str]:
        values: tuple[str, ...] = getattr(selection, name)
        return {param: ",".join(_escaped(short(value)) for value in values)} if values else {}

    def narrow_rows(selection: Selection) -> pl.Expr | None:
        values: tuple[str, ...] = getattr(selection, name)
        if not values:
            return None
        return narrow(values) if narrow else pl.col(column).is_in(list(values)).fill_null(False)

    return Filter(name, "many", column, (param,), narrow_rows, read, write, closed, lists)


def _split(given: list[str]) -> list[str]:
    """The values of a parameter: at commas, an escaped comma (%2C) belonging to its value."""
    return [value for part in given for piece in part.split(",") if (value := unquote(piece).strip())]


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace(",", "%2C")


def _either_side(actors: tuple[str, ...]) -> pl.Expr:
    # A typed literal keeps the comparison on the category's number: twenty times faster than on its text.
    return pl.any_horizontal(
        [pl.col("actors").list.contains(pl.lit(actor, dtype=pl.Categorical)) for actor in actors]
    ).fill_null(False)


FILTERS: tuple[Filter, ...] = (
    Filter("dates", "dates", "date_latest", ("from", "to"), _narrow_dates, _read_dates, _write_dates),
    _many("actors", "actors", "actor", narrow=_either_side, lists=True),
    _many("event_types", "event_type", "type", vocabulary=EVENT_TYPES, short=slug),
    _many("sub_events", "sub_event_type", "sub", vocabulary=SUB_EVENT_TYPES, short=slug),
    _many("countries", "country", "country", shape="[A-Z]{2}"),
    _many("admin1", "admin1", "area"),
    _many("precisions", "precision", "prec", vocabulary=PRECISIONS),
    Filter("text", "text", "folded", ("q",), _narrow_text, _read_text, _write_text),
)
