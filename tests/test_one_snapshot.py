"""The snapshot that all readers share: one at a time, and the command line exports from the same."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from rasd import cli
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
