"""The usual English and Arabic names of provinces, whatever a source calls them: the hand table admin1_names.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gazetteer.datafile import read_table
from gazetteer.errors import DataError
from gazetteer.sources.names import once, plain_latin

TABLE = Path(__file__).parent.parent / "admin1_names.csv"
_COLUMNS = ("country", "source_name", "name", "names_ar")
_NO_SLUG = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class UsualNames:
    """`by_source` maps (country, a source's name) to the usual English name; `arabic` (country, usual name) to the
    Arabic names, the usual one first. A province the table leaves out goes by its source's name without diacritics.
    """

    by_source: dict[tuple[str, str], str]
    arabic: dict[tuple[str, str], tuple[str, ...]]

    def name(self, country: str, source_name: str) -> str:
        """The usual English name."""
        return self.by_source.get((country, source_name)) or plain_latin(source_name)

    def known(self, country: str, source_name: str) -> bool:
        """Whether the table names this province."""
        return (country, source_name) in self.by_source


def load(path: Path = TABLE) -> UsualNames:
    """Reads the table. Raises DataError for a name without an English one and for a source's name that stands twice."""
    by_source: dict[tuple[str, str], str] = {}
    arabic: dict[tuple[str, str], tuple[str, ...]] = {}
    for line, row in read_table(path, _COLUMNS):
        key = (row["country"], row["source_name"])
        if not row["name"]:
            raise DataError(path, line, "has no usual name", value=row["source_name"], advice="fill the column name")
        if key in by_source:
            raise DataError(path, line, "stands twice", value=row["source_name"], advice="keep one of the lines")
        by_source[key] = row["name"]
        if row["names_ar"]:
            arabic.setdefault((row["country"], row["name"]), once(row["names_ar"].split("|")))
    return UsualNames(by_source, arabic)


def slug(country: str, name: str) -> str:
    """A province's id: the country's code and the English name in lower case, joined by hyphens."""
    return f"{country}-{_NO_SLUG.sub('-', plain_latin(name).casefold()).strip('-')}"
