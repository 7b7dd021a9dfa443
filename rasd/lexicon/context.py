"""The context cues of data/language/ar/context.yaml: phrases that change how a sentence or an article is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.datafile import read_yaml
from rasd.lexicon import DATA

SCOPES = ("after", "sentence", "article")


@dataclass(frozen=True, slots=True)
class CueKind:
    """A kind of cue: what it touches (`after` reaches `reach` words on), and whether it must open its sentence."""

    id: str
    scope: str
    reach: int
    opens: bool
    phrases: tuple[str, ...]


@cache
def cue_kinds(path: Path = DATA / "language" / "ar" / "context.yaml") -> tuple[CueKind, ...]:
    """Every kind of cue. Raises DataError for an unknown scope or key."""
    found = []
    for key, node in read_yaml(path).entries().items():
        node.only("scope", "reach", "opens", "phrases")
        scope, reach, opens = node.need("scope"), node.get("reach"), node.get("opens")
        if scope.text() not in SCOPES:
            raise scope.wrong("unknown scope", "one of " + ", ".join(SCOPES))
        found.append(
            CueKind(
                key,
                scope.text(),
                reach.integer() if reach else 0,
                bool(opens and opens.flag()),
                tuple(node.need("phrases").texts()),
            )
        )
    return tuple(found)
