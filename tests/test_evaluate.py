"""Measuring on annotated articles: what counts as right, the figures, the page, and what is told of bad annotations."""

from __future__ import annotations

import itertools
import json
import math
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasd import arguments, cli
from rasd.errors import DataError
from rasd.evaluate import gold
from rasd.evaluate.evaluation import Evaluation
from rasd.evaluate.facts import Actor, Count, Facts, Found, Mark
from rasd.evaluate.judging import judge
from rasd.evaluate.marked import article_html
from rasd.evaluate.matching import assign, compare, pairs, same_actor
from rasd.evaluate.measures import Score, Tally, TypeTally
from rasd.evaluate.page import page
from rasd.lexicon.labels import labels
from rasd.model import Article, Span

ROOT = Path(__file__).parents[1]
STRIKE = "قتل ثلاثة أشخاص وأصيب خمسة آخرون في غارة جوية نفذتها طائرات على مدينة إدلب شمال غربي سوريا أمس الجمعة."
BLAST = "انفجرت عبوة ناسفة في مدينة الموصل شمالي العراق اليوم السبت، ما أدى إلى مقتل جنديين."
CALM = "افتتح وزير الثقافة معرضا للكتاب في العاصمة، وحضر الافتتاح عدد من الكتاب والناشرين."

DAY, NEXT = date(2020, 1, 3), date(2020, 1, 4)
IDLIB = Facts(
    event_type="Explosions/Remote violence", sub_event_type="Air/drone strike", date_earliest=DAY, date_latest=DAY,
    place_text="إدلب", place_name="Idlib", country="SY", latitude=35.93, longitude=36.63, tolerance_km=10, where_prec=1,
    actors=(Actor("طائرات", "Unidentified", "attacker"),), killed=Count(3, 3), injured=Count(5, 5), trigger="غارة جوية",
)  # fmt: skip
MOSUL = Facts(
    event_type="Explosions/Remote violence", sub_event_type="Remote explosive/landmine/IED", date_earliest=NEXT,
    date_latest=NEXT, place_text="الموصل", place_name="Mosul", country="IQ", latitude=36.34, longitude=43.13,
    tolerance_km=15, where_prec=1, killed=Count(2, 2), trigger="انفجرت",
)  # fmt: skip


# Assignment


def best(gains: Sequence[Sequence[float]]) -> float:
    """The greatest sum, by trying all ways."""
    if not gains or not gains[0]:
        return 0
    if len(gains) > len(gains[0]):
        return best(list(zip(*gains, strict=True)))
    ways = itertools.permutations(range(len(gains[0])), len(gains))
    return max(sum(gains[row][column] for row, column in enumerate(way)) for way in ways)


@st.composite
def tables(draw: st.DrawFn) -> list[list[float]]:
    columns = draw(st.integers(0, 6))
    gain = st.sampled_from([0.0, 0.0, 0.1, 1.0, 20.0, 20.1, 21.2, 30.0, 32.3])
    return draw(st.lists(st.lists(gain, min_size=columns, max_size=columns), max_size=6))


@given(tables())
def test_the_assignment_is_as_good_as_the_best_of_all(gains: list[list[float]]) -> None:
    found = assign(gains)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    assert all(gains[row][column] > 0 for row, column in found)
    assert found == sorted(found)
    assert math.isclose(sum(gains[row][column] for row, column in found), best(gains), abs_tol=1e-9)


def test_equals_are_assigned_in_order() -> None:
    assert assign([[1.0] * 3] * 3) == [(0, 0), (1, 1), (2, 2)]
    assert assign([[1.0] * 2] * 3) == [(0, 0), (1, 1)]


# What counts as right


@pytest.mark.parametrize(
    ("north_km", "tolerance", "place", "near"),
    [(0, 10, True, True), (9, 10, True, True), (12, 10, False, False), (12, 15, True, False), (8, None, True, True),
     (4.5, 1, True, True), (6, 1, False, True), (300, 400, True, False)],
)  # fmt: skip
def test_a_place_is_right_within_its_tolerance(
    north_km: float, tolerance: float | None, place: bool, near: bool
) -> None:
    assert IDLIB.latitude is not None
    moved = replace(IDLIB, latitude=IDLIB.latitude + north_km / 111.2)
    agreed = compare(replace(IDLIB, tolerance_km=tolerance), moved)
    assert (agreed.place, agreed.place_10km) == (place, near)


