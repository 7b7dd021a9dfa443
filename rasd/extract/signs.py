"""The signs that speak for or against an incident, each a named yes or no; weights are in data/confidence.yaml."""

from __future__ import annotations

from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft
from rasd.lexicon.events import event

_EARLY = 3
_FEW = 3
_MANY = 6


def of(mentions: Mentions, draft: Draft, drafts: list[Draft]) -> frozenset[str]:
    """The names of the signs present."""
    signs = {
        *_of_act(draft),
        *_of_place(mentions, draft, drafts),
        *_of_telling(mentions, draft),
        *_of_article(mentions, draft, drafts),
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


def _of_place(mentions: Mentions, draft: Draft, drafts: list[Draft]) -> set[str]:
    if draft.place is None:
        return {"place:none"}
    placed = mentions.places[draft.place]
    resolution, mention = placed.resolution, placed.mention
    if resolution.place is None:
        return {"place:unknown"}
    signs = {f"place:prec{resolution.where_prec}", f"place:source-{resolution.place.source}"}
    signs.add("place:cued" if mention.cue else "place:bare")
    if placed.within:
        signs.add("place:chained")
    if resolution.place.kind.startswith("PCL"):
        signs.add("place:country")
    if resolution.place.population is None:
        signs.add("place:small")
    if any(d is not draft and d.place is not None and d.place == draft.place for d in drafts):
        signs.add("place:shared")
    if all(mention.last < t.triggers[0].first for t in draft.tellings):
        signs.add("place:before")
    gap = min(abs(mention.first - x.last) for t in draft.tellings for x in t.triggers)
    signs.add("place:near-act" if gap <= 6 else "place:far-from-act" if gap > 20 else "place:some-way")
    return signs


def _of_telling(mentions: Mentions, draft: Draft) -> set[str]:
    signs = set()
    if draft.date is not None:
        signs |= {"date:told", f"date:{draft.date.when.precision}"}
        if draft.date.of == "statement":
            signs.add("date:statement")
    else:
        signs.add("date:none")
    tolls = [t for told in draft.tellings for t in mentions.tolls if told.first <= t.first <= told.last]
    if any(t.low is not None for t in tolls):
        signs.add("toll:number")
    elif tolls:
        signs.add("toll:vague")
    actors = {a.actor for told in draft.tellings for a in mentions.actors if told.first <= a.first <= told.last}
    signs.add(f"actors:{min(len(actors), _FEW)}")
    if draft.only_title:
        signs.add("told:headline")
    elif any(t.title for t in draft.tellings):
        signs.add("told:headline-and-body")
    if len(draft.tellings) > 1:
        signs.add("told:often")
    if draft.background:
        signs.add("told:background")
    if all(t.separate for t in draft.tellings):
        signs.add("told:separate")
    if min(t.sentence for t in draft.tellings) < _EARLY:
        signs.add("told:early")
    if not any(t.new for t in draft.tellings):
        signs.add("told:definite")
    kinds = {c.kind for t in draft.tellings for c in mentions.reading.by_sentence[t.sentence]}
    signs |= {f"cue:{kind}" for kind in kinds & {"unreal", "negation", "background", "recall", "speech"}}
    return signs


def _of_article(mentions: Mentions, draft: Draft, drafts: list[Draft]) -> set[str]:
    topics = mentions.reading.topics
    violence = topics.get("topic_violence", 0)
    signs = {f"article:{topic}" for topic, n in topics.items() if topic != "topic_violence" and n >= 2}
    signs.add(
        "article:violence" if violence >= _MANY else "article:some-violence" if violence else "article:no-violence"
    )
    if len(drafts) == 1:
        signs.add("article:only-one")
    if len(drafts) > _MANY:
        signs.add("article:many")
    if any(event(d.event).event_type == event(draft.event).event_type for d in drafts if d is not draft):
        signs.add("article:same-type")
    if len(mentions.sentences) > 25:
        signs.add("article:long")
    if not any(d is not draft and _first(d) < _first(draft) for d in drafts):
        signs.add("article:first")
    return signs


def _first(draft: Draft) -> int:
    return min(t.sentence for t in draft.tellings)
