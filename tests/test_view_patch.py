"""A snapshot with incidents changed answers as one made anew; the order in which incidents wait for a person."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from rasd.view.facets import facets
from rasd.view.filters import Selection, ask, hidden
from rasd.view.patch import MOST, patched
from rasd.view.queue import Waiting, order
from rasd.view.snapshot import Snapshot
from tests.view_rows import UNLOCATED, columns, snapshot

ROWS: tuple[dict[str, object], ...] = (
    {"date_latest": date(2019, 3, 9)},
    {"actors": (), "attackers": (), "targets": (), "killed_low": None, "killed_high": None},
    {"date_latest": date(2019, 3, 1), **UNLOCATED},
    {"status": "confirmed", "place_name_ar": "الرقة", "place_name": "Raqqa", "place_id": "GN2", "latitude": 35.9},
)
CHANGES: tuple[dict[str, object], ...] = (
    {"status": "rejected"},
    {"killed_low": 0, "killed_high": 0, "killed_vague": None},
    {"sub_event_type": "Attack", "event_type": "Violence against civilians", "background": True},
    {"actors": ("turkish-army",), "attackers": ("turkish-army",), "targets": ()},
    {"place_id": "PT", "place_name": "Qamishli", "place_name_ar": "القامشلي", "latitude": 37.05, "longitude": 41.2},
    {"place_id": "GN2", "place_name": "Raqqa", "place_name_ar": "الرقة", "latitude": 35.9},
    {"date_earliest": date(2019, 2, 1)},
    {**UNLOCATED, "place_reason": "decided by a person"},
)
ASKED = (
    Selection(), Selection(text="القامشلي"), Selection(text="الشحيل"), Selection(text="الرقه"),
    Selection(statuses=("confirmed",)), Selection(rejected=True), Selection(located=("unlocated",)),
    Selection(actors=("turkish-army",)), Selection(date_to=date(2019, 2, 20)),
)  # fmt: skip


def answers(of: Snapshot) -> list[object]:
    found: list[object] = [of.frame.rows(named=True)]
    for selection in ASKED:
        asked = ask(of, selection)
        found += [asked.page(0, 9)["id"].to_list(), hidden(asked), facets(asked)]
    return found


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("at", range(len(ROWS)))
def test_a_patched_snapshot_answers_as_one_made_anew(change: dict[str, object], at: int) -> None:
    before, changed = columns(*ROWS), columns(*ROWS[:at], ROWS[at] | change, *ROWS[at + 1 :])
    only = {name: [values[at]] for name, values in changed.items()}
    now = patched(Snapshot.of(before), only)
    assert now is not None
    assert answers(now) == answers(Snapshot.of(changed))
    back = patched(now, {name: [values[at]] for name, values in before.items()})
    assert back is not None
    assert answers(back) == answers(Snapshot.of(before))


def test_several_at_once() -> None:
    changed = columns(*(row | {"status": "confirmed", "trigger": f"كلمة {at}"} for at, row in enumerate(ROWS)))
    now = patched(Snapshot.of(columns(*ROWS)), changed)
    assert now is not None
    assert answers(now) == answers(Snapshot.of(changed))


@pytest.mark.parametrize("change", [{"date_latest": date(2019, 4, 1)}, {"title": "x"}, {"id": "INC-ELSE"}])
def test_what_all_are_ordered_by_is_made_anew(change: dict[str, object]) -> None:
    assert patched(snapshot(*ROWS), columns(ROWS[0] | change)) is None


def test_many_are_made_anew() -> None:
    many = ({},) * (MOST + 1)
    assert patched(snapshot(*many), columns(*many)) is None
    assert patched(snapshot(*many), columns()) is None


def test_the_unsure_and_grave_come_first_and_the_settled_not_at_all() -> None:
    sure = {"killed_low": None, "killed_high": None, "confidence": 0.9}
    of = snapshot(
        sure,
        sure | {"confidence": 0.5},
        sure | {"confidence": 0.5, "killed_low": 30, "killed_high": 40},
        sure | UNLOCATED,
        sure | {"status": "confirmed", "confidence": 0.1},
        sure | {"status": "assigned"},
        sure | {"confidence": 0.5, "injured_low": 30},
    )
    ids = [f"INC-{number:012X}" for number in range(1, 8)]

    def ordered(selection: Selection | None = None, waiting: Waiting | None = None) -> list[str]:
        asked = ask(of, selection or Selection())
        rows = order(asked, waiting or Waiting())
        return [f"{ids.index(id) + 1}" for id in of.ids.gather(pl.Series(rows.astype("uint32")))]

    assert ordered() == ["3", "7", "4", "2", "1", "6"]
    assert ordered(Selection(statuses=("assigned",))) == ["6"]
    assert ordered(Selection(confidence_min=0.8), Waiting(doubts={ids[5]: 0.5})) == ["6", "4", "1"]
    assert ordered(waiting=Waiting(frozenset({ids[4]}), {ids[0]: 0.9}))[:4] == ["5", "3", "7", "1"]


def test_the_rejected_are_left_out_unless_asked_for_and_counted() -> None:
    of = snapshot({}, {"status": "rejected"}, {"status": "rejected", "country": "IQ"}, {"status": "confirmed"})

    def count(**asked: object) -> tuple[int, int]:
        found = ask(of, Selection(**asked))  # type: ignore[arg-type]
        return found.count, hidden(found)

    assert count() == (2, 2)
    assert count(countries=("IQ",)) == (0, 1)
    assert count(rejected=True) == (4, 0)
    assert count(statuses=("rejected",)) == (2, 0)
    assert count(statuses=("confirmed",)) == (1, 0)
    assert count(not_statuses=("confirmed",)) == (1, 2)
    options = {one.value: one.count for one in facets(ask(of, Selection()))["statuses"]}
    assert options == {"machine": 1, "rejected": 2, "confirmed": 1}
