"""The command line, ``python -m rasd COMMAND``: what each command does; rasd/arguments.py says what it takes.

Exit status: 0 all went well; 1 the work could not be finished (the store, the output, the data files); 2 the arguments
can't be used; 3 finished, but some input was skipped. What was skipped and a summary stand on standard error. What a
command needs is imported when it runs, so that `extract` starts without the store and the tables.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import fields
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from rasd import arguments
from rasd.errors import DataError, ReportedError, UsageError
from rasd.model import IncidentRow
from rasd.output import STDOUT, Bar, opened, sidecar
from rasd.run import Run, say, shown

if TYPE_CHECKING:
    import polars as pl

    from rasd.evaluate.evaluation import Evaluation

DONE, FAILED, SKIPPED, BROKEN_PIPE, INTERRUPTED = 0, 1, 3, 141, 130
_BATCH = 2_000


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    given = list(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in given
    try:
        args = arguments.parser(given, _COMMANDS).parse_args(given)
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
        return _failed(str(error), arguments.MISUSED, debug)
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
    from rasd import store_commands

    run = _run(args)
    store_commands.ingest(run, args)
    return _ended(run)


def _backup(args: argparse.Namespace) -> int:
    from rasd import store_commands

    return store_commands.backup(args)


def _restore(args: argparse.Namespace) -> int:
    from rasd import store_commands

    return store_commands.restore(args)


def _merge(args: argparse.Namespace) -> int:
    from rasd import store_commands

    return store_commands.merge(args)


def _check(args: argparse.Namespace) -> int:
    from rasd import store_commands

    return store_commands.check(args)


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
    hidden = filters.hidden(filters.ask(snapshot, selection))
    left_out = f", {hidden} rejected left out (--rejected 1 takes them in)" if hidden else ""
    say(f"{manifest.selected} of {manifest.total} incidents, {manifest.unlocated} unlocated{left_out}")
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


def _columns(rows: Sequence[IncidentRow]) -> dict[str, list[object]]:
    return {field.name: [getattr(row, field.name) for row in rows] for field in fields(IncidentRow)}


def _failed(told: str, status: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    say(f"rasd: {told}")
    return status


_COMMANDS: arguments.Commands = {
    "extract": _extract, "explain": _explain, "ingest": _ingest, "backup": _backup, "restore": _restore,
    "merge": _merge, "check": _check, "evaluate": _evaluate, "export": _export,
}  # fmt: skip
