"""Triggers: every event file's own examples, and the forms that inflection spreads."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer.arabic import Text
from gazetteer.datafile import Node
from gazetteer.errors import DataError
from rasd.extract import context, events, sentences
from rasd.lexicon.actors import lexicon
from rasd.lexicon.context import cue_kinds
from rasd.lexicon.events import ACLED, EventType, Example, acts, event_types
from rasd.lexicon.inflection import noun_forms, phrase_forms, verb_forms
from tests.cases_reader import rows

EXAMPLES = [(event, example) for event in event_types() for example in event.examples]


def test_every_acled_type_has_its_file() -> None:
    """25 sub-event types under six event types, each with labels and a colour of its own."""
    assert [e.sub_event_type for e in event_types()] == [name for group in ACLED.values() for name in group]
    assert len(event_types()) == 25
    assert len({e.colour for e in event_types()}) == 25
    assert all(e.label_ar and e.label_en and e.triggers for e in event_types())


@pytest.mark.parametrize(("event", "example"), EXAMPLES, ids=[f"{e.id}:{x.line}" for e, x in EXAMPLES])
def test_examples_inside_the_files(event: EventType, example: Example) -> None:
    """A file's example sentences find its event, or don't."""
    found = {t.event for t in events.find(Text(example.text)).triggers}
    assert (event.id in found) == example.finds, f"{event.file}:{example.line}: found {sorted(found)}"


@pytest.mark.parametrize("event", event_types(), ids=lambda e: e.id)
def test_every_file_has_examples_of_both(event: EventType) -> None:
    """One sentence that is found and one that is not, at least."""
    assert {x.finds for x in event.examples} == {True, False}


@pytest.mark.parametrize("case", rows("triggers"))
def test_triggers(case: Node) -> None:
    """A sentence's acts as (words, event or act, form)."""
    text = Text(case.need("text").text())
    got = [
        f"{text.raw[t.span.start : t.span.end]} = {t.act or t.event} ({t.form}{', weak' if t.weak else ''})"
        for t in events.find(text).triggers
    ]
    assert got == case.need("acts").texts()


def test_verbs_spread_over_persons_and_tenses() -> None:
    """Past and present in the third person, with object pronouns; the future apart."""
    forms = {f.words[0]: f.form for f in verb_forms("قصف/يقصف")}
    assert {"قصف", "قصفت", "قصفوا", "قصفها", "يقصف", "تقصف", "يقصفون"} <= forms.keys()
    assert forms["سيقصف"] == forms["ستقصف"] == "future"
    assert forms["تقصف"] == "verb"


def test_nouns_spread_over_number_and_definiteness() -> None:
    """The article and a pronoun make a noun definite; tanwin and the dual do not."""
    forms = {f.words[0]: f.form for f in noun_forms("غارة/غارات")}
    assert forms["غاره"] == forms["غارتان"] == forms["غارات"] == "noun"
    assert forms["الغاره"] == forms["الغارتين"] == forms["غاراته"] == "definite"


def test_phrases_take_the_article_on_each_word() -> None:
    """«هجوم انتحاري» also as «الهجوم الانتحاري» and «هجوما انتحاريا»."""
    forms = {f.words: f.form for f in phrase_forms("هجوم انتحاري")}
    assert forms["الهجوم", "الانتحاري"] == "definite"
    assert forms["هجوما", "انتحاريا"] == "noun"


def test_a_gap_does_not_cross_a_sentence() -> None:
    """«أطلق … النار» needs its second half in the same clause."""
    assert [t.act for t in events.find(Text("أطلق ثلاثة مسلحين النار")).triggers] == ["shooting"]
    assert events.find(Text("أطلق الوزير مبادرة. النار تحت الرماد")).triggers == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("event_type: Battles\nsub_event_type: Armed clsh\n", "is not a sub-event type"),
        ("event_type: Battles\nsub_evnt_type: Armed clash\n", "unknown key 'sub_evnt_type'"),
        ("event_type: Battles\nevent_type: Riots\n", "key stands twice"),
        ("event_type: [Battles\n", "is not YAML"),
    ],
)
def test_a_broken_file_names_its_line(tmp_path: Path, content: str, problem: str) -> None:
    """The error gives the file, a line and what is wrong."""
    (tmp_path / "armed_clash.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=problem) as caught:
        event_types(tmp_path)
    assert caught.value.file.endswith("armed_clash.yaml")
    assert caught.value.line is not None


def test_an_act_open_to_an_unknown_event_is_refused(tmp_path: Path) -> None:
    """acts.yaml may only name events that have a file."""
    path = tmp_path / "acts.yaml"
    path.write_text(
        "raid:\n  default: armed_clash\n  open_to: [no_such]\n  nouns: [غزوة]\nexcludes: []\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match="no such event") as caught:
        acts(path)
    assert caught.value.line == 3


@pytest.mark.parametrize("case", rows("sentences"))
def test_sentences(case: Node) -> None:
    """Where a text is cut."""
    text = Text(case.need("text").text())
    got = [text.raw[text.starts[s.first] : text.ends[s.last]] for s in sentences.split(text)]
    assert got == case.need("sentences").texts()


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("قتيل بقصف على قرية في ريف حلب\nقصفت المدفعية قرية تديل صباحا", [True, True, False]),
        ("قتيل بقصف على قرية في ريف حلب - شبكة الخبر\n\nقصفت المدفعية قرية تديل", [True, True, False]),
        ("قصفت المدفعية قرية تديل\nرابط الخبر بصحيفة الضحى: قتيل بقصف على قرية في ريف حلب", [True, False, True]),
        ("قتيل بقصف على قرية في ريف إدلب\nقصفت المدفعية قرية تديل", [True, False, False]),
    ],
)
def test_a_repeated_headline_is_a_headline(body: str, titles: list[bool]) -> None:
    found = sentences.split(Text("قتيل بقصف على قرية في ريف حلب\n" + body))
    assert [one.title for one in found] == titles


@pytest.mark.parametrize("case", rows("cues"))
def test_cues(case: Node) -> None:
    """The cues of a sentence, by kind."""
    text = Text("عنوان\n" + case.need("text").text())
    found = sentences.split(text)
    kinds = {c.kind for cues in context.find(text, found).by_sentence for c in cues}
    assert set(case.need("kinds").texts()) <= kinds
    if unwanted := case.get("never"):
        assert not set(unwanted.texts()) & kinds


def test_cue_kinds_are_known_to_the_code() -> None:
    """A kind that no code reads would be knowledge lost; those that void acts say so themselves."""
    source = "".join(p.read_text(encoding="utf-8") for p in Path("rasd/extract").glob("*.py"))
    for kind in cue_kinds():
        assert f'"{kind.id}"' in source or kind.id.startswith("topic_") or kind.voids, kind.id


def test_the_government_side_are_known_actors() -> None:
    """Each id of `government_side` stands in the actors' files, and none of them is a state's own force."""
    known = lexicon().actors
    assert acts().government_side <= known.keys()
    assert all(known[one].kind != "state_forces" for one in acts().government_side)
