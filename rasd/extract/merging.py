"""Brings the tellings of one incident together: headline and lead, and later sentences that take it up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from gazetteer.distance import km_between
from gazetteer.model import Placed, Resolution
from rasd.extract.kinds import possible, settle
from rasd.extract.mentions import Mentions
from rasd.extract.tellings import Telling
from rasd.lexicon.events import event
from rasd.model import DateMention, Trigger, When

# Places closer than this are one place for the purpose of telling incidents apart.
_SAME_KM = 4.0
# From this where_prec on (UCDP: 4 is a province) a place is an area that holds others.
_AREA = 4
# What is told from further back is background, not news.
_HISTORY = timedelta(days=30)
# Two sides make a clash known again.
_BOTH = 2
RAID = "other"
_ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Draft:
    """An incident being put together. `place` is a position in Mentions.places."""

    event: str
    trigger: Trigger
    rule: str
    place: int | None
    tellings: list[Telling] = field(default_factory=list)
    date: DateMention | None = None
    listed: bool = False
    past: bool = False

    @property
    def background(self) -> bool:
        """Told as history: by the words of every sentence that tells of it, or by a date long past."""
        return all(t.background for t in self.tellings) or (self.date is not None and self.past)

    @property
    def only_title(self) -> bool:
        """Told in the headline alone."""
        return all(t.title for t in self.tellings)


def merge(mentions: Mentions, tellings: list[Telling]) -> list[Draft]:
    """The incidents of an article, in the order they are first told."""
    drafts: list[Draft] = []
    for telling in tellings:
        event_id, trigger, rule = settle(mentions, telling)
        when = _date_of(mentions, telling)
        past = when is not None and _long_past(when.when, mentions.published)
        places: tuple[int | None, ...] = telling.places or (None,)
        for place in places:
            known = _same(mentions, drafts, telling, event_id, trigger, place, when, past)
            if known is not None:
                _add(mentions, known, telling, event_id, trigger, rule, place, when)
            elif telling.new and not (telling.weak and place is None):
                drafts.append(Draft(event_id, trigger, rule, place, [telling], when, len(places) > 1, past))
    return _headlines_folded(mentions, [d for d in drafts if d.place is not None or not _weak(d)])


def _weak(draft: Draft) -> bool:
    return all(t.weak for t in draft.tellings)


def _headlines_folded(mentions: Mentions, drafts: list[Draft]) -> list[Draft]:
    """A headline's incident goes into the first one of the body that it may stand for: headlines are short of detail."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.only_title and (body := _body_of(mentions, draft, drafts)) is not None:
            body.tellings[:0] = draft.tellings
            body.date = body.date or draft.date
        else:
            kept.append(draft)
    return kept


def _body_of(mentions: Mentions, headline: Draft, drafts: list[Draft]) -> Draft | None:
    for draft in drafts:
        if draft.only_title or draft.background or not _dates_agree(draft.date, headline.date):
            continue
        if not possible(draft.event, draft.trigger) & possible(headline.event, headline.trigger):
            continue
        if headline.place is None or draft.place is None:
            return draft
        if _around(mentions.places[headline.place], mentions.places[draft.place]):
            return draft
    return None


def _around(one: Placed, other: Placed) -> bool:
    """Whether two places are one for a headline: the same, one within the other, or a city named for its province."""
    a, b = one.resolution.place, other.resolution.place
    if a is None or b is None or _places_agree(one, other):
        return True
    return a.country == b.country and a.admin1 == b.admin1


def _same(
    mentions: Mentions, drafts: list[Draft], telling: Telling, event_id: str, trigger: Trigger, place: int | None,
    when: DateMention | None, past: bool,
) -> Draft | None:  # fmt: skip
    """The draft that a telling tells of again, the latest first; None when it tells of another."""
    for draft in reversed(drafts):
        if telling.new and draft.background != (telling.background or past):
            continue
        if not _kinds_agree(draft, event_id, trigger, telling):
            continue
        if place is None:
            if telling.separate and telling.new:
                continue
            return draft
        if draft.place is None:
            if telling.separate and not draft.only_title:
                continue
            if _dates_agree(draft.date, when):
                return draft
            continue
        if _dates_agree(draft.date, when) and _same_place(mentions, draft, draft.place, telling, place):
            return draft
    return None


def _same_place(mentions: Mentions, draft: Draft, known: int, telling: Telling, place: int) -> bool:
    """Whether two places are one: for an act taken up again, or told of the same sides, a province's city is the province."""
    one, other = mentions.places[known], mentions.places[place]
    if _places_agree(one, other):
        return True
    if not _around(one, other):
        return False
    if not telling.new:
        return True
    if not (_namesake(one) or _namesake(other)):
        return False
    sides = {side for told in draft.tellings for side in _sides(mentions, told)}
    return len(sides & _sides(mentions, telling)) >= _BOTH


