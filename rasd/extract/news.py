"""Leaves out what is no report of political violence: sports, markets, accidents, tellings with too little to them."""

from __future__ import annotations

from typing import NamedTuple

from rasd.extract import confidence, rivals, signs
from rasd.extract.context import Reading
from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft

# An article is about a topic when it names it this often, and more often than it speaks of violence.
_OFTEN = 3
# How many incidents before and after one are compared with it.
_NEAR = 50
# From this confidence on a place of a list whose others stay is kept with them.
_LISTED = 0.2
_UNKNOWN = {"place:unknown": "place:prec1"}
# The same for one at no named place, which headline and body must tell of; no pin can be wrong.
_NOWHERE, _TOLD_TWICE = {"place:none": "place:prec1"}, "told:headline-and-body"


class Judged(NamedTuple):
    """A draft with how sure it is and the signs it was judged by."""

    draft: Draft
    confidence: float
    signs: frozenset[str]


def judge(mentions: Mentions, drafts: list[Draft]) -> list[Judged]:
    """Every draft with its confidence; none when the article is about something else."""
    if about_something_else(mentions.reading):
        return []
    company = signs.Company.of(mentions, drafts)
    seen, others = [], rivals.rivals(mentions, drafts)
    for at, draft in enumerate(drafts):
        near = others[max(0, at - _NEAR) : at + _NEAR]
        seen.append((draft, signs.of(mentions, draft, company) | rivals.of(others[at], near)))
    return [Judged(draft, confidence.of(found), found) for draft, found in seen]


def keep(judged: list[Judged]) -> list[Judged]:
    """Those that are sure enough to show.

    One at a named place that the gazetteer doesn't know is judged as if it did: it stays, unlocated, to be placed; one
    that headline and body tell of without any place is too. So does the rest of a list of places («في الحسكة والرقة»)
    of which one stays: the same words tell of each.
    """
    least = confidence.weights().keep
    sure = {at for at, one in enumerate(judged) if _as_if_known(one) >= least}
    lists = {told: judged[at].confidence for at in sure for told in _lists(judged[at].draft)}
    kept = []
    for at, one in enumerate(judged):
        beside = [lists[told] for told in _lists(one.draft) if told in lists]
        if at in sure:
            kept.append(one)
        elif beside and ("place:unknown" in one.signs or one.confidence >= _LISTED):
            kept.append(one._replace(confidence=max(beside)))
    return kept


def _lists(draft: Draft) -> set[tuple[int, int]]:
    """The lists of places that a draft is told in, each by its sentence and its first place."""
    return {(t.sentence, t.places[0]) for t in draft.tellings if len(t.places) > 1 and draft.place in t.places}


def _as_if_known(judged: Judged) -> float:
    known = _UNKNOWN | _NOWHERE if _TOLD_TWICE in judged.signs else _UNKNOWN
    if judged.signs.isdisjoint(known):
        return judged.confidence
    return confidence.of(known.get(sign, sign) for sign in judged.signs)


def about_something_else(reading: Reading) -> bool:
    """Whether the cues of an article say that it is no report of violence, whatever acts it names."""
    topics = reading.topics
    violence = topics.get("topic_violence", 0)
    other = max((n for topic, n in topics.items() if topic != "topic_violence"), default=0)
    return (other >= _OFTEN and other > violence) or topics.get("topic_factcheck", 0) >= _OFTEN
