"""Reads place strings of several names as archives write them: «حلب: حي الشعار», «صعدة - رازح», «دوما، ريف دمشق».

Signs do not tell which name holds which, so what the names are does: a province holds a district, a town a quarter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gazetteer import reasons
from gazetteer.arabic import Text, fold, fold_words
from gazetteer.distance import roughly_km
from gazetteer.find import Finder
from gazetteer.index import NameIndex
from gazetteer.model import ALONE, Context, Place, PlaceMention, Resolution, Span
from gazetteer.vocabulary import Vocabulary

# Signs between names; a hyphen only when it stands free or between letters that are not Latin («Deir ez-Zor»).
_SIGNS = re.compile(r"[:;,/\\|#\n()\[\]]+| +-+ +|(?<=[^\W\da-z])-+ *(?=[^\W\da-z])|(?<=[^\W\da-z]) *-+(?=[^\W\da-z])")
_PROVINCE_CUE = "province"
_WAYS = ("road", "square")  # «مفرق الدرباسية - تل تمر» lies between what is named
_LISTING, _BRACKETS = ",", "(["
_MOST_PIECES, _LONGEST_PIECE = 12, 7  # words
_WITH_CUE, _LONGEST_LEAD = 2, 4  # words of a name before what holds it («كلبيت بريف إدلب»); more of them are a sentence
# How much a name of each kind holds, from countries (0) to what stands in a town; by GeoNames codes' beginnings.
_BY_CUE = {
    "country": 0.0, "province": 1.0, "countryside": 1.0, "desert": 1.5, "district": 2.0, "subdistrict": 3.0,
    "city": 4.0, "town": 4.0, "village": 4.5,
}  # fmt: skip
_BY_KIND = (
    ("PCLI", 0.0), ("ADM1", 1.0), ("RGN", 1.5), ("AREA", 1.5), ("ADM2", 2.0), ("ADM3", 3.0), ("PPLA2", 3.0),
    ("PPLC", 3.0), ("PPLA3", 3.5), ("PPLA", 3.0), ("PPLX", 5.0), ("PPL", 4.0),
)  # fmt: skip
_PROVINCE, _OTHER_KIND, _INSIDE, _UNKNOWN = 1.5, 5.0, 6.0, 7.0
_LARGE, _LARGE_RANK = 100_000, 3.0  # people of a town that holds others as a district's seat does
_APART_KM = 25.0


class Part(NamedTuple):
    """A name of the string and the sign before it ("" for none); the larger `rank` the smaller the place."""

    mention: PlaceMention
    rank: float
    sign: str


class Compound:
    """Takes place strings apart; keeps nothing between them."""

    def __init__(self, index: NameIndex, known: Vocabulary, finder: Finder) -> None:
        self._index, self._known, self._finder = index, known, finder

    def parts(self, name: str, context: Context) -> list[Part]:
        """The names of a place string, innermost first; of equal ones the first of a list, else the last.

        Empty for a text: when a piece is too long to be a name, or there are too many.
        """
        pieces = _pieces(name)
        if len(pieces) > _MOST_PIECES or any(len(piece.split()) > _LONGEST_PIECE for _, piece in pieces):
            return []
        found = [
            Part(mention, self._rank(mention, context), sign)
            for sign, piece in pieces
            for mention in self._mentions(piece)
            # What stands in brackets and is no place explains the name.
            if mention.place_ids or mention.cue or sign not in _BRACKETS or not sign
        ]
        if found and found[0].mention.cue in _WAYS:
            ends = [one._replace(rank=found[0].rank, sign=_LISTING) if one.sign == "-" else one for one in found[1:]]
            found = [found[0], *ends]
        late = not any(one.sign == _LISTING for one in found)
        placed = sorted(enumerate(found), key=lambda pair: (-pair[1].rank, -pair[0] if late else pair[0]))
        return _in_provinces([part for _, part in placed])

    def _mentions(self, piece: str) -> list[PlaceMention]:
        text = self._without_tail(Text(piece))
        if not text.words:
            return []
        if ids := self.named(text.raw):
            return [bare(text.raw, ids)]
        if apart := self._after_its_province(text):
            return apart
        chain = self._chain(text, self._finder.find(text))
        if not chain:
            return [self._cued(text)]
        start = lead = text.word_at(chain[0].span.start)
        while lead > 0 and self._leads(text.words[lead - 1]):
            lead -= 1
        if all(self._sides(word) for word in text.words[:lead]):
            lead = 0
        if lead == 0 or (start == lead and not self._holds(chain[0])):
            return chain if lead == 0 else [self._cued(text)]
        head = self._cued(Text(text.raw[: text.ends[lead - 1]]))
        told = any(self._tells(word) for word in text.words[:start])
        sentence = not head.place_ids and not head.cue and (lead > _LONGEST_LEAD or told)
        return chain if sentence else [head, *chain]

    def _chain(self, text: Text, found: Sequence[PlaceMention]) -> list[PlaceMention]:
        """The last of the mentions to the end of the text that nothing but linking words stands between."""
        chain: list[PlaceMention] = []
        end = len(text.words)
        for mention in reversed(found):
            last = text.word_at(mention.span.end - 1)
            if not all(self._leads(word) for word in text.words[last + 1 : end]):
                break
            chain.insert(0, mention)
            end = text.word_at(mention.span.start)
        return chain

    def _cued(self, text: Text) -> PlaceMention:
        """A bare name, the feature word before it taken off when the name is not known with it."""
        feature = self._known.features.get(text.words[0])
        if feature is None or feature.definite or feature.many or len(text.words) < _WITH_CUE:
            return bare(text.raw, self.named(text.raw))
        ids = self.named(text.raw) or self._index.spelled_alike(text.raw)
        if text.words[0] in self._known.name_heads:
            return bare(text.raw, ids) if ids else bare(text.raw, ())._replace(cue=feature.feature.id)
        name = text.raw[text.starts[1] :]
        return bare(name, dict.fromkeys((*ids, *self.named(name))))._replace(cue=feature.feature.id)

    def _holds(self, mention: PlaceMention) -> bool:
        """Whether a name is told as what holds the one before it."""
        feature = self._known.classes.get(mention.cue)
        return bool(mention.prefix or mention.relation or (feature and feature.holds))

    def _after_its_province(self, text: Text) -> list[PlaceMention]:
        """«حلب الباب»: the names of a province and of a place in it with nothing between them, or []."""
        for last in range(len(text.words) - 1):
            names = text.raw[: text.ends[last]], text.raw[text.starts[last + 1] :]
            ids = [self.named(one) for one in names]
            provinces = [one for one in map(self._index.places.__getitem__, ids[0]) if one.kind == "ADM1"]
            inside = [one for one in map(self._index.places.__getitem__, ids[1]) if one.kind not in ("ADM1", "PCLI")]
            if any(self._index.holds(one.country, one.name, other.admin1) for one in provinces for other in inside):
                return [bare(one, some) for one, some in zip(names, ids, strict=True)]
        return []

    def named(self, name: str) -> tuple[str, ...]:
        """The ids of the places of a bare name in either script."""
        return self._index.exact(name) or self._index.latin(name)

    def _leads(self, word: str) -> bool:
        known = self._known
        through = word in known.links or word in known.fillers or word in known.directions
        return through or word in known.relations or self._tells(word)

    def _sides(self, word: str) -> bool:
        """Whether the word tells a side of a place («الأطراف الغربية لمدينة إدلب»)."""
        bare = word.removeprefix(self._known.article)
        return bare in self._known.directions or bare in self._known.relations

    def _tells(self, word: str) -> bool:
        """Whether the word leads from what happens to a place, as names don't («غارات على سراقب»)."""
        known = self._known
        return word in known.through or (word in known.prepositions and word not in known.links)

    def _without_tail(self, text: Text) -> Text:
        """Without the words after a name that say how things stand there («دوما المحاصرة»)."""
        last, ends = len(text.words) - 1, self._known.name_ends | self._known.generic
        while (
            last > 0
            and (text.words[last] in ends or text.words[last].isdigit())
            and not self.named(text.raw[: text.ends[last]])
        ):
            last -= 1
        return text if last == len(text.words) - 1 else Text(text.raw[: text.ends[last]])

    def _stands_in_town(self, mention: PlaceMention) -> bool:
        words = [word.removeprefix(self._known.article) for word in fold_words(mention.name)[:2]]
        feature = self._known.features.get(words[0]) if words else None
        urban = feature is not None and feature.feature.urban
        unknown = not mention.place_ids
        return unknown and (urban or not self._known.town_things.isdisjoint((words[0], " ".join(words))))

    def _rank(self, mention: PlaceMention, context: Context) -> float:
        feature = self._known.classes.get(mention.cue)
        if mention.cue in _BY_CUE:
            return _BY_CUE[mention.cue]
        if (feature is not None and feature.urban) or self._stands_in_town(mention):
            return _INSIDE
        places = [self._index.places[one] for one in mention.place_ids]
        here = [one for one in places if one.country in context.countries] or places
        return min((_place_rank(one) for one in here), default=_UNKNOWN)


