"""The page of trends: what it draws is what is filtered, and what is downloaded is what is drawn."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from rasd.lexicon.labels import Labels, labels
from rasd.record.store import Store
from rasd.ui import assets, vega
from rasd.ui.chart import Chart
from rasd.ui.charts import charts
from rasd.view.trends import trends
from tests.ui_store import fill
from tests.view_rows import UNLOCATED, snapshot

ROOT = Path(__file__).parents[1]
HOSTILE = '=HYPERLINK("http://x","<img src=x onerror=alert(1)>")'
KEYS = ["types", "actors", "areas", "killed", "injured", "sides", "places"]
ROWS: tuple[dict[str, object], ...] = (
    {},
    {"place_name": HOSTILE, "place_name_ar": HOSTILE, "place_id": "X", "admin1": None, "country": None},
    {"killed_low": None, "killed_high": None, "event_type": "Riots"},
    UNLOCATED | {"date_earliest": None, "date_latest": None},
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    address = f"sqlite:///{tmp_path / 'rasd.db'}"
    monkeypatch.setenv("RASD_DATABASE_URL", address)
    begin = PagesManager.__init__

    def begun(self: PagesManager, *args: object, **options: object) -> None:
        begin(self, *args, **options)  # type: ignore[arg-type]
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begun)
    with Store.open(address) as opened:
        yield opened


def page(**params: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/trends.py").run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(getattr(one, "value", "")) for one in app.main)


def drawn(language: str) -> dict[str, Chart]:
    found = trends(snapshot(*ROWS).lazy(), "day")
    return {one.key: one for one in charts(found, "country", labels(language))}


def table(chart: Chart) -> list[list[str]]:
    return list(csv.reader(io.StringIO(chart.csv().decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_chart_stands_on_the_page_with_its_table_and_downloads(store: Store, language: str) -> None:
    fill(store)
    app, words = page(lang=language), labels(language)
    assert len(app.get("vega_lite_chart")) >= 5
    assert [one.proto.label for one in app.get("download_button")] == [words("trends.png"), words("trends.csv")] * 7
    assert len(app.dataframe) == 7
    assert words.count("incident_count", 4) in texts(app)


def test_filters_of_the_address_hold_here_too(store: Store) -> None:
    fill(store)
    words = labels("en")
    app = page(lang="en", type="battles")
    assert words("trends.made_from", incidents="1 incident") in texts(app)
    assert list(app.dataframe[0].value.columns)[2:] == ["Battles"]


def test_the_reader_chooses_period_and_area_and_they_stay(store: Store) -> None:
    fill(store)
    app, words = page(lang="en"), labels("en")
    app.button_group(key="trends_bucket").set_value("month").run()
    app.button_group(key="trends_area").set_value("admin1").run()
    assert words("trends.areas_admin1") in texts(app)
    app.switch_page("pages/map.py").run()
    app.switch_page("pages/trends.py").run()
    assert words("trends.areas_admin1") in texts(app)
    assert app.dataframe[0].value.iloc[0, 1] == "March 2019"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_where_nothing_matches_the_page_says_what_to_do(store: Store, language: str) -> None:
    words = labels(language)
    assert page(lang=language).info[0].value == words("map.empty_store")
    fill(store)
    app = page(lang=language, **{"from": "2030-01-01"})
    assert app.info[0].value == words("trends.empty")
    assert not app.get("download_button")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_table_holds_what_is_drawn_and_what_is_not(language: str) -> None:
    found, words = drawn(language), labels(language)
    assert list(found) == KEYS
    lines = table(found["types"])
    assert lines[0][2:] == [words("event_type.Battles"), words("event_type.Riots")]
    assert [line[2:] for line in lines[1:]] == [["2", "1"], ["1", "0"]]
    assert lines[1][0] == "2019-03-01"
    assert lines[2][:2] == ["", words("trends.undated")]
    assert sum(one["high"] - one["low"] for one in values(found["types"])) == 3


def test_unknown_is_an_empty_cell_and_zero_is_zero() -> None:
    one_without = trends(
        snapshot({"killed_low": None, "killed_high": None}, {"killed_low": 0, "killed_high": 0}).lazy()
    )
    (killed,) = [one for one in charts(one_without, "country", labels("en")) if one.key == "killed"]
    assert table(killed)[1][2:] == ["0", "0", "1", "1", "0"]
    none_told = trends(snapshot({"killed_low": None, "killed_high": None}).lazy())
    (killed,) = [one for one in charts(none_told, "country", labels("en")) if one.key == "killed"]
    assert table(killed)[1][2:] == ["", "", "0", "1", "0"]
    assert killed.view is None
    assert any("1 incident without a number" in note for note in killed.notes)


def values(chart: Chart) -> list[dict[str, int]]:
    assert chart.view is not None
    found: list[dict[str, int]] = chart.view["data"]["values"]
    return found


def test_a_cell_like_a_formula_is_made_harmless() -> None:
    names = [line[0] for line in table(drawn("en")["places"])]
    assert f"'{HOSTILE}" in names
    assert HOSTILE not in names


def test_names_that_are_alike_stay_two_rows() -> None:
    found = trends(snapshot({"place_id": "A"}, {"place_id": "B"}).lazy())
    (places,) = [one for one in charts(found, "country", labels("en")) if one.key == "places"]
    assert [line[0] for line in places.rows] == ["Al-Shuhayl, Deir ez-Zor", "Al-Shuhayl, Deir ez-Zor (2)"]


def test_arabic_charts_are_mirrored_and_time_with_them() -> None:
    arabic, english = drawn("ar"), drawn("en")
    for found, side in ((arabic, "right"), (english, "left")):
        bars, matrix, types = (found[key].view for key in ("places", "sides", "types"))
        assert bars and matrix and types
        assert bars["encoding"]["x"]["scale"]["reverse"] == (side == "right")
        for view in (bars, matrix):
            assert view["encoding"]["y"]["axis"]["orient"] == side
        assert types["encoding"]["y"]["axis"]["orient"] == side
        assert types["encoding"]["x"]["scale"]["domain"] == [737119, 737120]
        timed = [one.view for key, one in found.items() if key not in ("places", "sides") and one.view]
        assert len(timed) == 4
        assert {view["encoding"]["x"]["scale"]["reverse"] for view in timed} == {side == "right"}


def test_the_types_have_the_colours_of_the_map() -> None:
    assert drawn("en")["types"].legend == (("Battles", "#1f4e79"), ("Riots", "#e08214"))


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_every_chart_is_a_picture_without_a_network(language: str, key: str) -> None:
    chart = drawn(language)[key]
    if chart.view is None:
        assert key == "injured"
        return
    words: Labels = labels(language)
    picture = chart.png([words("trends.filters", filters=HOSTILE)], words)
    assert picture.startswith(b"\x89PNG\r\n")
    assert len(picture) > 5_000
    json.dumps(vega.on_page(chart.view, own_width=chart.wide), allow_nan=False)


def test_the_fonts_parts_are_joined_into_one_that_has_arabic_and_latin(tmp_path: Path) -> None:
    if not (ROOT / "node_modules" / "@fontsource").is_dir():
        pytest.skip("the font's package is not installed (make assets)")
    ttfont = pytest.importorskip("fontTools.ttLib").TTFont
    written = assets.join_fonts(static=tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == list(assets.CHART_FONTS)
    for path in written:
        font = ttfont(path)
        assert {ord(letter) for letter in "ابةپ09Azé"} <= font.getBestCmap().keys()
        assert font["name"].getDebugName(1) == vega.FONT
        assert "GSUB" in font
