"""What is known of the actors: each actor, what a name of one stands for, and the words round names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gazetteer.phrases import PhraseIndex

KINDS = (
    "state_forces", "rebel", "political_militia", "identity_militia", "rioters", "protesters", "civilians",
    "external_forces", "unidentified",
)  # fmt: skip
GENERAL = "forces"
CIVILIANS = "civilians"
PROTESTERS = "protesters"
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