def _namesake(placed: Placed) -> bool:
    """Whether a place bears its province's name («في دير الزور» often means the province)."""
    place = placed.resolution.place
    return place is not None and place.name == place.admin1


def _sides(mentions: Mentions, telling: Telling) -> set[str]:
    return {a.actor for a in mentions.actors if not a.weak and telling.first <= a.first <= telling.last}


def _kinds_agree(draft: Draft, event_id: str, trigger: Trigger, telling: Telling) -> bool:
    """Whether both may be the same kind of event: an open act may be any that its means could make it."""
    if possible(event_id, trigger) & possible(draft.event, draft.trigger):
        return True
    return not telling.new and event(draft.event).event_type == event(event_id).event_type


def _places_agree(one: Placed, other: Placed) -> bool:
    a, b = one.resolution, other.resolution
    if a.place is None or b.place is None:
        return one.mention.name == other.mention.name
    if a.place.id == b.place.id or _contains(a, b) or _contains(b, a):
        return True
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return False
    apart = km_between(a.latitude, a.longitude, b.latitude, b.longitude)
    coarse = max(a.where_prec or 1, b.where_prec or 1) >= 3
    reach = max(a.radius_km or 0.0, b.radius_km or 0.0) if coarse else _SAME_KM
    return apart <= max(reach, _SAME_KM)


def _contains(outer: Resolution, inner: Resolution) -> bool:
    """Whether a province or country is the one that the other place lies in."""
    if outer.place is None or inner.place is None or (outer.where_prec or 1) < _AREA:
        return False
    if (inner.where_prec or 1) >= (outer.where_prec or 1) and outer.place.kind[:3] == inner.place.kind[:3]:
        return False
    if outer.place.kind.startswith("PCL"):
        return outer.place.country == inner.place.country
    return outer.place.country == inner.place.country and outer.place.admin1 == inner.place.admin1


def _dates_agree(one: DateMention | None, other: DateMention | None) -> bool:
    if one is None or other is None:
        return True
    a, b = one.when, other.when
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return True
    return a.earliest <= b.latest and b.earliest <= a.latest


def _add(
    mentions: Mentions, draft: Draft, telling: Telling, event_id: str, trigger: Trigger, rule: str, place: int | None,
    when: DateMention | None,
) -> None:  # fmt: skip
    draft.tellings.append(telling)
    if _clearer(trigger, event_id, draft) and telling.new:
        draft.event, draft.trigger, draft.rule = event_id, trigger, rule
    if place is not None and (draft.place is None or _finer(mentions.places[place], mentions.places[draft.place])):
        draft.place = place
    if draft.date is None:
        draft.date = when


def _clearer(trigger: Trigger, event_id: str, draft: Draft) -> bool:
    """Whether an act tells the kind of event better than the one the draft goes by: settled before open, act before raid."""
    if draft.event == RAID:
        return event_id != RAID
    return bool(draft.trigger.act) and event_id != RAID and (not trigger.act or draft.trigger.weak)


def _finer(one: Placed, other: Placed) -> bool:
    if other.resolution.place is None:
        return one.resolution.place is not None
    return one.resolution.place is not None and (one.resolution.where_prec or 9) < (other.resolution.where_prec or 9)


def _long_past(when: When, published: date | None) -> bool:
    """More than 30 days before publication, or dated by a month or a year alone («في نيسان الماضي»)."""
    if when.precision in ("month", "year"):
        return True
    return when.latest is not None and published is not None and published - when.latest > _HISTORY


def _date_of(mentions: Mentions, telling: Telling) -> DateMention | None:
    """The date nearest to the telling's acts, in its own words or at the head of its sentence."""
    sentence = mentions.sentences[telling.sentence]
    inside = [d for d in mentions.dates if telling.first <= d.first <= telling.last]
    inside = inside or [d for d in mentions.dates if sentence.first <= d.first <= telling.first]
    if not inside:
        return None
    at = telling.triggers[0].first
    return min(inside, key=lambda d: (_long(d), d.of == "statement", abs(d.first - at)))


def _long(mention: DateMention) -> bool:
    """Whether a date is a stretch («منذ السابع من أكتوبر») that frames the news rather than dates the act."""
    when = mention.when
    if when.earliest is None or when.latest is None:
        return when.precision in ("month", "year")
    return when.latest - when.earliest > _HISTORY / 2


def when_of(draft: Draft, mentions: Mentions) -> When:
    """The draft's days: its own date, else the day of publication and the one before; a statement's date likewise."""
    if draft.date is not None and draft.date.when.earliest is not None:
        when = draft.date.when
        if draft.date.of == "statement" and when.precision == "day" and when.earliest == when.latest:
            return When(when.earliest - _ONE_DAY, when.latest, "range")
        return when
    if mentions.published is None or draft.background:
        return When(None, None, "day")
    return When(mentions.published - _ONE_DAY, mentions.published, "range")
