"""How likely an incident is right in type, place and date, between 0 and 1: a logistic sum of weighted signs.

The weights are data (data/confidence.yaml), made by benchmarks/fit_confidence.py; signs.py names the signs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.datafile import read_yaml
from rasd.lexicon import DATA


@dataclass(frozen=True, slots=True)
class Weights:
    """`keep` is the confidence below which a telling is no incident; `signs` the weight of each sign."""

    keep: float
    constant: float
    signs: dict[str, float]


@cache
def weights(path: Path = DATA / "confidence.yaml") -> Weights:
    """The fitted weights. Raises DataError for a value that is no number."""
    root = read_yaml(path)
    root.only("keep", "constant", "signs")
    signs = {name: float(node.number()) for name, node in root.need("signs").entries().items()}
    return Weights(float(root.need("keep").number()), float(root.need("constant").number()), signs)


def of(signs: Iterable[str]) -> float:
    """The confidence of an incident with these signs, two decimals; a sign without a weight counts nothing."""
    fitted = weights()
    weight_of = fitted.signs.get
    total = fitted.constant + sum(sorted([weight for sign in signs if (weight := weight_of(sign))]))
    return round(1 / (1 + math.exp(-total)), 2)
