"""The review page over a small store: the queue, each act, what is refused, roles, many at once, doubts, stale."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rasd.extract import pipeline
from rasd.lexicon.labels import labels
from rasd.model import Decision, IncidentRow
from rasd.record.articles import build
from rasd.record.merge import Reason, Weighed
from rasd.record.review import People, Review
from rasd.record.review.fields import write
from rasd.record.store import Store
from rasd.ui import people
from rasd.ui.escape import markdown
from rasd.ui.roles import Person
from tests import ui_store
from tests.record_cases import NEWER, VERSIONS, article, incident, unlocated

ROOT = Path(__file__).parents[1]
TIMEOUT = 60
WORDS = labels("en")
CLASH, STRIKE, UNPLACED = "INC-ARMED-CLASH", "INC-AIR-DRONE-STRIKE", "INC-ATTACK"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{tmp_path / 'rasd.db'}")
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))
    with Store.open() as opened:
        ui_store.fill(opened)
        yield opened


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Has somebody else at the dashboard."""

    def change(name: str, role: str) -> None:
        monkeypatch.setattr(people, "person", lambda: Person(name, "", role))

    return change


def reviewing(id: str = "", **params: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT)
    for name, value in ({"lang": "en"} | ({"id": id} if id else {}) | params).items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/review.py").run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    return {str(one.key) for one in app.button}


def current(app: AppTest) -> str | None:
    found = app.query_params.get("id")
    return found[0] if isinstance(found, list) else found


def row(store: Store, id: str) -> IncidentRow:
    (found,) = store.rows([id])
    return found


def theirs(of: str, field: str, value: object, who: str = "salma") -> Decision:
    return Decision(of, field, None, write(field, value), who, datetime.now(UTC))


def test_the_queue_begins_with_the_weightiest_and_goes_on_by_itself(store: Store) -> None:
    app = reviewing()
    assert current(app) == UNPLACED
    press(app, "review_confirm")
    assert row(store, UNPLACED).status == "confirmed"
    assert current(app) not in (UNPLACED, None)
    assert [one.value for one in app.success] == [markdown(WORDS("review.kept", incidents="1 incident"))]
    seen = {UNPLACED}
    while current(app) and "review_confirm" in keys(app):
        seen.add(str(current(app)))
        press(app, "review_confirm")
    assert {one.status for one in store.rows()} == {"confirmed"}
    assert len(seen) == store.columns()["id"].__len__()
    assert WORDS("review.empty") in [one.value for one in app.info]


def test_every_slot_is_changed_in_the_form_and_the_incident_is_corrected(store: Store) -> None:
    app = press(reviewing(CLASH), "review_edit")

    def form(name: str) -> str:
        return f"form_{name}_{CLASH}"

    app.selectbox(key=form("event")).set_value("Attack")
    app.date_input(key=form("first")).set_value(date(2019, 3, 1))
    app.selectbox(key=form("precision_of_date")).set_value("range")
    app.number_input(key=form("killed_low")).set_value(2)
    app.number_input(key=form("killed_high")).set_value(3)
    app.number_input(key=form("injured_high")).set_value(0)
    app.multiselect(key=form("attackers")).set_value(["islamic-state"])
    app.multiselect(key=form("targets")).set_value(["civilians"])
    app.checkbox(key=form("background")).set_value(True)
    app.text_area(key=form("note")).set_value("seen on a picture")
    app.text_input(key="review_why").set_value("two outlets agree")
    press(app.run(), "review_nowhere")
    press(app, "review_save")
    found = row(store, CLASH)
    assert (found.status, found.sub_event_type, found.event_type) == (
        "corrected",
        "Attack",
        "Violence against civilians",
    )
    assert (found.date_earliest, found.date_latest, found.date_precision) == (
        date(2019, 3, 1),
        date(2019, 3, 2),
        "range",
    )
    assert (found.killed_low, found.killed_high, found.injured_low, found.injured_high) == (2, 3, None, 0)
    assert (found.attackers, found.targets) == (("islamic-state",), ("civilians",))
    assert (found.background, found.latitude, found.place_name) == (True, None, None)
    stored = store.incident(CLASH)
    assert stored is not None
    assert {one.why for one in stored.decisions} == {"two outlets agree"}
    assert len({one.at for one in stored.decisions}) == 1
    press(reviewing(CLASH), "review_undo")
    assert row(store, CLASH).status == "machine"
    assert row(store, CLASH).killed_low == 0


def test_a_place_is_chosen_by_its_name_with_its_precision(store: Store) -> None:
    app = press(reviewing(UNPLACED), "review_edit")
    app.text_input(key=f"review_search_{UNPLACED}").set_value("الموصل").run()
    press(app, "review_pick_1")
    app.selectbox(key=f"review_precision_{UNPLACED}").set_value(2).run()
    press(app, "review_save_only")
    found = row(store, UNPLACED)
    assert (found.country, found.where_prec, found.status) == ("IQ", 2, "machine")
    assert abs(float(found.latitude or 0) - 36.34) < 0.2
    assert current(app) == UNPLACED
    app = press(press(app, "review_edit"), "review_place_machine")
    press(app, "review_save_only")
    assert row(store, UNPLACED).latitude is None


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("killed_low", 9, "review.wrong_toll"), ("first", date(2019, 4, 1), "review.wrong_days"),
     ("first", None, "review.one_day")],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_kept(field: str, value: object, told: str, store: Store) -> None:
    app = press(reviewing(CLASH), "review_edit")
    kind = app.number_input if field == "killed_low" else app.date_input
    kind(key=f"form_{field}_{CLASH}").set_value(value)
    press(app.run(), "review_save")
    assert WORDS(told).rstrip(".") in app.error[0].value
    assert store.desk.last_act() == ()


