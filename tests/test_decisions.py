"""Decisions about places: appended, laid over what the machine found, never over its output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select

from gazetteer import userplaces
from gazetteer.userplaces import NewPlace
from rasd import reresolve
from rasd.errors import StoreError
from rasd.extract import pipeline
from rasd.model import Article, Decision, Resolution
from rasd.record import decided, schema
from rasd.record.decided import DecidedPlace
from rasd.record.store import Store
from rasd.ui.unknown_names import HELD, may_be, unknown_names
from rasd.view.snapshot import Snapshot
from tests.record_cases import NEWER, TOWN, VERSIONS, article, incident, unlocated

AT = datetime(2020, 3, 1, 12, 0, tzinfo=UTC)
NAME = "السوسناتية"
VILLAGE = NewPlace(NAME, "Susanatiya", "PPL", "SY", "Deir ez-Zor", 35.2, 40.3)
REPORTS = (
    f"انفجرت عبوة ناسفة أمس في بلدة {NAME}، ما أدى إلى مقتل ثلاثة مدنيين في سوريا.",
    f"انفجرت عبوة ناسفة أمس قرب بلدة {NAME}، وقتل مدني في سوريا.",
    f"انفجرت عبوة ناسفة أمس في بلدة {NAME} بريف دير الزور، وقتل مدني.",
    f"انفجرت عبوة ناسفة أمس في بلدة {NAME} بريف حلب، وقتل مدني.",
    f"انفجرت عبوة ناسفة أمس في بلدة {NAME} في اليمن، وقتل مدني.",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'rasd.db'}") as opened:
        yield opened


@pytest.fixture
def lost(store: Store) -> str:
    """The id of a stored incident that the machine found no place for."""
    report = article()
    one = replace(unlocated(report), place_text="بلدة تل حمرا")
    store.add(report, (incident(report), one), VERSIONS)
    return one.id


def place(**changes: object) -> DecidedPlace:
    told = decided.of(
        Resolution(TOWN, (), "", where_prec=1, latitude=36.1, longitude=39.7, radius_km=3.0), "بلدة تل حمرا", "by hand"
    )
    assert told is not None
    return replace(told, **changes)  # type: ignore[arg-type]


def decision(of: str, new: DecidedPlace | None, old: DecidedPlace | None = None, **changes: object) -> Decision:
    made = Decision(of, "place", old.text() if old else None, new.text() if new else None, "local", AT, "a reason")
    return replace(made, **changes)  # type: ignore[arg-type]


def machine(store: Store) -> list[tuple[object, ...]]:
    """All that the machine found, as the tables hold it."""
    with store.engine.connect() as connection:
        tables = (schema.incidents, schema.candidates, schema.evidence, schema.participants, schema.tolls)
        return [tuple(row) for table in tables for row in connection.execute(select(table).order_by(table.c.key))]


def test_a_decided_place_is_shown_everywhere_and_the_machines_output_stays(store: Store, lost: str) -> None:
    before, found = store.change_counter(), machine(store)
    assert store.decide([decision(lost, place())]) == 1
    assert store.change_counter() == before + 1
    assert machine(store) == found
    expected = {
        "place_id": "GN1", "place_name": "Tall Hamra", "place_name_ar": "تل حمرا", "place_reason": "by hand",
        "country": "SY", "admin1": "Raqqa", "latitude": 36.1, "longitude": 39.7, "radius_km": 3.0, "where_prec": 1,
    }  # fmt: skip
    (row,) = store.rows([lost])
    assert {name: getattr(row, name) for name in expected} == expected
    assert next(one for one in store.rows() if one.id == lost) == row
    columns = store.columns()
    at = columns["id"].index(lost)
    assert {name: columns[name][at] for name in columns} == {name: getattr(row, name) for name in columns}
    shown = Snapshot.of(columns).frame
    assert shown.filter(shown["latitude"].is_null()).height == 0
    stored = store.incident(lost)
    assert stored is not None
    assert stored.row == row
    assert stored.incident.resolution.place is None
    assert stored.decisions == (decision(lost, place()),)


def test_other_incidents_stay_as_they_are(store: Store, lost: str) -> None:
    others = [row for row in store.rows() if row.id != lost]
    store.decide([decision(lost, place())])
    assert [row for row in store.rows() if row.id != lost] == others


def test_the_same_twice_changes_nothing(store: Store, lost: str) -> None:
    store.decide([decision(lost, place())])
    before = store.change_counter()
    assert store.decide([decision(lost, place())]) == 0
    assert store.decide([decision(lost, place(), place())]) == 0
    assert store.decide([]) == 0
    assert store.change_counter() == before


def test_a_decision_about_another_state_is_left_out(store: Store, lost: str) -> None:
    moved = place(latitude=36.5)
    assert store.decide([decision(lost, moved, place())]) == 0
    assert store.decide([decision(lost, place()), decision(lost, moved, place())]) == 2
    assert [row.latitude for row in store.rows([lost])] == [36.5]


def test_undoing_is_another_decision(store: Store, lost: str) -> None:
    (before,) = store.rows([lost])
    store.decide([decision(lost, place())])
    assert store.decide([decision(lost, None, place())]) == 1
    assert list(store.rows([lost])) == [before]
    stored = store.incident(lost)
    assert stored is not None
    assert [one.new for one in stored.decisions] == [place().text(), None]
    assert store.decided_places() == {}


def test_one_that_cannot_be_kept_keeps_all_out(store: Store, lost: str) -> None:
    for wrong in (decision(lost, place(), field="weather"), replace(decision(lost, None), new="{}")):
        with pytest.raises(StoreError):
            store.decide([decision(lost, place()), wrong])
        assert [row.latitude for row in store.rows([lost])] == [None]


def test_a_decision_holds_for_the_words_it_was_made_for(store: Store, lost: str) -> None:
    store.decide([decision(lost, place())])
    report = article()
    same, other = (replace(unlocated(report), place_text=words) for words in ("بلدة تل حمرا", "مدينة أخرى"))
    store.add(report, (incident(report), same), NEWER)
    assert [row.latitude for row in store.rows([lost])] == [36.1]
    store.add(report, (incident(report), other), ("1.2", "cccc"))
    assert [row.latitude for row in store.rows([lost])] == [None]
    assert store.columns()["latitude"][1] is None


def test_times_are_kept_in_utc(store: Store, lost: str) -> None:
    local = datetime(2020, 3, 1, 15, 0, tzinfo=timezone(timedelta(hours=3)))
    store.decide([decision(lost, place(), at=local)])
    stored = store.incident(lost)
    assert stored is not None
    assert stored.decisions[0].at == AT


def test_a_text_of_another_version_changes_nothing() -> None:
    for text in (None, "", "[]", "{}", '"x"', place().text().replace("36.1", '"north"')):
        assert decided.read(text) is None
    assert decided.read(place().text()) == place()


def fill(store: Store) -> None:
    for number, body in enumerate(REPORTS):
        report = Article(f"r{number}", "انفجار عبوة", body, "وكالة", "", date(2020, 2, 11))
        store.add(report, pipeline.load().extract(report), pipeline.versions())


def lacking(store: Store) -> list[str]:
    return [one.id for one in store.unplaced(HELD) if may_be(NAME, one.place_text)]


def test_the_names_that_nothing_resolves_are_counted(store: Store) -> None:
    fill(store)
    (name,) = unknown_names(store.unplaced(HELD), pipeline.load().gazetteer)
    assert (name.name, name.unlocated, name.held) == (NAME, 3, 2)


def test_an_added_name_places_what_the_reports_allow_and_no_more(store: Store) -> None:
    fill(store)
    found = machine(store)
    added = userplaces.add_place(VILLAGE)
    before, ids = store.change_counter(), lacking(store)
    assert reresolve.placed(store, pipeline.load().extract, ids, lambda place: place.id == added.id, AT) == 3
    assert store.change_counter() == before + 1
    assert machine(store) == found
    rows = {row.article_id: row for row in store.rows()}
    assert [rows[f"r{n}"].place_id == added.id for n in range(5)] == [True, True, True, False, False]
    assert (rows["r0"].where_prec, rows["r1"].where_prec) == (1, 2)
    assert rows["r3"].admin1 == "Aleppo"
    assert rows["r4"].latitude is None
    stored = store.incident(rows["r0"].id)
    assert stored is not None
    (made,) = stored.decisions
    assert (made.field, made.old, made.who, made.at, made.why) == ("place", None, "local", AT, "added to the gazetteer")
    assert reresolve.placed(store, pipeline.load().extract, lacking(store), lambda place: place.id == added.id, AT) == 0
    assert reresolve.placed(store, pipeline.load().extract, ids, lambda place: place.id == added.id, AT) == 0
    assert store.change_counter() == before + 1


def test_what_is_given_back_is_as_the_machine_found_it(store: Store) -> None:
    fill(store)
    rows = list(store.rows())
    added = userplaces.add_place(VILLAGE)
    reresolve.placed(store, pipeline.load().extract, lacking(store), lambda place: place.id == added.id, AT)
    assert reresolve.given_back(store, lambda one: one.place_id == "another", AT) == 0
    assert reresolve.given_back(store, lambda one: one.place_id == added.id, AT) == 3
    assert list(store.rows()) == rows


@pytest.mark.parametrize(
    ("name", "told", "may"),
    [
        ("تل الزنبق", "بلدة تل الزنبق", True),
        ("تل الزنبق", "بلدة تل", True),
        ("تل الزنبق", "قرية الزنبق", False),
        ("تل الزنبق", "تل الورد", False),
        ("الزنبق", "قرية الزنبق", True),
        ("الزنبق", None, False),
        ("", "قرية الزنبق", False),
    ],
)
def test_which_words_may_be_a_name(name: str, told: str | None, may: bool) -> None:
    assert may_be(name, told) is may
