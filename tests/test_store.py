"""The store: keeps everything, changes nothing twice, and says what is wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date
from pathlib import Path

import pytest
from sqlalchemy import event, insert, inspect, select, text

from rasd.errors import StoreError
from rasd.model import Incident, IncidentRow, Place, Resolution
from rasd.record import flatten, migrations, schema
from rasd.record.store import Store
from tests.record_cases import NAMESAKE, NEWER, VERSIONS, article, incident, unlocated

ROOT = Path(__file__).parents[1]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'rasd.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest) -> str:
    """Of both kinds of store, one after the other."""
    return str(request.getfixturevalue("url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def file_store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def store(any_url: str) -> Iterator[Store]:
    with Store.open(any_url) as opened:
        yield opened


def add(store: Store, number: int = 1, versions: tuple[str, str] = VERSIONS) -> bool:
    one = article(number)
    return store.add(one, (incident(one, 1), unlocated(one, 2)), versions)


def dump(store: Store) -> list[tuple[object, ...]]:
    """Everything in the store, times apart."""
    rows: list[tuple[object, ...]] = []
    with store.engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            columns = [column for column in table.c if column.name not in ("added", "made")]
            rows += [(table.name, *row) for row in connection.execute(select(*columns).order_by(*table.primary_key))]
    return rows


# Keeping


def test_what_was_added_comes_back_whole(store: Store) -> None:
    one = article()
    given = (incident(one, 1), unlocated(one, 2))
    assert store.add(one, given, VERSIONS)
    kept = store.article("r1")
    assert kept is not None
    assert kept.article == one
    assert tuple(item.incident for item in kept.incidents) == given
    assert [item.row for item in kept.incidents] == [flatten.row(one, each, VERSIONS) for each in given]
    assert (kept.versions, kept.extractions, kept.added.tzinfo) == (VERSIONS, 1, UTC)
    assert store.incident(given[1].id) == kept.incidents[1]
    assert kept.incidents[0].decisions == ()
    assert store.stored(replace(one, id="other", url="")) == kept


def test_a_place_that_was_no_candidate_is_kept(store: Store) -> None:
    one = article()
    chosen = Place("curated", "Somewhere", "مكان", "OILF", "SY", "Raqqa", 35.0, 40.0)
    odd = incident(one, resolution=Resolution(chosen, incident(one).resolution.candidates, "near", 2, 35.0, 40.0, 5.0))
    store.add(one, (odd,), VERSIONS)
    kept = store.incident(odd.id)
    assert kept is not None and kept.incident == odd


def test_columns_and_rows_are_the_flattened_incidents(store: Store) -> None:
    expected = []
    for number in (1, 2, 3):
        add(store, number)
        one = article(number)
        expected += [flatten.row(one, each, VERSIONS) for each in (incident(one, 1), unlocated(one, 2))]
    assert list(store.rows()) == expected
    columns = store.columns()
    assert list(columns) == [field.name for field in fields(IncidentRow)]
    assert columns["actors"] == [("unidentified", "army", "civilians"), ()] * 3
    assert columns["attackers"] == [("unidentified", "army"), ()] * 3
    assert columns["latitude"] == [36.1234567, None] * 3
    assert columns["killed_low"] == [3, None] * 3
    assert columns["killed_high"] == [3, 0] * 3
    assert columns["date_earliest"] == [date(2020, 1, 4), None] * 3
    wanted = [expected[4].id, "INC-NONE", expected[1].id]
    assert list(store.rows(wanted)) == [expected[4], expected[1]]


def test_an_empty_store_has_empty_columns(store: Store) -> None:
    assert store.columns() == {field.name: [] for field in fields(IncidentRow)}
    assert list(store.rows()) == []
    assert list(store.rows([])) == []
    assert store.article("none") is None
    assert store.incident("none") is None


def test_hostile_text_is_kept_as_it_is(store: Store) -> None:
    hostile = '\'); DROP TABLE articles; -- <img src=x onerror=alert(1)> ${alert(1)} =HYPERLINK("x") \u202e \x1b[2J 😀'
    one = replace(article(), title=hostile, url="javascript:alert(1)")
    store.add(one, (incident(one, trigger=hostile),), VERSIONS)
    kept = store.article("r1")
    assert kept is not None
    assert (kept.article, kept.incidents[0].incident.trigger) == (one, hostile)


def test_decisions_come_back_with_their_incident(store: Store) -> None:
    add(store)
    given = incident(article())
    with store.engine.begin() as connection:
        values = {"incident": given.id, "field": "country", "old": "SY", "new": "IQ", "who": "a", "why": ""}
        connection.execute(insert(schema.decisions), [values | {"at": article().published}])
    kept = store.incident(given.id)
    assert kept is not None
    assert [(one.field, one.old, one.new) for one in kept.decisions] == [("country", "SY", "IQ")]


# Adding twice


def test_adding_twice_changes_nothing(store: Store) -> None:
    assert [add(store, 1), add(store, 2)] == [True, True]
    before, counter = dump(store), store.change_counter()
    assert [add(store, 1), add(store, 2)] == [False, False]
    other_id = replace(article(1), id="renamed", url="https://example.org/2")
    assert not store.add(other_id, (incident(other_id),), VERSIONS)
    assert dump(store) == before
    assert store.change_counter() == counter


def test_newer_versions_are_shown_and_the_older_kept(store: Store) -> None:
    add(store)
    one = article()
    better = incident(one, 1, resolution=Resolution(NAMESAKE, (), "other", 1, 36.5, 42.25, 5.0))
    assert not store.has(one, NEWER)
    assert store.add(one, (better,), NEWER)
    assert store.has(one, NEWER) and not store.has(one, VERSIONS)
    kept = store.article("r1")
    assert kept is not None
    assert (kept.versions, kept.extractions) == (NEWER, 2)
    assert [item.incident for item in kept.incidents] == [better]
    assert store.columns()["country"] == ["IQ"]
    assert [row.data_version for row in store.rows([better.id])] == ["bbbb"]
    with store.engine.connect() as connection:
        assert len(connection.execute(select(schema.incidents)).all()) == 3


def test_returning_to_earlier_versions_shows_them_again_without_a_copy(store: Store) -> None:
    add(store)
    add(store, versions=NEWER)
    rows, counter = len(dump(store)), store.change_counter()
    assert add(store, versions=VERSIONS)
    kept = store.article("r1")
    assert kept is not None and (kept.versions, kept.extractions) == (VERSIONS, 2)
    assert (len(dump(store)), store.change_counter()) == (rows, counter + 1)


def test_change_counter_grows_with_each_change(store: Store) -> None:
    seen = [store.change_counter()]
    for number in (1, 2):
        add(store, number)
        seen.append(store.change_counter())
    assert seen == [0, 1, 2]


def test_another_article_of_a_taken_id_is_not_lost(store: Store) -> None:
    first, second = article(1), replace(article(2), id="r1")
    store.add(first, (incident(first),), VERSIONS)
    store.add(second, (incident(second, 2),), VERSIONS)
    kept = store.stored(second)
    assert kept is not None
    assert kept.article.id.startswith("r1~")
    assert kept.incidents[0].incident.article_id == kept.article.id == kept.incidents[0].row.article_id
    assert store.article("r1") != kept
    assert not store.add(second, (incident(second, 2),), VERSIONS)


def test_incident_ids_stay_unique_across_articles(store: Store) -> None:
    first, second = article(1), article(2)
    same_id = "INC-0123456789AB"
    store.add(first, (incident(first, id=same_id),), VERSIONS)
    store.add(second, (incident(second, id=same_id),), VERSIONS)
    ids = store.columns()["id"]
    assert len(set(map(str, ids))) == 2
    assert ids[0] == same_id
    found = [store.incident(str(one)) for one in ids]
    assert [one.article.id for one in found if one] == ["r1", "r2"]
    # The same again, as another run would do it, leads to the same ids.
    store.add(second, (incident(second, id=same_id),), NEWER)
    assert store.columns()["id"] == ids


# Whole or not at all


def test_an_article_that_fails_midway_leaves_nothing(store: Store) -> None:
    add(store, 1)
    before = dump(store)
    one = article(2)
    broken = incident(one, 2, event_type=None)
    with pytest.raises(StoreError, match=r"(?i)not.null"):
        store.add(one, (incident(one, 1), broken), VERSIONS)
    assert dump(store) == before
    assert add(store, 2)


_INGEST = """
import sys
from rasd.record.store import Store
from tests.record_cases import VERSIONS, article, incident, unlocated
store = Store.open(sys.argv[1])
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    one = article(number)
    store.add(one, (incident(one, 1), unlocated(one, 2)), VERSIONS)
    print(number, flush=True)