def test_what_has_no_place_is_right_without_one() -> None:
    nowhere = replace(IDLIB, latitude=None, longitude=None)
    assert compare(nowhere, nowhere).place and compare(nowhere, nowhere).place_10km
    assert not compare(nowhere, IDLIB).place
    assert not compare(IDLIB, nowhere).place


def days(first: int | None, last: int | None) -> Facts:
    return replace(
        IDLIB,
        date_earliest=first and date(2020, 1, first),
        date_latest=last and date(2020, 1, last),
    )


@pytest.mark.parametrize(
    ("annotated", "found", "right", "exact"),
    [
        ((3, 3), (3, 3), True, True),
        ((3, 3), (2, 3), True, False),
        ((3, 3), (1, 4), True, False),
        ((3, 3), (1, 5), False, False),
        ((3, 4), (5, 5), False, False),
        ((3, 4), (4, 9), False, False),
        ((3, 4), (4, 8), True, False),
        ((3, None), (3, None), True, True),
        ((3, None), (3, 3), True, False),
        ((3, 3), (None, None), False, False),
        ((None, None), (None, None), True, True),
        ((None, None), (3, 3), False, False),
    ],
)
def test_a_date_is_right_when_the_ranges_meet(
    annotated: tuple[int | None, int | None], found: tuple[int | None, int | None], right: bool, exact: bool
) -> None:
    agreed = compare(days(*annotated), days(*found))
    assert (agreed.date, agreed.date_exact) == (right, exact)


@pytest.mark.parametrize(
    ("annotated", "found", "right"),
    [
        (Count(3, 3), Count(3, 3), True),
        (Count(3, 3), Count(3, None), True),
        (Count(3, 3), Count(3, 5), False),
        (Count(3, 5), Count(3, 5), True),
        (Count(3, 5), Count(3, None), False),
        (Count(3, None), Count(3, 9), True),
        (Count(3, 3), Count(None, None), False),
        (Count(0, 0), Count(None, None), False),
        (Count(None, None), Count(0, 0), False),
        (Count(None, None), Count(None, None), True),
        (Count(None, None, "عشرات"), Count(20, None), True),
        (Count(None, 7), Count(None, 7), True),
    ],
)
def test_a_count_is_right_when_its_low_number_is(annotated: Count, found: Count, right: bool) -> None:
    agreed = compare(replace(IDLIB, killed=annotated), replace(IDLIB, killed=found))
    assert agreed.killed is right
    agreed = compare(replace(IDLIB, injured=annotated), replace(IDLIB, injured=found))
    assert agreed.injured is right


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Actor("تنظيم داعش", "", ""), Actor("داعش", "", ""), True),
        (Actor("الدَّواعش", "", ""), Actor("الدواعش", "", ""), True),
        (Actor("داعش", "", ""), Actor("الداعشيين", "", ""), False),
        (Actor("التنظيم", "Islamic State", ""), Actor("داعش", "islamic state", ""), True),
        (Actor("", "", ""), Actor("", "", ""), False),
        (Actor("الجيش", "Syrian army", ""), Actor("قوات النظام", "Syrian government forces", ""), False),
    ],
)
def test_actors_are_the_same_by_words_or_name(one: Actor, other: Actor, same: bool) -> None:
    assert same_actor(one, other) is same
    assert same_actor(other, one) is same


def test_an_actor_counts_once() -> None:
    gold_side = replace(IDLIB, actors=(Actor("الجيش", "", "party"), Actor("مسلحين", "", "party")))
    twice = replace(IDLIB, actors=(Actor("الجيش السوري", "", "party"), Actor("الجيش", "", "party")))
    assert compare(gold_side, twice).actors == 1
    assert compare(gold_side, gold_side).actors == 2


# Pairs and measures


def test_a_pair_needs_two_of_type_place_and_date() -> None:
    elsewhere = replace(IDLIB, latitude=33.5, longitude=36.3)
    other_day = replace(elsewhere, date_earliest=date(2020, 1, 20), date_latest=date(2020, 1, 20))
    assert [(one.gold, one.found) for one in pairs([IDLIB], [elsewhere])] == [(0, 0)]
    assert pairs([IDLIB], [other_day]) == []
    assert pairs([], [IDLIB]) == pairs([IDLIB], []) == []


