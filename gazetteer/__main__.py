"""The gazetteer's command line: ``python -m gazetteer resolve [--jsonl] [NAME...]``, ``stats``, and data_commands.py's.

``resolve`` answers one JSON line a name. With ``--jsonl`` the names come from standard input, one object a line
({"id", "name", "country"?, "context"?}); a line that can't be used is reported on standard error with its number, the
others are answered, and the exit status is then 3. Bad arguments exit with 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from gazetteer import Context, Gazetteer, Place, Resolution, data_commands
from gazetteer.errors import DataError, ReportedError

_BAD_ARGUMENTS, _BAD_INPUT = 2, 3
_LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Query:
    """A name to resolve; `key` is the asker's id, `country` an ISO code or "", `context` text around the name."""

    key: str | int | None
    name: str
    country: str
    context: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status: 0, 2 for bad arguments, 3 when input was skipped or can't be read."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Names are Arabic whatever the locale says.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(options.run(options))
    except ReportedError as error:
        if options.debug:
            raise
        print(error, file=sys.stderr)
        return _BAD_INPUT
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gazetteer", description="Arabic place names to places.")
    parser.add_argument("--debug", action="store_true", help="show the stack trace of an error")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    resolve = commands.add_parser("resolve", help="resolve names, one JSON line each")
    resolve.add_argument("--jsonl", action="store_true", help="read objects from standard input, one a line")
    resolve.add_argument("names", nargs="*", metavar="NAME", help="a name in Arabic or Latin letters")
    resolve.set_defaults(run=_resolve)
    stats = commands.add_parser("stats", help="count places and names")
    stats.set_defaults(run=_stats)
    data_commands.add_to(commands)
    return parser


def _resolve(options: argparse.Namespace) -> int:
    if options.jsonl == bool(options.names):
        print("give names, or --jsonl and the names on standard input", file=sys.stderr)
        return _BAD_ARGUMENTS
    gazetteer = Gazetteer.load()
    if options.names:
        for name in options.names:
            _answer(gazetteer, _Query(None, name, "", ""), sys.stdout)
        return 0
    bad = good = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            query = _query(line, number)
        except DataError as error:
            bad += 1
            print(error, file=sys.stderr)
            continue
        good += 1
        _answer(gazetteer, query, sys.stdout)
    if bad:
        print(f"{good} names answered, {bad} lines skipped", file=sys.stderr)
    return _BAD_INPUT if bad else 0


def _query(line: str, number: int) -> _Query:
    if len(line) > _LONGEST_LINE:
        raise DataError("<stdin>", number, f"the line is longer than {_LONGEST_LINE:,} characters")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError("<stdin>", number, "is not JSON", value=line.strip(), advice=str(error)) from error
    if not isinstance(value, dict):
        raise DataError("<stdin>", number, "an object was expected", value=line.strip(), advice='write {"name": ...}')
    name = value.get("name")
    if not isinstance(name, str) or not name.strip():
        raise DataError("<stdin>", number, "the name is missing", value=line.strip(), advice='write {"name": ...}')
    key = value.get("id")
    if key is not None and not isinstance(key, (str, int)):
        raise DataError("<stdin>", number, "an id is text or a number", value=key)
    return _Query(
        key, name, _text(value.get("country"), "country", number), _text(value.get("context"), "context", number)
    )


def _text(value: object, key: str, number: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DataError("<stdin>", number, f"{key} is text", value=value)
    return value


def _answer(gazetteer: Gazetteer, query: _Query, out: TextIO) -> None:
    hint = Context({query.country.upper(): 1.0}) if query.country else Context()
    found = gazetteer.resolve_name(query.name, hint, query.context)
    answer = {
        "id": query.key,
        "name": query.name,
        "place": _place(found),
        "candidates": [
            _candidate(one.place) | {"score": one.score, "reasons": one.reasons} for one in found.candidates
        ],
        "reason": found.reason,
    }
    print(json.dumps(answer, ensure_ascii=False), file=out)


def _place(found: Resolution) -> dict[str, object] | None:
    if found.place is None:
        return None
    told = {
        "latitude": found.latitude, "longitude": found.longitude,
        "where_prec": found.where_prec, "radius_km": found.radius_km,
    }  # fmt: skip
    return _candidate(found.place) | told


def _candidate(place: Place) -> dict[str, object]:
    return {
        "id": place.id, "name": place.name, "name_ar": place.name_ar, "kind": place.kind, "country": place.iso_country,
        "admin1": place.admin1, "latitude": place.latitude, "longitude": place.longitude,
    }  # fmt: skip


def _stats(options: argparse.Namespace) -> int:
    gazetteer = Gazetteer.load()
    places = gazetteer.places.values()
    print(f"{len(places):,} places, {gazetteer.name_count:,} Arabic names, data version {gazetteer.version}")
    for title, counts in (
        ("source", Counter(place.source for place in places)),
        ("country", Counter(place.country for place in places)),
        ("kind", Counter(place.kind for place in places)),
    ):
        shown = ", ".join(
            f"{key} {count:,}" for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        print(f"by {title}: {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
