"""Filters in a page's address: how each kind of value is read, of whatever hostile form, and written, short."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import unquote

from rasd.view.bounds import Bounds, usable
from rasd.view.selection import Selection

Given = Mapping[str, list[str]]
Read = Callable[[Selection, Given, Collection[str] | None], tuple[Selection, tuple[str, ...]]]
Write = Callable[[Selection], dict[str, str]]

TEXT_LIMIT = 200
RING_LIMIT = 100
_VALUE_LIMIT = 80
_VALUES_LIMIT = 100
_SHOWN = 60
_DECIMALS = 4  # some ten metres: finer than a drawn line
_NOT = "-"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?", re.ASCII)
_SAFE_VALUE = re.compile(r"[^\x00-\x1f\x7f<>\"`\\]+")
_COUNT = re.compile("[2-9]|[1-9][0-9]{1,2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def encodable(value: str) -> str:
    """The value without halves of surrogate pairs, which no page and no query can hold."""
    return value.encode("utf-8", "ignore").decode()


def told(param: str, value: str) -> str:
    """A parameter that was not understood, as it is told: short and without control characters."""
    shown = _CONTROL.sub(" ", value)
    return f"{param}={shown[:_SHOWN]}" + ("…" if len(shown) > _SHOWN else "")


def slug(value: str) -> str:
    """The short form of a vocabulary's value in an address: ``Air/drone strike`` is ``air-drone-strike``."""
    return re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")


def same(value: str) -> str:
    """The value itself, for filters whose values are short already."""
    return value


# Dates


def read_dates(selection: Selection, given: Given, known: Collection[str] | None) -> tuple[Selection, tuple[str, ...]]:
    """The first `from` and `to` that are days; one that ends before it begins loses its end."""
    wrong = []
    for param, field in (("from", "date_from"), ("to", "date_to")):
        value = _first(given, param)
        day = _day(value)
        if day is not None:
            selection = _with(selection, field, day)
        elif value:
            wrong.append(told(param, value))
    start, end = selection.date_from, selection.date_to
    if start is not None and end is not None and start > end:
        wrong.append(told("to", end.isoformat()))
        selection = replace(selection, date_to=None)
    return selection, tuple(wrong)


def write_dates(selection: Selection) -> dict[str, str]:
    """The ends that are set, as ISO days."""
    ends = (("from", selection.date_from), ("to", selection.date_to))
    return {param: day.isoformat() for param, day in ends if day is not None}


# One value


@dataclass(frozen=True, slots=True)
class One:
    """A field of one value in an address: `understand` gives None for what is no value; `empty` asks for nothing."""

    field: str
    param: str
    understand: Callable[[str], Any]
    say: Callable[[Any], str]
    empty: Any = None

    def read(
        self, selection: Selection, given: Given, known: Collection[str] | None
    ) -> tuple[Selection, tuple[str, ...]]:
        """The selection with the parameter's value, or what was not understood."""
        value = _first(given, self.param)
        if not value:
            return selection, ()
        found = self.understand(value)
        return (selection, (told(self.param, value),)) if found is None else (_with(selection, self.field, found), ())

    def write(self, selection: Selection) -> dict[str, str]:
        """The parameter when the field asks for something."""
        value = getattr(selection, self.field)
        return {} if value == self.empty else {self.param: self.say(value)}


def text(value: str) -> str | None:
    """Words on one line, of a length that a person types."""
    words = " ".join(_CONTROL.sub(" ", value).split())
    return words if len(words) <= TEXT_LIMIT else None


def share(value: str) -> float | None:
    """A number from 0 to 1."""
    found = _number(value)
    return round(found, 3) if found is not None and 0 <= found <= 1 else None


def count(value: str) -> int | None:
    """A whole number from 2 to 999: of one, every incident has it."""
    return int(value) if _COUNT.fullmatch(value) else None


def write_share(value: float) -> str:
    """The number, shortest form."""
    return f"{value:g}"


def write_flag(value: bool) -> str:
    """1 for yes; no is not written."""
    return str(int(value))


