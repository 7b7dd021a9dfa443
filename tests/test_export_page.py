"""The export page: what it asks, what it makes, what it tells of it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from rasd.lexicon.labels import labels
from rasd.record.store import Store
from rasd.ui import exports
from rasd.view.export import FORMATS
from rasd.view.filters import Selection
from rasd.view.snapshot import Snapshot
from tests.test_app import ROOT, TIMEOUT, shown
from tests.ui_store import fill
from tests.view_rows import UNLOCATED, snapshot

ENGLISH = labels("en")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store of its own, and a folder for temporary files."""
    begin = PagesManager.__init__

    def begun(self: PagesManager, *args: object, **options: object) -> None:
        begin(self, *args, **options)  # type: ignore[arg-type]
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begun)
    address = f"sqlite:///{tmp_path / 'rasd.db'}"
    monkeypatch.setenv("RASD_DATABASE_URL", address)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with Store.open(address) as store:
        fill(store)
        yield folder


def page(**params: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT)
    for name, value in {"lang": "en", **params}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/export.py").run()
    return app


def data_file(folder: Path) -> Path:
    (found,) = folder.glob("rasd-export-*/rasd-incidents.*")
    return found


def test_a_file_is_made_when_asked_and_its_digest_told(place: Path) -> None:
    app = page(country="SY")
    assert not list(place.iterdir())
    app.button(key="export_prepare").click().run()
    assert not app.exception
    made = data_file(place)
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    assert digest in [one.value for one in app.code]
    told = json.loads(made.read_text(encoding="utf-8"))
    assert told["manifest"]["filters"] == {"country": "SY"}
    (ticket,) = {found[1] for one in app.get("html") for found in re.finditer("download/([^/]+)/data", one.proto.body)}
    assert len(ticket) >= 43
    assert len(told["features"]) == told["manifest"]["counts"]["selected"] == 2
    assert ENGLISH("export.size", name="`rasd-incidents.geojson`", size=f"{made.stat().st_size:,}") in [
        one.value for one in app.markdown
    ]


@pytest.mark.parametrize("format", list(FORMATS))
def test_every_format_can_be_chosen(format: str, place: Path) -> None:
    app = page()
    app.radio(key="export_format").set_value(format).run()
    app.button(key="export_prepare").click().run()
    assert not app.exception
    assert data_file(place).name == f"rasd-incidents{FORMATS[format].suffix}"
    command = next(one.value for one in app.code if one.value.startswith("python -m rasd export"))
    assert f"--format {format}" in command


def test_another_wish_takes_the_file_back(place: Path) -> None:
    app = page()
    app.button(key="export_prepare").click().run()
    assert ENGLISH("export.sha256") in [one.value for one in app.caption]
    app.radio(key="export_format").set_value("csv").run()
    assert ENGLISH("export.sha256") not in [one.value for one in app.caption]
    app.button(key="export_prepare").click().run()
    assert data_file(place).suffix == ".csv"


def test_only_what_a_person_confirmed_is_asked_plainly_and_may_be_nothing() -> None:
    app = page()
    assert app.radio(key="export_which").options == [ENGLISH("export.which_all"), ENGLISH("export.which_reviewed")]
    app.radio(key="export_which").set_value("reviewed").run()
    assert ENGLISH("export.empty_reviewed") in [one.value for one in app.info]
    assert "export_prepare" not in shown(app)


def prepared(snap: Snapshot) -> exports.Prepared:
    return exports.prepare(
        "csv", snap, Selection(countries=("SY",)), reviewed_only=False, generated="2026-01-01T00:00:00+00:00",
        progress=lambda done, total: None,
    )  # fmt: skip


def test_the_zip_holds_the_file_and_its_manifest() -> None:
    made = prepared(snapshot({}, UNLOCATED))
    with zipfile.ZipFile(io.BytesIO(b"".join(made.zipped()))) as zipped:
        assert zipped.namelist() == ["rasd-incidents.csv", "rasd-incidents.csv.manifest.json"]
        told = json.loads(zipped.read("rasd-incidents.csv.manifest.json"))
        data = zipped.read("rasd-incidents.csv")
        assert zipped.testzip() is None
    assert data == made.path.read_bytes()
    assert told["file"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert told["counts"] == {"total": 2, "selected": 1, "located": 1, "unlocated": 0}
    assert set(told["filters_in_words"]) == {"ar", "en"}
    made.discard()
    assert not made.path.parent.exists()


def test_what_nobody_fetched_within_a_day_is_removed() -> None:
    old, new = prepared(snapshot({})), prepared(snapshot({}))
    yesterday = time.time() - 100_000
    os.utime(old.path.parent, (yesterday, yesterday))
    prepared(snapshot({}))
    assert (old.path.exists(), new.path.exists()) == (False, True)


def test_a_failure_leaves_no_file(place: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        exports.prepare("csv", snapshot({}), Selection(), reviewed_only=False, generated="", progress=stop)
    assert not list(place.iterdir())


def test_names_of_actors_and_countries_are_known() -> None:
    known = exports.known()
    assert known.actors["islamic-state"] == ("Islamic State", "rebel")
    assert known.countries["SY"] == ("Syria", 760, "Middle East")
    assert set(known.colours) >= {"Battles", "Riots"}
