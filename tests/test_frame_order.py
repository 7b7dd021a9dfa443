"""What stands around a page comes behind it, so that nobody waits for the filters to see the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rasd.errors import StoreError
from rasd.record.store import Store
from rasd.ui import data, sidebar
from rasd.view import aggregate
from tests.test_app import opened
from tests.ui_store import fill


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of their own."""
    address = f"sqlite:///{tmp_path / 'rasd.db'}"
    monkeypatch.setenv("RASD_DATABASE_URL", address)
    with Store.open(address) as store:
        fill(store)


def test_the_map_is_worked_out_before_the_filters_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            asked.append(name)
            return real(*args, **options)

        return call

    monkeypatch.setattr(aggregate, "map_view", noted("map", aggregate.map_view))
    monkeypatch.setattr(data, "options", noted("filters", data.options))
    assert not opened(lang="en").exception
    assert asked.index("map") < asked.index("filters")


def test_filters_that_cannot_be_drawn_leave_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise StoreError("the store is away")

    monkeypatch.setattr(sidebar, "show", broken)
    app = opened(lang="en")
    assert not app.exception
    assert "the store is away" in app.sidebar.error[0].value.replace("\\", "")
    assert app.button(key="fit")
