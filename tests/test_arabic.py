"""The normaliser: what folds to what, and that offsets always lead back into the raw text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gazetteer.arabic import Text, fold, fold_words
from gazetteer.datafile import Node
from tests.cases_reader import rows

ARABIC = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
        st.sampled_from(list(" \n\t.,،؛؟«»\"'()-–—/…\u00a0\u200b\u200e\u200f\u202b\u2067\u0640ـ0٣۴5")),
        st.characters(codec="utf-8"),
        st.just("\ud800"),
    )
)


@pytest.mark.parametrize("case", rows("arabic"))
def test_spellings_fold_alike(case: Node) -> None:
    """Every spelling of a row folds to the same text."""
    expected = case.need("folded").text()
    for spelling in case.need("spellings").texts():
        assert fold(spelling) == expected, f"{spelling!r} ({spelling.encode('unicode_escape')!r})"


@given(ARABIC)
@example("ﷺ ﻻ")
@example("a\u0301")
@example("\u0640\u064b")
@example("٣٫٥")
def test_words_point_into_the_raw_text(raw: str) -> None:
    """Each word's raw slice folds to the word itself, in order and without overlap."""
    text = Text(raw)
    assert len(text.words) == len(text.starts) == len(text.ends) == len(text.joined)
    assert len(text.offsets) == len(text.folded)
    before = 0
    for word in text:
        assert 0 <= word.start < word.end <= len(raw)
        assert word.start >= before or raw[word.start] not in " \n"
        assert word.text in fold(raw[word.start : word.end])
        before = word.end
    for start in range(len(text.folded)):
        span = text.raw_span(start, start + 1)
        assert 0 <= span.start < span.end <= len(raw)


@given(ARABIC)
def test_offsets_never_go_back(raw: str) -> None:
    """Reading the folded text from left to right reads the raw text from left to right."""
    offsets = list(Text(raw).offsets)
    assert offsets == sorted(offsets)


@given(ARABIC)
def test_folding_twice_changes_nothing(raw: str) -> None:
    """fold(fold(x)) is fold(x)."""
    assert fold(fold(raw)) == fold(raw)


@given(ARABIC)
def test_word_at_finds_the_word(raw: str) -> None:
    """word_at gives the word that holds an offset, or the next one."""
    text = Text(raw)
    for number, word in enumerate(text):
        if number == 0 or text.starts[number] >= text.ends[number - 1]:
            assert text.word_at(word.start) == number


def test_a_line_end_stays_a_line_end() -> None:
    """Paragraphs can be told apart after folding."""
    assert fold("أ\nب") == "ا\nب"


def test_phrases_are_words() -> None:
    """Quotes and punctuation are no words."""
    assert fold_words("حقل «العُمَر» النفطيّ.") == ("حقل", "العمر", "النفطي")
