"""What passes between the gazetteer's stages and to those who use it.

All are tuples: a frozen dataclass takes four times as long to make, and the module of dataclasses long to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Span(NamedTuple):
    """Where something stands in the raw text: characters [start, end)."""

    start: int
    end: int


# UN/LOCODE's code for international waters stands for what no single country holds: seas, straits, border regions.
SHARED = "XZ"


class Place(NamedTuple):
    """A place with its Arabic names.

    `kind` is a GeoNames feature code (https://www.geonames.org/export/codes.html), `country` an ISO 3166-1 alpha-2
    code (or SHARED), `admin1` and `admin2` English names, `latitude` and `longitude` WGS 84 degrees, `population` None
    when unknown (never 0), `where_prec` UCDP's precision of an event placed here (1 exact to 7), `radius_km` how far
    the place reaches from its point.
    """

    id: str
    name: str
    name_ar: str
    kind: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    admin2: str = ""
    population: int | None = None
    where_prec: int = 1
    radius_km: float = 5.0
    source: str = ""

    @property
    def iso_country(self) -> str | None:
        """The ISO 3166-1 alpha-2 code, None for a place that no single country holds."""
        return self.country if self.country and self.country != SHARED else None


class Name(NamedTuple):
    """One name of one place; a weak name counts only with a cue word or inside a chain of places."""

    place_id: str
    text: str
    weak: bool = False


# The rule of a mention that is a place by the list it stands in («قرى A وB»).
LISTED = "in a list"
ALONE = "bare name"


class PlaceMention(NamedTuple):
    """A place named in a text.

    `first` and `last` are word indices in the `Text`, both included, without the cue word; `span` covers the cue
    word too when there is one (what the analyst reads: «بلدة الشحيل»). `name` is the folded name looked up, `cue` the
    feature word's class (a key of language/ar.yaml's feature_words) or "", `place_ids` the gazetteer's places of that
    name, `relation` how the event lies to the place ("", "near", "direction:NW", "countryside:N" ...), `rule` the rule
    that found it.
    """

    span: Span
    first: int
    last: int
    name: str
    place_ids: tuple[str, ...]
    cue: str = ""
    relation: str = ""
    weak: bool = False
    prefix: str = ""
    rule: str = ""


class Candidate(NamedTuple):
    """A place that a name may mean, with its score (higher is likelier) and the reasons in words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


class Resolution(NamedTuple):
    """What a place mention was resolved to, or None, with the reason.

    `where_prec` is UCDP's precision for an event told with this mention (a relation makes it coarser than the place's
    own); `latitude` and `longitude` are None with `place`.
    """

    place: Place | None
    candidates: tuple[Candidate, ...]
    reason: str
    where_prec: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None


class Context(NamedTuple):
    """What is known beside the name itself.

    `countries` are ISO codes with weights (how strongly the article speaks of each), `admin1` English names of
    provinces named with the mention (the chain «X بريف Y»), `near` places resolved in the same article, nearest first.
    """

    countries: Mapping[str, float] = MappingProxyType({})
    admin1: tuple[str, ...] = ()
    near: tuple[Place, ...] = ()


class Placed(NamedTuple):
    """A mention with what it was resolved to.

    `within` are the positions, in the list this stands in, of the mentions that the text gives as containing it
    («بلدة الشحيل بريف دير الزور» : الشحيل is within ريف دير الزور), innermost first.
    """

    mention: PlaceMention
    resolution: Resolution
    within: tuple[int, ...] = ()
