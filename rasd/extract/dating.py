"""Which date belongs to a telling, and what days an incident spans."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain

from rasd.extract.mentions import Mentions, beginning, within
from rasd.extract.tellings import Telling
from rasd.lexicon.casualties import casualty_words
from rasd.model import Cue, DateMention, Sentence, When

_ONE_DAY = timedelta(days=1)
# What is told from further back is background, not news.
_HISTORY = timedelta(days=30)
# A report's news is of these last days.
_NEWS = timedelta(days=3)
# How exact the date of a piece of news is.
_OF_NEWS = frozenset({"day", "night"})
# What is dated after the act itself.
_AFTERWARDS = frozenset({"statement", "claim", "death"})
# How many words after an older act «الذي» may stand, its place between («الهجوم في كذا الذي»).
_CLAUSE_REACH = 4
_LOOKS_BACK = frozenset({"background", "recall"})


def of_telling(mentions: Mentions, telling: Telling) -> DateMention | None:
    """The date nearest to the telling's acts, in its own words or at the head of its sentence."""
    sentence = mentions.sentences[telling.sentence]
    told = within(mentions.dates, telling) or beginning(mentions.dates, sentence.first, telling.first)
    inside = [d for d in told if not _frames(d.when, mentions.published)]
    if inside and (compared := mentions.reading.by_kind[telling.sentence].get("fresh", ())):
        inside = [d for d in inside if not any(_measures(mentions, c, d) for c in compared)]
    if not inside:
        return None
    if which := _which(mentions, telling):
        inside = [d for d in inside if d.first > which] or inside
    if (other := _of_another(mentions, telling)) is not None:
        inside = [d for d in inside if d.first < other or not long_past(d.when, mentions.published)]
    if not inside:
        return None
    at = telling.triggers[0].first
    return min(inside, key=lambda d: (_long(d.when), _vague(d.when), d.of in _AFTERWARDS, abs(d.first - at)))


def _measures(mentions: Mentions, cue: Cue, told: DateMention) -> bool:
    """Whether a date only says since when the news has no equal: «الأكثر دموية منذ هجوم ... عام 2012»."""
    if told.first <= cue.last or not long_past(told.when, mentions.published):
        return False
    since = casualty_words().sets["since"]
    return any(mentions.text.words[at] in since for at in range(cue.last + 1, told.first))


def _which(mentions: Mentions, telling: Telling) -> int | None:
    """Where «الذي وقع في ...» of a telling's own, definite act begins: the date told there is the act's."""
    act = telling.triggers[0]
    if act.form != "definite":
        return None
    cues = mentions.reading.by_sentence[telling.sentence]
    return next((c.first for c in cues if c.kind == "relative" and c.first == act.last + 1), None)


def _of_another(mentions: Mentions, telling: Telling) -> int | None:
    """Where the clause begins that tells of another, older act («اعتقال منفذ الهجوم الذي ...»)."""
    act = telling.triggers[0]
    if act.form == "definite":
        return None
    older = [t.last for t in within(mentions.acts.triggers, telling) if t.first > act.last and t.form == "definite"]
    if not older:
        return None
    opened = [c.first for c in mentions.reading.by_kind[telling.sentence].get("relative", ())]
    return next((at for at in opened if any(0 < at - last <= _CLAUSE_REACH for last in older)), None)


def agree(one: DateMention | None, other: DateMention | None) -> bool:
    """Whether two dates may be of one incident: they overlap, or one is not known."""
    if one is None or other is None:
        return True
    if one.apart and other.apart:
        return bool({one.of, other.of} & _AFTERWARDS) or _overlap(one.apart, other.apart)
    return _overlap(one.when, other.when)


def _overlap(a: When, b: When) -> bool:
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return True
    return a.earliest <= b.latest and b.earliest <= a.latest


def near(one: DateMention | None, other: DateMention | None) -> bool:
    """Whether two dates may be of one incident, a day apart when one is that of a statement about it."""
    if agree(one, other) or one is None or other is None:
        return True
    a, b = one.when, other.when
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return False
    apart = max(a.earliest - b.latest, b.earliest - a.latest)
    return apart <= _ONE_DAY and (one.of in _AFTERWARDS or other.of in _AFTERWARDS)