def test_the_pairing_is_the_best_for_the_whole_article() -> None:
    """Each alone would take the first found; the second has no other."""
    unsure = replace(IDLIB, killed=Count(9, 9))
    only_first = replace(IDLIB, event_type="Battles", sub_event_type="Armed clash")
    founds = [replace(IDLIB, event_type="Riots", latitude=33.0), IDLIB, replace(unsure, latitude=33.0)]
    got = [(one.gold, one.found) for one in pairs([unsure, only_first], founds)]
    assert got == [(0, 2), (1, 1)]


def test_background_counts_neither_way() -> None:
    history = replace(MOSUL, background=True)
    judged = judge((IDLIB, history), (Found(MOSUL), Found(IDLIB)))
    assert [(one.gold, one.found) for one in judged.pairs] == [(0, 1)]
    assert judged.ignored == {0}
    assert judged.errors() == []
    tally = Tally()
    tally.add(judged)
    tally.add(judge((history,), ()))
    measured = tally.measures()
    assert (measured.annotated, measured.found, measured.paired) == (1, 1, 1)
    assert measured.detection == Score(1.0, 1.0, 1.0)
    assert (measured.without_incident, measured.false_alarms) == (0, None)


def some() -> Evaluation:
    """Four articles: one with a pair that is wrong in part and one missed, one right, one false alarm, one calm."""
    wrong = Found(
        replace(
            IDLIB, sub_event_type="Shelling/artillery/missile attack", latitude=33.5, killed=Count(4, 4), actors=()
        ),
        marks=(Mark("event", Span(45, 54), "غارة جوية", "event:shelling"), Mark("place", Span(78, 83), "إدلب", "cue")),
        confidence=0.75,
        reason="the best of 2 places of this name",
        candidates=("1.00 Damascus, Damascus, SY: the article speaks of SY",),
    )
    golds = {"1": (IDLIB, MOSUL), "2": (MOSUL,), "3": (), "4": ()}
    evaluation = Evaluation(golds)
    for id, founds in (("1", (wrong,)), ("2", (Found(MOSUL),)), ("3", (Found(IDLIB),)), ("4", ())):
        evaluation.add(Article(id, "خبر", STRIKE, source="صحيفة" if id < "3" else ""), judge(golds[id], founds))
    return evaluation


def test_the_measures_of_four_articles() -> None:
    measured = some().measures
    assert (measured.articles, measured.without_incident) == (4, 2)
    assert (measured.annotated, measured.found, measured.paired) == (3, 3, 2)
    assert measured.detection == Score(0.6667, 0.6667, 0.6667)
    assert measured.strict == Score(0.3333, 0.3333, 0.3333)
    assert measured.actors == Score(None, 0.0, 0.0)
    assert measured.false_alarms == 0.5
    assert measured.slots == {
        "event_type": 1.0, "sub_event_type": 0.5, "place": 0.5, "place_10km": 0.5, "date": 1.0, "date_exact": 1.0,
        "killed": 0.5, "injured": 1.0,
    }  # fmt: skip


def test_the_measures_by_outlet_and_by_type() -> None:
    evaluation = some()
    assert list(evaluation.by_outlet) == ["", "صحيفة"]
    assert evaluation.by_outlet["صحيفة"].strict == Score(0.5, 0.3333, 0.4)
    assert evaluation.by_outlet[""].detection == Score(0.0, None, 0.0)
    kinds = evaluation.by_type
    assert list(kinds) == ["Remote explosive/landmine/IED", "Air/drone strike", "Shelling/artillery/missile attack"]
    blasts, strikes, shelling = kinds.values()
    assert (blasts.annotated, blasts.found, blasts.right) == (2, 1, 1.0)
    assert blasts.strict == Score(1.0, 0.5, 0.6667)
    assert (strikes.detection, strikes.strict, strikes.right) == (Score(0.0, 1.0, 0.0), Score(0.0, 0.0, 0.0), 0.0)
    assert (shelling.annotated, shelling.found, shelling.detection) == (0, 1, Score(1.0, None, 0.0))


def test_nothing_is_measured_of_nothing() -> None:
    measured = Tally().measures()
    assert measured.detection == measured.strict == measured.actors == Score(None, None, None)
    assert set(measured.slots.values()) == {None}
    assert TypeTally().measures() == {}


