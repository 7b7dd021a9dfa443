"""Tells in words what each stage found in an article and why each incident came out as it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rasd.extract.mentions import Mentions, Ranged, within
from rasd.model import Incident, Sentence, Span


def explain(mentions: Mentions, incidents: Iterable[Incident]) -> str:
    """A page of plain text: each sentence with its mentions and rules, then each incident with its evidence."""
    lines: list[str] = []
    for number, sentence in enumerate(mentions.sentences):
        lines += _sentence(mentions, number, sentence)
    found = list(incidents)
    lines.append("")
    lines.append(f"{len(found)} incident(s)")
    for incident in found:
        lines += _incident(incident)
    return "\n".join(lines) + "\n"


def _sentence(mentions: Mentions, number: int, sentence: Sentence) -> Iterator[str]:
    def words(item: Ranged) -> str:
        return quote(mentions, mentions.text.span(item.first, item.last))

    yield ""
    kind = "headline" if sentence.title else f"sentence {number}"
    yield f"[{kind}] " + quote(mentions, mentions.text.span(sentence.first, sentence.last))
    for trigger in within(mentions.acts.triggers, sentence):
        weak = ", weak" if trigger.weak else ""
        yield f"  act     {words(trigger)} = {trigger.event} ({trigger.form}{weak}; {trigger.rule})"
    for means in within(mentions.acts.means, sentence):
        yield f"  means   {words(means)} = {means.event}"
    for at in mentions.places_in(sentence):
        placed = mentions.places[at]
        place = placed.resolution.place
        meant = f"{place.name}, {place.admin1}, {place.country}" if place else "not placed"
        inside = f" within {placed.within}" if placed.within else ""
        yield (
            f"  place   #{at} {quote(mentions, placed.mention.span)} = {meant}{inside} ({placed.mention.rule}): "
            f"{placed.resolution.reason}"
        )
    for date in within(mentions.dates, sentence):
        yield f"  date    {words(date)} = {date.when.earliest}..{date.when.latest} ({date.when.precision}; {date.rule})"
    for actor in within(mentions.actors, sentence):
        yield f"  actor   {words(actor)} = {actor.name} ({actor.kind}; {actor.rule})"
    for toll in within(mentions.tolls, sentence):
        count = toll.vague or f"{toll.low}..{toll.high}"
        yield f"  toll    {words(toll)} = {toll.kind} {count} {toll.victims_kind} ({toll.rule})"
    for cue in mentions.reading.by_sentence[number]:
        yield f"  cue     {words(cue)} = {cue.kind}"


def _incident(incident: Incident) -> Iterator[str]:
    yield ""
    background = ", background" if incident.background else ""
    kind = f"{incident.event_type} / {incident.sub_event_type}"
    yield f"{incident.id} {kind} (confidence {incident.confidence}{background})"
    yield f"  when    {incident.when.earliest}..{incident.when.latest} ({incident.when.precision})"
    place = incident.resolution.place
    where = f"{place.name}, {place.admin1}, {place.country}" if place else "unlocated"
    yield f"  where   {where} (where_prec {incident.resolution.where_prec}): {incident.resolution.reason}"
    for candidate in incident.resolution.candidates:
        yield (
            f"          {candidate.score:.2f} {candidate.place.name}, {candidate.place.country}: "
            + "; ".join(candidate.reasons)
        )
    yield f"  killed  {incident.killed_vague or (incident.killed_low, incident.killed_high)}"
    yield f"  injured {incident.injured_vague or (incident.injured_low, incident.injured_high)}"
    for evidence in incident.evidence:
        yield f"  {evidence.slot}: {evidence.text!r} [{evidence.span.start}:{evidence.span.end}] by {evidence.rule}"


def quote(mentions: Mentions, span: Span) -> str:
    """The raw words of a span on one line."""
    return " ".join(mentions.text.raw[span.start : span.end].split())
