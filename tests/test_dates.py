"""Date expressions and the days they mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.arabic import Text
from gazetteer.datafile import Node
from gazetteer.errors import DataError
from rasd.extract import dates
from rasd.lexicon.dates import PRECISIONS, date_words
from rasd.model import DateMention
from tests.cases_reader import optional, rows

PUBLISHED = date(2019, 4, 16)
SOURCE = Path(__file__).parent.parent / "data" / "language" / "ar" / "dates.yaml"
PIECES = """
اليوم أمس أول من الجمعة السبت الأحد الاثنين ليلة ليل فجر مساء يوم يومي منذ قبل حتى إلى بين يومين أيام أسبوعين الأسبوع
الشهر العام الماضي الجاري المقبل آذار مارس تموز كانون الثاني رمضان شعبان هـ عام 12 3 2018 29 31 1440 1700 الثاني عشر
الـ24 ساعة الساعات الماضية مطلع نهاية و3 / - ، . ( ) قالت إن وقع 12/3/2018 30/2/2019 999999999 الموافق شهر
فجراً ، نفسه التالي ذات الـ201 12:47 23:10 متأثرا مراسل الصباح
""".split()  # noqa: SIM905


def published(case: Node) -> date | None:
    """The publication day of a row."""
    if case.get("published") is None:
        return PUBLISHED
    told = optional(case, "published")
    return date.fromisoformat(told) if told else None


def check(case: Node, mention: DateMention, raw: str) -> None:
    """That a mention is as the row says."""
    days = case.need("days")
    expected = (None, None) if days.value is None else tuple(date.fromisoformat(day) for day in days.texts())
    assert raw[mention.span.start : mention.span.end] == case.need("words").text()
    assert (mention.when.earliest, mention.when.latest) == expected
    for key, value in (("precision", mention.when.precision), ("rule", mention.rule), ("of", mention.of)):
        told = case.get(key)
        assert told is None or told.text() == value


@pytest.mark.parametrize("case", rows("dates"))
def test_dates(case: Node) -> None:
    raw = case.need("text").text()
    found = dates.find(Text(raw), published(case))
    expected = case.need("dates").items()
    assert [raw[m.span.start : m.span.end] for m in found] == [row.need("words").text() for row in expected]
    for row, mention in zip(expected, found, strict=True):
        check(row, mention, raw)


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join), st.none() | st.dates())
@settings(max_examples=300)
def test_any_text_gives_sound_mentions(raw: str, day: date | None) -> None:
    text = Text(raw)
    taken = -1
    for mention in dates.find(text, day):
        assert 0 <= mention.span.start < mention.span.end <= len(raw)
        assert taken < mention.first <= mention.last < len(text.words)
        taken = mention.last
        when = mention.when
        assert (when.earliest is None) == (when.latest is None)
        assert when.earliest is None or when.latest is None or when.earliest <= when.latest
        assert when.precision in PRECISIONS
        assert mention.of in ("", "event", "statement", "death")


@given(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)), st.sampled_from(["{d}/{m}/{y}", "{y}-{m}-{d}"])
)
def test_a_full_date_is_that_day_whatever_the_publication(day: date, form: str) -> None:
    (mention,) = dates.find(Text(form.format(d=day.day, m=day.month, y=day.year)), PUBLISHED)
    assert (mention.when.earliest, mention.when.latest) == (day, day)


@given(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)), st.sampled_from(["السبت", "الأحد", "الخميس"])
)
def test_a_weekday_is_the_nearest_on_or_before_publication(day: date, name: str) -> None:
    (mention,) = dates.find(Text(name), day)
    assert mention.when.earliest == mention.when.latest
    assert mention.when.earliest is not None
    assert 0 <= (day - mention.when.earliest).days <= 6


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("days: [-1, 0], precision: night", "days: [0, -1], precision: night", "two days from publication"),
        ("precision: night, phrases", "precision: eve, phrases", "unknown precision"),
        ("  hour: {one", "  fortnight: {one", "unknown unit 'fortnight'"),
        ("ago_stops:", "ago_stop:", "unknown key 'ago_stop'"),
    ],
)
def test_a_wrong_data_file_is_told_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    file = tmp_path / "dates.yaml"
    text = SOURCE.read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if old in row)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=f"dates.yaml:{line}: .*{problem}"):
        date_words(file)
