"""The places of the tables by id, kept by columns; each is made when it is first asked for, as few are at a start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gazetteer.model import Place

_FIELDS = Place._fields
_ID, _NAME, _KIND, _COUNTRY = map(_FIELDS.index, ("id", "name", "kind", "country"))
_ADMIN1, _LATITUDE, _LONGITUDE = map(_FIELDS.index, ("admin1", "latitude", "longitude"))

# In place of a row's number, for a place that was added as it is.
_NO_ROW = -1


class PlaceTable(Mapping[str, Place]):
    """Places by id."""

    __slots__ = ("_columns", "_places", "_rows")

    def __init__(self) -> None:
        # The numbers of all rows in the columns, and the places that somebody has asked for.
        self._rows: dict[str, int] = {}
        self._places: dict[str, Place] = {}
        self._columns: list[list[Any]] = [[] for _ in _FIELDS]

    def __getitem__(self, place_id: str) -> Place:
        try:
            return self._places[place_id]
        except KeyError:
            row = self._rows[place_id]
            found = self._places[place_id] = Place(*[column[row] for column in self._columns])
            return found

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def plain(self) -> list[list[Any]]:
        """The columns of the places that were added by columns, each text once however often it stands there."""
        once: dict[Any, Any] = {}
        return [
            [once.setdefault(one, one) for one in column] if column and isinstance(column[0], str) else column
            for column in self._columns
        ]

    @classmethod
    def of_plain(cls, columns: list[list[Any]]) -> PlaceTable:
        """The table of such columns."""
        found = cls()
        found._columns = columns
        found._rows = dict(zip(columns[_ID], range(len(columns[_ID])), strict=True))
        return found

    def copy(self) -> PlaceTable:
        """Another table of the same places, to add to."""
        found = PlaceTable()
        found._rows, found._places, found._columns = self._rows.copy(), self._places.copy(), self._columns
        return found

    def extend(self, columns: Sequence[Sequence[Any]]) -> None:
        """Adds places of new ids, given as columns of the values of Place's fields in their order."""
        known = len(self._columns[_ID])
        for column, more in zip(self._columns, columns, strict=True):
            column.extend(more)
        self._rows.update(zip(columns[_ID], range(known, len(self._columns[_ID])), strict=True))

    def known(self, place: Place) -> Place:
        """The place of this one's id: this one, added, where there was none."""
        if place.id not in self._rows:
            self._rows[place.id] = _NO_ROW
            self._places[place.id] = place
        return self[place.id]

    def of_kind(self, kind: str) -> list[tuple[str, str, str]]:
        """(country, name, id) of the places that were added by columns and are of a kind; none is made for it."""
        rows = zip(*(self._columns[at] for at in (_COUNTRY, _NAME, _ID, _KIND)), strict=True)
        return [(country, name, place_id) for country, name, place_id, here in rows if here == kind]

    def points_in(self, country: str, admin1: str) -> list[tuple[float, float]]:
        """Latitude and longitude (WGS 84 degrees) of the places of a province that were added by columns."""
        rows = zip(*(self._columns[at] for at in (_COUNTRY, _ADMIN1, _LATITUDE, _LONGITUDE)), strict=True)
        return [(latitude, longitude) for code, name, latitude, longitude in rows if code == country and name == admin1]
