"""How two tellings' counts of people agree. A count that is not told says nothing: null is not zero."""

from __future__ import annotations

from rasd.record.merge.model import Telling, Value
from rasd.record.merge.rules import Rules

Count = tuple[int | None, int | None]
_TWO, _FEW, _SEVERAL = 2, 4, 9


def found(kind: str, one: Telling, other: Telling, rules: Rules) -> str:
    """A key of data/merge.yaml's points, "" when one of them tells no count; `kind` is killed or injured."""
    mine, yours = getattr(one, kind), getattr(other, kind)
    if mine == (None, None) or yours == (None, None):
        return ""
    if mine == yours:
        return f"{kind}_same.{_size(_middle(mine))}"
    if _overlap(mine, yours, rules):
        return f"{kind}_within"
    low, high = sorted((_middle(mine), _middle(yours)))
    if high - low <= high * rules.tolls["close"]:
        return f"{kind}_close"
    if low == 0 or (high >= low * rules.tolls["far"] and high - low >= rules.tolls["far_by"]):
        return f"{kind}_far"
    if _risen(kind, one, other) and (high <= low * rules.tolls["risen"] or high - low <= rules.tolls["risen_by"]):
        return f"{kind}_risen"
    return f"{kind}_other"


def _size(count: int) -> str:
    if count == 0:
        return "none"
    names = (("one", 1), ("two", _TWO), ("few", _FEW), ("several", _SEVERAL))
    return next((name for name, most in names if count <= most), "many")


def _overlap(mine: Count, yours: Count, rules: Rules) -> bool:
    """Whether one number may be meant by both; «at least three» is not meant to be thirty."""
    (low, high), (other_low, other_high) = mine, yours
    if high is not None and other_high is not None:
        return max(low or 0, other_low or 0) <= min(high, other_high)
    if high is None and other_high is None:
        return False
    least, told = (low, other_high) if high is None else (other_low, high)
    return (least or 0) <= (told or 0) <= rules.tolls["open"] * (least or 0)


def _middle(count: Count) -> int:
    """The one number that a count comes to: its upper end, without one its lower."""
    low, high = count
    return high if high is not None else low or 0


def _risen(kind: str, one: Telling, other: Telling) -> bool:
    """Whether the report that came out later tells of more, or which was later is not known."""
    first, second = sorted((one, other), key=lambda told: told.order)
    if first.published is None or second.published is None or first.published == second.published:
        return True
    return _middle(getattr(first, kind)) < _middle(getattr(second, kind))


def values(key: str, one: Telling, other: Telling) -> tuple[tuple[str, Value], ...]:
    """What fills the holes in the words of a reason about counts; the smaller first."""
    kind = key.split("_", maxsplit=1)[0]
    low, high = sorted((_middle(getattr(one, kind)), _middle(getattr(other, kind))))
    return ("low", low), ("high", high)
