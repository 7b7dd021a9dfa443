"""Puts the compiled modules of the reader before their sources: the same answers in seven tenths of the time.

`python -m rasd.compiling` makes them, in a folder for this Python and machine. They are used when each file that they
were made of is as it was then; otherwise, and with RASD_COMPILED=0 in the environment, the sources are run.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / f"reader{EXTENSION_SUFFIXES[0].removesuffix('.so')}"
SUMS = "SHA256SUMS"
"""The file in the folder that names, as `sha256sum` does, what the modules were made of; paths from the root."""
LIBRARY = "rasd_reader"
SWITCH = "RASD_COMPILED"


def prefer(package: str, path: list[str]) -> None:
    """Lets a package (its name and `__path__`) find its compiled modules first, when they can be used."""
    if in_use():
        path.insert(0, str(FOLDER.joinpath(*package.split("."))))


@cache
def in_use() -> bool:
    """Whether this process runs compiled modules."""
    if os.environ.get(SWITCH) == "0" or not is_current(FOLDER):
        return False
    # What is compiled stands in one library, which each module looks for by its name.
    sys.path.append(str(FOLDER))
    try:
        importlib.import_module(f"{LIBRARY}__mypyc")
    except ImportError:  # made for another C library, say
        sys.path.remove(str(FOLDER))
        return False
    return True


def is_current(folder: Path, root: Path = ROOT) -> bool:
    """Whether a folder holds compiled modules of the files below `root` as they are now."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        return bool(lines) and all(line == sum_of(root, line[66:]) for line in lines)
    except (OSError, UnicodeError):
        return False


def sum_of(root: Path, name: str) -> str:
    """The line of a file for the list of sums; raises OSError when it can't be read."""
    return f"{hashlib.sha256((root / name).read_bytes()).hexdigest()}  {name}"
