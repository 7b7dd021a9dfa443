"""Chooses the place that a mention means, or none with the reason: a wrong pin is worse than none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf

from gazetteer import placing, reasons
from gazetteer.index import NameIndex
from gazetteer.model import ALONE, LISTED, Candidate, Context, Place, PlaceMention, Resolution
from gazetteer.scoring import Asked, Holder, Score, Scorer, km_apart, name_of, provinces_first, reach_km, resolved_km
from gazetteer.userdata import BY_HAND
from gazetteer.vocabulary import Feature, Vocabulary

# The rules of mentions that stand for the country that the article speaks of, or its capital.
OF_ARTICLE = ("country of the article", "capital of the article")
_LEVEL, _APART_KM = 0.4, 25.0
_FAMOUS = 100_000  # people of a town that a report may name though it plays elsewhere
_TOWN_KM = 25.0  # what stands in a town lies within so many km of its middle
_SETTLEMENTS = ("city", "town", "village", "quarter", "camp", "district", "subdistrict", "mountain", "valley", "field")
_TOWNS = ("city", "town", "village")
_SITE_KM = 40.0  # a base or camp told as in a town lies within so many km of it
_SURE_KM = 300.0  # a place known by its name is told by a town as far off as this («الرطبة غرب الرمادي»)
_SHOWN = 8
# A seat or a town of so many people that is told with its kind word is no namesake, though the report plays elsewhere.
_SEAT_CUES, _SEATS, _CITY = ("city", "province"), ("PPLA", "PPLC", "ADM1"), 20_000
_VAGUE = 5  # from this UCDP precision on what holds a place has no bounds
_AREA = 3  # from this UCDP precision on a place is an area
_REMEMBERED = 20_000
_HAMLETS = ("PPL", "PPLX", "PPLL", "LCTY")
_STRAY_KM, _TOLD = 150.0, 2  # a hamlet so far from all places told surely, when they are so many, is a namesake


class Resolver:
    """Ranks the places of a name in a context; the same mention and context always give the same answer."""

    def __init__(self, index: NameIndex, known: Vocabulary) -> None:
        self._index = index
        self._known = known
        self._scorer = Scorer(index, known.neighbours)
        # The words of each class for one place: «حيي الزهراء والأرمن» are «حي الزهراء» and «حي الأرمن» of the tables.
        self._single: defaultdict[str, list[str]] = defaultdict(list)
        for word, one in known.features.items():
            if not (one.many or one.definite or one.prefix):
                self._single[one.feature.id].append(word)
        self._settled: dict[str, tuple[str, ...]] = {}

    def resolve(
        self, mention: PlaceMention, context: Context, holders: Sequence[Holder] = (), again: str = ""
    ) -> Resolution:
        """The place of a mention.

        `holders` are what the text gives as holding it, innermost first; `again` the id of the place that the same name
        was resolved to elsewhere in the article.
        """
        holders = [one for one in holders if one.resolution.place is not None]
        asked = Asked(mention, self._known.classes.get(mention.cue), context, holders, again)
        ids = self._named(asked)
        if not ids:
            return self._elsewhere(asked, reasons.UNKNOWN, ())
        scores = sorted(
            provinces_first([self._scorer.score(self._index.places[one], asked) for one in ids]),
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

    def _named(self, asked: Asked) -> tuple[str, ...]:
        """The places that the mention may name."""
        mention, context, holders = asked.mention, asked.context, asked.holders
        ids = mention.place_ids or self._spoken_of(mention, context)
        if holders or mention.rule == ALONE or (asked.feature and not asked.feature.urban and not mention.place_ids):
            ids = tuple(dict.fromkeys((*ids, *self._called(mention, holders))))
        if holders and mention.place_ids:
            # Running text is not searched for every imported name, but what the text says holds it tells it apart.
            ids = tuple(dict.fromkeys((*ids, *self._index.exact(mention.name))))
        ids = tuple(dict.fromkeys((*ids, *self._bare(mention, ids, holders))))
        if not any(self._scorer.is_home(self._index.places[one], context) for one in ids):
            ids = (*ids, *self._loosely(mention, context, holders))
        return ids

    def _called(self, mention: PlaceMention, holders: Sequence[Holder]) -> Iterator[str]:
        """The places whose names hold a word for one of what the mention's cue word stands for.

        Without a cue word a name that is not known there may be of any settlement: «حماة: صلبا» is «قرية صلبا».
        """
        if mention.cue:
            for word in self._single.get(mention.cue, ()):
                yield from self._index.exact(f"{word} {mention.name}")
        elif not any(self._lies_in(self._index.places[one], holders) for one in mention.place_ids):
            yield from (
                one for one in self._settlements(mention.name) if self._lies_in(self._index.places[one], holders)
            )

    def _settlements(self, name: str) -> tuple[str, ...]:
        """The settlements that a name has with a word for their kind before it."""
        known = self._settled.get(name)
        if known is None:
            if len(self._settled) > _REMEMBERED:
                self._settled.clear()
            words = (word for cue in _SETTLEMENTS for word in self._single[cue])
            known = tuple([one for word in words for one in self._index.exact(f"{word} {name}")])
            self._settled[name] = known
        return known

    def _bare(self, mention: PlaceMention, ids: Sequence[str], holders: Sequence[Holder]) -> Iterator[str]:
        """The places that bear the name without its feature word («بلدة الطيبة» is also «الطيبة»).

        Those in the holders when none of the name lies there; all when none of the name is what the word says.
        """
        head, _, rest = mention.name.partition(" ")
        feature = self._known.features.get(head) if mention.cue in _TOWNS and rest else None
        if feature is None or feature.feature.id != mention.cue:
            return
        if ids and not any(feature.feature.fits(self._index.places[one].kind) for one in ids):
            yield from self._index.exact(rest)
        near = [one for one in holders if one.resolution.place and one.resolution.place.kind != "PCLI"]
        if near and not any(self._lies_in(self._index.places[one], near) for one in ids):
            yield from (one for one in self._index.exact(rest) if self._lies_in(self._index.places[one], near))

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
        if mention.rule not in OF_ARTICLE:
            return ()
        codes = sorted(context.countries, key=lambda code: (-context.countries[code], code))
        if not codes or (len(codes) > 1 and context.countries[codes[1]] > 0.8 * context.countries[codes[0]]):
            return ()
        if mention.rule == "country of the article":
            return (codes[0],) if codes[0] in self._index.places else ()
        return self._index.capitals.get(codes[0], ())

    def _loosely(self, mention: PlaceMention, context: Context, holders: Sequence[Holder]) -> tuple[str, ...]:
        """Places of names that differ by article, spaces or transliteration, inside what text or article settles."""
        if mention.rule in OF_ARTICLE:
            return ()
        codes = {one.resolution.place.country for one in holders if one.resolution.place}
        codes = codes or {code for code, weight in context.countries.items() if weight >= 0.5}
        codes |= {self._known.neighbours[code] for code in codes & self._known.neighbours.keys()}
        alike = self._index.transliterated if mention.name[:1].isascii() else self._index.loose
        return tuple(one for one in alike(mention.name) if self._index.places[one].country in codes)

    # When the best is not good enough

    def _problem(self, best: Score, scores: Sequence[Score], asked: Asked) -> str:
        """Why the best candidate can't be taken, or ""."""
        feature, holders = asked.feature, asked.holders
        famous = best.place.kind == "PCLI" or (best.place.population or 0) >= _FAMOUS
        by_name = famous and best.home and best.fits and asked.mention.rule != ALONE
        outside = self._is_outside_town(best.place, asked)
        if outside or (holders and not best.held and not by_name and self._far_from(best.place, asked)):
            return reasons.NOT_HELD.format(holder=name_of(holders[0]))
        if not best.fits and feature and feature.unknown and not (feature.borrows and self._lends(asked.mention.name)):
            return reasons.UNKNOWN_KIND
        large = best.place.kind.startswith(_SEATS) or (best.place.population or 0) >= _CITY
        seat = best.fits and asked.mention.cue in _SEAT_CUES and large
        if not (best.home or best.held or famous or seat):
            return reasons.ABROAD
        if not holders and best.place.id != asked.again and self._is_stray(best.place, asked):
            return reasons.STRAY
        for other in scores[1:]:
            if best.points - other.points >= _LEVEL:
                break
            km = km_apart(best.place, other.place)
            if km > _APART_KM and not _one_in_other(best.place, other.place):
                return reasons.LEVEL.format(first=_shown(best.place), second=_shown(other.place), km=km)
        return ""

    @staticmethod
    def _is_outside_town(place: Place, asked: Asked) -> bool:
        """Whether a site lies far from the town that the text gives as holding it: another site bears its name."""
        feature = asked.feature
        return feature is not None and feature.borrows and any(
            one.resolution.place is not None
            and one.resolution.place.kind.startswith("PPL")
            and not one.beside
            and resolved_km(place, one.resolution) > _SITE_KM
            for one in asked.holders
        )  # fmt: skip

    @staticmethod
    def _is_stray(place: Place, asked: Asked) -> bool:
        """Whether a hamlet lies far from all that the article surely names in its country."""
        if place.population or place.kind not in _HAMLETS or place.source in BY_HAND:
            return False
        near = [one for one in asked.context.near if one.country == place.country and one.id != place.id]
        return len(near) >= _TOLD and all(km_apart(place, one) > _STRAY_KM for one in near)

    def _lends(self, name: str) -> bool:
        """Whether a site may be named after the town of this name: «قاعدة جمال» is named after a person."""
        return name not in self._known.first_names and name not in self._known.ordinary

    def _far_from(self, place: Place, asked: Asked) -> bool:
        """Whether the place can't lie in what the text gives as holding it; names of large places are trusted more."""
        alone = asked.mention.rule == ALONE
        for holder in asked.holders:
            outer = holder.resolution.place
            if outer is None or place.id == outer.id:
                continue
            if outer.kind == "PCLI":
                if outer.country != place.country and not holder.beside:
                    return True
                continue
            if alone and self._is_told_apart(place, outer, asked):
                return True
            reach = self._reach(place, holder, asked)
            if resolved_km(place, holder.resolution) > reach + (holder.resolution.radius_km or 10.0):
                return True
        return False

    def _is_told_apart(self, place: Place, outer: Place, asked: Asked) -> bool:
        """Whether a name asked for alone is known in another province than the one given with it."""
        sure = self._index.is_sure(place) and place.country == outer.country and not asked.feature
        return sure and outer.kind == "ADM1" and not self._index.borders(place, outer.country, outer.name)

    def _reach(self, place: Place, holder: Holder, asked: Asked) -> float:
        """How far (km) a place may lie from what holds it."""
        outer, feature = holder.resolution.place, asked.feature
        assert outer is not None
        reach = reach_km(place, outer, holder)
        if feature and feature.urban and outer.kind.startswith("PPL"):
            return _TOWN_KM
        told_beside = holder.beside and not holder.near
        if not self._index.is_sure(place) or place.country != outer.country or not (told_beside or not feature):
            return reach
        if outer.where_prec >= _VAGUE:
            return inf
        return _TOWN_KM if asked.mention.rule == ALONE and place.kind == "PPLX" else max(reach, _SURE_KM)

    def _elsewhere(self, asked: Asked, problem: str, shown: tuple[Candidate, ...]) -> Resolution:
        """A mention whose own place is not known: by what holds it, or nowhere."""
        listed = asked.mention.rule == LISTED
        for holder in asked.holders:
            place = holder.resolution.place
            if listed and (holder.beside or (holder.resolution.where_prec or _AREA) >= _AREA):
                break  # where one of many villages lies is not told by the middle of what holds them all
            if place is not None and place.kind != "PCLI" and not self._is_part(place, asked):
                reason = reasons.UNKNOWN_IN.format(name=asked.mention.name, holder=name_of(holder))
                urban = asked.feature is not None and asked.feature.urban
                return placing.by_holder(holder.resolution, urban, holder.beside, shown, f"{reason} ({problem})")
        return Resolution(None, shown, problem)

    @staticmethod
    def _is_part(place: Place, asked: Asked) -> bool:
        """Whether a holder is but a part of a country («جنوبي لبنان»), which tells of no village where it lies."""
        feature = asked.feature
        return place.kind == "RGN" and place.where_prec >= _VAGUE and feature is not None and feature.id in _TOWNS

    def _province(self, scores: Sequence[Score]) -> Place | None:
        """The province among the candidates that bears the best one's name."""
        best = scores[0].place
        for one in scores:
            if one.place.kind == "ADM1" and one.place.country == best.country and (
                one.place.name == best.admin1 or one.place.id == best.id
            ):  # fmt: skip
                return one.place
        return None


def _district(best: Score, scores: Sequence[Score], feature: Feature | None) -> Score:
    """«قضاء الهندية» is the district, where the best candidate is the town that it is named after."""
    if feature is not None and feature.id == "district" and best.place.kind.startswith("PPL"):
        for one in scores:
            if one.place.kind == "ADM2" and _one_in_other(best.place, one.place):
                return one
    return best


def _one_in_other(place: Place, other: Place) -> bool:
    """A town and the province or country of the same name are not rivals."""
    inner, outer = (place, other) if other.kind in ("ADM1", "ADM2", "PCLI") else (other, place)
    if outer.kind == "PCLI" or inner.country != outer.country:
        return inner.country == outer.country
    return outer.kind in ("ADM1", "ADM2") and inner.admin1 == outer.admin1


def _shown(place: Place) -> str:
    return f"{place.name} ({', '.join(part for part in (place.admin1, place.country) if part)})"