def flag(value: str) -> bool | None:
    """Yes as 1, no as 0."""
    return {"1": True, "0": False}.get(value)


def box(value: str) -> Bounds | None:
    """West, south, east, north in degrees, west to east over the antimeridian when the first is larger."""
    numbers = [_degrees(part) for part in value.split(",")]
    if len(numbers) != 4 or any(number is None for number in numbers):
        return None
    found = Bounds(*(number for number in numbers if number is not None))
    return found if usable(found) and all(_on_earth(found[at], found[at + 1]) for at in (0, 2)) else None


def write_box(bounds: Bounds) -> str:
    """The four numbers."""
    return ",".join(_short(value) for value in bounds)


def ring(value: str) -> tuple[tuple[float, float], ...] | None:
    """Points as longitude,latitude with semicolons between; the last need not repeat the first."""
    if len(value) > RING_LIMIT * 32:
        return None
    points = []
    for part in value.strip(";").split(";"):
        numbers = [_degrees(number) for number in part.split(",")]
        if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or not _on_earth(numbers[0], numbers[1]):
            return None
        points.append((numbers[0], numbers[1]))
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return tuple(points) if len(set(points)) >= 3 and len(points) <= RING_LIMIT else None


def write_ring(points: Iterable[tuple[float, float]]) -> str:
    """The points."""
    return ";".join(f"{_short(longitude)},{_short(latitude)}" for longitude, latitude in points)


# Many values


def many(
    name: str, param: str, vocabulary: Iterable[str] = (), shape: str = "", short: Callable[[str], str] = same
) -> tuple[Read, Write]:
    """How a field of many values is read and written: commas between, a minus before a value to leave out.

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
        kept: dict[str, bool] = {}
        wrong = [told(param, value) for _, value in asked[_VALUES_LIMIT:][:1]]
        for wanted, value in asked[:_VALUES_LIMIT]:
            found = understand(value, exists, bool(closed) or known is not None)
            if found is None or kept.setdefault(found, wanted) != wanted:
                wrong.append(told(param, value if wanted else _NOT + value))
        selection = _with(selection, name, tuple(value for value, wanted in kept.items() if wanted))
        return _with(selection, f"not_{name}", tuple(v for v, wanted in kept.items() if not wanted)), tuple(wrong)

    def write(selection: Selection) -> dict[str, str]:
        values = [_escaped(short(value)) for value in selection.values(name)]
        values += [_NOT + _escaped(short(value)) for value in selection.excluded(name)]
        return {param: ",".join(values)} if values else {}

    return read, write


def _split(given: list[str]) -> list[tuple[bool, str]]:
    """The values of a parameter, each with whether it is wanted: at commas, an escaped comma belonging to its value."""
    found = []
    for piece in (piece.strip() for part in given for piece in part.split(",")):
        wanted = not piece.startswith(_NOT)
        if value := unquote(piece.removeprefix(_NOT)).strip():
            found.append((wanted, value))
    return found


def _escaped(value: str) -> str:
    value = value.replace("%", "%25").replace(",", "%2C")
    return "%2D" + value[1:] if value.startswith(_NOT) else value


def _first(given: Given, param: str) -> str:
    return next(iter(given.get(param, [])), "").strip()


def _with(selection: Selection, name: str, value: Any) -> Selection:
    return replace(selection, **{name: value})


def _day(value: str) -> date | None:
    if not _ISO_DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _number(value: str) -> float | None:
    return float(value) if _NUMBER.fullmatch(value.strip()) else None


def _degrees(value: str) -> float | None:
    found = _number(value)
    return None if found is None else round(found, _DECIMALS) + 0.0


def _on_earth(longitude: float, latitude: float) -> bool:
    return math.fabs(longitude) <= 180 and math.fabs(latitude) <= 90


def _short(value: float) -> str:
    return f"{round(value, _DECIMALS) + 0.0:.{_DECIMALS}f}".rstrip("0").rstrip(".")
