"""An incident's values in the reader's words: dates, tolls, places, actors, countries. Null is told apart from zero."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from gazetteer import Gazetteer, datafile
from rasd.lexicon.actors import actors as known_actors
from rasd.lexicon.events import event_types
from rasd.lexicon.labels import Labels
from rasd.model import Incident, IncidentRow, Place

_GAZETTEER = Path(datafile.__file__).parent
# Left-to-right isolate and its end: keeps figures and Latin words in order inside Arabic.
_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Text that keeps its own direction inside a sentence of the other."""
    return f"{_FSI}{text}{_PDI}"


def event(sub_event_type: str, labels: Labels) -> str:
    """A sub-event type's name in the reader's language."""
    return _events().get((labels.language, sub_event_type)) or _events().get(("en", sub_event_type)) or sub_event_type


def event_type(name: str, labels: Labels) -> str:
    """An event type's name in the reader's language."""
    return labels.get(f"event_type.{name}", name)


def actor(id: str, labels: Labels, name: str = "") -> str:
    """An actor's usual name in the reader's language; `name` or the id when the lexicon no longer has it."""
    names = _actors().get(id)
    if names is None:
        return name or id
    return names[0] if labels.language == "ar" and names[0] else names[1]


def country(code: str, labels: Labels) -> str:
    """A country's name in the reader's language; its code when the table doesn't have it."""
    names = _countries().get(code)
    return code if names is None else names[0 if labels.language == "ar" else 1]


def admin1(name: str, labels: Labels) -> str:
    """A province's name in the reader's language, from its English name."""
    return _provinces().get(name, name) if labels.language == "ar" else name


def place(found: Place, labels: Labels) -> str:
    """A place's name in the reader's language."""
    return (found.name_ar or found.name) if labels.language == "ar" else (found.name or found.name_ar)


def named(name: str, labels: Labels) -> str:
    """A place told by its English name, in the reader's language; as it is when the name means several places."""
    return _place_names(Gazetteer.load()).get(name) or name if labels.language == "ar" else name


def place_of(row: IncidentRow, labels: Labels) -> str:
    """Where an incident was, by name; «not settled» when unlocated."""
    names = (row.place_name_ar, row.place_name) if labels.language == "ar" else (row.place_name, row.place_name_ar)
    return next((name for name in names if name), labels("card.place_unknown"))


def area_of(row: IncidentRow, labels: Labels) -> str:
    """The province and country of an incident's place, without repeating its name."""
    parts = [admin1(row.admin1, labels) if row.admin1 else "", country(row.country, labels) if row.country else ""]
    name = place_of(row, labels)
    return labels("app.comma").join(part for part in parts if part and part != name)


def precision(where_prec: int | None, labels: Labels) -> str:
    """UCDP's where_prec in words."""
    return labels.get(f"precision.{where_prec}", labels("precision.unlocated"))


def role(name: str, labels: Labels) -> str:
    """The role of an actor in words."""
    return labels.get(f"role.{name}", name)


def day(value: date, labels: Labels) -> str:
    """A day as the reader's language writes it."""
    month = labels.lists["months"][value.month - 1]
    return labels("date.day", day=value.day, month=month, year=value.year)


def when(row: IncidentRow, labels: Labels) -> str:
    """The days of an incident; of a night its evening and its morning."""
    told = days(row.date_earliest, row.date_latest, labels)
    night = row.date_precision == "night" and row.date_earliest != row.date_latest
    return labels("date.night", range=told) if night else told


def days(earliest: date | None, latest: date | None, labels: Labels) -> str:
    """A stretch of days; «not settled» when neither end is known."""
    first, last = earliest or latest, latest or earliest
    if first is None or last is None:
        return labels("card.date_unknown")
    if first == last:
        return day(first, labels)
    if (first.year, first.month) == (last.year, last.month):
        month = labels.lists["months"][first.month - 1]
        return labels("date.same_month", first=first.day, last=last.day, month=month, year=first.year)
    return labels("date.range", first=day(first, labels), last=day(last, labels))


def toll(low: int | None, high: int | None, vague: str | None, labels: Labels) -> str:
    """A count of people: exact, a range, one-sided, a vague word, none (0) or not told (null)."""
    if low is None and high is None:
        return labels("toll.vague", word=isolated(vague)) if vague else labels("toll.unknown")
    if low == high == 0:
        return labels("toll.none")
    key = "at_most" if low is None else "at_least" if high is None else "exact" if low == high else "range"
    least, most = ("" if one is None else labels.number(one) for one in (low, high))
    text = labels(f"toll.{key}", low=least, high=most)
    return f"{_LRI}{text}{_PDI}" if key == "range" else text


def killed(row: IncidentRow | Incident, labels: Labels) -> str:
    """The killed of an incident in words."""
    return toll(row.killed_low, row.killed_high, row.killed_vague, labels)


def injured(row: IncidentRow | Incident, labels: Labels) -> str:
    """The injured of an incident in words."""
    return toll(row.injured_low, row.injured_high, row.injured_vague, labels)


def headline(row: IncidentRow, labels: Labels) -> str:
    """An incident on one line: what, where, when."""
    return " · ".join((event(row.sub_event_type, labels), place_of(row, labels), when(row, labels)))


@cache
def _events() -> dict[tuple[str, str], str]:
    return {
        (language, one.sub_event_type): label
        for one in event_types()
        for language, label in (("ar", one.label_ar), ("en", one.label_en))
    }


@cache
def _actors() -> dict[str, tuple[str, str]]:
    return {one.id: (one.name_ar, one.name) for one in known_actors()}


@lru_cache(maxsize=2)
def _place_names(gazetteer: Gazetteer) -> dict[str, str]:
    """Arabic names by English name; empty where places of one name are called differently in Arabic."""
    names: dict[str, str] = {}
    for one in gazetteer.places.values():
        if one.name and one.name_ar:
            names[one.name] = one.name_ar if names.setdefault(one.name, one.name_ar) == one.name_ar else ""
    return names


@cache
def _countries() -> dict[str, tuple[str, str]]:
    rows = datafile.read_table(_GAZETTEER / "countries.csv", ("code", "name_ar", "name"))
    return {row["code"]: (row["name_ar"], row["name"]) for _, row in rows}


@cache
def _provinces() -> dict[str, str]:
    rows = datafile.read_table(_GAZETTEER / "admin1.csv", ("name_ar", "name"))
    return {row["name"]: row["name_ar"] for _, row in rows if row["name_ar"]}