def test_errors_tell_what_is_wrong() -> None:
    told = [(one.id, [error.kinds for error in one.judged.errors()]) for one in some().faulty]
    assert told == [
        ("1", [("sub_event_type", "place", "killed", "actors"), ("missed",)]),
        ("3", [("spurious",)]),
    ]


def test_articles_annotated_and_not_given_count_as_empty() -> None:
    evaluation = Evaluation({"1": (IDLIB,), "2": (), "3": (MOSUL,)})
    evaluation.add(Article("1", "", STRIKE), judge((IDLIB,), (Found(IDLIB),)))
    evaluation.add(Article("1", "", STRIKE), judge((IDLIB,), (Found(IDLIB),)))
    evaluation.add(Article("9", "", STRIKE), None)
    assert evaluation.finish() == ["2", "3"]
    assert (evaluation.again, evaluation.passed_over) == (1, 1)
    assert evaluation.measures.strict == Score(1.0, 0.5, 0.6667)
    assert [one.article for one in evaluation.faulty] == [None]


# Annotations


def slots(**changes: Any) -> dict[str, Any]:
    return {
        "event_type": "Battles", "sub_event_type": "Armed clash", "date_earliest": "2020-01-03",
        "date_latest": "2020-01-03", "place_text": "درعا", "latitude": 32.62, "longitude": 36.1, "tolerance_km": 10,
        "where_prec": 1, "actors": [{"surface": "الجيش", "name": "Syrian army", "role": "party"}], "killed_low": 2,
        "killed_high": None, "injured_vague": "عشرات", "trigger": "اشتباكات", "background": False, "anything": 1,
    } | changes  # fmt: skip


def read(tmp_path: Path, *records: object) -> list[gold.Annotated | DataError]:
    file = tmp_path / "gold.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records]
    file.write_text("\n".join(lines), encoding="utf-8")
    return list(gold.read(file))


def test_annotations_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, {"id": "a", "incidents": [slots()]}, "", {"id": 7, "incidents": []})
    assert found[1] == gold.Annotated("7", ())
    assert isinstance(found[0], gold.Annotated)
    (one,) = found[0].incidents
    assert (one.event_type, one.sub_event_type, one.date_earliest, one.date_latest) == (
        "Battles",
        "Armed clash",
        DAY,
        DAY,
    )
    assert (one.killed, one.injured) == (Count(2, None), Count(None, None, "عشرات"))
    assert (one.latitude, one.tolerance_km, one.where_prec, one.background) == (32.62, 10, 1, False)
    assert one.actors == (Actor("الجيش", "Syrian army", "party"),)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"event_type": "War"}, "'incidents[0].event_type' is not known ('War'): give one of Battles, "),
        ({"event_type": None}, "'incidents[0].event_type' is not known"),
        ({"sub_event_type": "Grenade"}, "'incidents[0].sub_event_type' is no sub-event type of Battles ('Grenade')"),
        ({"date_earliest": "2020-02-30"}, "'incidents[0].date_earliest' is not a day of the calendar ('2020-02-30')"),
        ({"date_earliest": "3/1/2020"}, "write it as YYYY-MM-DD"),
        ({"date_earliest": 2020}, "'incidents[0].date_earliest' is not text (2020)"),
        ({"date_latest": "2020-01-01"}, "'incidents[0].date_latest' is before date_earliest"),
        ({"latitude": 91}, "'incidents[0].latitude' is not a number from -90 to 90"),
        ({"latitude": True}, "'incidents[0].latitude' is not a number"),
        ({"latitude": float("nan")}, "'incidents[0].latitude' is not a number"),
        ({"longitude": None}, "'incidents[0].latitude' and 'longitude' stand together"),
        ({"tolerance_km": -1}, "'incidents[0].tolerance_km' is not a number from 0"),
        ({"where_prec": 8}, "'incidents[0].where_prec' is not a whole number from 1 to 7"),
        ({"killed_low": -2}, "'incidents[0].killed_low' is not a whole number of 0 or more"),
        ({"killed_low": 2.5}, "'incidents[0].killed_low' is not a whole number"),
        ({"killed_high": 1}, "'incidents[0].killed_high' is less than 'killed_low'"),
        ({"actors": "الجيش"}, "'incidents[0].actors' is not a list"),
        ({"actors": ["الجيش"]}, "'incidents[0].actors' holds something that is not an object (number 1)"),
        ({"actors": [{"role": "victim"}]}, "'incidents[0].actors[0].role' is not known ('victim')"),
        ({"background": "no"}, "'incidents[0].background' is neither true nor false"),
    ],
)
def test_a_slot_that_can_not_be_is_told_with_its_line(changes: dict[str, Any], told: str, tmp_path: Path) -> None:
    good, bad, other = read(
        tmp_path,
        {"id": "a", "incidents": [slots()]},
        {"id": "b", "incidents": [slots(**changes)]},
        {"id": "c", "incidents": []},
    )
    assert isinstance(good, gold.Annotated) and isinstance(other, gold.Annotated)
    assert isinstance(bad, DataError)
    assert str(bad).startswith(f"{tmp_path / 'gold.jsonl'}:2: ")
    assert told in str(bad).replace("(2020)", "(2020)").replace("('2020')", "(2020)")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "a", ', "is not JSON: "),
        ("[]", "is not a JSON object"),
        ('{"incidents": []}', "'id' is missing"),
        ('{"id": "a"}', "'incidents' is not a list"),
        ('{"id": "first", "incidents": []}', "'id' is annotated a second time ('first')"),
        ('{"id": "a", "incidents": ' + "[" * 100_000, "is not JSON"),
    ],
)
def test_a_line_that_can_not_be_read_is_told(line: str, told: str, tmp_path: Path) -> None:
    first, bad = read(tmp_path, {"id": "first", "incidents": []}, line)
    assert isinstance(first, gold.Annotated)
    assert str(bad).startswith(f"{tmp_path / 'gold.jsonl'}:2: ") and told in str(bad)


