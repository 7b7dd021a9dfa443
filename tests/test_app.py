"""Every page in every language over a small store: what is shown, what filters do, what a bad address does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from rasd.lexicon.labels import labels
from rasd.record.store import Store
from tests.ui_store import HOSTILE, fill

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
TIMEOUT = 60
REPORT = "انفجار في الموصل\nانفجرت عبوة ناسفة في مدينة الموصل أمس، ما أدى إلى مقتل ثلاثة مدنيين وإصابة 12 آخرين بجروح."


@pytest.fixture
def running_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server in which dashboard.py has run; AppTest otherwise begins each run like a server's very first."""
    begin = PagesManager.__init__

    def begun(self: PagesManager, *args: object, **options: object) -> None:
        begin(self, *args, **options)  # type: ignore[arg-type]
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begun)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('store') / 'rasd.db'}"
    with Store.open(address) as store:
        fill(store)
    return address


@pytest.fixture(autouse=True)
def store(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    with Store.open(url) as opened:
        yield opened


def opened(page: str = "map", **params: str) -> AppTest:
    """The dashboard at a page and an address, run once."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    if page != "map":
        app.switch_page(f"pages/{page}.py").run()
    return app


def address(app: AppTest) -> dict[str, str]:
    """The parameters of the address as the page left them."""
    return {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}


def shown(app: AppTest) -> str:
    """Every text of the page, as it was sent to the browser."""
    return "\n".join(f"{getattr(element, 'value', '')}\n{getattr(element, 'proto', '')}" for element in app._tree)


def selected(app: AppTest) -> int:
    """The count of incidents that match, as the map tells it."""
    counts = next(
        one.proto.body for one in app.main if getattr(one.proto, "body", "").startswith('<dl class="rasd-counts')
    )
    return int(counts.split('data-count="selected"')[1].split("<dd>")[1].split("<")[0])


def table(app: AppTest) -> dict[str, Any]:
    """What the table of incidents was given to draw."""
    (found,) = (one.proto for one in app.main if one.type == "bidi_component")
    given: dict[str, Any] = json.loads(found.json)
    return given


def column(app: AppTest, name: str) -> list[str]:
    """The words of one column of the table, by its head."""
    given = table(app)
    at = [one["label"] for one in given["columns"]].index(name)
    return ["".join(text for text, _ in row["cells"][at]) for row in given["rows"]]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(page: str, language: str) -> None:
    app = opened(page, lang=language)
    assert not app.exception
    assert not app.error
    assert address(app)["lang"] == language
    assert labels(language)("filter.title") in app.sidebar.markdown[0].value


@pytest.mark.parametrize("page", PAGES)
def test_a_page_linked_before_the_dashboard_has_run_still_gets_its_frame(page: str) -> None:
    app = opened(lang="en")
    app.switch_page(f"pages/{page}.py").run()
    assert app.sidebar.multiselect(key="filter_actors")


def test_arabic_from_right_to_left_is_what_opens() -> None:
    app = opened()
    assert address(app)["lang"] == "ar"
    assert "direction: rtl" in shown(app)
    # Only the sheet of that direction mirrors the page; components bring rules of their own for both.
    assert "row-reverse" in shown(app)
    assert "row-reverse" not in shown(opened(lang="en"))


def test_the_language_is_switched_in_the_sidebar_and_kept_in_the_address() -> None:
    app = opened()
    app.sidebar.button_group(key="language_choice").set_value("en").run()
    assert address(app)["lang"] == "en"
    app.switch_page("pages/export.py").run()
    assert labels("en")("export.intro") in [one.value for one in app.caption]


def test_a_filter_narrows_is_written_into_the_address_and_kept_on_other_pages(store: Store) -> None:
    app = opened()
    everything = selected(app)
    assert everything == len(store.columns()["id"])
    app.sidebar.multiselect(key="filter_actors").select("islamic-state").run()
    narrowed = selected(app)
    assert 0 < narrowed < everything
    assert address(app)["actor"] == "islamic-state"
    app.switch_page("pages/incidents.py").run()
    assert address(app)["actor"] == "islamic-state"
    assert table(app)["total"] == narrowed
    app.sidebar.button(key="clear_filters").click().run()
    assert table(app)["total"] == everything
    assert "actor" not in address(app)


@pytest.mark.parametrize(
    ("params", "matches"),
    [
        ({"type": "battles"}, lambda row: row["event_type"] == "Battles"),
        ({"country": "IQ"}, lambda row: row["country"] == "IQ"),
        ({"prec": "unlocated"}, lambda row: row["latitude"] is None),
        (
            {"from": "2019-03-03"},
            lambda row: row["date_latest"] is not None and str(row["date_latest"]) >= "2019-03-03",
        ),
        ({"q": "الموصل"}, lambda row: "الموصل" in row["sentence"] or "الموصل" in row["title"]),
    ],
    ids=["type", "country", "unlocated", "from", "text"],
)
def test_an_address_sets_the_filters(params: dict[str, str], matches, store: Store) -> None:  # type: ignore[no-untyped-def]
    columns = store.columns()
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    wanted = sum(1 for row in rows if matches(row))
    assert 0 < wanted < len(rows)
    assert selected(opened(**params)) == wanted


def test_a_hostile_address_is_told_and_left_out() -> None:
    app = opened(
        **{
            "lang": "xx",
            "from": "2019-02-30",
            "type": "<script>",
            "id": "../../x",
            "at": "999,0,nan",
            "actor": "a" * 5000,
        }
    )
    assert not app.exception
    told = app.warning[0].value
    for wrong in ("lang", "from", "type", "id", "at", "actor"):
        assert f"{wrong}\\=" in told
    assert address(app) == {"lang": "ar"}
    assert not app.run().warning


def test_the_incident_of_an_address_is_shown_with_its_evidence(store: Store) -> None:
    id = str(store.columns()["id"][0])
    app = opened("incident", id=id, lang="en")
    assert not app.exception
    page = shown(app)
    assert "rasd-slot-event" in page
    assert id in page


def test_an_unknown_incident_is_told() -> None:
    app = opened("incident", id="INC-NONE", lang="en")
    assert "INC\\-NONE" in app.warning[0].value


def test_samples_are_marked(store: Store) -> None:
    columns = store.columns()
    sample = next(id for id, marked in zip(columns["id"], columns["sample"], strict=True) if marked)
    assert labels("en")("app.sample_help") in shown(opened("incident", id=str(sample), lang="en"))
    marked = [row["sample"] for row in table(opened("incidents", lang="en"))["rows"]]
    assert True in marked
    assert False in marked


@pytest.mark.parametrize("page", ["map", "incidents", "incident"])
def test_hostile_text_is_shown_as_text(page: str, store: Store) -> None:
    columns = store.columns()
    id = next(id for id, title in zip(columns["id"], columns["title"], strict=True) if HOSTILE in str(title))
    app = opened(page, id=str(id))
    assert not app.exception
    bodies = [one.proto.body for one in app.main if hasattr(one.proto, "body")]
    assert not any("<img" in body for body in bodies)


def test_places_that_are_not_settled_are_listed_beside_the_map() -> None:
    app = opened(lang="en")
    assert any(labels("en")("map.unlocated_title") in one.label for one in app.expander)
    button = next(one for one in app.button if one.key and one.key.startswith("unlocated-"))
    button.click().run()
    assert address(app)["id"] == button.key.removeprefix("unlocated-")


def test_a_pasted_report_is_previewed_saved_once_and_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, running_server: None
) -> None:
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    app = opened("ingest", lang="en")
    for expected in ("ingest.saved", "ingest.known"):
        app.text_area(key="paste_text").set_value(REPORT)
        app.button(key="preview_paste").click().run()
        assert not app.exception
        assert "rasd-card" in shown(app)
        app.button(key="save").click().run()
        told = [one.value for one in (*app.success, *app.info)]
        assert any(one.startswith(labels("en")(expected).split("{")[0]) for one in told)
        app.button(key="another").click().run()
    app.switch_page("pages/incidents.py").run()
    assert table(app)["total"] >= 1


def test_an_empty_paste_is_told(running_server: None) -> None:
    app = opened("ingest", lang="en")
    app.button(key="preview_paste").click().run()
    assert app.warning[0].value == labels("en")("ingest.nothing")


def test_an_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    for page in PAGES:
        app = opened(page, lang="en")
        assert not app.exception, page
    assert labels("en")("map.empty_store") in [one.value for one in opened(lang="en").info]


def test_a_store_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "broken.db"
    file.write_bytes(b"this is no database, but it is long enough to look like a file of one" * 20)
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{file}")
    app = opened(lang="en")
    assert not app.exception
    assert app.error[0].value.startswith(labels("en")("app.error"))


@pytest.fixture(autouse=True)
def no_remembered_store() -> Iterator[None]:
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
