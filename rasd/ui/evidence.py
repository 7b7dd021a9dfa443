"""The text of a report with the phrases that each slot was read from marked in the slot's colour."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from rasd.lexicon.labels import Labels
from rasd.model import Evidence, Incident, Span
from rasd.ui.escape import html

# A slot's colour is a class of styles/base.css; a slot without a class of its own is drawn as plain evidence.
_CLASSES = {
    "event": "event", "trigger": "event", "place": "place", "date": "date", "actor": "actor", "killed": "killed",
    "injured": "injured",
}  # fmt: skip


def slot_of(evidence: Evidence) -> str:
    """The slot's name without what tells several of it apart (``actor:islamic-state`` is ``actor``)."""
    return evidence.slot.split(":", 1)[0]


def slot_label(slot: str, labels: Labels) -> str:
    """What the reader's language calls a slot."""
    return labels.get(f"slot.{slot}", slot)


def marked(text: str, evidence: Iterable[Evidence], labels: Labels, within: Span | None = None) -> str:
    """HTML of a text, or of the part `within`, with its evidence marked; everything in it is escaped.

    Where phrases overlap the shorter one is on top. Spans that don't lie in the text are passed over.
    """
    part = within or Span(0, len(text))
    spans = [one for one in evidence if part.start <= one.span.start < one.span.end <= part.end]
    cuts = sorted({part.start, part.end, *(edge for one in spans for edge in (one.span.start, one.span.end))})
    pieces = [_piece(text, start, end, spans, labels) for start, end in itertools.pairwise(cuts)]
    return "".join(pieces).strip("\n").replace("\n", "<br>")


def article(incidents: Sequence[Incident], text: str, labels: Labels) -> str:
    """HTML of a whole report, headline and body, with the phrases of these incidents marked."""
    found = [one for incident in incidents for one in incident.evidence]
    title_end = max(text.find("\n"), 0)
    title = marked(text, found, labels, Span(0, title_end))
    body = marked(text, found, labels, Span(title_end, len(text)))
    head = f"<h4>{title}</h4>" if title.strip() else ""
    return f'<article class="rasd-article" dir="rtl" lang="ar">{head}<div class="rasd-body">{body}</div></article>'


def sentence(incident: Incident, text: str, labels: Labels) -> str:
    """HTML of the sentence that tells of an incident, its phrases marked."""
    words = marked(text, incident.evidence, labels, incident.sentence)
    return f'<blockquote class="rasd-sentence" dir="rtl" lang="ar">{words}</blockquote>'


def legend(incident: Incident, labels: Labels) -> str:
    """HTML of the colours that occur in an incident's evidence, in the order of the slots."""
    slots = dict.fromkeys(slot_of(one) for one in incident.evidence)
    chips = "".join(f'<span class="{_class(slot)}">{html(slot_label(slot, labels))}</span>' for slot in slots)
    return f'<div class="rasd-slots">{chips}</div>'


def _piece(text: str, start: int, end: int, spans: list[Evidence], labels: Labels) -> str:
    over = [one for one in spans if one.span.start <= start and end <= one.span.end]
    words = html(text[start:end])
    if not over:
        return words
    slot = slot_of(min(over, key=lambda one: one.span.end - one.span.start))
    return f'<mark class="{_class(slot)}" title="{html(slot_label(slot, labels))}">{words}</mark>'


def _class(slot: str) -> str:
    return f"rasd-slot rasd-slot-{_CLASSES.get(slot, 'other')}"
