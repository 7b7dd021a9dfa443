"""Makes groups of weighed pairs, one component at a time, without chaining.

The likeliest pairs come first, equal ones in the order of their ids. Two groups become one when every telling of the
one can be of the same incident as every telling of the other and they agree on the whole. A telling that fits two
which can't be one joins neither, unless one fits clearly better. What people decided comes before all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rasd.record.merge import scoring
from rasd.record.merge.model import Doubt, Group, Pair, Reason, Telling, Weighed, sorted_pair
from rasd.record.merge.rules import Rules

PERSON = "person"
"""The key of the reason for a pair that a person put together."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided about pairs, each in alphabetical order; a pair stands in one of the two at most."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        """All tellings that people decided about."""
        return frozenset(one for pair in (*self.together, *self.apart) for one in pair)


def components(ids: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """The ids that pairs tie to each other, however indirectly; those tied to nothing are left out."""
    tied: dict[str, list[str]] = {one: [] for one in ids}
    for one, other in pairs:
        if one in tied and other in tied:
            tied[one].append(other)
            tied[other].append(one)
    found: list[list[str]] = []
    seen: set[str] = set()
    for start, others in tied.items():
        if start in seen or not others:
            continue
        seen.add(start)
        reached, waiting = [start], [start]
        while waiting:
            for other in tied[waiting.pop()]:
                if other not in seen:
                    seen.add(other)
                    reached.append(other)
                    waiting.append(other)
        found.append(sorted(reached))
    return found


def cluster(
    tellings: Sequence[Telling], pairs: Sequence[Weighed], decided: Decided, rules: Rules
) -> tuple[list[Group], list[Doubt]]:
    """The groups and doubts of a component; `pairs` are all of its pairs that are in doubt at least."""
    return _Component(tellings, pairs, decided, rules).divided()


class _Component:
    """Tellings that pairs tie together, while they are divided into groups."""

    def __init__(self, tellings: Sequence[Telling], pairs: Sequence[Weighed], decided: Decided, rules: Rules) -> None:
        self._tellings = {one.id: one for one in tellings}
        self._pairs = {one.pair: one for one in pairs if one.pair not in decided.apart}
        self._decided = decided
        self._rules = rules
        self._known = {pair: (one.score, False) for pair, one in self._pairs.items()}
        self._group: dict[str, list[str]] = {one.id: [one.id] for one in tellings}
        self._put: dict[str, list[str]] = {one.id: [] for one in tellings}
        for one, other in sorted(decided.together):
            if one in self._put and other in self._put:
                self._put[one].append(other)
                self._put[other].append(one)

    def divided(self) -> tuple[list[Group], list[Doubt]]:
        for pair in sorted(self._decided.together):
            if all(one in self._tellings for one in pair):
                self._join(*pair, by_person=True)
        least = self._rules.thresholds["merge"]
        ranked = sorted(self._pairs.values(), key=lambda one: (-one.score, one.pair))
        likely = [one for one in ranked if one.score >= least]
        tied = _tied(likely)
        for one in likely:
            if not self._rivalled(one, tied):
                self._join(*one.pair)
        return list(self._groups()), list(self._doubts(ranked))

    def _join(self, one: str, other: str, *, by_person: bool = False) -> None:
        mine, yours = self._group[one], self._group[other]
        if mine is yours or not (self._may_join(mine, yours, by_person=by_person)):
            return
        mine += yours
        for member in yours:
            self._group[member] = mine

    def _may_join(self, mine: Sequence[str], yours: Sequence[str], *, by_person: bool) -> bool:
        """Whether no telling of the one group speaks against one of the other, and they agree on the whole."""
        total, counted = 0.0, 0
        for one in mine:
            for other in yours:
                points, clash = self._between(one, other)
                if sorted_pair(one, other) in self._decided.apart:
                    return False
                if by_person or (clash and self._excused(one, other)):
                    continue
                if clash:
                    return False
                total, counted = total + points, counted + 1
        return total >= self._rules.thresholds["hold"] * counted

    def _excused(self, one: str, other: str) -> bool:
        """Whether two that contradict each other may be in one group: because a person put one of them together with
        what fits the other, and no article tells of both."""
        if self._tellings[one].shares_article(self._tellings[other]):
            return False
        return any(not self._between(tied, other)[1] for tied in self._put[one]) or any(
            not self._between(one, tied)[1] for tied in self._put[other]
        )

    def _between(self, one: str, other: str) -> tuple[float, bool]:
        """The points of two tellings together, and whether they contradict each other."""
        pair = sorted_pair(one, other)
        if pair in self._decided.apart:
            return 0.0, True
        if pair in self._decided.together:
            return self._rules.thresholds["merge"], False
        if pair not in self._known:
            self._known[pair] = scoring.between(self._tellings[one], self._tellings[other], self._rules)
        return self._known[pair]

    def _rivalled(self, found: Weighed, tied: Mapping[str, Sequence[tuple[float, str]]]) -> bool:
        """Whether one of the two fits another telling about as well that can't be the same as the second."""
        for one, other in (found.pair, found.pair[::-1]):
            for score, rival in tied[one]:
                if score < found.score - self._rules.thresholds["clear"]:
                    break
                if rival != other and self._between(rival, other)[1]:
                    return True
        return False

    def _groups(self) -> Iterator[Group]:
        for members in {id(group): group for group in self._group.values()}.values():
            if len(members) > 1:
                ordered = sorted(members, key=lambda one: self._tellings[one].order)
                yield Group(tuple(ordered), tuple(self._link(one, ordered) for one in ordered[1:]))

    def _link(self, member: str, ordered: Sequence[str]) -> Weighed:
        """Why a member belongs to its group: its pair with the lead, or the likeliest with any other."""
        others = [one for one in ordered if one != member]
        by_person = [one for one in others if sorted_pair(member, one) in self._decided.together]
        known = [self._pairs[pair] for one in others if (pair := sorted_pair(member, one)) in self._pairs]
        if by_person or not known:
            pair = sorted_pair(member, (by_person or others)[0])
            weighed = self._pairs.get(pair)
            reasons = (Reason(PERSON, 0.0), *(weighed.reasons if weighed else ()))
            return Weighed(*pair, weighed.score if weighed else self._rules.thresholds["merge"], reasons)
        with_lead = [one for one in known if ordered[0] in one.pair and one.score >= self._rules.thresholds["merge"]]
        return (with_lead or sorted(known, key=lambda one: (-one.score, one.pair)))[0]

    def _doubts(self, ranked: Sequence[Weighed]) -> Iterator[Doubt]:
        """The likeliest pair of each two groups that may be one; none where a telling of each is of one article."""
        asked: set[tuple[str, str]] = set()
        for one in ranked:
            mine, yours = (self._group[id] for id in one.pair)
            leads = sorted_pair(mine[0], yours[0])
            if mine is yours or leads in asked:
                continue
            asked.add(leads)
            if all(self._may_ask(a, b) for a in mine for b in yours):
                yield one

    def _may_ask(self, one: str, other: str) -> bool:
        """Whether nobody and nothing forbids that two tellings are of one incident."""
        pair = sorted_pair(one, other)
        if pair in self._decided.apart:
            return False
        return pair in self._pairs or scoring.possible(self._tellings[one], self._tellings[other], self._rules)


def _tied(pairs: Sequence[Weighed]) -> dict[str, list[tuple[float, str]]]:
    """For each telling those that pairs tie it to, the likeliest first."""
    found: dict[str, list[tuple[float, str]]] = {}
    for one in pairs:
        found.setdefault(one.one, []).append((one.score, one.other))
        found.setdefault(one.other, []).append((one.score, one.one))
    return found
