"""The address and the session: a browser that lags behind undoes nothing, the back button does."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rasd.lexicon.labels import labels
from rasd.record.store import Store
from tests.test_app import address, opened, selected, store, url

__all__ = ["store", "url"]

ACTOR = "islamic-state"


def behind(app: AppTest) -> None:
    """Puts the address back to what it was before anything was chosen."""
    app.query_params.clear()
    app.query_params["lang"] = "en"


@pytest.fixture
def narrowed() -> AppTest:
    app = opened(lang="en")
    app.sidebar.multiselect(key="filter_actors").select(ACTOR).run()
    assert address(app) == {"lang": "en", "v": "1", "actor": ACTOR}
    return app


def test_what_the_reader_does_counts_though_the_browser_tells_an_older_address(narrowed: AppTest) -> None:
    behind(narrowed)
    narrowed.sidebar.multiselect(key="filter_event_types").select("Battles").run()
    assert address(narrowed) == {"lang": "en", "v": "1", "actor": ACTOR, "type": "battles"}


def test_an_older_address_alone_is_the_back_button(narrowed: AppTest, store: Store) -> None:
    behind(narrowed)
    narrowed.run()
    assert address(narrowed) == {"lang": "en"}
    assert selected(narrowed) == len(store.columns()["id"])


def test_the_back_button_works_after_a_browser_that_lagged(narrowed: AppTest, store: Store) -> None:
    behind(narrowed)
    narrowed.sidebar.multiselect(key="filter_event_types").select("Battles").run()
    behind(narrowed)
    narrowed.run()
    assert selected(narrowed) == len(store.columns()["id"])


# What an address may hold that is no choice of a reader, and the parameters that are then left.
HOSTILE = [
    {"lang": "<script>alert(1)</script>"},
    {"from": "2019-02-30", "to": "' OR 1=1 --"},
    {"from": "2024-05-02", "to": "2024-05-01"},
    {"from": "٢٠٢٤-٠١-٠١"},
    {"type": "-", "sub": "-,-,--"},
    {"type": "battles,-battles"},
    {"type": "<img src=x onerror=alert(1)>", "actor": "${alert(1)}`", "outlet": "\x00\x1f"},
    {"actor": "a" * 10_000},
    {"actor": ",".join(f"actor-{n}" for n in range(5_000))},
    {"q": "ب" * 5_000},
    {"conf": "nan"},
    {"conf": "1e999"},
    {"conf": "-1"},
    {"box": "nan,nan,nan,nan"},
    {"box": "1,2,3"},
    {"box": "0,91,1,95"},
    {"ring": "0,0;1,1"},
    {"ring": ";".join("1,1" for _ in range(10_000))},
    {"at": "nan,nan,nan"},
    {"at": "1,2"},
    {"at": "91,0,4"},
    {"at": "0,0,1e9"},
    {"id": "../../etc/passwd"},
    {"id": "INC-1' OR '1'='1"},
    {"layer": "__import__('os')"},
    {"by": "../x"},
    {"num": "roman"},
    {"months": "../../x"},
    {"v": "999"},
    {"inview": "maybe"},
]


@pytest.mark.parametrize("given", HOSTILE, ids=lambda given: ",".join(f"{k}={v[:12]!r}" for k, v in given.items()))
def test_a_hostile_address_is_told_in_words_and_never_an_exception(given: dict[str, str]) -> None:
    app = opened(**given)
    assert not app.exception
    assert not app.error
    (told,) = [one.value for one in app.warning]
    assert told.startswith(labels("ar")("filter.not_understood").split("{")[0])
    assert len(told) < 600
    kept = address(app)
    assert all(param not in kept or param in {"lang", "v", "from", "type", "actor"} for param in given)
    assert not app.run().warning


@pytest.mark.parametrize("param", ["q", "from", "actor", "nonsense", "__proto__", "v"])
def test_a_parameter_given_empty_or_unknown_asks_for_nothing(param: str) -> None:
    app = opened(**{param: "1" if param == "nonsense" else ""})
    assert not app.exception
    assert not app.warning


def test_the_whole_state_comes_back_from_its_address() -> None:
    wanted = {
        "lang": "en", "v": "1", "from": "2019-01-01", "to": "2026-12-31", "actor": "-islamic-state",
        "type": "battles,-riots", "located": "unlocated", "conf": "0.25", "q": "داعش", "box": "30,20,60,40",
        "at": "33.5,44.4,6", "num": "arabic", "months": "maghrebi",
    }  # fmt: skip
    app = opened(**wanted)
    assert not app.warning
    assert address(app) | {"at": "33.5,44.4,6"} == wanted
    app.switch_page("pages/export.py").run()
    app.switch_page("pages/incidents.py").run()
    assert address(app) | {"at": "33.5,44.4,6"} == wanted


def test_what_the_map_shows_is_a_rectangle_once_it_is_in_an_address() -> None:
    app = opened("incidents", lang="en", inview="1", at="33.5,44.4,6")
    kept = address(app)
    assert "inview" not in kept
    west, south, east, north = map(float, kept["box"].split(","))
    assert west < 44.4 < east
    assert south < 33.5 < north
