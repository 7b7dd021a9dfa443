"""What a server's store holds, read beside the dashboard."""

from __future__ import annotations

from rasd.record.store import Store

Row = dict[str, object]


def rows(url: str) -> list[Row]:
    """Every incident of a store as a row."""
    with Store.open(url) as store:
        columns = store.columns()
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def located(found: list[Row]) -> int:
    """How many of the rows have a place."""
    return sum(1 for row in found if row["latitude"] is not None)


def of_article(found: list[Row], article: str) -> list[Row]:
    """The rows of one article."""
    return [row for row in found if row["article_id"] == article]