"""


def ingest(url: str, first: int, end: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _INGEST, url, str(first), str(end)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def test_killed_midway_every_article_is_whole_and_the_rest_can_follow(url: str) -> None:
    process = ingest(url, 0, 100_000)
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with Store.open(url) as store:
        done = len(store.columns()["id"])
        assert done >= 40 and done % 2 == 0
        for number in range(done // 2):
            kept = store.article(f"r{number}")
            assert kept is not None
            assert kept.incidents[0].incident == incident(article(number), 1)
        assert [add(store, number) for number in (0, done // 2)] == [False, True]


def test_two_programs_write_at_once(any_url: str) -> None:
    # Both begin with an empty folder, so both also try to make the tables.
    first, second = ingest(any_url, 0, 60), ingest(any_url, 30, 90)
    for process in (first, second):
        process.communicate()
        assert process.returncode == 0
    with Store.open(any_url) as store:
        assert sorted(set(map(str, store.columns()["article_id"]))) == sorted(f"r{n}" for n in range(90))
        assert len(store.columns()["id"]) == 180
        assert store.change_counter() == 90


def test_threads_share_a_store(store: Store) -> None:
    errors: list[Exception] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 20):
                add(store, number)
                store.columns()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(store.columns()["id"]) == 80


# The database


def test_settings_of_sqlite(file_store: Store) -> None:
    with file_store.engine.connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000}


def test_migrations_from_empty_make_the_tables_of_the_schema(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    def ours(_object: object, name: str | None, kind: str, reflected: bool, _with: object) -> bool:
        """PostGIS's own table and the geometry made of the coordinates are no part of the schema that both have."""
        return not (reflected and name in ("spatial_ref_sys", "point", "ix_incidents_point"))

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        difference = compare_metadata(context, schema.metadata)
    assert difference == []
    assert ScriptDirectory.from_config(migrations.config()).get_current_head() == schema.HEAD


