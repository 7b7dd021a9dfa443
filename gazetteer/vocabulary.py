"""The words around place names, from language/ar.yaml, spelled out with their clitics so that a look-up does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from gazetteer.arabic import Text, fold, fold_words
from gazetteer.clitics import ways
from gazetteer.datafile import Node
from gazetteer.language import load as load_language
from gazetteer.memo import WordMemo

_REMEMBERED = 100_000
_FEATURE_KEYS = ("one", "many", "kinds", "holds", "unknown", "borrows", "urban")


class Feature(NamedTuple):
    """A class of feature words; the fields are explained at feature_words in language/ar.yaml."""

    id: str
    kinds: tuple[str, ...]
    holds: bool
    unknown: bool
    borrows: bool
    urban: bool

    def fits(self, kind: str) -> bool:
        """Whether a place of this GeoNames code is such a feature."""
        return not self.kinds or kind.startswith(self.kinds)


class FeatureWord(NamedTuple):
    """A spelling of a feature word: of several places («بلدات»), with the article, and the clitics before it."""

    feature: Feature
    many: bool
    definite: bool
    prefix: str


class Vocabulary(NamedTuple):
    """All words that finding and chaining ask about, folded."""

    features: dict[str, FeatureWord]
    classes: dict[str, Feature]
    directions: dict[str, str]
    relations: dict[str, str]
    through: frozenset[str]
    units: frozenset[str]
    prepositions: frozenset[str]
    spelled_prepositions: frozenset[str]
    links: frozenset[str]
    fillers: frozenset[str]
    owned: frozenset[str]
    generic: frozenset[str]
    country_words: frozenset[str]
    country_nouns: dict[str, str]
    capital_words: frozenset[str]
    not_names: frozenset[str]
    name_ends: frozenset[str]
    name_heads: frozenset[str]
    name_tails: frozenset[str]
    duals: frozenset[str]
    town_things: frozenset[str]
    blockers: dict[str, str]
    first_names: frozenset[str]
    phrases: dict[str, tuple[str, ...]]
    weak_names: frozenset[str]
    ordinary: frozenset[str]
    adjective_marks: tuple[str, ...]
    parts: dict[str, str]
    definite: frozenset[str]
    rare_clitics: tuple[str, ...]
    alike: dict[str, str]
    alike_endings: tuple[str, str]
    neighbours: dict[str, str]
    article: str
    assimilated: str
    conjunction: str
    hamzas: frozenset[str]
    hamzated: frozenset[str]

    def feature_at(self, text: Text, at: int) -> FeatureWord | None:
        """The feature word that word `at` is.

        A hamza is often left out and never added: «أدى» and «فؤاد» are no «وادي» and no «واد».
        """
        found = self.features.get(text.words[at])
        if found is None or self.hamzas.isdisjoint(text.written(at)):
            return found
        return found if text.words[at] in self.hamzated else None


class _Clitics(NamedTuple):
    conjunctions: tuple[str, ...]
    prepositions: tuple[str, ...]
    assimilated: str
    article: str

    def spelled(self, word: str) -> Iterator[tuple[str, str]]:
        """A folded word with each chain of clitics that may stand before it: (spelling, clitics)."""
        for head in ("", *self.conjunctions):
            yield head + word, head
            for one in self.prepositions:
                yield head + one + word, head + one
            if word.startswith(self.article):
                yield head + self.assimilated + word[len(self.article) :], head + self.assimilated


@cache
def load() -> Vocabulary:
    """The vocabulary of language/ar.yaml; raises DataError with the line of a value that can't be used."""
    root = load_language()
    node = root.need("clitics")
    clitics = _Clitics(
        tuple(node.need("conjunctions").texts()), tuple(node.need("prepositions").texts()),
        node.need("assimilated").text(), node.need("article").text(),
    )  # fmt: skip
    classes = {key: _feature(key, entry) for key, entry in root.need("feature_words").entries().items()}
    return Vocabulary(
        features=_feature_words(root.need("feature_words"), classes, clitics),
        classes=classes,
        directions=_directions(root.need("directions"), clitics),
        relations=_keyed(root.need("relations"), clitics, ("near", "inside", "between", "border", "coast")),
        through=_folded(root.need("relations").need("through")),
        units=_folded(root.need("relations").need("distance_units")),
        prepositions=_folded(root.need("place_prepositions")),
        spelled_prepositions=frozenset(root.need("place_prepositions").texts()),
        links=frozenset(s for w in _folded(root.need("chain_links")) for s, _ in clitics.spelled(w)),
        fillers=frozenset(s for w in _folded(root.need("chain_fillers")) for s, _ in clitics.spelled(w)),
        owned=_folded(root.need("owned_by")),
        generic=_folded(root.need("generic")),
        country_nouns=_country_nouns(root, clitics),
        country_words=_folded(root.need("country_words")),
        capital_words=_folded(root.need("capital_words")),
        not_names=_folded(root.need("not_names")),
        name_ends=_folded(root.need("name_ends")),
        name_heads=_folded(root.need("name_heads")),
        name_tails=_folded(root.need("name_tails")),
        duals=frozenset(s for w in _folded(root.need("dual_words")) for s, _ in clitics.spelled(w)),
        town_things=_folded(root.need("town_things")),
        blockers=_keyed(root.need("blockers_before"), clitics),
        first_names=_folded(root.need("first_names")),
        phrases={key: tuple(one.texts()) for key, one in root.need("blocked_phrases").entries().items()},
        weak_names=_folded(root.need("weak_names")),
        ordinary=_folded(root.need("ordinary_words")),
        adjective_marks=tuple(root.need("adjective_marks").texts()),
        parts=_parts(root.need("directions"), clitics),
        definite=_definite(root.need("directions"), clitics),
        rare_clitics=tuple(node.need("rare").texts()),
        alike={fold(w): fold(key) for key, one in root.need("alike").entries().items() for w in one.texts()},
        alike_endings=_pair(root.need("alike_endings")),
        neighbours={key: one.text() for key, one in root.need("one_land").entries().items()},
        article=clitics.article,
        assimilated=clitics.assimilated,
        conjunction=clitics.conjunctions[0],
        hamzas=frozenset(root.need("hamzas").text()),
        hamzated=_hamzated(root, clitics),
    )


