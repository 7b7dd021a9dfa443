"""A snapshot with incidents changed answers as one made anew; the order in which incidents wait for a person."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


DAYS = st.one_of(st.none(), st.dates(date(2019, 2, 26), date(2019, 3, 4)))
TOLD = st.fixed_dictionaries(
    {
        "date_latest": DAYS,
        "title": st.sampled_from(["هجوم في القامشلي", "هدوء", "قصف على الرقة"]),
        "status": st.sampled_from(["machine", "rejected", "confirmed"]),
        "place_name": st.sampled_from(["Raqqa", "Qamishli", "Nowhere"]),
    }
)
NUMBERS = st.integers(1, 9)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(NUMBERS, TOLD, max_size=9),
    st.lists(st.tuples(st.dictionaries(NUMBERS, TOLD, max_size=4), st.sets(NUMBERS, max_size=3)), max_size=4),
)
def test_incidents_come_change_and_go_as_if_all_were_read_anew(
    begun: dict[int, dict[str, object]], acts: list[tuple[dict[int, dict[str, object]], set[int]]]
) -> None:
    def told(rows: dict[int, dict[str, object]]) -> dict[str, list[object]]:
        return columns(*({"id": f"INC-{number}"} | row for number, row in rows.items()))

    there = dict(begun)
    now = Snapshot.of(told(there))
    for come, gone in acts:
        left = gone - come.keys()
        there = {number: row for number, row in there.items() if number not in left} | come
        after = patched(now, told(come), [f"INC-{number}" for number in left])
        now = after if after is not None else Snapshot.of(told(there))
        whole = Snapshot.of(told(there))
        assert answers(now) == answers(whole)
        assert now.lazy().collect().equals(whole.frame)


def test_many_are_made_anew() -> None:
    many = ({},) * (MOST + 1)
    assert patched(snapshot(*many), columns(*many)) is None
    assert patched(snapshot(*many), columns()) is None


def test_after_many_patches_all_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasd.view.patch.MOST_PATCHED", 3)
    once = patched(snapshot(*ROWS), columns(*ROWS[:2]))
    assert once is not None
    assert patched(once, columns(*ROWS[:2])) is None
    assert patched(once, columns(ROWS[0])) is not None


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
