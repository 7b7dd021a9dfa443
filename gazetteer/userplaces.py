"""The places and aliases that the user adds: checked, written to two tables in the data folder, listed and removed.

The tables have the columns of curated.csv and aliases.csv and are read with them (tables.load); `Gazetteer.load`
notices that they have changed. How the files are read and written stands in usertables.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

from gazetteer import Gazetteer, tables, userdata, usertables
from gazetteer.arabic import fold
from gazetteer.distance import roughly_km
from gazetteer.errors import ReportedError
from gazetteer.keys import plain
from gazetteer.model import SHARED, Place
from gazetteer.userdata import IMPORTED

STRENGTHS = ("strong", "weak")
_LONGEST = 100
_SAME_KM = 10.0
_BEYOND_KM = 200.0  # no place lies further than that from all that is known of its country
_ARABIC, _LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")
_KIND = re.compile("[A-Z][A-Z0-9]{1,5}")
_UNFIT = re.compile(r"[|\x00-\x1f\x7f]")

REFUSALS = {
    "no_name_ar": "the Arabic name is missing or has no Arabic letter",
    "no_name": "the Latin name is missing or has no Latin letter",
    "unfit_name": "a name is longer than {longest} characters or has a bar or a line end: {name}",
    "kind": "there is no such kind of place: {kind}",
    "country": "there is no such country: {country}",
    "admin1": "{country} has no province {admin1}",
    "coordinates": "latitude (-90 to 90) and longitude (-180 to 180) are needed, in degrees",
    "far": "the coordinates lie {km} km from all places of {country}: are latitude and longitude the right way round?",
    "precision": "the precision is a code from 1 to 7",
    "radius": "the radius is from 0.1 to 3000 km",
    "duplicate": "{name} is in the gazetteer already, {km} km from there",
    "known_alias": "the place bears the name {name} already",
    "no_place": "there is no place of the id {place_id}",
    "strength": "an alias is strong or weak",
    "gone": "it is not in the table any more: {name}",
}


class RefusedError(ReportedError):
    """What the user wants to add can't be; `code` is a key of REFUSALS, `values` fill its holes."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(REFUSALS[code].format(**values))


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to add: `kind` a GeoNames feature code, WGS 84 degrees, UCDP's precision, the radius by kind if None."""

    name_ar: str
    name: str
    kind: str
    country: str
    admin1: str
    latitude: float | None
    longitude: float | None
    where_prec: int = 1
    note: str = ""
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class NewAlias:
    """A further Arabic name of a place; a weak one counts only with a cue word or inside a chain."""

    name_ar: str
    place_id: str
    strength: str = "strong"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What the user's tables hold: a place, or an alias of the place of this id; `place` is None when that is gone."""

    name_ar: str
    place_id: str
    is_alias: bool
    note: str
    place: Place | None

    @property
    def key(self) -> str:
        """What `remove` on the command line takes: a place's id, or an alias as NAME=ID."""
        return f"{self.name_ar}={self.place_id}" if self.is_alias else self.place_id

    def shown(self) -> str:
        """What it is, on one line."""
        if self.place is None:
            told = "stands for nothing, the place is not in the gazetteer any more"
        else:
            place = self.place
            told = ", ".join(filter(None, (place.name_ar, place.name, place.kind, place.admin1, place.country)))
            told = f"another name of {told}" if self.is_alias else f"{told}, {place.latitude:g} {place.longitude:g}"
        return told + (f" ({self.note})" if self.note else "")


def listed(gazetteer: Gazetteer) -> list[Added]:
    """All that the user added, places first, in the order it was added."""
    places, aliases = userdata.user_tables()
    rows = [(row["name_ar"], row["id"], False, row["note"]) for row in usertables.rows(places, tables.CURATED)]
    rows += [(row["name_ar"], row["place_id"], True, row["note"]) for row in usertables.rows(aliases, tables.ALIASES)]
    return [Added(*row, gazetteer.places.get(row[1])) for row in rows]


def add_place(wanted: NewPlace) -> Place:
    """Adds a place and gives it as the gazetteer now has it. Raises RefusedError, and DataError when writing fails."""
    with usertables.LOCK:
        gazetteer = Gazetteer.load()
        row = _place_row(gazetteer, wanted)
        path = userdata.user_tables()[0]
        usertables.write(path, tables.CURATED, [*usertables.lists(path, tables.CURATED), row])
        return Gazetteer.load().places[row[0]]


def add_alias(wanted: NewAlias) -> Place:
    """Adds an alias and gives its place. Raises RefusedError, and DataError when writing fails.

    A place of an import is first copied into the user's own, so that the alias outlives the import.
    """
    with usertables.LOCK:
        gazetteer = Gazetteer.load()
        name_ar = _arabic_name(wanted.name_ar)
        place = gazetteer.places.get(wanted.place_id)
        if place is None:
            raise RefusedError("no_place", place_id=wanted.place_id)
        if wanted.strength not in STRENGTHS:
            raise RefusedError("strength")
        if any(one.id == place.id for one in gazetteer.named(name_ar)):
            raise RefusedError("known_alias", name=name_ar)
        places, aliases = userdata.user_tables()
        if place.source == IMPORTED:
            usertables.write(places, tables.CURATED, [*usertables.lists(places, tables.CURATED), _copied(place)])
        row = [name_ar, place.id, wanted.strength, _told(wanted.note)]
        usertables.write(aliases, tables.ALIASES, [*usertables.lists(aliases, tables.ALIASES), row])
        return Gazetteer.load().places[place.id]


