"""The list of an incident's slots: each value, the phrase it was read from, the rule that read it, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasd.lexicon.labels import Labels
from rasd.model import Evidence, Incident, IncidentRow
from rasd.record import review
from rasd.record.review.standing import standing
from rasd.record.store import StoredIncident
from rasd.ui import describe, rules, sureness
from rasd.ui.escape import html
from rasd.ui.evidence import Numbered, phrase_link, slot_class, slot_label, slot_of

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the list: a slot, its value in words (`known` or told to be missing), the phrases, a note on them.

    `by_person` tells that a person decided the value, whatever the phrases say.
    """

    slot: str
    value: str
    known: bool
    phrases: tuple[Numbered, ...]
    note: str = ""
    by_person: bool = False


def of(stored: StoredIncident, labels: Labels) -> str:
    """HTML of the list; every text in it is escaped."""
    lines = "".join(_line(one, stored.row.confidence, labels) for one in readings(stored, labels))
    return f'<ul class="rasd-readings">{lines}</ul>'


def confidence(row: IncidentRow, labels: Labels) -> str:
    """HTML of how sure the machine is of the incident, as words, figure and bar."""
    percent = round(row.confidence * _PERCENT)
    told = html(labels("reading.confidence", percent=percent))
    return (
        f'<p class="rasd-sure" title="{html(labels("reading.confidence_help"))}"><meter min="0" max="100" '
        f'value="{percent}"></meter> {told}</p>'
    )


def readings(stored: StoredIncident, labels: Labels) -> Iterator[Reading]:
    """The slots in the order they are told; those of which the text says nothing are told so."""
    row, incident = stored.row, stored.incident
    by_slot: dict[str, list[Numbered]] = {}
    for number, one in enumerate(incident.evidence):
        by_slot.setdefault(slot_of(one), []).append((number, one))
    told = (*_take(by_slot, "event"), *_take(by_slot, "trigger"))
    by_people = standing(stored.decisions)
    kind = describe.event(row.sub_event_type, labels)
    yield Reading("event", kind, True, told, by_person=review.EVENT in by_people.slots)
    if means := _take(by_slot, "means"):
        yield Reading("means", labels("reading.means"), True, means)
    located = row.latitude is not None
    told, decided = _take(by_slot, "place"), place_decided(stored)
    yield Reading("place", describe.place_of(row, labels), located, told, _precision(row, labels), decided)
    dated = row.date_earliest is not None or row.date_latest is not None
    phrases = _take(by_slot, "date")
    yield Reading("date", describe.when(row, labels), dated, phrases, by_person=review.DATE in by_people.slots)
    phrases = _take(by_slot, "actor")
    if review.SIDES in by_people.slots:
        yield from _decided_actors(by_people.values[review.SIDES], phrases, labels)
    else:
        yield from _actors(incident, phrases, labels)
    for slot, people in (("killed", describe.killed(row, labels)), ("injured", describe.injured(row, labels))):
        values = (getattr(row, f"{slot}_{end}") for end in ("low", "high", "vague"))
        known, phrases = any(value is not None for value in values), _take(by_slot, slot)
        yield Reading(slot, people, known, phrases, by_person=slot in by_people.slots)
    for slot, phrases in by_slot.items():
        yield Reading(slot, slot_label(slot, labels), True, tuple(phrases))


def place_decided(stored: StoredIncident) -> bool:
    """Whether the place shown is a person's and not the machine's."""
    machine = stored.incident.resolution.place
    return stored.row.place_id != (machine.id if machine else None)


def _take(by_slot: dict[str, list[Numbered]], slot: str) -> tuple[Numbered, ...]:
    return tuple(by_slot.pop(slot, ()))


def _actors(incident: Incident, phrases: Sequence[Numbered], labels: Labels) -> Iterator[Reading]:
    if not phrases:
        yield Reading("actor", labels("card.actors_unknown"), False, ())
    names = {one.actor: one.name for one in incident.actors}
    by_role: dict[tuple[str, str], list[Numbered]] = {}
    for number, one in phrases:
        by_role.setdefault((one.slot.partition(":")[2], one.rule), []).append((number, one))
    for (actor, rule), told in by_role.items():
        role = describe.role(rule.rpartition("role:")[2], labels)
        name = describe.actor(actor, labels, names.get(actor, ""))
        yield Reading("actor", name, True, tuple(told), role)


def _decided_actors(sides: Sequence[tuple[str, str]], phrases: Sequence[Numbered], labels: Labels) -> Iterator[Reading]:
    """Who took part as a person decided, each with the phrases that name the actor."""
    for actor, role in sides:
        told = tuple(one for one in phrases if one[1].slot.partition(":")[2] == actor)
        yield Reading("actor", describe.actor(actor, labels), True, told, describe.role(role, labels), by_person=True)
    if not sides:
        yield Reading("actor", labels("card.actors_unknown"), False, (), by_person=True)


def _precision(row: IncidentRow, labels: Labels) -> str:
    if row.latitude is None:
        return ""
    area = describe.area_of(row, labels)
    return labels("app.comma").join(part for part in (area, describe.precision(row.where_prec, labels)) if part)


def _line(one: Reading, confidence: float, labels: Labels) -> str:
    of = " ".join(str(number) for number, _ in one.phrases)
    chip = f'<span class="{slot_class(one.slot)}">{html(slot_label(one.slot, labels))}</span>'
    value = html(one.value) if one.known else f'<i class="rasd-unknown">{html(one.value)}</i>'
    note = f"<small>{html(one.note)}</small>" if one.note else ""
    phrases = "".join(_phrase(number, found, labels) for number, found in one.phrases)
    told = f"<b>{value}</b>{_sure(one, confidence, labels)}{note}{phrases}"
    return f'<li class="rasd-read" data-of="{of}">{chip}<div>{told}</div></li>'


def _sure(one: Reading, confidence: float, labels: Labels) -> str:
    """HTML of how sure the slot is, by the rule of its first phrase; nothing for what is not known."""
    if one.by_person:
        return f'<span class="rasd-percent">{html(labels("reading.by_person"))}</span>'
    if not one.phrases or not one.known:
        return ""
    found = one.phrases[0][1]
    share = sureness.of(one.slot, found.rule, confidence)
    if share is None:
        return ""
    told = labels("reading.sure", percent=round(share * _PERCENT))
    return f'<span class="rasd-percent" title="{html(labels("reading.sure_help"))}">{html(told)}</span>'


def _phrase(number: int, found: Evidence, labels: Labels) -> str:
    words, name = rules.told(slot_of(found), found.rule, labels), html(found.rule)
    rule = f'<span title="{name}">{html(words)}</span>' if words else f"<code>{name}</code>"
    return f'<div class="rasd-from">{phrase_link(number, found.text)} {rule}</div>'
