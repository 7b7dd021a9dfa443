"""Where the words of a query stand in a text, however either is spelled: the filter's own comparison, told in runs."""

from __future__ import annotations

from gazetteer.arabic import Text, fold, fold_words

Run = tuple[str, bool]
"""A stretch of a text, and whether it is what was looked for."""


def runs(text: str, query: str) -> tuple[Run, ...]:
    """The text cut where words of the query begin and end; joined again it is the text unchanged."""
    wanted = fold_words(query) or tuple(fold(query).split())
    if not wanted or not text:
        return ((text, False),) if text else ()
    told = Text(text)
    spans = [told.raw_span(start, start + len(word)) for word in wanted for start in _found(told.folded, word)]
    marked = sorted((span.start, span.end) for span in spans if span.start < span.end)
    cut: list[Run] = []
    at = 0
    for start, end in marked:
        if end <= at:
            continue
        if start > at:
            cut.append((text[at:start], False))
        cut.append((text[max(start, at) : end], True))
        at = end
    return (*cut, (text[at:], False)) if at < len(text) else tuple(cut)


def excerpt(text: str, query: str, around: int = 60) -> tuple[Run, ...]:
    """The part of a text around the first word found; nothing when none is."""
    cut = runs(text, query)
    first = next((number for number, (_, found) in enumerate(cut) if found), None)
    if first is None:
        return ()
    start = sum(len(run) for run, _ in cut[:first])
    left = text.rfind(" ", 0, max(start - around, 0)) + 1 if start > around else 0
    end = start + 2 * around
    right = text.find(" ", end) if end < len(text) else -1
    part = text[left : right if right >= 0 else len(text)]
    marks = runs(part, query)
    return (*((("…", False),) if left else ()), *marks, *((("…", False),) if right >= 0 else ()))


def _found(folded: str, word: str) -> list[int]:
    starts, at = [], folded.find(word)
    while at >= 0:
        starts.append(at)
        at = folded.find(word, at + len(word))
    return starts
