"""The gazetteer: Arabic (or Latin) place names to places, from text or alone. Knows nothing of incidents."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer import compiled

compiled.prefer(__name__, __path__)  # before any module that may be compiled

from gazetteer import kept, naming, tables, userdata, vocabulary
from gazetteer.arabic import Text, fold
from gazetteer.index import NameIndex, Names
from gazetteer.model import Candidate, Context, Place, Placed, PlaceMention, Resolution
from gazetteer.reading import Reader

if TYPE_CHECKING:
    from gazetteer.catalogue import Imported

__all__ = ["Candidate", "Context", "Gazetteer", "Place", "PlaceMention", "Placed", "Resolution"]

_NO_CONTEXT = Context()
_HERE = Path(__file__).parent


class Gazetteer:
    """Places and their names. `load` it once; everything else only reads.

    `tables` are the tables without the imports, `version` a hash of all that was loaded.
    """

    def __init__(self, loaded: tables.Tables, imported: Imported | None = None, names: Names | None = None) -> None:
        known = vocabulary.load()
        nationalities = vocabulary.Nationalities(
            (word, code) for code, country in loaded.countries.items() for word in country.adjectives
        )
        self._index = NameIndex(loaded, known, imported, names)
        self._neighbours = known.neighbours
        self._reader = Reader(self._index, known, nationalities)
        self._namer = naming.Namer(self._index, self._reader)
        self._names = len(loaded.texts) + (imported.name_count if imported else 0)
        self._places = _Places(loaded.places, imported)
        self.tables = loaded
        self.version = f"{loaded.version}+{imported.version}" if imported else loaded.version

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """The gazetteer of a folder (by default the package's own with the user's places), read once in a process.

        Raises DataError naming the file and line that can't be used.
        """
        if folder is not None:
            return _load(folder, None, ())
        own = userdata.imports_folder()
        imports, added = userdata.fingerprint(own), userdata.tables_fingerprint(userdata.user_tables())
        return _load(_HERE, own if imports else None, imports, added)

    @property
    def places(self) -> Mapping[str, Place]:
        """All places by id."""
        return self._places

    def named(self, name: str) -> tuple[Place, ...]:
        """The places of exactly this name: Arabic after the fold, else Latin."""
        return tuple(self.places[one] for one in self._index.exact(name) or self._index.latin(name))

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
        """The place of a name in Arabic or Latin letters, alone, after a feature word or in a chain.

        `told_with` is text that the name stood in (a sentence, a province), read for countries and places.
        """
        asked = context
        if told_with:
            context = self._reader.context(Text(told_with), context, fold(name))
        return naming.agreed(self._namer.resolve(name, context), asked, self._neighbours)


class _Places(Mapping[str, Place]):
    """The tables' places and, read when asked for, those of the imports that the tables lack."""

    def __init__(self, own: Mapping[str, Place], imported: Imported | None) -> None:
        self._own, self._imported = own, imported

    def __getitem__(self, place_id: str) -> Place:
        found = self._own.get(place_id) or (self._imported.place(place_id) if self._imported else None)
        if found is None:
            raise KeyError(place_id)
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        if self._imported:
            yield from (one.id for one in self._imported if one.id not in self._own)

    def __len__(self) -> int:
        return sum(1 for _ in self) if self._imported else len(self._own)


@lru_cache(maxsize=4)
def _load(
    folder: Path,
    own: Path | None,
    imports: tuple[tuple[str, int, int], ...],
    added: tuple[tuple[str, int, int, int], ...] = (),
) -> Gazetteer:
    # What the user has is asked for only to read anew what has changed.
    with _uncollected():
        names = None
        if folder == _HERE and not added:
            plain, names = kept.kept("tables", tables.files(folder), lambda: _made(folder))
            loaded, names = tables.Tables.of_plain(plain), Names(*names)
        else:
            loaded = tables.load(folder, userdata.user_tables() if added else None)
        if own is None or not imports:
            return Gazetteer(loaded, names=names)
        # Imported here, because most starts have no imports.
        from gazetteer.catalogue import Imported  # noqa: PLC0415

        return Gazetteer(loaded, Imported(own), names)


def _made(folder: Path) -> tuple[object, ...]:
    """The tables of a folder and their names, to be kept."""
    loaded = tables.load(folder)
    return loaded.plain(), tuple(Names.of(loaded, vocabulary.load()))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps the collector of cycles from walking tables that are being built and hold none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():
                # Straight to the oldest generation: else the next object made would have all of them walked.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
