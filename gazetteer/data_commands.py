"""The commands for the user's own places: ``import``, ``list``, ``remove`` and ``fetch``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer import userdata

if TYPE_CHECKING:
    from gazetteer.importing import Order
    from gazetteer.userplaces import Added

_BAD_INPUT = 3
_SOURCES = ("geonames", "cod_ab", "osm", "table")
BASE_URL = "https://download.geonames.org/export/dump/"


def add_to(commands: Any) -> None:
    """Adds the commands to the parser's (argparse keeps the type of these to itself)."""
    one = commands.add_parser("import", help="add places from files to your own, kept in the data folder")
    one.add_argument("source", choices=_SOURCES, metavar="SOURCE", help="one of " + ", ".join(_SOURCES))
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--name", default="", help="the import's name (default: the source and the file's name)")
    one.add_argument("--columns", "--map", default="", metavar="MAP", help="of a table: name_ar=...,lat=...,lon=...")
    one.add_argument("--country", default="", metavar="CC", help="of rows that lie in no known country")
    one.add_argument("--licence", default="", help="whom to name for the data, and under which licence")
    one.add_argument("--date", default="", metavar="DATE", help="of the data, ISO (default: of the file)")
    one.set_defaults(run=_import)
    listing = commands.add_parser("list", help="list the imports and what was added by hand")
    listing.set_defaults(run=_list)
    removal = commands.add_parser("remove", help="remove imports and what was added by hand")
    removal.add_argument(
        "names", nargs="+", metavar="NAME", help="an import's name, a place's id or NAME=ID, as listed"
    )
    removal.set_defaults(run=_remove)
    fetch = commands.add_parser("fetch", help="download the places of countries and import them")
    fetch.add_argument("source", choices=("geonames",), metavar="SOURCE", help="geonames")
    fetch.add_argument("countries", nargs="+", metavar="CC", help="ISO codes such as SY IQ")
    fetch.add_argument("--url", default=os.environ.get("RASD_GEONAMES_URL", BASE_URL), help="another server")
    fetch.add_argument("--no-import", action="store_true", help="only download")
    fetch.set_defaults(run=_fetch)


def _import(options: argparse.Namespace) -> int:
    from gazetteer import importing  # noqa: PLC0415 - only this command needs the readers
    from gazetteer.sources import table  # noqa: PLC0415

    columns = table.columns(options.columns) if options.columns else {}
    date = importing.checked_date(options.date) if options.date else ""
    return _run(
        importing.Order(
            options.source, tuple(options.files), options.name, options.licence, date, options.country, columns
        )
    )


def _run(order: Order) -> int:
    from gazetteer import importing  # noqa: PLC0415

    done = importing.run(order, userdata.imports_folder(), lambda error: _tell(str(error)))
    if done.bad > importing.TOLD:
        _tell(f"... and {done.bad - importing.TOLD:,} more")
    for line in importing.shown(done.made):
        sys.stdout.write(line + "\n")
    if done.bad:
        _tell(f"{sum(one.places for one in done.made):,} places imported, {done.bad:,} rows or files skipped")
    return _BAD_INPUT if done.bad else 0


def _list(_: argparse.Namespace) -> int:
    from gazetteer import importing, imports  # noqa: PLC0415

    folder = userdata.imports_folder()
    found = imports.listed(folder)
    for line in importing.shown(found):
        sys.stdout.write(line + "\n")
    added = _added()
    for one in added:
        sys.stdout.write(f"{one.key}: {one.shown()}\n")
    if not found:
        sys.stdout.write(f"no imports in {folder}\n")
    return 0


def _added() -> list[Added]:
    """What the user added; the gazetteer is loaded only when there is something."""
    if not any(one.exists() for one in userdata.user_tables()):
        return []
    from gazetteer import Gazetteer, userplaces  # noqa: PLC0415

    return userplaces.listed(Gazetteer.load())


def _remove(options: argparse.Namespace) -> int:
    from gazetteer import catalogue, imports, userplaces  # noqa: PLC0415
    from gazetteer.errors import ReportedError  # noqa: PLC0415

    folder, bad, removed = userdata.imports_folder(), 0, 0
    for name in options.names:
        try:
            by_hand = next((one for one in _added() if one.key == name), None)
            if by_hand is not None:
                userplaces.remove(by_hand)
            else:
                imports.remove(folder, name)
                removed += 1
        except ReportedError as error:
            bad += 1
            _tell(str(error))
        else:
            sys.stdout.write(f"{name} removed\n")
    if removed:
        catalogue.renew(folder)
    return _BAD_INPUT if bad else 0


def _fetch(options: argparse.Namespace) -> int:
    from gazetteer import fetch, importing  # noqa: PLC0415
    from gazetteer.errors import ReportedError  # noqa: PLC0415

    folder = userdata.data_folder() / "downloads" / "geonames"
    status, files = 0, list[Path]()
    for code in dict.fromkeys(options.countries):
        try:
            files += fetch.geonames(code, folder, options.url)
        except ReportedError as error:
            _tell(str(error))
            status = _BAD_INPUT
    for path in files:
        sys.stdout.write(f"{path}\n")
    if files and not options.no_import:
        status = max(status, _run(importing.Order("geonames", tuple(files))))
    return status


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
