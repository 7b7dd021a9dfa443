"""The line of JSON an article is written as, and the flat row of an incident."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

from rasd.model import IncidentRow, Participant, Span
from rasd.record import flatten
from rasd.view.slots import article_line
from tests.record_cases import NAMESAKE, TOWN, VERSIONS, article, incident, unlocated

GOLD_SLOTS = {
    "event_type", "sub_event_type", "date_earliest", "date_latest", "date_text", "place_text", "place_name", "admin1",
    "country", "latitude", "longitude", "where_prec", "actors", "killed_low", "killed_high", "killed_vague",
    "injured_low", "injured_high", "injured_vague", "trigger",
}  # fmt: skip
OWN_SLOTS = {"evidence", "confidence", "place_id", "candidates", "reason", "background"}


def test_an_article_without_incidents_has_its_line() -> None:
    assert article_line("r1", ()) == '{"id": "r1", "incidents": []}'


def test_slots_are_named_as_the_guidelines_name_them() -> None:
    one = article()
    told = json.loads(article_line(one.id, [incident(one), unlocated(one)]))
    assert [set(each) for each in told["incidents"]] == [GOLD_SLOTS | OWN_SLOTS] * 2


def test_values_of_a_located_incident() -> None:
    one = article()
    (told,) = json.loads(article_line(one.id, [incident(one)]))["incidents"]
    assert (told["date_earliest"], told["date_latest"], told["date_text"]) == ("2020-01-04", "2020-01-04", "أمس")
    assert (told["place_id"], told["place_name"], told["admin1"], told["country"]) == ("GN1", TOWN.name, "Raqqa", "SY")
    assert (told["latitude"], told["longitude"], told["where_prec"]) == (36.1234567, 39.7654321, 1)
    assert told["actors"][0] == {"surface": "مسلحون مجهولون", "name": "Unidentified", "role": "party"}
    assert (told["killed_low"], told["injured_low"], told["injured_vague"]) == (3, None, "عدد من")
    assert told["confidence"] == 0.8123
    first, second = told["candidates"]
    assert first["reasons"] == ["named with Raqqa"]
    assert (second["place_id"], second["name"], second["score"]) == (NAMESAKE.id, NAMESAKE.name, 0.1235)


def test_evidence_points_at_the_words() -> None:
    one = article()
    (told,) = json.loads(article_line(one.id, [incident(one)]))["incidents"]
    assert set(told["evidence"]) == {"trigger", "actors", "actors_2"}
    for words in told["evidence"].values():
        assert one.text[words["start"] : words["end"]] == words["text"]


def test_unknown_is_null_and_never_zero() -> None:
    one = article()
    (told,) = json.loads(article_line(one.id, [unlocated(one)]))["incidents"]
    for slot in (
        "latitude",
        "longitude",
        "where_prec",
        "place_id",
        "country",
        "date_earliest",
        "killed_low",
        "injured_low",
    ):
        assert told[slot] is None
    assert told["killed_high"] == 0
    assert (told["candidates"], told["actors"], told["evidence"]) == ([], [], {})
    assert (told["reason"], told["background"]) == ("no place named", True)


def test_a_line_is_one_line_in_arabic_letters() -> None:
    one = replace(article(), id='a"\u2028b')
    line = article_line(one.id, [incident(one, trigger="قصف\nو\u2029\u0085\u202e<img>")])
    assert len(line.splitlines()) == 1
    assert "مسلحون مجهولون" in line
    told = json.loads(line)
    assert (told["id"], told["incidents"][0]["trigger"]) == (one.id, "قصف\nو\u2029\u0085\u202e<img>")


def test_row_of_a_located_incident() -> None:
    one = article()
    row = flatten.row(one, incident(one), VERSIONS)
    assert (row.id, row.article_id, row.title, row.published) == ("INC-R1-1", "r1", one.title, date(2020, 1, 5))
    assert (row.place_id, row.place_name_ar, row.country, row.where_prec) == ("GN1", "تل حمرا", "SY", 1)
    assert (row.latitude, row.longitude, row.radius_km) == (36.1234567, 39.7654321, 3.0)
    assert row.actors == ("unidentified", "army", "civilians")
    assert row.attackers == ("unidentified", "army")
    assert row.targets == ("unidentified", "army", "civilians")
    assert row.sentence.startswith("هاجم مسلحون") and row.sentence.endswith("ثلاثة جنود.")
    assert (row.rasd_version, row.data_version, row.status) == (*VERSIONS, "machine")


def test_row_of_an_unlocated_incident_keeps_its_reason() -> None:
    one = article()
    row = flatten.row(one, unlocated(one), VERSIONS, status="reviewed")
    unknown = {name for name in (field.name for field in fields(IncidentRow)) if getattr(row, name) is None}
    assert unknown == {
        "date_earliest", "date_latest", "date_text", "place_id", "place_text", "place_name", "place_name_ar", "country",
        "admin1", "latitude", "longitude", "radius_km", "where_prec", "killed_low", "killed_vague", "injured_low",
        "injured_high", "injured_vague",
    }  # fmt: skip
    assert (row.place_reason, row.status, row.killed_high) == ("no place named", "reviewed", 0)
    assert (row.actors, row.attackers, row.targets) == ((), (), ())


def test_a_number_that_no_incident_has_is_unknown() -> None:
    one = article()
    row = flatten.row(one, incident(one, killed_low=20_000_000_000, killed_high=2_147_483_647), VERSIONS)
    assert (row.killed_low, row.killed_high) == (None, 2_147_483_647)


def test_an_actor_named_twice_stands_once() -> None:
    def named(actor: str, role: str) -> Participant:
        return Participant(actor, actor, "", role, "", Span(0, 1))

    told = (named("a", "attacker"), named("b", "target"), named("a", "target"), named("b", "target"))
    assert flatten.actor_lists(flatten.sides(told)) == (("a", "b"), ("a",), ("b", "a"))
