"""Finds the cues that change how a sentence is read: what did not happen, what is history, what opens another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gazetteer.arabic import Text
from gazetteer.phrases import PhraseIndex
from rasd.lexicon.context import CueKind, cue_kinds
from rasd.model import Cue, Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """The cues of a text: by sentence, and how often each article topic is named."""

    by_sentence: tuple[tuple[Cue, ...], ...]
    topics: dict[str, int]


def find(text: Text, sentences: list[Sentence]) -> Reading:
    """Every cue; one that must open its sentence counts only there."""
    kinds = _kinds()
    cues: list[list[Cue]] = [[] for _ in sentences]
    topics: dict[str, int] = {}
    at = 0
    for match in _index().every(text):
        while at < len(sentences) - 1 and sentences[at].last < match.first:
            at += 1
        for kind_id in dict.fromkeys(match.values):
            kind = kinds[kind_id]
            if kind.scope == "article":
                topics[kind_id] = topics.get(kind_id, 0) + 1
            elif not kind.opens or match.first - sentences[at].first <= 1:
                cues[at].append(
                    Cue(text.span(match.first, match.last), match.first, match.last, kind_id, f"cue:{kind_id}")
                )
    return Reading(tuple(tuple(c) for c in cues), topics)


def touches(cue: Cue, first: int) -> bool:
    """Whether a cue of scope `after` reaches the act that begins at word `first`."""
    return cue.first <= first <= cue.last + _kinds()[cue.kind].reach


@cache
def _kinds() -> dict[str, CueKind]:
    return {kind.id: kind for kind in cue_kinds()}


@cache
def _index() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex()
    for kind in cue_kinds():
        for phrase in kind.phrases:
            index.add(phrase, kind.id)
    return index
