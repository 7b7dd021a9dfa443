"""Weighs two tellings: an ordered list of small criteria, each finding what speaks for or against one incident.

A criterion names what it finds by a key of data/merge.yaml's points; VETO when the two can't be of one incident.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from rasd.record.merge import placing, tolls
from rasd.record.merge.model import Reason, Telling, Value, Weighed
from rasd.record.merge.rules import Rules

VETO: Final = "veto"
_DECIMALS, _LEAST = 3, 0.001
_TYPES: Final = ("kind_same", "kind_alike")

Criterion = Callable[[Telling, Telling, Rules], str]


def weigh(one: Telling, other: Telling, rules: Rules) -> Weighed | None:
    """The pair with its points and reasons; None when it has too few to be in doubt, or something forbids it.

    The same for both orders of the two.
    """
    least = rules.thresholds["doubt"]
    found = _found(*_ordered(one, other), rules, least)
    if found is None or found[0] < least:
        return None
    one, other = _ordered(one, other)
    score, keys = found
    kinds = rules.kinds(one.kind, other.kind) or 0.0
    told = Reason(_TYPES[one.kind != other.kind], kinds, (("one", one.kind), ("other", other.kind)))
    reasons = [told, *(Reason(key.split(".")[0], rules.points[key], _values(key, one, other)) for key in keys)]
    return Weighed(one.id, other.id, score, tuple(sorted(reasons, key=lambda found: -found.points)))


def between(one: Telling, other: Telling, rules: Rules) -> tuple[float, bool]:
    """The points that two tellings have together, however few, and whether they contradict each other."""
    found = _found(*_ordered(one, other), rules, None)
    if found is None:
        return 0.0, True
    score, keys = found
    against = any(rules.points[key] <= rules.thresholds["against"] for key in keys)
    return score, against and score < rules.thresholds["doubt"]


def possible(one: Telling, other: Telling, rules: Rules) -> bool:
    """Whether nothing forbids that two tellings are of one incident."""
    return _found(*_ordered(one, other), rules, None) is not None


def _ordered(one: Telling, other: Telling) -> tuple[Telling, Telling]:
    return (one, other) if one.id <= other.id else (other, one)


def _found(one: Telling, other: Telling, rules: Rules, least: float | None) -> tuple[float, list[str]] | None:
    """The points and the keys found; None for a veto, and for fewer points than `least`."""
    kinds = rules.kinds(one.kind, other.kind)
    if kinds is None or one.shares_article(other) or one.sample != other.sample:
        return None
    score: float = kinds
    keys: list[str] = []
    for criterion in _CRITERIA:
        key = criterion(one, other, rules)
        if key == VETO:
            return None
        if key:
            keys.append(key)
            score += rules.points[key]
    if _both_same(keys):
        keys.append("both_same")
        score += rules.points["both_same"]
    # Words are the dearest to compare: only where they can still decide.
    if least is not None and score + rules.points["words_same.all"] < least:
        return None
    for key in _told(one, other, rules):
        keys.append(key)
        score += rules.points[key]
    return round(_capped(score, one, other, keys, rules), _DECIMALS), keys


def _capped(score: float, one: Telling, other: Telling, keys: list[str], rules: Rules) -> float:
    """The score of a pair that has to stay in doubt: without a common place only the same words make one of two."""
    placed = placing.placed(one, rules) and placing.placed(other, rules)
    if placed or "place_words" in keys or any(key.startswith("words_same") for key in keys):
        return score
    return min(score, rules.thresholds["merge"] - _LEAST)


def _place(one: Telling, other: Telling, rules: Rules) -> str:
    return placing.found(one, other, rules) or VETO


def _day(one: Telling, other: Telling, rules: Rules) -> str:
    span, second = _span(one), _span(other)
    if span is None or second is None:
        return VETO
    (first, last), (begin, end) = span, second
    longest = max((last - first).days, (end - begin).days)
    if longest > rules.days["span"]:
        return VETO
    gap = max((begin - last).days, (first - end).days)
    if gap > rules.days["gap"]:
        return VETO
    if gap > 0:
        return "day_next.one" if gap == 1 else "day_next"
    if longest == 0:
        return "day_same"
    return "day_overlap" if longest <= rules.days["gap"] else "day_vague"


def _span(one: Telling) -> tuple[date, date] | None:
    first, last = one.earliest, one.latest
    return None if first is None or last is None or first > last else (first, last)


def _attackers(one: Telling, other: Telling, rules: Rules) -> str:
    known = rules.actors
    mine, yours = one.attackers - known.vague - known.people, other.attackers - known.vague - known.people
    if (mine & other.targets) - other.attackers or (yours & one.targets) - one.attackers:
        return "attackers_turned"
    if not mine or not yours:
        return ""
    if len(mine & yours & one.targets & other.targets) > 1:
        return "parties_same"
    if mine & yours:
        return "attackers_same"
    sides = [frozenset().union(*map(known.sides, actors)) for actors in (mine, yours)]
    return "attackers_allied" if sides[0] & sides[1] else "attackers_other"


def _targets(one: Telling, other: Telling, rules: Rules) -> str:
    mine, yours = one.targets - one.attackers, other.targets - other.attackers
    if not mine or not yours:
        return ""
    people, both = rules.actors.people, mine & yours
    if both:
        return "targets_same" if both - people else "targets_same.people"
    if mine <= people and yours <= people:
        return ""
    sides = [frozenset().union(*map(rules.actors.sides, actors)) for actors in (mine, yours)]
    return "" if sides[0] & sides[1] else "targets_other"


def _killed(one: Telling, other: Telling, rules: Rules) -> str:
    return tolls.found("killed", one, other, rules)


def _injured(one: Telling, other: Telling, rules: Rules) -> str:
    return tolls.found("injured", one, other, rules)


def _both_same(keys: list[str]) -> bool:
    """Whether both counts are the same, and of anybody."""
    same = [key for key in keys if key.startswith(("killed_same.", "injured_same."))]
    return len(same) > 1 and not any(key.endswith(".none") for key in same)


def _background(one: Telling, other: Telling, rules: Rules) -> str:
    if one.background != other.background:
        return "background_one"
    return "background_both" if one.background else ""


_CRITERIA: Final[tuple[Criterion, ...]] = (
    _day, _place, _attackers, _targets, _killed, _injured, _background,
)  # fmt: skip


def _told(one: Telling, other: Telling, rules: Rules) -> Iterator[str]:
    """How much of what is said in the two sentences is said in both, and whether one outlet tells it in other words."""
    known, shared = rules.words, 0.0
    if min(len(one.words), len(other.words)) >= known["fewest"]:
        shared = len(one.words & other.words) / len(one.words | other.words)
    found = next((name for name in ("all", "same", "alike", "little") if shared >= known[name]), "")
    if found:
        yield "words_same.all" if found == "all" else f"words_{found}"
    if one.outlet and one.outlet == other.outlet and found not in ("all", "same"):
        yield "outlet_same"


def _values(key: str, one: Telling, other: Telling) -> tuple[tuple[str, Value], ...]:
    """What fills the holes in a reason's words."""
    head = key.split(".", maxsplit=1)[0]
    if head.startswith("place_"):
        return placing.values(head, one, other)
    if head.startswith(("killed_", "injured_")):
        return tolls.values(head, one, other)
    if head.startswith("attackers_"):
        shared = sorted(one.attackers & other.attackers)
        return (("actors", " ".join(shared)),) if head == "attackers_same" else ()
    if head in ("targets_same", "parties_same"):
        return (("actors", " ".join(sorted(one.targets & other.targets))),)
    return (("outlet", one.outlet),) if head == "outlet_same" else ()