def remove(added: Added) -> None:
    """Removes a place with its aliases, or an alias. Raises RefusedError when it isn't there any more."""
    with usertables.LOCK:
        places, aliases = userdata.user_tables()
        kept = usertables.lists(aliases, tables.ALIASES)
        if added.is_alias:
            left = [row for row in kept if (row[0], row[1]) != (added.name_ar, added.place_id)]
        else:
            left = [row for row in kept if row[1] != added.place_id]
        rows = usertables.lists(places, tables.CURATED)
        rest = rows if added.is_alias else [row for row in rows if row[0] != added.place_id]
        if (len(left), len(rest)) == (len(kept), len(rows)) or (not added.is_alias and len(rest) == len(rows)):
            raise RefusedError("gone", name=added.name_ar)
        # The aliases first: without their place they would stand for nothing.
        if len(left) < len(kept):
            usertables.write(aliases, tables.ALIASES, left)
        if len(rest) < len(rows):
            usertables.write(places, tables.CURATED, rest)


# What may be added


def _place_row(gazetteer: Gazetteer, wanted: NewPlace) -> list[str]:
    name_ar, name = _arabic_name(wanted.name_ar), _name(wanted.name)
    if not _LATIN.search(name) or _ARABIC.search(name):
        raise RefusedError("no_name")
    if not _KIND.fullmatch(wanted.kind):
        raise RefusedError("kind", kind=wanted.kind)
    latitude, longitude = _point(gazetteer, wanted)
    if wanted.admin1 and not any(
        one.kind == "ADM1" and (one.country, one.name) == (wanted.country, wanted.admin1)
        for one in gazetteer.tables.places.values()
    ):
        raise RefusedError("admin1", country=wanted.country, admin1=wanted.admin1)
    if wanted.where_prec not in range(1, 8):
        raise RefusedError("precision")
    radius = tables.radius_km(wanted.kind, None) if wanted.radius_km is None else wanted.radius_km
    if not 0.1 <= radius <= 3000:
        raise RefusedError("radius")
    for one in gazetteer.named(name_ar):
        km = roughly_km(one.latitude, one.longitude, latitude, longitude)
        if one.kind[:3] == wanted.kind[:3] and km <= _SAME_KM:
            raise RefusedError("duplicate", name=one.name_ar, km=round(km))
    return [
        _free_id(gazetteer, wanted.country, name), name_ar, "", name, wanted.kind, wanted.country, wanted.admin1,
        f"{latitude:.6g}", f"{longitude:.6g}", str(wanted.where_prec), f"{radius:g}", _told(wanted.note),
    ]  # fmt: skip


def _point(gazetteer: Gazetteer, wanted: NewPlace) -> tuple[float, float]:
    country = gazetteer.tables.countries.get(wanted.country)
    if country is None and wanted.country != SHARED:
        raise RefusedError("country", country=wanted.country)
    latitude, longitude = wanted.latitude, wanted.longitude
    if latitude is None or longitude is None or not (isfinite(latitude) and isfinite(longitude)):
        raise RefusedError("coordinates")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise RefusedError("coordinates")
    if country is not None:
        known = [one for one in gazetteer.tables.places.values() if one.country == wanted.country]
        km = min(roughly_km(latitude, longitude, one.latitude, one.longitude) for one in known)
        # Of countries outside the region only the middle is known.
        if km > _BEYOND_KM + (2 * country.place.radius_km if len(known) == 1 else 0.0):
            raise RefusedError("far", km=f"{km:,.0f}", country=wanted.country)
    return latitude, longitude


def _arabic_name(text: str) -> str:
    name = _name(text)
    if not _ARABIC.search(name) or not fold(name):
        raise RefusedError("no_name_ar")
    return name


def _name(text: str) -> str:
    name = _told(text)
    if len(name) > _LONGEST or _UNFIT.search(name):
        raise RefusedError("unfit_name", longest=_LONGEST, name=name[:_LONGEST])
    return name


def _told(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula."""
    return " ".join(text.split()).lstrip("=+-@ ")


def _free_id(gazetteer: Gazetteer, country: str, name: str) -> str:
    slug = plain(name)[:40] or "place"
    first = f"USER-{country}-{slug}"
    taken = {row[0] for row in usertables.lists(userdata.user_tables()[0], tables.CURATED)}
    numbered = (first if number == 1 else f"{first}-{number}" for number in range(1, len(taken) + 3))
    return next(one for one in numbered if one not in taken and one not in gazetteer.tables.places)


def _copied(place: Place) -> list[str]:
    name_ar = place.name_ar or place.name
    return [
        place.id, name_ar, "", place.name, place.kind, place.country, place.admin1, f"{place.latitude:.6f}",
        f"{place.longitude:.6f}", str(place.where_prec), f"{place.radius_km:g}", "from an import",
    ]  # fmt: skip
