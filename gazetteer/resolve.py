"""Chooses the place that a mention means, or none with the reason: a wrong pin is worse than none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10
from typing import NamedTuple

from gazetteer import placing, reasons
from gazetteer.distance import roughly_km
from gazetteer.index import NameIndex
from gazetteer.model import ALONE, LISTED, SHARED, Candidate, Context, Place, PlaceMention, Resolution
from gazetteer.userdata import BY_HAND, IMPORTED
from gazetteer.vocabulary import Feature, Vocabulary

_LEVEL, _APART_KM = 0.4, 25.0
_FAMOUS = 100_000  # people of a town that a report may name though it plays elsewhere
# What the text gives as holding a place lies within so many km of it; a large city is named as a bearing from afar.
_HELD_KM, _FAR_KM, _TOWN_KM = 40.0, 120.0, 25.0
_BESIDE_KM, _BESIDE_METROPOLIS_KM, _METROPOLIS = 100.0, 400.0, 1_000_000
_SETTLEMENTS = ("city", "town", "village", "quarter", "camp", "district", "subdistrict", "mountain", "valley", "field")
_SURE_KM = 300.0  # a place known by its name is told by a town as far off as this («الرطبة غرب الرمادي»)
_SEAT = "PPLA"  # a seat of an administration is no quarter
_SHOWN = 8
_AREA = 3  # from this UCDP precision on a place is an area
_COUNTRY_POINTS, _FOREIGN_POINTS = 4.0, -2.0
_IMPORTED_POINTS = 0.5
# What is the seat of a larger area is meant rather than a village of its name; by the beginnings of GeoNames codes.
_SEAT_POINTS = (("PPLA3", 0.8), ("PPLA4", 0.5), ("PPLA", 1.2))
_PROVINCE_POINTS = 2.1  # what a town of a million people has
# Points for lying close to what the article names besides: (km, points).
_CLOSE = ((30.0, 1.5), (100.0, 1.0), (250.0, 0.4))
_CLOSE_DEGREES = 2.5  # of latitude: what lies further off earns no points, and need not be measured


@dataclass(frozen=True, slots=True)
class Holder:
    """What the text gives as holding a mention: its resolution, and whether it only lies beside it («شمال حلب»)."""

    resolution: Resolution
    beside: bool


class _Asked(NamedTuple):
    """All that a mention is judged by."""

    mention: PlaceMention
    feature: Feature | None
    context: Context
    holders: Sequence[Holder]
    again: str


class _Score(NamedTuple):
    place: Place
    points: float
    why: tuple[str, ...]
    held: bool
    fits: bool
    home: bool


class Resolver:
    """Ranks the places of a name in a context; the same mention and context always give the same answer."""

    def __init__(self, index: NameIndex, known: Vocabulary) -> None:
        self._index = index
        self._known = known
        # The words of each class for one place: «حيي الزهراء والأرمن» are «حي الزهراء» and «حي الأرمن» of the tables.
        self._single: defaultdict[str, list[str]] = defaultdict(list)
        for word, one in known.features.items():
            if not (one.many or one.definite or one.prefix):
                self._single[one.feature.id].append(word)

    def resolve(
        self, mention: PlaceMention, context: Context, holders: Sequence[Holder] = (), again: str = ""
    ) -> Resolution:
        """The place of a mention.

        `holders` are what the text gives as holding it, innermost first; `again` the id of the place that the same name
        was resolved to elsewhere in the article.
        """
        holders = [one for one in holders if one.resolution.place is not None]
        asked = _Asked(mention, self._known.classes.get(mention.cue), context, holders, again)
        ids = mention.place_ids or self._spoken_of(mention, context)
        if holders or mention.rule == ALONE or (asked.feature and not asked.feature.urban and not mention.place_ids):
            ids = tuple(dict.fromkeys((*ids, *self._called(mention, holders))))
        if holders and mention.place_ids:
            # Running text is not searched for every imported name, but what the text says holds it tells it apart.
            ids = tuple(dict.fromkeys((*ids, *self._index.exact(mention.name))))
        if not any(self._is_home(self._index.places[one], context) for one in ids):
            ids = (*ids, *self._loosely(mention, context, holders))
        if not ids:
            return self._elsewhere(asked, reasons.UNKNOWN, ())
        scores = sorted(
            _provinces_first([self._score(self._index.places[one], asked) for one in ids]),
            key=lambda score: (-score.points, score.place.id),
        )
        shown = tuple(Candidate(one.place, round(one.points, 2), one.why) for one in scores[:_SHOWN])
        best = scores[0]
        if problem := self._problem(best, scores, asked):
            return self._elsewhere(asked, problem, shown)
        best = _district(best, scores, asked.feature)
        why = "; ".join(best.why)
        reason = reasons.ONLY if len(scores) == 1 else reasons.BEST.format(count=len(scores), why=why)
        if not best.fits and asked.feature and asked.feature.borrows:
            return placing.borrowed(best.place, mention.relation, shown, reasons.BORROWED.format(name=best.place.name))
        return placing.at(best.place, mention.relation, shown, reason, self._province(scores))

    # Which places to weigh

    def _called(self, mention: PlaceMention, holders: Sequence[Holder]) -> Iterator[str]:
        """The places whose names hold a word for one of what the mention's cue word stands for.

        Without a cue word a name that is not known there may be of any settlement: «حماة: صلبا» is «قرية صلبا».
        """
        if mention.cue:
            for word in self._single.get(mention.cue, ()):
                yield from self._index.exact(f"{word} {mention.name}")
        elif not any(self._lies_in(self._index.places[one], holders) for one in mention.place_ids):
            words = (word for cue in _SETTLEMENTS for word in self._single[cue])
            called = (one for word in words for one in self._index.exact(f"{word} {mention.name}"))
            yield from (one for one in called if self._lies_in(self._index.places[one], holders))

    def _lies_in(self, place: Place, holders: Sequence[Holder]) -> bool:
        """Whether the place lies in a country, a province or a town's province of the holders, or there are none."""
        outer = [one.resolution.place for one in holders if one.resolution.place]
        return not outer or any(
            one.country == place.country
            and (
                one.kind == "PCLI"
                or any(self._index.holds(one.country, of, place.admin1) for of in (one.name, one.admin1))
            )
            for one in outer
        )

    def _spoken_of(self, mention: PlaceMention, context: Context) -> tuple[str, ...]:
        """«البلاد» and «العاصمة»: the country that the article speaks of most, or its capital."""
        if mention.rule not in ("country of the article", "capital of the article"):
            return ()
        codes = sorted(context.countries, key=lambda code: (-context.countries[code], code))
        if not codes or (len(codes) > 1 and context.countries[codes[1]] > 0.8 * context.countries[codes[0]]):
            return ()
        if mention.rule == "country of the article":
            return (codes[0],) if codes[0] in self._index.places else ()
        return self._index.capitals.get(codes[0], ())

    def _loosely(self, mention: PlaceMention, context: Context, holders: Sequence[Holder]) -> tuple[str, ...]:
        """Places of names that differ by article, spaces or transliteration, inside what text or article settles."""
        if mention.rule in ("country of the article", "capital of the article"):
            return ()
        codes = {one.resolution.place.country for one in holders if one.resolution.place}
        codes = codes or {code for code, weight in context.countries.items() if weight >= 0.5}
        codes |= {self._known.neighbours[code] for code in codes & self._known.neighbours.keys()}
        alike = self._index.transliterated if mention.name[:1].isascii() else self._index.loose
        return tuple(one for one in alike(mention.name) if self._index.places[one].country in codes)

    # How likely each is

    def _is_home(self, place: Place, context: Context) -> bool:
        """Whether the place lies in a country that is spoken of, or none is."""
        return not context.countries or place.country == SHARED or self._weight(place, context) > 0

    def _weight(self, place: Place, context: Context) -> float:
        """How strongly the place's country is spoken of, half as much through the country that shares its land."""
        told, neighbour = context.countries, self._known.neighbours.get(place.country, "")
        return max(told.get(place.country, 0.0), told.get(neighbour, 0.0) / 2)

    def _score(self, place: Place, asked: _Asked) -> _Score:
        context = asked.context
        why: list[str] = []
        points, fits = _own_points(place, asked.feature, why)
        home = self._is_home(place, context)
        if weight := self._weight(place, context):
            points += _COUNTRY_POINTS * weight
            why.append(reasons.COUNTRY.format(country=place.country))
        elif not home:
            points += _FOREIGN_POINTS
            why.append(reasons.FOREIGN.format(country=place.country))
        held_points, held = self._held(place, asked.holders, context, why)
        points += held_points
        near = _closest(place, context.near)
        for km, gain in _CLOSE:
            if near and near[0] <= km:
                points += gain
                why.append(reasons.CLOSE.format(near=near[1].name))
                break
        if place.id == asked.again:
            points += 2.5
            why.append(reasons.AGAIN)
        return _Score(place, points, tuple(why), held, fits, home)

    def _held(self, place: Place, holders: Sequence[Holder], context: Context, why: list[str]) -> tuple[float, bool]:
        """Points for lying in what the text gives as holding the place."""
        points, held = 0.0, False
        if any(self._index.holds(place.country, one, place.admin1) for one in context.admin1):
            points, held = 3.0, True
        for holder in holders:
            outer = holder.resolution.place
            if outer is None:
                continue
            if outer.kind == "PCLI":
                if not holder.beside:
                    points += 2.0 if outer.country == place.country else -3.0
                continue
            regions = (outer.admin1, outer.name) if place.country == outer.country else ()
            inside = any(self._index.holds(place.country, one, place.admin1) for one in regions)
            if inside:
                points, held = points + 2.0, True
            km = _resolved_km(place, holder.resolution)
            reach = holder.resolution.radius_km or 10.0
            if inside and outer.kind == "ADM1":
                points += 2.5  # its middle is no likelier than its edge
            elif km <= max(_HELD_KM, reach):
                points, held = points + 2.5, True
            elif km <= _reach(place, outer, holder.beside) + reach:
                points += 1.0
            elif not inside:
                points -= 4.0
                why.append(reasons.NOT_HELD.format(holder=_name(holder)))
        if held and holders:
            why.append(reasons.HELD.format(holder=_name(holders[0])))
        return points, held

    # When the best is not good enough

    def _problem(self, best: _Score, scores: Sequence[_Score], asked: _Asked) -> str:
        """Why the best candidate can't be taken, or ""."""
        feature, holders = asked.feature, asked.holders
        if holders and not best.held and self._far_from(best.place, asked):
            return reasons.NOT_HELD.format(holder=_name(holders[0]))
        if not best.fits and feature and feature.unknown and not (feature.borrows and self._lends(asked.mention.name)):
            return reasons.UNKNOWN_KIND
        famous = best.place.kind == "PCLI" or (best.place.population or 0) >= _FAMOUS
        if not (best.home or best.held or famous):
            return reasons.ABROAD
        for other in scores[1:]:
            if best.points - other.points >= _LEVEL:
                break
            km = _km(best.place, other.place)
            if km > _APART_KM and not _one_in_other(best.place, other.place):
                return reasons.LEVEL.format(first=_shown(best.place), second=_shown(other.place), km=km)
        return ""

    def _lends(self, name: str) -> bool:
        """Whether a site may be named after the town of this name: «قاعدة جمال» is named after a person."""
        return name not in self._known.first_names and name not in self._known.ordinary

    def _far_from(self, place: Place, asked: _Asked) -> bool:
        """Whether the place can't lie in what the text gives as holding it; names of large places are trusted more."""
        feature, alone = asked.feature, asked.mention.rule == ALONE
        for holder in asked.holders:
            outer = holder.resolution.place
            if outer is None or place.id == outer.id:
                continue
            if outer.kind == "PCLI":
                if outer.country != place.country and not holder.beside:
                    return True
                continue
            reach = _reach(place, outer, holder.beside)
            if feature and feature.urban and outer.kind.startswith("PPL"):
                reach = _TOWN_KM
            elif self._index.is_sure(place) and place.country == outer.country and (holder.beside or not feature):
                if alone and outer.kind == "ADM1" and not self._index.borders(place, outer.country, outer.name):
                    return True
                if not outer.kind.startswith("PPL"):
                    continue
                reach = _TOWN_KM if alone and place.kind == "PPLX" else max(reach, _SURE_KM)
            if _resolved_km(place, holder.resolution) > reach + (holder.resolution.radius_km or 10.0):
                return True
        return False

    def _elsewhere(self, asked: _Asked, problem: str, shown: tuple[Candidate, ...]) -> Resolution:
        """A mention whose own place is not known: by what holds it, or nowhere."""
        listed = asked.mention.rule == LISTED
        for holder in asked.holders:
            place = holder.resolution.place
            if listed and (holder.beside or (holder.resolution.where_prec or _AREA) >= _AREA):
                break  # where one of many villages lies is not told by the middle of what holds them all
            if place is not None and place.kind != "PCLI":
                reason = reasons.UNKNOWN_IN.format(name=asked.mention.name, holder=_name(holder))
                urban = asked.feature is not None and asked.feature.urban
                return placing.by_holder(holder.resolution, urban, holder.beside, shown, f"{reason} ({problem})")
        return Resolution(None, shown, problem)

    def _province(self, scores: Sequence[_Score]) -> Place | None:
        """The province among the candidates that bears the best one's name."""
        best = scores[0].place
        for one in scores:
            if one.place.kind == "ADM1" and one.place.country == best.country and (
                one.place.name == best.admin1 or one.place.id == best.id
            ):  # fmt: skip
                return one.place
        return None


