"""Exports as users ask for them, on the page and on the command line: filters in words, names, files on disk."""

from __future__ import annotations

import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rasd.lexicon.acled_countries import acled_countries
from rasd.lexicon.actors import actors
from rasd.lexicon.labels import labels, languages
from rasd.ui.look import look
from rasd.ui.sentences import sentences
from rasd.view.bounds import Bounds
from rasd.view.export import FORMATS, Country, Known, Manifest, Rows, Written, write
from rasd.view.export.formats import SIDECAR
from rasd.view.filters import Selection
from rasd.view.snapshot import Snapshot

NAME = "rasd-incidents"
_PREFIX = "rasd-export-"
_DAY_SECONDS = 86_400
_FASTEST = 1
# A zip file's earliest time, so that the same files give the same zip.
_ZIP_START = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A data file that waits on the server for its download, in a folder of its own."""

    path: Path
    format: str
    written: Written
    sidecar: bytes

    def zipped(self) -> Path:
        """The data file and its manifest in one zip file beside it, made when first asked for."""
        target = self.path.with_name(f"{NAME}.{self.format}.zip")
        if not target.exists():
            part = target.with_suffix(".part")
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as zipped:
                with self.path.open("rb") as data, zipped.open(_entry(self.path.name), "w", force_zip64=True) as entry:
                    shutil.copyfileobj(data, entry)
                zipped.writestr(_entry(self.path.name + SIDECAR), self.sidecar)
            part.replace(target)
        return target

    def discard(self) -> None:
        """Removes the files."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def prepare(
    format: str, snapshot: Snapshot, selection: Selection, *, reviewed_only: bool, generated: str,
    progress: Callable[[int, int], None], view: Bounds | None = None,
) -> Prepared:  # fmt: skip
    """Writes an export into a temporary folder; `generated` is an ISO time for its manifest, `view` what the map
    shows.


    Folders that nobody fetched within a day are removed first. Raises OSError when the disk is full.
    """
    _sweep()
    form = FORMATS[format]
    path = Path(tempfile.mkdtemp(prefix=_PREFIX), NAME + form.suffix)
    try:
        with path.open("wb") as out:
            about = asked(selection, reviewed_only)
            rows = Rows.selected(snapshot, selection, about, known=known(), progress=progress, view=view)
            written = write(form, rows, out)
    except BaseException:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise
    return Prepared(path, format, written, written.sidecar(form, path.name, generated))


def asked(selection: Selection, reviewed_only: bool) -> Manifest:
    """The manifest's part that is known beforehand: the filters in words, in every language of the interface."""
    told = {language: sentences(selection, labels(language)) for language in languages()}
    return Manifest(sentences={} if selection.is_empty else told, reviewed_only=reviewed_only)


@cache
def known() -> Known:
    """The names and colours that some formats tell, from data/."""
    countries = {code: Country(*one) for code, one in acled_countries().items()}
    return Known({one.id: (one.name, one.kind) for one in actors()}, countries, look().colours)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_START)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sweep() -> None:
    oldest = time.time() - _DAY_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if folder.is_dir() and not folder.is_symlink() and folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # another session has just removed it
