"""Turns folium's addresses on other hosts into the application's own, before the first map is drawn.

folium loads from five hosts one after another, and the first that fails leaves the map blank. Of what `folium.Map` asks
for, Rasd's map needs Leaflet alone; the lists are changed in place, because folium's classes share them.
"""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from functools import cache

import folium
from folium.elements import JSCSSMixin

from rasd.ui import assets
from rasd.view.areas import ADMIN1

SCRIPTS, MAP_CSS = ("map.js", "layers.js", "tools.js", "play.js"), "map.css"
POLYGONS = "basemap/admin1.geojson"


@cache
def own_file(name: str) -> str:
    """The address of one of static/'s own files, with a part of its hash so that browsers notice a change."""
    digest = hashlib.sha256((assets.STATIC / name).read_bytes()).hexdigest()[:8]
    return f"{assets.SERVED}{name}?v={digest}"


@cache
def polygons() -> str:
    """The address of the provinces' polygons, copied to where they are served. Where nothing may be written they are
    missing, and what would be drawn with them isn't."""
    target = assets.STATIC / POLYGONS
    with suppress(OSError):
        if not target.is_file() or target.read_bytes() != ADMIN1.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ADMIN1, target)
    return own_file(POLYGONS) if target.is_file() else assets.SERVED + POLYGONS


def scripts() -> list[tuple[str, str]]:
    """The scripts a map needs, in order."""
    return [
        ("leaflet", assets.address(assets.LEAFLET_JS)),
        ("protomaps", assets.address(assets.PROTOMAPS_JS)),
        *((f"rasd_{name.removesuffix('.js')}", own_file(name)) for name in SCRIPTS),
    ]


def styles() -> list[tuple[str, str]]:
    """The style sheets a map needs, in order."""
    return [("leaflet_css", assets.address(assets.LEAFLET_CSS)), ("rasd_css", own_file(MAP_CSS))]


def prepare() -> None:
    """Points `folium.Map` at the application's own files; doing it again changes nothing."""
    folium.Map.default_js[:] = scripts()
    folium.Map.default_css[:] = styles()


def outside(element: JSCSSMixin) -> list[str]:
    """The addresses of other hosts that an element would load."""
    links = [*element.default_js, *element.default_css]
    return [url for _, url in links if not url.startswith(assets.SERVED)]
