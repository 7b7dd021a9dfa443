"""Names to places: exactly as folded, more loosely only inside a known country, Latin names apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from gazetteer.arabic import fold, fold_words
from gazetteer.distance import roughly_km
from gazetteer.keys import consonants, loosened, plain
from gazetteer.model import Place
from gazetteer.phrases import PhraseIndex
from gazetteer.tables import Tables
from gazetteer.userdata import BY_HAND, IMPORTED
from gazetteer.vocabulary import Vocabulary

if TYPE_CHECKING:
    from gazetteer.catalogue import Imported

BLOCKED = "!"  # begins the value of a phrase that holds a place's name but is none («القدس العربي»)
_SURE_PEOPLE = 20_000
_SHORT = 3
_REMEMBERED = 100_000
_SAME_KM = 10.0  # an imported town so near to one of its name is that town


class NameIndex:
    """The names of all places.

    `phrases` finds them, and the phrases that are none (values that begin with BLOCKED), in running text.
    """

    def __init__(self, tables: Tables, vocabulary: Vocabulary, imported: Imported | None = None) -> None:
        self.places = tables.places if imported is None else dict(tables.places)
        self.phrases: PhraseIndex[str] = PhraseIndex()
        self._article = vocabulary.article
        self._vocabulary = vocabulary
        self._regions = tables.regions
        self._latin_names = tables.latin
        self._by_name: dict[tuple[str, ...], list[str]] = {}
        self._strong: set[tuple[str, ...]] = set()
        self._add_all(tables, vocabulary)
        self._imported, self._looked_up = imported, dict[tuple[str, ...], tuple[str, ...]]()
        if imported is not None:
            self.phrases.await_heads(imported.heads, self._awaken)

    def _add_all(self, tables: Tables, vocabulary: Vocabulary) -> None:
        # One fold of all names at once: a call a name would take most of the load.
        folded = fold("\n".join(name.text.replace("\n", " ") for name in tables.names)).split("\n")
        by_name, strong = self._by_name, self._strong
        # A name that aliases.csv calls weak is weak, whatever table gives it to the place as well.
        weak = {(name.place_id, text) for name, text in zip(tables.names, folded, strict=True) if name.weak}
        self._called_weak = vocabulary.weak_names | vocabulary.ordinary | {text for _, text in weak}
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

    def holds(self, country: str, region: str, province: str) -> bool:
        """Whether a province (English name) is the one called `region`, or that region of the country holds it."""
        return bool(province) and (province == region or province in self._regions.get((country, region), ()))

    @staticmethod
    def is_sure(place: Place) -> bool:
        """Whether the place is one that reports speak of: listed by hand, large, or an area."""
        return (
            place.source not in ("generated", IMPORTED)
            or place.kind == "ADM1"
            or (place.population or 0) >= _SURE_PEOPLE
        )

    def is_weak(self, words: tuple[str, ...]) -> bool:
        """Whether a name (folded words) counts only with a cue word, a relation or a chain."""
        return words not in self._strong

    def is_ordinary(self, name: str) -> bool:
        """Whether a folded name is listed as weak, because it is a word or the name of people or papers as well."""
        return name in self._called_weak

    def exact(self, name: str) -> tuple[str, ...]:
        """The ids of the places of exactly this name, after the tight fold."""
        words = fold_words(name)
        known = tuple(self._by_name.get(words, ()))
        if self._imported is None:
            return known
        found = self._looked_up.get(words)
        if found is None:
            if len(self._looked_up) > _REMEMBERED:
                self._looked_up.clear()
            found = self._looked_up[words] = self._with(known, self._imported.named(" ".join(words)))
        return found

    def loose(self, name: str) -> tuple[str, ...]:
        """The ids of the places whose names are equal as loosened; for use inside a known country."""
        key = loosened(fold_words(name))
        known = self._loose.get(key, ())
        return known if self._imported is None else self._with(known, self._imported.loose(key)) or self._sounding(name)

    def latin(self, name: str) -> tuple[str, ...]:
        """The ids of the places of this Latin name, spelled with or without article, accents and hyphens.

        When that finds no town, names of the same consonants count too («Deir Ezzor», «Dayr az Zawr»).
        """
        key = plain(name)
        exact = self._latin.get(key, ())
        if self._imported is not None:
            exact = self._with(exact, self._imported.latin(key))
        if any(self.places[one].kind != "ADM1" for one in exact):
            return exact
        bones = consonants(name)
        alike = self._skeletons.get(bones, ()) if len(bones) > _SHORT else ()
        if self._imported is not None and len(bones) > _SHORT:
            alike = self._with(alike, self._imported.alike(bones))
        return (*exact, *(one for one in alike if one not in exact))

    @cached_property
    def capitals(self) -> dict[str, tuple[str, ...]]:
        """The ids of the capitals by country code."""
        return _grouped((place.country, place.id) for place in self.places.values() if place.kind == "PPLC")

    @cached_property
    def _loose(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for words, ids in self._by_name.items():
            key = loosened(words)
            known = found.get(key, ())
            found[key] = (*known, *(one for one in ids if one not in known))
        return found

    @cached_property
    def _latin(self) -> dict[str, tuple[str, ...]]:
        return _grouped((plain(name), place_id) for name, place_id in self._latin_names)

    @cached_property
    def _skeletons(self) -> dict[str, tuple[str, ...]]:
        return _grouped((consonants(name), place_id) for name, place_id in self._latin_names)

    # Imports

    def known(self, ids: Iterable[str]) -> list[Place]:
        """The places of these ids; those of imports, less likely to be meant, only when there are no others."""
        places = [self.places[one] for one in ids]
        return [one for one in places if one.source != IMPORTED] or places

    def _sounding(self, name: str) -> tuple[str, ...]:
        """The imported places without an Arabic name that this one may transliterate."""
        # Imported here, because most starts have no imports.
        from gazetteer.sources.names import arabic_sounds  # noqa: PLC0415

        sounds = arabic_sounds(fold(name))
        found = self._imported.sounding(sounds) if self._imported and len(sounds) > _SHORT else []
        return self._with((), found)

    def _awaken(self, head: str) -> list[tuple[tuple[str, ...], str]]:
        """The imported names beginning with a word that running text is searched for, with the ids of their places."""
        found: list[tuple[tuple[str, ...], str]] = []
        for words, read in self._imported.beginning(head) if self._imported else ():
            same_name = self._by_name.get(words, [])
            if read.id in same_name or not self._is_news(read, same_name):
                continue
            place = self.places.setdefault(read.id, read)
            if (place.population or 0) >= _SURE_PEOPLE and self._is_strong(words, place, self._vocabulary):
                self._strong.add(words)
            found.append((words, place.id))
        return found

    def _is_news(self, place: Place, same_name: Iterable[str]) -> bool:
        """Whether an imported place is another than those of its name that the tables have."""
        if place.kind == "PCLI" or (place.kind == "ADM1" and place.country in self._with_provinces):
            return False
        for one in same_name:
            other = self.places[one]
            alike = other.kind[:3] == place.kind[:3] or other.source in BY_HAND
            if alike and roughly_km(place.latitude, place.longitude, other.latitude, other.longitude) <= _SAME_KM:
                return False
        return True

    @cached_property
    def _with_provinces(self) -> frozenset[str]:
        return frozenset(one.country for one in self.places.values() if one.kind == "ADM1" and one.source != IMPORTED)

    def _with(self, known: tuple[str, ...], more: Iterable[Place]) -> tuple[str, ...]:
        """The ids with those of imported places that the tables don't have."""
        added = [self.places.setdefault(one.id, one).id for one in more if self._is_news(one, known)]
        return (*known, *(one for one in added if one not in known))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        if key and value not in found[key]:
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
