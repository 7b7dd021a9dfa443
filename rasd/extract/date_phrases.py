"""Reads date phrases word by word, without knowing any day yet: a helper of `dates`.

Each rule is a small function from a word to a `Phrase` or None; they are tried in order and the longest reading wins.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from gazetteer.clitics import NUMBER
from gazetteer.phrases import stems
from rasd.extract.date_chain import day, numeric
from rasd.extract.date_model import Phrase
from rasd.extract.date_reader import (
    HIJRI_YEARS,
    Reader,
    article_number,
    count_of_unit,
    old_year,
    take_other_name,
    take_year,
    year_number,
)
from rasd.extract.numbers import read_number, read_ordinal
from rasd.lexicon.dates import begins, date_words
from rasd.lexicon.numbers import number_words

_CLAUSE_MARKS = frozenset(".,;:\n")
Rule = Callable[["Reader", int], Phrase | None]


def rules_of(word: str) -> tuple[Rule, ...]:
    """The rules for a date that begins with this folded word; none for most words."""
    lexicon = number_words()
    if "0" <= word[0] <= "9":
        return (numeric, day, _year)
    if word == lexicon.article:
        return (_past_span, day)
    kinds = begins(word)
    rules = [rule for rule, heads in _RULES if kinds & heads]
    bare = word.removeprefix(lexicon.joint)
    ordinal = bare in lexicon.ordinals or bare in lexicon.ordinal_ones or read_ordinal((bare,), 0) is not None
    if ordinal and day not in rules:
        rules.append(day)
    return tuple(rules)


@cache
def beginnings() -> frozenset[str]:
    """Every word, clitics off, that a date may begin with."""
    lexicon = number_words()
    ordinals = {*lexicon.ordinals, *lexicon.ordinal_ones, *(lexicon.article + word for word in lexicon.words)}
    return frozenset({NUMBER, lexicon.article, *date_words().heads, *ordinals})


@lru_cache(maxsize=10_000)
def conjunction(word: str) -> str:
    """The «و» joined to the first word of a date, or ""."""
    heads, lexicon = date_words().heads, number_words()
    for stem, prefix in stems(word):
        if stem in heads or stem in lexicon.ordinals:
            return prefix if prefix == lexicon.joint else ""
    return ""


def read(reader: Reader, at: int, rules: tuple[Rule, ...]) -> Phrase | None:
    """The longest date phrase that begins at word `at` by one of `rules`, or None."""
    best: Phrase | None = None
    for rule in rules:
        found = rule(reader, at)
        if found is not None and (best is None or found.last > best.last):
            best = found
    return best


def _ago(reader: Reader, at: int) -> Phrase | None:
    """«قبل يومين», «منذ ثلاثة أيام», «قبل نحو أسبوعين»; not «قبل يومين من الهجوم»."""
    if not reader.is_in("ago_words", at) or not reader.beside(at):
        return None
    about, since = False, reader.is_in("since_words", at)
    here = at + 1
    for size in (2, 1):
        if " ".join(reader.words[here : here + size]) in date_words().sets["about_words"]:
            here, about = here + size, True
            break
    found = count_of_unit(reader, here)
    if found is None:
        return None
    count, unit, last = found
    if reader.is_in("ago_stops", last + 1) and reader.beside(last) and not since:
        return None
    return Phrase(at, last, "ago", ago=(count, unit), about=about, since=since)


def _past_span(reader: Reader, at: int) -> Phrase | None:
    """«الأيام الثلاثة الماضية», «الساعات الـ24 الماضية», «الـ 48 ساعة الأخيرة», «اليومين الماضيين»."""
    words, units = reader.words, date_words().units
    number = article_number(reader, at)
    if number is not None:
        at_unit = number.last + 1
        if at_unit >= len(words) or not any(u.name == "hour" for u in units.get(words[at_unit], ())):
            return None
        unit, count, last = "hour", number.value, at_unit
    else:
        forms = [u for u in units.get(words[at], ()) if u.past]
        if not forms:
            return None
        unit, count, last = forms[0].name, forms[0].count, at
        if count is None:
            number = article_number(reader, at + 1) or read_number(words, at + 1)
            if number is None or not number.value:
                return None
            count, last = number.value, number.last
    modifier = reader.mark(last + 1, "modifiers")
    if modifier is None or modifier[2] != "past" or not count or count > 400:
        return None
    return Phrase(at, modifier[0], "past_span", span_of=(count, unit))


def _fixed(reader: Reader, at: int) -> Phrase | None:
    """Stretches said in one phrase: «الليلة الماضية», «قبل أيام»."""
    found = reader.mark(at, "fixed", first=True)
    if found is None:
        return None
    if reader.is_in("ago_words", at) and reader.is_in("ago_stops", found[0] + 1) and reader.beside(found[0]):
        return None
    stretch = date_words().stretches[found[1]]
    return Phrase(
        at, found[0], "fixed", days=(stretch.start, stretch.end), precision=stretch.precision,
        night=stretch.precision == "night",
    )  # fmt: skip


def _echo(reader: Reader, at: int) -> Phrase | None:
    """«اليوم نفسه», «اليوم التالي», «قبل ذلك بيوم»: a day counted from the date told last."""
    found = reader.mark(at, "echo", first=True)
    return Phrase(at, found[0], "echo", echo=found[1]) if found else None


def _alone(reader: Reader, at: int) -> Phrase | None:
    """«اقتحموا، فجرا، البلدة»: a part of the day between commas, of the report's own day."""
    before = reader.text.gaps[at - 1] if at else "\n"
    if not reader.is_in("alone", at) or not _CLAUSE_MARKS & set(before) or "," not in reader.text.gaps[at]:
        return None
    return Phrase(at, at, "day", relative=0, part=True)