class Nationalities:
    """Adjectives of countries in all their forms, to country codes; remembers each word it was asked about."""

    def __init__(self, adjectives: Iterable[tuple[str, str]]) -> None:
        root = load_language()
        self._article = root.need("clitics").need("article").text()
        endings = [fold(ending) for ending in root.need("adjective_endings").texts()]
        self._forms = {fold(word) + ending: code for word, code in adjectives for ending in endings}
        self._seen: dict[str, str] = {}
        self._all_forms: frozenset[str] = frozenset()
        self._among = WordMemo(self._look, lambda: self._spellings.isdisjoint, "")

    def all(self, text: Text) -> list[str]:
        """The codes of the adjectives in a text, in their order."""
        return [code for _, code in self._among.among(text)]

    def country(self, word: str) -> str:
        """The code of the country whose adjective the folded word is, or ""."""
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            known = self._seen[word] = self._look(word)
        return known

    @property
    def _spellings(self) -> frozenset[str]:
        """All forms, with the article and without."""
        if not self._all_forms:
            self._all_forms = frozenset(self._forms).union([self._article + form for form in self._forms])
        return self._all_forms

    def _look(self, word: str) -> str:
        for stem in ways(word):
            bare = stem.removeprefix(self._article)
            if code := self._forms.get(stem) or self._forms.get(bare):
                return code
        return ""


