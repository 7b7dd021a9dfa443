"""Leaves out what is no report of political violence: sports, markets, accidents, tellings with too little to them."""

from __future__ import annotations

from dataclasses import dataclass

from rasd.extract import confidence, signs
from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft

# An article is about a topic when it names it this often, and more often than it speaks of violence.
_OFTEN = 3
_UNKNOWN = {"place:unknown": "place:prec1"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft with how sure it is and the signs it was judged by."""

    draft: Draft
    confidence: float
    signs: frozenset[str]


def judge(mentions: Mentions, drafts: list[Draft]) -> list[Judged]:
    """Every draft with its confidence; none when the article is about something else."""
    if _about_something_else(mentions):
        return []
    seen = [(draft, signs.of(mentions, draft, drafts)) for draft in drafts]
    return [Judged(draft, confidence.of(found), found) for draft, found in seen]


def keep(judged: list[Judged]) -> list[Judged]:
    """Those that are sure enough to show.

    One at a named place that the gazetteer doesn't know is judged as if it did: it stays, unlocated, to be placed.
    """
    least = confidence.weights().keep
    return [j for j in judged if confidence.of(_UNKNOWN.get(s, s) for s in j.signs) >= least]


def _about_something_else(mentions: Mentions) -> bool:
    topics = mentions.reading.topics
    violence = topics.get("topic_violence", 0)
    other = max((n for topic, n in topics.items() if topic != "topic_violence"), default=0)
    return (other >= _OFTEN and other > violence) or topics.get("topic_factcheck", 0) >= _OFTEN
