"""Merging in the store: what is shown of several reports; some at a time come to the same as all at once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from rasd import cli
from rasd.model import Decision, IncidentRow
from rasd.record import migrations, schema
from rasd.record.decided import DecidedPlace
from rasd.record.merge import fold
from rasd.record.store import Store
from rasd.view.filters import Selection, apply
from rasd.view.snapshot import Snapshot
from tests.merged_store import DAY, DISTRICT, FAR, HAMLET, NEWER, VILLAGE, Told, keep, read_again, report
from tests.view_rows import PLAIN

AT = datetime(2024, 4, 1, 12, tzinfo=UTC)
FIRST, SECOND = "INC-FIRST-0", "INC-SECOND-0"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'rasd.db'}") as opened:
        yield opened


@pytest.fixture
def pair(store: Store) -> Store:
    """Two reports of one bombing, with three killed and with five, and one of another."""
    keep(store, report("first", Told(killed=3)), report("second", Told(killed=5), published=DAY + timedelta(days=1)))
    keep(store, report("third", Told(FAR, killed=2)))
    store.merge()
    return store


def decide(  # noqa: PLR0917
    store: Store, incident: str, field: str, new: str | None, old: str | None = None, minute: int = 0
) -> int:
    return store.decide([Decision(incident, field, old, new, "lina", AT + timedelta(minutes=minute))])


# What is shown


def test_two_reports_are_shown_as_one_with_the_band(pair: Store) -> None:
    rows = {row.id: row for row in pair.rows()}
    assert set(rows) == {FIRST, "INC-THIRD-0"}
    assert (rows[FIRST].killed_low, rows[FIRST].killed_high, rows[FIRST].reports) == (3, 5, 2)
    assert rows[FIRST].outlets == ("صحيفة first", "صحيفة second")
    assert rows[FIRST].other_urls == "https://example.org/second"
    columns = pair.columns()
    assert sorted(map(str, columns["id"])) == sorted(rows)
    shown = [IncidentRow(**{name: columns[name][at] for name in columns}) for at in range(2)]  # type: ignore[arg-type]
    assert {row.id: row for row in shown} == rows


def test_any_report_opens_the_incident_and_keeps_its_own_claim(pair: Store) -> None:
    for id, killed in ((FIRST, 3), (SECOND, 5)):
        found = pair.incident(id)
        assert found is not None
        assert (found.row.id, found.incident.id, found.incident.killed_low) == (FIRST, id, killed)
        assert [one.incident.id for one in found.members] == [FIRST, SECOND]
        assert [one.row.killed_low for one in found.members] == [3, 5]
        told = [one.article.text[e.span.start : e.span.end] for one in found.members for e in one.incident.evidence
                if e.slot == "killed"]  # fmt: skip
        assert told == ["3", "5"], "every figure leads to its phrase"
        assert found.telling.row.id == id
        assert found.group is not None
        assert found.group.why(SECOND) is not None
    assert [row.id for row in pair.rows([SECOND, "INC-THIRD-0", FIRST])] == [FIRST, "INC-THIRD-0"]
    assert [row.id for row in pair.told([SECOND, FIRST])] == [SECOND, FIRST]


def test_an_incident_told_once_has_no_members(pair: Store) -> None:
    found = pair.incident("INC-THIRD-0")
    assert found is not None
    assert (found.members, found.tellings, found.row.reports) == ((), (found,), 1)


def test_the_view_asks_for_reports_and_for_any_outlet(pair: Store) -> None:
    snapshot = Snapshot.of(pair.columns())
    assert apply(snapshot, Selection(reports_min=2))["id"].to_list() == [FIRST]
    assert apply(snapshot, Selection(outlets=("صحيفة second",)))["id"].to_list() == [FIRST]
    assert apply(snapshot, Selection(outlets=("صحيفة third",)))["id"].to_list() == ["INC-THIRD-0"]


def test_merging_waits_until_it_is_asked_for_and_then_has_nothing_to_do(store: Store) -> None:
    keep(store, report("first", Told(killed=3)), report("second", Told(killed=3)))
    assert store.unmerged()
    assert len(list(store.rows())) == 2
    assert store.merge() > 0
    counter = store.change_counter()
    assert not store.unmerged()
    assert store.merge() == 0
    assert store.merge(full=True) == 0
    assert store.change_counter() == counter
    assert len(list(store.rows())) == 1


def test_other_rules_merge_everything_anew(pair: Store) -> None:
    with pair.engine.begin() as connection:
        connection.execute(schema.meta.update().where(schema.meta.c.name == schema.MERGED_BY).values(value=1))
        connection.execute(schema.members.delete())
    assert pair.unmerged()
    assert pair.merge() > 0
    assert [group.members for group in pair.groups()] == [(FIRST, SECOND)]


def test_a_report_read_again_leaves_its_group(pair: Store) -> None:
    keep(
        pair,
        read_again(report("second", Told(killed=5), published=DAY + timedelta(days=1)), Told(FAR, 40)),
        versions=NEWER,
    )
    pair.merge()
    assert pair.groups() == ()
    found = pair.incident(SECOND)
    assert found is not None
    assert (found.row.id, found.row.place_id) == (SECOND, FAR.id)


def test_a_group_that_lost_a_report_is_shown_until_it_is_merged_anew(pair: Store) -> None:
    keep(pair, read_again(report("first", Told(killed=3))), versions=NEWER)
    assert {row.id for row in pair.rows()} == {SECOND, "INC-THIRD-0"}
    assert set(map(str, pair.columns()["id"])) == {SECOND, "INC-THIRD-0"}
    pair.merge()
    assert pair.groups() == ()
    assert {row.id for row in pair.rows()} == {SECOND, "INC-THIRD-0"}


def test_a_lead_that_is_told_before_takes_over(pair: Store) -> None:
    keep(pair, report("early", Told(killed=3), published=DAY - timedelta(days=1)))
    pair.merge()
    assert [group.members for group in pair.groups()] == [("INC-EARLY-0", FIRST, SECOND)]
    found = pair.incident(FIRST)
    assert found is not None
    assert found.row.id == "INC-EARLY-0"


def test_many_copies_are_one_and_only_the_first_is_weighed(store: Store) -> None:
    copies = [report(f"c{number}", Told(killed=3, source="وكالة الأنباء المحلية")) for number in range(60)]
    keep(store, *copies[:30])
    store.merge()
    keep(store, *copies[30:], report("other", Told(killed=3)))
    store.merge()
    (group,) = store.groups()
    assert len(group.members) == 61
    with store.engine.connect() as connection:
        assert len(connection.execute(select(schema.pairs)).all()) == 60, "each copy and the first, and the other"
    (row,) = store.rows()
    assert row.reports == 61


# People


def test_a_person_parts_two_and_takes_it_back(pair: Store) -> None:
    assert decide(pair, SECOND, "apart", f'{{"from": "{FIRST}"}}') == 1
    assert pair.groups() == ()
    assert [doubt.pair for doubt in pair.doubts()] == []
    assert decide(pair, SECOND, "apart", None, f'{{"from": "{FIRST}"}}', minute=1) == 1
    assert [group.members for group in pair.groups()] == [(FIRST, SECOND)]


def test_a_person_puts_together_what_nothing_ties(pair: Store) -> None:
    decide(pair, "INC-THIRD-0", "merge", f'{{"with": "{FIRST}"}}')
    (group,) = pair.groups()
    assert group.members == (FIRST, "INC-THIRD-0", SECOND)
    why = group.why("INC-THIRD-0")
    assert why is not None
    assert why.reasons[0].key == "person"
    # The later of two that disagree counts.
    decide(pair, FIRST, "apart", '{"from": ["INC-THIRD-0"]}', minute=2)
    assert [group.members for group in pair.groups()] == [(FIRST, SECOND)]


def test_what_people_decide_about_a_member_is_laid_over_the_whole(pair: Store) -> None:
    place = DecidedPlace(
        "تل رمان", "USER-1", "Elsewhere", "مكان آخر", "said so", "SY", "East", 34.5, 40.9, 1.0, 1
    )  # fmt: skip
    decide(pair, SECOND, "place", place.text())
    found = pair.incident(FIRST)
    assert found is not None
    assert (found.row.place_id, found.row.latitude) == ("USER-1", 34.5)
    assert [one.field for one in found.decisions] == ["place"]
    assert next(row for row in pair.rows() if row.id == FIRST) == found.row
    assert len(pair.groups()) == 1, "a corrected place does not tear a group apart"


# All at once and a part at a time

PLACES = st.sampled_from([VILLAGE, HAMLET, DISTRICT, FAR, None])
TOLD = st.builds(
    Told, PLACES, st.sampled_from([None, 3, 5, 12]), st.sampled_from(["Suicide bomb", "Attack"]),
    st.sampled_from([DAY, DAY + timedelta(days=1)]), st.sampled_from(["islamic-state", "unidentified"]),
    st.sampled_from(["", "وكالة الأنباء المحلية"]),
)  # fmt: skip
REPORTS = st.lists(st.lists(TOLD, min_size=1, max_size=2), min_size=2, max_size=8)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "rasd.db"
    Store.open(f"sqlite:///{path}").close()
    return path


def merged_tables(store: Store) -> list[Any]:
    with store.engine.connect() as connection:
        return [sorted(map(repr, connection.execute(select(table)))) for table in (schema.members, schema.pairs)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(REPORTS, st.data())
def test_a_part_at_a_time_comes_to_the_same_as_all_at_once(empty: Path, told: list[list[Told]], data: Any) -> None:
    reports = [report(f"r{number}", *some) for number, some in enumerate(told)]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty, Path(folder) / "rasd.db")
        with Store.open(f"sqlite:///{folder}/rasd.db") as store:
            for one in data.draw(st.permutations(reports)):
                keep(store, one)
                if data.draw(st.booleans()):
                    store.merge()
            if data.draw(st.booleans()):
                keep(store, read_again(reports[0], *data.draw(st.lists(TOLD, max_size=2))), versions=NEWER)
            ids = [str(id) for id in store.columns()["id"]]
            if len(ids) > 1 and data.draw(st.booleans()):
                one, other = data.draw(st.permutations(ids))[:2]
                field, name = data.draw(st.sampled_from([("merge", "with"), ("apart", "from")]))
                decide(store, one, field, f'{{"{name}": "{other}"}}')
            store.merge()
            found, groups, doubts = merged_tables(store), store.groups(), store.doubts()
            assert store.merge(full=True) == 0
            assert (merged_tables(store), store.groups(), store.doubts()) == (found, groups, doubts)
            shown = [str(id) for id in store.columns()["id"]]
            assert len(shown) == len(set(shown))
            members = {member for group in groups for member in group.members}
            assert set(shown) >= {group.lead for group in groups}
            assert not set(shown) & (members - {group.lead for group in groups}), "no member is shown beside its lead"


# Migration


def test_a_store_of_the_first_schema_keeps_its_data_and_is_merged(tmp_path: Path) -> None:
    from alembic import command

    url = f"sqlite:///{tmp_path / 'old.db'}"
    with Store.open(url) as store:
        keep(store, report("first", Told(killed=3)), report("second", Told(killed=5)))
        before = list(store.rows())
        with store.engine.begin() as connection:
            command.downgrade(migrations.config(connection), "0001")
    with Store.open(url) as store:
        assert list(store.rows()) == before
        assert store.unmerged()
        store.merge()
        assert [group.members for group in store.groups()] == [(FIRST, SECOND)]
        with store.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM articles")).scalar() == 2


# Folding


def row(**changes: Any) -> IncidentRow:
    return replace(PLAIN, **changes)


@pytest.mark.parametrize(
    ("told", "band"),
    [
        ([(3, 3), (5, 5)], (3, 5)),
        ([(3, 3), (None, None)], (3, 3)),
        ([(None, None), (None, None)], (None, None)),
        ([(0, 0), (None, None)], (0, 0)),
        ([(0, 0), (2, 2)], (0, 2)),
        ([(3, 3), (5, None)], (3, None)),
        ([(5, None), (7, 7)], (5, 7)),
        ([(None, 2), (3, 3)], (None, 3)),
        ([(None, 5), (3, 3)], (3, 5)),
        ([(2, 4), (3, 9)], (2, 9)),
    ],
)
def test_counts_span_what_is_told_and_not_told_is_not_zero(
    told: list[Any], band: tuple[int | None, int | None]
) -> None:
    folded = fold([row(id=f"i{at}", killed_low=low, killed_high=high) for at, (low, high) in enumerate(told)])
    assert (folded.killed_low, folded.killed_high) == band
    backwards = fold([row(id=f"i{at}", killed_low=low, killed_high=high) for at, (low, high) in enumerate(told[::-1])])
    assert (backwards.killed_low, backwards.killed_high) == band


def test_the_place_is_the_most_precise_that_the_others_hold() -> None:
    district = {"place_id": "d", "latitude": 35.05, "longitude": 40.45, "radius_km": 25.0, "where_prec": 3}
    village = {"place_id": "v", "latitude": 35.0, "longitude": 40.4, "radius_km": 3.0, "where_prec": 1}
    elsewhere = {"place_id": "e", "latitude": 36.0, "longitude": 37.0, "radius_km": 1.0, "where_prec": 1}
    unlocated = {"place_id": None, "latitude": None, "longitude": None, "radius_km": None, "where_prec": None}
    assert fold([row(**district), row(**village)]).place_id == "v"
    assert fold([row(**unlocated), row(**district)]).place_id == "d"
    assert fold([row(**elsewhere), row(**village), row(**district)]).place_id == "v", "which no other holds"


def test_the_days_are_the_fewest_that_agree_with_the_others() -> None:
    night = {"date_earliest": date(2019, 3, 1), "date_latest": date(2019, 3, 2), "date_precision": "night"}
    day = {"date_earliest": date(2019, 3, 2), "date_latest": date(2019, 3, 2), "date_precision": "day"}
    unknown = {"date_earliest": None, "date_latest": None}
    folded = fold([row(**night), row(**unknown), row(**day)])
    assert (folded.date_earliest, folded.date_latest, folded.date_precision) == (
        date(2019, 3, 2),
        date(2019, 3, 2),
        "day",
    )


def test_type_actors_and_the_rest_are_those_of_all() -> None:
    one = row(sub_event_type="Attack", event_type="Violence against civilians", actors=("a", "b"), attackers=("a",),
              background=True, confidence=0.4, outlet="x", article_id="1")  # fmt: skip
    other = row(sub_event_type="Suicide bomb", event_type="Explosions/Remote violence", actors=("b", "c"),
                attackers=("c",), background=False, confidence=0.9, outlet="y", article_id="2")  # fmt: skip
    folded = fold([one, other])
    assert (folded.sub_event_type, folded.event_type) == ("Suicide bomb", "Explosions/Remote violence")
    assert (folded.actors, folded.attackers) == (("a", "b", "c"), ("a", "c"))
    assert (folded.background, folded.confidence, folded.reports, folded.outlets) == (False, 0.9, 2, ("x", "y"))
    assert fold([one]) == one
    assert {field.name for field in fields(IncidentRow)} == {field.name for field in fields(folded)}


def test_the_command_merges_the_whole_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'rasd.db'}"
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    with Store.open(url) as store:
        keep(store, report("first", Told(killed=3)), report("second", Told(killed=3)), report("third", Told(FAR)))
    assert cli.main(["merge"]) == 0
    assert "2 tellings are 1 incidents, 0 pairs are in doubt" in capsys.readouterr().err
    with Store.open(url) as store:
        assert not store.unmerged()
        assert len(list(store.rows())) == 2
