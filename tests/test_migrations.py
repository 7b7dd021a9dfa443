"""Stores of every released version are brought up to date with all that they hold."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from rasd.record import engine as database
from rasd.record import migrations, schema
from rasd.record.check import Checked, check
from rasd.record.store import Store
from tests import released
from tests.record_cases import NEWER, VERSIONS, article, incident, unlocated


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: object) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/rasd.db"


def test_every_migration_but_the_newest_has_a_store_or_was_never_released() -> None:
    unreleased = {"0002", "0003"}
    assert migrations.known() == unreleased | set(released.RELEASED)


@pytest.mark.parametrize("revision", released.RELEASED)
def test_a_released_store_comes_up_with_its_rows(url: str, revision: str) -> None:
    released.make(url, revision)
    engine = database.connect(url)
    with engine.connect() as connection:
        assert database.revision(connection) == revision
    engine.dispose()
    given = released.rows(revision)
    with Store.open(url) as store, store.engine.connect() as connection:
        assert database.revision(connection) == schema.HEAD
        for name in ("articles", "extractions", "incidents", "decisions", "evidence", "candidates", "tolls"):
            table = schema.metadata.tables[name]
            held = connection.execute(select(table).order_by(table.c.key)).mappings().all()
            told = [{key: _plain(row[key]) for key in one} for row, one in zip(held, given[name], strict=True)]
            assert told == given[name], name
    assert list(check(url, Checked())) == []


def test_a_released_store_can_be_read_and_written_as_before(url: str) -> None:
    released.make(url, "0001")
    with Store.open(url) as store:
        first, second = store.article("r1"), store.article("r2")
        assert first is not None and second is not None
        assert [one.incident for one in first.incidents] == [incident(article(1), 1), unlocated(article(1), 2)]
        assert (second.versions, second.extractions) == (NEWER, 2)
        assert [one.new is None for one in first.incidents[0].decisions] == [False, True]
        assert not store.add(article(1), first_incidents(), VERSIONS)
        assert store.add(article(3), (incident(article(3)),), VERSIONS)
        assert {str(one) for one in store.columns()["article_id"]} == {"r1", "r2", "r3"}


def first_incidents() -> tuple[object, ...]:
    return incident(article(1), 1), unlocated(article(1), 2)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
