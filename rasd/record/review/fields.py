"""What can be decided about an incident: a row a field, with how its value is written and what it changes.

A decision's `old` and `new` hold a value as text, None for the machine's own. To add a field: a row in `FIELDS`, its
words in docs/codebook.md, a label decided.<field> in each language of data/ui.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from rasd.acled import EVENT_TYPE_OF
from rasd.errors import StoreError
from rasd.record import decided, flatten
from rasd.record.decided import DecidedPlace

PLACE = decided.PLACE
EVENT, DATE, KILLED, INJURED, SIDES, BACKGROUND = "event", "date", "killed", "injured", "actors", "background"
STATUS, NOTE, MERGE, APART = "status", "note", "merge", "apart"
MACHINE, ASSIGNED, CONFIRMED, CORRECTED, REJECTED = "machine", "assigned", "confirmed", "corrected", "rejected"
PRECISIONS: Final = ("day", "night", "week", "month", "year", "range")
ROLES: Final = ("attacker", "target", "party")
LONGEST_NOTE: Final = 2_000
_LONGEST_NAME: Final = 250
_MOST_PEOPLE: Final = 2_147_483_647
_MOST_PRECISE, _LEAST_PRECISE = 1, 7
_ASSIGNED = f"{ASSIGNED}:"


class ValueRefusedError(StoreError, ValueError):
    """A value that a field can't have; the text says why."""


class Days(NamedTuple):
    """The stretch of days decided, both ends included; both None for a day that nobody can tell."""

    earliest: date | None
    latest: date | None
    precision: str = "day"


class People(NamedTuple):
    """A count of people decided: None for not known, which is not 0."""

    low: int | None
    high: int | None


class Review(NamedTuple):
    """How far the review of an incident is: assigned (`to` whom), confirmed or rejected."""

    status: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be decided.

    `read` gives the value of a text and raises ValueRefusedError, `write` the text of a value, the same for the same
    value. `lay` tells the columns of a row that a value sets. `ground` are the columns in which the machine tells it:
    what the decision was made about.
    """

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    lay: Callable[[Any], Mapping[str, object]]
    ground: tuple[str, ...] = ()


def read(field: str, text: str) -> Any:
    """The value that a decision's text holds. Raises ValueRefusedError for no field and for no value of it."""
    if field not in FIELDS:
        raise ValueRefusedError(f"nothing can be decided about {field!r}: decide about one of {', '.join(FIELDS)}")
    try:
        return FIELDS[field].read(text)
    except ValueRefusedError as error:
        raise ValueRefusedError(f"{field} can't be {text[:80]!r}: {error}") from None
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        raise ValueRefusedError(f"{field} can't be {text[:80]!r}: it is written in another form") from None


def check(field: str, text: str | None) -> None:
    """Raises ValueRefusedError unless a decision about the field may hold the text; None gives back to the machine."""
    if text is not None or field not in FIELDS:
        read(field, text or "")


