"""The places page in both languages: search, names that nothing resolves, adding, refusing and taking back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gazetteer import Gazetteer, userplaces
from gazetteer.userplaces import NewPlace
from rasd.extract import pipeline
from rasd.lexicon.labels import labels
from rasd.model import Article
from rasd.record.store import Store
from rasd.ui import places_form, places_found, places_map
from tests.test_app import column, opened, running_server, shown

__all__ = ["running_server"]

NAME, HOSTILE = "السوسناتية", "<img src=x onerror=alert(1)>"
VILLAGE = NewPlace(NAME, "Susanatiya", "PPL", "SY", "Deir ez-Zor", 35.2, 40.3)
REPORTS = (
    f"انفجرت عبوة ناسفة أمس في بلدة {NAME}، ما أدى إلى مقتل ثلاثة مدنيين في سوريا.",
    f"انفجرت عبوة ناسفة أمس قرب بلدة {NAME}، وقتل مدني في سوريا.",
    "انفجرت عبوة ناسفة أمس في بلدة الزنبقاوية، وقتل مدني في سوريا.",
    "انفجرت عبوة ناسفة أمس في مدينة الموصل، وقتل مدني.",
)

pytestmark = pytest.mark.usefixtures("running_server")


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    st.cache_resource.clear()
    st.cache_data.clear()
    url = f"sqlite:///{tmp_path / 'rasd.db'}"
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    with Store.open(url) as made:
        for number, body in enumerate(REPORTS):
            report = Article(f"r{number}", "انفجار عبوة", body, "وكالة", "", date(2020, 2, 11))
            made.add(report, pipeline.load().extract(report), pipeline.versions())
        yield made
    st.cache_resource.clear()


def names(app: AppTest) -> list[str]:
    """The names that nothing resolves, as listed."""
    return [one.label for one in app.button if (one.key or "").startswith("unknown_")]


def tables(app: AppTest) -> list[str]:
    """The HTML of the page's tables."""
    bodies = [str(getattr(one.proto, "body", "")) for one in app.main]
    return [body for body in bodies if body.startswith('<table class="rasd-table"')]


def fill_place(app: AppTest, **given: object) -> None:
    values: dict[str, object] = {"name_ar": NAME, "name": "Susanatiya", "latitude": 35.2, "longitude": 40.3} | given
    for key in ("name_ar", "name"):
        app.text_input(key=f"place_{key}").set_value(str(values[key]))
    for key in ("latitude", "longitude"):
        app.number_input(key=f"place_{key}").set_value(values[key])  # type: ignore[arg-type]
    app.selectbox(key="place_country").set_value("SY").run()
    app.selectbox(key="place_admin1").set_value("Deir ez-Zor").run()
    app.button(key="add_place").click().run()
    assert not app.exception


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("query", ["الموصل", "Mosul"])
def test_a_search_in_either_script_shows_candidates_with_reasons(query: str, language: str) -> None:
    own = labels(language)
    app = opened("places", lang=language)
    app.text_input(key="places_query").set_value(query).run()
    assert not app.exception
    candidates, near = tables(app)
    (taken,) = (row for row in candidates.split("<tr") if "rasd-taken" in row)
    place = Gazetteer.load().resolve_name(query).place
    assert place is not None
    reason = own.texts["reason.people"].split("{people}")[0 if language == "ar" else 1]
    coordinates, kind = f"{place.latitude:.4f}, {place.longitude:.4f}", own(f"place_kind.{place.kind}")
    for text in (kind, own(f"places.source_{place.source}"), coordinates, "الموصل", "Mosul", reason):
        assert text in taken
    assert own("places.column_score") in candidates
    assert own("places.column_alike") in near
    assert own("places.near_help") in shown(app)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_name_that_is_unknown_only_brings_suggestions(language: str) -> None:
    own = labels(language)
    app = opened("places", lang=language)
    app.text_input(key="places_query").set_value("البوكمالل").run()
    assert own("reason.unknown") in shown(app)
    assert own("places.near_help") in shown(app)
    (near,) = tables(app)
    assert "البوكمال" in near
    assert 'class="rasd-taken"' not in near


