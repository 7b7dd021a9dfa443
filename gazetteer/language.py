"""Loads language/ar.yaml: letters to fold, clitics, feature words and other knowledge of Arabic that placing needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml

DEFAULT = Path(__file__).parent / "language" / "ar.yaml"


@cache
def load(path: Path = DEFAULT) -> Node:
    """The language file, read once."""
    return read_yaml(path)


def load_letters(path: Path = DEFAULT) -> dict[str, str]:
    """Single characters and what each folds to; raises DataError for a key of more than one character."""
    letters: dict[str, str] = {}
    for target, node in load(path).need("letters").entries().items():
        for source in node.text():
            if len(target) != 1:
                raise node.wrong("a letter folds to one letter", "use the one-letter form as the key")
            letters[source] = target
    return letters