def write(field: str, value: Any) -> str:
    """The text of a value, which `read` gives back."""
    return FIELDS[field].write(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _object(text: str, *names: str) -> list[Any]:
    """The values of these members of a JSON object that has no others."""
    found = json.loads(text)
    if not isinstance(found, dict) or set(found) != set(names):
        raise ValueRefusedError(f"it is written as a JSON object of {', '.join(names)}")
    return [found[name] for name in names]


def _refuse(when: bool, why: str) -> None:
    if when:
        raise ValueRefusedError(why)


def _event(text: str) -> str:
    _refuse(text not in EVENT_TYPE_OF, "it is no sub-event type of ACLED")
    return text


def _place(text: str) -> DecidedPlace:
    found = decided.read(text)
    if found is None:
        raise ValueRefusedError("it is no place")
    if found.latitude is None or found.longitude is None:
        _refuse(found != decided.nowhere(found.place_text, found.place_reason), "it has a place without coordinates")
        return found
    _refuse(abs(found.latitude) > 90 or abs(found.longitude) > 180, "its coordinates are not on earth")
    _refuse(found.where_prec not in range(_MOST_PRECISE, _LEAST_PRECISE + 1), "its precision is not from 1 to 7")
    _refuse(found.radius_km is not None and not 0 <= found.radius_km < 20_100, "its radius is no distance on earth")
    return found


def _lay_place(place: DecidedPlace) -> Mapping[str, object]:
    return {name: getattr(place, name) for name in decided.LAID}


def _days(text: str) -> Days:
    earliest, latest, precision = _object(text, "earliest", "latest", "precision")
    days = [None if day is None else date.fromisoformat(day) for day in (earliest, latest)]
    _refuse(precision not in PRECISIONS, f"its precision is none of {', '.join(PRECISIONS)}")
    _refuse((days[0] is None) != (days[1] is None), "one end of it is missing")
    _refuse(days[0] is not None and days[1] is not None and days[0] > days[1], "it ends before it begins")
    return Days(days[0], days[1], precision)


def _write_days(days: Days) -> str:
    ends = {name: None if day is None else day.isoformat() for name, day in zip(("earliest", "latest"), days[:2])}  # noqa: B905
    return _json(ends | {"precision": days.precision})


def _people(text: str) -> People:
    low, high = _object(text, "low", "high")
    for one in (low, high):
        counted = one is None or (type(one) is int and 0 <= one <= _MOST_PEOPLE)
        _refuse(not counted, "a count of people is a whole number, or null when it is not known")
    _refuse(low is not None and high is not None and low > high, "the least is more than the most")
    return People(low, high)


def _lay_people(kind: str) -> Callable[[People], Mapping[str, object]]:
    return lambda told: {f"{kind}_low": told.low, f"{kind}_high": told.high, f"{kind}_vague": None}


def _sides(text: str) -> tuple[flatten.Side, ...]:
    found = [tuple(one) for one in json.loads(text)]
    for actor, role in found:
        named = isinstance(actor, str) and actor.isprintable() and 0 < len(actor) <= _LONGEST_NAME
        _refuse(not named, "an actor has no name")
        _refuse(role not in ROLES, f"a role is none of {', '.join(ROLES)}")
    _refuse(len(set(found)) < len(found), "an actor stands there twice in one role")
    return tuple(found)


def _lay_sides(sides: tuple[flatten.Side, ...]) -> Mapping[str, object]:
    return dict(zip(("actors", "attackers", "targets"), flatten.actor_lists(sides), strict=True))


def _flag(text: str) -> bool:
    _refuse(text not in ("true", "false"), "it is true or false")
    return text == "true"


def _review(text: str) -> Review:
    if text.startswith(_ASSIGNED):
        to = text.removeprefix(_ASSIGNED)
        _refuse(not to.strip() or not to.isprintable() or len(to) > _LONGEST_NAME, "nobody is named")
        return Review(ASSIGNED, to)
    _refuse(text not in (CONFIRMED, REJECTED), f"it is {_ASSIGNED}NAME, {CONFIRMED} or {REJECTED}")
    return Review(text)


def _write_review(review: Review) -> str:
    return f"{_ASSIGNED}{review.to}" if review.status == ASSIGNED else review.status


def _note(text: str) -> str:
    _refuse(not text.strip() or len(text) > LONGEST_NOTE, f"a note has from 1 to {LONGEST_NOTE} characters")
    return text


def _ids(member: str) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        (given,) = _object(text, member)
        ids = tuple(given) if isinstance(given, list) else (given,)
        named = ids and all(isinstance(one, str) and 0 < len(one) <= _LONGEST_NAME for one in ids)
        _refuse(not named, f"{member!r} names no incident")
        return ids

    return read


def _write_ids(member: str) -> Callable[[tuple[str, ...]], str]:
    return lambda ids: _json({member: ids[0] if len(ids) == 1 else list(ids)})


def _nothing(_value: object) -> Mapping[str, object]:
    return {}


_WHERE = ("place_text", "place_id", "latitude", "longitude", "where_prec")
_SLOTS = (
    Field(EVENT, _event, str, lambda sub: {"sub_event_type": sub, "event_type": EVENT_TYPE_OF[sub]},
          ("sub_event_type",)),
    Field(PLACE, _place, DecidedPlace.text, _lay_place, _WHERE),
    Field(DATE, _days, _write_days,
          lambda days: {"date_earliest": days.earliest, "date_latest": days.latest, "date_precision": days.precision},
          ("date_earliest", "date_latest", "date_precision")),
    Field(KILLED, _people, lambda told: _json(told._asdict()), _lay_people(KILLED),
          ("killed_low", "killed_high", "killed_vague")),
    Field(INJURED, _people, lambda told: _json(told._asdict()), _lay_people(INJURED),
          ("injured_low", "injured_high", "injured_vague")),
    Field(SIDES, _sides, _json, _lay_sides, ("sides",)),
    Field(BACKGROUND, _flag, lambda told: str(told).lower(), lambda told: {"background": told}, ("background",)),
)  # fmt: skip
SLOTS: Final = tuple(row.name for row in _SLOTS)
"""The fields that tell what happened; the others tell what people did with it."""
FIELDS: Final[dict[str, Field]] = {
    row.name: row
    for row in (
        *_SLOTS,
        Field(STATUS, _review, _write_review, lambda review: {"status": review.status}),
        Field(NOTE, _note, str, _nothing),
        Field(MERGE, _ids("with"), _write_ids("with"), _nothing),
        Field(APART, _ids("from"), _write_ids("from"), _nothing),
    )
}
