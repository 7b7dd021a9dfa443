"""Why a place was taken, in the reader's language: the gazetteer's sentences turned back into their parts and retold.

The store keeps the sentence as it was given. One that no pattern reads (an older version's) is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gazetteer import reasons as given
from rasd.extract.assemble import NO_PLACE
from rasd.lexicon.labels import Labels
from rasd.record.review.acts import TAKEN_BACK, UNDONE
from rasd.ui import describe

_HOLE = re.compile(r"\\\{(\w+)[^}]*\\\}")
_ASIDE = re.compile(r"(.+) \((.+)\)", re.DOTALL)
# Why an act of the review was made, where the program says it.
_ACTS = {"undone": UNDONE, "taken_back": TAKEN_BACK}
_JOINTS = ("; ", ": ")


def told(reason: str, labels: Labels) -> str:
    """A reason in the reader's language."""
    for name, pattern in _patterns():
        found = pattern.fullmatch(reason)
        if found and f"reason.{name}" in labels.texts:
            values = {hole: _value(hole, value, labels) for hole, value in found.groupdict().items()}
            return labels(f"reason.{name}", **values)
    aside = _ASIDE.fullmatch(reason)
    if aside:
        return f"{told(aside[1], labels)} ({told(aside[2], labels)})"
    for joint in _JOINTS:
        head, joined, rest = reason.partition(joint)
        if joined:
            shown = labels("app.semicolon") if joint == "; " else joint
            return f"{told(head, labels)}{shown}{told(rest, labels)}"
    return reason


def names() -> Iterator[str]:
    """The names of all reasons, as the labels' keys have them."""
    yield from ("no_place", *_ACTS)
    yield from (name.lower() for name, value in vars(given).items() if name.isupper() and isinstance(value, str))


def _value(hole: str, value: str, labels: Labels) -> str:
    if hole == "why":
        return told(value, labels)
    if hole == "country":
        return describe.country(value, labels)
    return labels.get(f"bearing.{value}", describe.isolated(describe.named(value, labels)))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each reason's pattern, those with the most fixed words first."""
    sentences = {
        name.lower(): value for name, value in vars(given).items() if name.isupper() and isinstance(value, str)
    }
    sentences |= {"no_place": NO_PLACE.reason, **_ACTS}
    ordered = sorted(sentences.items(), key=lambda item: -len(re.sub(r"\{.*?\}", "", item[1])))
    return tuple((name, re.compile(_HOLE.sub(_group, re.escape(text)), re.DOTALL)) for name, text in ordered)


def _group(hole: re.Match[str]) -> str:
    # What may hold other reasons runs to the end; a name never crosses from one reason into the next.
    return f"(?P<{hole[1]}>.+)" if hole[1] == "why" else f"(?P<{hole[1]}>[^;:]+?)"
