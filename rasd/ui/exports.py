"""Exports as users ask for them, on the page and on the command line: filters in words, names, files on disk."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
import weakref
import zipfile
from collections.abc import Callable, Iterator
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


# A ticket must not be guessed: 256 bits.
_TICKET_BYTES = 32
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Prepared:
    """A data file that waits on the server for its download, in a folder of its own.

    It is removed when nobody holds on to this any more, as when its reader's session ends. `ticket` can't be guessed;
    `owner` tells whose it is.
    """

    path: Path
    format: str
    written: Written
    sidecar: bytes
    ticket: str
    owner: str = ""

    @property
    def zip_name(self) -> str:
        """What the ZIP of file and manifest is called."""
        return f"{NAME}.{self.format}.zip"

    def zipped(self) -> Iterator[bytes]:
        """The data file and its manifest in one ZIP, made piece by piece as it is sent."""
        out = _Pieces()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as zipped:  # type: ignore[call-overload]
            with self.path.open("rb") as data, zipped.open(_entry(self.path.name), "w", force_zip64=True) as entry:
                while piece := data.read(_CHUNK):
                    entry.write(piece)
                    yield out.taken()
            zipped.writestr(_entry(self.path.name + SIDECAR), self.sidecar)
        yield out.taken()

    def discard(self) -> None:
        """Removes the file."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


class _Pieces:
    """A stream to write to, of which what was written is taken away again and again."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


def prepare(
    format: str, snapshot: Snapshot, selection: Selection, *, reviewed_only: bool, generated: str,
    progress: Callable[[int, int], None], view: Bounds | None = None, owner: str = "",
) -> Prepared:  # fmt: skip
    """Writes an export into a temporary folder; `generated` is an ISO time for its manifest, `view` what the map
    shows, `owner` whose the file is.

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
    sidecar = written.sidecar(form, path.name, generated)
    made = Prepared(path, format, written, sidecar, secrets.token_urlsafe(_TICKET_BYTES), owner)
    # When the server stops, too.
    weakref.finalize(made, shutil.rmtree, path.parent, ignore_errors=True)
    return made


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
