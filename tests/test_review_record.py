"""Decisions about any slot: written and read, refused, undone, as of any moment, after newer rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.errors import StoreError
from rasd.model import Decision, IncidentRow, Resolution, Span
from rasd.record import decided
from rasd.record.review import FIELDS, MACHINE, SLOTS, Days, People, Review, standing
from rasd.record.review.fields import ValueRefusedError, read, write
from rasd.record.review.laying import Laid
from rasd.record.store import Store
from tests.record_cases import NEWER, TOWN, VERSIONS, article, incident, unlocated

# Later than any extraction that a test makes.
START = datetime.now(UTC) + timedelta(hours=1)
# In minutes: earlier than any.
BEFORE = -120
PLACE = decided.of(
    Resolution(TOWN, (), "", where_prec=1, latitude=36.1, longitude=39.7, radius_km=3.0), "بلدة تل حمرا", "by hand"
)
assert PLACE is not None
VALUES: dict[str, list[Any]] = {
    "event": ["Armed clash", "Air/drone strike", "Other"],
    "place": [
        PLACE,
        replace(PLACE, where_prec=4, radius_km=None, country=None),
        decided.nowhere("بلدة تل حمرا", "the words settle no place"),
    ],
    "date": [Days(date(2020, 1, 4), date(2020, 1, 5), "range"), Days(None, None)],
    "killed": [People(0, 0), People(None, None), People(3, None), People(None, 7), People(2, 2_147_483_647)],
    "injured": [People(1, 2), People(None, None)],
    "actors": [(), (("army", "attacker"), ("civilians", "target"), ("army", "party"))],
    "background": [True, False],
    "status": [Review("assigned", "a.b@example.org"), Review("confirmed"), Review("rejected")],
    "note": ["نص\nفي سطرين", "x" * 2000],
    "merge": [("INC-1",), ("INC-1", "INC-2")],
    "apart": [("INC-1",), ("INC-3", "INC-2")],
}
WRONG = {
    "event": ["", "Picnic", "Battles", "armed clash"],
    "place": ["", "{}", PLACE.text().replace("36.1", "96.1"), PLACE.text().replace("36.1", "NaN"),
              PLACE.text().replace('"where_prec": 1', '"where_prec": 9'), PLACE.text().replace("3.0", "-3.0"),
              PLACE.text().replace("36.1", "null").replace("39.7", "null"), PLACE.text().replace("36.1", "null")],
    "date": ["2020-01-04", '{"earliest": "2020-01-04", "latest": null, "precision": "day"}',
             '{"earliest": "2020-01-05", "latest": "2020-01-04", "precision": "day"}',
             '{"earliest": "2020-02-30", "latest": "2020-02-30", "precision": "day"}',
             '{"earliest": null, "latest": null, "precision": "decade"}', '{"earliest": null}'],
    "killed": ["3", '{"low": -1, "high": 2}', '{"low": 3, "high": 2}', '{"low": true, "high": null}',
               '{"low": 1.5, "high": 2}', '{"low": 1, "high": 2147483648}', '{"low": 1}',
               '{"low": 1, "high": 2, "x": 3}'],
    "injured": ["", "null", "[1, 2]"],
    "actors": ["army", '[["army"]]', '[["army", "bystander"]]', '[["", "target"]]', '[["a\\u0000b", "target"]]',
               '[["army", "party"], ["army", "party"]]', "7"],
    "background": ["True", "1", ""],
    "status": ["", "machine", "assigned", "assigned:", "assigned: ", "corrected"],
    "note": ["", " \n", "x" * 2001],
    "merge": ["INC-1", '{"with": ""}', '{"with": []}', '{"with": [1]}', '{"from": "INC-1"}'],
    "apart": ["{}", '{"from": null}', '{"with": "INC-1"}'],
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'rasd.db'}") as opened:
        yield opened


@pytest.fixture
def told(store: Store) -> str:
    """The id of a stored incident of which all is known."""
    report = article()
    store.add(report, (incident(report), unlocated(report)), VERSIONS)
    return incident(report).id


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def decision(of: str, field: str, new: Any, old: str | None = None, minute: int = 0, *, who: str = "one") -> Decision:
    return Decision(of, field, old, None if new is None else write(field, new), who, at(minute), "why")


def shown(store: Store, id: str) -> IncidentRow:
    (row,) = store.rows([id])
    stored = store.incident(id)
    assert stored is not None
    assert stored.row == row
    columns = store.columns()
    where = columns["id"].index(id)
    assert {name: columns[name][where] for name in columns} == {name: getattr(row, name) for name in columns}
    return row


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in VALUES for value in VALUES[field]])
def test_every_value_comes_back_from_its_text(field: str, value: Any) -> None:
    assert read(field, write(field, value)) == value
    assert write(field, read(field, write(field, value))) == write(field, value)


def test_the_tables_speak_of_every_field() -> None:
    assert set(VALUES) == set(WRONG) == set(FIELDS)


@pytest.mark.parametrize(("field", "text"), [(field, text) for field in WRONG for text in WRONG[field]])
def test_what_is_no_value_is_refused_and_nothing_is_kept(field: str, text: str, store: Store, told: str) -> None:
    with pytest.raises(ValueRefusedError):
        read(field, text)
    before = store.change_counter()
    fine = decision(told, "note", "fine")
    with pytest.raises(StoreError, match=f"^{field} can't be"):
        store.desk.act([fine, replace(fine, field=field, new=text)])
    assert store.change_counter() == before


@pytest.mark.parametrize(
    ("field", "value", "changes"),
    [
        ("event", "Grenade", {"event_type": "Explosions/Remote violence", "sub_event_type": "Grenade"}),
        ("place", PLACE, {"latitude": 36.1, "longitude": 39.7, "place_reason": "by hand"}),
        ("date", Days(date(2020, 1, 2), date(2020, 1, 3), "range"),
         {"date_earliest": date(2020, 1, 2), "date_latest": date(2020, 1, 3), "date_precision": "range"}),
        ("killed", People(None, None), {"killed_low": None, "killed_high": None}),
        ("killed", People(0, 0), {"killed_low": 0, "killed_high": 0}),
        ("injured", People(2, 5), {"injured_low": 2, "injured_high": 5, "injured_vague": None}),
        ("actors", (("army", "attacker"),), {"actors": ("army",), "attackers": ("army",), "targets": ()}),
        ("place", decided.nowhere("بلدة تل حمرا", "no"), {
            "place_id": None, "place_name": None, "place_name_ar": None, "place_reason": "no", "country": None,
            "admin1": None, "latitude": None, "longitude": None, "radius_km": None, "where_prec": None}),
        ("background", True, {"background": True}),
        ("status", Review("assigned", "two"), {"status": "assigned"}),
        ("status", Review("rejected"), {"status": "rejected"}),
        ("note", "look again", {}),
    ],
)  # fmt: skip
def test_a_decision_is_shown_everywhere_and_undone(
    field: str, value: Any, changes: dict[str, Any], store: Store, told: str
) -> None:
    before = shown(store, told)
    done = store.desk.act([decision(told, field, value)])
    assert (len(done.appended), done.refused) == (1, ())
    assert shown(store, told) == replace(before, **changes)
    assert len(store.desk.undo("one", at(1)).appended) == 1
    assert shown(store, told) == before
    stored = store.incident(told)
    assert stored is not None
    assert [(one.field, one.new) for one in stored.decisions] == [(field, write(field, value)), (field, None)]
    assert standing(stored.decisions).decisions == {}


def test_confirmed_with_a_slot_changed_is_corrected(store: Store, told: str) -> None:
    store.desk.act([decision(told, "killed", People(4, 4)), decision(told, "status", Review("confirmed"))])
    assert shown(store, told).status == "corrected"
    store.desk.act([decision(told, "killed", None, write("killed", People(4, 4)), 1)])
    assert shown(store, told).status == "confirmed"


def test_what_somebody_else_decided_meanwhile_refuses_the_whole_act(store: Store, told: str) -> None:
    theirs = decision(told, "killed", People(4, 4), who="two")
    store.desk.act([theirs])
    mine = [decision(told, "note", "mine", minute=1), decision(told, "killed", People(5, 5), minute=1)]
    done = store.desk.act(mine)
    assert done.appended == ()
    assert [(one.decision, one.present) for one in done.refused] == [(mine[1], theirs)]
    assert "two" in str(done.refused[0])
    assert shown(store, told).killed_low == 4
    done = store.desk.act(mine, whole=False)
    assert [one.field for one in done.appended] == ["note"]
    assert store.desk.act([replace(mine[1], old=theirs.new)]).refused == ()
    assert shown(store, told).killed_low == 5


def test_an_incident_that_is_not_there_is_refused(store: Store, told: str) -> None:
    (refused,) = store.desk.act([decision("INC-NONE", "note", "?")]).refused
    assert refused.unknown
    assert "INC-NONE" in str(refused)


def test_undoing_walks_back_through_a_persons_acts(store: Store, told: str) -> None:
    other = unlocated(article()).id
    rejected, confirmed = Review("rejected"), Review("confirmed")
    store.desk.act([decision(told, "status", confirmed), decision(other, "status", confirmed)])
    store.desk.act([decision(told, "status", rejected, "confirmed", 1)])
    store.desk.act([decision(other, "note", "theirs", minute=2, who="two")])
    assert [one.new for one in store.desk.last_act("one")] == ["rejected"]
    assert [one.new for one in store.desk.last_act()] == ["theirs"]
    store.desk.undo("one", at(3))
    assert [row.status for row in store.rows([told, other])] == ["confirmed", "confirmed"]
    assert len(store.desk.undo("one", at(4)).appended) == 2
    assert [row.status for row in store.rows([told, other])] == [MACHINE, MACHINE]
    assert store.desk.undo("one", at(5)) == store.desk.act([])
    store.desk.act([decision(told, "status", rejected, minute=6)])
    assert [one.new for one in store.desk.last_act("one")] == ["rejected"]


def test_an_act_that_others_built_upon_is_not_undone(store: Store, told: str) -> None:
    store.desk.act([decision(told, "killed", People(4, 4))])
    store.desk.act([decision(told, "killed", People(5, 5), write("killed", People(4, 4)), 1, who="two")])
    done = store.desk.undo("one", at(2))
    assert done.appended == ()
    assert done.refused[0].present is not None
    assert done.refused[0].present.who == "two"
    made = store.incident(told)
    assert made is not None
    assert len(store.desk.take_back(made.decisions[-1:], "three", at(3)).appended) == 1
    assert shown(store, told).killed_low == 4


def test_the_record_as_of_each_step(store: Store, told: str) -> None:
    steps = [
        (decision(told, "killed", People(4, 4), minute=1), (4, MACHINE)),
        (decision(told, "status", Review("confirmed"), minute=2), (4, "corrected")),
        (decision(told, "killed", None, write("killed", People(4, 4)), 3), (3, "confirmed")),
        (decision(told, "status", Review("rejected"), "confirmed", 4), (3, "rejected")),
    ]
    for one, _ in steps:
        store.desk.act([one])
    for minute, (_, expected) in enumerate(steps, 1):
        then = store.desk.as_of(at(minute))
        (row,) = then.rows([told])
        assert (row.killed_low, row.status) == expected
        stored = then.incident(told)
        assert stored is not None
        assert (stored.row, len(stored.decisions)) == (row, minute)
        assert [one for one in then.rows() if one.id == told] == [row]
        columns = next(then.parts())
        assert columns["status"][columns["id"].index(told)] == row.status
    long_ago = store.desk.as_of(datetime(2001, 1, 1, tzinfo=UTC))
    assert (list(long_ago.rows()), list(long_ago.parts()), long_ago.incident(told)) == ([], [], None)


def test_as_of_a_moment_shows_the_extraction_of_then(store: Store, told: str) -> None:
    report, between = article(), datetime.now(UTC)
    store.add(report, (incident(report, killed_low=9, killed_high=9), unlocated(report)), NEWER)
    assert shown(store, told).killed_low == 9
    (row,) = store.desk.as_of(between).rows([told])
    assert (row.killed_low, row.rasd_version) == (3, VERSIONS[0])


def again(store: Store, *found: Any) -> None:
    """Newer rules read the report and find these."""
    store.add(article(), found, NEWER)


def test_after_newer_rules_decisions_follow_the_words_not_the_number(store: Store, told: str) -> None:
    report = article()
    store.desk.act(
        [decision(told, "status", Review("rejected"), minute=BEFORE), decision(told, "note", "seen", minute=BEFORE)]
    )
    body = report.text.index("هجوم")
    first = incident(report, 1, trigger="هجوم", sub_event_type="Attack", sentence=Span(body, body + 10))
    again(store, first, incident(report, 7))
    assert shown(store, first.id).status == MACHINE
    assert shown(store, incident(report, 7).id).status == "rejected"
    assert store.desk.stale() == ()
    stored = store.incident(incident(report, 7).id)
    assert stored is not None
    assert [one.field for one in stored.decisions] == ["status", "note"]
    done = store.desk.act([decision(stored.row.id, "status", None, "rejected", 1)])
    assert done.refused == ()
    assert shown(store, stored.row.id).status == MACHINE


def test_a_confirmation_lapses_when_what_it_vouched_for_changes(store: Store, told: str) -> None:
    confirmed = decision(told, "status", Review("confirmed"), minute=BEFORE)
    store.desk.act([confirmed])
    report = article()
    again(store, incident(report, killed_low=9, killed_high=9), unlocated(report))
    assert shown(store, told).status == MACHINE
    (stale,) = store.desk.stale()
    assert (stale.then, stale.now, stale.fields, stale.lapsed) == (told, told, ("status",), ("status",))
    assert stale.decisions == (confirmed,)
    # To confirm once more changes nothing but the ground.
    assert len(store.desk.act([replace(confirmed, old="confirmed", at=at(1))]).appended) == 1
    assert shown(store, told).status == "confirmed"
    assert store.desk.stale() == ()


def test_a_decided_slot_holds_when_the_machine_changes_its_mind_and_is_told_as_stale(store: Store, told: str) -> None:
    store.desk.act(
        [
            decision(told, "killed", People(4, 4), minute=BEFORE),
            decision(told, "status", Review("confirmed"), minute=BEFORE),
        ]
    )
    report = article()
    again(store, incident(report, killed_low=9, killed_high=9), unlocated(report))
    row = shown(store, told)
    assert (row.killed_low, row.status) == (4, "corrected")
    (stale,) = store.desk.stale()
    assert (stale.fields, stale.lapsed) == (("killed",), ())


def test_decisions_about_an_incident_that_newer_rules_do_not_find_are_kept_and_told(store: Store, told: str) -> None:
    made = decision(told, "status", Review("confirmed"), minute=BEFORE)
    store.desk.act([made])
    again(store)
    (stale,) = store.desk.stale()
    assert (stale.then, stale.now, stale.article_id, stale.decisions) == (told, None, "r1", (made,))
    store.add(article(), (incident(article()), unlocated(article())), VERSIONS)
    assert shown(store, told).status == "confirmed"
    again(store)
    store.desk.act([replace(made, old="confirmed", new=None, at=at(2))])
    assert store.desk.stale() == ()


def test_over_a_folded_row_the_later_decision_of_any_member_counts(store: Store, told: str) -> None:
    report = article(2)
    store.add(report, (incident(report),), VERSIONS)
    other = incident(report).id
    store.desk.act([decision(told, "killed", People(4, 4), minute=1), decision(told, "note", "x", minute=1)])
    store.desk.act([decision(other, "killed", People(6, 6), minute=2), decision(other, "place", PLACE, minute=2)])
    members = list(store.rows([told, other]))
    laid = Laid({id: made.decisions for id in (told, other) if (made := store.incident(id))})
    folded = replace(members[0], killed_low=4, killed_high=6)
    assert laid.folded(folded, members).killed_low == 6
    assert laid.folded(folded, members).latitude == 36.1
    elsewhere = [members[0], replace(members[1], place_text="other words")]
    assert laid.folded(folded, elsewhere).latitude == members[0].latitude
    store.desk.undo("one", at(3))
    laid = Laid({id: made.decisions for id in (told, other) if (made := store.incident(id))})
    assert laid.folded(folded, members).killed_low == 4


ACTS = st.lists(
    st.tuples(
        st.sampled_from([(field, value) for field in (*SLOTS, "status", "note") for value in [None, *VALUES[field]]]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_replaying_the_decisions_gives_what_is_shown(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[tuple[str, Any], bool]]
) -> None:
    """However decisions and undoing follow each other, those kept, laid anew over the machine's row, give the row shown
    now and, up to each of them, the row as of its time."""
    with Store.open(f"sqlite:///{tmp_path_factory.mktemp('replay') / 'rasd.db'}") as store:
        report = article()
        store.add(report, (incident(report),), VERSIONS)
        (machine,) = store.rows()
        values: dict[str, str | None] = {}
        for minute, ((field, value), undo) in enumerate(acts):
            made = decision(machine.id, field, value, values.get(field), minute)
            done = store.desk.undo("one", at(minute)) if undo else store.desk.act([made])
            values |= {one.field: one.new for one in done.appended}
            assert done.refused == ()
        stored = store.incident(machine.id)
        assert stored is not None
        assert stored.row == Laid({machine.id: stored.decisions}).row(machine)
        assert {field: text for field, text in values.items() if text is not None} == {
            field: one.new for field, one in standing(stored.decisions).decisions.items()
        }
        for number, one in enumerate(stored.decisions, 1):
            (then,) = store.desk.as_of(one.at).rows([machine.id])
            assert then == Laid({machine.id: stored.decisions[:number]}).row(machine)
