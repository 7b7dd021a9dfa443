"""The word index finds what looking through every text would."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.arabic import fold, fold_words
from rasd.view.words import WordIndex

LETTERS = "ابةهيىؤءأإآًّ ـabAB.,«»\n\t\u00a0\u200fﷺﻻ٣3-*"
TEXTS = st.lists(
    st.tuples(st.text(LETTERS, max_size=30), st.one_of(st.none(), st.text(LETTERS, max_size=8))), max_size=9
)
QUERIES = st.text(LETTERS, max_size=8)


def index(rows: list[tuple[str, str | None]]) -> WordIndex:
    return WordIndex.of(pl.DataFrame(rows, schema={"title": pl.String, "place": pl.String}, orient="row"))


def looked_through(rows: list[tuple[str, str | None]], query: str) -> list[bool] | None:
    words = fold_words(query) or tuple(fold(query).split())
    if not words:
        return None
    return [all(any(word in fold(text or "") for text in row) for word in words) for row in rows]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, QUERIES)
def test_finds_what_looking_through_every_text_finds(rows: list[tuple[str, str | None]], query: str) -> None:
    found = index(rows).holding(query)
    assert (None if found is None else found.tolist()) == looked_through(rows, query)


def test_a_word_in_most_texts_is_kept_as_bits_and_found_alike() -> None:
    rows: list[tuple[str, str | None]] = [
        ("هجوم في إدلب" if number % 3 else "هدوء في حلب", None) for number in range(500)
    ]
    rows[77] = ("نادر", None)
    held = index(rows)
    assert len(held.often) > 0
    for query in ("في", "ادلب", "إدلب في", "نادر", "حل", "غائب"):
        found = held.holding(query)
        assert found is not None
        assert found.tolist() == looked_through(rows, query)


@pytest.mark.parametrize("query", ["", "  ", "\u200f", "\t\n"])
def test_a_query_without_a_word_asks_nothing(query: str) -> None:
    assert index([("نص", None)]).holding(query) is None


def test_no_texts_hold_no_words() -> None:
    found = index([]).holding("نص")
    assert found is not None
    assert found.size == 0
