"""The actors of data/actors.yaml, and those that data/forces.yaml spreads over the nations («the army of» each).

Names are kept folded in one phrase index; what an ambiguous name may mean is kept beside it as `Reading`s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.arabic import fold, fold_words
from gazetteer.datafile import Node, read_yaml
from gazetteer.language import load as load_language
from gazetteer.phrases import PhraseIndex
from rasd.lexicon import DATA

_Words = tuple[str, ...]
KINDS = (
    "state_forces", "rebel", "political_militia", "identity_militia", "rioters", "protesters", "civilians",
    "external_forces", "unidentified",
)  # fmt: skip
GENERAL = "forces"
CIVILIANS = "civilians"
UNLISTED = "armed-group-unlisted"


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor: `kind` is ACLED's inter in words, `country` the ISO 3166-1 alpha-2 codes of where it is at home.

    `taken_up` are the folded words by which a text comes back to it; `force` is its key in data/forces.yaml, or "".
    """

    id: str
    name: str
    name_ar: str
    kind: str
    country: tuple[str, ...] = ()
    taken_up: frozenset[str] = frozenset()
    force: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """What a phrase of the index stands for.

    `sort` is strong, bare, weak, victim, state, force, act, opener or block; `target` the actor's id (for a force the
    force's, for a weak name ""); `definite` whether the phrase has the article; `alone` whether a force noun counts
    without a nation.
    """

    sort: str
    target: str
    phrase: str
    definite: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of an ambiguous name: the actor, the countries whose news mean it, whether it is the last resort."""

    actor: str
    countries: frozenset[str]
    otherwise: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The folded words that may stand round a name (see data/forces.yaml); `members` holds the bearers too."""

    bearers: frozenset[str]
    members: frozenset[str]
    joins_of: frozenset[str]
    joins_to: frozenset[str]
    joining: frozenset[str]
    conjunctions: frozenset[str]
    qualifiers: frozenset[str]
    followers: frozenset[str]
    not_after: frozenset[str]
    not_opened: frozenset[str]


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """Everything that finding actors needs.

    `nisbas` gives a folded adjective's nation and whether it is definite; `by_nation` the actor that a (nation, force)
    is, `alone` the one where the nation is only the news' own; `narrower` for a wide actor the (countries, actor) that
    it may be.
    """

    actors: Mapping[str, Actor]
    names: PhraseIndex[Name]
    readings: Mapping[str, tuple[Reading, ...]]
    nisbas: Mapping[str, tuple[str, bool]]
    by_nation: Mapping[tuple[str, str], str]
    alone: Mapping[tuple[str, str], str]
    narrower: Mapping[str, tuple[tuple[frozenset[str], str], ...]]
    speakers: frozenset[str]
    around: Surroundings


def actors() -> tuple[Actor, ...]:
    """Every actor, those of data/actors.yaml first, then the nations' forces. Raises DataError for a wrong file."""
    return tuple(lexicon().actors.values())


@cache
def lexicon(listed: Path = DATA / "actors.yaml", forces: Path = DATA / "forces.yaml") -> ActorLexicon:
    """The actors of the two files, validated, read once. Raises DataError naming the file and the line."""
    return _Loader(read_yaml(listed), read_yaml(forces)).load()


