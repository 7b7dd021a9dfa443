"""How the map looks and opens: data/ui/map.yaml, read once and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml
from rasd.lexicon import DATA
from rasd.lexicon.events import ACLED

_COLOUR = re.compile(r"#[0-9a-f]{6}")
FALLBACK_COLOUR = "#5f6b76"


@dataclass(frozen=True, slots=True)
class View:
    """Where a map stands: the centre in WGS 84 degrees, a Web Mercator zoom."""

    latitude: float
    longitude: float
    zoom: float


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """`colours` by ACLED event type; `ramp` colours provinces and heat from few to many, `zero` a toll told to be none,
    `untold` one not told; `tiles` is the address of the online tiles, `licence` that of their terms."""

    colours: Mapping[str, str]
    ramp: tuple[str, ...]
    zero: str
    untold: str
    start: View
    tiles: str
    licence: str

    def colour(self, event_type: str) -> str:
        """The colour of an event type."""
        return self.colours.get(event_type, FALLBACK_COLOUR)


@cache
def look(path: Path = DATA / "ui" / "map.yaml") -> Look:
    """The file's content. Raises DataError with file and line for a colour or a number that is none."""
    root = read_yaml(path)
    root.only("colours", "ramp", "start", "online")
    colours = root.need("colours")
    colours.only(*ACLED)
    ramp, start, online = root.need("ramp"), root.need("start"), root.need("online")
    ramp.only("colours", "zero", "untold")
    return Look(
        {name: _colour(colours.need(name)) for name in ACLED},
        tuple(_colour(one) for one in ramp.need("colours").items()),
        _colour(ramp.need("zero")),
        _colour(ramp.need("untold")),
        View(start.need("latitude").number(), start.need("longitude").number(), start.need("zoom").number()),
        online.need("tiles").text(),
        online.need("licence").text(),
    )


def _colour(node: Node) -> str:
    if not _COLOUR.fullmatch(node.text()):
        raise node.wrong("not a colour", "write it as '#rrggbb' in small letters")
    return node.text()
