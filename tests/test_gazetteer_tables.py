"""Loading the gazetteer's tables: what is checked, and how an error is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import tables
from gazetteer.errors import DataError

PLACES = ",".join(tables.PLACES)
CURATED = ",".join(tables.CURATED)
ALIASES = ",".join(tables.ALIASES)


def _write(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_missing_file_is_an_empty_table(tmp_path: Path) -> None:
    assert not tables.load(tmp_path).places


def test_unknown_population_is_none_never_zero(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "places.csv",
        PLACES,
        "GN1,تل الرمان,,Tall,,PPL,SY,Homs,,34.5,36.5,,",
        "GN2,تل,,T,,PPL,SY,Homs,,34,36,0,",
    )
    loaded = tables.load(tmp_path)
    assert [loaded.places[one].population for one in ("GN1", "GN2")] == [None, None]


def test_further_names_stand_behind_bars(tmp_path: Path) -> None:
    _write(tmp_path, "places.csv", PLACES, "GN1,تل الرمان,تل رمان|رمانة,Tall,Tell,PPL,SY,Homs,,34.5,36.5,10,")
    loaded = tables.load(tmp_path)
    assert [name.text for name in loaded.names] == ["تل الرمان", "تل رمان", "رمانة"]
    assert [name for name, _ in loaded.latin] == ["Tall", "Tell"]


@pytest.mark.parametrize(
    ("name", "lines", "line", "problem"),
    [
        ("curated.csv", (CURATED, "a,ا ب,,A,PPL,SY,Homs,north,36,1,5,"), 2, "a number was expected"),
        ("curated.csv", (CURATED, "a,ا ب,,A,PPL,SY,Homs,94,36,1,5,"), 2, "a number from -90 to 90"),
        ("curated.csv", (CURATED, "a,ا ب,,A,PPL,SY,Homs,34,36,8,5,"), 2, "a number from 1 to 7"),
        ("curated.csv", (CURATED, *["a,ا ب,,A,PPL,SY,Homs,34,36,1,5,"] * 2), 3, "an id stands twice"),
        ("curated.csv", (CURATED, "a,ا ب,,A,PPL,SY"), 2, "6 values for 12 columns"),
        ("curated.csv", ("id,name",), 1, "the columns are not as expected"),
        ("aliases.csv", (ALIASES, "ا ب,nowhere,strong,"), 2, "no place has this id"),
    ],
)
def test_a_bad_row_is_told_with_its_line(
    tmp_path: Path, name: str, lines: tuple[str, ...], line: int, problem: str
) -> None:
    _write(tmp_path, "places.csv", PLACES)
    _write(tmp_path, name, *lines)
    with pytest.raises(DataError, match=problem) as error:
        tables.load(tmp_path)
    assert error.value.line == line
    assert error.value.file.endswith(name)


def test_an_alias_has_a_strength(tmp_path: Path) -> None:
    _write(tmp_path, "places.csv", PLACES, "GN1,تل الرمان,,Tall,,PPL,SY,Homs,,34.5,36.5,,")
    _write(tmp_path, "aliases.csv", ALIASES, "الرمان,GN1,weak,", "رمانة,GN1,perhaps,")
    with pytest.raises(DataError, match="strength is strong or weak"):
        tables.load(tmp_path)


def test_a_row_by_hand_replaces_the_generated_row_of_its_id(tmp_path: Path) -> None:
    _write(tmp_path, "places.csv", PLACES, "GN1,تل الرمان,,Tall,,PPL,SY,Homs,,34.5,36.5,,")
    _write(tmp_path, "curated.csv", CURATED, "GN1,تل الرمان,,Tall,PPL,SY,Homs,35,36,1,5,corrected")
    assert tables.load(tmp_path).places["GN1"].latitude == 35


def test_the_version_changes_with_the_files(tmp_path: Path) -> None:
    before = tables.load(tmp_path).version
    _write(tmp_path, "places.csv", PLACES)
    assert tables.load(tmp_path).version != before


def test_the_project_s_own_tables_load() -> None:
    loaded = tables.load(Path(tables.__file__).parent)
    assert len(loaded.places) > 3000
    assert {"SY", "IQ", "YE", "PS", "LY", "SD"} <= set(loaded.countries)
