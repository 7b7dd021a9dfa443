"""A selection as the table of the incidents page: one row an incident, every value in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from rasd.lexicon.labels import Labels
from rasd.ui import describe

_LIST_JOINT = "\x1f"


def listing(frame: pl.DataFrame, labels: Labels) -> pl.DataFrame:
    """The columns of the table, named by the labels column.<key>; days stay dates and so sort rightly.

    Values repeat much, so each different one is put into words once, whatever the number of rows.
    """
    comma = labels("app.comma")
    columns = {
        "date": frame["date_latest"],
        "sample": _told(frame, ["sample"], lambda sample: labels("app.sample") if sample else ""),
        "event": _told(frame, ["sub_event_type"], lambda kind: describe.event(kind, labels)),
        "place": _told(frame, ["place_name_ar", "place_name"], lambda ar, en: _place(ar, en, labels)),
        "country": _told(frame, ["country"], lambda code: describe.country(code, labels) if code else ""),
        "actors": _told(frame, ["actors"], lambda ids: _actors(ids, comma, labels)),
        "killed": _toll(frame, "killed", labels),
        "injured": _toll(frame, "injured", labels),
        "precision": _told(frame, ["where_prec"], lambda prec: describe.precision(prec, labels)),
        "title": frame["title"],
        "outlet": frame["outlet"].cast(pl.String),
        "id": frame["id"],
    }
    return pl.DataFrame([values.alias(labels(f"column.{key}")) for key, values in columns.items()])


def _told(frame: pl.DataFrame, names: list[str], words: Callable[..., str]) -> pl.Series:
    """One column of words from columns of values, each different combination worded once."""
    keys = frame.select(_plain(frame, name) for name in names)
    different = keys.unique(maintain_order=True)
    worded = different.with_columns(
        pl.Series("_words", [words(*row) for row in different.iter_rows()], dtype=pl.String)
    )
    return keys.join(worded, on=names, how="left", nulls_equal=True, maintain_order="left")["_words"]


def _plain(frame: pl.DataFrame, name: str) -> pl.Expr:
    dtype = frame.schema[name]
    if isinstance(dtype, pl.List):
        return pl.col(name).cast(pl.List(pl.String)).list.join(_LIST_JOINT).alias(name)
    return pl.col(name).cast(pl.String) if dtype == pl.Categorical else pl.col(name)


def _toll(frame: pl.DataFrame, kind: str, labels: Labels) -> pl.Series:
    names = [f"{kind}_low", f"{kind}_high", f"{kind}_vague"]
    return _told(frame, names, lambda low, high, vague: describe.toll(low, high, vague, labels))


def _place(name_ar: str | None, name: str | None, labels: Labels) -> str:
    names: Iterable[str | None] = (name_ar, name) if labels.language == "ar" else (name, name_ar)
    return next((one for one in names if one), labels("card.place_unknown"))


def _actors(ids: str | None, comma: str, labels: Labels) -> str:
    return comma.join(describe.actor(id, labels) for id in (ids or "").split(_LIST_JOINT) if id)
