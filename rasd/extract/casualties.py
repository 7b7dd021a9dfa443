"""Finds tolls: how many people were killed or injured, who they were, and where the text says that nobody was."""

from __future__ import annotations

from functools import lru_cache

from gazetteer.arabic import Text
from gazetteer.phrases import stems
from rasd.extract.people import People, near, read_people, read_sum, starts_count, stops
from rasd.lexicon.casualties import Head, casualty_words
from rasd.model import Toll

# How far before a verb its people may end («12 شخصا على الأقل قتلوا»).
_VERB_REACH = 4
_ILLNESS_REACH = 4


def find(text: Text) -> list[Toll]:
    """The tolls of a text in order, none overlapping but for those of one phrase that tells of both kinds.

    A joint figure of killed and injured is no toll, nor are threats, illness and things counted; «دون وقوع إصابات» is
    zero, «دون أنباء عن ضحايا» is nothing. `rule` names the pattern.
    """
    finder = _Finder(text)
    words = text.words
    for at, word in enumerate(words):
        if at < finder.free:
            continue
        role = _role(word)
        if role:
            finder.read(at, role)
    return finder.found


@lru_cache(maxsize=100_000)
def _role(word: str) -> str:
    """What a folded word may open: none, head, among, total, count, person or "" (most words)."""
    lexicon = casualty_words()
    for stem, prefix in stems(word):
        if stem in lexicon.none.starters:
            return "none"
        if stem in lexicon.heads and prefix in _PREFIXES_OF_HEADS(stem):
            return "head"
        if stem in lexicon.among:
            return "among"
        if stem in lexicon.total_before:
            return "total"
    if starts_count(word):
        return "count"
    return "person" if word in lexicon.nouns else ""


class _Finder:
    """Reads the patterns at one word after another; `free` is the first word that no toll has taken yet."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.words = text.words
        self.lexicon = casualty_words()
        self.found: list[Toll] = []
        self.free = 0
