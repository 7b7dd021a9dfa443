"""Tolls: killed and injured, who they were, and where nobody was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.arabic import Text
from gazetteer.datafile import Node
from gazetteer.errors import DataError
from rasd.extract import casualties
from rasd.lexicon.casualties import casualty_words
from rasd.lexicon.casualty_nouns import KINDS
from rasd.model import Toll
from tests.cases_reader import rows

SOURCE = Path(__file__).parent.parent / "data" / "language" / "ar" / "casualties.yaml"
PIECES = """
مقتل قتل قتلت استشهد إصابة أصيب جرح لقي مصرعه سقوط قتلى جرحى قتيل وجريح قتيلا شهداء خمسة و7 7 12 مئة ألف وعشرين عشرات
عدد من مدنيين مدنيا جنديان طفل وامرأة آخرين آخر بينهم دون وقوع إصابات لم يصب أحد خسائر بشرية على الأقل ما لا يقل عن
بين و أكثر نحو القضاء بحياة قتلوا قتلا مقتله مع اثنين أن القتلى بلغ إلى حصيلة - ، . أيام الجيش شابا 1.5 مليون
999999999 % وإصابة
""".split()  # noqa: SIM905


def counts(node: Node) -> tuple[str, int | None, int | None]:
    """(kind, low, high) of a row's toll."""
    (kind,) = (kind for kind in KINDS if node.get(kind) is not None)
    low, high = (None if end.value is None else end.integer() for end in node.need(kind).items())
    return kind, low, high


def check(case: Node, toll: Toll, raw: str) -> None:
    """That what else the row tells of a toll is so."""
    told = {
        "words": raw[toll.span.start : toll.span.end],
        "rule": toll.rule,
        "vague": toll.vague,
        "victims_kind": toll.victims_kind,
    }
    for key, value in told.items():
        expected = case.get(key)
        assert expected is None or expected.text() == value
    among = case.get("among")
    assert toll.among == (among is not None and among.flag())


@pytest.mark.parametrize("case", rows("casualties"))
def test_tolls(case: Node) -> None:
    raw = case.need("text").text()
    found = casualties.find(Text(raw))
    expected = case.need("tolls").items()
    assert [(t.kind, t.low, t.high) for t in found] == [counts(row) for row in expected]
    for row, toll in zip(expected, found, strict=True):
        check(row, toll, raw)


def test_victims_are_verbatim() -> None:
    (toll,) = casualties.find(Text("قُتل ٣ مدنيّين في القصف"))
    assert (toll.low, toll.victims, toll.victims_kind) == (3, "مدنيّين", "civilian")


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join))
@settings(max_examples=400)
def test_any_text_gives_sound_tolls(raw: str) -> None:
    text = Text(raw)
    last = -1
    for toll in casualties.find(text):
        assert 0 <= toll.span.start < toll.span.end <= len(raw)
        assert last <= toll.first <= toll.last < len(text.words)
        last = toll.first
        assert toll.kind in KINDS
        assert toll.low is None or toll.high is None or 0 <= toll.low <= toll.high
        assert toll.low is not None or (toll.high is None and toll.vague)
        assert toll.victims in raw


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  injured:\n    nouns: [إصابة", "  hurt:\n    nouns: [إصابة", "unknown kind of toll 'hurt'"),
        ("filler_reach: 3", "filler_reach: three", "a whole number was expected"),
        ("- [جندي, جنود]", "- []", "a noun was expected"),
        ("illness:", "sickness:", "unknown key 'sickness'"),
    ],
)
def test_a_wrong_data_file_is_told_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    file = tmp_path / "casualties.yaml"
    file.write_text(SOURCE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=rf"casualties.yaml:\d+: {problem}"):
        casualty_words(file)