def test_hostile_words_are_shown_as_text() -> None:
    app = opened("places", lang="en")
    app.text_input(key="places_query").set_value(HOSTILE).run()
    assert not app.exception
    userplaces.add_place(NewPlace(f"{NAME} {HOSTILE}", f"Susan {HOSTILE}", "PPL", "SY", "", 35.2, 40.3, 1, HOSTILE))
    app.text_input(key="places_query").set_value(f"{NAME} {HOSTILE}").run()
    assert not app.exception
    bodies = [one.proto.body for one in app.main if hasattr(one.proto, "body")]
    assert any("&lt;img" in body for body in bodies)
    assert not any("<img" in body.replace("\\<", "") for body in bodies)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_names_that_nothing_resolves_come_by_frequency_and_fill_the_forms(language: str) -> None:
    app = opened("places", lang=language)
    first, second = names(app)
    assert NAME in first
    assert labels(language).count("incident_count", 2) in first.replace("\\", "")
    assert "الزنبقاوية" in second
    app.button(key="unknown_0").click().run()
    assert not app.exception
    for key in ("places_query", "alias_name_ar", "place_name_ar"):
        assert app.text_input(key=key).value == NAME


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_added_place_places_stored_incidents_and_is_taken_back(language: str, store: Store) -> None:
    own = labels(language)
    app = opened("places", lang=language)
    app.button(key="unknown_0").click().run()
    fill_place(app)
    assert own.count("incident_count", 2) in app.success[0].value.replace("\\", "")
    assert [row.place_id for row in store.rows()][:2] == ["USER-SY-susanatiya"] * 2
    assert len(names(app)) == 1
    assert own("places.source_user") in shown(app)
    app.switch_page("pages/incidents.py").run()
    assert ("السوسناتية" if language == "ar" else "Susanatiya") in column(app, own("column.place"))
    app.switch_page("pages/places.py").run()
    app.button(key="again_0").click().run()
    assert own.count("incident_count", 0) in app.success[0].value.replace("\\", "")
    app.button(key="remove_0").click().run()
    assert not app.exception
    assert own.count("incident_count", 2) in app.success[0].value.replace("\\", "")
    assert [row.latitude for row in store.rows()][:2] == [None, None]
    assert len(names(app)) == 2
    assert own("places.added_none") in [one.value for one in app.caption]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("given", "code"),
    [({"latitude": 95.0}, "coordinates"), ({"latitude": None}, "coordinates"), ({"name": ""}, "no_name")],
)
def test_what_cannot_be_added_is_told_and_changes_nothing(
    language: str, given: dict[str, object], code: str, store: Store
) -> None:
    # The dashboard would merge first, which is a change of its own.
    store.merge()
    before, version = store.change_counter(), Gazetteer.load().version
    app = opened("places", lang=language)
    fill_place(app, **given)
    assert app.error[0].value.replace("\\", "") == labels(language)(f"refused.{code}")
    assert (store.change_counter(), Gazetteer.load().version) == (before, version)
    assert app.text_input(key="place_name_ar").value == NAME


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_alias_of_a_known_place_is_added_once(language: str, store: Store) -> None:
    raqqa = Gazetteer.load().resolve_name("Raqqa").place
    assert raqqa is not None
    app = opened("places", lang=language)
    app.button(key="unknown_0").click().run()
    for told in (app.success, app.error):
        app.text_input(key="alias_name_ar").set_value(NAME)
        app.text_input(key="alias_for").set_value("Raqqa").run()
        app.selectbox(key="alias_place").set_value(raqqa.id).run()
        app.button(key="add_alias").click().run()
        assert not app.exception
        assert len(told) == 0
        assert len(app.success) + len(app.error) == 1
    assert app.error[0].value.replace("\\", "") == labels(language)("refused.known_alias", name=NAME)
    assert [row.place_id for row in store.rows()][:2] == [raqqa.id] * 2


def test_every_kind_offered_has_a_name_in_every_language() -> None:
    for language in ("ar", "en"):
        own = labels(language)
        assert [kind for kind in places_form.KINDS if places_found.kind(kind, own) == kind] == []
        assert len({places_found.kind(kind, own) for kind in places_form.KINDS}) == len(places_form.KINDS)


def test_a_click_on_the_map_is_heard_in_any_turn_of_the_world() -> None:
    clicks: list[tuple[float, float]] = []
    for told in ({}, {"last_clicked": None}, {"last_clicked": {"lat": 35.1234567, "lng": 400.3}}):
        places_map.heard(told, lambda latitude, longitude: clicks.append((latitude, longitude)))
    assert clicks == [(35.12346, 40.3)]


def test_an_empty_store_leaves_the_page_of_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    app = opened("places", lang="en")
    assert labels("en")("places.unknown_none") in [one.value for one in app.caption]
    fill_place(app)
    assert len(app.success) == 1
