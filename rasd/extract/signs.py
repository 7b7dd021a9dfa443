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
_OFTEN = 4
# How many words may stand before a place that opens its sentence.
_OPENING = 2
# Cues of a sentence that speak for or against what it tells.
_CUES = frozenset({"unreal", "negation", "background", "recall", "speech", "other", "origin", "court"})
# What is told in court is judged as what is told as history.
_ALIKE = {"court": "background"}
# What a date is of where something is said.
_SAID = frozenset({"statement", "claim"})
# UCDP's precision of a sea.
_SEA = 7


@dataclass(frozen=True, slots=True)
class Company:
    """What a draft is compared with: how many drafts of the article there are at each place and of each type.

    `first` is the sentence that tells the first of them, `country` the one that most places of the article lie in;
    `named` counts how often the article names each place, `recalls` says that it tells at least as much history as
    news, `dated` that it dates any news.
    """

    size: int
    places: Counter[int | None]
    types: Counter[str]
    first: int
    country: str
    named: Counter[str]
    recalls: bool
    dated: bool

    @classmethod
    def of(cls, mentions: Mentions, drafts: list[Draft]) -> Company:
        """All drafts of an article, counted once for each to be compared with."""
        types = Counter(event(d.event).event_type for d in drafts)
        placed = [place for one in mentions.places if (place := one.resolution.place) is not None]
        known = Counter(place.country for place in placed)
        country = known.most_common(1)[0][0] if known else ""
        first = min(map(_first, drafts), default=0)
        told = Counter(d.place for d in drafts)
        named = Counter(place.id for place in placed)
        old = sum(d.background for d in drafts)
        return cls(
            len(drafts), told, types, first, country, named, 0 < len(drafts) <= 2 * old, dating.dates_news(mentions)
        )


def of(mentions: Mentions, draft: Draft, company: Company) -> frozenset[str]:
    """The names of the signs present."""
    return frozenset().union(
        _of_act(draft),
        _of_place(mentions, draft, company),
        _of_telling(mentions, draft),
        _of_article(mentions, draft, company),
    )


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
    signs = {f"place:prec{nearness.precision(placed)}"}
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
    signs.add(f"place:named-{min(company.named[resolution.place.id], _OFTEN)}")
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
    low, high = min(act, first), max(act, first)
    between = len(mentions.places_from(low + 1, high - 1)) > 1
    return between and mentions.sentence_of(act) == mentions.sentence_of(first)


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
    signs.update([f"cue:{_ALIKE.get(kind, kind)}" for kind in kinds & _CUES])
    signs.update([how for how, so in _told(draft).items() if so])
    return signs


def _of_date(draft: Draft, published: date | None) -> set[str]:
    if draft.date is None:
        return {"date:none"}
    signs = {"date:told", f"date:{draft.date.when.precision}"}
    if dating.long_past(draft.date.when, published):
        signs.add("date:past")
    return signs | {"date:statement"} if draft.date.of in _SAID else signs


def _told(draft: Draft) -> dict[str, bool]:
    """The ways in which an incident may be told, each by its sign with whether this one is."""
    tellings, only_title = draft.tellings, draft.only_title
    second = all(t.second for t in tellings)
    return {
        "told:headline": only_title,
        "told:headline-and-body": not only_title and any(t.title for t in tellings),
        "told:often": len(tellings) > 1,
        "told:background": draft.background,
        "told:separate": all(t.separate for t in tellings),
        "told:early": min(t.sentence for t in tellings) < _EARLY,
        "told:second": second,
        "told:second-too": not second and any(t.second for t in tellings),
        "told:definite": not any(t.new for t in tellings),
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
    if company.recalls:
        signs.add("article:mostly-background")
    if not company.dated:
        signs.add("article:undated")
    if len(mentions.sentences) > 25:
        signs.add("article:long")
    if _first(draft) == company.first:
        signs.add("article:first")
    return signs


def _first(draft: Draft) -> int:
    return min(t.sentence for t in draft.tellings)
