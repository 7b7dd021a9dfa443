"""Finds the phrases that name acts, and the means named with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gazetteer.arabic import Text
from gazetteer.phrases import Match, PhraseIndex
from rasd.lexicon.events import TriggerForm, acts, event_types
from rasd.model import Means, Trigger

# How many words may stand in the gap of a phrase («أطلق … النار»).
_GAP = 8


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a phrase stands for: role is trigger, means or exclude."""

    role: str
    event: str = ""
    act: str = ""
    form: TriggerForm | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """The triggers and means of a text, in its order."""

    triggers: tuple[Trigger, ...]
    means: tuple[Means, ...]


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
    return Acts(tuple(_longest_only(triggers)), tuple(_longest_means(means)))


def _triggers(text: Text, match: Match[_Entry]) -> Iterable[Trigger]:
    for entry in match.values:
        if entry.role != "trigger" or entry.form is None:
            continue
        last, form = match.last, entry.form.inflected
        if form.tail:
            end = _tail_end(text, match.last, form.tail)
            if end is None:
                continue
            last = end
        yield Trigger(
            text.span(match.first, last), match.first, last, entry.event, form.form, entry.rule, entry.act,
            entry.form.weak,
        )  # fmt: skip


def _tail_end(text: Text, at: int, tail: tuple[str, ...]) -> int | None:
    """Where the second half of a phrase with a gap ends, when it follows within the gap and the same clause."""
    words, joined = text.words, text.joined
    for start in range(at + 1, min(at + 2 + _GAP, len(words) - len(tail) + 1)):
        if not joined[start - 1] and "," not in text.gaps[start - 1]:
            return None
        if words[start] == tail[0] and tuple(words[start : start + len(tail)]) == tail:
            return start + len(tail) - 1
    return None


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
            index.add_words(form.inflected.words, _Entry("trigger", event.id, "", form, f"event:{event.id}"))
        for phrase in event.means:
            index.add(phrase, _Entry("means", event.id))
        for phrase in event.excludes:
            index.add(phrase, _Entry("exclude"))
    for act in acts().acts:
        for form in act.triggers:
            index.add_words(form.inflected.words, _Entry("trigger", act.default, act.id, form, f"act:{act.id}"))
    for phrase in acts().excludes:
        index.add(phrase, _Entry("exclude"))
    return index
