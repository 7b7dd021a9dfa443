"""What the commands of ``python -m rasd`` take, and how what is given is checked."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NoReturn

from rasd.output import STDOUT
from rasd.record import articles
from rasd.run import shown
from rasd.workers import MOST

MISUSED = 2
"""The exit status when arguments can't be used."""
Commands = Mapping[str, Callable[[argparse.Namespace], int]]
_EXTRACT_FORMATS = ("jsonl", "geojson", "csv")


class _Parser(argparse.ArgumentParser):
    """A parser that tells what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(MISUSED, f"{self.prog}: {shown(message)} (see {self.prog} --help)\n")


def parser(given: Sequence[str], runs: Commands) -> argparse.ArgumentParser:
    """The parser of a command line; `runs` does each command. What a command alone needs is read only for it."""
    whole = _Parser(prog="rasd", description="Extracts incidents from Arabic news.", allow_abbrev=False)
    whole.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, help: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
        one.set_defaults(run=runs[name])
        # Left out when not given, so that it may also stand before the command.
        told = "show where an error came from"
        one.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=told)
        return one

    extract = command("extract", "Writes the incidents of articles, a line an article (jsonl) or as a table.")
    _takes_files(extract)
    _gives_output(extract, _EXTRACT_FORMATS)
    _takes_workers(extract)
    _takes_files(command("explain", "Tells what was found in an article, by which rule, and why."))
    _ingest(command("ingest", "Extracts the incidents of articles into the store."))
    _backup(command("backup", "Copies the whole store into a file, while it is in use."))
    _restore(command("restore", "Fills an empty store from a backup, of either kind of store."))
    command("merge", "Brings together again what tells of one incident, in the whole store.")
    command("check", "Reads the whole store again and tells what is wrong in it: 3 when anything is.")
    _evaluate(command("evaluate", "Measures the extraction on annotated articles, and shows its errors."))
    export = command("export", "Writes the incidents of the store that the filters select.")
    if "export" in given:
        _export(export)
    return whole


def _ingest(one: argparse.ArgumentParser) -> None:
    _takes_files(one, "FILE|URL")
    _takes_workers(one)
    one.add_argument("--sample", action="store_true", help="mark the articles as samples")
    told = "write a line of JSON for each article as soon as it is safely kept"
    one.add_argument("--acknowledge", action="store_true", help=told)


def _backup(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", metavar="FILE", help="file to write (.zip), or - for standard output")
    one.add_argument("--force", action="store_true", help="write over a file that is there")


def _restore(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", metavar="FILE", help="a file that backup wrote")
    one.add_argument("--force", action="store_true", help="throw away what the store holds")


def _evaluate(one: argparse.ArgumentParser) -> None:
    one.add_argument("gold", metavar="GOLD", help="annotations, JSON Lines as docs/codebook.md tells")
    _takes_files(one, "ARTICLES")
    one.add_argument("--html", metavar="FILE", help="write a page that shows each error in its article")
    one.add_argument("-o", "--output", metavar="OUT", help="write measures and errors as JSON (- standard output)")
    one.add_argument("--language", choices=("ar", "en"), default="ar", help="the page's language, default ar")
    _takes_workers(one)


def _export(one: argparse.ArgumentParser) -> None:
    # Imported here, because the tables would slow the start of the other commands.
    from rasd.view.export import FORMATS

    _gives_output(one, tuple(FORMATS))
    told = "only incidents that a person has confirmed, as they were read or as corrected"
    one.add_argument("--reviewed", action="store_true", help=told)
    _add_filters(one)


def _takes_files(one: argparse.ArgumentParser, metavar: str = "FILE") -> None:
    what = ".txt (first line is the title), .json, .jsonl, .csv, or - for standard input"
    one.add_argument("files", nargs="+", metavar=metavar, help=what)
    dated = "day of publication, for articles that give none (YYYY-MM-DD)"
    one.add_argument("--published", type=_day, metavar="DATE", help=dated)


def _takes_workers(one: argparse.ArgumentParser) -> None:
    told = "worker processes; by default one a processor for files of 4 MB or more together, else none but this"
    one.add_argument("--workers", type=_workers, metavar="N", help=told)


def _gives_output(one: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    one.add_argument("--format", choices=formats, default=formats[0], help=f"default {formats[0]}")
    one.add_argument("-o", "--output", default=STDOUT, metavar="OUT", help="file to write, default standard output")


def _add_filters(export: argparse.ArgumentParser) -> None:
    """An option for each parameter of each filter, called as in a page's address and by the filter's own name."""
    from rasd.view.filters import FILTERS

    for row in FILTERS:
        for param in row.params:
            names = dict.fromkeys(
                [f"--{param}", *([f"--{row.name.replace('_', '-')}"] if len(row.params) == 1 else [])]
            )
            told = "YYYY-MM-DD" if row.kind == "dates" else ("may be repeated" if row.kind == "many" else "words")
            export.add_argument(*names, dest=f"filter_{param}", action="append", metavar=param.upper(), help=told)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        day = None
    if day is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day of the calendar written as YYYY-MM-DD")
    if not articles.FIRST_DAY <= day <= articles.LAST_DAY:
        told = f"{text!r} is not between {articles.FIRST_DAY} and {articles.LAST_DAY}"
        raise argparse.ArgumentTypeError(told)
    return day


def _workers(text: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of worker processes from 1 to {MOST}")
    return int(text)
