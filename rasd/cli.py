"""The command line: ``python -m rasd extract | explain | ingest | export | evaluate``.

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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from rasd.errors import DataError, ReportedError, UsageError
from rasd.model import IncidentRow
from rasd.output import STDOUT, Bar, opened, sidecar
from rasd.record import articles
from rasd.run import Run, say, shown
from rasd.workers import MOST

if TYPE_CHECKING:
    import polars as pl

    from rasd.evaluate.evaluation import Evaluation

DONE, FAILED, MISUSED, SKIPPED, BROKEN_PIPE, INTERRUPTED = 0, 1, 2, 3, 141, 130
_EXTRACT_FORMATS = ("jsonl", "geojson", "csv")
_BATCH = 2_000


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
    from rasd import jobs

    run = _run(args)
    with opened(args.output) as out:
        if args.format == "jsonl":
            with run.team(jobs.lines, args.files, args.workers) as team:
                for _, line in run.results(run.articles(args.files), team):
                    out.write(line)
        else:
            _write_table(run, args, out)
    run.finish()
    return _ended(run)


def _write_table(run: Run, args: argparse.Namespace, out: BinaryIO) -> None:
    from rasd import jobs
    from rasd.view.export import FORMATS, Rows, write

    with run.team(jobs.rows, args.files, args.workers) as team:
        found = run.results(run.articles(args.files), team)
        write(FORMATS[args.format], Rows(_batches(rows for _, rows in found)), out)


def _batches(found: Iterable[Sequence[IncidentRow]]) -> Iterator[pl.DataFrame]:
    """Frames of many rows each, in the order of the articles; one at least, which may be empty."""
    from rasd.view.reading import read

    waiting: list[IncidentRow] = []
    for rows in found:
        waiting += rows
        if len(waiting) >= _BATCH:
            yield read(_columns(waiting))
            waiting.clear()
    yield read(_columns(waiting))


def _explain(args: argparse.Namespace) -> int:
    from rasd import jobs

    run = _run(args)
    with opened(STDOUT) as out, run.team(jobs.explanations, args.files, 1) as team:
        for article, explained in run.results(run.articles(args.files), team):
            told = f"{article.id}  {article.published or 'no date'}\n{explained}\n"
            out.write(shown(told).encode())
    return _ended(run)


def _ingest(args: argparse.Namespace) -> int:
    from rasd import jobs
    from rasd.extract import pipeline
    from rasd.record.fetch import fetch
    from rasd.record.store import Store

    run, new = _run(args), 0
    versions = pipeline.versions()
    # The team first: what is open when its processes start would be theirs too.
    with run.team(jobs.incidents, args.files, args.workers) as team, Store.open() as store:
        unknown = (article for article in run.articles(args.files, fetch) if not store.has(article, versions))
        for article, incidents in run.results(unknown, team):
            new += store.add(article, incidents, versions)
    run.finish(f"{new} new, {run.read - new} already there" if run.read else "")
    return _ended(run)


def _export(args: argparse.Namespace) -> int:
    from rasd.record.store import Store
    from rasd.ui import exports
    from rasd.view import filters
    from rasd.view.export import FORMATS, Rows, write
    from rasd.view.snapshot import Snapshot

    given = {
        param: values for row in filters.FILTERS for param in row.params if (values := vars(args)[f"filter_{param}"])
    }
    selection, wrong = filters.parse(given)
    if wrong:
        raise UsageError("these filters can't be used: " + ", ".join(f"--{shown(one)}" for one in wrong))
    with Store.open() as store:
        snapshot = Snapshot.gather(store.parts())
    form, bar = FORMATS[args.format], Bar("incidents")
    asked = exports.asked(selection, args.reviewed)
    rows = Rows.selected(snapshot, selection, asked, known=exports.known(), progress=bar.show)
    with opened(args.output) as out:
        written = write(form, rows, out)
    bar.clear()
    if beside := sidecar(args.output):
        with opened(beside) as out:
            out.write(written.sidecar(form, args.output, datetime.now(UTC).isoformat(timespec="seconds")))
    manifest = written.manifest
    say(f"{manifest.selected} of {manifest.total} incidents, {manifest.unlocated} unlocated")
    return DONE


def _evaluate(args: argparse.Namespace) -> int:
    from rasd.evaluate import gold
    from rasd.evaluate.evaluation import Evaluation
    from rasd.evaluate.judging import judging

    if STDOUT in (args.output, args.html) and args.output == args.html:
        raise UsageError("-o and --html can't both be standard output")
    run = _run(args)
    with ExitStack() as files:
        out = files.enter_context(opened(args.output)) if args.output else None
        html = files.enter_context(opened(args.html)) if args.html else None
        golds = {}
        for item in gold.read(args.gold):
            if isinstance(item, DataError):
                run.skip(str(item))
            else:
                golds[item.id] = item.incidents
        evaluation = Evaluation(golds)
        with run.team(partial(judging, golds, html is not None), args.files, args.workers) as team:
            for article, judged in run.results(run.articles(args.files), team):
                evaluation.add(article, judged)
        _tell_left_out(run, evaluation)
        if out:
            out.write(evaluation.as_json().encode() + b"\n")
        if html:
            from rasd.evaluate.page import page
            from rasd.lexicon.labels import labels

            for piece in page(evaluation, labels(args.language)):
                html.write(piece.encode())
    if STDOUT not in (args.output, args.html):
        sys.stdout.write("".join(f"{shown(line)}\n" for line in evaluation.as_text()))
    run.finish()
    return _ended(run)


def _tell_left_out(run: Run, evaluation: Evaluation) -> None:
    if missing := evaluation.finish():
        names = ", ".join(map(repr, missing[:3])) + (" ..." if len(missing) > 3 else "")
        told = "annotated but not among the articles, counted as articles in which nothing was found"
        run.skip(f"{len(missing)} {told}: {names}")
    if evaluation.again:
        run.skip(f"{evaluation.again} given a second time, counted once")
    if evaluation.passed_over:
        say(f"{evaluation.passed_over} not annotated, passed over")


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

    def takes_workers(one: argparse.ArgumentParser) -> None:
        told = "worker processes; by default one a processor for files of 4 MB or more together, else none but this"
        one.add_argument("--workers", type=_workers, metavar="N", help=told)

    def gives_output(one: argparse.ArgumentParser, formats: Sequence[str]) -> None:
        one.add_argument("--format", choices=formats, default=formats[0], help=f"default {formats[0]}")
        one.add_argument("-o", "--output", default=STDOUT, metavar="OUT", help="file to write, default standard output")

    extract = command("extract", _extract, "Writes the incidents of articles, a line an article (jsonl) or as a table.")
    takes_files(extract)
    gives_output(extract, _EXTRACT_FORMATS)
    takes_workers(extract)
    takes_files(command("explain", _explain, "Tells what was found in an article, by which rule, and why."))
    ingest = command("ingest", _ingest, "Extracts the incidents of articles into the store.")
    takes_files(ingest, "FILE|URL")
    takes_workers(ingest)
    ingest.add_argument("--sample", action="store_true", help="mark the articles as samples")
    evaluate = command("evaluate", _evaluate, "Measures the extraction on annotated articles, and shows its errors.")
    evaluate.add_argument("gold", metavar="GOLD", help="annotations, JSON Lines as docs/codebook.md tells")
    takes_files(evaluate, "ARTICLES")
    evaluate.add_argument("--html", metavar="FILE", help="write a page that shows each error in its article")
    evaluate.add_argument("-o", "--output", metavar="OUT", help="write measures and errors as JSON (- standard output)")
    evaluate.add_argument("--language", choices=("ar", "en"), default="ar", help="the page's language, default ar")
    takes_workers(evaluate)
    export = command("export", _export, "Writes the incidents of the store that the filters select.")
    if "export" in given:
        from rasd.view.export import FORMATS

        gives_output(export, tuple(FORMATS))
        told = "only incidents that a person has confirmed, as they were read or as corrected"
        export.add_argument("--reviewed", action="store_true", help=told)
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


def _workers(text: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of worker processes from 1 to {MOST}")
    return int(text)


def _columns(rows: Sequence[IncidentRow]) -> dict[str, list[object]]:
    return {field.name: [getattr(row, field.name) for row in rows] for field in fields(IncidentRow)}


def _failed(told: str, status: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    say(f"rasd: {told}")
    return status
