"""Resolves what is asked by itself: a bare name in either script, a place string of several, a short report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gazetteer import compound, reasons
from gazetteer.arabic import Text
from gazetteer.index import NameIndex
from gazetteer.model import ALONE, Context, Placed, Resolution
from gazetteer.reading import Reader

_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SENTENCE, _ARTICLE = 5, 200  # words; fewer name a place alone, more tell of several
_PLACED = 3  # the coarsest UCDP precision that places a report


class Namer:
    """Tries the readings of a string in order, the strictest first; keeps nothing between them."""

    def __init__(self, index: NameIndex, reader: Reader) -> None:
        self._index, self._reader = index, reader

    def resolve(self, name: str, context: Context) -> Resolution:
        """The place of the string in a context, or None with the reason."""
        if self._known(name):
            return self._bare(name, context)
        found: Resolution | None = None
        for reading in (self._spelled_alike, self._place_string, self._without_brackets, self._chain, self._sentence):
            read = reading(name, context)
            if read is not None and (read.place is not None or read.candidates):
                return read
            found = found or read
        last = self._bare(name, context)
        return last if last.place is not None or last.candidates or found is None else found

    def _known(self, name: str) -> tuple[str, ...]:
        return self._index.exact(name) or self._index.latin(name)

    def _bare(self, name: str, context: Context) -> Resolution:
        return self._reader.resolve(compound.bare(name, self._known(name)), context)

    def _spelled_alike(self, name: str, context: Context) -> Resolution | None:
        """A whole name that is known by another spelling in the countries of the context."""
        places = (self._index.places[one] for one in self._index.spelled_alike(name))
        ids = [one.id for one in places if context.countries.get(one.country, 0.0) > 0]
        return self._reader.resolve(compound.bare(name, ids), context) if ids else None

    def _place_string(self, name: str, context: Context) -> Resolution | None:
        """Several names, or one with signs or a feature word («حلب: حي الشعار», #دوما_المحاصرة)."""
        context = self._reader.context(Text(name), context)
        parts = self._reader.parts(name, context)
        alone = len(parts) == 1 and parts[0].mention.rule != ALONE
        if not parts or alone or any(part.mention.relation == "between" for part in parts):
            return None
        return self._reader.resolve_parts(parts, context)

    def _without_brackets(self, name: str, context: Context) -> Resolution | None:
        """A name by what stands outside brackets, else by what stands in them: another name of the same place."""
        inside = _BRACKETED.findall(name)
        spellings = (_BRACKETED.sub(" ", name), *inside) if inside else ()
        known = next((one for one in spellings if self._known(one)), None)
        return self._bare(known, context) if known else None

    def _chain(self, name: str, context: Context) -> Resolution | None:
        """Names that hold each other or a relation, with no other word («20 كم شرق تدمر»)."""
        text = Text(name)
        placed = self._reader.read(text, context)
        return placed[0].resolution if placed and _is_whole(text, placed) else None

    def _sentence(self, name: str, context: Context) -> Resolution | None:
        """The one place that a short report tells of, finer places before those that hold them."""
        text = Text(name)
        if not _SENTENCE <= len(text.words) <= _ARTICLE:
            return None
        placed = self._reader.read(text, context)
        holding = {at for one in placed for at in one.within}
        told = [
            one for at, one in enumerate(placed)
            if at not in holding and one.resolution.place is not None and (one.resolution.where_prec or 9) <= _PLACED
        ]  # fmt: skip
        found = [one.resolution for one in told if not self._is_province_of(one, told)]
        if not found:
            return None
        chosen = compound.only(found)
        return chosen if chosen.place is None else max(found, key=compound.fineness)

    def _is_province_of(self, one: Placed, told: Sequence[Placed]) -> bool:
        """Whether the name is a province's too, and another place told of lies there («إدلب: قصف على سراقب»)."""
        provinces = [place for place in self._index.known(one.mention.place_ids) if place.kind == "ADM1"]
        others = [other.resolution.place for other in told if other is not one and other.resolution.place]
        return any(
            self._index.holds(place.country, place.name, other.admin1)
            for place in provinces
            for other in others
            if other.country == place.country and other != one.resolution.place
        )


def agreed(found: Resolution, asked: Context, neighbours: dict[str, str]) -> Resolution:
    """The resolution if it lies where the asker says, if anything is said; else none."""
    place, told = found.place, asked.countries
    if place is None or not told or place.iso_country is None:
        return found
    if place.country in told or neighbours.get(place.country) in told:
        return found
    return Resolution(None, found.candidates, reasons.ABROAD)


def _is_whole(text: Text, placed: Sequence[Placed]) -> bool:
    """Whether the places read cover a bare name from its first word to its last: a part of it is another name."""
    first, last = placed[0].mention, placed[-1].mention
    leads = text.word_at(first.span.start) == 0 or bool(first.relation)
    chained = all(one.within for one in placed[:-1])
    return leads and chained and text.word_at(last.span.end - 1) == len(text.words) - 1
