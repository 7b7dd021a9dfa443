"""The context cues of data/language/ar/context.yaml: phrases that change how a sentence or an article is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml
from rasd.lexicon import DATA
from rasd.lexicon.events import acts, event_types
from rasd.lexicon.inflection import verb_forms

SCOPES = ("after", "clause", "before", "around", "sentence", "article")
VOIDS = ("all", "new")


@dataclass(frozen=True, slots=True)
class CueKind:
    """A kind of cue: what it touches, within `reach` words when that counts, and whether it must open its sentence.

    `voids` says which of the acts it touches did not happen: all, the new ones (told by a verb or an indefinite noun)
    or none (""); `acts` are the event types and open acts it is about, empty for all but those it `spares`.
    """

    id: str
    scope: str
    reach: int
    opens: bool
    voids: str
    acts: frozenset[str]
    spares: frozenset[str]
    phrases: tuple[str, ...]


@cache
def cue_kinds(path: Path = DATA / "language" / "ar" / "context.yaml") -> tuple[CueKind, ...]:
    """Every kind of cue. Raises DataError for an unknown scope, act or key."""
    return tuple(_kind(key, node) for key, node in read_yaml(path).entries().items())


def _kind(key: str, node: Node) -> CueKind:
    node.only("scope", "reach", "opens", "voids", "acts", "spares", "phrases", "verbs")
    reach, opens, voids = node.get("reach"), node.get("opens"), node.get("voids")
    return CueKind(
        key,
        _one_of(node.need("scope"), SCOPES),
        reach.integer() if reach else 0,
        bool(opens and opens.flag()),
        _one_of(voids, VOIDS) if voids else "",
        frozenset(_acts(node.get("acts"))),
        frozenset(_acts(node.get("spares"))),
        tuple(_phrases(node)),
    )


def _one_of(node: Node, known: Iterable[str]) -> str:
    if node.text() not in known:
        raise node.wrong("unknown value", "one of " + ", ".join(known))
    return node.text()


def _acts(node: Node | None) -> Iterator[str]:
    if node is None:
        return
    known = sorted({act.id for act in acts().acts} | {event.id for event in event_types()})
    for one in node.items():
        yield _one_of(one, known)


def _phrases(node: Node) -> Iterator[str]:
    yield from node.need("phrases").texts()
    if verbs := node.get("verbs"):
        for given in verbs.texts():
            yield from dict.fromkeys(" ".join(form.words) for form in verb_forms(given))