def _district(best: _Score, scores: Sequence[_Score], feature: Feature | None) -> _Score:
    """«قضاء الهندية» is the district, where the best candidate is the town that it is named after."""
    if feature is not None and feature.id == "district" and best.place.kind.startswith("PPL"):
        for one in scores:
            if one.place.kind == "ADM2" and _one_in_other(best.place, one.place):
                return one
    return best


def _provinces_first(scores: Sequence[_Score]) -> list[_Score]:
    """A province gains on a small town of its name elsewhere; its own seat is left to outweigh it."""
    if not any(one.place.kind == "ADM1" for one in scores):
        return list(scores)
    seats = {(one.place.country, one.place.admin1) for one in scores if one.place.kind != "ADM1"}
    gain = 0.0 if any(one.held for one in scores) else _PROVINCE_POINTS
    return [
        one._replace(points=one.points + gain)
        if one.place.kind == "ADM1" and one.fits and (one.place.country, one.place.name) not in seats
        else one
        for one in scores
    ]


def _own_points(place: Place, feature: Feature | None, why: list[str]) -> tuple[float, bool]:
    """Points for what the place is, whatever the context, and whether it is what the feature word says."""
    points, fits = 0.0, True
    if place.source in BY_HAND:
        points += 1.0
        why.append(reasons.CURATED)
    elif place.source == IMPORTED:
        # Imports hold hamlets by the thousand: of two places that are as likely, the tables' is meant.
        points -= _IMPORTED_POINTS
        # A place without an Arabic name bears its Latin one as both.
        latin_only = place.name_ar == place.name and place.name.isascii()
        why.append(reasons.SOUNDS if latin_only else reasons.IMPORTED)
    if seat := next((gain for code, gain in _SEAT_POINTS if place.kind.startswith(code)), 0.0):
        points += seat
        why.append(reasons.SEAT)
    if place.population:
        points += 0.35 * log10(place.population)
        why.append(reasons.PEOPLE.format(people=place.population))
    if feature is not None:
        fits = feature.fits(place.kind) and not (feature.id == "quarter" and place.kind.startswith(_SEAT))
        points += 2.0 if fits else -2.0
        why.append(reasons.KIND if fits else reasons.NOT_KIND)
        if feature.id == "countryside" and place.kind == "ADM1":
            points -= 1.0
        if feature.id == "area" and place.kind == "ADM1":
            points += 1.5
    elif place.kind == "PCLI":
        points += 4.0
    elif place.kind in ("ADM2", "ADM3"):
        points -= 0.5
    return points, fits


