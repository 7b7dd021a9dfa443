"""Resolving bare names, the command line, and the arithmetic of distances."""

from __future__ import annotations

import io
import json

import pytest

from gazetteer import Context, Gazetteer
from gazetteer.__main__ import main
from gazetteer.distance import bearing_between, km_between, midway, moved, roughly_km

DAMASCUS, BAGHDAD = (33.5138, 36.2765), (33.3152, 44.3661)


@pytest.mark.parametrize("name", ["Raqqa", "raqqa", "Ar Raqqah", "الرقة", "الرقه", "مدينة الرقة"])
def test_either_script_and_spelling(name: str) -> None:
    found = Gazetteer.load().resolve_name(name, Context({"SY": 1.0}))
    assert found.place is not None
    assert (found.place.country, found.place.admin1) == ("SY", "Raqqa")


@pytest.mark.parametrize("name", ["Deir ez-Zor", "Dayr az Zawr", "Deir Ezzor"])
def test_latin_spellings_of_one_town(name: str) -> None:
    found = Gazetteer.load().resolve_name(name)
    assert found.place is not None
    assert (found.place.name_ar, found.where_prec) == ("دير الزور", 1)


def test_the_country_settles_a_name_of_two() -> None:
    gazetteer = Gazetteer.load()
    for code in ("LB", "LY"):
        found = gazetteer.resolve_name("طرابلس", Context({code: 1.0}))
        assert found.place is not None
        assert found.place.country == code
    assert gazetteer.resolve_name("طرابلس").place is None


def test_the_text_around_settles_a_name_of_two() -> None:
    found = Gazetteer.load().resolve_name("طرابلس", told_with="اشتباكات بين قوات ليبية غرب ليبيا")
    assert found.place is not None
    assert found.place.country == "LY"


def test_an_unknown_name_is_none_with_the_reason() -> None:
    found = Gazetteer.load().resolve_name("قلعة الأوهام السبعة")
    assert found.place is None
    assert found.reason


def test_resolve_answers_a_line_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "دمشق", "Baghdad"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["place"]["country"] for line in lines] == ["SY", "IQ"]
    assert set(lines[0]) == {"id", "name", "place", "candidates", "reason"}


def test_a_bad_line_never_stops_the_good(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"id": 1, "name": "دمشق"}\nnot json\n[]\n{"id": 4}\n\n{"id": "e", "name": "طرابلس", "country": "lb"}\n'
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert main(["resolve", "--jsonl"]) == 3
    printed = capsys.readouterr()
    assert [json.loads(line)["id"] for line in printed.out.splitlines()] == [1, "e"]
    assert [f"<stdin>:{number}:" in printed.err for number in (2, 3, 4)] == [True, True, True]
    assert "2 names answered, 3 lines skipped" in printed.err


def test_names_and_jsonl_together_are_bad_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve"]) == 2
    assert main(["resolve", "--jsonl", "دمشق"]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_stats_counts_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats"]) == 0
    assert "places" in capsys.readouterr().out.splitlines()[0]


def test_known_distance() -> None:
    assert km_between(*DAMASCUS, *BAGHDAD) == pytest.approx(752, abs=3)
    assert roughly_km(*DAMASCUS, *BAGHDAD) == pytest.approx(752, rel=0.01)
    assert roughly_km(0, 179.5, 0, -179.5) == pytest.approx(111.2, abs=1)


@pytest.mark.parametrize("bearing", [0.0, 45.0, 90.0, 225.0, 315.0])
def test_moving_goes_that_far_that_way(bearing: float) -> None:
    there = moved(*DAMASCUS, bearing, 30)
    assert km_between(*DAMASCUS, *there) == pytest.approx(30, abs=0.05)
    turn = abs(bearing_between(*DAMASCUS, *there) - bearing)
    assert min(turn, 360 - turn) < 0.5


def test_halfway_is_as_far_from_both() -> None:
    point = midway(34.56, 38.28, 34.88, 38.87)
    assert km_between(34.56, 38.28, *point) == pytest.approx(km_between(*point, 34.88, 38.87), rel=0.01)
