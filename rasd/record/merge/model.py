"""What passes between the stages of merging."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from gazetteer.arabic import fold_words
from rasd.model import IncidentRow

Value = str | int | float | None
Pair = tuple[str, str]
"""Two incident ids, in any order."""

_LAST = date.max


@dataclass(frozen=True, slots=True)
class Remade:
    """What merging did to a store: how many groups and doubts are others than before, whose tellings it looked at anew
    (None: all), and how often it counted a change of the store."""

    changed: int = 0
    of: frozenset[str] | None = frozenset()
    counted: int = 0


@dataclass(frozen=True)
class Telling:
    """An incident as one article tells it: what merging looks at; fields as in IncidentRow.

    Not slotted: `words` is worked out once, for the few that come so far.
    """

    id: str
    article: str
    outlet: str
    published: date | None
    sample: bool
    kind: str
    earliest: date | None
    latest: date | None
    place: str | None
    place_text: str | None
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    where_prec: int | None
    actors: frozenset[str]
    attackers: frozenset[str]
    targets: frozenset[str]
    killed: tuple[int | None, int | None]
    injured: tuple[int | None, int | None]
    background: bool
    sentence: str
    articles: frozenset[str] = frozenset()
    """All articles of the copies that it stands for; empty for its own."""

    @classmethod
    def of(cls, row: IncidentRow) -> Telling:
        """The telling of an incident's row, as the machine gave it."""
        return cls(
            row.id, row.article_id, row.outlet, row.published, row.sample, row.sub_event_type, row.date_earliest,
            row.date_latest, row.place_id, row.place_text, row.country, row.admin1, row.latitude, row.longitude,
            row.radius_km, row.where_prec, frozenset(row.actors), frozenset(row.attackers), frozenset(row.targets),
            (row.killed_low, row.killed_high), (row.injured_low, row.injured_high), row.background, row.sentence,
        )  # fmt: skip

    def shares_article(self, other: Telling) -> bool:
        """Whether one article tells of both."""
        if not self.articles and not other.articles:
            return self.article == other.article
        return not (self.articles or {self.article}).isdisjoint(other.articles or {other.article})

    @property
    def located(self) -> bool:
        """Whether it has a point."""
        return self.latitude is not None and self.longitude is not None

    @property
    def order(self) -> tuple[date, str, str]:
        """Where it stands among the tellings of an incident: the first published leads."""
        return self.published or _LAST, self.article, self.id

    @cached_property
    def words(self) -> frozenset[str]:
        """The different words of its sentence, folded."""
        return frozenset(fold_words(self.sentence))


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for or against two tellings being of one incident, in points; `values` fill the holes of its words.

    In words it is the label `merge.<key>`.
    """

    key: str
    points: float
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two tellings that may be of one incident: the points that they have together, and why. `one` is before `other`
    in the alphabet."""

    one: str
    other: str
    score: float
    reasons: tuple[Reason, ...]

    @property
    def pair(self) -> Pair:
        """Both ids."""
        return self.one, self.other


Doubt = Weighed
"""A pair of tellings, of two groups, for a person to decide."""


@dataclass(frozen=True, slots=True)
class Group:
    """The tellings of one incident, the first published first: it leads, and its id is the incident's.

    `links` tells of each member but the first why it belongs here.
    """

    members: tuple[str, ...]
    links: tuple[Weighed, ...] = ()

    @property
    def lead(self) -> str:
        """The id of the merged incident."""
        return self.members[0]

    def why(self, member: str) -> Weighed | None:
        """Why a member belongs here; of the lead, why the second does."""
        told = [one for one in self.links if member in one.pair]
        return told[0] if told else None


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging gives: groups in the order of their leads' ids, doubts with the highest score first.

    `pairs` are all that are in doubt at least, `copies` a telling and its copy (rasd/record/merge/copies.py).
    """

    groups: tuple[Group, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    pairs: tuple[Weighed, ...] = field(default=(), repr=False)
    copies: tuple[Pair, ...] = field(default=(), repr=False)


def sorted_pair(one: str, other: str) -> Pair:
    """The two ids in alphabetical order."""
    return (one, other) if one <= other else (other, one)


def sorted_pairs(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Each pair in alphabetical order."""
    return frozenset(sorted_pair(*pair) for pair in pairs)