def clearer(known: DateMention | None, told: DateMention | None) -> DateMention | None:
    """The date to keep of two tellings of one incident: the first, but the act's own day before its statement's."""
    if known is None or told is None:
        return known or told
    dated_late = known.of in _AFTERWARDS and told.of not in _AFTERWARDS
    return told if dated_late and told.when.precision in _OF_NEWS else known


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
    if told is not None and told.of == "claim" and told.when.earliest is not None:
        return told, told.when  # who did it dates it
    return mention, span(mention, mentions.published, background)


def carried(mentions: Mentions, tellings: list[Telling]) -> DateMention | None:
    """The date that the report's news told last before an incident that has none of its own, or else in it or next.

    «كما قصفت ...» goes on the same day; a headline has the day of its lead. What is told as history dates nothing else.
    """
    first, published = min(t.first for t in tellings), mentions.published
    near = _next(mentions, first).last
    before = (d for d in reversed(mentions.dates) if d.first < first and _fresh(d.when, published))
    after = (d for d in beginning(mentions.dates, first, near) if _latest_news(d.when, published))
    return next((d for d in chain(before, after) if not _in_history(mentions, d)), None)


def _next(mentions: Mentions, first: int) -> Sentence:
    """The sentence behind that of a word, behind a headline that is given twice."""
    last = len(mentions.sentences) - 1
    at = min(mentions.sentence_of(first) + 1, last)
    while at < last and mentions.sentences[at].title:
        at += 1
    return mentions.sentences[at]


def dates_news(mentions: Mentions) -> bool:
    """Whether a text names any day or night of the last days, as reports of news do."""
    return any(_fresh(d.when, mentions.published) for d in mentions.dates)


def _in_history(mentions: Mentions, told: DateMention) -> bool:
    cues = mentions.reading.by_sentence[mentions.sentence_of(told.first)]
    return any(c.kind in _LOOKS_BACK for c in cues)


def _latest_news(when: When, published: date | None) -> bool:
    """Whether a date is at most a day older than the report: one told later may be of another incident."""
    if not _fresh(when, published):
        return False
    return published is None or (when.latest is not None and published - when.latest <= _ONE_DAY)


def _fresh(when: When, published: date | None) -> bool:
    """Whether a date may be that of the news: a day or a night, a few days back at most."""
    if when.precision not in _OF_NEWS:
        return False
    if when.latest is None or published is None:
        return True
    return published - when.latest <= _NEWS


def span(mention: DateMention | None, published: date | None, background: bool) -> When:
    """The days of an incident: its own date, else the day of publication and the one before.

    A date that is the statement's gives that day and the one before; unknown stays None.
    """
    if mention is not None and mention.when.earliest is not None:
        return _days(mention)
    if published is None or background:
        return When(None, None, "day")
    return When(published - _ONE_DAY, published, "range")


def _days(mention: DateMention) -> When:
    """The days that a mention gives its act: a statement's day may be the day after."""
    when = mention.when
    single = when.precision == "day" and when.earliest == when.latest
    if mention.of not in _AFTERWARDS or not single or when.earliest is None:
        return when
    return When(when.earliest - _ONE_DAY, when.latest, "range")


def _vague(when: When) -> bool:
    """Whether a date is a stretch of many days («منذ أيام»): a day told beside it is the act's."""
    return when.earliest is not None and when.latest is not None and when.latest - when.earliest > _NEWS


def _frames(when: When, published: date | None) -> bool:
    """Whether a date is a long stretch that goes on («لأول مرة منذ 30 عاما»), which dates no act of the news."""
    return when.precision == "range" and when.latest is not None and when.latest == published and _long(when)


def _long(when: When) -> bool:
    """Whether a date is a stretch («منذ السابع من أكتوبر») that frames the news rather than dates the act."""
    if when.earliest is None or when.latest is None:
        return when.precision in ("month", "year")
    return when.latest - when.earliest > _HISTORY / 2
