"""Finds tolls: how many people were killed or injured, who they were, and where the text says that nobody was."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from gazetteer.arabic import Text
from gazetteer.clitics import NUMBER
from gazetteer.memo import WordMemo
from gazetteer.phrases import stems
from rasd.extract.casualty_counts import among, counted_people, total, two_verb
from rasd.extract.casualty_finder import Finder, Pattern, head_of
from rasd.extract.casualty_heads import head, phrase_head, pronoun
from rasd.extract.casualty_none import material, nobody
from rasd.extract.clauses import all_stops
from rasd.extract.people import starts_count
from rasd.lexicon.casualties import casualty_words
from rasd.lexicon.numbers import number_words
from rasd.model import Toll


def find(text: Text) -> list[Toll]:
    """The tolls of a text in order; those of one phrase that tells of both kinds share its span.

    A joint figure of killed and injured is no toll, nor are threats, illness and things counted; «دون وقوع إصابات» is
    zero, «دون أنباء عن ضحايا» nothing. `rule` names the pattern.
    """
    begun = list(_PATTERNS.among(text))
    # A count of people is a toll only beside a word that tells of dead or hurt.
    telling = [at for at, patterns in begun if patterns is not _COUNT]
    if not telling:
        return []
    finder, clauses = Finder(text), _Clauses(text, telling)
    for at, patterns in begun:
        if at >= finder.free and (patterns is not _COUNT or clauses.tell_after(at)):
            for pattern in patterns:
                if pattern(finder, at):
                    break
    return finder.found


class _Clauses:
    """Where the words that tell of dead or hurt stand, and where clauses end."""

    def __init__(self, text: Text, telling: list[int]) -> None:
        self._telling, self._stops = telling, all_stops(text)

    def tell_after(self, at: int) -> bool:
        """Whether such a word stands behind word `at` in its clause."""
        told = bisect_left(self._telling, at)
        if told == len(self._telling):
            return False
        stop = bisect_left(self._stops, at)
        return stop == len(self._stops) or self._stops[stop] >= self._telling[told]


# What begins with a word that counts people without saying what became of them.
_COUNT: tuple[Pattern, ...] = (counted_people,)
# What begins with a word that says so of people before it.
_ONLY_TELLS: tuple[Pattern, ...] = (lambda finder, at: False,)


def _patterns_of(word: str) -> tuple[Pattern, ...]:
    """The patterns that may begin with this folded word; none for most words."""
    lexicon = casualty_words()
    known = {stem for stem, _ in stems(word)}
    found: list[Pattern] = [] if known.isdisjoint(_openers()) else _opened_by(known)
    if head_of(word) is not None:
        found.append(head)
    if starts_count(word) or word in lexicon.nouns:
        found.append(counted_people)
    after = lexicon.after.get(word)
    if after is not None and after.number == "two":
        found.append(two_verb)
    tells = after is not None or any(stem in lexicon.nouns and lexicon.nouns[stem].toll for stem in known)
    if not tells:
        return _COUNT if found == [counted_people] else tuple(found)
    return tuple(found) or _ONLY_TELLS


@cache
def _openers() -> frozenset[str]:
    """Every word that `_opened_by` knows: most words of a text are none, and are told so at once."""
    lexicon = casualty_words()
    none = lexicon.none
    return frozenset().union(
        none.starters, none.unknown, none.material, lexicon.among, lexicon.total_before, lexicon.phrase_firsts,
        lexicon.pronouns,
    )  # fmt: skip


def _opened_by(known: set[str]) -> list[Pattern]:
    """The patterns that begin with one of these stems."""
    lexicon = casualty_words()
    found: list[Pattern] = []
    if known & (lexicon.none.starters.keys() | lexicon.none.unknown.keys()):
        found.append(nobody)
    if known & lexicon.none.material.keys():
        found.append(material)
    if known & lexicon.among.keys():
        found.append(among)
    if known & lexicon.total_before:
        found.append(total)
    if known & lexicon.phrase_firsts:
        found.append(phrase_head)
    if known & lexicon.pronouns.keys():
        found.append(pronoun)
    return found


@cache
def _beginnings() -> frozenset[str]:
    """Every word, clitics off, that a pattern may begin with."""
    lexicon, numbers = casualty_words(), number_words()
    counts = {*numbers.words, *numbers.vague}
    return _openers().union(
        lexicon.heads, lexicon.nouns, lexicon.after, lexicon.quantifiers, counts,
        [numbers.article + word for word in counts], [NUMBER],
    )  # fmt: skip


_PATTERNS: WordMemo[tuple[Pattern, ...]] = WordMemo(_patterns_of, lambda: _beginnings().isdisjoint, ())
