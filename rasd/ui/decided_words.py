"""What people decided, in the reader's words: a value of any field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.record import review
from rasd.record.decided import DecidedPlace
from rasd.record.review import Days, People, Review
from rasd.record.review.fields import ValueRefusedError, read
from rasd.ui import describe


def field(name: str, labels: Labels) -> str:
    """What the reader's language calls a field."""
    return labels.get(f"decided.{name}", name)


def value(name: str, text: str, labels: Labels) -> str:
    """The value of a decision's text; the text itself when it can't be read."""
    try:
        found = read(name, text)
    except ValueRefusedError:
        return text
    return _TOLD[name](found, labels)


def of_row(name: str, row: IncidentRow, labels: Labels) -> str:
    """The value of a field as a row has it; "" for what a row doesn't tell."""
    teller = _OF_ROW.get(name)
    return teller(row, labels) if teller else ""


def status(found: Review, labels: Labels) -> str:
    """How far a review is."""
    told = labels.get(f"status.{found.status}", found.status)
    return labels("review.assigned_to", status=told, who=describe.isolated(found.to)) if found.to else told


def place(found: DecidedPlace, labels: Labels) -> str:
    """A decided place with its precision."""
    if not found.located:
        return labels("review.nowhere")
    names = (found.place_name_ar, found.place_name)
    name = next((one for one in (names if labels.language == "ar" else names[::-1]) if one), found.place_id or "")
    precision = describe.precision(found.where_prec, labels)
    return labels("review.place_told", name=describe.isolated(name), precision=precision)


def _date(days: Days, labels: Labels) -> str:
    told = describe.days(days.earliest, days.latest, labels)
    night = days.precision == "night" and days.earliest != days.latest
    return labels("date.night", range=told) if night else told


def _people(people: People, labels: Labels) -> str:
    return describe.toll(people.low, people.high, None, labels)


def _sides(sides: tuple[tuple[str, str], ...], labels: Labels) -> str:
    told = (f"{describe.actor(actor, labels)} ({describe.role(role, labels)})" for actor, role in sides)
    return labels("app.comma").join(told) or labels("card.actors_unknown")


def _flag(told: bool, labels: Labels) -> str:
    return labels(f"review.background_{str(told).lower()}")


def _ids(ids: tuple[str, ...], labels: Labels) -> str:
    return labels("app.comma").join(map(describe.isolated, ids))


_TOLD: dict[str, Callable[[Any, Labels], str]] = {
    review.EVENT: describe.event,
    review.PLACE: place,
    review.DATE: _date,
    review.KILLED: _people,
    review.INJURED: _people,
    review.SIDES: _sides,
    review.BACKGROUND: _flag,
    review.STATUS: status,
    review.NOTE: lambda text, labels: str(text),
    review.MERGE: _ids,
    review.APART: _ids,
}
_OF_ROW: dict[str, Callable[[IncidentRow, Labels], str]] = {
    review.EVENT: lambda row, labels: describe.event(row.sub_event_type, labels),
    review.PLACE: describe.place_of,
    review.DATE: describe.when,
    review.KILLED: describe.killed,
    review.INJURED: describe.injured,
    review.SIDES: lambda row, labels: (
        labels("app.comma").join(describe.actor(one, labels) for one in sorted(row.actors))
        or labels("card.actors_unknown")
    ),
    review.BACKGROUND: lambda row, labels: _flag(row.background, labels),
    review.STATUS: lambda row, labels: labels.get(f"status.{row.status}", row.status),
}
