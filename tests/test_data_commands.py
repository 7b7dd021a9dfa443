"""The commands `list` and `remove` over what was imported and what was added by hand; encodings that are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import Gazetteer, userplaces
from gazetteer.userplaces import NewAlias, NewPlace
from tests.import_files import dump_line, imported, places, run, write

NAME, OTHER = "السوسناتية", "الزنبقاوية"
VILLAGE = NewPlace(NAME, "Susanatiya", "PPL", "SY", "Deir ez-Zor", 35.2, 40.3, note="a map of 1950")
ID = "USER-SY-susanatiya"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))


def test_what_was_added_by_hand_is_listed_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "geonames", write(tmp_path / "SY.txt", dump_line(1, "تل الورد")))
    userplaces.add_place(VILLAGE)
    userplaces.add_alias(NewAlias(OTHER, ID))
    capsys.readouterr()
    assert run("list") == 0
    first, place, alias = capsys.readouterr().out.splitlines()
    assert first.startswith("geonames-SY: 1 places")
    assert place == f"{ID}: {NAME}, Susanatiya, PPL, Deir ez-Zor, SY, 35.2 40.3 (a map of 1950)"
    assert alias == f"{OTHER}={ID}: another name of {NAME}, Susanatiya, PPL, Deir ez-Zor, SY"
    assert run("remove", f"{OTHER}={ID}") == 0
    assert not Gazetteer.load().named(OTHER)
    assert Gazetteer.load().named(NAME)
    assert run("remove", ID, "geonames-SY") == 0
    assert not Gazetteer.load().named(NAME)
    assert not imported()
    capsys.readouterr()
    run("list")
    assert capsys.readouterr().out.startswith("no imports in ")


@pytest.mark.parametrize("name", ["nothing", f"{OTHER}={ID}", "../geonames-SY"])
def test_what_is_not_there_is_told_and_the_rest_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    run("import", "geonames", write(tmp_path / "SY.txt", dump_line(1, "تل الورد")))
    assert run("remove", name, "geonames-SY") == 3
    told = capsys.readouterr()
    assert name in told.err
    assert "imported are: geonames-SY" in told.err
    assert not imported()


def test_lines_of_another_encoding_are_told_and_the_others_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (dump_line(1, "تل الورد").encode(), dump_line(2, "تل الزهر").encode("cp1256"))
    (tmp_path / "SY.txt").write_bytes(b"\n".join(lines) + b"\n")
    assert run("import", "geonames", tmp_path / "SY.txt") == 3
    assert set(places("geonames-SY")) == {"GN1"}
    assert "SY.txt:2: is not UTF-8" in capsys.readouterr().err


def test_a_dump_that_begins_with_a_mark_loses_no_line(tmp_path: Path) -> None:
    (tmp_path / "SY.txt").write_bytes(f"{dump_line(1, 'تل الورد')}\n".encode("utf-8-sig"))
    assert run("import", "geonames", tmp_path / "SY.txt") == 0
    assert set(places("geonames-SY")) == {"GN1"}


@pytest.mark.parametrize(
    ("data", "told"), [(dump_line(1, "تل الورد").encode("utf-16"), "is not UTF-8"), (b"", "is empty")]
)
def test_a_dump_that_can_not_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, told: str
) -> None:
    (tmp_path / "SY.txt").write_bytes(data)
    assert run("import", "geonames", tmp_path / "SY.txt") == 3
    assert told in capsys.readouterr().err


def test_an_import_without_arabic_names_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "geonames", write(tmp_path / "SY.txt", dump_line(1))) == 0
    assert "SY.txt: no Arabic name was found" in capsys.readouterr().err
    run("import", "geonames", write(tmp_path / "SY.txt", dump_line(1, "تل الورد")))
    assert not capsys.readouterr().err


def test_an_empty_table_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "table", write(tmp_path / "t.csv")) == 3
    assert "has no line of column names" in capsys.readouterr().err
