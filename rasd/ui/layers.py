"""Which layer the map shows, and what size or colour tell: the reader's choice, kept in the session and the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from rasd.view.acled import EVENT_TYPES
from rasd.view.filters import slug

CELLS, HEAT, PROVINCES = "cells", "heat", "provinces"
LAYERS = (CELLS, HEAT, PROVINCES)
COUNT, KILLED = "count", "killed"
MEASURES = (COUNT, KILLED, *EVENT_TYPES)
_BY_SLUG = {slug(measure): measure for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Shown:
    """The layer, and the measure chosen: incidents, killed, or one ACLED event type (for provinces alone)."""

    layer: str = CELLS
    measure: str = COUNT

    @property
    def measures(self) -> tuple[str, ...]:
        """What the layer can tell."""
        return MEASURES if self.layer == PROVINCES else (COUNT, KILLED)

    @property
    def by(self) -> str:
        """What the layer tells: the measure chosen where it can, else incidents."""
        return self.measure if self.measure in self.measures else COUNT

    @property
    def weight(self) -> Literal["count", "killed"]:
        """What marks and heat are weighted by."""
        return "killed" if self.by == KILLED else "count"

    def with_layer(self, layer: str) -> Shown | None:
        """The same measure on another layer; None for a layer that there is not."""
        return replace(self, layer=layer) if layer in LAYERS else None

    def with_measure(self, measure: str) -> Shown | None:
        """The same layer by another measure, told by its name or its short form; None for one that there is not."""
        known = _BY_SLUG.get(slug(measure))
        return replace(self, measure=known) if known else None

    def params(self) -> tuple[str, str]:
        """Layer and measure as they stand in an address, empty where they are the default."""
        return (
            self.layer if self.layer != DEFAULT.layer else "",
            slug(self.measure) if self.measure != DEFAULT.measure else "",
        )


DEFAULT = Shown()
