"""Names to places: exactly as folded, more loosely only inside a known country, Latin names apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from gazetteer import keys
from gazetteer.arabic import fold, fold_words
from gazetteer.distance import roughly_km
from gazetteer.keys import consonants, loosened, plain, sounded
from gazetteer.model import Place
from gazetteer.phrases import PhraseIndex, Plain, Unread
from gazetteer.tables import Tables
from gazetteer.userdata import BY_HAND, IMPORTED
from gazetteer.vocabulary import Vocabulary

if TYPE_CHECKING:
    from gazetteer.catalogue import Imported

BLOCKED = "!"  # begins the value of a phrase that holds a place's name but is none («القدس العربي»)
_SURE_PEOPLE = 20_000
_SHORT = 3
_REMEMBERED = 100_000
_SEVERAL_NAMES = re.compile(r"[^\w\s'-]| - ")  # «Taiz, Yemen»: the consonants of both together tell nothing
_LIKE_SOUND = 0.8  # «Deir Ezzor» is so like «Dayr az Zawr», «Tall Karamah» is not so like «Tell Krum»
_SAME_KM = 10.0  # an imported town so near to one of its name is that town
_BORDER_KM = 25.0  # a village this near to one of the next province is told by either


class Names(NamedTuple):
    """The tables' names, folded: the places of each, which (place, name) are weak, and the phrases of running text."""

    by_name: dict[str, tuple[str, ...]]
    weak: set[tuple[str, str]]
    phrases: Plain[str]

    @classmethod
    def of(cls, tables: Tables, vocabulary: Vocabulary) -> Names:
        """The names of the tables, and the phrases of the vocabulary that are none."""
        by_name: dict[str, tuple[str, ...]] = {}
        folded = keys.joined_words(tables.texts)
        # A name that aliases.csv calls weak is weak, whatever table gives it to the place as well.
        weak = list(tables.weak)
        called = set(zip((one for one, _ in weak), keys.joined_words([text for _, text in weak]), strict=True))
        for place_id, name in zip(tables.names_of, folded, strict=True):
            known = by_name.get(name)
            if known is None:
                by_name[name] = (place_id,)
            elif place_id not in known:
                by_name[name] = (*known, place_id)
        by_name.pop("", None)
        phrases: PhraseIndex[str] = PhraseIndex()
        phrases.add_all(by_name)
        blocked = ((phrase, BLOCKED + rule) for rule, some in vocabulary.phrases.items() for phrase in some)
        for phrase, rule in blocked:
            phrases.add(phrase, rule)
        return cls(by_name, called, phrases.plain())


