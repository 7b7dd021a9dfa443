"""Filters saved under a name: kept in one small file of the user's data folder, each as an address writes it.

All readers of a server share them, as they share its store.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from gazetteer.userdata import data_folder
from rasd.errors import DataError
from rasd.view import filters
from rasd.view.filters import Selection

NAME_LIMIT, MOST = 60, 200
_FILE = "filters-saved.json"
_ADVICE = "correct the file or move it away"


def file() -> Path:
    """Where they are kept, whether any are or not."""
    return data_folder() / _FILE


def saved() -> dict[str, str]:
    """The parameters of an address by name, in the order of the names. Raises DataError for a file of another form."""
    path = file()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise DataError(path, None, str(error), advice=_ADVICE) from error
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise DataError(path, None, "not names with addresses", advice=_ADVICE)
    return dict(sorted(found.items()))


def clean(name: str) -> str:
    """A name as it is kept: on one line, of a length that fits a button; empty when nothing is left."""
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())[:NAME_LIMIT].strip()


def save(name: str, selection: Selection) -> bool:
    """Keeps a selection under a name, in place of one of the same; whether it was kept: a name without a sign in it, or
    one more than MOST, is not. Raises DataError when the file can't be read or written."""
    kept, name = saved(), clean(name)
    if not name or (name not in kept and len(kept) >= MOST):
        return False
    asked = filters.to_params(selection)
    _write({**kept, name: urlencode({"v": filters.VERSION, **asked}, safe=",:;")})
    return True


def delete(name: str) -> None:
    """Forgets what is kept under a name. Raises DataError when the file can't be read or written."""
    _write({one: query for one, query in saved().items() if one != name})


def selection_of(query: str) -> tuple[Selection, tuple[str, ...]]:
    """The selection that was kept, and what of it is not understood any more."""
    return filters.parse(parse_qs(query, max_num_fields=100))


def _write(kept: Mapping[str, str]) -> None:
    """Writes the file whole or not at all."""
    path = file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(kept, out, ensure_ascii=False, indent=1)
        Path(draft).replace(path)
    except OSError as error:
        raise DataError(path, None, str(error), advice="make the folder writable") from error
