"""What tests of every kind of store share: a few articles in it, and all that it holds."""

from __future__ import annotations

from sqlalchemy import Table, select

from rasd.record import schema
from rasd.record.store import Store
from tests.record_cases import VERSIONS, article, incident, unlocated


def filled(url: str, count: int = 3) -> None:
    """Puts articles into a store, each with an incident that has a place and one that has none."""
    with Store.open(url) as store:
        for number in range(1, count + 1):
            add(store, number)


def add(store: Store, number: int = 1, versions: tuple[str, str] = VERSIONS) -> bool:
    """Adds one article."""
    one = article(number)
    return store.add(one, (incident(one, 1), unlocated(one, 2)), versions)


def dump(url: str, *, keys: bool = True) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a store by table, times apart; without `keys` told apart by what they hold, in no order."""
    with Store.open(url) as store, store.engine.connect() as connection:
        found = {}
        for table in schema.metadata.sorted_tables:
            if not (columns := _columns(table, keys)):
                continue
            rows = connection.execute(select(*columns).order_by(*table.primary_key)).all()
            found[table.name] = [tuple(row) for row in rows]
            if not keys:
                found[table.name].sort(key=repr)
    return found


def _columns(table: Table, keys: bool) -> list[object]:
    left_out = {"added", "made"} | (set() if keys else {"key", *(one.parent.name for one in table.foreign_keys)})
    return [column for column in table.c if column.name not in left_out]
