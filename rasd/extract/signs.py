"""The signs that speak for or against an incident, each a named yes or no; weights are in data/confidence.yaml."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from rasd.extract import dating, nearness
from rasd.extract.mentions import Mentions, within
from rasd.extract.merging import Draft
from rasd.lexicon.events import event

_RANKED = ("PPL", "ADM", "PCL")
_EARLY = 3
_FEW = 3
_MANY = 6
# How many words may stand before a place that opens its sentence.
_OPENING = 2
# Cues of a sentence that speak for or against what it tells.
_CUES = frozenset({"unreal", "negation", "background", "recall", "speech", "other", "origin"})
# UCDP's precision of a sea.
_SEA = 7


@dataclass(frozen=True, slots=True)
class Company:
    """What a draft is compared with: how many drafts of the article there are at each place and of each type.

    `first` is the sentence that tells the first of them, `country` the one that most places of the article lie in.
    """

    size: int
    places: Counter[int | None]
    types: Counter[str]
    first: int
    country: str

    @classmethod
    def of(cls, mentions: Mentions, drafts: list[Draft]) -> Company:
        """All drafts of an article, counted once for each to be compared with."""
        types = Counter(event(d.event).event_type for d in drafts)
        known = Counter(place.country for one in mentions.places if (place := one.resolution.place) is not None)
        country = known.most_common(1)[0][0] if known else ""
        first = min(map(_first, drafts), default=0)
        return cls(len(drafts), Counter(d.place for d in drafts), types, first, country)


def of(mentions: Mentions, draft: Draft, company: Company) -> frozenset[str]:
    """The names of the signs present."""
    signs = {
        *_of_act(draft),
        *_of_place(mentions, draft, company),
        *_of_telling(mentions, draft),
        *_of_article(mentions, draft, company),
    }
    return frozenset(signs)


def _of_act(draft: Draft) -> set[str]:
    signs = {f"event:{draft.event}", f"form:{draft.trigger.form}"}
    signs.add(f"act:{draft.trigger.act}" if draft.trigger.act else "act:settled")
    if all(t.weak for t in draft.tellings):
        signs.add("act:weak")
    if len({x.first for t in draft.tellings for x in t.triggers}) > 1:
        signs.add("act:several")
    return signs


def _of_place(mentions: Mentions, draft: Draft, company: Company) -> set[str]:
    if draft.place is None:
        return {"place:none"}
    placed = mentions.places[draft.place]
    resolution, mention = placed.resolution, placed.mention
    if resolution.place is None:
        return {"place:unknown"}
    signs = {f"place:prec{nearness.precision(placed)}", f"place:source-{resolution.place.source}"}
    signs.add("place:cued" if mention.cue or resolution.place.where_prec == _SEA else "place:bare")
    signs.add(f"named-as:{mention.cue or 'name'}")
    signs.add(f"relation:{mention.relation.partition(':')[0] or 'none'}")
    signs.add(f"kind:{_kind(resolution.place.kind)}")
    if placed.within:
        signs.add("place:chained")
    if nearness.held(placed):
        signs.add("place:held")
    if resolution.place.kind.startswith("PCL"):
        signs.add("place:country")
    if resolution.place.population is None:
        signs.add("place:small")
    if company.places[draft.place] > 1:
        signs.add("place:shared")
    if resolution.place.country != company.country:
        signs.add("place:abroad")
    if _others_between(mentions, draft, mention.first):
        signs.add("place:behind-others")
    if all(mention.last < t.triggers[0].first for t in draft.tellings):
        signs.add("place:fronted" if _fronted(mentions, draft, mention.first) else "place:before")
    gap = min(abs(mention.first - x.last) for t in draft.tellings for x in t.triggers)
    signs.add("place:near-act" if gap <= 6 else "place:far-from-act" if gap > 20 else "place:some-way")
    return signs


def _others_between(mentions: Mentions, draft: Draft, first: int) -> bool:
    """Whether two places or more are named between the act and its place, in one sentence."""
    act = draft.trigger.first
    number = mentions.sentence_of(act)
    if number != mentions.sentence_of(first):
        return False
    low, high = min(act, first), max(act, first)
    named = mentions.places_in(mentions.sentences[number])
    return sum(low < mentions.places[at].mention.first < high for at in named) > 1


def _fronted(mentions: Mentions, draft: Draft, first: int) -> bool:
    """Whether a place opens the sentence («وفي البصرة، ...»): what follows was there."""
    starts = {mentions.sentences[t.sentence].first for t in draft.tellings}
    return any(start <= first <= start + _OPENING for start in starts)


def _kind(code: str) -> str:
    """A GeoNames feature code without its rank; sites of all kinds are one."""
    return code[:4] if code.startswith(_RANKED) else "site"


def _of_telling(mentions: Mentions, draft: Draft) -> set[str]:
    signs = _of_date(draft, mentions.published)
    tolls = [t for told in draft.tellings for t in within(mentions.tolls, told)]
    if any(t.low is not None for t in tolls):
        signs.add("toll:number")
    elif tolls:
        signs.add("toll:vague")
    actors = {a.actor for told in draft.tellings for a in within(mentions.actors, told)}
    signs.add(f"actors:{min(len(actors), _FEW)}")
    kinds = {c.kind for t in draft.tellings for c in mentions.reading.by_sentence[t.sentence]}
    signs |= {f"cue:{kind}" for kind in kinds & _CUES}
    return signs | {f"told:{how}" for how, so in _told(draft).items() if so}


def _of_date(draft: Draft, published: date | None) -> set[str]:
    if draft.date is None:
        return {"date:none"}
    signs = {"date:told", f"date:{draft.date.when.precision}"}
    if dating.long_past(draft.date.when, published):
        signs.add("date:past")
    return signs | {"date:statement"} if draft.date.of == "statement" else signs


def _told(draft: Draft) -> dict[str, bool]:
    """The ways in which an incident may be told, each with whether this one is."""
    tellings = draft.tellings
    return {
        "headline": draft.only_title,
        "headline-and-body": not draft.only_title and any(t.title for t in tellings),
        "often": len(tellings) > 1,
        "background": draft.background,
        "separate": all(t.separate for t in tellings),
        "early": min(t.sentence for t in tellings) < _EARLY,
        "second": all(t.second for t in tellings),
        "second-too": any(t.second for t in tellings) and not all(t.second for t in tellings),
        "definite": not any(t.new for t in tellings),
    }


def _of_article(mentions: Mentions, draft: Draft, company: Company) -> set[str]:
    topics = mentions.reading.topics
    violence = topics.get("topic_violence", 0)
    signs = {f"article:{topic}" for topic, n in topics.items() if topic != "topic_violence" and n >= 2}
    signs.add(
        "article:violence" if violence >= _MANY else "article:some-violence" if violence else "article:no-violence"
    )
    if company.size == 1:
        signs.add("article:only-one")
    if company.size > _MANY:
        signs.add("article:many")
    if company.types[event(draft.event).event_type] > 1:
        signs.add("article:same-type")
    if len(mentions.sentences) > 25:
        signs.add("article:long")
    if _first(draft) == company.first:
        signs.add("article:first")
    return signs


def _first(draft: Draft) -> int:
    return min(t.sentence for t in draft.tellings)
