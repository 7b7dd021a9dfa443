"""What an export says of itself: what was asked, counts, versions, sources, and the data file's digest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

import polars as pl

from rasd.view.bounds import Bounds

_PROVINCE_PREC: Final = 4
_SOURCES: Final = {
    "geonames": "Places: GeoNames (https://www.geonames.org), CC BY 4.0 "
    "(https://creativecommons.org/licenses/by/4.0/); matched and changed by Rasd",
    "natural_earth": "Boundaries: Natural Earth (https://www.naturalearthdata.com), public domain",
    "ocha": "Administrative areas: OCHA Common Operational Datasets (https://data.humdata.org), CC BY-IGO",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export says of itself.

    `filters` are those set, as in a page's address; `sentences` the same in words, by language; `reviewed_only` whether
    only incidents that a person confirmed were asked for; `view` what the map showed when that was asked for. `total`
    counts the store, None when it is what was selected. `generated` is an ISO time that the caller gives, else left out
    so that the same rows give the same bytes.
    """

    filters: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reviewed_only: bool = False
    view: Bounds | None = None
    total: int | None = None
    selected: int = 0
    unlocated: int = 0
    rasd_version: str = ""
    data_version: str = ""
    attribution: tuple[str, ...] = ()
    generated: str = ""

    @property
    def located(self) -> int:
        """How many of the selected have coordinates."""
        return self.selected - self.unlocated

    def told(self, file: Mapping[str, object] | None = None, generated: str = "") -> dict[str, object]:
        """The manifest as JSON tells it, what is not known left out; `file` names the data file with its digest."""
        told: dict[str, object] = {"file": dict(file)} if file else {}
        told["filters"] = dict(self.filters)
        if self.filters:
            told["address"] = "?" + urlencode(self.filters)
        if self.sentences:
            told["filters_in_words"] = {language: list(told) for language, told in self.sentences.items()}
        if self.view:
            told["map_view"] = self.view._asdict()
        told["reviewed_only"] = self.reviewed_only
        told["counts"] = {
            "total": self.selected if self.total is None else self.total, "selected": self.selected,
            "located": self.located, "unlocated": self.unlocated,
        }  # fmt: skip
        told["versions"] = {"rasd": self.rasd_version, "data": self.data_version}
        told["attribution"] = list(self.attribution)
        if made := generated or self.generated:
            told["generated"] = made
        return told

    def as_json(self) -> str:
        """The manifest on one line, for a data file that has room for it."""
        return json.dumps(self.told(), ensure_ascii=False)


class Tally:
    """Counts rows as they pass."""

    def __init__(self) -> None:
        self.selected = self.unlocated = 0
        self._versions: dict[str, set[str]] = {"rasd_version": set(), "data_version": set()}
        self._sources: set[str] = set()

    def add(self, frame: pl.DataFrame) -> None:
        """Counts a batch."""
        self.selected += frame.height
        self.unlocated += frame["latitude"].null_count()
        for column, values in self._versions.items():
            values.update(str(value) for value in frame[column].unique() if value is not None)
        self._sources |= _sources(frame)

    def manifest(self, asked: Manifest) -> Manifest:
        """What was asked, with what was counted; several versions, of several runs, have commas between."""
        return replace(
            asked,
            selected=self.selected,
            unlocated=self.unlocated,
            rasd_version=", ".join(sorted(self._versions["rasd_version"])),
            data_version=", ".join(sorted(self._versions["data_version"])),
            attribution=tuple(text for name, text in _SOURCES.items() if name in self._sources),
        )


def _sources(frame: pl.DataFrame) -> set[str]:
    """The sources of the places that occur, told by their ids: GN for GeoNames, COD for OCHA; other provinces are
    Natural Earth's, other places were entered by hand."""
    placed = frame.lazy().filter(pl.col("place_id").is_not_null()).select("place_id", "where_prec").unique().collect()
    ids = placed["place_id"].cast(pl.String)
    geonames, ocha = ids.str.contains("^GN[0-9]+$"), ids.str.starts_with("COD")
    regions = (placed["where_prec"] == _PROVINCE_PREC) & ~geonames & ~ocha
    found = {"geonames": geonames.any(), "natural_earth": regions.any(), "ocha": ocha.any()}
    return {name for name, occurs in found.items() if occurs}
