"""The measures: shares over articles, incidents and pairs, for all, for each sub-event type and for each outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rasd.evaluate.judging import Judged

ON_PAIRS = ("event_type", "sub_event_type", "place", "place_10km", "date", "date_exact", "killed", "injured")
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean F1, 0 to 1; None where there was nothing to find or nothing found."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    """How well a set of articles was read.

    `annotated` and `found` count incidents, background left out on both sides; `detection` is over pairs, `strict` over
    pairs whose event type, place and date are all right; `slots` are shares of the pairs; `false_alarms` the share of
    the articles without an incident for which any was found.
    """

    articles: int
    without_incident: int
    annotated: int
    found: int
    paired: int
    detection: Score
    strict: Score
    slots: Mapping[str, float | None]
    actors: Score
    false_alarms: float | None


@dataclass(frozen=True, slots=True)
class OfType:
    """How well a sub-event type was read: precision over those found as it, recall over those annotated as it.

    `right` is the share of its paired incidents that were also found as it.
    """

    annotated: int
    found: int
    detection: Score
    strict: Score
    right: float | None


class Tally:
    """Counts article by article."""

    def __init__(self) -> None:
        self._n: Counter[str] = Counter()

    def add(self, judged: Judged) -> None:
        """Counts an article."""
        n = self._n
        n["articles"] += 1
        n["annotated"] += sum(not gold.background for gold in judged.golds)
        n["found"] += len(judged.founds) - len(judged.ignored)
        if not judged.golds:
            n["empty"] += 1
            n["alarms"] += bool(judged.founds)
        for pair in judged.pairs:
            n["paired"] += 1
            n["strict"] += pair.agreement.strict
            for slot in ON_PAIRS:
                n[slot] += getattr(pair.agreement, slot)
            n["actors"] += pair.agreement.actors
            n["gold actors"] += len(judged.golds[pair.gold].actors)
            n["found actors"] += len(judged.founds[pair.found].facts.actors)

    def measures(self) -> Measures:
        """What the counts come to."""
        n = self._n
        return Measures(
            articles=n["articles"],
            without_incident=n["empty"],
            annotated=n["annotated"],
            found=n["found"],
            paired=n["paired"],
            detection=_score(n["paired"], n["found"], n["paired"], n["annotated"]),
            strict=_score(n["strict"], n["found"], n["strict"], n["annotated"]),
            slots={slot: share(n[slot], n["paired"]) for slot in ON_PAIRS},
            actors=_score(n["actors"], n["found actors"], n["actors"], n["gold actors"]),
            false_alarms=share(n["alarms"], n["empty"]),
        )


class TypeTally:
    """Counts by sub-event type: what is annotated by its own type, what is found by its own."""

    def __init__(self) -> None:
        self._n: Counter[tuple[str, str]] = Counter()

    def add(self, judged: Judged) -> None:
        """Counts an article."""
        n = self._n
        for gold in judged.golds:
            n[gold.sub_event_type, "annotated"] += not gold.background
        for at, one in enumerate(judged.founds):
            n[one.facts.sub_event_type, "found"] += at not in judged.ignored
        for pair in judged.pairs:
            kind = judged.golds[pair.gold].sub_event_type
            found = judged.founds[pair.found].facts.sub_event_type
            n[kind, "recalled"] += 1
            n[found, "precise"] += 1
            n[kind, "right"] += pair.agreement.sub_event_type
            n[kind, "strictly recalled"] += pair.agreement.strict
            n[found, "strictly precise"] += pair.agreement.strict

    def measures(self) -> dict[str, OfType]:
        """What the counts come to, by sub-event type; the most annotated first."""
        n = self._n
        kinds = {kind for (kind, what), number in n.items() if number and what in ("annotated", "found")}
        return {
            kind: OfType(
                annotated=n[kind, "annotated"],
                found=n[kind, "found"],
                detection=_score(n[kind, "precise"], n[kind, "found"], n[kind, "recalled"], n[kind, "annotated"]),
                strict=_score(
                    n[kind, "strictly precise"], n[kind, "found"], n[kind, "strictly recalled"], n[kind, "annotated"]
                ),
                right=share(n[kind, "right"], n[kind, "recalled"]),
            )
            for kind in sorted(kinds, key=lambda kind: (-n[kind, "annotated"], kind))
        }


def share(part: int, whole: int) -> float | None:
    """A share, four decimals; None of nothing."""
    return round(part / whole, _DECIMALS) if whole else None


def _score(precise: int, found: int, recalled: int, annotated: int) -> Score:
    precision = precise / found if found else 0.0
    recall = recalled / annotated if annotated else 0.0
    mean = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(
        precision=share(precise, found),
        recall=share(recalled, annotated),
        f1=round(mean, _DECIMALS) if found or annotated else None,
    )
