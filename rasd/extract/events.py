"""Finds the phrases that name acts, and the means named with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from gazetteer.arabic import Text
from gazetteer.phrases import Match, PhraseIndex, stems
from rasd.lexicon.events import TriggerForm, acts, event_types
from rasd.model import Means, Trigger

_made = tuple.__new__  # makes a named tuple without the step of Python that its own constructor is
# How many words may stand in the gap of a phrase («أطلق … النار»).
_GAP = 10
# The first and last word of a phrase that is not the event it holds the words of, and that event's id ("" for any).
_Bar = tuple[int, int, str]
# How many words before «لاقتحام» may stand who underwent it.
_UNDERGONE_REACH = 8


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a phrase stands for: role is trigger, means, armed or unarmed (a target) or exclude."""

    role: str
    event: str = ""
    act: str = ""
    form: str = ""
    weak: bool = False
    rule: str = ""
    tails: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acts:
    """The triggers and means of a text, in its order, and the words where something that only forces have is named."""

    triggers: tuple[Trigger, ...]
    means: tuple[Means, ...]
    armed_targets: tuple[int, ...] = ()
    unarmed_targets: tuple[int, ...] = ()


def find(text: Text) -> Acts:
    """Every act and means named, the longest phrase at each place; phrases that only hold such words are left out."""
    matches = _index().every(text)
    barred = [(m.first, m.last, entry.event) for m in matches for entry in m.values if entry.role == "exclude"]
    triggers: list[Trigger] = []
    means: list[Means] = []
    targets: dict[str, list[int]] = {"armed": [], "unarmed": []}
    for match in matches:
        is_barred = barred and _inside(match, barred)
        for entry in match.values:
            if entry.role in targets:
                if match.first not in targets[entry.role][-1:]:
                    targets[entry.role].append(match.first)
            elif is_barred and not _freed(match, entry, barred):
                continue
            elif entry.role == "trigger":
                if (one := _trigger(text, match, entry)) is not None:
                    triggers.append(one)
            elif entry.role == "means":
                means.append(Means(match.first, match.last, entry.event))
    return Acts(
        tuple(_longest_only(triggers)), tuple(_longest_means(means)), tuple(targets["armed"]), tuple(targets["unarmed"])
    )


def _trigger(text: Text, match: Match[_Entry], entry: _Entry) -> Trigger | None:
    first, last, prefix, _ = match
    form = entry.form
    if prefix and form == "verb" and prefix.endswith(acts().noun_clitics):
        if entry.tails:
            return None
        form = "noun"
    if prefix and form == "noun" and (entry.act or entry.event) in acts().aims and prefix.endswith(acts().aim_clitic):
        form = "noun" if _undergone(text, first) else "aim"
    if entry.tails:
        end = _tail_end(text, last, entry.tails)
        if end is None:
            return None
        last = end
    span = text.span(first, last)
    return _made(Trigger, (span, first, last, entry.event, form, entry.rule, entry.act, entry.weak))


def _undergone(text: Text, first: int) -> bool:
    """Whether the words before an act say that someone underwent it («تعرضت القرية لاقتحام»)."""
    known = acts().undergone
    before = text.words[max(0, first - _UNDERGONE_REACH) : first]
    return any(stem in known for word in before for stem, _ in stems(word))


def _tail_end(text: Text, at: int, tails: Mapping[str, tuple[tuple[str, ...], ...]]) -> int | None:
    """Where the second half of a phrase with a gap ends, when it follows within the gap and the same clause."""
    words, joined = text.words, text.joined
    if tails.keys().isdisjoint(words[at + 1 : at + 2 + _GAP]):
        return None
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


def _inside(match: Match[_Entry], barred: list[_Bar]) -> bool:
    return any(first <= match.first <= last and match.last <= max(last, match.first) for first, last, _ in barred)


def _freed(match: Match[_Entry], entry: _Entry, barred: list[_Bar]) -> bool:
    """Whether a phrase is barred by its own words alone, for others («مسيرة احتجاجية» is no drone, but a march)."""
    span = (match.first, match.last)
    return all(bar[:2] == span and bar[2] not in ("", entry.event) for bar in barred if _inside(match, [bar]))


def _longest_only(triggers: list[Trigger]) -> list[Trigger]:
    """One trigger a stretch of words: the longest, a settled type before an open act, strong before weak."""
    if all(one.last < following.first for one, following in pairwise(triggers)):
        return triggers
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
            _add_form(index, form, event.id, "", f"event:{event.id}")
        for phrase in event.means:
            index.add(phrase, _Entry("means", event.id))
        for phrase in event.excludes:
            index.add(phrase, _Entry("exclude", event.id))
    for act in acts().acts:
        for form in act.triggers:
            _add_form(index, form, act.default, act.id, f"act:{act.id}")
    for phrase in acts().armed_targets:
        index.add(phrase, _Entry("armed"))
    for phrase in acts().unarmed_targets:
        index.add(phrase, _Entry("unarmed"))
    for phrase in acts().excludes:
        index.add(phrase, _Entry("exclude"))
    return index


def _add_form(index: PhraseIndex[_Entry], form: TriggerForm, event: str, act: str, rule: str) -> None:
    inflected = form.inflected
    entry = _Entry("trigger", event, act, inflected.form, form.weak, rule, _by_first(inflected.tails))
    index.add_words(inflected.words, entry)
