"""The filters that are set, in words, one sentence a filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rasd.lexicon.labels import Labels, labels
from rasd.ui.sentences import in_words, sentences
from rasd.view.bounds import Bounds
from rasd.view.filters import FILTERS, Selection

ARABIC, ENGLISH = labels("ar"), labels("en")
EVERYTHING = Selection(
    date_from=date(2019, 3, 1), date_to=date(2019, 3, 31), actors=("islamic-state",), attackers=("sdf",),
    targets=("civilians",), event_types=("Battles", "Riots"), sub_events=("Armed clash",), countries=("SY",),
    admin1=("Deir ez-Zor",), precisions=("1", "unlocated"), located=("unlocated",), outlets=("وكالة",),
    statuses=("confirmed",), text="إدلب", confidence_min=0.5, box=Bounds(35.0, 33.0, 37.0, 36.0),
    ring=((35.0, 33.0), (36.0, 33.0), (36.0, 34.0)), in_view=True, not_countries=("IQ",),
    rejected=True, reports_min=2,
)  # fmt: skip


@pytest.mark.parametrize("words", [ARABIC, ENGLISH], ids=["ar", "en"])
def test_every_filter_has_a_sentence(words: Labels) -> None:
    told = sentences(EVERYTHING, words)
    assert len(told) == len(FILTERS)
    assert all(told)
    for row, one in zip(FILTERS, told, strict=True):
        assert words(f"filter.{row.name}") in one


def test_values_are_named_in_the_language() -> None:
    told = in_words(replace(Selection(), countries=("SY",), not_countries=("IQ",)), ARABIC)
    assert "سوريا" in told
    assert "العراق" in told
    assert "Syria" in in_words(Selection(countries=("SY",)), ENGLISH)
    assert "not" in in_words(Selection(not_countries=("IQ",)), ENGLISH)


def test_no_filter_is_told_as_none() -> None:
    assert sentences(Selection(), ENGLISH) == ()
    assert in_words(Selection(), ENGLISH) == ENGLISH("filter.nothing")
