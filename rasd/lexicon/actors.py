"""The actors of data/actors.yaml, and those that data/forces.yaml spreads over the nations («the army of» each).

Names are kept folded in one phrase index; what an ambiguous name may mean is kept beside it as `Reading`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from gazetteer.arabic import fold
from gazetteer.datafile import Node, read_yaml
from gazetteer.language import load as load_language
from gazetteer.phrases import PhraseIndex
from rasd.lexicon import DATA
from rasd.lexicon.actor_model import (
    CIVILIANS,
    GENERAL,
    KINDS,
    PROTESTERS,
    UNLISTED,
    Actor,
    ActorLexicon,
    Name,
    Reading,
    Surroundings,
)
from rasd.lexicon.lists import Words, country_codes, entries, flag, folded, items, phrases

__all__ = [
    "CIVILIANS", "GENERAL", "KINDS", "PROTESTERS", "UNLISTED", "Actor", "ActorLexicon", "Name", "actors", "lexicon",
]  # fmt: skip


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
        self.endings = {key: folded(endings.need(key)) for key in ("sound", "nisba", "feminine")}
        self.feminine_end = fold(endings.need("feminine_end").text())
        self.taken_up = {key: folded(node) for key, node in forces.need("taken_up").entries().items()}
        self.actors: dict[str, Actor] = {}
        self.names: PhraseIndex[Name] = PhraseIndex()
        self.readings: dict[str, list[Reading]] = {}
        self.added: set[tuple[str, str, str]] = set()
        self.nisbas: dict[str, tuple[str, bool]] = {}
        self.by_nation: dict[tuple[str, str], str] = {}
        self.alone: dict[tuple[str, str], str] = {}
        self.narrower: dict[str, list[tuple[frozenset[str], str]]] = {}

    def load(self) -> ActorLexicon:
        for words in phrases(self.forces.need("not_actors")):
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
        for words in phrases(self.forces.need("acts")):
            for form, definite in self._both(words):
                self._add(form, "act", GENERAL, definite=definite)
        for node in self.forces.need("openers").items():
            node.only("words", "actor")
            for words in phrases(node.need("words")):
                self._add(words, "opener", self._known(node.need("actor")))
        self._check_references()
        return ActorLexicon(
            self.actors, self.names, {k: tuple(v) for k, v in self.readings.items()}, self.nisbas, self.by_nation,
            self.alone, {k: tuple(v) for k, v in self.narrower.items()},
            frozenset(k for k, n in self.forces.need("forces").entries().items() if flag(n, "weak")),
            self._surroundings(),
        )  # fmt: skip

    def _surroundings(self) -> Surroundings:
        root, joins = self.forces, self.forces.need("joins")
        bearers = frozenset(folded(root.need("bearers")))
        return Surroundings(
            bearers=bearers,
            members=bearers | frozenset(folded(root.need("members"))),
            joins_of=frozenset(folded(joins.need("of"))),
            joins_to=frozenset(folded(joins.need("to"))),
            joining=frozenset(folded(joins.need("clitics"))),
            conjunctions=frozenset(folded(self.clitics.need("conjunctions"))),
            qualifiers=frozenset(self._adjectives(root.need("qualifiers"))),
            followers=frozenset(self._adjectives(root.need("followers"))),
            not_after=frozenset(folded(root.need("not_after"))),
            not_opened=frozenset(folded(root.need("not_opened"))),
        )

    def _actor(self, key: str, node: Node) -> None:
        node.only(
            "name", "name_ar", "kind", "country", "strong", "bare", "nouns", "victims", "weak", "narrows", "taken_up"
        )
        kind = node.need("kind")
        if kind.text() not in KINDS:
            raise kind.wrong("unknown kind", "one of " + ", ".join(KINDS))
        self.actors[key] = Actor(
            key, node.need("name").text(), node.need("name_ar").text(), kind.text(), country_codes(node.get("country")),
            self._taken_up(node.get("taken_up")),
        )  # fmt: skip
        for words in phrases(node.get("strong")):
            self._add(words, "strong", key)
        for words in phrases(node.get("bare")):
            self._add(words, "bare", key)
        for words in phrases(node.get("nouns")):
            for form in self._people(words):
                self._add(form, "strong", key)
        for words in phrases(node.get("victims")):
            for form in self._people(words):
                self._add(form, "victim", key)
        for item in items(node.get("weak")):
            self._weak(key, item)
        narrows = node.get("narrows")
        if narrows is not None:
            narrows.only("actor", "when_country")
            wide = frozenset(country_codes(narrows.need("when_country")))
            self.narrower.setdefault(self._known(narrows.need("actor")), []).append((wide, key))

    def _weak(self, actor: str, node: Node) -> None:
        node.only("name", "names", "when_country", "otherwise")
        names = node.get("names") or node.need("name")
        countries = frozenset(country_codes(node.get("when_country")))
        otherwise = flag(node, "otherwise")
        if not countries and not otherwise:
            raise node.wrong("no condition for a weak name", "give when_country: [..] or otherwise: true")
        for words in phrases(names):
            self._add(words, "weak")
            self.readings.setdefault(" ".join(words), []).append(Reading(actor, countries, otherwise))

    def _taken_up(self, node: Node | None) -> frozenset[str]:
        phrases: set[str] = set()
        for item in items(node):
            if item.text() not in self.taken_up:
                raise item.wrong("unknown word group", "one of " + ", ".join(self.taken_up))
            phrases.update(self.taken_up[item.text()])
        return frozenset(phrases)

    def _nation(self, key: str, node: Node) -> None:
        node.only("name", "country", "nisba", "plurals", "of", "names", "forces", "alone", "taken_up")
        country = country_codes(node.get("country")) or (key,)
        self._nisba_forms(key, node)
        self._national_forces(key, node, country)
        for words in phrases(node.get("of")):
            self._add(words, "state", self.by_nation[key, GENERAL])

    def _nisba_forms(self, key: str, node: Node) -> None:
        singulars, plurals = folded(node.need("nisba")), folded(node.get("plurals"))
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
        english, names = node.need("name").text(), entries(node.get("names"))
        given = entries(node.get("forces"))
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
        for force, target in entries(node.get("alone")).items():
            self.alone[key, force] = self._known(target)

    def _force(self, key: str, node: Node) -> None:
        node.only("name", "name_ar", "any", "weak", "nouns", "with_nation", "people")
        unknown = node.need("any")
        unknown.only("name", "name_ar")
        name, shown = unknown.need("name").text(), unknown.need("name_ar").text()
        self.actors[key] = Actor(key, name, shown, "state_forces", force=key)
        for words in phrases(node.get("with_nation")):
            for phrase, definite in self._both(words):
                self._add(phrase, "force", key, definite=definite)
        for words in phrases(node.get("nouns")):
            for phrase, definite in self._both(words):
                self._add(phrase, "force", key, definite=definite, alone=True)
        for words in phrases(node.get("people")):
            for form in self._people(words):
                self._add(form, "force", key, definite=form[0].startswith(self.article), alone=True)

    def _both(self, words: Words) -> Iterator[tuple[Words, bool]]:
        """A phrase as given and, unless it has the article already, with it on every word."""
        if any(word.startswith(self.definite_heads) for word in words):
            yield words, True
            return
        yield words, False
        yield tuple(self.article + word for word in words), True

    def _people(self, words: Words) -> Iterator[Words]:
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
        for base in folded(node):
            for ending in self.endings["nisba"]:
                yield base + ending
                yield self.article + base + ending

    def _add(self, words: Words, sort: str, target: str = "", *, definite: bool = False, alone: bool = False) -> None:
        phrase = " ".join(words)
        key = (phrase, sort, target)
        if key not in self.added:
            self.added.add(key)
            self.names.add_words(words, Name(sort, target, phrase, definite, alone))

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
