"""Reads a text longer than any report in stretches, so that the time a text takes grows with its length alone.

The stages compare what an article tells with what it told before, which is cheap in a report and not in a file of a
thousand reports that came in as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from rasd.extract.assemble import incident_ids
from rasd.model import Article, Incident, Span

# Characters of a stretch. The longest reports run to half of it.
LONGEST = 20_000
# How far back from there a line's or a sentence's end is looked for.
_REACH = 5_000
# Where a text may be cut, best first; a text with none of them is cut within a word.
_ENDS = ("\n", ". ", " ")

Extract = Callable[[Article], tuple[Incident, ...]]


def is_long(article: Article) -> bool:
    """Whether an article is read in stretches."""
    return len(article.title) + len(article.body) >= LONGEST


def of(article: Article) -> Iterator[tuple[Article, int]]:
    """The stretches of an article, each as an article, with how far its offsets lie behind those of the whole.

    Only the first holds (the beginning of) the headline.
    """
    text = article.text
    first, start = _cut(text, 0), 0
    title, _, body = text[:first].partition("\n")
    yield replace(article, title=title, body=body), 0
    start = first
    while start < len(text):
        end = _cut(text, start)
        yield replace(article, title="", body=text[start:end]), start - 1  # a line end stands before its body
        start = end


def extract(article: Article, extract_one: Extract) -> tuple[Incident, ...]:
    """The incidents of all stretches in order, as if they had been read from the whole."""
    found = [(one, shift) for part, shift in of(article) for one in extract_one(part)]
    ids = incident_ids(article)
    return tuple(replace(_shifted(one, shift), id=id) for (one, shift), id in zip(found, ids, strict=False))


def _cut(text: str, start: int) -> int:
    """Where the stretch that begins at `start` ends."""
    end = start + LONGEST
    if end >= len(text):
        return len(text)
    for mark in _ENDS:
        at = text.rfind(mark, end - _REACH, end)
        if at >= 0:
            return at + len(mark)
    return end


def _shifted(incident: Incident, shift: int) -> Incident:
    """An incident with its spans counted from the whole text's beginning; word numbers stay those of the stretch."""

    def moved(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    return replace(
        incident,
        sentence=moved(incident.sentence),
        actors=tuple(one._replace(span=moved(one.span)) for one in incident.actors),
        tolls=tuple(one._replace(span=moved(one.span)) for one in incident.tolls),
        evidence=tuple(one._replace(span=moved(one.span)) for one in incident.evidence),
    )
