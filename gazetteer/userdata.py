"""Where the user's own data lies. Light to load, because every start asks whether there are imports."""

from __future__ import annotations

import os
from pathlib import Path

PLACES, MANIFEST, AREAS = ".places.csv", ".import.json", ".areas.geojson"
CATALOGUE = "catalogue.sqlite"
IMPORTED = "imported"  # the source of a Place that came from an import
USER = "user"  # the source of a Place that the user added
BY_HAND = ("curated", USER)
USER_PLACES, USER_ALIASES = "places-user.csv", "aliases-user.csv"


def data_folder() -> Path:
    """Where the user's data lies: RASD_DATA_DIR, else the system's usual folder."""
    if given := os.environ.get("RASD_DATA_DIR"):
        return Path(given)
    if os.name == "nt" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "rasd"
    shared = os.environ.get("XDG_DATA_HOME", "")
    # The XDG specification says to pass over a relative path.
    return (Path(shared) if Path(shared).is_absolute() else Path.home() / ".local" / "share") / "rasd"


def cache_folder() -> Path | None:
    """Where what can be made anew lies: the system's usual folder, None when the user has no home."""
    if os.name == "nt":
        return Path(local) / "rasd" / "cache" if (local := os.environ.get("LOCALAPPDATA")) else None
    given = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(given) if Path(given).is_absolute() else Path.home() / ".cache") / "rasd"
    except RuntimeError:
        return None


def imports_folder() -> Path:
    """Where the imports lie."""
    return data_folder() / "imports"


def user_tables(folder: Path | None = None) -> tuple[Path, Path]:
    """The tables of places and of aliases that the user added, whether they are there or not."""
    folder = folder or data_folder()
    return folder / USER_PLACES, folder / USER_ALIASES


def tables_fingerprint(paths: tuple[Path, ...]) -> tuple[tuple[str, int, int, int], ...]:
    """Changes when one of these files does."""
    found = [(str(one), one.stat()) for one in paths if one.exists()]
    return tuple((name, told.st_mtime_ns, told.st_size, told.st_ino) for name, told in found)


def fingerprint(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes when an import is added, replaced or removed; costs no more than listing the folder."""
    found = sorted(folder.glob(f"*{MANIFEST}")) if folder.is_dir() else []
    return tuple((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in found)


def polygons(folder: Path) -> tuple[Path, ...]:
    """The files of polygons (GeoJSON) that the imports of a folder keep."""
    return tuple(sorted(folder.glob(f"*{AREAS}"))) if folder.is_dir() else ()
