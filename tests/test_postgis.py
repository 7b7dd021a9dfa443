"""PostgreSQL with PostGIS: the same answers as SQLite, points that other programs can ask for, and clear errors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from rasd.errors import StoreError
from rasd.model import Article, Incident, Resolution, When
from rasd.record.store import Store
from rasd.view import facets, filters
from rasd.view.snapshot import Snapshot
from tests.postgres import Postgres
from tests.record_cases import NAMESAKE, NEWER, TOWN, VERSIONS, article, incident, unlocated
from tests.stores import add, filled

VALUES = {
    "dates": ("2020-01-04",), "text": ("مسلحون", "nothing of the kind"), "box": ("39,36,40,37", "0,0,1,1"),
    "ring": ("39,36;40,36;40,37",),
}  # fmt: skip


def reports() -> list[tuple[Article, tuple[Incident, ...]]]:
    """Reports that differ in whatever a filter asks for."""
    made = []
    for number in range(1, 13):
        one = article(number, source=("صحيفة", "وكالة", "Agency")[number % 3], sample=number % 5 == 0)
        day = date(2020, 1 + number % 6, number)
        place = (TOWN, NAMESAKE, None)[number % 3]
        where = (
            Resolution(place, (), "by hand", number % 7 + 1, place.latitude, place.longitude, 3.0) if place else None
        )
        changes: dict[str, object] = {
            "when": When(day, day, "day"), "confidence": number / 13,
            "sub_event_type": ("Armed clash", "Attack")[number % 2],
            "event_type": ("Battles", "Violence against civilians")[number % 2],
        }  # fmt: skip
        if where is not None:
            changes["resolution"] = where
        made.append((one, (incident(one, 1, **changes), unlocated(one, 2))))
    return made


@pytest.fixture(scope="module")
def both(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Snapshot]:
    """The same reports in a store of each kind."""
    found = []
    for url in (f"sqlite:///{tmp_path_factory.mktemp('both') / 'rasd.db'}", postgres.database()):
        with Store.open(url) as store:
            store.add_all(reports(), VERSIONS)
            store.add(*reports()[0], NEWER)
            store.merge()
            found.append(Snapshot.gather(store.parts()))
    return found[0], found[1]


def asked(snapshot: Snapshot) -> list[dict[str, list[str]]]:
    """Questions to each filter: each value that the incidents have, and some that they have not."""
    frame = filters.apply(snapshot, filters.Selection())
    options = filters.ask(snapshot, filters.Selection())
    questions: list[dict[str, list[str]]] = [{}]
    known = {name: [one.value for one in some] for name, some in facets.facets(options).items()}
    for row in filters.FILTERS:
        given = [*VALUES.get(row.name, ()), *map(str, known.get(row.name, ())), "0.5", "1", "2", "2020-02-02"]
        questions += [{param: [value]} for param in row.params for value in given]
        questions += [
            {param: list(map(str, known.get(row.name, ())))[:2]} for param in row.params if known.get(row.name)
        ]
    assert frame.height > 10
    return questions


def test_both_stores_give_the_same_answers_to_the_filter_table(both: tuple[Snapshot, Snapshot]) -> None:
    told, parsed = set(), set()
    for question in asked(both[0]):
        selection, wrong = filters.parse(question)
        if wrong:
            continue
        first, second = (filters.apply(one, selection) for one in both)
        assert first.equals(second), question
        told.add(first.height)
        parsed.update(question)
    assert [row.name for row in filters.FILTERS if not parsed & set(row.params)] == [], "each filter was asked"
    assert len(told) > 5, "the questions tell the incidents apart"


def test_both_stores_hold_the_same_rows(tmp_path: Path, postgres_url: str) -> None:
    url = f"sqlite:///{tmp_path / 'rasd.db'}"
    for one in (url, postgres_url):
        with Store.open(one) as store:
            store.add_all(reports(), VERSIONS)
    with Store.open(url) as first, Store.open(postgres_url) as second:
        assert list(first.rows()) == list(second.rows())
        assert first.columns() == second.columns()
        ids = [str(id) for id in first.columns()["id"]]
        for id in ids[:4]:
            assert first.incident(id) == second.incident(id)


# PostGIS


def test_points_are_geometry_of_the_coordinates(postgres: Postgres, postgres_url: str) -> None:
    filled(postgres_url)
    with Store.open(postgres_url) as store, store.engine.begin() as connection:
        asked_for = "SELECT ST_X(point), ST_Y(point), ST_SRID(point) FROM incidents ORDER BY key"
        assert connection.execute(text(asked_for)).all() == [(39.7654321, 36.1234567, 4326), (None,) * 3] * 3
        connection.execute(text("UPDATE incidents SET latitude = 10, longitude = 20 WHERE key = 1"))
        assert connection.execute(text(asked_for)).all()[0] == (20, 10, 4326)
        near = "SELECT count(*) FROM incidents WHERE ST_DWithin(point::geography, ST_MakePoint(39.76, 36.12), 2000)"
        assert connection.execute(text(near)).scalar() == 2


def test_the_spatial_index_is_used(postgres_url: str) -> None:
    filled(postgres_url, 1)
    box = "EXPLAIN SELECT id FROM incidents WHERE point && ST_MakeEnvelope(39, 36, 40, 37, 4326)"
    with Store.open(postgres_url) as store, store.engine.begin() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        plan = " ".join(connection.execute(text(box)).scalars())
    assert "ix_incidents_point" in plan


# What is told


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be reached: check that the server runs"):
        Store.open(f"postgresql://rasd:hunter2@/rasd?host={tmp_path}")


def test_a_database_that_is_not_there(postgres: Postgres) -> None:
    with pytest.raises(StoreError, match="does not exist on this server"):
        Store.open(postgres.url("nowhere"))


def test_a_user_who_may_not_write(postgres: Postgres, postgres_url: str) -> None:
    filled(postgres_url, 1)
    name = postgres_url.split("?", 1)[0].rsplit("/", 1)[1]
    postgres.sql("CREATE ROLE looker LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker", name)
    with Store.open(postgres_url.replace("rasd@", "looker@")) as store:
        assert len(list(store.rows())) == 2
        with pytest.raises(StoreError, match="does not allow this user"):
            add(store, 2)


def test_a_server_that_takes_no_writes(postgres_url: str, postgres: Postgres) -> None:
    filled(postgres_url, 1)
    name = postgres_url.split("?", 1)[0].rsplit("/", 1)[1]
    postgres.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on", "postgres")
    with Store.open(postgres_url) as store:
        assert len(list(store.rows())) == 2
        with pytest.raises(StoreError, match="is read-only: connect to the server that takes writes"):
            add(store, 2)


def test_a_server_without_postgis_says_what_is_missing(postgres: Postgres) -> None:
    bare = postgres.database("template1")
    postgres.sql("CREATE ROLE plain LOGIN CREATEDB", "postgres")
    name = bare.split("?", 1)[0].rsplit("/", 1)[1]
    postgres.sql(f"GRANT ALL ON SCHEMA public TO plain; ALTER DATABASE {name} OWNER TO plain", name)
    with pytest.raises(StoreError, match="does not allow this user"):
        Store.open(bare.replace("rasd@", "plain@"))
    with Store.open(bare) as store:
        assert add(store), "who owns the server has PostGIS made with the first store"


def test_postgres_as_others_write_it(postgres_url: str) -> None:
    with Store.open(postgres_url.replace("postgresql:", "postgres:")) as store:
        assert add(store)


def test_a_connection_that_the_server_closed_is_made_anew(postgres: Postgres, postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        add(store)
        name = postgres_url.split("?", 1)[0].rsplit("/", 1)[1]
        postgres.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'", "postgres")
        assert add(store, 2)


def test_the_rows_of_a_read_are_of_one_moment(postgres_url: str) -> None:
    filled(postgres_url, 2)
    with Store.open(postgres_url) as store, Store.open(postgres_url) as other, store._read() as connection:
        before = connection.execute(text("SELECT count(*) FROM articles")).scalar()
        add(other, 3)
        assert connection.execute(text("SELECT count(*) FROM articles")).scalar() == before == 2
