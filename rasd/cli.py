"""The command line: ``python -m rasd extract | explain | ingest | export``.

Exit status: 0 all went well; 1 the work could not be finished (the store, the output, the data files); 2 the arguments
can't be used; 3 finished, but some input was skipped. What was skipped and a summary stand on standard error. What a
command needs is imported when it runs, so that `extract` starts without the store and the tables.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from typing import NoReturn

from rasd.errors import ReportedError, UsageError
from rasd.model import IncidentRow
from rasd.output import STDOUT, opened
from rasd.record import articles
from rasd.run import Run, say, shown

DONE, FAILED, MISUSED, SKIPPED, BROKEN_PIPE, INTERRUPTED = 0, 1, 2, 3, 141, 130
_EXTRACT_FORMATS = ("jsonl", "geojson", "csv")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    given = list(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in given
    try:
        args = _parser(given).parse_args(given)
        status: int = args.run(args)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader of the output has gone, which is its right; Python would complain when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return _failed("stopped", INTERRUPTED, debug)
    except UsageError as error:
        return _failed(str(error), MISUSED, debug)
    except ReportedError as error:
        return _failed(str(error), FAILED, debug)
    except OSError as error:
        return _failed(f"{error.filename or 'the output'}: {error.strerror or error}", FAILED, debug)
    except Exception as error:
        return _failed(f"a fault in Rasd ({type(error).__name__}: {error}), see --debug", FAILED, debug)


def _extract(args: argparse.Namespace) -> int:
    from rasd.extract import pipeline
    from rasd.record.flatten import row
    from rasd.view.slots import article_line

    run = _run(args)
    extractor = pipeline.load()
    with opened(args.output) as out:
        found = run.extracted(run.articles(args.files), extractor)
        if args.format == "jsonl":
            for article, incidents in found:
                out.write(article_line(article.id, incidents).encode() + b"\n")
        else:
            from rasd.view.export import FORMATS, Manifest
            from rasd.view.snapshot import Snapshot

            versions = pipeline.versions()
            rows = [row(article, incident, versions) for article, incidents in found for incident in incidents]
            frame = Snapshot.of(_columns(rows)).frame
            FORMATS[args.format].write(frame, Manifest.of(frame), out)
    run.finish()
    return _ended(run)


def _explain(args: argparse.Namespace) -> int:
    from rasd.extract import pipeline

    run = _run(args)
    extractor = pipeline.load()
    with opened(STDOUT) as out:
        for article, explained in run.tried(run.articles(args.files), extractor.explain):
            told = f"{article.id}  {article.published or 'no date'}\n{explained}\n"
            out.write(shown(told).encode())
    return _ended(run)


def _ingest(args: argparse.Namespace) -> int:
    from rasd.extract import pipeline
    from rasd.record.fetch import fetch
    from rasd.record.store import Store

    run, new = _run(args), 0
    versions = pipeline.versions()
    with Store.open() as store:
        unknown = (article for article in run.articles(args.files, fetch) if not store.has(article, versions))
        for article, incidents in run.extracted(unknown, pipeline.load()):
            new += store.add(article, incidents, versions)
    run.finish(f"{new} new, {run.read - new} already there" if run.read else "")
    return _ended(run)


def _export(args: argparse.Namespace) -> int:
    from rasd.record.store import Store
    from rasd.view import filters
    from rasd.view.export import FORMATS, Manifest
    from rasd.view.snapshot import Snapshot

    given = {
        param: values for row in filters.FILTERS for param in row.params if (values := vars(args)[f"filter_{param}"])
    }
    selection, wrong = filters.parse(given)
    if wrong:
        raise UsageError("these filters can't be used: " + ", ".join(f"--{shown(one)}" for one in wrong))
    with Store.open() as store:
        snapshot = Snapshot.of(store.columns())
    frame = filters.apply(snapshot, selection)
    manifest = Manifest.of(frame, selection, snapshot.total)
    with opened(args.output) as out:
        FORMATS[args.format].write(frame, manifest, out)
    say(f"{manifest.selected} of {manifest.total} incidents, {manifest.unlocated} unlocated")
    return DONE


def _ended(run: Run) -> int:
    return SKIPPED if run.skipped else DONE


def _run(args: argparse.Namespace) -> Run:
    return Run(published=args.published, sample=getattr(args, "sample", False), debug=args.debug)


class _Parser(argparse.ArgumentParser):
    """A parser that tells what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(MISUSED, f"{self.prog}: {shown(message)} (see {self.prog} --help)\n")


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(prog="rasd", description="Extracts incidents from Arabic news.", allow_abbrev=False)
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
        one.set_defaults(run=run)
        # Left out when not given, so that it may also stand before the command.
        one.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help="show where an error came from"
        )
        return one

    def takes_files(one: argparse.ArgumentParser, metavar: str = "FILE") -> None:
        what = ".txt (first line is the title), .json, .jsonl, .csv, or - for standard input"
        one.add_argument("files", nargs="+", metavar=metavar, help=what)
        dated = "day of publication, for articles that give none (YYYY-MM-DD)"
        one.add_argument("--published", type=_day, metavar="DATE", help=dated)

    def gives_output(one: argparse.ArgumentParser, formats: Sequence[str]) -> None:
        one.add_argument("--format", choices=formats, default=formats[0], help=f"default {formats[0]}")
        one.add_argument("-o", "--output", default=STDOUT, metavar="OUT", help="file to write, default standard output")

    extract = command("extract", _extract, "Writes the incidents of articles, a line an article (jsonl) or as a table.")
    takes_files(extract)
    gives_output(extract, _EXTRACT_FORMATS)
    takes_files(command("explain", _explain, "Tells what was found in an article, by which rule, and why."))
    ingest = command("ingest", _ingest, "Extracts the incidents of articles into the store.")
    takes_files(ingest, "FILE|URL")
    ingest.add_argument("--sample", action="store_true", help="mark the articles as samples")
    export = command("export", _export, "Writes the incidents of the store that the filters select.")
    if "export" in given:
        from rasd.view.export import FORMATS

        gives_output(export, tuple(FORMATS))
        _add_filters(export)
    return parser


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


def _columns(rows: Sequence[IncidentRow]) -> dict[str, list[object]]:
    return {field.name: [getattr(row, field.name) for row in rows] for field in fields(IncidentRow)}


def _failed(told: str, status: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    say(f"rasd: {told}")
    return status
