"""Loads language/ar.yaml: letters to fold, clitics, feature words and other knowledge of Arabic that placing needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml
from gazetteer.kept import kept

DEFAULT = Path(__file__).parent / "language" / "ar.yaml"


def load(path: Path = DEFAULT) -> Node:
    """The language file, read once."""
    return _read(path)


@cache
def _read(path: Path) -> Node:
    if path != DEFAULT:
        return read_yaml(path)
    return Node.of_plain(str(path), kept("language", [path], lambda: read_yaml(path).plain()))


def load_letters(path: Path = DEFAULT) -> dict[str, str]:
    """Single characters and what each folds to; raises DataError for a key that is longer or folds itself."""
    letters: dict[str, str] = {}
    for target, node in load(path).need("letters").entries().items():
        for source in node.text():
            if len(target) != 1:
                raise node.wrong("a letter folds to one letter", "use the one-letter form as the key")
            letters[source] = target
    for target, node in load(path).need("letters").entries().items():
        if letters.get(target, target) != target:
            raise node.wrong(f"{target!r} folds to another letter itself", "give its letters to that one")
    return letters