def test_migrations_go_down_to_nothing_and_up_again(store: Store) -> None:
    from alembic import command

    add(store)
    with store.engine.begin() as connection:
        command.downgrade(migrations.config(connection), "base")
    with store.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
    assert tables - {"spatial_ref_sys"} == {"alembic_version"}
    with Store.open(str(store.engine.url)) as again:
        assert add(again)


def test_a_failed_migration_leaves_no_table(any_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: object) -> None:
        upgrade(connection)  # type: ignore[arg-type]
        raise sqlite3.OperationalError("power cut")

    upgrade = migrations.upgrade
    monkeypatch.setattr(migrations, "upgrade", fail)
    with pytest.raises(StoreError, match="power cut"):
        Store.open(any_url)
    monkeypatch.undo()
    with Store.open(any_url) as store:
        assert add(store)


def test_tables_are_plain_enough_for_postgresql() -> None:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateIndex, CreateTable

    dialect = postgresql.dialect()
    for table in schema.metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert "CREATE" in str(CreateIndex(index).compile(dialect=dialect))


def test_deleting_an_article_takes_what_hangs_on_it(store: Store) -> None:
    add(store)
    with store.engine.begin() as connection:
        connection.execute(schema.articles.delete())
        left = [len(connection.execute(select(table)).all()) for table in schema.metadata.sorted_tables]
    assert sum(left) == 2, "only what `meta` tells is left"


