"""Importing any CSV, and what becomes of imports: listed, replaced, merged, removed, and used by the gazetteer."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import Context, Gazetteer
from gazetteer.arabic import Text
from gazetteer.userdata import CATALOGUE, data_folder, imports_folder
from tests.import_files import dump_line, imported, places, run, write

HEADER = "name_ar,name,lat,lon,kind,country,population,id"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))


def test_a_table_needs_no_map_when_its_columns_are_the_known_ones(tmp_path: Path) -> None:
    file = write(tmp_path / "own.csv", HEADER, "تل السوسن,Tell al-Sawsan,34.6,37.2,PPL,SY,900,a1")
    assert run("import", "table", file, "--licence", "Us", "--date", "2024-05-31") == 0
    (place,) = places("table-own").values()
    assert (place.name_ar, place.name, place.country, place.admin1, place.population) == (
        "تل السوسن", "Tell al-Sawsan", "SY", "Homs", 900,
    )  # fmt: skip
    assert place.id.startswith("TBL-")
    told = imported()["table-own"]
    assert (told.licence, told.date) == ("Us", "2024-05-31")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_mapped(tmp_path: Path, delimiter: str) -> None:
    file = write(
        tmp_path / "own.csv", delimiter.join(("القرية", "y", "x")), delimiter.join(("تل السوسن", "34.6", "37.2"))
    )
    assert run("import", "table", file, "--columns", "name_ar=القرية,lat=y,lon=x") == 0
    (place,) = places("table-own").values()
    assert (place.name_ar, place.country, place.kind) == ("تل السوسن", "SY", "PPL")


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_bytes(b"\xef\xbb\xbf" + 'name_ar,lat,lon\r\n"تل\nالسوسن",34.6,37.2\r\n,,\r\n'.encode())
    assert run("import", "table", file) == 0
    (place,) = places("table-own").values()
    assert place.name_ar == "تل السوسن"


def test_the_same_row_has_the_same_id_wherever_it_stands(tmp_path: Path) -> None:
    row = "تل السوسن,,34.6,37.2,PPL,SY,,"
    run("import", "table", write(tmp_path / "a.csv", HEADER, row))
    run("import", "table", write(tmp_path / "b.csv", HEADER, "تل الورد,,34.7,37.2,PPL,SY,,", row))
    assert set(places("table-a")) < set(places("table-b"))


def test_bad_rows_are_told_with_their_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path / "own.csv", HEADER,
        "تل السوسن,,34.6,37.2,PPL,SY,,1",
        "تل الورد,,34.6,,PPL,SY,,2",
        "تل الورد,,91,37.2,PPL,SY,,3",
        "تل الورد,,34.6,37.2,a town,SY,,4",
        "تل الورد,,34.6,37.2,PPL,Syria,,5",
        "تل الورد,,34.6,37.2,PPL,SY,-4,6",
        ",,34.6,37.2,PPL,SY,,7",
        "تل الورد,,10,-40,PPL,,,8",
    )  # fmt: skip
    assert run("import", "table", file) == 3
    assert len(places("table-own")) == 1
    told = capsys.readouterr().err
    assert [f"own.csv:{line}:" in told for line in range(2, 10)] == [False] + [True] * 7


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--columns", "name_ar=none"), "own.csv:1: the file has no such column"),
        (("--columns", "town=name"), "is no map of columns"),
        (("--date", "yesterday"), "is no date"),
        (("--name", "../x"), "an import's name has letters"),
        (("--country", "Syria"), "a country is a code of two letters"),
    ],
)
def test_bad_arguments_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    file = write(tmp_path / "own.csv", HEADER, "تل السوسن,,34.6,37.2,PPL,SY,,1")
    assert run("import", "table", file, *arguments) == 3
    assert told in capsys.readouterr().err
    assert not imported()


def test_a_file_of_no_use_leaves_the_earlier_import_as_it_was(tmp_path: Path) -> None:
    file = write(tmp_path / "own.csv", HEADER, "تل السوسن,,34.6,37.2,PPL,SY,,1")
    run("import", "table", file)
    before = places("table-own")
    write(file, HEADER, "تل السوسن,,x,37.2,PPL,SY,,1")
    assert run("import", "table", file) == 3
    assert places("table-own") == before


# What becomes of imports


def _dump(folder: Path, name: str, *lines: str) -> Path:
    return write(folder / name, *lines)


def test_imports_are_listed_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "geonames", _dump(tmp_path, "SY.txt", dump_line(1, "تل السوسن")))
    run("import", "geonames", _dump(tmp_path, "IQ.txt", dump_line(2, "تل الورد")))
    capsys.readouterr()
    assert run("list") == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["geonames-SY", "geonames-IQ"]
    assert run("remove", "geonames-SY") == 0
    assert list(imported()) == ["geonames-IQ"]
    assert not list(imports_folder().glob("geonames-SY*"))
    assert run("remove", "geonames-SY", "../geonames-IQ") == 3
    assert "imported are: geonames-IQ" in capsys.readouterr().err
    assert list(imported()) == ["geonames-IQ"]


def test_the_gazetteer_knows_an_imported_name_at_once_and_forgets_it_when_removed(tmp_path: Path) -> None:
    plain = Gazetteer.load()
    assert plain.resolve_name("تل السوسنات").place is None
    run("import", "geonames", _dump(tmp_path, "SY.txt", dump_line(1, "تل السوسنات", name="Tall as Sawsanat")))
    own = Gazetteer.load()
    for name in ("تل السوسنات", "Tell al-Sawsanat"):
        place = own.resolve_name(name).place
        assert place is not None
        assert (place.id, place.source) == ("GN1", "imported")
    assert own.version != plain.version
    assert own.places["GN1"].name_ar == "تل السوسنات"
    assert len(own.places) == len(plain.places) + 1
    run("remove", "geonames-SY")
    assert Gazetteer.load().resolve_name("تل السوسنات").place is None


def test_places_of_one_id_are_one_with_the_names_of_all_and_the_last_counts(tmp_path: Path) -> None:
    run("import", "geonames", _dump(tmp_path, "old.txt", dump_line(1, "تل السوسنات", latitude="34.5")))
    run("import", "geonames", _dump(tmp_path, "new.txt", dump_line(1, "تل الزنبقات", latitude="34.6")))
    own = Gazetteer.load()
    for name in ("تل السوسنات", "تل الزنبقات"):
        found = own.resolve_name(name)
        assert (found.place and found.place.id, found.latitude) == ("GN1", 34.6)
        assert len(found.candidates) == 1


def test_a_town_that_the_tables_have_is_no_second_place(tmp_path: Path) -> None:
    known = Gazetteer.load().resolve_name("السخنة", Context({"SY": 1.0}))
    assert known.place is not None
    at = {"latitude": str(known.place.latitude + 0.01), "longitude": str(known.place.longitude)}
    run("import", "geonames", _dump(tmp_path, "SY.txt", dump_line(1, "السخنة", **at)))
    again = Gazetteer.load().resolve_name("السخنة", Context({"SY": 1.0}))
    assert again == known


def test_running_text_takes_an_imported_village_with_a_cue_and_leaves_a_bare_word(tmp_path: Path) -> None:
    run("import", "geonames", _dump(tmp_path, "SY.txt", dump_line(1, "الاجتماع"), dump_line(2, "تل السوسنات")))
    own = Gazetteer.load()
    cued = own.read(Text("قصفت الطائرات قرية تل السوسنات بريف حمص الشرقي في سوريا."))
    assert "GN2" in [one.resolution.place.id for one in cued if one.resolution.place]
    bare = own.read(Text("عقد الوزراء في سوريا الاجتماع الأول في دمشق."))
    assert "GN1" not in [one.resolution.place.id for one in bare if one.resolution.place]


def test_a_latin_name_alone_is_found_by_its_sounds_inside_its_country_only(tmp_path: Path) -> None:
    run("import", "geonames", _dump(tmp_path, "SY.txt", dump_line(1, name="Tall as Sawsanat")))
    own = Gazetteer.load()
    found = own.resolve_name("تل السوسنات", Context({"SY": 1.0}))
    assert found.place is not None
    assert (found.place.id, found.place.name_ar) == ("GN1", "Tall as Sawsanat")
    assert "Latin name alone" in " ".join(found.candidates[0].reasons)
    assert own.resolve_name("تل السوسنات", Context({"YE": 1.0})).place is None
    assert own.resolve_name("تل السوسنات").place is None


def test_the_order_of_questions_changes_no_answer(tmp_path: Path) -> None:
    run(
        "import",
        "geonames",
        _dump(tmp_path, "SY.txt", *(dump_line(n, f"تل {w}") for n, w in enumerate(("الورد", "ورد")))),
    )
    texts = [Text("قرية تل الورد بريف حمص"), Text("تل ورد"), Text("بلدة تل الورد")]
    first = Gazetteer.load()
    told = [first.read(one) for one in texts]
    (imports_folder() / CATALOGUE).unlink()
    (imports_folder() / "geonames-SY.import.json").touch()
    second = Gazetteer.load()
    assert second is not first
    assert [second.read(one) for one in reversed(texts)] == told[::-1]


def test_a_catalogue_that_is_broken_is_made_anew(tmp_path: Path) -> None:
    run("import", "geonames", _dump(tmp_path, "SY.txt", dump_line(1, "تل السوسنات")))
    (imports_folder() / CATALOGUE).write_bytes(b"broken")
    assert Gazetteer.load().resolve_name("تل السوسنات").place is not None


def test_an_import_that_was_damaged_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "geonames", _dump(tmp_path, "SY.txt", dump_line(1, "تل السوسنات")))
    (imports_folder() / "geonames-SY.import.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert run("resolve", "تل السوسنات") == 3
    assert "geonames-SY.import.json: is no import" in capsys.readouterr().err


def test_the_data_folder_follows_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert data_folder() == tmp_path / "data"
    monkeypatch.delenv("RASD_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "shared"))
    assert data_folder() == tmp_path / "shared" / "rasd"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert data_folder() == Path.home() / ".local" / "share" / "rasd"
