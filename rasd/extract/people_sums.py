"""Adds up people joined by «و»: «طفلان وامرأة», «جندي و3 مدنيين»: a helper of `casualties`."""

from __future__ import annotations

from functools import lru_cache

from gazetteer.arabic import Text
from gazetteer.phrases import stems
from rasd.extract.clauses import near
from rasd.extract.people import People, read_people, starts_count
from rasd.lexicon.casualties import casualty_words
from rasd.lexicon.numbers import number_words

# What stands in brackets tells who the people were, and adds nobody.
_BRACKETS = frozenset("()[]")
# No report adds up more; keeps a hostile text from taking long.
_LONGEST_SUM = 12


def read_sum(text: Text, at: int) -> People | None:
    """The people counted at word `at` and those joined to them by «و»: «طفلان وامرأة», «جندي و3 مدنيين»."""
    total = read_people(text, at)
    for _ in range(_LONGEST_SUM):
        more = (_plus(text, total) or _joined(text, total)) if total is not None else None
        if total is None or more is None:
            break
        total = _added(total, more)
    return total


def _plus(text: Text, people: People) -> People | None:
    """What «إضافة إلى» adds: a number, a dual or one person, the article allowed («فضلا عن الانتحاري»)."""
    here = people.last + 1
    if people.vague or here >= len(text.words) or not text.joined[people.last]:
        return None
    for phrase in casualty_words().plus.get(text.words[here], ()):
        if tuple(text.words[here : here + len(phrase)]) == phrase:
            more = read_people(text, here + len(phrase))
            if more is None or more.low is None or more.noun is None or more.toll != people.toll:
                return None
            return more._replace(first=people.first)
    return None


def _joined(text: Text, people: People) -> People | None:
    """What «و» adds to these people: a number, a dual or a singular of people not told to be hurt otherwise."""
    words, lexicon = text.words, casualty_words()
    joint = lexicon.and_word
    here = people.last + 1
    for _ in range(lexicon.filler_reach + 1):
        if here >= len(words) or not near(text, here - 1) or not _BRACKETS.isdisjoint(text.gap(here - 1)):
            return None
        word = words[here]
        if word == joint or (word[0] == joint and _adds(word)):
            break
        if not _is_filler(word) and word not in lexicon.sets["of_words"]:
            return None
        here += 1
    else:
        return None
    more = read_people(text, here + 1 if words[here] == joint else here)
    if more is None or more.low is None or more.toll != people.toll or people.vague:
        return None
    if not more.said and more.noun is not None and (more.noun.definite or more.noun.accusative != _accusative(people)):
        owned = text.words[more.noun_first].removeprefix(joint) in lexicon.sets["owned"]
        if more.noun.definite or not owned:
            return None
    if more.said and more.noun is None and not more.parted and words[more.last] not in lexicon.others:
        return None
    after = lexicon.after.get(words[more.last + 1]) if more.last + 1 < len(words) else None
    return None if after is not None else more._replace(first=people.first)


def _accusative(people: People) -> bool:
    """Whether a singular added to these people must be in the accusative («قتل شابا وطفلا»)."""
    return people.noun is not None and people.noun.accusative and not people.said


@lru_cache(maxsize=50_000)
def _adds(word: str) -> bool:
    """Whether a word with «و» may begin more people, rather than being a word of its own."""
    lexicon = casualty_words()
    rest = word[len(lexicon.and_word) :]
    if not rest or word in lexicon.nouns or rest in lexicon.heads:
        return False
    return (
        rest in lexicon.nouns or rest in lexicon.others or rest in lexicon.quantifiers or rest in number_words().words
    )


@lru_cache(maxsize=50_000)
def _is_filler(word: str) -> bool:
    """Whether a word may be an adjective of the people before it: no number, verb, preposition or other known word."""
    lexicon = casualty_words()
    groups = (lexicon.heads, lexicon.after, lexicon.among, lexicon.window_stops)
    known = any(stem in group for stem, _ in stems(word) for group in groups)
    short = len(word) < 4
    return not (known or short or word[0].isdigit() or starts_count(word) or word in lexicon.sets["clause_openers"])


def _added(total: People, more: People) -> People:
    low = (total.low or 0) + (more.low or 0)
    high = total.high + more.high if total.high is not None and more.high is not None else None
    return total._replace(
        last=more.last, low=low, high=high, noun=total.noun or more.noun, kind=total.kind or more.kind,
        noun_first=total.noun_first if total.noun_first >= 0 else more.noun_first,
        noun_last=max(total.noun_last, more.noun_last),
    )  # fmt: skip
