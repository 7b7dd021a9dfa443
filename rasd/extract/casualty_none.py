"""Tolls of zero: «دون وقوع إصابات», «لم يصب أحد»: patterns of `casualties`."""

from __future__ import annotations

from collections.abc import Mapping

from gazetteer.phrases import stems
from rasd.extract.casualty_finder import Finder, same_sentence
from rasd.extract.clauses import stops
from rasd.extract.people import bare_span
from rasd.lexicon.casualty_nouns import KINDS
from rasd.model import Toll

# How many of the last tolls are looked at for what the sentence has told already.
_TOLD = 8


def nobody(finder: Finder, at: int) -> bool:
    """«دون وقوع إصابات», «لم يصب أحد», «لم يسفر القصف عن خسائر بشرية»: zero of each kind that the words name."""
    words, none = finder.words, finder.lexicon.none
    if at + 1 >= len(words) or stops(finder.text, at):
        return False
    prevented = at > 0 and any(stem in none.not_after for stem, _ in stems(words[at - 1]))
    if prevented or _begins(finder, at, none.unknown):
        return _pass_over(finder, at)
    if not _begins(finder, at, none.starters):
        return False
    for here in range(at + 1, min(at + 1 + none.reach, len(words))):
        word = words[here]
        if stops(finder.text, here - 1) or word in none.news or word[0].isdigit():
            return False
        last = here
        kinds = none.nouns.get(word)
        if kinds is None and word in none.verbs:
            last = _nobody(finder, here)
            kinds = none.verbs[word] if last >= 0 else None
        if kinds is None and word in none.losses:
            last = _of_life(finder, here)
            kinds = KINDS if last > here else None
        if kinds is not None:
            others = last + 1 < len(words) and words[last + 1] in finder.lexicon.others
            return not others and _zero(finder, at, last, kinds)
    return False


def material(finder: Finder, at: int) -> bool:
    """«اقتصرت الأضرار على الماديات»: nobody was hurt."""
    words, material = finder.words, finder.lexicon.none.material
    for stem, _ in stems(words[at]):
        for phrase in material.get(stem, ()):
            if tuple(words[at + 1 : at + len(phrase)]) == phrase[1:]:
                return _zero(finder, at, at + len(phrase) - 1, KINDS)
    return False


def _begins(finder: Finder, at: int, pairs: Mapping[str, frozenset[str]]) -> bool:
    return any(finder.words[at + 1] in pairs.get(stem, ()) for stem, _ in stems(finder.words[at]))


def _pass_over(finder: Finder, at: int) -> bool:
    """«دون ورود أنباء عن قتلى أو جرحى»: the nouns that are not known to have come true are no toll."""
    none = finder.lexicon.none
    passed = False
    for here in range(at + 1, min(at + 1 + none.reach, len(finder.words))):
        if stops(finder.text, here - 1):
            break
        noun = finder.words[here]
        if any(stem in none.nouns or stem in none.losses for stem, _ in stems(noun)):
            passed = finder.take(here)
    return passed


def _nobody(finder: Finder, at: int) -> int:
    """The last word of «يصب أحد», «أي إصابة», where word `at` is the act; -1 when nobody is named."""
    words, nobody = finder.words, finder.lexicon.none.nobody
    for here in (at + 1, at + 2):
        if here < len(words) and words[here] in nobody and not stops(finder.text, here - 1):
            return here
    return at if words[at - 1] in nobody else -1


def _of_life(finder: Finder, at: int) -> int:
    """The word that makes losses those of people («خسائر مادية أو بشرية»), or `at` itself when none does."""
    for here in range(at + 1, min(at + 4, len(finder.words))):
        if stops(finder.text, here - 1):
            break
        if finder.words[here] in finder.lexicon.none.of_life:
            return here
    return at


def _zero(finder: Finder, first: int, last: int, kinds: tuple[str, ...]) -> bool:
    """Adds zero of each kind that the sentence has not told already."""
    told = {toll.kind for toll in finder.found[-_TOLD:] if same_sentence(finder, toll.last, first)}
    span = bare_span(finder.text, first, last)
    finder.found += [Toll(span, first, last, kind, 0, 0, "none") for kind in kinds if kind not in told]
    return finder.take(last)
