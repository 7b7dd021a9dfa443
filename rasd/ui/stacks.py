"""The incidents behind one mark, area or province of the map: found anew under the filters of the moment, in parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rasd.view.aggregate import Area, Cell, held_behind, ids_at
from rasd.view.areas import held_by, provinces
from rasd.view.asked import Asked
from rasd.view.dimensions import Bools

PAGE = 20


@dataclass(frozen=True, slots=True)
class Stack:
    """What was clicked: a cell at its zoom, an area, or a province by its id; WGS 84 degrees.

    `changes` is the store's change counter at the click: an area numbers places of that snapshot alone.
    """

    latitude: float
    longitude: float
    zoom: float
    source: Cell | Area | str
    changes: int
    page: int = 0

    def turned(self, pages: int) -> Stack:
        """The same incidents, some pages on or back."""
        return replace(self, page=max(0, self.page + pages))


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a stack: the ids, the newest first; how many the stack holds in all, and which of them is the first."""

    ids: tuple[str, ...]
    count: int
    start: int


def listed(asked: Asked, stack: Stack) -> Listed:
    """The page of the stack that is open; the last one when filters have left fewer."""
    held = _held(asked, stack)
    count = int(asked.counts("place")[held].sum())
    start = min(stack.page, max(0, count - 1) // PAGE) * PAGE
    return Listed(ids_at(asked, held, start, PAGE), count, start)


def _held(asked: Asked, stack: Stack) -> Bools:
    if isinstance(stack.source, Cell):
        return held_behind(asked, stack.source, stack.zoom)
    if isinstance(stack.source, Area):
        return held_by(asked, stack.source)
    known = provinces()
    at = known.ids.index(stack.source)
    return known.of_places(asked.snapshot) == at
