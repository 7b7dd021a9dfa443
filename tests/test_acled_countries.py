"""The countries of ACLED's exports: every country of the gazetteer, each number once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rasd.errors import DataError
from rasd.lexicon.acled_countries import acled_countries

ROOT = Path(__file__).parents[1]


def test_every_country_of_the_gazetteer_is_there() -> None:
    with (ROOT / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as stream:
        codes = {row["code"] for row in csv.DictReader(stream)}
    assert codes <= set(acled_countries())


def test_numbers_and_names_stand_once() -> None:
    numbers = [one.number for one in acled_countries().values() if one.number]
    names = [one.name for one in acled_countries().values()]
    assert (len(set(numbers)), len(set(names))) == (len(numbers), len(names))
    assert acled_countries()["IQ"] == ("Iraq", 368, "Middle East")


@pytest.mark.parametrize("row", ["SY,7600,Syria,Middle East", "SY,x,Syria,Middle East", "SY,760,,Middle East"])
def test_a_wrong_row_is_told_with_its_line(row: str, tmp_path: Path) -> None:
    file = tmp_path / "countries.csv"
    file.write_text(f"code,iso,name,region\nIQ,368,Iraq,Middle East\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"countries\.csv:3"):
        acled_countries(file)
