"""How sure each slot of an incident is, from its rule and the incident's confidence: data/slot_confidence.yaml.

The weights are fitted on annotated articles by benchmarks/fit_slots.py, which says what counts as right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml
from rasd.lexicon import DATA

# Confidences are held away from certainty, where log odds have no end.
_LEAST, _MOST = 0.02, 0.98


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """One slot's: log odds are `constant` + `confidence` times the incident's log odds + the rule's weight."""

    constant: float
    confidence: float
    rules: Mapping[str, float]


@cache
def weights(path: Path = DATA / "slot_confidence.yaml") -> Mapping[str, Weights]:
    """The weights by slot. Raises DataError with file and line for a value that is no number."""
    return {slot: _weights(node) for slot, node in read_yaml(path).entries().items()}


def of(slot: str, rule: str, confidence: float) -> float | None:
    """How likely a slot read by this rule is right, between 0 and 1; None for a slot that was never measured."""
    fitted = weights().get(slot)
    if fitted is None:
        return None
    held = min(_MOST, max(_LEAST, confidence))
    odds = fitted.constant + fitted.confidence * math.log(held / (1 - held)) + fitted.rules.get(rule, 0.0)
    return 1 / (1 + math.exp(-odds))


def _weights(node: Node) -> Weights:
    node.only("constant", "confidence", "rules")
    rules = {name: float(value.number()) for name, value in node.need("rules").entries().items()}
    return Weights(float(node.need("constant").number()), float(node.need("confidence").number()), rules)
