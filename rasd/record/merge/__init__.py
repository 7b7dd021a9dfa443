"""Brings the tellings of one incident together: several reports, one incident.

Pure: incidents as short `Telling`s go in, groups and doubts come out, the same for any order of arrival. In the order
it runs: `blocking` finds pairs that may tell of one incident, `scoring` weighs each pair and says why, `clustering`
makes groups without chaining, `grouping` does all three. `fold` makes one row of a group's rows. Words, weights and
thresholds stand in data/merge.yaml.

    merge(tellings: Iterable[Telling], together: Iterable[Pair], apart: Iterable[Pair]) -> Merged
    Merged.groups: tuple[Group, ...]        groups of two tellings or more; the rest stand alone
    Merged.doubts: tuple[Doubt, ...]        pairs for a person to decide, the likeliest first
    Group(members: tuple[str, ...], ...)    incident ids, the lead first; the lead's id is the merged incident's
    Doubt(one: str, other: str, score: float, reasons: tuple[Reason, ...])      ids of two tellings, of two groups
    Reason(key: str, values: ...)           in words: labels(f"merge.{key}", **values)
    fold(rows: Sequence[IncidentRow]) -> IncidentRow        rows in the group's order, the lead first

What the store gives of it:

    Store.merge(full: bool = False) -> int          recomputes what has changed since (or all); returns groups changed
    Store.groups() -> tuple[Group, ...]
    Store.doubts() -> tuple[Doubt, ...]
    StoredIncident.members: tuple[StoredIncident, ...]      every telling with its own row, itself included, lead first;
                                                            () for an incident told once (`tellings` is never empty)
    StoredIncident.group: Group | None                      why they are one

`Store.incident(id)` takes any member's id: its `row` is the group's folded row (its id is the lead's), its `incident`
and `article` are of the member asked for, its `decisions` those of all members in the order they were made.

People's decisions that speak of merging, append-only as all of them; the last of its field about an incident counts
and one whose `new` is None takes it back; of two that disagree about a pair, the later counts:

    Decision(incident=A, field="merge", new='{"with": "B"}')    A and B tell of one incident
    Decision(incident=A, field="apart", new='{"from": "B"}')    A and B tell of two; never in one group
    "with" and "from" take a list of ids as well: to take A out of its group, "from" lists all its other members.

Merging looks at what the machine read, not at other decisions: a corrected place never tears a group apart.
"""

from __future__ import annotations

from rasd.record.merge.clustering import PERSON, Decided
from rasd.record.merge.folding import fold
from rasd.record.merge.grouping import merge
from rasd.record.merge.model import Doubt, Group, Merged, Pair, Reason, Remade, Telling, Weighed
from rasd.record.merge.rules import Rules, rules

__all__ = [
    "PERSON", "Decided", "Doubt", "Group", "Merged", "Pair", "Reason", "Remade", "Rules", "Telling", "Weighed", "fold",
    "merge", "rules",
]  # fmt: skip
