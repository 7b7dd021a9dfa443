"""From mentions to incidents: what is one incident and what are two, of which kind, where and when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.datafile import Node
from gazetteer.errors import DataError
from rasd.extract import confidence, dating, pipeline
from rasd.model import Article, DateMention, Incident, Span, When
from tests.cases_reader import optional, rows

WORDS = st.sampled_from(
    [
        *["قصفت", "مدفعية", "الجيش", "بلدة", "سرمين", "في", "إدلب", "وقتل", "خمسة", "مدنيين", "أمس", "الجمعة"],
        *["انفجرت", "عبوة", "ناسفة", "كركوك", "لم", "هدد", "شن", "غارات", "مسلحون", "مجهولون", "النار", "أطلق", "على"],
        *["حاجز", "12", "آذار", "2019", ".", "،", "«", "»", "\n", "؟", "بريف", "حلب", "الشمالي", "بين", "وحماة"],
        *["اعتقلت", "الشرطة", "20", "شخصا"],
    ]
)


def article(text: str, published: str | None = None) -> Article:
    """A report whose first line is the headline."""
    title, _, body = text.partition("\n")
    return Article("case", title, body, published=date.fromisoformat(published) if published else None)


def shown(incident: Incident) -> str:
    """An incident as the table writes it."""
    place = incident.resolution.place
    name = place.name if place else "-"
    return f"{incident.sub_event_type} @ {name}{' background' if incident.background else ''}"


@pytest.mark.parametrize("case", rows("assembly"))
def test_assembly(case: Node) -> None:
    """The incidents of a short report."""
    found = pipeline.load().extract(article(case.need("text").text(), optional(case, "published")))
    assert [shown(i) for i in found] == case.need("incidents").texts(), case.need("why").text()


def test_the_means_that_settled_the_type_is_evidence() -> None:
    """It is told when it made the act what it is, and not when the act's own words did."""
    (bombed,) = pipeline.load().extract(
        article("خبر\nقصفت القوات بلدة سرمين اليوم بطائرة مسيرة وأصيب ثلاثة.", "2024-03-20")
    )
    (means,) = (one for one in bombed.evidence if one.slot == "means")
    assert (means.text, means.rule) == ("بطائرة مسيرة", "means:air_drone_strike")
    (struck,) = pipeline.load().extract(article("خبر\nشن الطيران غارات على بلدة سرمين اليوم.", "2024-03-20"))
    assert [one.slot for one in struck.evidence if one.slot == "means"] == []


def test_who_goes_on_is_told_with_the_words_that_named_it() -> None:
    """A later incident without a side of its own has that of the same act before, its words and that it was carried."""
    first, second = pipeline.load().extract(
        article("خبر\nشن الطيران الروسي غارات على بلدة سرمين اليوم. وطالت غارات مماثلة محيط بلدة البارة.", "2024-03-20")
    )
    assert [(a.name, a.role) for a in second.actors] == [("Russian forces", "attacker")]
    told = [e.rule for one in (first, second) for e in one.evidence if e.slot.startswith("actor:")]
    assert told == ["role:attacker", "carried:role:attacker"]
    assert second.actors[0].span == first.actors[0].span


def test_every_slot_keeps_its_words_and_rule() -> None:
    """The evidence of a slot is the raw text of its span, and names the rule."""
    told = article("خبر\nانفجرت عبوة ناسفة أمس في مدينة كركوك وقُتِل شرطيان وأصيب «٣» مدنيين.", "2020-02-11")
    (incident,) = pipeline.load().extract(told)
    slots = {e.slot.split(":")[0] for e in incident.evidence}
    assert {"event", "place", "date", "killed", "injured"} <= slots
    for evidence in incident.evidence:
        assert told.text[evidence.span.start : evidence.span.end] == evidence.text
        assert evidence.rule
    assert (incident.killed_low, incident.injured_low) == (2, 3)
    assert incident.when == When(date(2020, 2, 10), date(2020, 2, 10), "day")


