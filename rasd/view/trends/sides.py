"""Who attacked whom, and the places where most of it happened."""

from __future__ import annotations

import polars as pl

from rasd.view.trends.counting import coded, counts
from rasd.view.trends.model import TOP_PLACES, TOP_SIDES, PlaceCount, Places, Sides


def sides(rows: pl.DataFrame) -> Sides:
    """Who attacked whom, from rows numbered by `row`."""
    pairs = _pairs(rows)
    attackers, targets = (coded(pairs[name], TOP_SIDES) for name in ("attacker", "target"))
    width, height = len(targets.keys), len(attackers.keys)
    cell = attackers.codes * width + targets.codes
    # Several that are not among the first stand in one cell, where their incident counts once.
    joined = (attackers.codes == height - 2) | (targets.codes == width - 2)
    within = pairs["row"].cast(pl.Int64) * (width * height) + cell
    once = within.filter(joined).unique() % (width * height)
    cells = counts(pl.concat([cell.filter(~joined), once]))
    down = [at for at in range(height) if any(cells.get(at * width + over) for over in range(width))]
    across = [over for over in range(width) if any(cells.get(at * width + over) for at in range(height))]
    return Sides(
        tuple(attackers.keys[at] for at in down),
        tuple(targets.keys[over] for over in across),
        tuple(tuple(cells.get(at * width + over, 0) for over in across) for at in down),
        rows.height - pairs["row"].n_unique(),
    )


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """Each attacker with each target of an incident, `row` its number; a side that isn't named is null.

    A party alone stands on both sides, whom it fought is not told: two pairs with a null.
    """
    attackers, targets = pl.col("attackers"), pl.col("targets")
    named = (attackers.list.len() > 0) | (targets.list.len() > 0)
    alone = (attackers.list.len() == 1) & (targets.list.len() == 1) & (attackers.list.first() == targets.list.first())
    asked = rows.select("row", "attackers", "targets").filter(named.fill_null(False))
    asked = asked.with_columns(alone.fill_null(False).alias("alone"))
    single, both = asked.filter("alone"), asked.filter(~pl.col("alone"))
    each = both.select("row", attackers.alias("attacker"), targets.alias("target"))
    each = each.explode("attacker", empty_as_null=True).explode("target", empty_as_null=True)
    each = each.filter((pl.col("attacker") != pl.col("target")).fill_null(True))
    party, none = attackers.list.first(), pl.lit(None, dtype=pl.Categorical)
    return pl.concat(
        [
            each,
            single.select("row", party.alias("attacker"), none.alias("target")),
            single.select("row", none.alias("attacker"), party.alias("target")),
        ]
    )


_PLACE = ("place_id", "place_name", "place_name_ar", "admin1", "country", "where_prec")


def places(rows: pl.DataFrame) -> Places:
    """The places with most incidents, the sum of the others and those without a place."""
    located = rows.lazy().filter(~pl.col("unlocated"))
    # A place's id settles its names; a row without one (a hand-set point) goes by its names.
    by_id = located.group_by("place_id", "where_prec").agg(pl.col(_PLACE[1:5]).first(), pl.len().alias("count"))
    counted = by_id.select(*_PLACE, "count").collect()
    ranked = counted.with_columns(pl.col(_PLACE[:-1]).cast(pl.String)).sort(
        "count", "place_id", "where_prec", descending=[True, False, False], nulls_last=True
    )
    top, rest = ranked.head(TOP_PLACES), ranked.slice(TOP_PLACES)
    return Places(
        tuple(PlaceCount(*row) for row in top.iter_rows()),
        rest.height,
        int(rest["count"].sum()),
        int(rows["unlocated"].sum()),
    )
