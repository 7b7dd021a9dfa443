"""Names to places: exactly as folded, more loosely only inside a known country, Latin names apart."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from gazetteer.arabic import fold, fold_words
from gazetteer.model import Place
from gazetteer.phrases import PhraseIndex
from gazetteer.tables import Tables
from gazetteer.vocabulary import Vocabulary

BLOCKED = "!"  # begins the value of a phrase that holds a place's name but is none («القدس العربي»)
_SURE_PEOPLE = 20_000
_SHORT = 3
_VOWELS, _DOUBLED = re.compile("[aeiouyw]"), re.compile(r"(.)\1+")
_LATIN_DROPPED = re.compile(r"\b(?:al|el|ad|ar|as|ash|at|az|an|ed|er|es|et|ez|en|the)[\s-]+|[^a-z0-9]+")


class NameIndex:
    """The names of all places.

    `phrases` finds them, and the phrases that are none (values that begin with BLOCKED), in running text.
    """

    def __init__(self, tables: Tables, vocabulary: Vocabulary) -> None:
        self.places = tables.places
        self.phrases: PhraseIndex[str] = PhraseIndex()
        self._article, self._alike, self._endings = vocabulary.article, vocabulary.alike, vocabulary.alike_endings
        self._latin_names = tables.latin
        self._by_name: dict[tuple[str, ...], list[str]] = {}
        self._strong: set[tuple[str, ...]] = set()
        self._add_all(tables, vocabulary)

    def _add_all(self, tables: Tables, vocabulary: Vocabulary) -> None:
        # One fold of all names at once: a call a name would take most of the load.
        folded = fold("\n".join(name.text.replace("\n", " ") for name in tables.names)).split("\n")
        by_name, strong = self._by_name, self._strong
        # A name that aliases.csv calls weak is weak, whatever table gives it to the place as well.
        weak = {(name.place_id, text) for name, text in zip(tables.names, folded, strict=True) if name.weak}
        for name, text in zip(tables.names, folded, strict=True):
            words = tuple(text.split(" ")) if text.replace(" ", "").isalnum() else fold_words(text)
            if not words or not words[0]:
                continue
            ids = by_name.setdefault(words, [])
            if name.place_id not in ids:
                ids.append(name.place_id)
            said_weak = (name.place_id, text) in weak
            if not said_weak and words not in strong and self._is_strong(words, self.places[name.place_id], vocabulary):
                strong.add(words)
        for words, ids in by_name.items():
            for one in ids:
                self.phrases.add_words(words, one)
        for rule, phrases in vocabulary.phrases.items():
            for phrase in phrases:
                self.phrases.add(phrase, BLOCKED + rule)

    def _is_strong(self, words: tuple[str, ...], place: Place, vocabulary: Vocabulary) -> bool:
        """Whether this name of this place can be trusted without a cue."""
        if len(words) > 1:
            return True
        word = words[0]
        if (
            word in vocabulary.weak_names
            or word in vocabulary.ordinary
            or word in vocabulary.first_names
            or word in vocabulary.not_names
        ):
            return False
        if place.kind in ("PCLI", "ADM1") or (place.population or 0) >= _SURE_PEOPLE:
            return True
        if place.source == "curated":
            return not place.kind.startswith("PPL")
        return len(word) > _SHORT and not (word.startswith(self._article) and word.endswith(vocabulary.adjective_marks))

    @staticmethod
    def is_sure(place: Place) -> bool:
        """Whether the place is one that reports speak of: listed by hand, large, or an area."""
        return place.source != "generated" or place.kind == "ADM1" or (place.population or 0) >= _SURE_PEOPLE

    def is_weak(self, words: tuple[str, ...]) -> bool:
        """Whether a name (folded words) counts only with a cue word, a relation or a chain."""
        return words not in self._strong

    def exact(self, name: str) -> tuple[str, ...]:
        """The ids of the places of exactly this name, after the tight fold."""
        return tuple(self._by_name.get(fold_words(name), ()))

    def loose(self, name: str) -> tuple[str, ...]:
        """The ids of the places whose names are equal as loosened; for use inside a known country."""
        return self._loose.get(self._loosened(fold_words(name)), ())

    def latin(self, name: str) -> tuple[str, ...]:
        """The ids of the places of this Latin name, spelled with or without article, accents and hyphens.

        When that finds no town, names of the same consonants count too («Deir Ezzor», «Dayr az Zawr»).
        """
        exact = self._latin.get(_plain(name), ())
        if any(self.places[one].kind != "ADM1" for one in exact):
            return exact
        bones = _consonants(name)
        alike = self._skeletons.get(bones, ()) if len(bones) > _SHORT else ()
        return (*exact, *(one for one in alike if one not in exact))

    @cached_property
    def capitals(self) -> dict[str, tuple[str, ...]]:
        """The ids of the capitals by country code."""
        return _grouped((place.country, place.id) for place in self.places.values() if place.kind == "PPLC")

    @cached_property
    def _loose(self) -> dict[str, tuple[str, ...]]:
        return _grouped((self._loosened(words), one) for words, ids in self._by_name.items() for one in ids)

    @cached_property
    def _latin(self) -> dict[str, tuple[str, ...]]:
        return _grouped((_plain(name), place_id) for name, place_id in self._latin_names)

    @cached_property
    def _skeletons(self) -> dict[str, tuple[str, ...]]:
        return _grouped((_consonants(name), place_id) for name, place_id in self._latin_names)

    def _loosened(self, words: tuple[str, ...]) -> str:
        """The words without articles and spaces, and what names are written with by turns («أبي»/«أبو», «دورا»/«دورة»)."""
        bare = (self._alike.get(word, word) for word in words)
        bare = (word.removeprefix(self._article) if len(word) > _SHORT else word for word in bare)
        plain, other = self._endings
        return "".join(word[:-1] + plain if word.endswith(other) else word for word in bare)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        if key and value not in found[key]:
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _LATIN_DROPPED.sub("", letters)


def _consonants(name: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", _plain(name)))
