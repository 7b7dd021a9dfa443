"""Stores as released versions of the program left them: rows written by hand of today's tests, kept as text."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, MetaData, delete, func, insert, select

from rasd.record import engine as database
from rasd.record import migrations

CASES = Path(__file__).parent / "cases"
RELEASED = ("0001",)


def rows(revision: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a store at a revision, by table."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (CASES / f"store_{revision}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row.pop("table")].append(row)
    return found


def make(url: str, revision: str) -> None:
    """Makes the store of a revision in an empty database."""
    engine = database.connect(url)
    with database.writer(engine).begin() as connection:
        migrations.upgrade(connection, revision)
        _fill(connection, rows(revision))
    engine.dispose()


def _fill(connection: Connection, given: dict[str, list[dict[str, Any]]]) -> None:
    tables = MetaData()
    tables.reflect(connection)
    ordered = [table for table in tables.sorted_tables if table.name in given]
    for table in reversed(ordered):
        connection.execute(delete(table))
    for table in ordered:
        connection.execute(insert(table), [_typed(row, table) for row in given[table.name]])
        if database.is_postgresql(connection) and "key" in table.c:
            following = select(func.max(table.c.key) + 1).scalar_subquery()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "key"), following, False)))


def _typed(row: dict[str, Any], table: Any) -> dict[str, Any]:
    read = {Date: date.fromisoformat, DateTime: datetime.fromisoformat}
    return {
        name: next((one(value) for kind, one in read.items() if isinstance(table.c[name].type, kind)), value)
        if isinstance(value, str)
        else value
        for name, value in row.items()
    }
