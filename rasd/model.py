"""What passes between Rasd's stages: frozen, typed, each mention with its span and the rule that found it.

What an article has by the dozen is a tuple: a frozen dataclass takes four times as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from gazetteer.model import Candidate, Place, PlaceMention, Resolution, Span

__all__ = [
    "ActorMention", "Article", "Candidate", "Cue", "DateMention", "Decision", "Evidence", "Incident", "IncidentRow",
    "Means", "Participant", "Place", "PlaceMention", "Resolution", "Sentence", "Span", "Toll", "Trigger", "When",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """A report as it came in. `published` is the outlet's local day; spans point into `text` (title, newline, body)."""

    id: str
    title: str
    body: str
    source: str = ""
    url: str = ""
    published: date | None = None
    sample: bool = False

    @property
    def text(self) -> str:
        """What the stages read: the title, a newline, the body."""
        return f"{self.title}\n{self.body}"


class Sentence(NamedTuple):
    """A sentence as word indices [first, last], both included; `title` for the headline, `paragraph` counted from 0."""

    first: int
    last: int
    paragraph: int
    title: bool = False


class Trigger(NamedTuple):
    """A phrase that names an act.

    `event` is an event id of data/events or by_target; `act` the open act of acts.yaml it is, or "" when the words
    settle the type; `form` is verb, noun or definite, future or aim for what is not told as done; `weak` ones open an
    incident only beside other signs.
    """

    span: Span
    first: int
    last: int
    event: str
    form: str
    rule: str
    act: str = ""
    weak: bool = False


class Means(NamedTuple):
    """A weapon or a way of attack named in the text, and the event it tells."""

    first: int
    last: int
    event: str


class ActorMention(NamedTuple):
    """An actor named in the text: `actor` is an id of data/actors.yaml, `kind` ACLED's inter code word."""

    span: Span
    first: int
    last: int
    actor: str
    name: str
    kind: str
    rule: str
    weak: bool = False


class When(NamedTuple):
    """A stretch of days, ISO dates, ends included; `precision` is day, night, week, month, year or range.

    Both ends are None when neither the text nor the publication date settles the day.
    """

    earliest: date | None
    latest: date | None
    precision: str


class DateMention(NamedTuple):
    """A date expression. `of` is what the words say was dated: "event", "statement", "death" (of wounds), "claim" (a
    statement of the speaker's own act), else "".

    `apart` are the days counted from a made-up day of publication where the real one is not known: they only tell
    whether two dates of one text are the same.
    """

    span: Span
    first: int
    last: int
    when: When
    rule: str
    of: str = ""
    apart: When | None = None


class Toll(NamedTuple):
    """A count of people. `kind` is killed or injured; None is unknown and never 0; `vague` keeps words such as tens.

    `victims` is what the text calls them, `victims_kind` a key of data/language/ar/casualties.yaml's victims
    (civilian, fighter, soldier, police, child ... or ""), `among` is True for a part of a toll already told («بينهم»).
    """

    span: Span
    first: int
    last: int
    kind: str
    low: int | None
    high: int | None
    rule: str
    vague: str | None = None
    victims: str = ""
    victims_kind: str = ""
    among: bool = False


class Cue(NamedTuple):
    """A phrase that changes how its sentence is read: `kind` is a key of data/language/ar/context.yaml.

    `end` is the last word that it reaches.
    """

    first: int
    last: int
    kind: str
    end: int


class Participant(NamedTuple):
    """An actor in an incident: `surface` verbatim, `role` attacker, target or party."""

    actor: str
    name: str
    kind: str
    role: str
    surface: str
    span: Span


class Evidence(NamedTuple):
    """The words a slot's value came from, and the rule that read them."""

    slot: str
    span: Span
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident of one article, machine output only: decisions about it are kept apart.

    `event_type` and `sub_event_type` are ACLED's; `place_text` is verbatim; counts are people, None when not told.
    `confidence` is between 0 and 1. `sentence` is the span of the sentence that tells of it.
    """

    id: str
    article_id: str
    event_type: str
    sub_event_type: str
    when: When
    resolution: Resolution
    actors: tuple[Participant, ...]
    tolls: tuple[Toll, ...]
    evidence: tuple[Evidence, ...]
    sentence: Span
    confidence: float
    background: bool = False
    claim: str = ""
    status: str = "machine"
    place_text: str | None = None
    date_text: str | None = None
    trigger: str = ""
    killed_low: int | None = None
    killed_high: int | None = None
    killed_vague: str | None = None
    injured_low: int | None = None
    injured_high: int | None = None
    injured_vague: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's change to an incident, appended and never overwritten."""

    incident: str
    field: str
    old: str | None
    new: str | None
    who: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident flattened for asking and exporting: what the store gives and the view reads.

    `actors`, `attackers` and `targets` are actor ids (a party of a clash stands in all three); `sentence` is the
    evidence sentence verbatim; `latitude` and `longitude` are WGS 84 degrees or None when unlocated; dates are None
    when unknown; counts None when untold. Of an incident told by several articles, `reports` is how many, `outlets`
    names theirs (empty for one report) and `other_urls` the addresses of all but the first, a line each.
    """

    id: str
    article_id: str
    outlet: str
    url: str
    title: str
    published: date | None
    sample: bool
    event_type: str
    sub_event_type: str
    date_earliest: date | None
    date_latest: date | None
    date_precision: str
    date_text: str | None
    place_id: str | None
    place_text: str | None
    place_name: str | None
    place_name_ar: str | None
    place_reason: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    where_prec: int | None
    actors: tuple[str, ...]
    attackers: tuple[str, ...]
    targets: tuple[str, ...]
    killed_low: int | None
    killed_high: int | None
    killed_vague: str | None
    injured_low: int | None
    injured_high: int | None
    injured_vague: str | None
    background: bool
    confidence: float
    status: str
    sentence: str
    trigger: str
    rasd_version: str
    data_version: str
    reports: int = 1
    outlets: tuple[str, ...] = ()
    other_urls: str = ""
