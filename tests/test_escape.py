"""Hostile text stays text: in HTML, in Leaflet's template literals, in Markdown, in links and in marked evidence."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.model import Resolution
from rasd.lexicon.labels import labels
from rasd.model import Article, Evidence, Incident, Span, When
from rasd.record import flatten
from rasd.record.store import StoredIncident
from rasd.ui import card, escape, evidence

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "${alert(1)}",
    "`+alert(1)+`",
    "\\`${alert(1)}",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '=HYPERLINK("http://evil.example")',
    "{{ 7*7 }}",
    "</style><svg onload=alert(1)>",
]
ALLOWED = {
    "section", "h3", "h4", "p", "i", "b", "dl", "dt", "dd", "ul", "li", "small", "span", "mark", "blockquote", "br",
    "article", "div", "a",
}  # fmt: skip


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(markup: str) -> Tags:
    found = Tags()
    found.feed(markup)
    found.close()
    return found


def incident(text: str, spans: list[tuple[str, int, int]]) -> Incident:
    return Incident(
        id="INC-1", article_id="a", event_type="Battles", sub_event_type="Armed clash",
        when=When(date(2019, 3, 1), date(2019, 3, 1), "day"), resolution=Resolution(None, (), text), actors=(),
        tolls=(),
        evidence=tuple(Evidence(slot, Span(start, end), text[start:end], "r") for slot, start, end in spans),
        sentence=Span(0, len(text)), confidence=0.5, place_text=text, date_text=text, trigger=text, killed_vague=text,
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_html_makes_no_tag_and_gives_the_text_back(text: str) -> None:
    found = parsed(f'<p title="{escape.html(text)}">{escape.html(text)}</p>')
    assert found.tags == ["p"]
    assert found.attributes == {"title"}
    assert found.text == text


@given(st.text())
def test_leaflet_text_ends_no_literal_and_starts_no_tag(text: str) -> None:
    safe = escape.leaflet(text)
    assert not set(safe) & set("`$\\{}<>\"'")
    assert parsed(f"<p>{safe}</p>").tags == ["p"]


@pytest.mark.parametrize(
    "text", ["**bold**", "[a](http://x)", ":red[x]", "# head", "$x$", "<b>", "a\n\n- b", "![i](x)"]
)
def test_markdown_marks_are_escaped(text: str) -> None:
    safe = escape.markdown(text)
    assert "\n" not in safe
    for at, mark in enumerate(safe):
        if mark in "*[]()<>#$:!-":
            assert safe[at - 1] == "\\"


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://example.org", False),
        ('https://example.org/"onmouseover="x', False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, usable: bool) -> None:
    assert escape.link(url) == (url if usable else None)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_card_of_hostile_text_holds_only_its_own_tags(text: str, language: str) -> None:
    found = incident(f"{text}\n{text}", [("event", 0, len(text)), (f"actor:{text}", 1, 3), (text, 2, 5)])
    article = Article("a", text, text, source=text, url=f"javascript:{text}", published=date(2019, 3, 2))
    stored = StoredIncident(flatten.row(article, found, ("1", "2")), found, article, ())
    for markup in (card.of(stored, labels(language)), evidence.article([found], article.text, labels(language))):
        shown = parsed(markup)
        assert set(shown.tags) <= ALLOWED
        assert shown.attributes <= {"class", "style", "title", "dir", "lang"}
        assert text.replace("\n", "") in shown.text.replace("\n", "")


def test_phrases_are_marked_where_they_stand_and_overlaps_show_the_shorter() -> None:
    text = "قتل سبعة عناصر في هجوم على الشحيل"
    start = text.index("سبعة")
    place = text.index("الشحيل")
    found = incident(
        text, [("killed", start, start + 10), ("actor:x", start + 5, start + 10), ("place", place, len(text))]
    )
    markup = evidence.marked(text, found.evidence, labels("ar"))
    assert '<mark class="rasd-slot rasd-slot-killed" title="قتلى">سبعة </mark>' in markup
    assert '<mark class="rasd-slot rasd-slot-actor" title="جهة">عناصر</mark>'[:40] in markup
    assert '<mark class="rasd-slot rasd-slot-place" title="الموقع">الشحيل</mark>' in markup
    assert parsed(markup).text == text


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=5))
def test_any_spans_over_any_text_lose_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    found = [Evidence("place", Span(start, end), "", "r") for start, end in spans]
    markup = evidence.marked(text, found, labels("en"))
    shown = parsed(markup)
    assert set(shown.tags) <= {"mark", "br"}
