"""The tolls found so far in a text, and what every pattern of `casualties` asks of its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from gazetteer.arabic import Text
from gazetteer.memo import WordMemo
from gazetteer.phrases import stems
from rasd.extract.clauses import near, stops
from rasd.extract.people import People, bare_span, starts_count
from rasd.lexicon.casualties import Head, casualty_words
from rasd.model import Toll

_UNDONE_REACH = 3
_ILLNESS_REACH = 4
_AMONG_REACH = 15


class Finder:
    """The tolls found so far; `free` is the first word that none has taken yet."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.words = text.words
        self.lexicon = casualty_words()
        self.found: list[Toll] = []
        self.free = 0

    def take(self, last: int) -> bool:
        """Marks the words up to `last` as read."""
        self.free = max(self.free, last + 1)
        return True

    def add(self, first: int, people: People, kind: str, rule: str, *, last: int = -1, among: bool = False) -> bool:
        """Adds a toll of words `first` to the people's last (or `last`), unless it is joint, an illness or undone."""
        last = max(last, people.last)
        joint = self._joint_end(people.last)
        if joint >= 0:
            return self.take(joint)
        if self._is_illness(people.last) or (people.low is None and people.vague is None):
            return self.take(people.last)
        low, high, vague = people.low, people.high, people.vague
        span, victims = bare_span(self.text, first, last), self._victims(people)
        self.found.append(Toll(span, first, last, kind, low, high, rule, vague, victims, people.kind, among))
        return self.take(last)

    def _victims(self, people: People) -> str:
        """What the text calls the people, verbatim; "" for «قتلى» and its like, which say no more than the kind."""
        if people.noun_first < 0 or not people.kind:
            return ""
        span = bare_span(self.text, people.noun_first, people.noun_last)
        return self.text.raw[span.start : span.end]

    def _joint_end(self, last: int) -> int:
        """The last word of «(ما) بين قتيل وجريح» or «12 قتيلا وجريحا» after word `last`; -1 when there is no such."""
        words, nouns, joint = self.words, self.lexicon.nouns, self.lexicon.and_word
        after = last + 1
        if after >= len(words) or not near(self.text, last):
            return -1
        for here in (after, after + 1):
            if here + 2 >= len(words) or not self._is_between(here):
                continue
            one, two = nouns.get(words[here + 1]), nouns.get(words[here + 2].removeprefix(joint))
            if one is not None and one.toll and two is not None and two.toll:
                return here + 2
        noun, following = nouns.get(words[last]), nouns.get(words[after].removeprefix(joint))
        if noun is None or following is None or not noun.toll or following.toll in ("", noun.toll):
            return -1
        alike = noun.count == following.count != 2 and words[after][0] == joint
        return after if alike and counted(self, last) else -1

    def _is_between(self, at: int) -> bool:
        known = self.lexicon.quantifiers.get(self.words[at], ())
        return any(effect == "between" and len(phrase) == 1 for phrase, effect in known)

    def _is_illness(self, last: int) -> bool:
        illness = self.lexicon.sets["illness"]
        for at in range(last, min(last + _ILLNESS_REACH, len(self.words) - 1)):
            if stops(self.text, at):
                return False
            if self.words[at + 1] in illness:
                return True
        return False

    def undone(self, at: int) -> bool:
        """Whether an attempt or a threat stands before word `at`."""
        for here in range(at - 1, max(-1, at - 1 - _UNDONE_REACH), -1):
            if stops(self.text, here):
                return False
            if _UNDOES.at(self.text, here):
                return True
        return False


Pattern = Callable[[Finder, int], bool]


def _undoes(word: str) -> bool:
    return not casualty_words().sets["not_after"].isdisjoint(stem for stem, _ in stems(word))


_UNDOES = WordMemo(_undoes)


def counted(finder: Finder, at: int) -> bool:
    return at > 0 and near(finder.text, at - 1) and starts_count(finder.words[at - 1])


@lru_cache(maxsize=50_000)
def head_of(word: str) -> Head | None:
    heads = casualty_words().heads
    return next((heads[stem] for stem, _ in stems(word) if stem in heads), None)


def is_general(people: People) -> bool:
    """«المدنيين», «القتلى»: people in general, not a toll."""
    return people.noun is not None and people.noun.definite and people.low is None and not people.said and (
        people.vague is None or people.noun_first == people.first
    )  # fmt: skip


def same_sentence(finder: Finder, first: int, last: int) -> bool:
    if last - first > _AMONG_REACH:
        return False
    return not any(stops(finder.text, at) for at in range(first, last))