def _in_provinces(parts: list[Part]) -> list[Part]:
    """The parts, what may name a province or its seat taken for the province unless it holds what stands in a town."""
    if not parts or parts[0].rank >= _OTHER_KIND:
        return parts
    return [parts[0], *(
        one._replace(mention=one.mention._replace(cue=_PROVINCE_CUE))
        if one.rank == _BY_CUE[_PROVINCE_CUE] and not one.mention.cue
        else one
        for one in parts[1:]
    )]  # fmt: skip


def _place_rank(place: Place) -> float:
    if place.kind == "PPL" and (place.population or 0) >= _LARGE:
        return _LARGE_RANK
    return next((rank for beginning, rank in _BY_KIND if place.kind.startswith(beginning)), _OTHER_KIND)


def bare(name: str, ids: Iterable[str]) -> PlaceMention:
    """The mention of a name that stands alone."""
    return PlaceMention(Span(0, len(name)), 0, 0, fold(name), tuple(ids), rule=ALONE)


def _pieces(name: str) -> list[tuple[str, str]]:
    """The pieces between signs, each with the sign before it; what a hash tag joins is one piece."""
    text = Text(name.replace("_", " "))
    pieces: list[tuple[str, str]] = []
    start, sign = 0, ""
    for match in (*_SIGNS.finditer(text.folded), None):
        span = text.raw_span(start, match.start() if match else len(text.folded))
        piece = text.raw[span.start : span.end].strip(" .\"'")
        if any(letter.isalpha() for letter in piece):  # a date's numbers are no names
            pieces.append((sign, piece))
        if match:
            start, sign = match.end(), match.group().strip()[:1]
    return pieces