def test_null_is_not_zero() -> None:
    """No count told stays None; none hurt is 0."""
    silent, none_hurt = (
        pipeline.load().extract(article(f"خبر\nانفجرت عبوة ناسفة اليوم في مدينة كركوك{more}.", "2020-02-11"))[0]
        for more in ("", " دون وقوع إصابات")
    )
    assert silent.injured_low is None
    assert none_hurt.injured_low == 0


def test_the_same_text_gives_the_same_incidents() -> None:
    """Ids and values are a function of the article."""
    told = article("خبر\nانفجرت عبوة ناسفة اليوم في مدينة كركوك.", "2020-02-11")
    assert pipeline.load().extract(told) == pipeline.load().extract(told)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60), st.one_of(st.none(), st.just("2019-03-15")))
def test_any_order_of_words_is_read(words: list[str], published: str | None) -> None:
    """No text stops the pipeline, and every span lies inside it."""
    told = article(" ".join(words), published)
    for incident in pipeline.load().extract(told):
        assert 0 <= incident.sentence.start < incident.sentence.end <= len(told.text)
        assert 0 <= incident.confidence <= 1
        for evidence in incident.evidence:
            assert told.text[evidence.span.start : evidence.span.end] == evidence.text


def test_explain_names_the_rules() -> None:
    """Each mention with its rule, each incident with its reason."""
    page = pipeline.load().explain(article("خبر\nانفجرت عبوة ناسفة اليوم في مدينة كركوك.", "2020-02-11"))
    for wanted in ("event:remote_explosive", "Kirkuk", "1 incident(s)", "2020-02-11", "confidence"):
        assert wanted in page


def mention(earliest: str, latest: str, of: str = "", precision: str = "day") -> DateMention:
    """A date at the start of a text."""
    when = When(date.fromisoformat(earliest), date.fromisoformat(latest), precision)
    return DateMention(Span(0, 1), 0, 0, when, "test", of)


def test_a_statement_dates_the_day_before_too() -> None:
    """Where only the statement is dated, the act was that day or the one before."""
    stated = dating.span(mention("2020-02-11", "2020-02-11", "statement"), date(2020, 2, 12), False)
    assert stated == When(date(2020, 2, 10), date(2020, 2, 11), "range")
    assert dating.span(mention("2020-02-11", "2020-02-11"), None, False).earliest == date(2020, 2, 11)


def test_an_undated_report_is_dated_by_its_publication() -> None:
    """The day and the one before; unknown when neither is known, and for history."""
    assert dating.span(None, date(2020, 2, 12), False) == When(date(2020, 2, 11), date(2020, 2, 12), "range")
    assert dating.span(None, None, False).earliest is None
    assert dating.span(None, date(2020, 2, 12), True).earliest is None


def test_history_is_older_than_thirty_days() -> None:
    """Or told by a month or a year alone."""
    assert dating.long_past(When(date(2020, 1, 1), date(2020, 1, 1), "day"), date(2020, 2, 12))
    assert not dating.long_past(When(date(2020, 2, 1), date(2020, 2, 1), "day"), date(2020, 2, 12))
    assert dating.long_past(When(date(2020, 2, 1), date(2020, 2, 29), "month"), date(2020, 3, 1))


def test_weights_are_checked(tmp_path: object) -> None:
    """A weight that is no number is named with its line."""
    path = tmp_path / "confidence.yaml"  # type: ignore[operator]
    path.write_text("keep: 0.3\nconstant: -1\nsigns:\n  act:weak: heavy\n", encoding="utf-8")
    with pytest.raises(DataError, match="a number was expected") as caught:
        confidence.weights(path)
    assert caught.value.line == 4


def test_more_signs_for_than_against() -> None:
    """A located, settled, dated act is surer than a weak one without a place."""
    strong = confidence.of({"act:settled", "place:prec1", "date:told", "date:day", "toll:number", "article:first"})
    weak = confidence.of({"act:weak", "place:none", "date:none", "actors:0", "article:no-violence"})
    assert strong > weak
