"""Merging as a whole: pairs found, weighed, and made into groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from rasd.record.merge.blocking import candidates
from rasd.record.merge.clustering import Decided, cluster, components
from rasd.record.merge.copies import Copies, gathered, link
from rasd.record.merge.model import Doubt, Group, Merged, Pair, Telling, Weighed, sorted_pairs
from rasd.record.merge.rules import Rules, rules
from rasd.record.merge.scoring import weigh


def merge(tellings: Iterable[Telling], together: Iterable[Pair] = (), apart: Iterable[Pair] = ()) -> Merged:
    """The groups of all these tellings and the pairs in doubt, the same for any order of them.

    `together` and `apart` are pairs of ids that people decided; a pair in both is apart.
    """
    known, people = rules(), decided(together, apart)
    firsts, copies = gathered(tellings, known, people.ids)
    return merged(firsts, copies, weighed(firsts, known), people, known)


def decided(together: Iterable[Pair], apart: Iterable[Pair]) -> Decided:
    """Pairs that people decided, without those of an incident with itself."""
    parted = sorted_pairs(pair for pair in apart if pair[0] != pair[1])
    return Decided(sorted_pairs(pair for pair in together if pair[0] != pair[1]) - parted, parted)


def weighed(tellings: Sequence[Telling], known: Rules, changed: Collection[str] | None = None) -> list[Weighed]:
    """All pairs that are in doubt at least; with `changed`, only those of which one has one of these ids.

    The tellings stand in the order of their ids.
    """
    at = None if changed is None else [at for at, one in enumerate(tellings) if one.id in changed]
    found = []
    for pairs in candidates(tellings, known, at):
        for one, other in pairs.tolist():
            pair = weigh(tellings[one], tellings[other], known)
            if pair is not None:
                found.append(pair)
    return found


def merged(
    tellings: Sequence[Telling], copies: Copies, pairs: Sequence[Weighed], people: Decided, known: Rules
) -> Merged:
    """The groups and doubts that weighed pairs come to, each telling with its copies."""
    by_id = {one.id: one for one in tellings}
    groups: list[Group] = []
    doubts: list[Doubt] = []
    found = components(by_id, [*(one.pair for one in pairs), *people.together])
    component_of = {one: number for number, ids in enumerate(found) for one in ids}
    inside: list[list[Weighed]] = [[] for _ in found]
    for pair in pairs:
        inside[component_of[pair.one]].append(pair)
    for ids, mine in zip(found, inside, strict=True):
        some_groups, some_doubts = cluster([by_id[one] for one in ids], mine, people, known)
        groups += some_groups
        doubts += some_doubts
    groups = list(_with_copies(groups, by_id, copies, known))
    doubts.sort(key=lambda one: (-one.score, one.pair))
    return Merged(
        tuple(sorted(groups, key=lambda one: one.lead)), tuple(doubts), tuple(sorted(pairs, key=lambda one: one.pair)),
        tuple((first, copy.id) for first in sorted(copies) for copy in copies[first]),
    )  # fmt: skip


def _with_copies(
    groups: Iterable[Group], by_id: Mapping[str, Telling], copies: Copies, known: Rules
) -> Iterator[Group]:
    """The groups with the copies of their members, and copies that are by themselves."""
    alone = set(copies)
    for group in groups:
        alone -= set(group.members)
        if copies.keys() & set(group.members):
            yield _widened(group, by_id, copies, known)
        else:
            yield group
    for first in alone:
        yield _widened(Group((first,)), by_id, copies, known)


def _widened(group: Group, by_id: Mapping[str, Telling], copies: Copies, known: Rules) -> Group:
    told = [by_id[one] for one in group.members]
    why = dict(zip(group.members[1:], group.links, strict=True))
    for first in list(told):
        for copy in copies.get(first.id, ()):
            told.append(copy)
            why[copy.id] = link(first, copy, known)
    told.sort(key=lambda one: one.order)
    return Group(tuple(one.id for one in told), tuple(why[one.id] for one in told[1:]))
