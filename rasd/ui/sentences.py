"""The filters that are set, in words: on the pages, and in the manifest of an export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasd.lexicon.labels import Labels
from rasd.ui import describe
from rasd.view.filters import FILTERS, Filter, Selection

Named = Callable[[str, Labels], str]

# How a filter's values are called; a filter without a row here shows them as they are.
NAMES: dict[str, Named] = {
    "actors": describe.actor,
    "attackers": describe.actor,
    "targets": describe.actor,
    "event_types": describe.event_type,
    "sub_events": describe.event,
    "countries": describe.country,
    "admin1": describe.admin1,
    "precisions": lambda value, words: words.get(f"precision.{value}", value),
    "located": lambda value, words: words.get(f"filter.located_{value}", value),
    "statuses": lambda value, words: words.get(f"status.{value}", value),
}
# What is drawn on the map is known by its name; its degrees tell a reader little.
_SHAPES = ("box", "ring", "flag")


def in_words(selection: Selection, words: Labels) -> str:
    """The filters that are set, as a sentence."""
    return words("filter.and").join(sentences(selection, words)) or words("filter.nothing")


def sentences(selection: Selection, words: Labels) -> tuple[str, ...]:
    """One sentence for each filter that is set."""
    return tuple(told for row in FILTERS if (told := _told(row, selection, words)))


def chips(selection: Selection, words: Labels) -> tuple[tuple[Filter, str], ...]:
    """Each filter that is set with its sentence, of what is drawn on the map only the name."""
    return tuple(
        (row, words(f"filter.{row.name}") if row.kind in _SHAPES else told)
        for row in FILTERS
        if (told := _told(row, selection, words))
    )


def without(selection: Selection, row: Filter) -> Selection:
    """The selection that no longer asks what a filter asks."""
    fields = {"dates": ("date_from", "date_to"), "many": (row.name, f"not_{row.name}")}.get(row.kind, (row.name,))
    nothing = Selection()
    return replace(selection, **{field: getattr(nothing, field) for field in fields})


def _told(row: Filter, selection: Selection, words: Labels) -> str:
    written = row.write(selection)
    if not written:
        return ""
    name = words.get(f"filter.{row.name}", row.name)
    if row.kind == "flag":
        return name
    if row.kind == "dates":
        ends = (("from_day", selection.date_from), ("to_day", selection.date_to))
        told = " ".join(words(f"filter.{key}", day=describe.day(end, words)) for key, end in ends if end)
    elif row.kind == "number":
        told = words("bar.confidence", percent=round((selection.confidence_min or 0) * 100))
    elif row.kind == "count":
        told = words("bar.at_least", count=words.number(getattr(selection, row.name)))
    elif row.kind == "many":
        told = _values(row, selection, words)
    else:
        told = describe.isolated(selection.text if row.kind == "text" else " ".join(written.values()))
    return words("filter.in_words", name=name, values=told)


def _values(row: Filter, selection: Selection, words: Labels) -> str:
    """The values asked for, then those left out."""
    name = NAMES.get(row.name, _as_it_is)
    wanted, unwanted = (
        words("filter.or").join(describe.isolated(name(value, words)) for value in values)
        for values in (selection.values(row.name), selection.excluded(row.name))
    )
    parts = [wanted, words("filter.not", values=unwanted) if unwanted else ""]
    return words("app.comma").join(part for part in parts if part)


def _as_it_is(value: str, words: Labels) -> str:
    return value
