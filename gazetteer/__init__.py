"""The gazetteer: Arabic (or Latin) place names to places, from text or alone. Knows nothing of incidents."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from gazetteer import tables, vocabulary
from gazetteer.arabic import Text, fold
from gazetteer.index import NameIndex
from gazetteer.model import Candidate, Context, Place, Placed, PlaceMention, Resolution, Span
from gazetteer.reading import Reader

__all__ = ["Candidate", "Context", "Gazetteer", "Place", "PlaceMention", "Placed", "Resolution"]

_NO_CONTEXT = Context()
_HERE = Path(__file__).parent


class Gazetteer:
    """Places and their names. `load` it once; everything else only reads."""

    def __init__(self, loaded: tables.Tables) -> None:
        known = vocabulary.load()
        nationalities = vocabulary.Nationalities(
            (word, code) for code, country in loaded.countries.items() for word in country.adjectives
        )
        self._index = NameIndex(loaded, known)
        self._reader = Reader(self._index, known, nationalities)
        self._names = len(loaded.names)
        self.version = loaded.version

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """The gazetteer of a folder (by default the package's own), read once in a process.

        Raises DataError naming the file and line that can't be used.
        """
        return _load(folder or _HERE)

    @property
    def places(self) -> Mapping[str, Place]:
        """All places by id."""
        return self._index.places

    @property
    def name_count(self) -> int:
        """How many Arabic names the tables hold."""
        return self._names

    def find(self, text: Text) -> list[PlaceMention]:
        """The place mentions of a text in its order, none overlapping, not resolved."""
        return self._reader.find(text)

    def read(self, text: Text, hint: Context = _NO_CONTEXT) -> list[Placed]:
        """The place mentions of an article, each with the place it was resolved to from the article's context."""
        return self._reader.read(text, hint)

    def resolve(self, mention: PlaceMention, context: Context) -> Resolution:
        """The place that one mention means in a context."""
        return self._reader.resolve(mention, context)

    def resolve_name(self, name: str, context: Context = _NO_CONTEXT, told_with: str = "") -> Resolution:
        """The place of a bare name in Arabic or Latin letters, with or without a feature word and a chain.

        `told_with` is text that the name stood in (a sentence, a province), read for countries and places.
        """
        exact = self._index.exact(name) or self._index.latin(name)
        if told_with:
            context = self._reader.context(Text(told_with), context)
        if not exact:
            placed = self.read(Text(name), context)
            if placed:
                return placed[0].resolution
        mention = PlaceMention(Span(0, len(name)), 0, 0, fold(name), exact, rule="bare name")
        return self.resolve(mention, context)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Gazetteer:
    return Gazetteer(tables.load(folder))
