"""Reads an article's places: finds and chains them, weighs the countries, resolves holders before what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gazetteer import chains, compound, evidence, placing, reasons, sections, strays
from gazetteer.arabic import Text
from gazetteer.distance import km_between, midway
from gazetteer.find import Finder
from gazetteer.index import NameIndex
from gazetteer.model import Context, Place, Placed, PlaceMention, Resolution
from gazetteer.resolve import OF_ARTICLE, Resolver
from gazetteer.scoring import Holder
from gazetteer.vocabulary import Nationalities, Vocabulary

_NEAREST = 8
_COUNTRY_REACH = 80  # how many words back the country of «العاصمة» may be told
_NAMED_REACH = 8  # how many words of a person's name may stand between what bears it and its town
_REMEMBERED = 50_000
_TOWN_REACH = 50  # how many mentions back the town of a quarter is looked for
_BETWEEN_KM = 300.0
_VAGUE = 4  # from this UCDP precision on a place is an area: to lie by its middle tells nothing
_SPOKEN_OF = 0.3  # the least weight of a country for its provinces to count
_NEAR = "near"
_ROAD = "road"
_FAR_KM = 40.0  # from so long a half of the way on its middle is a vague area
_BESIDE = ("near", "direction", "distance", "between", "border", "coast")
_Key = tuple[str, str, str, tuple[str, ...], str]


class Reader:
    """Reads articles; keeps nothing between them."""

    def __init__(self, index: NameIndex, known: Vocabulary, nationalities: Nationalities) -> None:
        self._index, self._known, self._nationalities = index, known, nationalities
        self._finder = Finder(index, known, nationalities)
        self._resolver = Resolver(index, known)
        self._compound = compound.Compound(index, known, self._finder)
        self._given_away: evidence.GivenAway = {}
        self._points: dict[tuple[str, ...], list[Place]] = {}

    def find(self, text: Text) -> list[PlaceMention]:
        """The place mentions of a text in its order."""
        return self._finder.find(text)

    def resolve(self, mention: PlaceMention, context: Context) -> Resolution:
        """The place of one mention in a context."""
        return self._resolver.resolve(mention, context)

    def read(self, text: Text, hint: Context) -> list[Placed]:
        """The places of an article in its order; `hint` is what is known beside the text."""
        mentions = self._finder.find(text)
        if not mentions:
            return []
        chained = chains.containers(text, mentions, self._known, self._nationalities)
        context = self._context(text, mentions, hint)
        mentions, within = sections.read(text, mentions, chained, self._index)
        found = self._of_last_country(mentions, self._resolve_all(mentions, within, context), context)
        found = strays.without(text, mentions, found, self._known)
        found = _halfway(mentions, self._in_towns(text, mentions, found, context))
        return [Placed(*one) for one in zip(mentions, found, within, strict=True)]

    def _of_last_country(
        self, mentions: Sequence[PlaceMention], found: list[Resolution], context: Context
    ) -> list[Resolution]:
        """«العاصمة» and «البلاد» are those of the country told of right before, else of the one told of most."""
        result, code, told = found, "", 0
        for at, mention in enumerate(mentions):
            if mention.rule in OF_ARTICLE:
                here = found[at].place
                if code and mention.first - told <= _COUNTRY_REACH and (here is None or here.country != code):
                    result = list(result) if result is found else result
                    result[at] = self._resolver.resolve(mention, context._replace(countries={code: 1.0}))
            elif (place := found[at].place) is not None and place.iso_country is not None:
                code, told = place.country, mention.last
        return result

    def resolve_parts(self, parts: Sequence[compound.Part], context: Context) -> Resolution:
        """The place of the innermost of a place string's parts."""
        within = compound.holding(parts)
        return compound.chosen(parts, self._resolve_all(compound.numbered(parts), within, context), within)

    def parts(self, name: str, context: Context) -> list[compound.Part]:
        """The names of a place string, innermost first."""
        return self._compound.parts(name, context)

    def context(self, text: Text, hint: Context, asked: str = "") -> Context:
        """What a text (or names between signs, in either script) says about where it plays.

        Countries, provinces, and the places that are named without doubt; the name `asked` about tells nothing itself.
        """
        mentions = [one for one in self._finder.find(text) if one.name != asked]
        found = self._context(text, mentions, hint)
        named = [one for mention in mentions for one in mention.place_ids]
        if not mentions:
            named = [one for part in self._compound.parts(text.raw, hint) for one in part.mention.place_ids]
        spoken = dict.fromkeys((self._known.neighbours.get(code, "") for code in found.countries), 1.0)
        spoken |= found.countries
        provinces = [
            place.name
            for place in self._index.known(tuple(named))
            if self._index.is_region(place)
            and (
                not found.countries or found.countries.get(place.country, float(place.country in spoken)) >= _SPOKEN_OF
            )
        ]
        return found._replace(admin1=(*found.admin1, *dict.fromkeys(provinces)))

    def _context(self, text: Text, mentions: Sequence[PlaceMention], hint: Context) -> Context:
        told = evidence.countries(text, mentions, self._index, self._nationalities, self._given_away)
        countries = {**told, **{code: max(weight, told.get(code, 0.0)) for code, weight in hint.countries.items()}}
        return Context(countries, hint.admin1, (*hint.near, *self._sure(mentions, countries)))

    def _sure(self, mentions: Sequence[PlaceMention], countries: dict[str, float]) -> tuple[Place, ...]:
        """The places named without doubt, most named first: the others are judged by closeness to them."""
        tally: Counter[str] = Counter()
        for mention in mentions:
            points = self._points.get(mention.place_ids)
            if points is None:
                points = self._points_of(mention.place_ids)
            places = [p for p in points if countries.get(p.country, 0.0) >= _SPOKEN_OF]
            if len(places) == 1 and self._index.is_sure(places[0]) and mention.rule != "unknown name":
                tally[places[0].id] += 1
        return tuple(self._index.places[one] for one, _ in tally.most_common(_NEAREST))

    def _points_of(self, place_ids: tuple[str, ...]) -> list[Place]:
        """The places of these ids that are no wide areas, remembered: reports name the same places."""
        if len(self._points) > _REMEMBERED:
            self._points.clear()
        places = [p for p in self._index.known(place_ids) if p.where_prec < _VAGUE]
        # A district of the tables lies around the town that it is named after, and is no rival of it.
        found = self._points[place_ids] = [p for p in places if p.kind != "ADM2" or self._index.is_sure(p)]
        return found

    def _resolve_all(
        self, mentions: Sequence[PlaceMention], within: Sequence[tuple[int, ...]], context: Context
    ) -> list[Resolution]:
        """Each mention after those that hold it, and those in a chain before those without."""
        found: dict[int, Resolution] = {}
        again: dict[str, Resolution] = {}
        known: dict[_Key, Resolution] = {}
        chained = [at for at in range(len(mentions) - 1, -1, -1) if within[at]]
        alone = [at for at in range(len(mentions)) if not within[at]]
        outer = sorted({at for held in within for at in held} & set(alone))
        apart = set(outer)
        for at in (*outer, *chained, *(one for one in alone if one not in apart)):
            mention = mentions[at]
            holders = [self._holder(mentions[one], found[one]) for one in within[at] if one in found]
            earlier = again.get(mention.name)
            said = tuple(holder.resolution.reason for holder in holders)
            known_as = earlier.place.id if earlier and earlier.place else ""
            key = (mention.name, mention.cue, mention.relation, said, known_as)
            result = known.get(key)
            if result is None:
                result = self._one(mention, context, holders, earlier)
                known[key] = result
            found[at] = result
            if result.place is not None and holders and mention.cue != "countryside":
                again.setdefault(mention.name, result)
        return [found[at] for at in range(len(mentions))]

    def _one(
        self, mention: PlaceMention, context: Context, holders: list[Holder], earlier: Resolution | None
    ) -> Resolution:
        place_id = earlier.place.id if earlier and earlier.place else ""
        result = self._resolver.resolve(mention, context, holders, place_id)
        if result.place is None and earlier is not None and not mention.place_ids:
            return earlier._replace(reason=f"{reasons.AGAIN}: {earlier.reason}")
        return result

    @staticmethod
    def _holder(mention: PlaceMention, resolution: Resolution) -> Holder:
        return Holder(resolution, mention.relation.startswith(_BESIDE), mention.relation == _NEAR)

    def _is_town(self, mention: PlaceMention, town: Resolution, context: Context) -> bool:
        place = town.place
        if place is None or not place.kind.startswith("PPL") or mention.relation or town.where_prec != 1:
            return False
        return self._index.is_sure(place) and context.countries.get(place.country, 0.0) >= 0.5

    def _in_towns(
        self, text: Text, mentions: Sequence[PlaceMention], found: list[Resolution], context: Context
    ) -> list[Resolution]:
        """A quarter or street that is not known lies in the last town told of before it in the same paragraph.

        So it does in an earlier one when the article names no other town.
        """
        result = list(found)
        pairs = zip(mentions, found, strict=True)
        towns = {town.place.id for one, town in pairs if town.place and self._is_town(one, town, context)}
        for at, mention in enumerate(mentions):
            feature = self._known.classes.get(mention.cue)
            if result[at].place is not None or feature is None or not feature.urban:
                continue
            if (town := self._town_after(text, mentions, found, at)) is not None:
                reason = reasons.URBAN.format(name=mention.name, holder=town.place.name if town.place else "")
                result[at] = placing.by_holder(town, True, False, result[at].candidates, reason)
                continue
            for before in range(at - 1, max(-1, at - 1 - _TOWN_REACH), -1):
                town, here = result[before], mentions[before]
                if len(towns) > 1 and "\n" in text.raw[here.span.end : mention.span.start]:
                    break
                if town.place is not None and self._is_town(here, town, context):
                    reason = reasons.URBAN.format(name=mention.name, holder=town.place.name)
                    result[at] = placing.by_holder(town, True, False, result[at].candidates, reason)
                    break
        return result

    def _town_after(
        self, text: Text, mentions: Sequence[PlaceMention], found: Sequence[Resolution], at: int
    ) -> Resolution | None:
        """The town told a few words after what bears a person's name («مسجد كذا بن كذا في كذا»)."""
        if at + 1 >= len(mentions) or found[at + 1].place is None:
            return None
        here, other = mentions[at], mentions[at + 1]
        start = text.word_at(other.span.start)
        if start - here.last > _NAMED_REACH or not all(text.joined[here.last : start]):
            return None
        clitic = other.prefix.removeprefix(self._known.conjunction)
        place = found[at + 1].place
        inside = (clitic or text.words[start - 1] in self._known.links) and place is not None
        return found[at + 1] if inside and place is not None and place.kind.startswith("PPL") else None


def _halfway(mentions: Sequence[PlaceMention], found: list[Resolution]) -> list[Resolution]:
    """«بين تدمر والسخنة»: both names stand for the point halfway, as far off as half the way."""
    result = list(found)
    for at in range(len(mentions) - 1):
        one, other = found[at], found[at + 1]
        road = mentions[at].cue == _ROAD
        follows = (road or mentions[at + 1].prefix) and mentions[at + 1].first - mentions[at].last <= 2
        if mentions[at].relation != "between" or not follows or one.place is None or other.place is None:
            continue
        km = km_between(one.place.latitude, one.place.longitude, other.place.latitude, other.place.longitude)
        if one.place.where_prec > 2 or other.place.where_prec > 2 or not 0 < km < _BETWEEN_KM:
            continue
        point = midway(one.place.latitude, one.place.longitude, other.place.latitude, other.place.longitude)
        told = reasons.BETWEEN.format(name=one.place.name, other=other.place.name)
        far = road and km / 2 > _FAR_KM
        for which, end in ((at, one), (at + 1, other)):
            result[which] = Resolution(
                end.place, end.candidates, f"{told}: {end.reason}", 5 if far else 2, *point, round(max(km / 2, 10.0), 1)
            )
    return result
