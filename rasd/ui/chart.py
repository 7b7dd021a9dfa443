"""What a chart of the Trends page is: its drawing, its table, its CSV and its picture, all of the same numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from rasd.lexicon.labels import Labels
from rasd.ui import describe, vega
from rasd.ui.vega import Spec
from rasd.view.export.tables import BYTE_ORDER_MARK, write_lines
from rasd.view.trends import NONE, OTHERS

Cell = str | int | None
Line = tuple[Cell, ...]
ROW_PX = 26


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `view` is its Vega-Lite specification without a width where it takes its place's, None when there is
    nothing to draw. `legend` names colours; `rows` are the table under `heads`; `notes` what the drawing leaves out.
    """

    key: str
    title: str
    view: Spec | None
    legend: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def wide(self) -> bool:
        """Whether it has a width of its own and scrolls where there is less."""
        return self.view is not None and "width" in self.view

    def csv(self) -> bytes:
        """The table as CSV (RFC 4180, UTF-8 with a byte order mark); a cell like a formula gets an apostrophe."""
        lines = [self.heads, *self.rows]
        cells = [[None if cell is None else str(cell) for cell in line] for line in lines]
        out = io.BytesIO()
        out.write(BYTE_ORDER_MARK)
        names = [(f"c{at}", pl.String) for at in range(len(self.heads))]
        write_lines(pl.DataFrame(cells, schema=names, orient="row"), out)
        return out.getvalue()

    def png(self, told: Sequence[str], words: Labels) -> bytes:
        """The chart as a picture; `told` says what it was made from. Only for a chart that has a view."""
        assert self.view is not None
        return vega.picture(self.view, self.title, [*told, *self.notes], self.legend, words)


def actor(key: str, words: Labels) -> str:
    """An actor's name, or what stands for several or none."""
    told = {OTHERS: "trends.other_actors", NONE: "trends.no_actor"}.get(key)
    return words(told) if told else describe.actor(key, words)


def different(names: Iterable[str]) -> list[str]:
    """Names of which no two are alike, so that rows of one name stay two."""
    found: dict[str, None] = {}
    for name in names:
        told, number = name, 1
        while told in found:
            number += 1
            told = f"{name} ({number})"
        found[told] = None
    return list(found)


def shade(field: str, most: int) -> Spec:
    """The darker the more, from one to the most."""
    scale = {"domain": [1, max(most, 2)], "range": [vega.LIGHTEST, vega.DARKEST], "interpolate": "lab"}
    return {"field": field, "type": "quantitative", "scale": scale, "legend": None}


def shades(most: int, words: Labels) -> tuple[tuple[str, str], ...]:
    """The legend of `shade`."""
    if not most:
        return ()
    ends = ((1, vega.LIGHTEST), (most, vega.DARKEST)) if most > 1 else ((1, vega.LIGHTEST),)
    return tuple((words.count("incident_count", count), colour) for count, colour in ends)
