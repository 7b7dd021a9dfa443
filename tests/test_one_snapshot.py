"""The snapshot that all readers share: one at a time, and the command line exports from the same."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st

from rasd import cli
from rasd.model import Article, Decision
from rasd.record.store import Store
from rasd.ui import data, exports
from rasd.view.export import FORMATS
from rasd.view.filters import Selection
from rasd.view.snapshot import Snapshot
from tests.ui_store import SHUHAYL, _add, fill


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of its own with a few reports."""
    address = f"sqlite:///{tmp_path / 'rasd.db'}"
    monkeypatch.setenv("RASD_DATABASE_URL", address)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    st.cache_resource.clear()
    with Store.open(address) as opened:
        fill(opened)
        yield opened
    st.cache_resource.clear()


def held(count: int) -> list[Snapshot]:
    """The snapshots of so many incidents that somebody still holds."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Snapshot) and one.total == count]


def test_a_change_lets_the_snapshot_before_go(store: Store) -> None:
    before = data.snapshot().total
    for country in ("SY", "IQ"):
        data.asked(Selection(countries=(country,)))
        data.options(Selection(countries=(country,)))
    assert len(held(before)) == 1
    _add(store, "اشتباك على أطراف البلدة", SHUHAYL, "Armed clash", date(2019, 4, 1))
    assert data.snapshot().total == before + 1
    assert data.asked(Selection(countries=("SY",))).snapshot is data.snapshot()
    assert held(before) == []
    assert len(held(before + 1)) == 1


def test_without_a_change_what_was_asked_stays() -> None:
    asked = data.asked(Selection(countries=("SY",)))
    data.snapshot()
    assert data.asked(Selection(countries=("SY",))) is asked


DAY = date(2021, 5, 4)
REPORTS = (
    Article("n-1", "تفجير بالموصل", "قُتل خمسة مدنيين بتفجير سيارة مفخخة في مدينة الموصل أمس.", "وكالة أولى", "", DAY),
    Article("n-2", "تفجير في الموصل", "قُتل ستة مدنيين بتفجير سيارة مفخخة في مدينة الموصل أمس.", "وكالة ثانية", "", DAY),
    Article("n-3", "اغتيال شرطي", "قُتل شرطي برصاص مسلحين في مدينة درعا أول من أمس.", "وكالة ثالثة", "", DAY),
)


def test_what_readers_take_in_and_merge_is_there_without_all_being_read_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, before = Snapshot.gather, data.snapshot().total
    # One of them is there already, as older rules read it.
    store.add(REPORTS[2], data.pipeline().extract(REPORTS[1]), ("0.0", "older"))
    store.merge()
    assert data.snapshot().total == before + 1

    def read_anew(*_: object) -> Snapshot:
        pytest.fail("all incidents were read anew")

    monkeypatch.setattr(Snapshot, "gather", read_anew)
    done: list[int] = []
    added, ids = data.take_in(REPORTS, done.append)
    assert (added, len(ids), done) == (3, 3, [1, 2, 3])
    now = data.snapshot()
    # Two tell of one incident.
    assert now.total == before + 2
    assert now.frame.equals(whole(store.parts()).frame)
    assert data.take_in(REPORTS, done.append) == (0, ())
    assert data.snapshot() is now
    one, other = (
        found.incident.id for article in REPORTS[:2] if (kept := store.stored(article)) for found in kept.incidents
    )
    apart = Decision(one, "apart", None, json.dumps({"from": other}), "lina", datetime(2024, 4, 1, 12, tzinfo=UTC))
    assert data.decide([apart]).appended
    assert data.snapshot().total == before + 3
    assert data.snapshot().frame.equals(whole(store.parts()).frame)


@pytest.mark.parametrize("format", list(FORMATS))
@pytest.mark.parametrize("reviewed", [False, True])
def test_the_command_line_writes_the_bytes_of_the_page(format: str, reviewed: bool, tmp_path: Path) -> None:
    made = exports.prepare(
        format, data.snapshot(), Selection(countries=("SY",)), reviewed_only=reviewed, generated="",
        progress=lambda done, total: None,
    )  # fmt: skip
    out = tmp_path / f"same{FORMATS[format].suffix}"
    options = ["--country", "SY", *(["--reviewed"] if reviewed else [])]
    assert cli.main(["export", "--format", format, *options, "-o", str(out)]) == 0
    assert out.read_bytes() == made.path.read_bytes()
