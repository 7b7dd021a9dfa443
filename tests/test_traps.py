"""Names that mislead: the table tests/cases/traps.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer import Context, Gazetteer, Placed, Resolution
from gazetteer.arabic import Text, fold
from gazetteer.datafile import Node, read_yaml
from gazetteer.distance import km_between

CASES = read_yaml(Path(__file__).parent / "cases" / "traps.yaml").items()
FIELDS = ("text", "name", "query", "hint", "place", "country", "admin1", "prec", "near")


def _label(case: Node) -> str:
    told = case.get("name") or case.need("query")
    return f"{case.line}: {told.text()}"


def _about(text: Text, read: list[Placed], name: str) -> Placed | None:
    """The place read from the words asked about: the one that shares most of the text with them."""
    folded = fold(name)
    assert folded in text.folded, "the name is not in the text"
    start = text.folded.index(folded)
    span = text.raw_span(start, start + len(folded))
    shared = [(min(one.mention.span.end, span.end) - max(one.mention.span.start, span.start), one) for one in read]
    best = max(shared, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


@pytest.mark.parametrize("case", [one for one in CASES if one.get("text")], ids=_label)
def test_a_name_in_a_sentence(case: Node) -> None:
    case.only(*FIELDS)
    text = Text(case.need("text").text())
    placed = _about(text, Gazetteer.load().read(text), case.need("name").text())
    wanted = case.get("place")
    if wanted is not None and wanted.text() == "none":
        assert placed is None, placed.mention
        return
    assert placed is not None, "no place was found"
    _check(placed.resolution, case)


@pytest.mark.parametrize("case", [one for one in CASES if one.get("query")], ids=_label)
def test_a_bare_name(case: Node) -> None:
    case.only(*FIELDS)
    hint = case.get("hint")
    context = Context({hint.text(): 1.0}) if hint else Context()
    _check(Gazetteer.load().resolve_name(case.need("query").text(), context), case)


def _check(found: Resolution, case: Node) -> None:
    wanted = case.entries()
    if "place" in wanted and wanted["place"].text() == "unlocated":
        assert found.place is None
        assert found.reason
        return
    place = found.place
    assert place is not None, found.reason
    assert found.latitude is not None
    assert found.longitude is not None
    if "place" in wanted:
        assert wanted["place"].text() in (place.id, place.name)
    if "country" in wanted:
        assert place.country == wanted["country"].text()
    if "admin1" in wanted:
        assert place.admin1 == wanted["admin1"].text()
    if "prec" in wanted:
        assert found.where_prec == wanted["prec"].integer()
    if "near" in wanted:
        latitude, longitude, km = (item.number() for item in wanted["near"].items())
        assert km_between(found.latitude, found.longitude, latitude, longitude) <= km, (found.latitude, found.longitude)


def test_a_region_holds_its_provinces() -> None:
    gazetteer = Gazetteer.load()
    asked = gazetteer.find(Text("اقتحم الجيش بلدة بيت لقيا"))[0]
    near = gazetteer.resolve(asked, Context({"PS": 1.0}, admin1=("West Bank",)))
    far = gazetteer.resolve(asked, Context({"PS": 1.0}, admin1=("Nablus",)))
    assert near.place is not None
    assert near.place.admin1 == "Ramallah and al-Bireh"
    assert near.candidates[0].score > far.candidates[0].score


@pytest.mark.parametrize("told", ["محافظة الأنبار", "Anbar", "Fallujah, Anbar"])
def test_the_province_told_with_a_name_settles_it(told: str) -> None:
    gazetteer = Gazetteer.load()
    assert gazetteer.resolve_name("العامرية", Context({"IQ": 1.0})).place is None
    found = gazetteer.resolve_name("العامرية", Context({"IQ": 1.0}), told)
    assert found.place is not None
    assert found.place.admin1 == "Anbar"


def test_the_list_is_long_enough() -> None:
    assert len(CASES) >= 130
