"""What the dashboard serves itself from static/: Leaflet, the base map's drawer, fonts and the base map's tiles.

``python -m rasd.ui.assets`` copies them out of node_modules (after ``npm ci``) and data/basemap. Copies, not links:
Streamlit serves nothing that leads out of static/. Without them the pages take the same versions from the network.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rasd.errors import RasdError, ReportedError

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
BASEMAP = tuple(ROOT / "data" / "basemap" / name for name in ("region.pmtiles", "detail.pmtiles"))
NETWORK = "https://cdn.jsdelivr.net/npm/"
# Seen from a component's frame (component/<name>/index.html), whatever path the server is mounted at.
SERVED = "../../app/static/"
_SOURCE_MAP = re.compile(rb"\n//[#@] sourceMappingURL=\S+\s*$")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of an npm package and where it lies under static/."""

    package: str
    file: str
    target: str


LEAFLET_JS = Asset("leaflet", "dist/leaflet.js", "vendor/leaflet/leaflet.js")
LEAFLET_CSS = Asset("leaflet", "dist/leaflet.css", "vendor/leaflet/leaflet.css")
LEAFLET_IMAGES = tuple(
    Asset("leaflet", f"dist/images/{name}", f"vendor/leaflet/images/{name}")
    for name in ("layers.png", "layers-2x.png", "marker-icon.png", "marker-icon-2x.png", "marker-shadow.png")
)
PROTOMAPS_JS = Asset("protomaps-leaflet", "dist/protomaps-leaflet.js", "vendor/protomaps/protomaps-leaflet.js")
FONT_SCRIPTS = ("arabic", "latin", "latin-ext")
FONTS = tuple(
    Asset(
        "@fontsource/ibm-plex-sans-arabic",
        f"files/ibm-plex-sans-arabic-{script}-{weight}-normal.woff2",
        f"fonts/ibm-plex-sans-arabic-{script}-{weight}.woff2",
    )
    for script in FONT_SCRIPTS
    for weight in (400, 600, 700)
)
ASSETS = (LEAFLET_JS, LEAFLET_CSS, *LEAFLET_IMAGES, PROTOMAPS_JS, *FONTS)
# The font that pictures of charts are drawn with. Their drawer takes no font in parts, nor woff2: one file a weight.
CHART_FONTS = {f"fonts/ibm-plex-sans-arabic-{weight}.ttf": weight for weight in (400, 700)}
TILES = tuple(f"basemap/{path.name}" for path in BASEMAP)


def address(asset: Asset) -> str:
    """Where a map's frame finds an asset: the server's own copy, or the same version on the network without one."""
    if (STATIC / asset.target).is_file():
        return SERVED + asset.target
    return f"{NETWORK}{asset.package}@{_versions()[asset.package]}/{asset.file}"


def served() -> bool:
    """Whether every asset has a copy of its own, so that the pages need no network."""
    return all((STATIC / asset.target).is_file() for asset in ASSETS)


def copy(modules: Path = ROOT / "node_modules", static: Path = STATIC) -> list[Path]:
    """Copies every asset and the base map into `static`; what was written. Raises RasdError when one is missing."""
    written = []
    for asset in ASSETS:
        source, target = modules / asset.package / asset.file, static / asset.target
        if not source.is_file():
            raise RasdError(f"{source} is missing: run 'npm ci --ignore-scripts' in {ROOT.name} first")
        target.parent.mkdir(parents=True, exist_ok=True)
        content = source.read_bytes()
        target.write_bytes(_SOURCE_MAP.sub(b"\n", content) if target.suffix in (".js", ".css") else content)
        written.append(target)
    return written


def join_fonts(modules: Path = ROOT / "node_modules", static: Path = STATIC) -> list[Path]:
    """Joins the font's parts into `CHART_FONTS`; what was written. Raises RasdError when a part is missing."""
    from fontTools.merge import Merger  # noqa: PLC0415 - needed here alone, and slow to import

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    files = modules / "@fontsource" / "ibm-plex-sans-arabic" / "files"
    written = []
    for name, weight in CHART_FONTS.items():
        parts = [files / f"ibm-plex-sans-arabic-{script}-{weight}-normal.woff" for script in FONT_SCRIPTS]
        if missing := [part for part in parts if not part.is_file()]:
            raise RasdError(f"{missing[0]} is missing: run 'npm ci --ignore-scripts' in {ROOT.name} first")
        font = Merger().merge([str(part) for part in parts])
        font.flavor = None
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        font.save(static / name)
        written.append(static / name)
    return written


def copy_basemap(sources: tuple[Path, ...] = BASEMAP, static: Path = STATIC) -> list[Path]:
    """Copies the base map's tiles that changed into `static`; where those are that exist."""
    found = []
    for source, name in zip(sources, TILES, strict=True):
        target = static / name
        if not source.is_file():
            continue
        if not target.is_file() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        found.append(target)
    return found


@cache
def _versions() -> dict[str, str]:
    pins: dict[str, str] = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return pins


def main() -> int:
    """Copies everything; 1 with one line on what is missing."""
    try:
        written = copy() + join_fonts()
    except ReportedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    tiles = copy_basemap()
    sys.stdout.write(f"{len(written) + len(tiles)} files copied to static/\n")
    if len(tiles) < len(BASEMAP):
        sys.stdout.write("data/basemap lacks tiles: run 'make basemap'\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
