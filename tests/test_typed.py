"""A name typed into a filter's box finds its value however it is spelled, and never a value it doesn't mean."""

from __future__ import annotations

import pytest

from rasd.ui.typed import resolve

NAMES = {
    "Idlib": "إدلب", "Rif Dimashq": "ريف دمشق", "Dimashq": "دمشق", "Quneitra": "القنيطرة", "isr": "القوات الإسرائيلية",
    "isf": "قوات الأمن", "latin": "Aleppo",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ادلب", "Idlib"),
        ("إدْلِب", "Idlib"),
        ("أدل", "Idlib"),
        ("دمشق", "Dimashq"),
        ("القنيطره", "Quneitra"),
        ("الاسرائيليه", "isr"),
        ("aleppo", "latin"),
        ("Idlib", "Idlib"),
    ],
)
def test_what_is_typed_means_a_value(typed: str, value: str) -> None:
    assert resolve([typed], NAMES).values == (value,)


@pytest.mark.parametrize("typed", ["حلب", "ات", "", "  ", "'", "ق" * 500])
def test_what_means_none_or_several_chooses_none(typed: str) -> None:
    found = resolve(["Dimashq", typed], NAMES)
    assert found.values == ("Dimashq",)
    assert found.unknown == (typed,)


def test_a_value_chosen_already_is_chosen_once() -> None:
    assert resolve(["Idlib", "ادلب"], NAMES).values == ("Idlib",)
