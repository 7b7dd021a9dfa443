"""Finds the phrases that name acts, and the means named with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from gazetteer.arabic import Text
from gazetteer.phrases import Match, PhraseIndex
from rasd.lexicon.events import TriggerForm, acts, event_types
from rasd.model import Means, Trigger

# How many words may stand in the gap of a phrase («أطلق … النار»).
_GAP = 8


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a phrase stands for: role is trigger, means, armed (a target) or exclude."""

    role: str
    event: str = ""
    act: str = ""
    form: TriggerForm | None = None
    rule: str = ""
    tails: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acts:
    """The triggers and means of a text, in its order, and the words where something that only forces have is named."""

    triggers: tuple[Trigger, ...]
    means: tuple[Means, ...]
    armed_targets: tuple[int, ...] = ()


def find(text: Text) -> Acts:
    """Every act and means named, the longest phrase at each place; phrases that only hold such words are left out."""
    matches = list(_index().every(text))
    barred = [(m.first, m.last) for m in matches for entry in m.values if entry.role == "exclude"]
    triggers: list[Trigger] = []
    means: list[Means] = []
    for match in matches:
        if barred and _inside(match, barred):
            continue
        triggers += _triggers(text, match)
        means += [
            Means(text.span(match.first, match.last), match.first, match.last, entry.event)
            for entry in match.values
            if entry.role == "means"
        ]
    armed = tuple(m.first for m in matches if any(entry.role == "armed" for entry in m.values))
    return Acts(tuple(_longest_only(triggers)), tuple(_longest_means(means)), armed)


def _triggers(text: Text, match: Match[_Entry]) -> Iterable[Trigger]:
    for entry in match.values:
        if entry.role != "trigger" or entry.form is None:
            continue
        last, form = match.last, entry.form.inflected
        noun = form.form == "verb" and match.prefix.endswith(acts().noun_clitics)
        if form.tails and noun:
            continue
        if form.tails:
            end = _tail_end(text, match.last, entry.tails)
            if end is None:
                continue
            last = end
        yield Trigger(
            text.span(match.first, last), match.first, last, entry.event, "noun" if noun else form.form, entry.rule,
            entry.act, entry.form.weak,
        )  # fmt: skip


def _tail_end(text: Text, at: int, tails: Mapping[str, tuple[tuple[str, ...], ...]]) -> int | None:
    """Where the second half of a phrase with a gap ends, when it follows within the gap and the same clause."""
    words, joined = text.words, text.joined
    for start in range(at + 1, min(at + 2 + _GAP, len(words))):
        if not joined[start - 1] and "," not in text.gaps[start - 1]:
            return None
        for tail in tails.get(words[start], ()):
            if tuple(words[start : start + len(tail)]) == tail:
                return start + len(tail) - 1
    return None


@lru_cache(maxsize=2_000)
def _by_first(tails: tuple[tuple[str, ...], ...]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The second halves of a phrase by their first word, the longest first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for tail in sorted(tails, key=len, reverse=True):
        found[tail[0]] = (*found.get(tail[0], ()), tail)
    return found


def _inside(match: Match[_Entry], barred: list[tuple[int, int]]) -> bool:
    return any(first <= match.first <= last and match.last <= max(last, match.first) for first, last in barred)


def _longest_only(triggers: list[Trigger]) -> list[Trigger]:
    """One trigger a stretch of words: the longest, a settled type before an open act, strong before weak."""
    ranked = sorted(triggers, key=lambda t: (-(t.last - t.first), t.act != "", t.weak, t.first))
    taken: set[int] = set()
    kept = []
    for trigger in ranked:
        words = range(trigger.first, trigger.last + 1)
        if taken.isdisjoint(words):
            kept.append(trigger)
            taken.update(words)
    return sorted(kept, key=lambda t: t.first)


def _longest_means(means: list[Means]) -> list[Means]:
    kept: list[Means] = []
    for one in sorted(means, key=lambda m: (m.first, -m.last)):
        if not kept or one.first > kept[-1].last:
            kept.append(one)
    return kept


@cache
def _index() -> PhraseIndex[_Entry]:
    index: PhraseIndex[_Entry] = PhraseIndex()
    for event in event_types():
        for form in event.triggers:
            tails = _by_first(form.inflected.tails)
            index.add_words(form.inflected.words, _Entry("trigger", event.id, "", form, f"event:{event.id}", tails))
        for phrase in event.means:
            index.add(phrase, _Entry("means", event.id))
        for phrase in event.excludes:
            index.add(phrase, _Entry("exclude"))
    for act in acts().acts:
        for form in act.triggers:
            tails = _by_first(form.inflected.tails)
            entry = _Entry("trigger", act.default, act.id, form, f"act:{act.id}", tails)
            index.add_words(form.inflected.words, entry)
    for phrase in acts().armed_targets:
        index.add(phrase, _Entry("armed"))
    for phrase in acts().excludes:
        index.add(phrase, _Entry("exclude"))
    return index
