"""The table of incidents in any order, what is marked in it, the months, saved filters, digits and month names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rasd.errors import DataError
from rasd.lexicon.labels import labels, styled
from rasd.record.store import Store
from rasd.ui import describe, listing, saved
from rasd.ui.highlight import excerpt, runs
from rasd.ui.listing import Order
from rasd.ui.sentences import chips, in_words, without
from rasd.view import filters
from rasd.view.asked import Asked
from rasd.view.bounds import Bounds
from rasd.view.filters import Selection
from rasd.view.months import months
from rasd.view.snapshot import Snapshot
from tests.ui_store import fill

ENGLISH, ARABIC = labels("en"), labels("ar")
EVERYTHING = Selection(
    date(2024, 1, 1), date(2024, 1, 31), ("islamic-state",), confidence_min=0.5, text="الموصل",
    box=Bounds(1, 2, 3, 4), not_countries=("IQ",), located=("located",),
)  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    with Store.open(f"sqlite:///{tmp_path_factory.mktemp('store') / 'rasd.db'}") as store:
        fill(store)
        return filters.ask(Snapshot.of(store.columns()), Selection())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def column(asked: Asked, order: Order, key: str) -> list[str]:
    rows = listing.page(asked, listing.ordered(asked, order, ENGLISH), listing.SHOWN, "", ENGLISH)
    return ["".join(text for text, _ in row.cells[key]) for row in rows]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("قصف على إدلب", "ادلب", ["إدلب"]),
        ("قصفٌ على إِدْلِب وريفها", "ادلب", ["إِدْلِب"]),
        ("في الموصل والموصل", "الموصل", ["الموصل", "الموصل"]),
        ("انفجار عبوة", "عبوة انفجار", ["انفجار", "عبوة"]),
        ("نص بلا شيء", "كلمة", []),
        ("نص", "", []),
        ("A blast in MOSUL", "mosul", ["MOSUL"]),
        ("داخل الكلمات", "كلم", ["كلم"]),
    ],
)
def test_what_was_looked_for_is_marked_as_it_is_written(text: str, query: str, found: list[str]) -> None:
    cut = runs(text, query)
    assert "".join(run for run, _ in cut) == text
    assert [run for run, marked in cut if marked] == found


def test_an_excerpt_holds_what_was_found_and_says_that_it_is_one() -> None:
    text = "كلام " * 60 + "انفجار كبير " + "كلام " * 60
    cut = excerpt(text, "إنفجار")
    assert ("انفجار", True) in cut
    assert cut[0] == cut[-1] == ("…", False)
    assert sum(len(run) for run, _ in cut) < 200
    assert excerpt(text, "غائب") == ()


@pytest.mark.parametrize("key", list(listing.BY_KEY))
@pytest.mark.parametrize("descending", [True, False])
def test_any_column_orders_all_rows_and_loses_none(asked: Asked, key: str, descending: bool) -> None:
    rows = listing.ordered(asked, Order(key, descending), ARABIC)
    assert sorted(rows.tolist()) == list(range(asked.snapshot.total))


def test_what_is_unknown_stands_last_either_way(asked: Asked) -> None:
    up, down = (column(asked, Order("killed", way), "killed") for way in (False, True))
    assert up[:2] == ["none", "3"]
    assert down[:2] == ["3", "none"]
    assert up[2:] == down[2:] == ["not told", "not told"]
    assert column(asked, Order("date", False), "date")[0] == "1 March 2019"
    assert column(asked, Order("date", False), "date")[-1] == ENGLISH("card.date_unknown")


def test_months_count_as_their_filter_does(asked: Asked) -> None:
    found = months(asked)
    assert found
    for one in found:
        kept = filters.ask(asked.snapshot, Selection(one.first, one.last))
        assert kept.count == one.count > 0
    # The days that are set don't narrow the months' own counts.
    assert months(filters.ask(asked.snapshot, Selection(date(1999, 1, 1), date(1999, 1, 2)))) == found


def test_every_filter_that_is_set_is_a_sentence_that_can_be_taken_away() -> None:
    found = chips(EVERYTHING, ENGLISH)
    assert [row.name for row, _ in found] == [
        "dates", "actors", "countries", "located", "text", "confidence_min", "box",
    ]  # fmt: skip
    told = {row.name: text for row, text in found}
    assert "not" in told["countries"]
    assert "50%" in told["confidence_min"]
    assert told["box"] == ENGLISH("filter.box")
    left = EVERYTHING
    for row, _ in found:
        left = without(left, row)
    assert left.is_empty
    assert in_words(left, ARABIC) == ARABIC("filter.nothing")


def test_saved_filters_come_back_under_their_name(folder: Path) -> None:
    name = "<b>دير الزور</b> \n& ${x}"
    assert saved.save(name, EVERYTHING)
    (kept,) = saved.saved()
    assert kept == "<b>دير الزور</b> & ${x}"
    assert saved.selection_of(saved.saved()[kept]) == (EVERYTHING, ())
    assert saved.save(name, Selection(text="x"))
    assert saved.selection_of(saved.saved()[kept])[0] == Selection(text="x")
    saved.delete(kept)
    assert saved.saved() == {}
    assert not saved.save(" \t ", EVERYTHING)
    assert [one.name for one in folder.iterdir()] == [saved.file().name]


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}', "\x00"])
def test_a_spoilt_file_of_saved_filters_is_told_and_kept(folder: Path, content: str) -> None:
    folder.mkdir()
    saved.file().write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="filters-saved"):
        saved.save("name", EVERYTHING)
    assert saved.file().read_text(encoding="utf-8") == content


@pytest.mark.parametrize(
    ("digits", "names", "told"),
    [
        (False, "both", "3 شباط/فبراير 2024"),
        (False, "levantine", "3 شباط 2024"),
        (True, "egyptian", "٣ فبراير ٢٠٢٤"),
        (True, "maghrebi", "٣ فيفري ٢٠٢٤"),
    ],
)
def test_days_are_written_as_the_reader_wants(digits: bool, names: str, told: str) -> None:
    assert describe.day(date(2024, 2, 3), styled("ar", digits, names)) == told


def test_figures_are_written_in_the_digits_wanted_but_no_id_is() -> None:
    own = styled("ar", True, "both")
    assert own.number(1_234_567) == "١٬٢٣٤٬٥٦٧"
    assert own.count("incident_count", 1_234) == "١٬٢٣٤ حادثة"
    assert describe.toll(3, 12, None, own).strip("\u2066\u2069") == "٣–١٢"
    assert "INC-12" in own("incident.unknown", id="INC-12")
    assert styled("en", True, "maghrebi").number(1_234) == "1,234"
