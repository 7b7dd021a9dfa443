"""Any text at all: nothing raises, what comes out holds together, and the work grows with the length alone."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import compiled
from rasd.extract import pipeline, stretches
from rasd.model import Article, Incident, Span
from tests.extraction_holds import broken, meaning
from tests.operations import operations

DAY = date(2024, 5, 15)
REPORT = "قُتل خمسة أشخاص بينهم طفلان في قصف مدفعي على بلدة سراقب بريف إدلب أمس الثلاثاء."
_WORDS = (
    "قتل قُتل مقتل شخصان ثلاثة وأصيب إصابة 5 ١٢ آخرين بينهم أطفال جندي مسلحون مجهولون الجيش السوري تنظيم داعش "
    "انفجرت عبوة ناسفة سيارة مفخخة قصف غارة طيران هجوم الهجوم اشتباكات اعتقال في على من قرب شمالي ريف بلدة قرية "
    "مدينة حلب إدلب سراقب الموصل وكركوك زغبوطة أمس اليوم الجمعة ليل فجر مايو 2024 منذ بين و لم لن دون نفى كما "
    "وفي سياق منفصل عشرات الماضي الذي قال مصدر رمضان 1445"
)
WORDS = _WORDS.split()
ODD = (
    "\u202e", "\u202b", "\u2067", "\u200f", "\u200d", "\ufeff", "\x00", "\ud800", "\udfff", "ـ", "ـــ", "\u064b",
    "\u0651\u064e", "ﷺ", "ﻻ", "ﻗﺘﻞ", "😀", "👨‍👩‍👧", "<b>", "</p>", "&amp;", "«", "»", '"', "((", ")", "'", "=1+1", "،",
    "؛", "؟", ".", "...", ":", "-", "/", "\n", "\r\n", "\t", "\u2028", "\u0085", "a", "ABC", "12", "٣", "۴", "½", "²",
    "1,000", "3.5", "99999999999999999999", "0", "30/02/2024", "2024-13-45", "मर", "杀",
)  # fmt: skip
texts = st.one_of(
    st.text(st.characters(), max_size=300),
    st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(ODD)), max_size=120).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(ODD)), max_size=60).map("".join),
    st.tuples(st.sampled_from(WORDS), st.integers(1, 300)).map(lambda pair: f"{pair[0]} " * pair[1]),
)
fuzzed = settings(derandomize=True, deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


def extract(text: str, title: str = "", published: date | None = DAY) -> tuple[Article, tuple[Incident, ...]]:
    """An article of this text, and its incidents."""
    article = Article("fuzz", title, text, published=published)
    return article, pipeline.load().extract(article)


@fuzzed
@given(title=texts, text=texts, published=st.sampled_from([DAY, None, date(1, 1, 1), date(9999, 12, 31)]))
def test_any_text_is_read(title: str, text: str, published: date | None) -> None:
    article, incidents = extract(text, title, published)
    assert broken(article, incidents) == []
    assert pipeline.load().explain(article)


@fuzzed
@given(before=texts, after=texts)
def test_a_report_among_anything_keeps_its_evidence(before: str, after: str) -> None:
    article, incidents = extract(f"{before}\n{REPORT}\n{after}")
    assert broken(article, incidents) == []


@fuzzed
@given(others=st.lists(texts, min_size=1, max_size=4))
def test_what_was_read_before_changes_nothing(others: list[str]) -> None:
    first = extract(REPORT)[1]
    for other in others:
        extract(other)
    assert extract(REPORT)[1] == first != ()


@pytest.mark.parametrize(
    "text",
    [
        "قتل " * 20_000, "قتل" * 100_000, "«" * 50_000 + "قتل" + "»" * 50_000, "\"' " * 30_000, "7" * 100_000,
        "1 " * 20_000, "،" * 60_000, "\n" * 150_000, "killed in Aleppo " * 3_000, "ـ" * 150_000,
        "\u064e" * 150_000, "😀" * 60_000, "<p>قتل</p>" * 3_000, "ﷺ" * 20_000, "\u202e" * 100_000,
        "\ud800" * 100_000, "\x00" * 100_000,
    ],
    ids=lambda text: f"{text[:6]!a}x{len(text)}",
)  # fmt: skip
def test_long_and_hollow_texts_are_read(text: str) -> None:
    article, incidents = extract(text)
    assert broken(article, incidents) == []
    article, incidents = extract("", title=text)
    assert broken(article, incidents) == []


# Long texts


def test_a_long_text_gives_the_incidents_of_all_its_stretches() -> None:
    filler = "وقال المصدر إن الطرق إلى البلدات القريبة مفتوحة أمام الأهالي. " * 40
    told = [f"انفجرت عبوة ناسفة أمس في مدينة {city} ما أدى إلى مقتل {n} أشخاص.\n{filler}\n" for n, city in CITIES]
    article, incidents = extract("".join(told), title="خبر")
    assert stretches.is_long(article)
    assert broken(article, incidents) == []
    named = [(one.resolution.place.name_ar, one.killed_low) for one in incidents if one.resolution.place]
    assert named == [(city, n) for n, city in CITIES]
    assert incidents == pipeline.load().extract(article)
    assert pipeline.load().explain(article).count("incident(s)") == len(list(stretches.of(article)))


CITIES = [(3, "الموصل"), (4, "كركوك"), (5, "الرمادي"), (6, "بعقوبة"), (7, "تكريت"), (8, "البصرة"), (9, "الفلوجة"),
          (3, "سامراء"), (4, "الحويجة"), (5, "الناصرية")]  # fmt: skip


@pytest.mark.parametrize("joint", ["\n", ". ", " ", ""])
def test_stretches_hold_the_whole_text_and_point_into_it(joint: str) -> None:
    article = Article("long", "عنوان", joint.join(WORDS[n % len(WORDS)] for n in range(15_000)), published=DAY)
    end = 0
    for part, shift in stretches.of(article):
        assert len(part.text) <= stretches.LONGEST + 1
        start = 0 if end == 0 else 1
        assert article.text[end : end + len(part.text) - start] == part.text[start:]
        assert shift + start == end
        end += len(part.text) - start
    assert end == len(article.text)


def test_a_headline_without_end_is_cut_too() -> None:
    article = Article("long", "خبر عاجل " * 6_000, "", published=DAY)
    parts = [part for part, _ in stretches.of(article)]
    assert len(parts) > 2
    assert [bool(part.title) for part in parts] == [True] + [False] * (len(parts) - 1)


# The work


PIECES = (
    "قتل شخصان وأصيب ثلاثة في حلب ", "قصف بلدات سراقب وكفرنبل وحاس و", "في حي الزغبوط ", "أمس الجمعة ",
    "في بلدة سراقب في ريف إدلب ", "بين تدمر والسخنة ", "الحي الباب السوق ", f"{REPORT}\n",
    "قتل خمسة وعشرون ألفا ومئة ",
    "الجيش السوري وداعش ", "قتل «( ", "لم يقتل ", "12 ",
)  # fmt: skip


def villages(number: int) -> list[str]:
    """So many names of villages, none twice: what is remembered of a name does not hide what is compared."""
    with (compiled.ROOT / "gazetteer" / "curated.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        found = [row["name_ar"] for row in rows if row["country"] == "SY" and row["kind"] == "PPL"]
    return [name for name in found if " " not in name][:number]


def in_one_list(names: list[str]) -> str:
    return f"قصف الجيش قرى {' و'.join(names)}."


def each_with_its_toll(names: list[str]) -> str:
    return " ".join(f"قتل {toll} مدنيين في قصف للجيش على قرية {name}." for toll, name in enumerate(names, 2))


def each_without_a_stop(names: list[str]) -> str:
    return each_with_its_toll(names).replace(".", "")


DENSE = (in_one_list, each_with_its_toll, each_without_a_stop)


@pytest.fixture(scope="module")
def counted() -> dict[str, tuple[int, int]]:
    """The operations that each piece takes when 4,000 and when 16,000 characters are filled with it.

    And those that the dense reports take on 25 and on 100 villages.
    """
    texts = [piece * (size // len(piece)) for piece in PIECES for size in (4_000, 16_000)]
    texts += [write(villages(number)) for write in DENSE for number in (25, 100)]
    command = [sys.executable, "-m", "tests.operations"]
    plain = os.environ | {compiled.SWITCH: "0"}
    told = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, env=plain, cwd=compiled.ROOT, check=True
    )
    counts = json.loads(told.stdout)
    names = (*PIECES, *(write.__name__ for write in DENSE))
    return dict(zip(names, zip(counts[::2], counts[1::2], strict=True), strict=True))


@pytest.mark.parametrize("piece", (*PIECES, *(write.__name__ for write in DENSE)))
def test_the_work_grows_with_the_length(piece: str, counted: dict[str, tuple[int, int]]) -> None:
    few, many = counted[piece]
    assert 2 * few < many < 7 * few


def test_the_steps_of_work_that_grows_with_the_square_are_seen() -> None:
    def squared(size: int) -> None:
        numbers = list(range(size))
        assert sum(any(one == other for other in numbers) for one in numbers) == size

    assert operations(lambda: squared(400)) > 12 * operations(lambda: squared(100))


# What the checks themselves see


def test_what_does_not_hold_is_told() -> None:
    article, (one, *_) = extract(REPORT)
    assert broken(article, [one]) == []
    assert broken(article, [one, one]) == ["two incidents have one id"]
    from dataclasses import replace

    assert broken(article, [replace(one, sentence=Span(0, 10_000))])
    assert broken(article, [replace(one, killed_low=9, killed_high=3)]) == ["killed from 9 to 3"]
    assert meaning(one)["killed"] == (5, 5)