def _pair(node: Node) -> tuple[str, str]:
    texts = node.texts()
    if len(texts) != 2:
        raise node.wrong("two endings were expected")
    return fold(texts[0]), fold(texts[1])


def _folded(node: Node) -> frozenset[str]:
    # One fold of all: a call a word would take most of the time.
    texts = node.texts()
    return frozenset(fold("\n".join(texts)).split("\n")) if texts else frozenset()


def _feature(key: str, node: Node) -> Feature:
    node.only(*_FEATURE_KEYS)
    return Feature(
        key, tuple(node.need("kinds").texts()), node.need("holds").flag(), node.need("unknown").flag(),
        node.need("borrows").flag(), node.need("urban").flag(),
    )  # fmt: skip


def _feature_words(root: Node, classes: dict[str, Feature], clitics: _Clitics) -> dict[str, FeatureWord]:
    found: dict[str, FeatureWord] = {}
    for key, node in root.entries().items():
        for many, texts in ((False, node.need("one").texts()), (True, node.need("many").texts())):
            for text in texts:
                words = fold_words(text)
                if len(words) == 1:
                    _spell(found, words[0], classes[key], many, clitics)
    return found


def _hamzated(root: Node, clitics: _Clitics) -> frozenset[str]:
    """The spellings of the feature words that are written with a hamza."""
    hamzas, features = frozenset(root.need("hamzas").text()), root.need("feature_words").entries().values()
    texts = (text for node in features for key in ("one", "many") for text in node.need(key).texts())
    words = [fold(text) for text in texts if not hamzas.isdisjoint(text)]
    both = [form for word in words for form in (word, clitics.article + word)]
    return frozenset(spelling for form in both for spelling, _ in clitics.spelled(form))


def _spell(found: dict[str, FeatureWord], word: str, feature: Feature, many: bool, clitics: _Clitics) -> None:
    named = word.startswith(clitics.article)
    for spelling, prefix in clitics.spelled(word):
        found.setdefault(spelling, FeatureWord(feature, many, False, prefix))
    if not named:
        for spelling, prefix in clitics.spelled(clitics.article + word):
            found.setdefault(spelling, FeatureWord(feature, many, True, prefix))


def _directions(root: Node, clitics: _Clitics) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, node in root.entries().items():
        for word in _folded(node):
            for base in (word, clitics.article + word):
                found.update((spelling, key) for spelling, _ in clitics.spelled(base))
    return found


def _parts(root: Node, clitics: _Clitics) -> dict[str, str]:
    """The nouns of direction with the article and clitics («الشمال», «بالجنوب»), which name a part of a country."""
    nouns = ((fold(node.texts()[0]), key) for key, node in root.entries().items())
    return {spelling: key for noun, key in nouns for spelling, _ in clitics.spelled(clitics.article + noun)}


def _country_nouns(root: Node, clitics: _Clitics) -> dict[str, str]:
    """The nouns that stand for a country with its adjective, in all spellings, to the relation they tell."""
    kinds = (("country_nouns", ""), ("air_nouns", "air"))
    words = ((word, relation) for key, relation in kinds for word in _folded(root.need(key)))
    return {spelling: relation for word, relation in words for spelling, _ in clitics.spelled(word)}


def _definite(root: Node, clitics: _Clitics) -> frozenset[str]:
    """The direction words with the article, in all spellings."""
    words = (word for node in root.entries().values() for word in _folded(node))
    return frozenset(spelling for word in words for spelling, _ in clitics.spelled(clitics.article + word))


def _keyed(root: Node, clitics: _Clitics, keys: Iterable[str] = ()) -> dict[str, str]:
    """Each word of the lists, with its clitics, to the key of its list."""
    found: dict[str, str] = {}
    for key in keys or root.entries():
        for text in root.need(key).texts():
            words = fold_words(text)
            if len(words) == 1:
                for spelling, _ in clitics.spelled(words[0]):
                    found.setdefault(spelling, key)
    return found