class _Loader:
    """Reads the two files in order: endings and word lists, listed actors, nations, forces."""

    def __init__(self, listed: Node, forces: Node) -> None:
        self.listed, self.forces = listed, forces
        endings = forces.need("endings")
        self.article = fold(endings.need("article").text())
        self.clitics = load_language().need("clitics")
        self.definite_heads = (self.article, fold(self.clitics.need("assimilated").text()))
        self.endings = {key: _folded(endings.need(key)) for key in ("sound", "nisba", "feminine")}
        self.feminine_end = fold(endings.need("feminine_end").text())
        self.taken_up = {key: _folded(node) for key, node in forces.need("taken_up").entries().items()}
        self.actors: dict[str, Actor] = {}
        self.names: PhraseIndex[Name] = PhraseIndex()
        self.readings: dict[str, list[Reading]] = {}
        self.added: set[tuple[str, str, str]] = set()
        self.nisbas: dict[str, tuple[str, bool]] = {}
        self.by_nation: dict[tuple[str, str], str] = {}
        self.alone: dict[tuple[str, str], str] = {}
        self.narrower: dict[str, list[tuple[frozenset[str], str]]] = {}

    def load(self) -> ActorLexicon:
        for words in _phrases(self.forces.need("not_actors")):
            self._add(words, "block")
        for group in self.taken_up.values():
            for phrase in group:
                self._add(tuple(phrase.split()), "weak")
        for key, node in self.listed.entries().items():
            self._actor(key, node)
        for key, node in self.forces.need("nations").entries().items():
            self._nation(key, node)
        for key, node in self.forces.need("forces").entries().items():
            self._force(key, node)
        for words in _phrases(self.forces.need("acts")):
            for form, definite in self._both(words):
                self._add(form, "act", GENERAL, definite=definite)
        for node in self.forces.need("openers").items():
            node.only("words", "actor")
            for words in _phrases(node.need("words")):
                self._add(words, "opener", self._known(node.need("actor")))
        self._check_references()
        return ActorLexicon(
            self.actors, self.names, {k: tuple(v) for k, v in self.readings.items()}, self.nisbas, self.by_nation,
            self.alone, {k: tuple(v) for k, v in self.narrower.items()},
            frozenset(k for k, n in self.forces.need("forces").entries().items() if _flag(n, "weak")),
            self._surroundings(),
        )  # fmt: skip

    def _surroundings(self) -> Surroundings:
        root, joins = self.forces, self.forces.need("joins")
        bearers = frozenset(_folded(root.need("bearers")))
        return Surroundings(
            bearers=bearers,
            members=bearers | frozenset(_folded(root.need("members"))),
            joins_of=frozenset(_folded(joins.need("of"))),
            joins_to=frozenset(_folded(joins.need("to"))),
            joining=frozenset(_folded(joins.need("clitics"))),
            conjunctions=frozenset(_folded(self.clitics.need("conjunctions"))),
            qualifiers=frozenset(self._adjectives(root.need("qualifiers"))),
            followers=frozenset(self._adjectives(root.need("followers"))),
            not_after=frozenset(_folded(root.need("not_after"))),
            not_opened=frozenset(_folded(root.need("not_opened"))),
        )

    def _actor(self, key: str, node: Node) -> None:
        node.only(
            "name", "name_ar", "kind", "country", "strong", "bare", "nouns", "victims", "weak", "narrows", "taken_up"
        )
        kind = node.need("kind")
        if kind.text() not in KINDS:
            raise kind.wrong("unknown kind", "one of " + ", ".join(KINDS))
        self.actors[key] = Actor(
            key, node.need("name").text(), node.need("name_ar").text(), kind.text(), _codes(node.get("country")),
            self._taken_up(node.get("taken_up")),
        )  # fmt: skip
        for words in _phrases(node.get("strong")):
            self._add(words, "strong", key)
        for words in _phrases(node.get("bare")):
            self._add(words, "bare", key)
        for words in _phrases(node.get("nouns")):
            for form in self._people(words):
                self._add(form, "strong", key)
        for words in _phrases(node.get("victims")):
            for form in self._people(words):
                self._add(form, "victim", key)
        for item in _items(node.get("weak")):
            self._weak(key, item)
        narrows = node.get("narrows")
        if narrows is not None:
            narrows.only("actor", "when_country")
            wide = frozenset(_codes(narrows.need("when_country")))
            self.narrower.setdefault(self._known(narrows.need("actor")), []).append((wide, key))

    def _weak(self, actor: str, node: Node) -> None:
        node.only("name", "names", "when_country", "otherwise")
        names = node.get("names") or node.need("name")
        countries = frozenset(_codes(node.get("when_country")))
        otherwise = _flag(node, "otherwise")
        if not countries and not otherwise:
            raise node.wrong("no condition for a weak name", "give when_country: [..] or otherwise: true")
        for words in _phrases(names):
            self._add(words, "weak")
            self.readings.setdefault(" ".join(words), []).append(Reading(actor, countries, otherwise))

    def _taken_up(self, node: Node | None) -> frozenset[str]:
        phrases: set[str] = set()
        for item in _items(node):
            if item.text() not in self.taken_up:
                raise item.wrong("unknown word group", "one of " + ", ".join(self.taken_up))
            phrases.update(self.taken_up[item.text()])
        return frozenset(phrases)

    def _nation(self, key: str, node: Node) -> None:
        node.only("name", "country", "nisba", "plurals", "of", "names", "forces", "alone", "taken_up")
        country = _codes(node.get("country")) or (key,)
        self._nisba_forms(key, node)
        self._national_forces(key, node, country)
        for words in _phrases(node.get("of")):
            self._add(words, "state", self.by_nation[key, GENERAL])

    def _nisba_forms(self, key: str, node: Node) -> None:
        singulars, plurals = _folded(node.need("nisba")), _folded(node.get("plurals"))
        for base in singulars:
            for ending in self.endings["nisba"]:
                self._nisba(base + ending, key)
        for form in plurals:
            self._nisba(form, key)
        people = [base + ending for base in singulars for ending in self.endings["sound"] if len(ending) > 1]
        for form in (*people, *plurals):
            self._add((form,), "victim", CIVILIANS)
            self._add((self.article + form,), "victim", CIVILIANS)

    def _nisba(self, form: str, nation: str) -> None:
        self.nisbas[form] = (nation, False)
        self.nisbas[self.article + form] = (nation, True)

    def _national_forces(self, key: str, node: Node, country: tuple[str, ...]) -> None:
        english, names = node.need("name").text(), _entries(node.get("names"))
        given = _entries(node.get("forces"))
        masculine = node.need("nisba").items()[0].text()
        for force, entry in self.forces.need("forces").entries().items():
            target = given.get(force)
            if target is not None and target.text() in self.actors:
                self.by_nation[key, force] = target.text()
                continue
            own = force if target is None else self._known_force(target)
            actor = f"{english.lower().replace(' ', '-')}-{own}"
            if target is None:
                name = names[force].text() if force in names else entry.need("name").text().format(english)
                shown = entry.need("name_ar").text().format(masculine)
                taken = self._taken_up(node.get("taken_up")) if force == GENERAL else frozenset()
                if actor not in self.actors:
                    self.actors[actor] = Actor(actor, name, shown, "state_forces", country, taken, force)
            self.by_nation[key, force] = actor
        for force, target in _entries(node.get("alone")).items():
            self.alone[key, force] = self._known(target)

    def _force(self, key: str, node: Node) -> None:
        node.only("name", "name_ar", "any", "weak", "nouns", "with_nation", "people")
        unknown = node.need("any")
        unknown.only("name", "name_ar")
        name, shown = unknown.need("name").text(), unknown.need("name_ar").text()
        self.actors[key] = Actor(key, name, shown, "state_forces", force=key)
        for words in _phrases(node.get("with_nation")):
            for phrase, definite in self._both(words):
                self._add(phrase, "force", key, definite=definite)
        for words in _phrases(node.get("nouns")):
            for phrase, definite in self._both(words):
                self._add(phrase, "force", key, definite=definite, alone=True)
        for words in _phrases(node.get("people")):
            for form in self._people(words):
                self._add(form, "force", key, definite=form[0].startswith(self.article), alone=True)

    def _both(self, words: _Words) -> Iterator[tuple[_Words, bool]]:
        """A phrase as given and, unless it has the article already, with it on every word."""
        if any(word.startswith(self.definite_heads) for word in words):
            yield words, True
            return
        yield words, False
        yield tuple(self.article + word for word in words), True

    def _people(self, words: _Words) -> Iterator[_Words]:
        """A word for people in all its endings, without and with the article; a phrase of several words as it is."""
        if len(words) != 1 or words[0].startswith(self.article):
            yield words
            return
        base = words[0]
        feminine = base.endswith(self.feminine_end)
        for ending in self.endings["feminine" if feminine else "sound"]:
            form = (base[:-1] if feminine else base) + ending
            yield (form,)
            yield (self.article + form,)

    def _adjectives(self, node: Node) -> Iterator[str]:
        for base in _folded(node):
            for ending in self.endings["nisba"]:
                yield base + ending
                yield self.article + base + ending

    def _add(self, words: _Words, sort: str, target: str = "", *, definite: bool = False, alone: bool = False) -> None:
        folded = " ".join(words)
        key = (folded, sort, target)
        if key not in self.added:
            self.added.add(key)
            self.names.add_words(words, Name(sort, target, folded, definite, alone))

    def _known(self, node: Node) -> str:
        if node.text() not in self.listed.entries():
            raise node.wrong("no such actor", "use an id of actors.yaml")
        return node.text()

    def _known_force(self, node: Node) -> str:
        if node.text() not in self.forces.need("forces").entries():
            raise node.wrong("neither a force nor an actor", "use an id of actors.yaml or a key of forces")
        return node.text()

    def _check_references(self) -> None:
        nations = self.forces.need("nations")
        for (nation, _force), actor in self.by_nation.items():
            if actor not in self.actors:
                raise nations.need(nation).wrong("forces stand for each other in a circle", "let one stand for itself")


def _folded(node: Node | None) -> tuple[str, ...]:
    return tuple(" ".join(words) for words in _phrases(node))


def _phrases(node: Node | None) -> list[_Words]:
    """The folded phrases of a list, or of one text with «|» between them (many names in a list take long to read)."""
    if node is None:
        return []
    parts = [fold(text) for text in node.texts()] if isinstance(node.value, list) else fold(node.text()).split("|")
    return [tuple(part.split()) if part.replace(" ", "").isalpha() else fold_words(part) for part in parts]


def _items(node: Node | None) -> list[Node]:
    return node.items() if node else []


def _entries(node: Node | None) -> dict[str, Node]:
    return node.entries() if node else {}


def _codes(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    items = node.items() if isinstance(node.value, list) else [node]
    for item in items:
        if len(item.text()) != 2 or not item.text().isupper():
            raise item.wrong("not a country code", "write ISO 3166-1 alpha-2, such as SY")
    return tuple(item.text() for item in items)


def _flag(node: Node, key: str) -> bool:
    value = node.get(key)
    return value is not None and value.flag()
