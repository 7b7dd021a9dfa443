"""What keeps the map quick must not change what it tells: sums made together, a view remembered, memory set aside."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from time import monotonic

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from rasd.ui import server
from rasd.view.aggregate import Bounds, map_view
from rasd.view.filters import Selection, ask
from rasd.view.places import summed
from tests.view_rows import snapshot

TOLLS: tuple[tuple[int | None, int | None], ...] = ((2, 3), (None, None), (0, 0), (5, None), (None, 7))


@pytest.mark.parametrize("copies", [1, 40])
def test_tolls_are_summed_alike_one_by_one_and_together(copies: int) -> None:
    tolls = TOLLS * copies
    asked = ask(snapshot(*[{"killed_low": low, "killed_high": high} for low, high in tolls]), Selection())
    told = {row["id"]: row for row in asked.lazy().collect().to_dicts()}
    groups = np.arange(len(tolls)) % len(TOLLS)
    low, high = summed(asked, groups, len(TOLLS) + 1)
    rows = [told[id] for id in asked.snapshot.ids.to_list()]
    for name, found in (("killed_low", low), ("killed_high", high)):
        for group in range(len(TOLLS) + 1):
            known = [row[name] for row, at in zip(rows, groups, strict=True) if at == group and row[name] is not None]
            assert found[group] == (sum(known) if known else None)


def test_a_view_asked_for_again_is_the_same_and_another_is_another() -> None:
    near, far = Bounds(35.0, 32.0, 43.0, 38.0), Bounds(-20.0, 0.0, -10.0, 5.0)
    asked = ask(snapshot({}, {}), Selection())
    found = map_view(asked, near, 6)
    assert map_view(asked, near, 6) is found
    assert (found.shown, map_view(asked, far, 6).shown) == (2, 0)
    assert map_view(asked, near, 6) == found
    assert map_view(asked, near, 6, areas=True) is not map_view(asked, near, 6)


class Loop:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def thawed() -> Iterator[None]:
    """Nothing is set aside, before and after."""
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("when", ["many objects", "later"])
def test_what_is_set_aside_is_collected_once_it_is_garbage(
    when: str, thawed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop: Loop | None = Loop()
    gone = weakref.ref(loop)
    monkeypatch.setattr(server, "_FEW_OBJECTS", -1)
    monkeypatch.setattr(server, "_settled_at", [monotonic()])
    gc.collect()
    server.settle()
    assert gc.get_freeze_count() > 0
    loop = None
    gc.collect()
    assert gone() is not None
    if when == "later":
        monkeypatch.setattr(server, "_FEW_OBJECTS", 10**9)
        server.settle()
        assert gone() is not None
        monkeypatch.setattr(server, "_settled_at", [monotonic() - 601])
    gc.collect()
    server.settle()
    assert gone() is None


def test_few_objects_are_left_where_they_are(thawed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_FEW_OBJECTS", 10**9)
    monkeypatch.setattr(server, "_settled_at", [monotonic()])
    server.settle()
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("component/map/static/js/main.521860b0.js", 200, True),
        ("component/map/static/js/main.521860b0.js", 404, False),
        ("component/map/static/js/main.js", 200, False),
        ("component/map/index.html", 200, False),
        ("media/main.521860b0.js", 200, False),
    ],
)
def test_only_what_is_named_by_its_content_is_kept_for_good(path: str, status: int, kept: bool) -> None:
    def answer(request: Request) -> Response:
        return Response("x", status, {"Cache-Control": "no-cache"})

    app = Starlette(routes=[Route("/{path:path}", answer)], middleware=[Middleware(server.Keeping)])
    told = TestClient(app).get(f"/{path}").headers["Cache-Control"]
    assert ("immutable" in told) is kept
    assert kept or told == "no-cache"
