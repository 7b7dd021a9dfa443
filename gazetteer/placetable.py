"""The places of the tables by id, kept by columns; each is made when it is first asked for, as few are at a start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from gazetteer.model import Place

_FIELDS = [one.name for one in fields(Place)]
_ID, _NAME, _KIND, _COUNTRY = map(_FIELDS.index, ("id", "name", "kind", "country"))
_ADMIN1, _LATITUDE, _LONGITUDE = map(_FIELDS.index, ("admin1", "latitude", "longitude"))


class PlaceTable(Mapping[str, Place]):
    """Places by id."""

    __slots__ = ("_columns", "_places")

    def __init__(self) -> None:
        # A place, or the number of its row in the columns as long as nobody has asked for it.
        self._places: dict[str, Place | int] = {}
        self._columns: list[list[Any]] = [[] for _ in _FIELDS]

    def __getitem__(self, place_id: str) -> Place:
        found = self._places[place_id]
        if isinstance(found, int):
            found = self._places[place_id] = Place(*[column[found] for column in self._columns])
        return found

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def copy(self) -> PlaceTable:
        """Another table of the same places, to add to."""
        found = PlaceTable()
        found._places, found._columns = self._places.copy(), self._columns
        return found

    def extend(self, columns: Sequence[Sequence[Any]]) -> None:
        """Adds places of new ids, given as columns of the values of Place's fields in their order."""
        known = len(self._columns[_ID])
        for column, more in zip(self._columns, columns, strict=True):
            column.extend(more)
        self._places.update(zip(columns[_ID], range(known, len(self._columns[_ID])), strict=True))

    def known(self, place: Place) -> Place:
        """The place of this one's id: this one, added, where there was none."""
        self._places.setdefault(place.id, place)
        return self[place.id]

    def of_kind(self, kind: str) -> list[tuple[str, str, str]]:
        """(country, name, id) of the places that were added by columns and are of a kind; none is made for it."""
        rows = zip(*(self._columns[at] for at in (_COUNTRY, _NAME, _ID, _KIND)), strict=True)
        return [(country, name, place_id) for country, name, place_id, here in rows if here == kind]

    def points_in(self, country: str, admin1: str) -> list[tuple[float, float]]:
        """Latitude and longitude (WGS 84 degrees) of the places of a province that were added by columns."""
        rows = zip(*(self._columns[at] for at in (_COUNTRY, _ADMIN1, _LATITUDE, _LONGITUDE)), strict=True)
        return [(latitude, longitude) for code, name, latitude, longitude in rows if code == country and name == admin1]
