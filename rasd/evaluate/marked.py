"""An article's text with what the machine read from shaded, and what the annotation quotes underlined."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rasd.evaluate.facts import Facts, Found
from rasd.evaluate.markup import safe
from rasd.lexicon.labels import Labels
from rasd.model import Article, Span

_COLOURED = frozenset({"event", "place", "date", "actor", "killed", "injured"})


class _Read(NamedTuple):
    """A phrase that an incident was read from: `anchor` names it inside the page."""

    span: Span
    slot: str
    incident: int
    told: str
    anchor: str


def slot_of(mark_slot: str) -> str:
    """The slot's name without what tells several of it apart (``actor:islamic-state`` is ``actor``)."""
    return mark_slot.split(":", 1)[0]


def slot_class(slot: str) -> str:
    """The class that colours a slot."""
    return f"slot-{slot if slot in _COLOURED else 'other'}"


def anchor(article: int, incident: int, mark: int) -> str:
    """The name of a phrase inside the page."""
    return f"a{article}-{incident}-{mark}"


def article_html(article: Article, number: int, founds: Sequence[Found], golds: Sequence[Facts], labels: Labels) -> str:
    """Headline and body, marked; `number` is the article's on the page."""
    text = article.text
    reads = [
        _Read(mark.span, slot_of(mark.slot), at, _told(at, mark.slot, mark.rule, labels), anchor(number, at, nth))
        for at, one in enumerate(founds)
        for nth, mark in enumerate(one.marks)
        if 0 <= mark.span.start < mark.span.end <= len(text)
    ]
    quoted = list(_quoted(text, golds))
    end = len(article.title)
    title = _marked(text, Span(0, end), reads, quoted)
    body = _marked(text, Span(min(end + 1, len(text)), len(text)), reads, quoted)
    return f'<div class="text" dir="rtl" lang="ar"><h3>{title}</h3><p>{body}</p></div>'


def _told(incident: int, slot: str, rule: str, labels: Labels) -> str:
    name = labels.get(f"slot.{slot_of(slot)}", slot_of(slot))
    return f"{labels('evaluate.incident', number=incident + 1)} · {name} · {rule}"


def _quoted(text: str, golds: Iterable[Facts]) -> Iterable[Span]:
    """Where the words stand that the annotation quotes, each where it is met first."""
    for gold in golds:
        for words in (gold.trigger, gold.place_text, gold.date_text, *(actor.surface for actor in gold.actors)):
            at = text.find(words) if words else -1
            if at >= 0:
                yield Span(at, at + len(words))


def _marked(text: str, part: Span, reads: Sequence[_Read], quoted: Sequence[Span]) -> str:
    spans = [one.span for one in reads] + list(quoted)
    inside = {edge for span in spans for edge in (span.start, span.end) if part.start < edge < part.end}
    edges = sorted({part.start, part.end, *inside})
    return "".join(_piece(text, Span(*ends), reads, quoted) for ends in itertools.pairwise(edges))


def _piece(text: str, piece: Span, reads: Sequence[_Read], quoted: Sequence[Span]) -> str:
    over = [one for one in reads if one.span.start <= piece.start and piece.end <= one.span.end]
    words = safe(text[piece.start : piece.end])
    classes = ["gold-words"] if any(one.start <= piece.start and piece.end <= one.end for one in quoted) else []
    if not over:
        return f'<mark class="{classes[0]}">{words}</mark>' if classes else words
    # The shortest phrase gives the colour, so that one inside another is seen.
    top = min(over, key=lambda one: one.span.end - one.span.start)
    targets = "".join(f'<a id="{one.anchor}"></a>' for one in over if one.span.start == piece.start)
    ends = sorted({one.incident + 1 for one in over if one.span.end == piece.end})
    numbers = f"<sup>{' '.join(map(str, ends))}</sup>" if ends else ""
    title = safe("\n".join(dict.fromkeys(one.told for one in over)))
    names = " ".join([slot_class(top.slot), *classes])
    return f'{targets}<mark class="{names}" title="{title}">{words}{numbers}</mark>'