def test_files_that_are_no_annotations(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "word.jsonl").write_bytes(b"PK\x03\x04" + bytes(100))
    for name, told in (("none.jsonl", "can't be read"), ("empty.jsonl", "is empty"), ("word.jsonl", "Office file")):
        (only,) = gold.read(tmp_path / name)
        assert isinstance(only, DataError) and told in str(only)
    (only,) = gold.read(tmp_path)
    assert "can't be read" in str(only)


# The page


class Parsed(HTMLParser):
    """The tags of a page with their attributes; fails on tags that don't match."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(markup)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "p", "div", "span", "table", "thead",
    "tbody", "tr", "th", "td", "details", "summary", "label", "input", "b", "section", "header", "bdi", "a", "mark",
    "sup", "small", "br", "code", "pre",
}  # fmt: skip
HARMLESS = {
    "lang", "dir", "charset", "http-equiv", "content", "name", "class", "id", "type", "checked", "scope", "colspan",
    "href", "title", "rel", "target",
}  # fmt: skip


def harmless(markup: str) -> Parsed:
    """The page parsed; it must load nothing and run nothing."""
    parsed = Parsed(markup)
    for tag, attributes in parsed.tags:
        assert tag in ALLOWED, tag
        assert set(attributes) <= HARMLESS, attributes
        href = attributes.get("href")
        assert href is None or href.startswith(("#a", "http://", "https://")), href
    style = markup.partition("</style>")[0]
    assert "url(" not in style and "@import" not in style
    return parsed


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_each_error_in_its_article(language: str) -> None:
    evaluation = some()
    parsed = harmless("".join(page(evaluation, labels(language))))
    (html,) = [attributes for tag, attributes in parsed.tags if tag == "html"]
    assert html == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    kinds = [
        attributes["class"] for tag, attributes in parsed.tags if (attributes.get("class") or "").startswith("error")
    ]
    assert kinds == [
        "error k-all k-main k-sub_event_type k-place k-killed k-actors",
        "error k-all k-main k-missed",
        "error k-all k-main k-spurious",
    ]
    for told in (STRIKE[:30], "event:shelling", "the best of 2 places", "1.00 Damascus", "35.9300, 36.6300", "الموصل"):
        assert told in parsed.text, told
    policy = [attributes["content"] for _, attributes in parsed.tags if attributes.get("http-equiv")]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


def test_links_from_phrases_lead_into_the_text() -> None:
    parsed = harmless("".join(page(some(), labels("ar"))))
    ids = [attributes["id"] for _, attributes in parsed.tags if attributes.get("id")]
    targets = [str(attributes["href"])[1:] for tag, attributes in parsed.tags if tag == "a" and "href" in attributes]
    assert len(ids) == len(set(ids))
    assert targets and set(targets) <= set(ids)


def test_filters_count_their_errors() -> None:
    markup = "".join(page(some(), labels("en")))
    assert "all errors <b>3</b>" in markup and "missed incidents <b>1</b>" in markup and "injured <b>0</b>" in markup
    assert "body:has(#show-killed:checked) :is(.article, .error):not(.k-killed) { display: none; }" in markup


def test_a_page_without_errors() -> None:
    evaluation = Evaluation({})
    parsed = harmless("".join(page(evaluation, labels("en"))))
    assert "No errors." in parsed.text


HOSTILE = "<img src=x onerror=alert(1)> \"'><script>alert(2)</script> &lt;b&gt; </style> \u202e\x1b {x} ${y} `z`"


def test_hostile_words_are_shown_as_words() -> None:
    hostile = replace(
        IDLIB, trigger=HOSTILE, place_text=HOSTILE, place_name=HOSTILE, date_text=HOSTILE, note=HOSTILE, admin1=HOSTILE,
        country=HOSTILE, actors=(Actor(HOSTILE, HOSTILE, "attacker"),), killed=Count(None, None, HOSTILE),
    )  # fmt: skip
    text = f"{HOSTILE} {STRIKE}"
    marks = (Mark("event", Span(0, 20), HOSTILE, HOSTILE), Mark("actor:x", Span(10, len(text)), HOSTILE, HOSTILE))
    found = Found(replace(hostile, latitude=33.0), marks, 0.5, HOSTILE, (HOSTILE,))
    evaluation = Evaluation({HOSTILE: (hostile,)})
    judged = replace(judge((hostile,), (found,)), explained=HOSTILE)
    article = Article(HOSTILE, HOSTILE, text, source=HOSTILE, url=f"javascript:{HOSTILE}", published=DAY)
    evaluation.add(article, judged)
    markup = "".join(page(evaluation, labels("ar")))
    parsed = harmless(markup)
    assert "<script>alert(2)</script>" in parsed.text
    assert not set(markup) & set("\u202e\x1b")
    assert not any("href" in attributes and "javascript" in str(attributes["href"]) for _, attributes in parsed.tags)


def test_a_web_address_becomes_a_link() -> None:
    evaluation = Evaluation({"1": (IDLIB,)})
    evaluation.add(Article("1", "", STRIKE, url="https://example.org/a?b=1&c=2"), judge((IDLIB,), ()))
    parsed = harmless("".join(page(evaluation, labels("ar"))))
    (link,) = [one for tag, one in parsed.tags if tag == "a"]
    assert link["href"] == "https://example.org/a?b=1&c=2"
    assert link["rel"] == "noopener noreferrer"


@given(
    st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30)), max_size=6), st.sampled_from(["", "خبر", "خبر عاجل"])
)
def test_marking_leaves_the_text_as_it_is(spans: list[tuple[int, int]], title: str) -> None:
    body = "قتل <b> ثلاثة & أصيب\nخمسة"
    article = Article("1", title, body)
    found = Found(IDLIB, tuple(Mark("place", Span(*one), "", "cue") for one in spans))
    markup = article_html(article, 1, [found], [replace(IDLIB, trigger="ثلاثة &", place_text="عاجل")], labels("ar"))
    text = "".join(char for char in Parsed(markup).text if not char.isdigit())
    assert text == title + body


# The command


@pytest.fixture
def annotated(tmp_path: Path) -> tuple[Path, Path]:
    """Annotations and articles: one right, one with a wrong place and toll, one calm."""
    articles = tmp_path / "articles.jsonl"
    told = {"b": STRIKE, "a": CALM, "c": BLAST}
    records = [
        {"id": id, "title": "خبر", "text": text, "published": "2020-01-04", "outlet": "صحيفة"}
        for id, text in told.items()
    ]
    articles.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    strike = slots(
        event_type=IDLIB.event_type, sub_event_type=IDLIB.sub_event_type, latitude=35.93, longitude=36.63, killed_low=3,
        killed_high=3, injured_low=5, injured_high=5, injured_vague=None, actors=[],
    )  # fmt: skip
    blast = strike | {
        "sub_event_type": "Remote explosive/landmine/IED", "date_earliest": "2020-01-04", "date_latest": "2020-01-04",
        "latitude": 33.3, "longitude": 44.4, "killed_low": 7, "killed_high": 7, "injured_low": None,
        "injured_high": None, "place_text": "بغداد",
    }  # fmt: skip
    marks = tmp_path / "gold.jsonl"
    lines = [{"id": "a", "incidents": []}, {"id": "b", "incidents": [strike]}, {"id": "c", "incidents": [blast]}]
    marks.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf-8")
    return marks, articles


def test_evaluate_measures_and_shows(
    annotated: tuple[Path, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    marks, articles = annotated
    html, out = tmp_path / "page.html", tmp_path / "out.json"
    assert cli.main(["evaluate", str(marks), str(articles), "--html", str(html), "-o", str(out)]) == 0
    shown, told = capfd.readouterr()
    assert told == "3 articles, 2 incidents (0 unlocated), 0 skipped\n"
    assert "2 incidents annotated, 2 found, 2 paired" in shown
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["detection"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert report["strict"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert (report["place"], report["date"], report["killed"], report["injured"]) == (0.5, 1.0, 0.5, 1.0)
    assert (report["false_alarms"], report["articles_without_incident"]) == (0.0, 1)
    assert list(report["by_outlet"]) == ["صحيفة"]
    wrong = next(one for one in report["errors"] if one["id"] == "c")
    assert {"place", "killed"} <= set(wrong["kinds"])
    assert wrong["gold"]["place_text"] == "بغداد" and wrong["predicted"]["place_text"].endswith("الموصل")
    assert wrong["predicted"]["rules"]["event"]
    parsed = harmless(html.read_text(encoding="utf-8"))
    assert BLAST in parsed.text.replace("1", "")
    assert "[headline]" in parsed.text


def test_evaluate_says_the_same_for_any_number_of_processes(annotated: tuple[Path, Path], tmp_path: Path) -> None:
    marks, articles = annotated
    written = []
    for count in ("1", "2"):
        html, out = tmp_path / f"page{count}.html", tmp_path / f"out{count}.json"
        options = ["--html", str(html), "-o", str(out), "--workers", count, "--language", "en"]
        assert cli.main(["evaluate", str(marks), str(articles), *options]) == 0
        written.append((html.read_bytes(), out.read_bytes()))
    assert written[0] == written[1]


def test_evaluate_tells_what_it_leaves_out(annotated: tuple[Path, Path], capfd: pytest.CaptureFixture[str]) -> None:
    marks, articles = annotated
    with marks.open("a", encoding="utf-8") as file:
        file.write('{"id": "broken", "incidents": [{}]}\n{"id": "gone", "incidents": []}\n')
    with articles.open("a", encoding="utf-8") as file:
        file.write('{"id": "other", "text": "نص"}\n{"id": "b", "text": "نص"}\n{"text": \n')
    assert cli.main(["evaluate", str(marks), str(articles), "-o", "-"]) == 3
    out, err = capfd.readouterr()
    report = json.loads(out)
    assert (report["articles"], report["gold_incidents"]) == (4, 2)
    told = err.splitlines()
    assert told[0].startswith(f"{marks}:4: 'incidents[0].event_type' is not known")
    assert told[1].startswith(f"{articles}:6: is not JSON")
    assert told[2:] == [
        "1 annotated but not among the articles, counted as articles in which nothing was found: 'gone'",
        "1 given a second time, counted once",
        "1 not annotated, passed over",
        "5 articles, 2 incidents (0 unlocated), 4 skipped",
    ]


def test_evaluate_to_two_places_at_once(annotated: tuple[Path, Path], capfd: pytest.CaptureFixture[str]) -> None:
    marks, articles = map(str, annotated)
    assert cli.main(["evaluate", marks, articles, "-o", "-", "--html", "-"]) == arguments.MISUSED
    assert capfd.readouterr() == ("", "rasd: -o and --html can't both be standard output\n")


def test_evaluate_needs_no_scipy(annotated: tuple[Path, Path]) -> None:
    heavy = {"scipy", "numpy", "sqlalchemy", "polars", "pandas", "streamlit"}
    code = f"import sys; from rasd.cli import main; main(sys.argv[1:]); print({heavy} & set(sys.modules))"
    command = [sys.executable, "-c", code, "evaluate", *map(str, annotated), "--html", "-"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "set()"