def test_default_address_is_the_environment_variable(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    with Store.open() as store:
        assert str(store.engine.url) == url


def test_folder_of_the_store_is_made(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'new' / 'folder' / 'rasd.db'}") as store:
        assert add(store)


# What is told


def test_read_only_store_can_be_read_and_says_that_it_can_not_be_written(url: str, tmp_path: Path) -> None:
    with Store.open(url) as store:
        add(store)
    read_only = f"sqlite:///file:{tmp_path / 'rasd.db'}?mode=ro&uri=true"
    with Store.open(read_only) as store:
        assert len(store.columns()["id"]) == 2
        with pytest.raises(StoreError, match=r"rasd\.db.* is read-only: allow writing"):
            add(store, 2)


def test_read_only_empty_file_is_told(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "rasd.db").execute("CREATE TABLE x (y)").connection.close()
    with pytest.raises(StoreError, match="is read-only"):
        Store.open(f"sqlite:///file:{tmp_path / 'rasd.db'}?mode=ro&uri=true")


def test_full_disk_is_told_and_what_was_there_is_kept(url: str) -> None:
    with Store.open(url) as store:
        add(store)
        store.engine.dispose()

        def limit(connection: sqlite3.Connection, _entry: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")

        event.listen(store.engine, "connect", limit)
        large = replace(article(2), body="ن" * 500_000)
        with pytest.raises(StoreError, match="the disk is full"):
            store.add(large, (), VERSIONS)
        assert len(store.columns()["id"]) == 2


@pytest.mark.parametrize("data", [b"not a database, but long enough to be read as one" * 100, b"x" * 10])
def test_not_a_database(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_bytes(data)
    with pytest.raises(StoreError, match=r"notes\.db is not a database: move the file away"):
        Store.open(f"sqlite:///{file}")
    assert file.read_bytes() == data


def test_store_of_a_newer_program(url: str) -> None:
    with Store.open(url) as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer Rasd \(schema 9999\): update the program"):
        Store.open(url)


def test_database_of_another_program(url: str, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "rasd.db").execute("CREATE TABLE articles (x)").connection.close()
    with pytest.raises(StoreError, match="holds tables of another program"):
        Store.open(url)


def test_a_store_in_use_for_long_is_told(file_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(tmp_path / "rasd.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    def hurry(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    file_store.engine.dispose()
    event.listen(file_store.engine, "connect", hurry)
    with pytest.raises(StoreError, match="is being written by another program"):
        add(file_store)
    assert file_store.columns()["id"] == [], "reading does not wait"
    other.execute("ROLLBACK")
    assert add(file_store)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("just a name", "is no address of a database: write it as sqlite:///"),
        ("sqlite:////dev/null/x/rasd.db", "can't be made"),
        ("nosuch://host/db", "is of a kind that Rasd does not know"),
        ("sqlite:////", "can't be opened"),
    ],
)
def test_addresses_that_can_not_be_used(given: str, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        Store.open(given)


def test_password_is_not_told() -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("nosuch://user:hunter2@host/db")
    assert "hunter2" not in str(caught.value)


def test_two_incidents_of_one_id_are_refused(store: Store) -> None:
    one = article()
    twice: tuple[Incident, ...] = (incident(one, 1), incident(one, 1))
    with pytest.raises(StoreError, match=r"(?i)unique"):
        store.add(one, twice, VERSIONS)
    assert store.article("r1") is None
