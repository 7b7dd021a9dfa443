"""Copies: tellings that say the same in the same words, as when many print one dispatch or one repeats a paragraph.

They are of one incident without weighing every pair of them, of which a thousand copies have half a million. The first
published stands for all: it alone is weighed against others, with the articles of all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from rasd.record.merge.model import Reason, Telling, Weighed, sorted_pair
from rasd.record.merge.rules import Rules
from rasd.record.merge.scoring import weigh

COPY = "copy"
"""The key of the reason for a telling that is a copy of another."""

Copies = Mapping[str, Sequence[Telling]]
"""The copies, without the first, by the id of the first."""


def gathered(
    tellings: Iterable[Telling], rules: Rules, by_person: Collection[str] = ()
) -> tuple[list[Telling], dict[str, list[Telling]]]:
    """One telling for each that differs, and the copies of those that have any.

    Tellings about which people decided (their ids are `by_person`) are no copies; nor are two of one article.
    """
    found: dict[tuple[object, ...], list[Telling]] = {}
    for one in sorted(tellings, key=lambda told: told.order):
        key = _key(one, rules) if one.id not in by_person else (one.id,)
        again = 0
        while any(other.article == one.article for other in found.get((again, *key), ())):
            again += 1
        found.setdefault((again, *key), []).append(one)
    firsts, copies = [], {}
    for alike in found.values():
        first, others = alike[0], alike[1:]
        if others:
            copies[first.id] = others
        firsts.append(replace(first, articles=frozenset(one.article for one in alike)) if others else first)
    firsts.sort(key=lambda one: one.id)
    return firsts, copies


def link(first: Telling, copy: Telling, rules: Rules) -> Weighed:
    """Why a copy belongs to the first: the points that they have together, as those of any two."""
    found = weigh(replace(first, articles=frozenset()), copy, rules)
    if found is not None:
        return found
    return Weighed(*sorted_pair(first.id, copy.id), rules.thresholds["merge"], (Reason(COPY, 0.0),))


def _key(one: Telling, rules: Rules) -> tuple[object, ...]:
    """What two copies have in common; what takes no part in merging, or says next to nothing, has no copy."""
    if one.earliest is None or one.latest is None or (one.latest - one.earliest).days > rules.days["span"]:
        return (one.id,)
    if not one.located or len(one.sentence.split()) < rules.words["fewest"]:
        return (one.id,)
    return (
        one.sentence, one.kind, one.earliest, one.latest, one.place, one.place_text, one.latitude, one.longitude,
        one.radius_km, one.where_prec, one.actors, one.attackers, one.targets, one.killed, one.injured, one.background,
        one.sample,
    )  # fmt: skip
