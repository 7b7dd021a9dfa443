"""Finds date expressions (weekdays, «أمس», nights, calendar dates, stretches) and resolves them to days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gazetteer.arabic import Text
from gazetteer.memo import WordMemo
from gazetteer.model import Span
from gazetteer.phrases import stems
from rasd.extract import date_stamps
from rasd.extract.date_model import Phrase
from rasd.extract.date_phrases import Rule, beginnings, conjunction, read, rules_of
from rasd.extract.date_reader import Reader, article_number
from rasd.extract.days import resolve, said_today, stand_in
from rasd.lexicon.dates import DateWords, Tie, date_words
from rasd.model import DateMention, When

_RULES: WordMemo[tuple[Rule, ...]] = WordMemo(rules_of, lambda: beginnings().isdisjoint, ())
# What ends a clause: a date on one side is not tied to a verb on the other.
_STOPS = frozenset(".\n?!;:")


def find(text: Text, published: date | None) -> list[DateMention]:
    """The dates of a text in order, the longest reading of each, none overlapping.

    `published` is the outlet's local day. When it is None, the day that the text itself gives for «اليوم» stands in for
    it; without either, `when` is (None, None) for all but full dates. Dates to come and days that no calendar has
    (30 February) are left out, and the page's own stamps where `published` says what they would. `of` says whether a
    statement or an act was dated, where the words tell.
    """
    reader = Reader(text)
    phrases = _joined(reader, _read_all(reader))
    if published is None:
        published = said_today(phrases)
    else:
        phrases = list(date_stamps.told(text, phrases))
    found: list[DateMention] = []
    last: date | None = None
    for phrase in phrases:
        when = resolve(phrase, published) if phrase.echo is None else _echoed(phrase.echo, last, published)
        if when is not None:
            last = when.latest if when.earliest == when.latest is not None else last
            span = _span(text, phrase)
            found.append(DateMention(span, phrase.first, phrase.last, when, _rule(phrase), _of(text, phrase)))
    return found if published is not None else list(_set_apart(found, phrases))


def _set_apart(found: list[DateMention], phrases: list[Phrase]) -> Iterator[DateMention]:
    """The dates of a text without a day of publication, with what tells them apart all the same."""
    day, fits = stand_in(phrases)
    said = {phrase.first: phrase for phrase in phrases}
    for mention in found:
        phrase = said[mention.first]
        apart = mention.when.earliest is None and phrase.echo is None and fits(phrase)
        yield mention._replace(apart=resolve(phrase, day)) if apart else mention


def _echoed(days: int, last: date | None, published: date | None) -> When | None:
    """The day that lies `days` after the single day told last; None when none was, or it is still to come."""
    if last is None:
        return None
    day = last + timedelta(days=days)
    return When(day, day, "day") if published is None or day <= published else None


def _read_all(reader: Reader) -> list[Phrase]:
    phrases: list[Phrase] = []
    taken = -1
    for at, rules in _RULES.among(reader.text):
        if at <= taken:
            continue
        phrase = read(reader, at, rules)
        if phrase is None:
            continue
        taken = phrase.last
        if not _is_other(reader, phrase):
            phrases.append(phrase)
    return phrases


def _span(text: Text, phrase: Phrase) -> Span:
    """The raw span of the phrase without a leading «و» or «ف»."""
    start, end = text.folded_starts[phrase.first], text.folded_ends[phrase.last]
    return text.raw_span(start + len(conjunction(text.words[phrase.first])), end)


def _is_other(reader: Reader, phrase: Phrase) -> bool:
    """Whether the word is no date here: «صحيفة اليوم», «سوق الخميس», «الاثنين الآخرين»."""
    words, lexicon = reader.words, date_words()
    if phrase.first == phrase.last and phrase.relative == 0:
        kind = "today"
    elif phrase.weekday is not None and phrase.relative is None and phrase.day is None:
        kind = "weekday"
    else:
        return False
    before = words[phrase.first - 1] if phrase.first and reader.beside(phrase.first - 1) else ""
    after = words[phrase.last + 1] if phrase.last + 1 < len(words) and reader.beside(phrase.last) else ""
    if kind == "today" and article_number(reader, phrase.last + 1) is not None:
        return True  # «اليوم الـ201 للحرب»
    paired = reader.is_in("between_words", phrase.first - 1) and bool(
        reader.mark(phrase.last + 1, "weekdays", first=True)
    )
    return (before in lexicon.not_after[kind] and not paired) or after in lexicon.not_before[kind]


def _joined(reader: Reader, phrases: list[Phrase]) -> list[Phrase]:
    """Joins «من ... إلى ...» to one stretch, and marks what «منذ» opens."""
    result: list[Phrase] = []
    for phrase in phrases:
        opened = phrase.first and reader.is_in("since_words", phrase.first - 1) and reader.beside(phrase.first - 1)
        phrase.since = phrase.since or bool(opened)
        previous = result[-1] if result else None
        if previous is not None and previous.until is None and _is_stretch(reader, previous, phrase):
            _share(previous, phrase)
            previous.until, previous.last = phrase, phrase.last
        else:
            result.append(phrase)
    return result


def _is_stretch(reader: Reader, first: Phrase, second: Phrase) -> bool:
    middle = first.last + 1
    if second.first == middle:
        return bool(reader.is_in("between_words", first.first - 1) and conjunction(reader.words[second.first]))
    if second.first - first.last != 2 or not (reader.near(first.last) and reader.near(middle)):
        return False
    return reader.is_in("to_words", middle) and second.modifier != "coming"


def _share(first: Phrase, second: Phrase) -> None:
    """A year or «الماضيين» said once, at the end, holds for both ends."""
    if first.day is not None and first.year is None and first.month is not None:
        first.year = second.year
    first.modifier = first.modifier or second.modifier


def _rule(phrase: Phrase) -> str:
    if phrase.until is not None:
        return "range"
    if phrase.rule != "day":
        return phrase.rule
    if phrase.day is not None:
        return "date"
    if phrase.weekday is not None:
        return "night" if phrase.night else "weekday"
    return "night" if phrase.night else "relative"


def _of(text: Text, phrase: Phrase) -> str:
    """What was dated: a statement («قالت الوزارة يوم الأحد إن»), one of the speaker's own act (a claim), a late death,
    an event («وقع مساء السبت»), or ""."""
    lexicon = date_words()
    if _of_death(text, phrase, lexicon):
        return "death"
    if _tells(text, phrase, lexicon):
        return "claim" if _tells_own(text, phrase, lexicon) else "statement"
    return "event" if phrase.part or phrase.night or _acts(text, phrase, lexicon.event) else ""


def _tells(text: Text, phrase: Phrase, lexicon: DateWords) -> bool:
    if "verb" in _after(text, phrase, _STATEMENT):
        return True
    reported = False
    for at in _before(text, phrase, lexicon.statement.reach):
        reported = reported or text.words[at] in lexicon.sets["reporters"]
        said = _STATEMENT.at(text, at)
        if said:
            return "break" not in said and not reported
    return False


def _tells_own(text: Text, phrase: Phrase, lexicon: DateWords) -> bool:
    """Whether the statement goes on with the speaker's own act: «أعلنت الحركة، الأحد، استهدافها موقعا»."""
    at, words = phrase.last + 1, text.words
    if at >= len(words) or not _STOPS.isdisjoint(text.gaps[phrase.last]):
        return False
    if words[at] in lexicon.sets["own_acts"]:
        return True
    return at + 1 < len(words) and "break" in _STATEMENT.at(text, at) and words[at + 1] in lexicon.sets["own_after"]


