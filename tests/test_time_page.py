"""The line of time on the map's page: what an address has it show, and what the page offers then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rasd.lexicon.labels import labels
from rasd.record.store import Store
from tests.ui_store import fill

ROOT = Path(__file__).parents[1]
EN = labels("en")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('store') / 'rasd.db'}"
    with Store.open(address) as store:
        fill(store)
    return address


@pytest.fixture(autouse=True)
def store(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(**params: str) -> AppTest:
    """The map's page at an address."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def line(app: AppTest) -> dict[str, Any]:
    """What the line of time was given to draw."""
    (found,) = (one.proto for one in app.main if one.type == "bidi_component")
    given: dict[str, Any] = json.loads(found.json)
    return given


def test_the_bars_stand_under_the_map_with_what_has_no_date_told() -> None:
    found = line(opened(lang="en"))
    assert [(bar[0], sum(bar[3:])) for bar in found["bars"]] == [
        ("2019-03-01", 1),
        ("2019-03-02", 1),
        ("2019-03-03", 1),
    ]
    assert found["notes"] == [EN("time.undated", incidents=EN.count("incident_count", 1))]
    assert (found["brush"], found["play"]) == (None, None)
    assert [unit["value"] for unit in found["units"]] == ["day"]


def test_the_days_of_an_address_are_the_brush() -> None:
    found = line(opened(lang="en", **{"from": "2019-03-02", "to": "2019-03-02"}))
    assert found["brush"] == [1.0, 2.0]
    assert found["told"] == f"2 March 2019: {EN.count('incident_count', 1)}"
    assert found["ways"] == {"stop": False, "zoom": True, "whole": False, "clear": True}
    # One day alone can't be played.
    assert found["units"] == []


def test_a_paused_play_of_an_address_can_be_stopped_and_gone_on_with() -> None:
    app = opened(lang="en", play="day", **{"from": "2019-03-02", "to": "2019-03-02"})
    found = line(app)
    assert found["ways"]["stop"]
    assert [unit["value"] for unit in found["units"]] == ["day"]
    assert app.query_params["play"] in ("day", ["day"])


def test_a_play_that_makes_no_sense_is_told() -> None:
    app = opened(lang="en", play="hour")
    assert not line(app)["ways"]["stop"]
    assert any("hour" in one.value for one in app.warning)


def test_other_filters_narrow_the_bars() -> None:
    found = line(opened(lang="en", actor="islamic-state"))
    assert [bar[0] for bar in found["bars"]] == ["2019-03-02"]
    assert line(opened(lang="en", q="غيرموجود"))["empty"] == EN("time.empty")


@pytest.mark.parametrize(("layer", "legend"), [("heat", True), ("cells", False)])
def test_the_types_are_explained_where_the_maps_legend_does_not(layer: str, legend: bool) -> None:
    assert line(opened(lang="en", layer=layer))["legend"] is legend
