"""The rule that read a slot, in the reader's words; rules are named in the stages that hold them."""

from __future__ import annotations

from rasd.lexicon.events import event_types
from rasd.lexicon.labels import Labels
from rasd.ui import describe

_CARRIED, _AFTER, _MEANS = "carried:", "after ", "means:"


def told(slot: str, rule: str, labels: Labels) -> str | None:
    """What a rule does, in words; None for one that has none (an older version's), to be shown by its name."""
    reader = _READERS.get(slot)
    return reader(rule, labels) if reader is not None else None


def _event(rule: str, labels: Labels) -> str | None:
    head, *more = rule.split("+")
    parts = [_label(f"rule.event.{head.partition(':')[0]}", labels), *(_settled(one, labels) for one in more)]
    return _joined(parts, labels)


def _settled(part: str, labels: Labels) -> str | None:
    """What settled the type of an act that may be of several."""
    if part.startswith(_MEANS):
        event = part.removeprefix(_MEANS)
        kind = next((one.sub_event_type for one in event_types() if one.id == event), event)
        return labels("rule.event.means", type=describe.event(kind, labels))
    return _label(f"rule.event.{part}", labels)


def _place(rule: str, labels: Labels) -> str | None:
    if rule.startswith(_AFTER):
        feature = rule.removeprefix(_AFTER)
        return labels("rule.place.after", kind=labels.get(f"feature.{feature}", feature))
    return _label(f"rule.place.{_key(rule)}", labels)


def _date(rule: str, labels: Labels) -> str | None:
    known = _label(f"rule.date.{_key(rule.removeprefix(_CARRIED))}", labels)
    carried = labels("rule.date.carried") if rule.startswith(_CARRIED) else ""
    return _joined([known, carried] if carried else [known], labels)


def _actor(rule: str, labels: Labels) -> str | None:
    known = _label(f"rule.actor.{rule.removeprefix(_CARRIED).removeprefix('role:')}", labels)
    carried = labels("rule.date.carried") if rule.startswith(_CARRIED) else ""
    return _joined([known, carried] if carried else [known], labels)


def _toll(rule: str, labels: Labels) -> str | None:
    return _label(f"rule.toll.{_key(rule)}", labels)


_READERS = {
    "event": _event, "trigger": _event, "means": _settled, "place": _place, "date": _date, "actor": _actor,
    "killed": _toll, "injured": _toll,
}  # fmt: skip


def _key(rule: str) -> str:
    return rule.replace(" ", "_")


def _label(key: str, labels: Labels) -> str | None:
    return labels.texts.get(key)


def _joined(parts: list[str | None], labels: Labels) -> str | None:
    """The parts as one sentence; None when one of them has no words, so that nothing is half told."""
    return labels("app.semicolon").join(part for part in parts if part) if all(parts) else None
