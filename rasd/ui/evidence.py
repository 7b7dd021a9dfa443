"""The text of a report with the phrases that each slot was read from marked in the slot's colour and line.

Colours and lines are classes of styles/base.css and styles/incident.css. A linked text numbers its phrases as they
stand in the evidence, so that what is pointed at in the text is marked in the list of slots and the other way round:
by style rules alone (`pairs`), without a word to the server.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from rasd.lexicon.labels import Labels
from rasd.model import Evidence, Incident, Span
from rasd.ui.escape import html

SLOTS = ("event", "means", "place", "date", "actor", "killed", "injured")
"""The slots that have a colour of their own, in the order they are told."""
# A slot without a class of its own is drawn as plain evidence.
_CLASSES = {slot: slot for slot in SLOTS} | {"trigger": "event"}
# Named on the page as `phrase-3` (in the text) and `slot-3` (in the list).
_PHRASE, _SLOT = "phrase-", "slot-"

Numbered = tuple[int, Evidence]
"""A phrase and its number among an incident's evidence."""


def slot_of(evidence: Evidence) -> str:
    """The slot's name without what tells several of it apart (``actor:islamic-state`` is ``actor``)."""
    return evidence.slot.split(":", 1)[0]


def slot_label(slot: str, labels: Labels) -> str:
    """What the reader's language calls a slot."""
    return labels.get(f"slot.{slot}", slot)


def slot_class(slot: str) -> str:
    """The style classes of a slot."""
    return f"rasd-slot rasd-slot-{_CLASSES.get(slot, 'other')}"


def marked(
    text: str, evidence: Iterable[Evidence], labels: Labels, within: Span | None = None, *, linked: bool = False
) -> str:
    """HTML of a text, or of the part `within`, with its evidence marked; everything in it is escaped.

    Where phrases overlap the shorter one is on top. Spans that don't lie in the text are passed over. `linked` phrases
    lead to their slot in the list.
    """
    part = within or Span(0, len(text))
    spans = [(number, one) for number, one in enumerate(evidence) if _lies_in(one.span, part)]
    cuts = sorted({part.start, part.end, *(edge for _, one in spans for edge in (one.span.start, one.span.end))})
    pieces = [_piece(text, Span(*ends), spans, labels, linked=linked) for ends in itertools.pairwise(cuts)]
    return "".join(pieces).strip("\n").replace("\n", "<br>")


def article(incidents: Sequence[Incident], text: str, labels: Labels, *, linked: bool = False) -> str:
    """HTML of a whole report, headline and body, with the phrases of these incidents marked."""
    found = [one for incident in incidents for one in incident.evidence]
    title_end = max(text.find("\n"), 0)
    title = marked(text, found, labels, Span(0, title_end), linked=linked)
    body = marked(text, found, labels, Span(title_end, len(text)), linked=linked)
    head = f"<h4>{title}</h4>" if title.strip() else ""
    return f'<article class="rasd-article" dir="rtl" lang="ar">{head}<div class="rasd-body">{body}</div></article>'


def sentence(incident: Incident, text: str, labels: Labels) -> str:
    """HTML of the sentence that tells of an incident, its phrases marked."""
    words = marked(text, incident.evidence, labels, incident.sentence)
    return f'<blockquote class="rasd-sentence" dir="rtl" lang="ar">{words}</blockquote>'


def legend(incident: Incident, labels: Labels) -> str:
    """HTML of the colours and lines of all slots; those that the incident's evidence lacks are faint."""
    there = {slot_of(one) for one in incident.evidence}
    slots = [*SLOTS, *(slot for slot in dict.fromkeys(map(slot_of, incident.evidence)) if slot not in SLOTS)]
    chips = "".join(
        f'<span class="{slot_class(slot)}{"" if slot in there else " rasd-absent"}">'
        f"{html(slot_label(slot, labels))}</span>"
        for slot in slots
    )
    return f'<div class="rasd-slots">{chips}</div>'


def phrase_link(number: int, words: str) -> str:
    """HTML of a phrase in the list of slots: it leads to where the phrase stands in the text."""
    shown = html(" ".join(words.split()))
    return (
        f'<a class="rasd-phrase" id="{_SLOT}{number}" data-of="{number}" href="#{_PHRASE}{number}" dir="rtl" lang="ar">'
        f"«{shown}»</a>"
    )


def pairs(count: int, around: str) -> str:
    """Style rules inside the element `around` that mark everything of a phrase when a part of it is pointed at."""
    return "".join(
        f'{around}:has([data-of~="{number}"]:is(:hover,:focus-visible,:target)) mark[data-of~="{number}"],'
        f'{around}:has([data-of~="{number}"]:is(:hover,:focus-visible,:target)) .rasd-read[data-of~="{number}"]'
        "{outline:3px solid #1f4e79;outline-offset:1px;border-radius:0.2rem}"
        for number in range(count)
    )


def _lies_in(span: Span, part: Span) -> bool:
    return part.start <= span.start < span.end <= part.end


def _piece(text: str, span: Span, spans: list[Numbered], labels: Labels, *, linked: bool) -> str:
    over = sorted(
        ((number, one) for number, one in spans if _lies_in(span, one.span)),
        key=lambda pair: pair[1].span.end - pair[1].span.start,
    )
    words = html(text[span.start : span.end])
    if not over:
        return words
    top, slot = over[0][0], slot_of(over[0][1])
    attributes = f'class="{slot_class(slot)}" title="{html(slot_label(slot, labels))}"'
    if not linked:
        return f"<mark {attributes}>{words}</mark>"
    of = " ".join(str(number) for number, _ in over)
    # A phrase that a shorter one cuts begins where its first piece does.
    begun = (number for number, one in over if one.span.start == span.start)
    anchors = "".join(f'<i id="{_PHRASE}{number}" data-of="{number}"></i>' for number in begun)
    return f'{anchors}<mark {attributes} data-of="{of}"><a href="#{_SLOT}{top}" data-of="{of}">{words}</a></mark>'