def _reach(place: Place, outer: Place, beside: bool) -> float:
    """How far at most a place may lie from what is said to hold it, or from what it is said to lie by."""
    if beside:
        return _BESIDE_METROPOLIS_KM if (outer.population or 0) >= _METROPOLIS else _BESIDE_KM
    if outer.kind.startswith("PPL") and place.admin1 != outer.admin1:
        return _FAR_KM / 2
    return _FAR_KM


def _resolved_km(place: Place, resolution: Resolution) -> float:
    if resolution.latitude is None or resolution.longitude is None:
        return 0.0
    return roughly_km(place.latitude, place.longitude, resolution.latitude, resolution.longitude)


def _closest(place: Place, near: Sequence[Place]) -> tuple[float, Place] | None:
    others = [
        (_km(place, one), one)
        for one in near
        if abs(one.latitude - place.latitude) < _CLOSE_DEGREES and one.id != place.id
    ]
    return min(others, key=lambda pair: pair[0]) if others else None


def _km(place: Place, other: Place) -> float:
    return roughly_km(place.latitude, place.longitude, other.latitude, other.longitude)


def _one_in_other(place: Place, other: Place) -> bool:
    """A town and the province or country of the same name are not rivals."""
    inner, outer = (place, other) if other.kind in ("ADM1", "ADM2", "PCLI") else (other, place)
    if outer.kind == "PCLI" or inner.country != outer.country:
        return inner.country == outer.country
    return outer.kind in ("ADM1", "ADM2") and inner.admin1 == outer.admin1


def _name(holder: Holder) -> str:
    return holder.resolution.place.name if holder.resolution.place else ""


def _shown(place: Place) -> str:
    return f"{place.name} ({', '.join(part for part in (place.admin1, place.country) if part)})"
