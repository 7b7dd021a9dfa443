"""Files of places taken in on the places page: by columns chosen, refused in the reader's language, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import imports, userdata
from gazetteer.errors import DataError
from rasd.lexicon.labels import labels
from rasd.record.store import Store
from rasd.ui import problems
from tests.test_app import opened, running_server, shown
from tests.test_places_page import NAME, store

__all__ = ["running_server", "store"]

HEAD = "الاسم;عرض;طول"
pytestmark = pytest.mark.usefixtures("running_server")


def placed(store: Store) -> list[str | None]:
    return [row.place_id for row in store.rows()][:2]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_table_by_its_columns_places_stored_incidents_and_is_taken_back(language: str, store: Store) -> None:
    own = labels(language)
    app = opened("places", lang=language)
    rows = f"{HEAD}\n{NAME};35.2;40.3\nبلا إحداثيات;;\n".encode()
    before = [one.row for one in map(store.incident, (row.id for row in store.rows())) if one]
    app.file_uploader[0].upload(("../own.csv"), rows, "text/csv").run()
    assert not app.exception
    for at, column in ((0, "الاسم"), (2, "عرض"), (3, "طول")):
        box = next(one for one in app.selectbox if (one.key or "").startswith(f"import_column_{at}_"))
        box.set_value(column).run()
    app.button(key="import_do").click().run()
    assert not app.exception
    assert own.count("incident_count", 2) in app.success[0].value.replace("\\", "")
    assert own("problem.numbers") in app.warning[0].value
    assert str(userdata.data_folder()) not in shown(app)
    first, second = placed(store)
    assert first == second != before[0].place_id
    incident = store.incident(next(iter(store.rows())).id)
    assert incident is not None
    assert incident.incident.resolution.place is None
    assert len(incident.decisions) == 1
    assert NAME not in "".join(one.label for one in app.button if (one.key or "").startswith("unknown_"))
    app.button(key="import_remove_0").click().run()
    assert not app.exception
    assert own.count("incident_count", 2) in app.success[0].value.replace("\\", "")
    assert placed(store) == [None, None]
    assert imports.listed(userdata.imports_folder()) == []


def test_columns_of_known_names_are_chosen_already(store: Store) -> None:
    app = opened("places", lang="en")
    app.file_uploader[0].upload("own.csv", f"name_ar,latitude,lon\n{NAME},35.2,40.3\n".encode(), "text/csv").run()
    app.button(key="import_do").click().run()
    assert not app.exception
    assert None not in placed(store)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_wrong_file_is_told_in_the_readers_language(language: str) -> None:
    app = opened("places", lang=language)
    app.selectbox(key="import_source").set_value("geonames").run()
    app.file_uploader[0].upload("SY.txt", b"id,name\n", "text/plain").run()
    app.button(key="import_do").click().run()
    assert not app.exception
    assert labels(language)("problem.unpack") in app.warning[0].value.replace("\\", "")
    assert not app.success


def test_a_name_that_nothing_resolves_shows_its_reports() -> None:
    app = opened("places", lang="en")
    app.button(key="unknown_0").click().run()
    assert labels("en")("places.reports") in shown(app)
    app.text_input(key="places_query").set_value("الموصل").run()
    assert labels("en")("places.reports") not in shown(app)


@pytest.mark.parametrize(
    "error",
    [
        DataError(Path("a.csv"), 3, "latitude and longitude are numbers", value="x", advice="save the file as UTF-8"),
        DataError(Path("a.csv"), 1, "3 columns, not 19"),
    ],
)
def test_problems_are_told_in_arabic_and_as_they_are_in_english(error: DataError) -> None:
    told = problems.told(error, labels("ar"))
    assert error.problem not in told
    assert "a.csv" in told
    assert error.problem in problems.told(error, labels("en"))
    assert problems.sentence("something else", labels("ar")) == "something else"


def test_the_problems_are_sentences_of_the_gazetteer() -> None:
    sources = Path(imports.__file__).parent
    code = "".join(one.read_text(encoding="utf-8") for one in [*sources.rglob("*.py")])
    code += Path(problems.__file__).with_name("places_import.py").read_text(encoding="utf-8")
    for key, text in labels("en").texts.items():
        if key.startswith("problem.") and not key.startswith("problem.read_"):
            longest = max(problems.pieces(text), key=len)
            assert longest in code, key
