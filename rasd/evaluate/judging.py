"""Judges an article: what was found in it beside what is annotated. Runs in any process (see rasd/workers.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rasd.evaluate.facts import Facts, Found, found
from rasd.evaluate.matching import Pair, pairs
from rasd.extract import pipeline
from rasd.model import Article
from rasd.workers import Result, Work

SLOTS = ("event_type", "sub_event_type", "place", "date", "date_exact", "killed", "injured", "actors")
MISSED, SPURIOUS = "missed", "spurious"
KINDS = (MISSED, SPURIOUS, *SLOTS)
"""What an error can be; an error of a pair has several when several slots are wrong."""

Golds = Mapping[str, tuple[Facts, ...]]


@dataclass(frozen=True, slots=True)
class Error:
    """An annotated incident that was missed, a found one that is none, or a pair whose `kinds` of slots are wrong."""

    kinds: tuple[str, ...]
    gold: Facts | None = None
    found: Found | None = None
    found_number: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One article. `pairs` are without those of background, whose found incidents are the `ignored` ones.

    `explained` is what the extraction tells of the article, "" unless it was asked for and there is an error.
    """

    golds: tuple[Facts, ...]
    founds: tuple[Found, ...]
    pairs: tuple[Pair, ...]
    ignored: frozenset[int]
    explained: str = ""

    def errors(self) -> list[Error]:
        """What is wrong: the pairs first, then what was missed, then what was found and is none."""
        wrong = [self._of_pair(pair) for pair in self.pairs if wrong_slots(self, pair)]
        paired = {pair.gold for pair in self.pairs}
        taken = {pair.found for pair in self.pairs} | self.ignored
        missed = [
            Error((MISSED,), gold=gold)
            for at, gold in enumerate(self.golds)
            if at not in paired and not gold.background
        ]
        none = [Error((SPURIOUS,), found=one, found_number=at) for at, one in enumerate(self.founds) if at not in taken]
        return [*wrong, *missed, *none]

    def _of_pair(self, pair: Pair) -> Error:
        return Error(wrong_slots(self, pair), self.golds[pair.gold], self.founds[pair.found], pair.found)


def wrong_slots(judged: Judged, pair: Pair) -> tuple[str, ...]:
    """The slots of a pair that are not right; an actor on one side alone makes `actors` one of them."""
    named = len(judged.golds[pair.gold].actors), len(judged.founds[pair.found].facts.actors)
    right = {slot: getattr(pair.agreement, slot) for slot in SLOTS[:-1]}
    right["actors"] = pair.agreement.actors == max(named)
    return tuple(slot for slot in SLOTS if not right[slot])


def judge(golds: tuple[Facts, ...], founds: tuple[Found, ...]) -> Judged:
    """Pairs what was found with what is annotated. What pairs with background counts neither way."""
    paired = pairs(golds, [one.facts for one in founds])
    live = tuple(pair for pair in paired if not golds[pair.gold].background)
    return Judged(golds, founds, live, frozenset(pair.found for pair in paired if golds[pair.gold].background))


def judging(golds: Golds, explained: bool) -> Work[Result[Judged | None]]:
    """The job: an article that is not annotated comes out as None, unread."""
    extractor = pipeline.load()

    def work(article: Article) -> Result[Judged | None]:
        annotated = golds.get(article.id)
        if annotated is None:
            return Result(None)
        incidents = extractor.extract(article)
        judged = judge(annotated, tuple(found(one) for one in incidents))
        if explained and judged.errors():
            told = extractor.explain(article)
            judged = Judged(judged.golds, judged.founds, judged.pairs, judged.ignored, told)
        return Result(judged, len(incidents), sum(one.resolution.latitude is None for one in incidents))

    return work
