"""From the mentions of an article to its incidents, every slot with its evidence."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from gazetteer.model import Placed, Resolution
from rasd.extract import dating, kinds, news, sides, tolls
from rasd.extract.folding import fold
from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft, merge
from rasd.extract.resettle import resettle
from rasd.extract.tellings import read
from rasd.lexicon.events import event
from rasd.model import Article, DateMention, Evidence, Incident, Participant, Span

NO_PLACE = Resolution(None, (), "The article names no place for this incident.")


class _Parts(NamedTuple):
    """What an incident's slots are filled from."""

    placed: Placed | None
    date: DateMention | None
    actors: tuple[Participant, ...]
    heir: Participant | None
    killed: tolls.Count
    injured: tolls.Count


class _Company(NamedTuple):
    """The other incidents of an article: who did the same before, and goes on here unless another side is told, and
    their places. All that an article of one `alone` counts is of that.
    """

    known: Participant | None
    others: list[Placed]
    alone: bool


def incidents(article: Article, mentions: Mentions) -> tuple[Incident, ...]:
    """The incidents of an article, in the order they are first told."""
    kept = news.keep(candidates(mentions))
    found: list[Incident] = []
    attackers: dict[str, Participant] = {}
    by_sentence: dict[int, Participant] = {}
    where = [mentions.places[one.draft.place] if one.draft.place is not None else None for one in kept]
    for at, (judged, id) in enumerate(zip(kept, incident_ids(article), strict=False)):
        draft = judged.draft
        known = by_sentence.get(draft.tellings[0].sentence) or attackers.get(draft.event)
        others = [place for other, place in enumerate(where) if other != at and place is not None]
        one = _incident(article, mentions, judged, id, _Company(known, others, len(kept) == 1))
        found.append(one)
        if not one.background and (attacker := sides.attacker(one.actors)) is not None:
            attackers[draft.event] = attacker
            by_sentence.update((t.sentence, attacker) for t in draft.tellings)
    return tuple(found)


def candidates(mentions: Mentions) -> list[news.Judged]:
    """Everything that might be an incident, with its confidence, those too unsure to show included."""
    drafts = merge(mentions, read(mentions))
    resettle(mentions, drafts)
    return news.judge(mentions, fold(mentions, drafts))


def _incident(article: Article, mentions: Mentions, judged: news.Judged, id: str, company: _Company) -> Incident:
    """The incident with its slots."""
    draft = judged.draft
    kind = event(draft.event)
    date, when = dating.of_incident(mentions, draft.date, draft.tellings, draft.background)
    actors = sides.of(mentions, draft)
    heir = None if draft.background else sides.heir(actors, company.known)
    parts = _Parts(
        placed=mentions.places[draft.place] if draft.place is not None else None,
        date=date,
        actors=(*actors, heir) if heir is not None else actors,
        heir=heir,
        killed=tolls.of(mentions, draft, "killed", company.others, alone=company.alone),
        injured=tolls.of(mentions, draft, "injured", company.others, alone=company.alone),
    )
    return Incident(
        id=id,
        article_id=article.id,
        event_type=kind.event_type,
        sub_event_type=kind.sub_event_type,
        when=when,
        resolution=parts.placed.resolution if parts.placed else NO_PLACE,
        actors=parts.actors,
        tolls=(*parts.killed.tolls, *parts.injured.tolls),
        evidence=_evidence(mentions, draft, parts),
        sentence=_sentence(mentions, draft),
        confidence=judged.confidence,
        background=draft.background,
        place_text=_words(mentions, parts.placed.mention.span) if parts.placed else None,
        date_text=_words(mentions, date.span) if date else None,
        trigger=_words(mentions, draft.trigger.span),
        killed_low=parts.killed.low,
        killed_high=parts.killed.high,
        killed_vague=parts.killed.vague,
        injured_low=parts.injured.low,
        injured_high=parts.injured.high,
        injured_vague=parts.injured.vague,
    )


def incident_ids(article: Article) -> Iterator[str]:
    """Readable ids that the same article always gives: INC- and 12 digits of a hash of the article and the order."""
    told = hashlib.sha256(f"{article.id}\x00{article.text}\x00".encode(errors="surrogatepass"))
    for number in itertools.count():
        one = told.copy()
        one.update(str(number).encode())
        yield "INC-" + one.hexdigest()[:12].upper()


def _sentence(mentions: Mentions, draft: Draft) -> Span:
    """The span of the sentence that tells it best: the one with its act, the headline only when nothing else does."""
    at = next((t.sentence for t in draft.tellings if not t.title), draft.tellings[0].sentence)
    sentence = mentions.sentences[at]
    return mentions.text.span(sentence.first, sentence.last)


def _evidence(mentions: Mentions, draft: Draft, parts: _Parts) -> tuple[Evidence, ...]:
    def slot(name: str, span: Span, rule: str) -> Evidence:
        return Evidence(name, span, _words(mentions, span), rule)

    found = [slot("event", draft.trigger.span, draft.rule)]
    if means := kinds.decisive(mentions, draft.tellings, draft.trigger, draft.rule):
        found.append(slot("means", mentions.text.span(means.first, means.last), f"means:{means.event}"))
    if parts.placed is not None:
        found.append(slot("place", parts.placed.mention.span, parts.placed.mention.rule))
    if parts.date is not None:
        carried = "" if draft.date else "carried:"
        found.append(slot("date", parts.date.span, carried + parts.date.rule))
    for actor in parts.actors:
        carried = "carried:" if actor is parts.heir else ""
        found.append(slot(f"actor:{actor.actor}", actor.span, f"{carried}role:{actor.role}"))
    for name, count in (("killed", parts.killed), ("injured", parts.injured)):
        found += [slot(name, toll.span, toll.rule) for toll in count.tolls]
    return tuple(found)


def _words(mentions: Mentions, span: Span) -> str:
    return mentions.text.raw[span.start : span.end]
