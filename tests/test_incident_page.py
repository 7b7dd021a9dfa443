"""The incident page's parts: slots and rules in words, pairs of phrases, candidates on the map, history, neighbours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st

from gazetteer.datafile import read_yaml
from gazetteer.model import Resolution
from rasd.errors import DataError
from rasd.extract import pipeline
from rasd.lexicon.labels import labels, languages
from rasd.model import Article, Candidate, Decision, Evidence, Incident, Place, Span, When
from rasd.record import decided, flatten
from rasd.record.store import Store, StoredIncident
from rasd.ui import candidates_map, evidence, history, readings, rules, sureness
from rasd.view import filters
from rasd.view.filters import Selection
from rasd.view.snapshot import Snapshot
from tests.record_cases import NAMESAKE, NEWER, TOWN, VERSIONS, article, incident, unlocated
from tests.test_app import ROOT, address, opened, running_server, shown
from tests.test_escape import HOSTILE, parsed
from tests.ui_store import fill

__all__ = ["running_server"]

ARABIC, ENGLISH = labels("ar"), labels("en")
AT = datetime(2020, 3, 1, 12, 30, tzinfo=UTC)
VILLAGE = Place("SY-x", "Susanatiya", "السوسناتية", "PPL", "SY", "Deir ez-Zor", 35.2, 40.3)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    told = f"sqlite:///{tmp_path_factory.mktemp('incident') / 'rasd.db'}"
    with Store.open(told) as made:
        fill(made)
        report = article(url="https://news.example/a?b=1&c=<i>")
        made.add(report, (incident(report), unlocated(report)), VERSIONS)
        again = incident(report, killed_low=5, killed_high=None, resolution=Resolution(None, (), "no"))
        made.add(report, (again, unlocated(report)), NEWER)
        place = decided.of(_at(VILLAGE), "بلدة تل حمرا", "seen on a picture")
        assert place is not None
        made.decide([Decision(again.id, decided.PLACE, None, place.text(), "salma", AT, "<b>seen</b> on a picture")])
    return told


@pytest.fixture(autouse=True)
def store(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    with Store.open(url) as found:
        yield found
    st.cache_resource.clear()
    st.cache_data.clear()


def _at(place: Place) -> Resolution:
    return Resolution(place, (), "", 1, place.latitude, place.longitude, 3.0)


def kept(found: Incident, of: Article) -> StoredIncident:
    return StoredIncident(flatten.row(of, found, VERSIONS), found, of, ())


# Slots


def test_every_slot_is_told_and_what_the_text_leaves_out_is_said() -> None:
    report = article()
    found = list(readings.readings(kept(unlocated(report), report), ENGLISH))
    assert [one.slot for one in found] == ["event", "place", "date", "actor", "killed", "injured"]
    unknown = {one.slot: one.value for one in found if not one.known}
    assert unknown == {
        "place": ENGLISH("card.place_unknown"), "date": ENGLISH("card.date_unknown"),
        "actor": ENGLISH("card.actors_unknown"), "injured": ENGLISH("toll.unknown"),
    }  # fmt: skip


def test_no_evidence_is_lost_in_the_list() -> None:
    report = article()
    found = incident(report)
    numbers = sorted(number for one in readings.readings(kept(found, report), ARABIC) for number, _ in one.phrases)
    assert numbers == list(range(len(found.evidence)))


@pytest.mark.parametrize("language", languages())
def test_rules_of_real_extractions_are_named_in_words(language: str) -> None:
    extractor, own = pipeline.load(), labels(language)
    lines = (ROOT / "data" / "sample" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    nameless = set()
    for told in map(json.loads, lines):
        report = Article(told["id"], told["title"], told["text"], published=date.fromisoformat(told["published"]))
        for found in extractor.extract(report):
            for one in found.evidence:
                slot = evidence.slot_of(one)
                words = rules.told(slot, one.rule, own)
                if not words:
                    nameless.add((slot, one.rule))
    assert not nameless


def test_rules_are_told_in_parts() -> None:
    assert rules.told("event", "act:bombardment+means:air_drone_strike", ENGLISH) == (
        "an act that may be of several types; type settled by the means: Air/drone strike"
    )
    assert rules.told("place", "after village", ENGLISH) == "name after a word for: village"
    carried = rules.told("date", "carried:weekday", ENGLISH)
    assert carried
    assert carried.endswith("taken over from another sentence")
    assert rules.told("killed", "a rule of long ago", ENGLISH) is None
    assert rules.told("claim", "verb", ENGLISH) is None


@pytest.mark.parametrize("language", languages())
def test_every_word_before_a_place_has_a_label(language: str) -> None:
    words = read_yaml(ROOT / "gazetteer" / "language" / "ar.yaml").need("feature_words").entries()
    assert {f"feature.{key}" for key in words} <= set(labels(language).texts)


def test_a_rule_without_words_is_shown_by_its_name() -> None:
    report = article()
    found = replace(incident(report), evidence=(Evidence("killed", Span(0, 4), "هجوم", "<old & rule>"),))
    assert "<code>&lt;old &amp; rule&gt;</code>" in readings.of(kept(found, report), ENGLISH)


def test_each_slot_says_how_sure_it_is() -> None:
    sure = sureness.of("place", "after village", 0.9)
    unsure = sureness.of("place", "unknown name", 0.4)
    assert sure
    assert unsure
    assert 0 < unsure < sure < 1
    assert sureness.of("place", "a rule of long ago", 0.9) is not None
    assert sureness.of("claim", "verb", 0.9) is None
    assert 0 < (sureness.of("date", "weekday", 1.0) or 0) < 1
    report = article()
    found = replace(incident(report), evidence=(Evidence("killed", Span(0, 4), "هجوم", "verb"),))
    share = round(100 * (sureness.of("killed", "verb", found.confidence) or 0))
    assert ENGLISH("reading.sure", percent=share) in readings.of(kept(found, report), ENGLISH)


def test_weights_that_are_no_numbers_are_named_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "slot_confidence.yaml"
    file.write_text("place:\n  constant: 1\n  confidence: much\n  rules: {}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"slot_confidence\.yaml:3"):
        sureness.weights(file)


# Phrases


def test_a_linked_phrase_leads_to_its_slot_and_back() -> None:
    report = article()
    found = incident(report)
    text = evidence.article([found], report.text, ARABIC, linked=True)
    listed = readings.of(kept(found, report), ARABIC)
    for number in range(len(found.evidence)):
        assert f'id="phrase-{number}"' in text
        assert f'href="#slot-{number}"' in text
        assert f'id="slot-{number}"' in listed
        assert f'href="#phrase-{number}"' in listed
    assert re.sub(r"\s", "", parsed(text).text) == re.sub(r"\s", "", report.text)


def test_a_phrase_inside_another_belongs_to_both() -> None:
    text = "قتل سبعة عناصر"
    found = [
        Evidence("killed", Span(0, len(text)), text, "verb"),
        Evidence("actor:x", Span(9, 14), "عناصر", "role:target"),
    ]
    markup = evidence.marked(text, found, ENGLISH, linked=True)
    assert 'class="rasd-slot rasd-slot-actor" title="actor" data-of="1 0"' in markup
    assert markup.count('id="phrase-0"') == markup.count('id="phrase-1"') == 1
    assert evidence.pairs(2, ".x").count('[data-of~="1"]') == 4


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", languages())
def test_hostile_text_makes_no_tag_of_its_own(text: str, language: str) -> None:
    own = labels(language)
    size = len(text)
    report = Article("a", text, text, source=text, url=text, published=date(2020, 1, 1))
    found = Incident(
        "INC-1", "a", text, text, When(None, None, "day"), Resolution(None, (), text), (), (),
        tuple(Evidence(slot, Span(0, size), text, text) for slot in ("event", "place", f"actor:{text}", text)),
        Span(0, size), 0.5, place_text=text, killed_vague=text,
    )  # fmt: skip
    stored = kept(found, report)
    decision = Decision("INC-1", text, text, text, text, AT, text)
    stored = replace(stored, decisions=(decision,))
    for markup in (
        readings.of(stored, own), evidence.article([found], report.text, own, linked=True),
        evidence.legend(found, own), history.history(stored, (), own),
    ):  # fmt: skip
        made = parsed(markup)
        assert not set(made.tags) & {"img", "script", "svg", "style"}
        assert not {name for name in made.attributes if name.startswith("on")}
        assert text.replace("\n", "") in made.text.replace("\n", "") or "rasd-slots" in markup


# The map of candidates


def _row(place: Place | None, **changes: object):  # type: ignore[no-untyped-def]
    report = article()
    told = _at(place) if place else Resolution(None, (), "no")
    return replace(flatten.row(report, replace(incident(report), resolution=told), VERSIONS), **changes)


def test_every_candidate_is_on_the_map_and_the_chosen_one_set_off() -> None:
    marks = candidates_map.drawn(_row(TOWN), (Candidate(TOWN, 2.5), Candidate(NAMESAKE, 0.1)), ENGLISH)
    assert {mark.text: mark.chosen for mark in marks} == {"1": True, "2": False}
    chosen = next(mark for mark in marks if mark.chosen)
    assert chosen.radius == 3000
    assert "2.50" in chosen.tip


def test_candidates_that_hide_each_other_share_a_mark() -> None:
    twins = tuple(Candidate(TOWN._replace(id=f"T{at}", latitude=36.12 + at / 1000), 1.0) for at in range(5))
    marks = candidates_map.drawn(_row(None), (*twins, Candidate(NAMESAKE, 0.1)), ENGLISH)
    assert [mark.text for mark in marks if mark.text] == ["1+4", "6"]
    assert len([mark for mark in marks if not mark.text]) == 4
    assert all(f"{number}. Tall Hamra" in marks[-2].tip + marks[-1].tip for number in range(1, 6))


def test_an_incident_beside_its_place_has_a_mark_of_its_own() -> None:
    row = _row(TOWN, latitude=TOWN.latitude + 0.2, radius_km=8.0, where_prec=2)
    marks = candidates_map.drawn(row, (Candidate(TOWN, 1.0),), ENGLISH)
    assert [(mark.text, mark.radius) for mark in marks] == [("", 8000), ("1", None)]


def test_the_view_holds_everything_drawn() -> None:
    marks = candidates_map.drawn(_row(TOWN), (Candidate(TOWN, 2.5), Candidate(NAMESAKE, 0.1)), ENGLISH)
    seen = candidates_map.view(marks)
    assert 36.1 < seen.latitude < 36.5
    assert 39.7 < seen.longitude < 42.3
    across = 256 * 2**seen.zoom / 360 * (42.25 - 39.7654)
    assert 60 < across < 340
    assert candidates_map.view(()).zoom == candidates_map.look().start.zoom


# History


def test_nothing_is_overwritten_and_each_change_is_told(store: Store) -> None:
    stored = store.incident("INC-R1-1")
    assert stored
    runs = store.extractions(stored)
    assert [run.versions for run in runs] == [VERSIONS, NEWER]
    assert [run.is_current for run in runs] == [False, True]
    assert [run.row.killed_low for run in runs if run.row] == [3, 5]
    told = history.history(stored, runs, ENGLISH)
    assert "<bdi>3</bdi></del>" in told
    assert "<ins><bdi>at least 5</bdi></ins>" in told
    assert "Decided by \u2068salma\u2069" in told
    assert "<ins><bdi>\u2068Susanatiya\u2069 (" in told
    assert "&lt;b&gt;seen&lt;/b&gt; on a picture" in told
    assert ENGLISH("history.current") in told
    # Times of this year and of the case's own: a decision made before the extractions stands before them.
    assert told.index("1 March 2020") < told.index("Read by the machine")


def test_an_extraction_that_found_no_such_incident_says_so(store: Store) -> None:
    report = article(7)
    store.add(report, (), VERSIONS)
    store.add(report, (incident(report),), NEWER)
    stored = store.incident("INC-R7-1")
    assert stored
    runs = store.extractions(stored)
    assert [run.row is None for run in runs] == [True, False]
    assert "This incident was not found. Found in the report: 0 incidents." in history.history(stored, runs, ENGLISH)


def test_an_incident_is_followed_by_its_words_when_the_numbers_move(store: Store) -> None:
    report = article(8)
    first = incident(report)
    store.add(report, (first,), VERSIONS)
    title = replace(unlocated(report, 1), id=first.id, sentence=Span(0, 14), trigger="هجوم")
    moved = replace(first, id="INC-R8-2", confidence=0.5)
    store.add(report, (title, moved), NEWER)
    stored = store.incident("INC-R8-2")
    assert stored
    assert [run.row.id for run in store.extractions(stored) if run.row] == [first.id, "INC-R8-2"]


# The page


def test_only_what_a_person_placed_is_said_to_be_so(store: Store) -> None:
    report = article(9)
    found = incident(report, resolution=Resolution(TOWN, (), "", 4, TOWN.latitude, TOWN.longitude, 30.0))
    store.add(report, (found,), VERSIONS)
    page = shown(opened("incident", id=found.id, lang="en"))
    assert "Placed by a person" not in page
    assert "Placed by a person" in shown(opened("incident", id="INC-R1-1", lang="en"))


def test_the_page_shows_slots_reason_source_and_history(store: Store) -> None:
    app = opened("incident", id="INC-R1-1", lang="en")
    assert not app.exception
    page = shown(app)
    assert ENGLISH("reading.by_person") in page
    for part in ("rasd-readings", "rasd-source", "rasd-history", ".st-key-reading:has("):
        assert part in page
    assert "https://news.example/a?b=1&amp;c=&lt;i&gt;" in page
    assert "rasd-person" in page


def test_an_unlocated_incident_says_why_and_leads_to_the_places(running_server: None) -> None:
    app = opened("incident", id="INC-ATTACK", lang="en")
    assert ENGLISH("why.unlocated") in app.warning[0].value
    app.button(key="to_places").click().run()
    assert not app.exception
    assert app.text_input(key="places_query").value == "منزله"


def test_next_and_previous_stay_within_the_filters(store: Store) -> None:
    app = opened("incident", lang="en", country="SY", id="INC-ARMED-CLASH")
    ids = filters.apply(Snapshot.of(store.columns()), Selection(countries=("SY",)))["id"].to_list()
    assert len(ids) > 2
    at = ids.index("INC-ARMED-CLASH")
    app.button(key="step_before" if at else "step_after").click().run()
    assert address(app)["id"] == ids[at - 1 if at else 1]
    assert address(app)["country"] == "SY"
    app.button(key="step_after" if at else "step_before").click().run()
    assert address(app)["id"] == "INC-ARMED-CLASH"


def test_an_incident_outside_the_filters_leads_to_the_first_of_them() -> None:
    app = opened("incident", lang="en", country="IQ", id="INC-ARMED-CLASH")
    assert ENGLISH("ways.outside") in shown(app)
    assert app.button(key="step_before").disabled
    app.button(key="step_after").click().run()
    assert address(app)["id"] == "INC-REMOTE-EXPLOSIVE-LANDMINE-IED"


def test_an_unknown_id_is_told_with_what_to_do() -> None:
    app = opened("incident", id="INC-NOPE", lang="en")
    assert not app.exception
    assert "INC\\-NOPE" in app.warning[0].value
    assert ENGLISH("ways.unknown_do") in [one.value for one in app.markdown]


def test_files_of_the_page_hold_its_styles() -> None:
    css = (Path(evidence.__file__).parent / "styles" / "incident.css").read_text(encoding="utf-8")
    for slot in evidence.SLOTS:
        assert f".rasd-slot-{slot} {{" in css
    assert "@media print" in css
