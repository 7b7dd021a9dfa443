"""What the map shows at a moment, worked out from what is asked and the layer chosen: marks, and what stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gazetteer.model import Place
from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.ui import overlay
from rasd.ui.layers import CELLS, HEAT, PROVINCES, Shown
from rasd.ui.look import View
from rasd.ui.marks import Mark, marks
from rasd.ui.overlay import Class, Limits
from rasd.ui.stacks import Stack
from rasd.view import aggregate
from rasd.view.aggregate import Bounds, MapView
from rasd.view.areas import PROVINCE_PREC, choropleth, provinces
from rasd.view.asked import Asked
from rasd.view.heat import heat

# From this zoom on areas are drawn each with its own reach; farther out they would be specks on each other.
AREAS_ZOOM = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, and what the figures and the legend need: `missing` have a place that the layer can't show."""

    seen: MapView
    drawn: tuple[Mark, ...]
    beside: Mapping[str, object]
    classes: tuple[Class, ...] = ()
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Scale:
    """What several pictures are drawn by, that are compared: the provinces' classes, and the heat's largest weight."""

    limits: Limits
    highest: float


def picture(
    asked: Asked,
    bounds: Bounds,
    at: View,
    shown: Shown,
    words: Labels,
    *,
    chosen: IncidentRow | None = None,
    stack: Stack | None = None,
    found: Place | None = None,
    scale: Scale | None = None,
) -> Picture:
    """The map of a selection; `chosen` is looked at, `stack` was clicked, `found` is a place gone to. Without a `scale`
    colours are spread over what this one map shows."""
    seen = aggregate.map_view(asked, bounds, at.zoom, areas=shown.layer == CELLS and at.zoom >= AREAS_ZOOM)
    around = overlay.of_selection(asked.selection) | overlay.of_place(found, words)
    around |= overlay.of_chosen(chosen, province(chosen))
    if shown.layer == HEAT:
        points = heat(asked, bounds, at.zoom, shown.weight)
        points = points if scale is None else replace(points, highest=max(scale.highest, 1.0))
        return Picture(seen, (), overlay.of_heat(points) | around, missing=points.left_out)
    if shown.layer == PROVINCES:
        counted = choropleth(asked)
        coloured = overlay.coloured(counted, shown.by, None if scale is None else scale.limits)
        open_one = stack.source if stack is not None and isinstance(stack.source, str) else None
        beside = overlay.of_provinces(coloured, shown.by, words, open_one)
        return Picture(seen, (), beside | around, coloured.classes, counted.elsewhere)
    id, place = (chosen.id, chosen.place_id) if chosen is not None else (None, None)
    drawn = marks(seen, id, words, shown.by, place)
    return Picture(seen, drawn, overlay.of_areas(drawn) | around)


def common_scale(several: Iterable[Asked], bounds: Bounds, at: View, shown: Shown) -> Scale | None:
    """The scale that suits several selections together; None for a layer that needs none."""
    if shown.layer == HEAT:
        return Scale([], max((heat(one, bounds, at.zoom, shown.weight).highest for one in several), default=1.0))
    if shown.layer == PROVINCES:
        counted = (overlay.value_of(one, shown.by) for asked in several for one in choropleth(asked).provinces)
        return Scale(overlay.limits_of(value for value in counted if value) or [(1, None)], 1.0)
    return None


def province(row: IncidentRow | None) -> str | None:
    """The id of the polygon of an incident known to its province."""
    if row is None or row.where_prec != PROVINCE_PREC:
        return None
    known = provinces()
    if row.place_id in known.ids:
        return row.place_id
    pairs = zip(known.countries, known.names, strict=True)
    return next((id for id, pair in zip(known.ids, pairs, strict=True) if pair == (row.country, row.admin1)), None)
