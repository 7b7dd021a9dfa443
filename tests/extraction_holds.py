"""What holds for the incidents of any text whatever, and what of an incident its wording should not change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rasd.model import Article, Incident, Span

EARLIEST = date(1900, 1, 1)


def broken(article: Article, incidents: Sequence[Incident]) -> list[str]:
    """What doesn't hold, in words; empty when all does."""
    problems = []
    if len({one.id for one in incidents}) != len(incidents):
        problems.append("two incidents have one id")
    for one in incidents:
        problems += [*_spans(article.text, one), *_days(one), *_counts(one), *_place(one)]
        if not 0 <= one.confidence <= 1:
            problems.append(f"confidence {one.confidence}")
    return problems


def _spans(text: str, one: Incident) -> list[str]:
    def lies_outside(span: Span) -> bool:
        return not 0 <= span.start < span.end <= len(text)

    spans = [one.sentence, *(a.span for a in one.actors), *(t.span for t in one.tolls), *(e.span for e in one.evidence)]
    problems = [f"a span outside the text: {span}" for span in spans if lies_outside(span)]
    told = [(e.slot, e.span, e.text) for e in one.evidence] + [("actor", a.span, a.surface) for a in one.actors]
    problems += [f"{slot} is not what stands at its span" for slot, at, said in told if text[at.start : at.end] != said]
    verbatim = (one.trigger, one.place_text, one.date_text)
    return problems + [f"not in the text: {words!r}" for words in verbatim if words and words not in text]


def _days(one: Incident) -> list[str]:
    first, last = one.when.earliest, one.when.latest
    if first is None or last is None:
        return [] if first is last else [f"half a stretch of days: {one.when}"]
    # A full date stands even when it lies after the day of publication, which outlets often get wrong.
    return [] if EARLIEST <= first <= last else [f"impossible days: {one.when}"]


def _counts(one: Incident) -> list[str]:
    both = (("killed", one.killed_low, one.killed_high), ("injured", one.injured_low, one.injured_high))
    return [
        f"{kind} from {low} to {high}"
        for kind, low, high in both
        if (low is not None and low < 0) or (high is not None and (low is None or high < low))
    ]


def _place(one: Incident) -> list[str]:
    latitude, longitude = one.resolution.latitude, one.resolution.longitude
    if latitude is None or longitude is None:
        return [] if latitude is longitude else ["half a point"]
    on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return [] if on_earth and one.resolution.place is not None else [f"no such point: {latitude}, {longitude}"]


def meaning(one: Incident) -> dict[str, object]:
    """What an incident says, without where in the text it stands and how its words are written."""
    return {
        "type": one.sub_event_type,
        "days": (one.when.earliest, one.when.latest),
        "place": one.resolution.place.id if one.resolution.place else None,
        "actors": tuple(sorted((a.actor, a.role) for a in one.actors)),
        "killed": (one.killed_low, one.killed_high),
        "injured": (one.injured_low, one.injured_high),
        "background": one.background,
    }
