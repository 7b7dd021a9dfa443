"""Where a command writes: standard output, or a file that appears whole or not at all; and how far it has come."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rasd.errors import UsageError

STDOUT = "-"
_SIDECAR = ".manifest.json"
_BAR = 30


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A stream to standard output ("-") or to a file.

    A file is written beside its place and moved there at the end, so that an earlier one stays until then and a run
    that fails leaves nothing. Raises UsageError when the place can't be written.
    """
    path = Path(name)
    if name == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file() and not path.is_dir():
        # A device or a pipe can't be replaced.
        with path.open("wb") as stream:
            yield stream
    else:
        yield from _replaced(path)


def sidecar(name: str) -> str:
    """Where the manifest of a data file goes: beside it; "" for what is no file (standard output, a device, a pipe)."""
    path = Path(name)
    return f"{name}{_SIDECAR}" if name != STDOUT and path.is_file() else ""


class Bar:
    """A progress bar on standard error, when that is a terminal."""

    def __init__(self, things: str) -> None:
        self._things = things
        self._seen = sys.stderr.isatty()

    def show(self, done: int, total: int) -> None:
        """Shows how many are done."""
        if self._seen:
            part = done / total if total else 1.0
            bar = "#" * int(part * _BAR)
            sys.stderr.write(f"\r[{bar:<{_BAR}}] {part:4.0%}  {done:,} of {total:,} {self._things} \x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        """Takes the bar away."""
        if self._seen:
            sys.stderr.write("\r\x1b[K")


def _replaced(path: Path) -> Iterator[BinaryIO]:
    target = path.resolve() if path.is_symlink() else path
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        stream = part.open("xb")
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} can't be written: {getattr(error, 'strerror', None) or error}") from error
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
