"""Reads counted people («ما لا يقل عن 12 مدنيا», «طفلان وامرأة», «عدد من الجنود»): a helper of `casualties`."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from gazetteer.arabic import Text
from gazetteer.model import Span
from gazetteer.phrases import stems
from rasd.extract.clauses import near, stops
from rasd.extract.numbers import Number, read_number
from rasd.lexicon.casualties import Phrases, casualty_words
from rasd.lexicon.casualty_nouns import Noun
from rasd.lexicon.numbers import number_words


class People(NamedTuple):
    """Counted people at words [first, last]. `low` and `high` as in `Toll`.

    `vague` is the words that stand for a number, verbatim; `toll` killed or injured when the noun says so;
    `noun_first` and `noun_last` are the words that name the people (-1 when none do); `said` is True for a number in
    words or digits, False for a noun alone; `preposed` when a preposition is joined to the first word; `definite`
    for «الثلاثة»; `parted` for «ثلاثة من». A tuple, because each word read adds to a copy, which is quick so.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    vague: str | None = None
    kind: str = ""
    toll: str = ""
    said: bool = False
    noun: Noun | None = None
    noun_first: int = -1
    noun_last: int = -1
    preposed: bool = False
    definite: bool = False
    parted: bool = False


@lru_cache(maxsize=50_000)
def _is_preposed(word: str) -> bool:
    """Whether a preposition is joined to the word that begins counted people: «بخمسة», «لجندي»."""
    lexicon, numbers = casualty_words(), number_words()
    if word in lexicon.nouns or word in numbers.words or word in lexicon.quantifiers:
        return False
    for stem, prefix in stems(word):
        bare = stem.removeprefix(numbers.article)
        if stem in lexicon.nouns or stem in lexicon.quantifiers or bare in numbers.words or bare in numbers.vague:
            return prefix not in ("", lexicon.and_word)
    return False


@lru_cache(maxsize=100_000)
def starts_count(word: str) -> bool:
    """Whether counted people may begin with this folded word, clitics or not."""
    lexicon, numbers = casualty_words(), number_words()
    if "0" <= word[0] <= "9":
        return True
    for stem, _ in stems(word):
        bare = stem.removeprefix(numbers.article)
        if stem in lexicon.quantifiers or stem in numbers.words or bare in numbers.words or bare in numbers.vague:
            return True
        noun = lexicon.nouns.get(stem)
        if (noun is not None and noun.count == 2) or (stem in lexicon.nouns and lexicon.nouns[stem].toll):
            return True
    return False


def read_people(text: Text, at: int) -> People | None:
    """The people counted at word `at`, clitics of the first word taken off; None when there are none."""
    if at >= len(text.words):
        return None
    effect, here = _quantifier(text, at)
    if effect == "between":
        return _between(text, at, here)
    if effect == "most":
        return None
    if here > at and not near(text, here - 1):
        return None
    number = number_at(text, here)
    if number is None:
        return None if effect else _uncounted(text, at)
    low = high = number.value
    last = number.last
    upper = _range_end(text, number) if number.value is not None else None
    if upper is not None and upper.value is not None:
        high, last = upper.value, upper.last
    vague = _verbatim(text, number.first, number.last) if number.vague else None
    counted = People(
        at, last, low, high, vague, said=number.value is not None, preposed=_is_preposed(text.words[at]),
        definite=number.prefix.endswith(number_words().article) and number.value is not None,
    )  # fmt: skip
    people = _with_noun(text, counted)
    if people is None:
        return None
    least = _phrase_end(text, people.last, casualty_words().least_after)
    if effect == "least" or least > people.last:
        people = people._replace(last=least, high=None)
    return people


def number_at(text: Text, at: int) -> Number | None:
    """The number at word `at`, never read across a stop or a comma."""
    if at >= len(text.words):
        return None
    number = read_number(text.words, at)
    if number is None:
        return None
    for i in range(number.first, number.last):
        if not near(text, i):
            return read_number(text.words[: i + 1], at)
    return number


def _quantifier(text: Text, at: int) -> tuple[str, int]:
    """The effect of a quantifier at word `at` ("" for none) and the word after it."""
    words = text.words
    for phrase, effect in _quantifiers_of(words[at]):
        if tuple(words[at + 1 : at + len(phrase)]) == phrase[1:]:
            return effect, at + len(phrase)
    return "", at


