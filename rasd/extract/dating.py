"""Which date belongs to a telling, and what days an incident spans."""

from __future__ import annotations

from datetime import date, timedelta

from rasd.extract.mentions import Mentions
from rasd.extract.tellings import Telling
from rasd.model import DateMention, When

_ONE_DAY = timedelta(days=1)
# What is told from further back is background, not news.
_HISTORY = timedelta(days=30)
# A report's news is of these last days.
_NEWS = timedelta(days=3)
_LOOKS_BACK = frozenset({"background", "recall"})


def of_telling(mentions: Mentions, telling: Telling) -> DateMention | None:
    """The date nearest to the telling's acts, in its own words or at the head of its sentence."""
    sentence = mentions.sentences[telling.sentence]
    inside = [d for d in mentions.dates if telling.first <= d.first <= telling.last]
    inside = inside or [d for d in mentions.dates if sentence.first <= d.first <= telling.first]
    if not inside:
        return None
    if which := _which(mentions, telling):
        inside = [d for d in inside if d.first > which] or inside
    at = telling.triggers[0].first
    return min(inside, key=lambda d: (_long(d.when), d.of == "statement", abs(d.first - at)))


def _which(mentions: Mentions, telling: Telling) -> int | None:
    """Where a definite act's «الذي وقع في ...» begins: the date told there is the act's."""
    definite = {t.last + 1 for t in telling.triggers if t.form == "definite"}
    cues = mentions.reading.by_sentence[telling.sentence]
    return next((c.first for c in cues if c.kind == "relative" and c.first in definite), None)


def agree(one: DateMention | None, other: DateMention | None) -> bool:
    """Whether two dates may be of one incident: they overlap, or one is not known."""
    if one is None or other is None:
        return True
    a, b = one.when, other.when
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return True
    return a.earliest <= b.latest and b.earliest <= a.latest


def long_past(when: When, published: date | None) -> bool:
    """Whether a date is history: more than 30 days before publication, or a month or a year alone («في نيسان»)."""
    if when.precision in ("month", "year"):
        return True
    return when.latest is not None and published is not None and published - when.latest > _HISTORY


def of_incident(
    mentions: Mentions, told: DateMention | None, tellings: list[Telling], background: bool
) -> tuple[DateMention | None, When]:
    """The date phrase of an incident (its own, or the one its report goes on from) and the days it spans."""
    mention = told if told or background else carried(mentions, tellings)
    return mention, span(mention, mentions.published, background)


def carried(mentions: Mentions, tellings: list[Telling]) -> DateMention | None:
    """The date that the report's news told last before an incident that has none of its own.

    «كما قصفت ...» goes on the same day; what is told as history dates nothing after it.
    """
    first = min(t.first for t in tellings)
    history = {t for t, cues in enumerate(mentions.reading.by_sentence) if any(c.kind in _LOOKS_BACK for c in cues)}
    told = [
        d
        for d in mentions.dates
        if d.first < first and _fresh(d.when, mentions.published) and mentions.sentence_of(d.first) not in history
    ]
    return told[-1] if told else None


def _fresh(when: When, published: date | None) -> bool:
    """Whether a date may be that of the news: a day or a night, a few days back at most."""
    if when.precision not in ("day", "night"):
        return False
    if when.latest is None or published is None:
        return True
    return published - when.latest <= _NEWS


def span(mention: DateMention | None, published: date | None, background: bool) -> When:
    """The days of an incident: its own date, else the day of publication and the one before.

    A date that is the statement's gives that day and the one before; unknown stays None.
    """
    if mention is not None and mention.when.earliest is not None:
        when = mention.when
        if mention.of == "statement" and when.precision == "day" and when.earliest == when.latest:
            return When(mention.when.earliest - _ONE_DAY, when.latest, "range")
        return when
    if published is None or background:
        return When(None, None, "day")
    return When(published - _ONE_DAY, published, "range")


def _long(when: When) -> bool:
    """Whether a date is a stretch («منذ السابع من أكتوبر») that frames the news rather than dates the act."""
    if when.earliest is None or when.latest is None:
        return when.precision in ("month", "year")
    return when.latest - when.earliest > _HISTORY / 2