def test_what_somebody_decided_meanwhile_is_told_and_kept(store: Store) -> None:
    app = press(reviewing(CLASH), "review_edit")
    store.desk.act([theirs(CLASH, "killed", People(7, 8))])
    app.number_input(key=f"form_killed_high_{CLASH}").set_value(5)
    press(app.run(), "review_save")
    assert "salma" in app.error[0].value
    assert row(store, CLASH).killed_high == 8
    # Told so, the reader may decide all the same.
    press(app, "review_save")
    assert row(store, CLASH).killed_high == 5
    app = reviewing(STRIKE)
    store.desk.act([theirs(STRIKE, "status", Review("rejected"))])
    press(app, "review_confirm")
    assert "salma" in app.error[0].value
    assert row(store, STRIKE).status == "rejected"


def test_an_incident_is_assigned_to_the_reader_and_found_among_their_own(store: Store) -> None:
    app = press(reviewing(STRIKE), "review_assign")
    stored = store.incident(STRIKE)
    assert stored is not None
    assert stored.row.status == "assigned"
    assert stored.decisions[-1].new == "assigned:local"
    app.toggle(key="review_mine_shown").set_value(True).run()
    assert app.button(key="review_next").disabled
    assert current(app) == STRIKE


def test_confirming_all_asks_the_count_back_and_is_undone_in_one(store: Store) -> None:
    app = reviewing(type="battles")
    assert app.button(key="bulk_do").disabled
    app.text_input(key="bulk_count").set_value("4").run()
    assert app.button(key="bulk_do").disabled
    app.text_input(key="bulk_count").set_value("1").run()
    press(app, "bulk_do")
    assert {one.id for one in store.rows() if one.status == "confirmed"} == {CLASH}
    app = reviewing()
    app.text_input(key="bulk_count").set_value("3").run()
    press(app, "bulk_do")
    assert {one.status for one in store.rows()} == {"confirmed"}
    press(reviewing(), "review_undo")
    assert {one.id for one in store.rows() if one.status == "confirmed"} == {CLASH}


def test_a_reader_looks_an_analyst_decides_an_editor_does_many(
    store: Store, become: Callable[[str, str], None]
) -> None:
    become("rami", "reader")
    acts = {"review_confirm", "review_reject", "review_edit", "review_undo", "bulk_do"}
    assert not acts & keys(reviewing(CLASH))
    become("salma", "analyst")
    app = reviewing(CLASH)
    assert acts & keys(app) == acts - {"bulk_do"}
    press(app, "review_reject")
    assert row(store, CLASH).status == "rejected"
    # What was an analyst's when the page was drawn is no reader's when it is clicked.
    app = reviewing(STRIKE)
    become("rami", "reader")
    press(app, "review_confirm")
    assert row(store, STRIKE).status == "machine"
    become("zaid", "analyst")
    assert "take_back_0" not in keys(reviewing(CLASH))
    become("huda", "editor")
    press(reviewing(CLASH), "take_back_0")
    assert row(store, CLASH).status == "machine"


def test_after_newer_rules_the_queue_tells_what_changed_and_nothing_is_lost(store: Store) -> None:
    report = article()
    store.add(report, (incident(report), unlocated(report)), VERSIONS)
    kept, lost = incident(report).id, unlocated(report).id
    before = datetime.now(UTC) - timedelta(hours=1)
    done = store.desk.act([
        replace(theirs(kept, "status", Review("confirmed")), at=before),
        replace(theirs(lost, "note", "look again"), at=before),
    ])  # fmt: skip
    assert done.refused == ()
    store.add(report, (incident(report, killed_low=8, killed_high=8),), NEWER)
    app = reviewing()
    assert current(app) == kept
    assert WORDS("review.stale_title") in app.warning[0].value
    assert any("look again" in one.value for one in app.markdown)
    press(app, "review_confirm")
    assert row(store, kept).status == "confirmed"
    assert store.desk.stale()[0].then == lost
    press(reviewing(), "gone_0")
    assert store.desk.stale() == ()


def bombs(store: Store) -> None:
    """Two reports of one incident."""
    lines = (ROOT / "tests" / "browser" / "merging.jsonl").read_text("utf-8").splitlines()[:2]
    for number, line in enumerate(lines, 1):
        report = build("merging.jsonl", number, json.loads(line))
        store.add(report, pipeline.load().extract(report), pipeline.versions())
    store.merge()


def test_a_report_is_taken_out_of_an_incident_and_put_back(store: Store) -> None:
    bombs(store)
    (group,) = store.groups()
    app = press(reviewing(group.lead), "review_split_1")
    assert store.groups() == ()
    press(app, "review_undo")
    assert [one.members for one in store.groups()] == [group.members]
    press(reviewing(group.lead), "review_accept")
    assert [one.members for one in store.groups()] == [group.members]


def test_a_pair_in_doubt_stands_side_by_side_and_is_settled(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    bombs(store)
    (group,) = store.groups()
    first, second = group.members
    store.desk.act([theirs(first, "apart", (second,))])
    doubt = Weighed(first, second, 6.0, (Reason("day_same", 2.0), Reason("words_little", 1.0)))
    monkeypatch.setattr(Store, "doubts", lambda _: (doubt,))
    app = reviewing(second)
    shown = "\n".join(str(getattr(one.proto, "body", "")) for one in app.main)
    assert shown.count('class="rasd-card"') == 2
    assert WORDS("merge.day_same") in shown
    press(app, "review_two")
    assert store.groups() == ()
    press(reviewing(second), "review_same")
    assert [one.members for one in store.groups()] == [group.members]
