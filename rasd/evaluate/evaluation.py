"""Gathers what comes out article by article, and tells it as text and as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import NamedTuple

from rasd.evaluate.facts import Facts
from rasd.evaluate.judging import Error, Golds, Judged, judge
from rasd.evaluate.measures import ON_PAIRS, Measures, OfType, Score, Tally, TypeTally
from rasd.model import Article

_WIDTH = 34


class Faulty(NamedTuple):
    """An article with something wrong in it; `article` is None for one that is annotated and wasn't given."""

    id: str
    article: Article | None
    judged: Judged


class Evaluation:
    """The measures so far and the articles with errors; `add` each article, then `finish`."""

    def __init__(self, golds: Golds) -> None:
        self.faulty: list[Faulty] = []
        self.again = self.passed_over = 0
        self._golds = golds
        self._seen: set[str] = set()
        self._all, self._kinds = Tally(), TypeTally()
        self._outlets: defaultdict[str, Tally] = defaultdict(Tally)

    def add(self, article: Article, judged: Judged | None) -> None:
        """Counts an article; one that isn't annotated, or comes a second time, is passed over."""
        if judged is None:
            self.passed_over += 1
        elif article.id in self._seen:
            self.again += 1
        else:
            self._seen.add(article.id)
            self._count(article.source, judged)
            if judged.errors():
                self.faulty.append(Faulty(article.id, article, judged))

    def finish(self) -> list[str]:
        """The ids annotated but never added; they are counted as articles in which nothing was found."""
        missing = [id for id in self._golds if id not in self._seen]
        for id in missing:
            judged = judge(self._golds[id], ())
            self._count("", judged)
            if judged.errors():
                self.faulty.append(Faulty(id, None, judged))
        return missing

    def _count(self, outlet: str, judged: Judged) -> None:
        self._all.add(judged)
        self._kinds.add(judged)
        self._outlets[outlet].add(judged)

    @property
    def measures(self) -> Measures:
        """Over all articles."""
        return self._all.measures()

    @property
    def by_type(self) -> dict[str, OfType]:
        """By sub-event type."""
        return self._kinds.measures()

    @property
    def by_outlet(self) -> dict[str, Measures]:
        """By outlet, the one with most articles first; "" is none told."""
        found = {outlet: tally.measures() for outlet, tally in self._outlets.items()}
        return dict(sorted(found.items(), key=lambda one: (-one[1].articles, one[0])))

    def as_json(self) -> str:
        """One JSON object: the measures, then every error with the slots of both sides; null is nothing to measure."""
        told = _measures_json(self.measures) | {
            "by_sub_event_type": {kind: asdict(one) for kind, one in self.by_type.items()},
            "by_outlet": {outlet: _measures_json(one) for outlet, one in self.by_outlet.items()},
            "errors": [_error_json(one.id, error) for one in self.faulty for error in one.judged.errors()],
        }
        return json.dumps(told, ensure_ascii=False, indent=1, default=str, allow_nan=False)

    def as_text(self) -> Iterator[str]:
        """The lines of a table for a terminal."""
        all = self.measures
        yield f"{all.articles} articles, {all.without_incident} of them without an incident"
        yield f"{all.annotated} incidents annotated, {all.found} found, {all.paired} paired"
        yield ""
        yield _line("", "precision", "recall", "F1")
        yield _line("detection", *_of(all.detection))
        yield _line("strict: event type, place, date", *_of(all.strict))
        yield _line("actors, on pairs", *_of(all.actors))
        yield ""
        for slot in ON_PAIRS:
            yield _line(f"{slot}, on pairs", _number(all.slots[slot]))
        yield _line("false alarms", _number(all.false_alarms))
        yield from _table("sub-event type", self.by_type)
        yield from _table("outlet", {outlet or "none told": one for outlet, one in self.by_outlet.items()})


def _measures_json(one: Measures) -> dict[str, object]:
    return {
        "articles": one.articles,
        "gold_incidents": one.annotated,
        "predicted_incidents": one.found,
        "paired_incidents": one.paired,
        "detection": asdict(one.detection),
        "strict": asdict(one.strict),
        **one.slots,
        "actors": asdict(one.actors),
        "false_alarms": one.false_alarms,
        "articles_without_incident": one.without_incident,
    }


def _error_json(id: str, error: Error) -> dict[str, object]:
    found = None
    if error.found is not None:
        rules: dict[str, list[str]] = {}
        for mark in error.found.marks:
            rules.setdefault(mark.slot, []).append(mark.rule)
        found = slots(error.found.facts) | {"rules": rules, "reason": error.found.reason}
        found["confidence"] = error.found.confidence
    return {"id": id, "kinds": error.kinds, "gold": slots(error.gold) if error.gold else None, "predicted": found}


def slots(facts: Facts) -> dict[str, object]:
    """The slots of an incident, named as in the annotation; an empty text is null."""
    told = asdict(facts)
    for slot in ("killed", "injured"):
        told |= {f"{slot}_{end}": value for end, value in told.pop(slot).items()}
    return {name: None if value == "" else value for name, value in told.items()}


def _table(title: str, rows: Mapping[str, OfType] | Mapping[str, Measures]) -> Iterator[str]:
    yield ""
    yield _line(title, "annotated", "found", "detect. F1", "strict P", "strict R", "strict F1")
    for name, row in rows.items():
        shown = name if len(name) < _WIDTH else name[: _WIDTH - 2] + "…"
        yield _line(shown, str(row.annotated), str(row.found), _number(row.detection.f1), *_of(row.strict))


def _of(score: Score) -> tuple[str, str, str]:
    return _number(score.precision), _number(score.recall), _number(score.f1)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _line(name: str, *values: str) -> str:
    return f"{name:<{_WIDTH}}" + "".join(f"{value:>11}" for value in values)