class NameIndex:
    """The names of all places.

    `phrases` finds them, and the phrases that are none (values that begin with BLOCKED), in running text.
    """

    def __init__(
        self, tables: Tables, vocabulary: Vocabulary, imported: Imported | None = None, names: Names | None = None
    ) -> None:
        self.places = tables.places if imported is None else tables.places.copy()
        self._vocabulary = vocabulary
        self._regions = tables.regions
        self._tables = tables
        self._by_name, self._weak, phrases = names or Names.of(tables, vocabulary)
        self.phrases: PhraseIndex[str] = PhraseIndex.of_plain(phrases)
        self._called_weak = vocabulary.weak_names | vocabulary.ordinary | {text for _, text in self._weak}
        self._strong: dict[str, bool] = {}
        self._imported, self._looked_up = imported, dict[str, tuple[str, ...]]()
        # Made for who asks first.
        self._kept_capitals: dict[str, tuple[str, ...]] | None = None
        self._kept_loose: dict[str, tuple[str, ...]] | None = None
        self._kept_latin: dict[str, tuple[str, ...]] | None = None
        self._kept_skeletons: dict[str, tuple[str, ...]] | None = None
        self._kept_with_provinces: frozenset[str] | None = None
        if imported is not None:
            self.phrases.read_when_met(Unread(imported.tails, self._read))

    def _is_strong(self, name: str, place: Place) -> bool:
        """Whether this folded name of this place can be trusted without a cue."""
        if " " in name:
            return True
        known = self._vocabulary
        if name in known.weak_names or name in known.ordinary or name in known.first_names or name in known.not_names:
            return False
        if place.kind in ("PCLI", "ADM1") or (place.population or 0) >= _SURE_PEOPLE:
            return True
        if place.source == "curated":
            return not place.kind.startswith("PPL")
        if place.kind == "ADM2":
            return False  # districts bear words and tribes' names; one that is well known has a town of its name
        return len(name) > _SHORT and not (name.startswith(known.article) and name.endswith(known.adjective_marks))

    def holds(self, country: str, region: str, province: str) -> bool:
        """Whether a province (English name) is the one called `region`, or that region of the country holds it."""
        return bool(province) and (province == region or province in self._regions.get((country, region), ()))

    def borders(self, place: Place, country: str, province: str) -> bool:
        """Whether the place lies in a province or so near to a place of it that reports may count it there."""
        if place.country != country or self.holds(country, province, place.admin1):
            return True
        return any(
            roughly_km(place.latitude, place.longitude, latitude, longitude) <= _BORDER_KM
            for latitude, longitude in self._tables.places.points_in(country, province)
        )

    def is_region(self, place: Place) -> bool:
        """Whether the place is a province, or a region whose provinces are known."""
        return place.kind == "ADM1" or (place.country, place.name) in self._regions

    @staticmethod
    def is_sure(place: Place) -> bool:
        """Whether the place is one that reports speak of: listed by hand, large, or an area."""
        return (
            place.source not in ("generated", IMPORTED)
            or place.kind == "ADM1"
            or (place.population or 0) >= _SURE_PEOPLE
        )

    def is_weak(self, name: str) -> bool:
        """Whether a name (folded words, parted by blanks) counts only with a cue word, a relation or a chain."""
        strong = self._strong.get(name)
        if strong is None:
            strong = self._strong[name] = any(
                (one, name) not in self._weak and self._is_strong(name, self.places[one])
                for one in self._by_name.get(name, ())
            )
        return not strong

    def is_ordinary(self, name: str) -> bool:
        """Whether a folded name is listed as weak, because it is a word or the name of people or papers as well."""
        return name in self._called_weak

    def exact(self, name: str) -> tuple[str, ...]:
        """The ids of the places of exactly this name, after the tight fold."""
        found = self._looked_up.get(name)
        if found is None:
            if len(self._looked_up) > _REMEMBERED:
                self._looked_up.clear()
            found = self._looked_up[name] = self._exact(name)
        return found

    def _exact(self, name: str) -> tuple[str, ...]:
        folded = " ".join(fold_words(name))
        known = self._by_name.get(folded, ())
        return known if self._imported is None else self._with(known, self._imported.named(folded))

    def loose(self, name: str) -> tuple[str, ...]:
        """The ids of the places whose names are equal as loosened, or else sound so; for use inside a known country."""
        return self.spelled_alike(name) or self._sounding(name)

    def spelled_alike(self, name: str) -> tuple[str, ...]:
        """The ids of the places whose Arabic names are equal as loosened."""
        key = loosened(fold_words(name))
        known = self._loose.get(key, ())
        return known if self._imported is None else self._with(known, self._imported.loose(key))

    def latin(self, name: str) -> tuple[str, ...]:
        """The ids of the places of this Latin name, spelled with or without article, accents and hyphens.

        When that finds no town, those count too that are written so by another transliteration («Douma», «Duma»), and
        when there are none, those of the same four or more consonants («Deir Ezzor», «Dayr az Zawr»).
        """
        key = plain(name)
        exact = self._latin.get(key, ())
        if self._imported is not None:
            exact = self._with(exact, self._imported.latin(key))
        if any(self.places[one].kind != "ADM1" for one in exact):
            return exact
        return (*exact, *(one for one in self.transliterated(name) if one not in exact))

    def transliterated(self, name: str) -> tuple[str, ...]:
        """The ids of the places whose Latin names another transliteration of the same Arabic name may give."""
        if _SEVERAL_NAMES.search(name):
            return ()
        bones, sound = consonants(name), sounded(name)
        alike = self._skeletons.get(bones, ())
        if self._imported is not None:
            alike = self._with(alike, self._imported.alike(bones))
        sounds = {one: sounded(self.places[one].name) for one in alike}
        same = tuple(one for one in alike if sounds[one] == sound)
        if same or len(bones) <= _SHORT:
            return same
        return tuple(one for one in alike if SequenceMatcher(None, sounds[one], sound).ratio() >= _LIKE_SOUND)

    @property
    def capitals(self) -> dict[str, tuple[str, ...]]:
        """The ids of the capitals by country code."""
        if self._kept_capitals is None:
            pairs = ((country, place_id) for country, _, place_id in self.places.of_kind("PPLC"))
            self._kept_capitals = _grouped(pairs)
        return self._kept_capitals

    @property
    def _loose(self) -> dict[str, tuple[str, ...]]:
        if self._kept_loose is None:
            found: dict[str, tuple[str, ...]] = {}
            for key, ids in zip(keys.loosened_all(self._by_name), self._by_name.values(), strict=True):
                known = found.get(key, ())
                found[key] = (*known, *(one for one in ids if one not in known))
            self._kept_loose = found
        return self._kept_loose

    @property
    def _latin(self) -> dict[str, tuple[str, ...]]:
        if self._kept_latin is None:
            self._kept_latin = self._keyed(keys.plain_all)
        return self._kept_latin

    @property
    def _skeletons(self) -> dict[str, tuple[str, ...]]:
        if self._kept_skeletons is None:
            self._kept_skeletons = self._keyed(keys.consonants_all)
        return self._kept_skeletons

    def _keyed(self, keys_of: Callable[[Sequence[str]], list[str]]) -> dict[str, tuple[str, ...]]:
        """The ids of the places by a key of their Latin names."""
        names, ids = zip(*self._tables.latin, strict=True) if self._tables.latin else ((), ())
        return _grouped(zip(keys_of(names), ids, strict=True))

    # Imports

    def known(self, ids: Iterable[str]) -> list[Place]:
        """The places of these ids; those of imports, less likely to be meant, only when there are no others."""
        places = [self.places[one] for one in ids]
        return [one for one in places if one.source != IMPORTED] or places

    def _sounding(self, name: str) -> tuple[str, ...]:
        """The imported places without an Arabic name that this one may transliterate."""
        if self._imported is None:
            return ()
        # Imported here, because most starts have no imports.
        from gazetteer.sources.names import arabic_sounds  # noqa: PLC0415

        sounds = arabic_sounds(fold(name))
        found = self._imported.sounding(sounds) if len(sounds) > _SHORT else []
        return self._with((), found)

    def _read(self, met: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """The imported names among these (folded, with the numbers of their places) that are news, and their places."""
        rows = self._imported.numbered([number for _, number in met]) if self._imported else {}
        for name, number in met:
            read = rows[number]
            same_name = self._by_name.get(name, ())
            if read.id in same_name or not self._is_news(read, same_name):
                continue
            place = self.places.known(read)
            if (place.population or 0) >= _SURE_PEOPLE and self._is_strong(name, place):
                self._strong[name] = True
            yield name, place.id

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

    @property
    def _with_provinces(self) -> frozenset[str]:
        if self._kept_with_provinces is None:
            self._kept_with_provinces = frozenset(country for country, *_ in self._tables.places.of_kind("ADM1"))
        return self._kept_with_provinces

    def _with(self, known: tuple[str, ...], more: Iterable[Place]) -> tuple[str, ...]:
        """The ids with those of imported places that the tables don't have."""
        added = [self.places.known(one).id for one in more if self._is_news(one, known)]
        return (*known, *(one for one in added if one not in known))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        if key and value not in found[key]:
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
