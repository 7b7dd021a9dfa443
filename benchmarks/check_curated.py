"""Lists the places written by hand that lie far from every namesake in GeoNames country dumps.

Give the dumps (SY.txt IQ.txt ...). Towns, quarters and administrative areas are compared, because dumps of these are at
hand everywhere; a row is listed when the dumps hold places of one of its names in its country and none lies within
`--km` of it. A row listed is looked at: it is wrong, or another place of the same name is meant; then its note says
"namesakes lie elsewhere", and it is listed with `--all` only. Exit status 1 when any row is listed.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import gazetteer
from gazetteer import tables
from gazetteer.arabic import fold
from gazetteer.distance import km_between
from gazetteer.errors import DataError
from gazetteer.keys import loosened
from gazetteer.model import Place
from gazetteer.sources import geonames_dump
from gazetteer.sources.record import Record

COMPARED = ("PPL", "ADM")
SHOWN = 3
LOOKED_AT = "namesakes lie elsewhere"


def key(name: str) -> str:
    """A name as compared: folded, without articles and spaces, because sources differ in both."""
    return loosened(tuple(fold(name).split()))


def namesakes(files: Sequence[Path]) -> tuple[dict[tuple[str, str], list[Record]], int]:
    """The towns and areas of the dumps by country and name, and how many lines could not be read."""
    found: dict[tuple[str, str], list[Record]] = defaultdict(list)
    bad = 0
    for _, records in geonames_dump.read_all(files):
        for one in records:
            if isinstance(one, DataError):
                bad += 1
            elif one.kind.startswith(COMPARED):
                for name in {key(name) for name in one.names_ar}:
                    found[one.country, name].append(one)
    return found, bad


def by_hand(folder: Path) -> Iterable[tuple[Place, list[str]]]:
    """The towns, quarters and areas of curated.csv with all their names."""
    loaded = tables.load(folder)
    names: dict[str, list[str]] = defaultdict(list)
    for name in loaded.names:
        names[name.place_id].append(name.text)
    for place in loaded.places.values():
        if place.source == "curated" and place.kind.startswith(COMPARED):
            yield place, names[place.id]


def looked_at(folder: Path) -> set[str]:
    """The ids of the rows whose note says that their namesakes are other places."""
    with (folder / "curated.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"] for row in csv.DictReader(stream) if LOOKED_AT in row["note"]}


def far_from_all(place: Place, same: Iterable[Record], km: float) -> list[tuple[float, Record]]:
    """The namesakes with their distances in km, nearest first; empty when one lies near enough."""
    away = sorted(
        ((km_between(place.latitude, place.longitude, one.latitude, one.longitude), one) for one in same),
        key=lambda pair: (pair[0], pair[1].id),
    )
    return away if away and away[0][0] > max(km, place.radius_km) else []


def main() -> int:
    """Prints the rows to look at and a summary."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dumps", nargs="+", type=Path, metavar="DUMP", help="a GeoNames country dump, such as SY.txt")
    parser.add_argument("--km", type=float, default=10.0, help="how far is too far (default 10)")
    parser.add_argument("--all", action="store_true", help="also the rows that are known to have namesakes elsewhere")
    asked = parser.parse_args()
    folder = Path(gazetteer.__file__).parent
    try:
        known, bad = namesakes(asked.dumps)
        places = list(by_hand(folder))
        told = set() if asked.all else looked_at(folder)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    compared = listed = 0
    for place, names in places:
        same = {one.id: one for name in names for one in known.get((place.country, key(name)), ())}
        compared += bool(same)
        away = far_from_all(place, same.values(), asked.km)
        if not away or place.id in told:
            continue
        listed += 1
        nearest = "; ".join(
            f"{round(km)} km {one.kind} {one.admin1} {one.latitude:.3f},{one.longitude:.3f}" for km, one in away[:SHOWN]
        )
        print(
            f"{place.id}\t{place.name_ar}\t{place.kind}\t{place.admin1}\t{place.latitude},{place.longitude}\t{nearest}"
        )
    print(f"{len(places)} places by hand, {compared} with namesakes, {listed} far from all; {bad} lines not read")
    return 1 if listed else 0


if __name__ == "__main__":
    sys.exit(main())
