"""Finds the cues that change how a sentence is read: what did not happen, what is history, what opens another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from gazetteer.arabic import Text, fold_words
from gazetteer.phrases import PhraseIndex
from rasd.extract.clauses import near
from rasd.lexicon.context import CueKind, cue_kinds
from rasd.model import Cue, Sentence, Trigger

_made = tuple.__new__  # makes a named tuple without the step of Python that its own constructor is
# How many words after an act that did not happen one may begin that goes with it.
_WITH = 8
# Forms of acts that are not told as done.
_UNDONE = frozenset({"future", "aim"})
# Cues that make an act one of long ago, whatever else is told.
_RECALLS = ("long_after", "charged")
# The cues of a sentence by their kind, for those who ask of many words about the same few kinds.
Kinds = dict[str, list[Cue]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The cues of a text: by sentence, there by kind, and how often each article topic is named."""

    by_sentence: tuple[tuple[Cue, ...], ...]
    by_kind: tuple[Kinds, ...]
    topics: dict[str, int]


def find(text: Text, sentences: list[Sentence]) -> Reading:
    """Every cue; one that must open its sentence counts only there."""
    cues: list[list[Cue]] = [[] for _ in sentences]
    topics: dict[str, int] = {}
    at, ends = 0, [sentence.last for sentence in sentences]
    for first, last, _, kinds in _index().every(text):
        while ends[at] < first:
            at += 1
        for kind, topic, opens, reach, clause in kinds:
            if topic:
                topics[kind] = topics.get(kind, 0) + 1
            elif not opens or first - sentences[at].first <= 1:
                end = _clause_end(text, last, last + reach) if clause else last + reach
                cues[at].append(_made(Cue, (first, last, kind, end)))
    return Reading(tuple(map(tuple, cues)), tuple(map(by_kind, cues)), topics)


def by_kind(cues: Iterable[Cue]) -> Kinds:
    """The cues of each kind, in their order."""
    found: Kinds = {}
    for cue in cues:
        found.setdefault(cue.kind, []).append(cue)
    return found


def _clause_end(text: Text, last: int, end: int) -> int:
    """The last word up to `end` that no stop or comma parts from word `last`."""
    return next((at for at in range(last, end) if not near(text, at)), end)


def touches(cue: Cue, trigger: Trigger) -> bool:
    """Whether an act is one that a cue is about, and within its reach."""
    kind = _kinds()[cue.kind]
    told = {trigger.act, trigger.event}
    if (kind.acts and not kind.acts & told) or kind.spares & told:
        return False
    if kind.scope in ("after", "clause"):
        return cue.first <= trigger.first <= cue.end
    if kind.scope == "before":
        return trigger.first <= cue.last and cue.first - kind.reach <= trigger.last
    if kind.scope == "around":
        return cue.first - kind.reach <= trigger.last and trigger.first <= cue.last + kind.reach
    return kind.scope == "sentence"


def happened(triggers: Iterable[Trigger], cues: tuple[Cue, ...]) -> list[Trigger]:
    """The acts of a sentence that are told as done: no future, no aim, and no cue says that they did not happen.

    A definite one soon after an act that did not goes with it («هدد بقصف الميناء بالصواريخ»).
    """
    kept, void = [], -1
    kinds = _kinds()
    voiding = [cue for cue in cues if kinds[cue.kind].voids]
    for trigger in triggers:
        if trigger.form in _UNDONE or any(_voids(cue, trigger) for cue in voiding):
            void = trigger.last + _WITH
        elif trigger.form != "definite" or trigger.first > void:
            kept.append(trigger)
    return kept


def recalled(trigger: Trigger, kinds: Kinds) -> bool:
    """Whether the words before an act say that it was long ago («بعد سنوات من»), whatever else the sentence tells."""
    return any(touches(cue, trigger) for kind in _RECALLS for cue in kinds.get(kind, ()))


def _voids(cue: Cue, trigger: Trigger) -> bool:
    return (_kinds()[cue.kind].voids == "all" or trigger.form != "definite") and touches(cue, trigger)


@cache
def _kinds() -> dict[str, CueKind]:
    return {kind.id: kind for kind in cue_kinds()}


class _Found(NamedTuple):
    """What a phrase is a cue of: its kind, whether that is the topic of an article, whether it must open a sentence.

    `reach` words behind it are touched at most, none beyond its `clause` when that is True.
    """

    kind: str
    topic: bool
    opens: bool
    reach: int
    clause: bool


@cache
def _index() -> PhraseIndex[_Found]:
    index: PhraseIndex[_Found] = PhraseIndex()
    for kind in cue_kinds():
        found = _Found(kind.id, kind.scope == "article", kind.opens, kind.reach, kind.scope == "clause")
        for words in {fold_words(phrase): None for phrase in kind.phrases}:
            index.add_words(words, found)
    return index