@lru_cache(maxsize=50_000)
def _quantifiers_of(word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The quantifiers that may begin with a word, with their effects."""
    known = casualty_words().quantifiers
    return tuple(one for stem, _ in stems(word) for one in known.get(stem, ()))


def _between(text: Text, at: int, here: int) -> People | None:
    """«بين 5 و7 أشخاص»."""
    low = number_at(text, here)
    if low is None or low.value is None:
        return None
    after = low.last + 1
    joint = number_words().joint
    if after < len(text.words) and text.words[after] == joint:
        after += 1
    high = number_at(text, after)
    if high is None or high.value is None or high.value < low.value or (after == low.last + 1 and high.prefix != joint):
        return None
    return _with_noun(text, People(at, high.last, low.value, high.value, said=True))


def _range_end(text: Text, number: Number) -> Number | None:
    """The upper end of «5-7», «5 إلى 7», «خمسة أو ستة»."""
    here = number.last + 1
    if here >= len(text.words):
        return None
    if text.words[here] in casualty_words().sets["to_words"] and near(text, number.last):
        here += 1
    elif text.gap(number.last).strip() != "-":
        return None
    end = number_at(text, here)
    return end if end is not None and end.value is not None and end.value > (number.value or 0) else None


def _with_noun(text: Text, people: People) -> People | None:
    """Adds the noun after a number: «12 مدنيا», «ثلاثة من العناصر», «7 آخرين»; None when things are counted."""
    words, lexicon = text.words, casualty_words()
    if "%" in text.gap(people.last):
        return None
    here = people.last + 1
    if here >= len(words) or not near(text, people.last):
        return people
    if words[here] in lexicon.sets["not_people"] or _is_percent(text, here):
        return None
    if words[here] in lexicon.sets["of_words"] and near(text, here):
        here += 1
        people = people._replace(parted=True)
    elif words[here] in lexicon.sets["case_words"] and near(text, here):
        here += 1
        if here < len(words) and words[here] in lexicon.heads:
            return people._replace(last=here, toll=lexicon.heads[words[here]].toll)
    people = _take_nouns(text, people, here)
    after = people.last + 1
    if after < len(words) and words[after] in lexicon.others and near(text, people.last):
        people = people._replace(last=after)
    if people.noun is not None and people.noun.kind in lexicon.sets["not_counted"]:
        return None
    return people


def _is_generic(kind: str) -> bool:
    return not kind or kind in casualty_words().sets["generic"]


def _is_percent(text: Text, at: int) -> bool:
    words, lexicon = text.words, casualty_words()
    return words[at] == lexicon.in_word and at + 1 < len(words) and words[at + 1] in lexicon.sets["percent"]


def _take_nouns(text: Text, people: People, at: int) -> People:
    """The one or two nouns at word `at`: «شخصا», «مدنيين قتلى», «عنصرا أمنيا»."""
    words, nouns = text.words, casualty_words().nouns
    for here in (at, at + 1):
        noun = nouns.get(words[here]) if here < len(words) else None
        if noun is None or (here > people.last + 1 and people.noun is not None):
            break
        first = people.noun_first if people.noun_first >= 0 else here
        people = people._replace(
            last=here, toll=people.toll or noun.toll, noun=people.noun or noun, noun_first=first, noun_last=here,
            kind=noun.kind if _is_generic(people.kind) and noun.kind else people.kind,
        )  # fmt: skip
        if not near(text, here) or "(" in text.gap(here):
            break
    return people


def _uncounted(text: Text, at: int) -> People | None:
    """A noun that counts by its form: «جنديان», «طفلة», «أحد الجنود», «مدنيون» (vague), «آخر»."""
    words, lexicon = text.words, casualty_words()
    word, noun = _noun_of(words[at])
    if noun is None:
        if word in lexicon.others:
            count = lexicon.others[word]
            return People(at, at, count, count, None if count else _verbatim(text, at, at))
        return None
    if noun.kind in lexicon.sets["not_counted"]:
        return None
    vague = None if noun.count else _verbatim(text, at, at)
    people = People(
        at, at, noun.count, noun.count, vague, noun.kind, noun.toll, noun=noun, noun_first=at, noun_last=at,
        preposed=_is_preposed(words[at]),
    )  # fmt: skip
    if noun.unsure and casualty_words().dual_mark in text.written(at):
        people = people._replace(low=2, high=2, vague=None)
    here = at + 1
    if here < len(words) and near(text, at) and words[here] in lexicon.sets["two_words"]:
        return people._replace(last=here, low=2, high=2, vague=None, said=True)
    following = lexicon.nouns.get(words[here]) if here < len(words) and near(text, at) else None
    if following is not None and following.count == noun.count and following.definite == noun.definite:
        kind = following.kind if _is_generic(noun.kind) and following.kind else noun.kind
        people = people._replace(last=here, noun_last=here, kind=kind, toll=noun.toll or following.toll)
        here += 1
    if here < len(words) and words[here] in lexicon.others and near(text, people.last):
        people = people._replace(last=here)
    return people


@lru_cache(maxsize=100_000)
def _noun_of(word: str) -> tuple[str, Noun | None]:
    """A word without its clitics and the noun that it is, if any."""
    lexicon = casualty_words()
    for stem, _ in stems(word):
        noun = lexicon.nouns.get(stem)
        if noun is not None:
            return stem, noun
        if stem in lexicon.others:
            return stem, None
    return word, None


def _phrase_end(text: Text, last: int, phrases: Phrases) -> int:
    """The last word of one of these phrases after word `last`, or `last` itself when none follows in the clause."""
    words, at = text.words, last + 1
    if at >= len(words) or stops(text, last):
        return last
    return max((last + len(p) for p in phrases.get(words[at], ()) if tuple(words[at : at + len(p)]) == p), default=last)


def bare_span(text: Text, first: int, last: int) -> Span:
    """The raw span of words `first` to `last` without the «و» joined to the first of them."""
    start, end = text.folded_starts[first], text.folded_ends[last]
    word, joint = text.words[first], casualty_words().and_word
    return text.raw_span(start + (len(joint) if _is_joined(word) else 0), end)


@lru_cache(maxsize=50_000)
def _is_joined(word: str) -> bool:
    lexicon = casualty_words()
    rest = word.removeprefix(lexicon.and_word)
    if rest == word or not rest or word in lexicon.nouns or word in number_words().words:
        return False
    return starts_count(rest) or any(
        stem in group
        for stem, _ in stems(rest)
        for group in (
            lexicon.heads,
            lexicon.nouns,
            lexicon.others,
            lexicon.among,
            lexicon.total_before,
            lexicon.none.starters,
        )
    )


def _verbatim(text: Text, first: int, last: int) -> str:
    span = bare_span(text, first, last)
    return text.raw[span.start : span.end]
