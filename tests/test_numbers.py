"""Numbers and ordinals in digits and words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.arabic import fold_words
from gazetteer.datafile import Node
from gazetteer.errors import DataError
from rasd.extract.numbers import read_number, read_ordinal
from rasd.lexicon.numbers import number_words
from tests.cases_reader import rows

WORDS = [
    *number_words().words,
    *number_words().ordinals,
    "و",
    "و3",
    "12",
    "1,500",
    "1.5",
    "عدد",
    "من",
    "ومئة",
    "وعشرون",
]


def expected(case: Node) -> tuple[int | None, str | None, int] | None:
    """(value, vague, words) of a row."""
    value = case.need("value").value
    if value is None:
        return None
    length = case.need("words").integer()
    return (None, value, length) if isinstance(value, str) else (case.need("value").integer(), None, length)


@pytest.mark.parametrize("case", rows("numbers"))
def test_numbers(case: Node) -> None:
    found = read_number(fold_words(case.need("text").text()), 0)
    assert (None if found is None else (found.value, found.vague, found.last + 1)) == expected(case)


@pytest.mark.parametrize("case", rows("ordinals"))
def test_ordinals(case: Node) -> None:
    found = read_ordinal(fold_words(case.need("text").text()), 0)
    assert (None if found is None else (found.value, found.vague, found.last + 1)) == expected(case)


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.integers(0, 9))
def test_any_words_give_a_number_inside_them(words: list[str], at: int) -> None:
    for read in (read_number, read_ordinal):
        found = read(words, at)
        if found is not None:
            assert at == found.first <= found.last < len(words)
            assert (found.value is None) == (found.vague is not None)
            assert found.value is None or found.value >= 0


@given(st.integers(0, 999_999_999))
def test_digits_with_separators_are_the_number(value: int) -> None:
    for written in (str(value), f"{value:,}", f"{value:,}".replace(",", ".")):
        found = read_number([written], 0)
        assert found is not None
        assert found.value == value


def test_a_key_that_is_no_number_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "numbers.yaml"
    source = Path(__file__).parent.parent / "data" / "language" / "ar" / "numbers.yaml"
    text = source.read_text(encoding="utf-8")
    file.write_text(text.replace("  3: [ثلاثة", "  three: [ثلاثة"), encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("  3: [ثلاثة"))
    with pytest.raises(DataError, match=f"numbers.yaml:{line}: the key 'three' is not a number"):
        number_words(file)