def holding(parts: Sequence[Part]) -> list[tuple[int, ...]]:
    """For each part the positions of those that hold it; the members of a list do not hold each other."""
    listed = any(part.sign == _LISTING for part in parts)
    return [
        tuple(
            other for other in range(at + 1, len(parts)) if not (listed and parts[other].rank == parts[at].rank)
        )
        for at in range(len(parts))
    ]  # fmt: skip


def numbered(parts: Sequence[Part]) -> list[PlaceMention]:
    """The mentions of the parts, each at a place of its own as though they stood in one text."""
    return [part.mention._replace(first=at, last=at) for at, part in enumerate(parts)]


def chosen(parts: Sequence[Part], found: Sequence[Resolution], within: Sequence[tuple[int, ...]]) -> Resolution:
    """The resolution of the innermost part, or none: when a list names places far apart, when only a province is known.

    A name that only its province is known of is not answered with the province's middle.
    """
    inner = found[0]
    if inner.place is None:
        return inner
    equals = [found[at] for at in range(1, len(parts)) if at not in within[0] and found[at].place is not None]
    if (several := only([inner, *equals])).place is None:
        return several
    own = inner.place.id in parts[0].mention.place_ids or any(one.place == inner.place for one in inner.candidates)
    holder = next((parts[at] for at in within[0] if found[at].place == inner.place), None)
    if own or holder is None or parts[0].rank == _INSIDE:
        return inner
    if holder.rank <= _PROVINCE:
        return Resolution(None, inner.candidates, inner.reason)
    return inner


def only(found: Sequence[Resolution]) -> Resolution:
    """The first of several resolutions, none when another lies far from it."""
    first = found[0]
    for other in found[1:]:
        if first.place and other.place and _km(first, other) > _APART_KM:
            reason = reasons.SEVERAL.format(first=first.place.name, second=other.place.name)
            return Resolution(None, first.candidates, reason)
    return first


def fineness(found: Resolution) -> float:
    """How small the place of a resolution is: what stands in a town over the town, a village over its province."""
    return _place_rank(found.place) if found.place else 0.0


def _km(one: Resolution, other: Resolution) -> float:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return 0.0
    return roughly_km(one.latitude, one.longitude, other.latitude, other.longitude)
