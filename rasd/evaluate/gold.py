"""Reads annotated articles: JSON Lines, ``{"id": ..., "incidents": [...]}``, slots as docs/codebook.md names them.

Every value is checked; what can't be right is told with its file and line, and costs that article alone. Keys that are
not known are passed over.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rasd.errors import DataError
from rasd.evaluate.facts import Actor, Count, Facts
from rasd.lexicon.events import ACLED
from rasd.record.streams import Piece, Source, lines

_ROLES = ("attacker", "target", "party")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?")
_FARTHEST_KM = 20_100


class Annotated(NamedTuple):
    """An article's annotation; no incident is one, too."""

    id: str
    incidents: tuple[Facts, ...]


def read(path: str | Path) -> Iterator[Annotated | DataError]:
    """The annotations of a file in its order, a DataError for each that can't be used. Raises nothing."""
    seen: set[str] = set()
    try:
        with Path(path).open("rb") as stream:
            source = Source(str(path), stream)
            if refusal := source.refusal():
                yield refusal
                return
            for piece in lines(source):
                item = piece if isinstance(piece, DataError) else _annotated(str(path), piece, seen)
                if item is not None:
                    yield item
    except OSError as error:
        yield DataError(path, None, f"can't be read: {error.strerror}", advice="check the name")


def _annotated(file: str, piece: Piece, seen: set[str]) -> Annotated | DataError | None:
    if not piece.text.strip():
        return None
    try:
        record = _Record(file, piece.line, "", _object(file, piece))
        id = record.id()
        if id in seen:
            raise record.wrong("id", "is annotated a second time", "keep one line an article")
        found = tuple(_facts(one) for one in record.records("incidents", needed=True))
    except DataError as error:
        return error
    seen.add(id)
    return Annotated(id, found)


def _object(file: str, piece: Piece) -> Mapping[str, object]:
    advice = 'write {"id": ..., "incidents": [...]} on one line'
    try:
        value = json.loads(piece.text)
    except (ValueError, RecursionError) as error:
        at = f": {error.msg} at character {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise DataError(file, piece.line, f"is not JSON{at}", advice=advice) from None
    if not isinstance(value, dict):
        raise DataError(file, piece.line, "is not a JSON object", value=piece.text, advice=advice)
    return value


def _facts(one: _Record) -> Facts:
    event, sub = one.among("event_type", tuple(ACLED)), one.text("sub_event_type")
    if sub not in ACLED[event]:
        raise one.wrong("sub_event_type", f"is no sub-event type of {event}", "give one of " + ", ".join(ACLED[event]))
    earliest, latest = one.day("date_earliest"), one.day("date_latest")
    if earliest and latest and latest < earliest:
        raise one.wrong("date_latest", "is before date_earliest", "give the first day and then the last")
    latitude, longitude = one.number("latitude", -90, 90), one.number("longitude", -180, 180)
    if (latitude is None) != (longitude is None):
        raise one.wrong("latitude", "and 'longitude' stand together", "give both, or null for both")
    return Facts(
        event_type=event,
        sub_event_type=sub,
        date_earliest=earliest,
        date_latest=latest,
        date_text=one.text("date_text"),
        place_text=one.text("place_text"),
        place_name=one.text("place_name"),
        admin1=one.text("admin1"),
        country=one.text("country"),
        latitude=latitude,
        longitude=longitude,
        tolerance_km=one.number("tolerance_km", 0, _FARTHEST_KM),
        where_prec=one.whole("where_prec", 1, 7),
        actors=tuple(
            Actor(actor.text("surface"), actor.text("name"), actor.among("role", (*_ROLES, "")))
            for actor in one.records("actors")
        ),
        killed=one.people("killed"),
        injured=one.people("injured"),
        trigger=one.text("trigger"),
        background=one.flag("background"),
        note=one.text("note"),
    )


class _Record(NamedTuple):
    """Reads the values of one object, each as what it should be; `path` says where in its line it stands."""

    file: str
    line: int
    path: str
    fields: Mapping[str, object]

    def wrong(self, key: str, problem: str, advice: str = "") -> DataError:
        value = self.fields.get(key)
        shown = None if isinstance(value, (list, dict)) else value
        return DataError(self.file, self.line, f"{self.path + key!r} {problem}", value=shown, advice=advice)

    def id(self) -> str:
        value = self.fields.get("id")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if text := self.text("id").strip():
            return text
        raise self.wrong("id", "is missing", "give the article's id")

    def text(self, key: str) -> str:
        value = self.fields.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(key, "is not text", "put it in quotes, or write null")
        return value

    def among(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.wrong(key, "is not known", "give one of " + ", ".join(filter(None, allowed)))
        return value

    def flag(self, key: str) -> bool:
        value = self.fields.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, "is neither true nor false")
        return bool(value)

    def number(self, key: str, least: float, most: float) -> float | None:
        value = self.fields.get(key)
        if value is None:
            return None
        # Comparing also refuses what is not a number to JSON's writers but is to its readers.
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise self.wrong(key, f"is not a number from {least} to {most}", "write a number, or null")
        return float(value)

    def whole(self, key: str, least: int, most: float = math.inf) -> int | None:
        value = self.fields.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            to = f" from {least} to {most}" if most < math.inf else f" of {least} or more"
            raise self.wrong(key, f"is not a whole number{to}", "write a number, or null for what is not told")
        return value

    def day(self, key: str) -> date | None:
        value = self.text(key)
        if not value:
            return None
        try:
            if not (match := _DAY.fullmatch(value)):
                raise ValueError
            return date.fromisoformat(match.group(1))
        except ValueError:
            raise self.wrong(key, "is not a day of the calendar", "write it as YYYY-MM-DD") from None

    def people(self, slot: str) -> Count:
        low, high = self.whole(f"{slot}_low", 0), self.whole(f"{slot}_high", 0)
        if low is not None and high is not None and high < low:
            raise self.wrong(f"{slot}_high", f"is less than '{slot}_low'", "give the lower number first")
        return Count(low, high, self.text(f"{slot}_vague"))

    def records(self, key: str, *, needed: bool = False) -> list[_Record]:
        value = self.fields.get(key)
        if value is None and not needed:
            return []
        if not isinstance(value, list):
            raise self.wrong(key, "is not a list", "write [] when there is none")
        for at, one in enumerate(value):
            if not isinstance(one, dict):
                raise self.wrong(key, f"holds something that is not an object (number {at + 1})")
        return [_Record(self.file, self.line, f"{self.path}{key}[{at}].", one) for at, one in enumerate(value)]
