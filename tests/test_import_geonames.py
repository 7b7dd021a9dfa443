"""Importing GeoNames dumps: which rows, under which names, in which province."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.import_files import dump_line, imported, places, run, write


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))


def test_a_dump_becomes_an_import_named_after_it(tmp_path: Path) -> None:
    assert run("import", "geonames", write(tmp_path / "SY.txt", dump_line(7, "تل الزعفران", population="1200"))) == 0
    told = imported()["geonames-SY"]
    assert (told.places, told.names, told.source, told.file, told.licence) == (
        1, 1, "geonames", "SY.txt", "GeoNames, CC BY 4.0",
    )  # fmt: skip
    place = places("geonames-SY")["GN7"]
    assert (place.name_ar, place.kind, place.country, place.population) == ("تل الزعفران", "PPL", "SY", 1200)


def test_a_population_of_zero_is_unknown(tmp_path: Path) -> None:
    run("import", "geonames", write(tmp_path / "SY.txt", dump_line(7, "تل الزعفران", population="0")))
    assert places("geonames-SY")["GN7"].population is None


def test_alternate_names_say_which_are_arabic(tmp_path: Path) -> None:
    dump = write(tmp_path / "SY.txt", dump_line(7, "تل زافران,تل الزعفران"), dump_line(8, "خربة الورد"))
    names = write(
        tmp_path / "names.txt",
        "1\t7\tfa\tتل زافران\t\t\t\t\t\t",
        "2\t7\tar\tتل الزعفران\t\t\t\t\t\t",
        "3\t7\tar\tتل الأقحوان\t1\t\t\t\t\t",
        "4\t7\tar\tتل القديم\t\t\t\t1\t\t",
        "5\t7\tlink\thttps://example.org/\t\t\t\t\t\t",
        "6\t9\tar\tقرية أخرى\t\t\t\t\t\t",
    )
    assert run("import", "geonames", dump, names) == 0
    found = places("geonames-SY")
    assert set(found["GN7"].names_ar) == {"تل الأقحوان", "تل الزعفران"}
    assert found["GN8"].names_ar == ("خربة الورد",)
    assert set(found) == {"GN7", "GN8"}


@pytest.mark.parametrize("code", ["11", "SY-HI"])
def test_a_province_code_of_either_kind_means_where_most_of_its_places_lie(tmp_path: Path, code: str) -> None:
    lines = [dump_line(n, f"تل {word}", admin1=code) for n, word in enumerate(("الورد", "الزهر", "القمح"))]
    # A point over the border of the province, that the code still puts in it.
    lines.append(dump_line(9, "تل الشعير", admin1=code, latitude="35.15", longitude="36.75"))
    run("import", "geonames", write(tmp_path / "SY.txt", *lines))
    assert {one.admin1 for one in places("geonames-SY").values()} == {"Homs"}


def test_a_place_without_a_code_lies_in_the_province_around_it(tmp_path: Path) -> None:
    run("import", "geonames", write(tmp_path / "SY.txt", dump_line(9, "تل الشعير", admin1="")))
    assert places("geonames-SY")["GN9"].admin1 == "Homs"


def test_a_district_code_is_told_by_the_row_of_the_district(tmp_path: Path) -> None:
    district = dump_line(5, "منطقة السهل", name="Sahl", cls="A", code="ADM2", admin2="1101")
    run("import", "geonames", write(tmp_path / "SY.txt", district, dump_line(6, "تل السهل", admin2="1101")))
    assert places("geonames-SY")["GN6"].admin2 == "Sahl"


def test_only_what_reports_speak_of_is_kept(tmp_path: Path) -> None:
    lines = (
        dump_line(1, "حقل الشمس", cls="T", code="OILF"),
        dump_line(2, "بئر الشمس", cls="H", code="WLL"),
        dump_line(3, "قرية الشمس", code="PPLQ"),
        dump_line(4, "الشمس", cls="A", code="PCLI"),
    )
    run("import", "geonames", write(tmp_path / "SY.txt", *lines))
    assert set(places("geonames-SY")) == {"GN1"}


def test_bad_lines_are_told_and_the_others_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dump = write(
        tmp_path / "SY.txt",
        dump_line(1, "تل الورد"),
        dump_line(2, "تل الزهر", latitude="north"),
        dump_line(3, "تل القمح", longitude="181"),
        "4\tbroken",
        dump_line("x", "تل الشعير"),
        dump_line(6, "تل العدس", country="Syria"),
        dump_line(7, "تل الكمون", population="many"),
        dump_line(8, "تل السمسم"),
        dump_line(9, "تل الحبق", code="=1+1"),
    )
    assert run("import", "geonames", dump) == 3
    assert set(places("geonames-SY")) == {"GN1", "GN8"}
    told = capsys.readouterr().err
    assert [f"SY.txt:{line}:" in told for line in range(1, 10)] == [
        False,
        True,
        True,
        True,
        True,
        True,
        True,
        False,
        True,
    ]
    assert "2 places imported, 7 rows or files skipped" in told


def test_many_bad_lines_are_counted_not_all_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "geonames", write(tmp_path / "SY.txt", dump_line(1, "تل الورد"), *["2\tbroken"] * 50))
    told = capsys.readouterr().err
    assert told.count("SY.txt:") == 20
    assert "and 30 more" in told


def test_a_file_that_is_no_dump_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, good = write(tmp_path / "a.csv", "id,name"), write(tmp_path / "SY.txt", dump_line(1, "تل الورد"))
    assert run("import", "geonames", wrong, tmp_path / "missing.txt", good) == 3
    assert list(imported()) == ["geonames-SY"]
    told = capsys.readouterr().err
    assert "a.csv:1: 1 columns" in told
    assert "missing.txt: can't be read" in told


def test_alternate_names_alone_are_no_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "geonames", write(tmp_path / "names.txt", "1\t7\tar\tتل\t\t\t\t\t\t")) == 3
    assert "no country dump is among the files" in capsys.readouterr().err
    assert not imported()
