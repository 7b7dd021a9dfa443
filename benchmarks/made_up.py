"""Made-up incidents of a realistic spread, for the benchmarks: no claim.

Some provinces have most of them, in these some towns, and there some kinds and parties; they come in waves; a tenth is
known to a district, a tenth to a province, a tenth has no place. Titles and sentences are words of place names, drawn
as words are in texts: few very often, many seldom. The same number and seed give the same incidents.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gazetteer.datafile import read_table, read_yaml
from rasd.view.acled import EVENT_TYPES
from rasd.view.areas import provinces
from rasd.view.reading import COLUMNS
from rasd.view.snapshot import Snapshot

TEXTS = read_yaml(Path(__file__).with_name("texts.yaml"))
ONE_WORD, TWO_WORDS = TEXTS.need("queries").texts()
PLACES = Path(__file__).parents[1] / "gazetteer" / "places.csv"
COUNTRIES = ("SY", "IQ", "YE", "LY", "SD", "LB", "PS", "EG")
ACTORS = tuple(f"actor-{number}" for number in range(150))
FIRST_DAY, DAYS = date(2015, 1, 1), 4_000
PART = 50_000
_TITLE_WORDS, _SENTENCE_WORDS = 9, 28
_PLACE_COLUMNS = ("place_id", "place_name", "place_name_ar", "country", "admin1", "latitude", "longitude")

Row = dict[str, object]


class MadeUp:
    """The world that incidents are drawn from."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = np.random.default_rng(seed)
        wanted = ("id", "name", "name_ar", "names_ar", "kind", "country", "admin1", "latitude", "longitude")
        every = [row for _, row in read_table(PLACES, wanted)]
        rows = [row for row in every if row["country"] in COUNTRIES]
        towns = [_place(row, 1) for row in rows if not row["kind"].startswith("ADM")]
        districts = [_place(row, 3) for row in rows if row["kind"] == "ADM2"]
        self.pools = (towns, districts, _provinces())
        weight: dict[object, float] = {}
        for row in (*towns, *districts):
            weight.setdefault((row["country"], row["admin1"]), float(self.chance.pareto(1.0)) + 0.05)
        self.weights = tuple(
            _shares([weight.get((row["country"], row["admin1"]), 0.1) * self.chance.pareto(1.1) for row in pool])
            for pool in self.pools
        )
        self.kinds = [(event, sub) for event, subs in EVENT_TYPES.items() for sub in subs]
        self.words = _vocabulary(every)
        self.word_weights = _shares(1 / np.arange(2, len(self.words) + 2) ** 1.05)
        self.day_weights = _waves(self.chance)

    def parts(self, count: int) -> Iterator[dict[str, list[Any]]]:
        """The columns of `count` incidents as a store gives them, in parts."""
        for start in range(0, count, PART):
            yield self._part(start, min(PART, count - start))

    def _part(self, start: int, count: int) -> dict[str, list[Any]]:
        chance = self.chance
        columns = {name: [None] * count for name in COLUMNS}
        precision = chance.choice([1, 2, 3, 4, 0], count, p=[0.55, 0.15, 0.1, 0.1, 0.1]).tolist()
        pool_of = {1: 0, 2: 0, 3: 1, 4: 2, 0: 0}
        drawn = [chance.choice(len(p), count, p=w).tolist() for p, w in zip(self.pools, self.weights, strict=True)]
        towns = [self.pools[pool_of[prec]][drawn[pool_of[prec]][at]] for at, prec in enumerate(precision)]
        for name in _PLACE_COLUMNS:
            columns[name] = [place[name] if prec else None for place, prec in zip(towns, precision, strict=True)]
        columns["where_prec"] = [prec or None for prec in precision]
        columns["radius_km"] = [{1: 5.0, 2: 10.0, 3: 25.0, 4: 80.0}.get(prec) for prec in precision]
        columns["place_text"] = [place["place_name_ar"] for place in towns]
        self._acts(columns, count)
        self._days(columns, count)
        self._texts(columns, start, count)
        return columns

    def _acts(self, columns: dict[str, list[Any]], count: int) -> None:
        chance = self.chance
        kinds = chance.choice(len(self.kinds), count, p=_shares(1 / np.arange(1, len(self.kinds) + 1))).tolist()
        columns["event_type"] = [self.kinds[kind][0] for kind in kinds]
        columns["sub_event_type"] = [self.kinds[kind][1] for kind in kinds]
        shares = _shares(1 / np.arange(1, len(ACTORS) + 1))
        sides = chance.choice(len(ACTORS), (count, 2), p=shares).tolist()
        columns["attackers"] = [(ACTORS[one],) for one, _ in sides]
        columns["targets"] = [(ACTORS[two],) for _, two in sides]
        columns["actors"] = [(ACTORS[one], ACTORS[two]) if one != two else (ACTORS[one],) for one, two in sides]
        killed = np.minimum(chance.zipf(1.8, count) - 1, 300)
        told = chance.random(count) < 0.7
        columns["killed_low"] = [int(k) if t else None for k, t in zip(killed, told, strict=True)]
        columns["killed_high"] = columns["killed_low"]
        columns["confidence"] = np.round(chance.beta(5, 2, count), 4).tolist()
        columns["status"] = chance.choice(["machine", "confirmed", "rejected"], count, p=[0.85, 0.12, 0.03]).tolist()
        columns["background"] = [False] * count
        columns["trigger"] = [self.words[kind] for kind in kinds]

    def _days(self, columns: dict[str, list[Any]], count: int) -> None:
        days = self.chance.choice(DAYS, count, p=self.day_weights).tolist()
        spans = self.chance.choice([0, 1, 30], count, p=[0.85, 0.1, 0.05]).tolist()
        columns["date_latest"] = [FIRST_DAY + timedelta(days=day) for day in days]
        columns["date_earliest"] = [FIRST_DAY + timedelta(days=d - s) for d, s in zip(days, spans, strict=True)]
        columns["date_precision"] = [{0: "day", 1: "days", 30: "month"}[span] for span in spans]
        columns["published"] = columns["date_latest"]

    def _texts(self, columns: dict[str, list[Any]], start: int, count: int) -> None:
        size = (count, _TITLE_WORDS + _SENTENCE_WORDS)
        drawn = self.chance.choice(len(self.words), size, p=self.word_weights).tolist()
        articles = [(start + at) // 2 for at in range(count)]
        # Two incidents of one article share its title.
        titles = [" ".join(self.words[word] for word in drawn[at - at % 2][:_TITLE_WORDS]) for at in range(count)]
        columns["id"] = [f"INC-{(start + at) * 2_654_435_761 % 2**48:012X}" for at in range(count)]
        columns["article_id"] = [f"A{article}" for article in articles]
        columns["url"] = [f"https://example.org/news/{article * 7919}" for article in articles]
        columns["outlet"] = [f"outlet {article % 12}" for article in articles]
        columns["title"] = titles
        columns["sentence"] = [
            f"{' '.join(self.words[word] for word in row[_TITLE_WORDS:])} {place}."
            for row, place in zip(drawn, columns["place_text"], strict=True)
        ]
        columns["sample"] = [False] * count
        columns["place_reason"] = ["made up"] * count
        columns["rasd_version"] = columns["data_version"] = ["0"] * count


def snapshot(count: int) -> Snapshot:
    """The snapshot of so many made-up incidents."""
    return Snapshot.gather(MadeUp().parts(count))


def _place(row: dict[str, str], precision: int) -> Row:
    return {
        "place_id": row["id"], "place_name": row["name"], "place_name_ar": row["name_ar"], "country": row["country"],
        "admin1": row["admin1"], "latitude": float(row["latitude"]), "longitude": float(row["longitude"]),
        "where_prec": precision,
    }  # fmt: skip


def _provinces() -> list[Row]:
    known = provinces()
    found: list[Row] = []
    for id, name, country, polygon in zip(known.ids, known.names, known.countries, known.polygons, strict=True):
        if country in COUNTRIES:
            point = shapely.point_on_surface(polygon)
            found.append(
                {
                    "place_id": id, "place_name": name, "place_name_ar": name, "country": country, "admin1": name,
                    "latitude": round(point.y, 5), "longitude": round(point.x, 5), "where_prec": 4,
                }
            )  # fmt: skip
    return found


def _vocabulary(rows: list[dict[str, str]]) -> list[str]:
    """The different words of the places' Arabic names, those of the queries among the more frequent."""
    words = dict.fromkeys(
        word for row in rows for word in f"{row['name_ar']} {row['names_ar']}".replace("|", " ").split()
    )
    queries = dict.fromkeys(word for query in (ONE_WORD, TWO_WORDS) for word in query.split())
    rest = [word for word in words if word not in queries]
    return [*rest[:100], *queries, *rest[100:]]


def _waves(chance: np.random.Generator) -> np.ndarray[Any, np.dtype[np.float64]]:
    days = np.arange(DAYS)
    weights = 0.3 + days / DAYS
    for _ in range(25):
        weights += chance.pareto(1.2) * np.exp(-(((days - chance.integers(DAYS)) / chance.integers(5, 120)) ** 2))
    return _shares(weights)


def _shares(weights: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    found = np.asarray(weights, np.float64)
    return found / found.sum()
