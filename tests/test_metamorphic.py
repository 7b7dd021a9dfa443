"""What must not change an incident: how its letters are written, empty lines, an outlet's signature, another city."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from rasd.extract import pipeline
from rasd.model import Article, Incident
from rasd.record import articles
from tests.extraction_holds import broken, meaning

DAY = date(2024, 5, 15)
SAMPLES = [one for one in articles.read(Path("data/sample/reports.jsonl")) if isinstance(one, Article)]
HARAKAT = "\u064e\u064f\u0650\u0651\u0652"
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")

Change = Callable[[str], str]


def with_diacritics(text: str) -> str:
    """Short vowels on every third letter or so, never the nunation that tells nouns from names."""
    chance = Random(3)
    return "".join(
        letter + chance.choice(HARAKAT) if "ء" <= letter <= "ي" and chance.random() < 0.3 else letter for letter in text
    )


def with_tatweel(text: str) -> str:
    """Letters drawn out between two letters of a word."""
    chance = Random(4)
    return "".join(
        f"{here}ـ" if "ب" <= here <= "ي" and "ب" <= after <= "ي" and chance.random() < 0.3 else here
        for here, after in zip(text, f"{text[1:]} ", strict=True)
    )


def with_marks(text: str) -> str:
    """The direction marks that text copied from a page carries."""
    return "\u200f" + text.replace(" ", " \u200f").replace("\n", "\n\u202b")


WRITTEN: dict[str, Change] = {
    "diacritics": with_diacritics,
    "tatweel": with_tatweel,
    "direction marks": with_marks,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "eastern digits": lambda text: text.translate(EASTERN),
    "western digits": lambda text: text.translate(WESTERN),
    "empty lines": lambda text: text.replace("\n", "\n\n"),
    "spaces at line ends": lambda text: text.replace("\n", "  \n"),
    "outlet's signature": lambda text: f"{text}\nالمصدر: وكالة الأفق للأنباء",
    "follow us": lambda text: f"{text}\nتابعونا على قناتنا في تلغرام",
}


def told(article: Article) -> tuple[Incident, ...]:
    """The incidents of an article, which hold together."""
    incidents = pipeline.load().extract(article)
    assert broken(article, incidents) == []
    return incidents


def meanings(incidents: Sequence[Incident]) -> list[dict[str, object]]:
    """What each says."""
    return [meaning(one) for one in incidents]


@pytest.mark.parametrize("change", WRITTEN)
def test_the_way_it_is_written_changes_no_incident(change: str) -> None:
    for article in SAMPLES:
        other = replace(article, body=WRITTEN[change](article.body))
        if change not in ("empty lines", "outlet's signature", "follow us"):
            other = replace(other, title=WRITTEN[change](article.title))
        assert meanings(told(other)) == meanings(told(article)), article.id


def test_the_changes_do_change_the_texts() -> None:
    bodies = [article.body for article in SAMPLES] + ["٣"]
    unchanged = [name for name, change in WRITTEN.items() if all(change(body) == body for body in bodies)]
    assert unchanged == ["NFC"]
    assert sum(len(told(article)) for article in SAMPLES) > len(SAMPLES) / 2


def test_the_order_of_articles_changes_nothing() -> None:
    first = {article.id: told(article) for article in SAMPLES}
    shuffled = list(SAMPLES)
    Random(5).shuffle(shuffled)
    assert {article.id: told(article) for article in shuffled} == first


CITIES = {
    "IQ": ("الموصل", "كركوك", "بعقوبة", "الرمادي", "تكريت", "الفلوجة"),
    "SY": ("منبج", "سراقب", "البوكمال", "الميادين", "عفرين"),
    "YE": ("تعز", "مأرب", "عدن", "زنجبار"),
    "LY": ("بنغازي", "سرت", "سبها", "درنة"),
}
REPORTS = (
    "انفجرت عبوة ناسفة أمس الثلاثاء في مدينة {city} ما أدى إلى مقتل ثلاثة أشخاص وإصابة سبعة آخرين.",
    "قُتل شرطيان وأصيب ثالث برصاص مسلحين مجهولين في مدينة {city} فجر الاثنين.",
    "اعتقلت قوات الأمن خمسة أشخاص خلال حملة دهم في مدينة {city} مساء أمس.",
    "أصيب طفلان بقصف مدفعي على مدينة {city} في 10 مايو 2024.",
)


@pytest.mark.parametrize("country", CITIES)
@pytest.mark.parametrize("report", REPORTS)
def test_another_city_of_the_country_changes_only_the_place(report: str, country: str) -> None:
    found = []
    for city in CITIES[country]:
        (incident,) = told(Article("city", "خبر", report.format(city=city), published=DAY))
        assert incident.resolution.place is not None, city
        assert (incident.resolution.place.name_ar, incident.resolution.place.country) == (city, country)
        found.append({slot: value for slot, value in meaning(incident).items() if slot != "place"})
    assert all(one == found[0] for one in found)
