"""Fits data/slot_confidence.yaml, how sure each slot of an incident is, and prints how well it holds on other articles.

    python benchmarks/fit_slots.py ARTICLES.jsonl GOLD.jsonl [--check ARTICLES GOLD] [--write]

A slot is right when the incident is annotated and the slot agrees with the annotation (rasd/evaluate/matching.py); all
slots of an incident that nobody annotated are wrong. One logistic regression a slot: on the incident's confidence and
on the rule that read the slot, the rules' weights drawn to zero so that a rare one follows the others.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rasd.errors import DataError
from rasd.evaluate import gold
from rasd.evaluate.facts import Actor, Found, Mark, found
from rasd.evaluate.judging import judge
from rasd.evaluate.matching import Agreement, same_actor
from rasd.extract import pipeline
from rasd.lexicon import DATA
from rasd.record import articles

FILE = DATA / "slot_confidence.yaml"
SLOTS = {
    "event": "sub_event_type",
    "place": "place",
    "date": "date",
    "actor": "",
    "killed": "killed",
    "injured": "injured",
}
RARE = 6
PENALTY = 2.0


@dataclass(frozen=True)
class Seen:
    """A slot that was read: the rule, the incident's confidence, whether it is right."""

    rule: str
    confidence: float
    right: bool


def seen(articles_file: str, gold_file: str) -> dict[str, list[Seen]]:
    """Every slot read in the annotated articles, by slot."""
    golds = {one.id: one.incidents for one in gold.read(gold_file) if not isinstance(one, DataError)}
    extractor = pipeline.load()
    slots: defaultdict[str, list[Seen]] = defaultdict(list)
    for article in articles.read(articles_file):
        if isinstance(article, DataError) or article.id not in golds:
            continue
        judged = judge(golds[article.id], tuple(found(one) for one in extractor.extract(article)))
        paired = {pair.found: pair for pair in judged.pairs}
        for at, one in enumerate(judged.founds):
            if at in judged.ignored:
                continue
            pair = paired.get(at)
            actors = judged.golds[pair.gold].actors if pair else ()
            for slot, mark, right in of_incident(one, pair.agreement if pair else None, actors):
                slots[slot].append(Seen(mark.rule, one.confidence, right))
    return slots


def of_incident(one: Found, agreement: Agreement | None, golds: tuple[Actor, ...]) -> Iterator[tuple[str, Mark, bool]]:
    """The slots of one found incident, each once by its first phrase, actors each."""
    told = set()
    names = {actor.surface: actor for actor in one.facts.actors}
    for mark in one.marks:
        slot = mark.slot.partition(":")[0]
        if slot not in SLOTS or (slot in told and slot != "actor"):
            continue
        told.add(slot)
        if slot == "actor":
            actor = names.get(mark.text)
            yield slot, mark, actor is not None and any(same_actor(other, actor) for other in golds)
        else:
            yield slot, mark, agreement is not None and bool(getattr(agreement, SLOTS[slot]))


def matrix(data: list[Seen], rules: list[str]) -> np.ndarray:
    """A column of ones, the confidence's log odds, a column a rule."""
    return np.array([[1.0, odds(one.confidence), *(float(one.rule == rule) for rule in rules)] for one in data])


def odds(confidence: float) -> float:
    """The log odds of a confidence, held away from certainty."""
    held = min(0.98, max(0.02, confidence))
    return math.log(held / (1 - held))


def fit(data: list[Seen]) -> tuple[list[str], np.ndarray]:
    """The rules that have a weight, and the weights: constant, confidence, rules."""
    rules = sorted(rule for rule, count in Counter(one.rule for one in data).items() if count >= RARE)
    x, y = matrix(data, rules), np.array([float(one.right) for one in data])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        chance = 1 / (1 + np.exp(-(x @ w)))
        held = np.clip(chance, 1e-9, 1 - 1e-9)
        value = -float(np.sum(y * np.log(held) + (1 - y) * np.log(1 - held))) + PENALTY / 2 * float(w[2:] @ w[2:])
        gradient = x.T @ (chance - y)
        gradient[2:] += PENALTY * w[2:]
        return value, gradient

    return rules, minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def check(name: str, data: list[Seen], rules: list[str], w: np.ndarray) -> None:
    """Prints how often the slot is right and how often it was said to be, in three parts of what was said."""
    said = 1 / (1 + np.exp(-(matrix(data, rules) @ w)))
    right = np.array([float(one.right) for one in data])
    parts = np.array_split(np.argsort(said, kind="stable"), 3)
    told = "  ".join(f"{said[part].mean():.2f}/{right[part].mean():.2f}" for part in parts if len(part))
    brier = float(np.mean((said - right) ** 2))
    print(f"{name:8} {len(data):5}  right {right.mean():.2f}  Brier {brier:.3f}  said/right by thirds {told}")


def main() -> None:
    """Fits, checks, and writes when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles")
    parser.add_argument("gold")
    parser.add_argument("--check", nargs=2, metavar=("ARTICLES", "GOLD"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    learnt = seen(given.articles, given.gold)
    other = seen(*given.check) if given.check else {}
    lines = [
        "# How sure each slot is: log odds as constant + confidence * log odds of the incident + the rule's weight.",
        "# Made by benchmarks/fit_slots.py; not edited by hand.",
    ]
    for slot in SLOTS:
        rules, w = fit(learnt[slot])
        check(slot, learnt[slot], rules, w)
        if other:
            check("  other", other[slot], rules, w)
        lines += [f"{slot}:", f"  constant: {w[0]:.3f}", f"  confidence: {w[1]:.3f}", "  rules:"]
        lines += [f'    "{rule}": {weight:.3f}' for rule, weight in zip(rules, w[2:], strict=True)]
    if given.write:
        FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"written: {FILE.name}")


if __name__ == "__main__":
    main()
