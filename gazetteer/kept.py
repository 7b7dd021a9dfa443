"""Keeps what takes long to make of the package's own files in the user's cache folder, from one start to the next.

It is derived: made anew when a file it was made of or a module of the package has changed, and never needed. It may be
deleted at any time, and where nothing can be written all is made at each start.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gazetteer.userdata import cache_folder

_HERE = Path(__file__).parent


def kept(name: str, sources: Sequence[Path], make: Callable[[], Any]) -> Any:
    """What `make` makes of the content of `sources`: numbers, texts, and tuples, lists, sets and dicts of them.

    A source that can't be read is as good as an empty one; what `make` raises is raised.
    """
    path, stamp = _place(name), _stamp(sources)
    try:
        told = path.read_bytes() if path else b""
        if told.startswith(stamp):
            # The user's own file: who can change it can change the program.
            return marshal.loads(memoryview(told)[len(stamp) :])  # noqa: S302
    except (OSError, EOFError, ValueError, TypeError):
        pass  # not there, or cut off: made anew
    found = make()
    if path is not None:
        _write(path, stamp + marshal.dumps(found))
    return found


def _place(name: str) -> Path | None:
    """A file for each installation and Python, whose marshalled data another one may not know."""
    folder = cache_folder()
    here = hashlib.sha256(str(_HERE).encode(errors="surrogateescape")).hexdigest()[:12]
    return folder / f"{name}-{here}.{sys.implementation.cache_tag}" if folder else None


def _stamp(sources: Sequence[Path]) -> bytes:
    """Changes when the content of a source does, or of a module of the package."""
    digest = hashlib.sha256()
    for path in (*sorted(_HERE.glob("*.py")), *sources):
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        digest.update(f"{path.name} {len(content)}\n".encode(errors="surrogateescape"))
        digest.update(content)
    return digest.digest()


def _write(path: Path, content: bytes) -> None:
    """Puts the file in place whole, so that nobody reads half of it; does nothing where that can't be."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, new = tempfile.mkstemp(dir=path.parent)
    except OSError:
        return
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(new).replace(path)
    except OSError:
        Path(new).unlink(missing_ok=True)
