"""The commands that fill, copy and look after the store: ingest, backup, restore, check."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from gazetteer import userdata, usertables
from rasd import jobs
from rasd.errors import UsageError
from rasd.extract import pipeline
from rasd.model import Article
from rasd.output import STDOUT, Bar, opened
from rasd.record import backup as copies
from rasd.record import check as checks
from rasd.record.backup import Manifest
from rasd.record.fetch import fetch
from rasd.record.store import Store
from rasd.run import Run, say

T = TypeVar("T")

_TOGETHER, _SECONDS = 32, 1.0


def ingest(run: Run, args: argparse.Namespace) -> None:
    """Extracts the incidents of articles into the store, some dozens in a transaction.

    With `args.acknowledge` a line of JSON an article is written as soon as it is safely kept: not before the
    transaction that keeps it is on the disk.
    """
    versions, new = pipeline.versions(), 0
    acknowledge = _acknowledge if args.acknowledge else _keep_quiet
    # The team first: what is open when its processes start would be theirs too.
    with run.team(jobs.incidents, args.files, args.workers) as team, Store.open() as store:

        def unknown() -> Iterator[Article]:
            for article in run.articles(args.files, fetch):
                if store.has(article, versions):
                    acknowledge([article], [False])
                else:
                    yield article

        for some in _together(run.results(unknown(), team)):
            changed = store.add_all(some, versions)
            acknowledge([article for article, _ in some], changed)
            new += sum(changed)
        store.merge()
    run.finish(f"{new} new, {run.read - new} already there" if run.read else "")


def _together(items: Iterable[T]) -> Iterator[list[T]]:
    """Items some dozens at a time, fewer when they come slowly: none waits long for others."""
    some: list[T] = []
    began = time.monotonic()
    for one in items:
        some.append(one)
        if len(some) >= _TOGETHER or time.monotonic() - began > _SECONDS:
            yield some
            some, began = [], time.monotonic()
    if some:
        yield some


def _acknowledge(articles: Iterable[Article], changed: Iterable[bool]) -> None:
    for article, new in zip(articles, changed, strict=True):
        sys.stdout.write(json.dumps({"id": article.id, "new": new}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _keep_quiet(articles: Iterable[Article], changed: Iterable[bool]) -> None:
    pass


def merge(args: argparse.Namespace) -> int:
    """Brings together what tells of one incident, in the whole store."""
    with Store.open() as store:
        store.merge(full=True)
        groups, doubts = store.groups(), store.doubts()
    tellings = sum(len(group.members) for group in groups)
    say(f"{tellings} tellings are {len(groups)} incidents, {len(doubts)} pairs are in doubt")
    return 0


def backup(args: argparse.Namespace) -> int:
    """Copies the whole store into a file, while others read and write it."""
    if args.file != STDOUT and Path(args.file).exists() and not args.force:
        raise UsageError(f"{args.file} is there already: give another name, or --force to write over it")
    bar = Bar("rows")
    with opened(args.file) as out:
        made = copies.write(None, out, bar.show, usertables.held())
    bar.clear()
    say(_told(made))
    return 0


def restore(args: argparse.Namespace) -> int:
    """Fills the store from a backup, whole or not at all, and adds the places that people had added."""
    bar = Bar("rows")
    places = copies.beside(Path(args.file))
    held = copies.restore(None, Path(args.file), force=args.force, told=bar.show)
    bar.clear()
    say(_told(held))
    if places:
        say(f"{usertables.take_in(places):,} places and aliases added to those of {userdata.data_folder()}")
    return 0


def _told(made: Manifest) -> str:
    counts = ", ".join(f"{made.count(name):,} {name}" for name in ("articles", "incidents", "decisions"))
    return f"{counts}, {made.rows:,} rows in all, schema {made.schema}, of {made.made}"


def check(args: argparse.Namespace) -> int:
    """Tells each problem of the store on standard output; 3 when there are any."""
    seen, found = checks.Checked(), 0
    for problem in checks.check(None, seen):
        sys.stdout.write(f"{problem}\n")
        found += 1
    say(", ".join(f"{count:,} {table}" for table, count in seen.rows.items()))
    say(f"{found:,} problems" if found else "no problem found")
    return 3 if found else 0
