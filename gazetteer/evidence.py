"""What an article says about where it plays: the countries it speaks of, weighed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gazetteer.arabic import Text
from gazetteer.index import NameIndex
from gazetteer.model import SHARED, Place, PlaceMention
from gazetteer.vocabulary import Nationalities

# An adjective may tell who acted (a Turkish drone) as well as where; a named country or town tells where.
_ADJECTIVE, _COUNTRY, _TOWN, _DATELINE = 0.5, 2.0, 1.5, 2.0
_MOST = 6
_OF_PROVINCES = ("province", "countryside")
# A place of other kinds and fewer people is little known; so many names tell surely of a country.
_SEATS, _KNOWN = ("PPLA", "PPLC", "ADM1", "PCL"), 100_000
_SURELY = 2
_REMEMBERED = 50_000
GivenAway = dict[tuple[tuple[str, ...], str, str], tuple[str, float]]
"""By places, cue word and name: the country that a mention gives away, and how surely."""


def countries(
    text: Text,
    mentions: Sequence[PlaceMention],
    index: NameIndex,
    nationalities: Nationalities,
    known: GivenAway,
) -> dict[str, float]:
    """The countries an article speaks of, each with a weight from 0 to 1 (1 for the one spoken of most).

    `known` remembers what the names of this index give away.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for code, times in Counter(nationalities.all(text)).items():
        weights[code] += _ADJECTIVE * min(times, _MOST)
    seen: Counter[tuple[str, ...]] = Counter()
    sure: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    doubtful: defaultdict[str, list[float]] = defaultdict(list)
    for mention in mentions:
        seen[mention.place_ids] += 1
        if seen[mention.place_ids] > 3 or not mention.place_ids:
            continue
        key = (mention.place_ids, mention.cue, mention.name)
        if key not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            known[key] = _told(mention, index)
        code, weight = known[key]
        if not code:
            continue
        if weight >= _TOWN:
            weights[code] += weight
            sure[code].add(mention.place_ids)
        elif seen[mention.place_ids] == 1:
            doubtful[code].append(weight)
        if mention.last + 1 < len(text.words) and "-" in text.gap(mention.last) and mention.first < 30:
            weights[code] += _DATELINE
    # Adjectives tell who acted as often as where: alone they are no evidence against a name.
    alone = not sure
    for code, told in doubtful.items():
        # One little-known name is no evidence against all others for a country that nothing else speaks of.
        if alone or code in weights or len(told) > 1:
            weights[code] += sum(told)
    for code in _of_namesakes(sure, index, nationalities.all(text)):
        del weights[code]
    most = max(weights.values(), default=0.0)
    return {code: round(weight / most, 3) for code, weight in sorted(weights.items())} if most else {}


def _of_namesakes(
    sure: Mapping[str, set[tuple[str, ...]]], index: NameIndex, adjectives: Sequence[str]
) -> Iterator[str]:
    """The countries that one little-known name alone speaks for, in an article on another: a namesake or a word."""
    if max(map(len, sure.values()), default=0) < _SURELY:
        return
    for code, names in sure.items():
        places = index.known(next(iter(names)))
        if len(names) == 1 and code not in adjectives and all(map(_is_little_known, places)):
            yield code


def _is_little_known(place: Place) -> bool:
    return not place.kind.startswith(_SEATS) and (place.population or 0) < _KNOWN


def _told(mention: PlaceMention, index: NameIndex) -> tuple[str, float]:
    """The country that a name alone gives away, and how surely."""
    places = index.known(mention.place_ids)
    if any(place.kind == "PCLI" for place in places):
        return next(place.country for place in places if place.kind == "PCLI"), _COUNTRY
    provinces = {place.country for place in places if place.kind == "ADM1"}
    if len(provinces) == 1 and mention.cue in _OF_PROVINCES:
        return provinces.pop(), _TOWN
    codes = {place.country for place in places}
    if SHARED in codes:
        return "", 0.0
    if len(codes) == 1:
        sure = any(index.is_sure(place) for place in places) and not index.is_ordinary(mention.name)
        # A quarter of this name may be in any town that has none in the tables.
        sure = sure and (mention.cue != "quarter" or any(place.kind == "PPLX" for place in places))
        return places[0].country, _TOWN if sure else _TOWN / 3
    large = max(places, key=lambda place: place.population or 0)
    rest = max((place.population or 0) for place in places if place.country != large.country)
    if (large.population or 0) >= 100_000 and (large.population or 0) > 10 * rest:
        return large.country, _TOWN
    return "", 0.0