def _of_death(text: Text, phrase: Phrase, lexicon: DateWords) -> bool:
    """Whether someone died that day of what was done before: «استشهد اليوم متأثرا بجروحه»."""
    words = text.words
    for at in range(phrase.last + 1, min(phrase.last + 1 + lexicon.event.reach, len(words))):
        if not text.joined[at - 1] and not _STOPS.isdisjoint(text.gaps[at - 1]):
            return False
        if words[at] in lexicon.sets["late_deaths"]:
            return True
    return False


def _acts(text: Text, phrase: Phrase, tie: Tie) -> bool:
    if "verb" in _after(text, phrase, _EVENT):
        return True
    return any("verb" in _EVENT.at(text, at) for at in _before(text, phrase, tie.reach))


def _after(text: Text, phrase: Phrase, ties: WordMemo[tuple[str, ...]]) -> tuple[str, ...]:
    """How the word right after the phrase ties it."""
    after = phrase.last + 1
    if after >= len(text.words) or not _STOPS.isdisjoint(text.gaps[phrase.last]):
        return ()
    return ties.at(text, after)


def _before(text: Text, phrase: Phrase, reach: int) -> Iterator[int]:
    """The words before the phrase in its clause, from right to left."""
    for at in range(phrase.first - 1, max(-1, phrase.first - 1 - reach), -1):
        if not text.joined[at] and not _STOPS.isdisjoint(text.gaps[at]):
            return
        yield at


def _ties(tie: Tie, word: str) -> tuple[str, ...]:
    """How a word ties a date: break, verb, noun."""
    known = [stem for stem, _ in stems(word)]
    lists = (("break", tie.breaks), ("verb", tie.verbs), ("noun", tie.nouns))
    return tuple(name for name, listed in lists if not listed.isdisjoint(known))


_STATEMENT = WordMemo(lambda word: _ties(date_words().statement, word))
_EVENT = WordMemo(lambda word: _ties(date_words().event, word))