def _period(reader: Reader, at: int) -> Phrase | None:
    """«الأسبوع الماضي», «مطلع الشهر الجاري», «هذا العام», «نهاية الأسبوع»."""
    here, first, said = at, True, ""
    stage = reader.mark(here, "stages", first=True)
    if stage is not None:
        said, here, first = stage[2], stage[0] + 1, False
    this = reader.is_in("this", here)
    if this:
        here, first = here + 1, False
    period = reader.mark(here, "periods", first=first)
    if period is None:
        return None
    phrase = Phrase(at, period[0], "period", stage=said, period=period[2])
    modifier = reader.mark(phrase.last + 1, "modifiers")
    if modifier is not None and reader.beside(phrase.last):
        phrase.modifier, phrase.last = modifier[2], modifier[0]
    elif not this and not (phrase.stage and phrase.period != "month"):
        return None
    if phrase.period == "year":
        take_year(reader, phrase, bare=True)
    return phrase


def _month(reader: Reader, at: int) -> Phrase | None:
    """«أكتوبر 2014», «يونيو الماضي», «منتصف يونيو», «في تموز»; a bare month needs a word such as «في» before it."""
    here, told = at, ""
    stage = reader.mark(here, "stages", first=True)
    if stage is not None:
        told, here = stage[2], stage[0] + 1
    worded = reader.is_in("month_words", here)
    here += worded
    name = reader.mark(here, "months", first=here == at) or reader.mark(here, "hijri_months", first=here == at)
    if name is None:
        return None
    hijri = reader.mark(here, "months", first=here == at) is None
    phrase = Phrase(at, name[0], "month", stage=told, month=name[1], hijri=hijri)
    if not phrase.hijri:
        take_other_name(reader, phrase)
    doubled = phrase.last > name[0]
    take_year(reader, phrase)
    modifier = reader.mark(phrase.last + 1, "modifiers")
    if modifier is not None and reader.beside(phrase.last):
        phrase.modifier, phrase.last = modifier[2], modifier[0]
    cued = reader.is_in("month_cues", at - 1) and at > 0 and reader.beside(at - 1)
    said = doubled or phrase.year or phrase.modifier or phrase.stage or worded
    if not said and (not cued or phrase.hijri or _is_other_word(reader, phrase.last)):
        return None
    return phrase


def _is_other_word(reader: Reader, at: int) -> bool:
    """Whether a word only folds to a month's name («مدينة إب», not «آب»)."""
    span = reader.text.span(at, at)
    return reader.text.raw[span.start : span.end] in date_words().not_months


def _year(reader: Reader, at: int) -> Phrase | None:
    """«عام 2015», «في 2015», «1982-1990», «سنة 1072»."""
    worded = reader.is_in("year_words", at)
    here = at + worded
    year = year_number(reader, here) or (old_year(reader, here) if worded else None)
    cued = worded or (at > 0 and reader.is_in("year_cues", at - 1) and reader.beside(at - 1))
    if year is None or year in HIJRI_YEARS or (worded and not reader.beside(at)):
        return None
    phrase = Phrase(at, here, "year", year=year)
    to = here + 1 if reader.slash(here) else here + 2 if reader.is_in("and_words", here + 1) else -1
    end = year_number(reader, to) if to > 0 else None
    if end is not None and year < end:
        phrase.until, phrase.last = Phrase(to, to, "year", year=end), to
        cued = cued or reader.slash(here)
    follows_date = at > 0 and reader.slash(at - 1)
    return phrase if cued and not follows_date else None


_RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (_ago, frozenset({"ago_words"})),
    (_past_span, frozenset({"units"})),
    (_fixed, frozenset({"fixed"})),
    (_echo, frozenset({"echo"})),
    (_alone, frozenset({"alone"})),
    (_period, frozenset({"stages", "periods", "this"})),
    (day, frozenset({"relative", "weekdays", "day_words", "two_days", "parts"})),
    (_month, frozenset({"months", "hijri_months", "stages", "month_words"})),
    (_year, frozenset({"year_words"})),
)
