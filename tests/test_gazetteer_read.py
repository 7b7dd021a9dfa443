"""What the gazetteer finds in sentences and how it places it: the table tests/cases/places.yaml."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, Placed
from gazetteer.arabic import Text, fold
from gazetteer.datafile import Node, read_yaml
from gazetteer.distance import km_between

CASES = read_yaml(Path(__file__).parent / "cases" / "places.yaml").items()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _words(text: Text, placed: Placed) -> str:
    span = placed.mention.span
    return text.raw[span.start : span.end]


def _named(text: Text, read: list[Placed], words: str) -> Placed:
    found = [one for one in read if fold(words) in fold(_words(text, one))]
    assert found, f"{words} is not among {[_words(text, one) for one in read]}"
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.need("name").text())
def test_sentence(gazetteer: Gazetteer, case: Node) -> None:
    text = Text(case.need("text").text())
    read = gazetteer.read(text)
    wanted = case.get("places")
    for words, node in (wanted.entries() if wanted else {}).items():
        _check(_named(text, read, words), read, node)
    absent = case.get("absent")
    for words in absent.texts() if absent else []:
        spans = [_words(text, one) for one in read]
        assert not any(fold(words) in fold(span) for span in spans), f"{words} among {spans}"


def _check(placed: Placed, read: list[Placed], node: Node) -> None:
    node.only("place", "prec", "within", "near", "country")
    resolution, wanted = placed.resolution, node.entries()
    if "place" in wanted and wanted["place"].value is None:
        assert resolution.place is None
        assert resolution.reason
        return
    assert resolution.place is not None, resolution.reason
    assert resolution.latitude is not None
    assert resolution.longitude is not None
    if "place" in wanted:
        assert wanted["place"].text() in (resolution.place.id, resolution.place.name)
    if "country" in wanted:
        assert resolution.place.country == wanted["country"].text()
    if "prec" in wanted:
        assert resolution.where_prec == wanted["prec"].integer()
    if "near" in wanted:
        latitude, longitude, km = (item.number() for item in wanted["near"].items())
        assert km_between(resolution.latitude, resolution.longitude, latitude, longitude) <= km
    if "within" in wanted:
        holders = [read[at].resolution.place for at in placed.within]
        assert wanted["within"].text() in [one.name for one in holders if one is not None]


def test_same_input_same_output(gazetteer: Gazetteer) -> None:
    raw = "قصف على قرية كلبيتوس بريف إدلب الشمالي، واشتباكات في حلب ودمشق وطرابلس."
    assert gazetteer.read(Text(raw)) == gazetteer.read(Text(raw))


def test_mentions_are_in_order_and_apart(gazetteer: Gazetteer) -> None:
    text = Text("في حلب ودمشق وبلدتي نبل والزهراء، قرب تدمر بسوريا، وفي العاصمة بغداد.")
    found = gazetteer.find(text)
    assert len(found) >= 6
    assert all(one.last < other.first for one, other in pairwise(found))


def test_a_reason_is_always_given(gazetteer: Gazetteer) -> None:
    read = gazetteer.read(Text("انفجار في حلب وفي قرية كلبيتوس وفي طرابلس."))
    assert len(read) == 3
    assert all(one.resolution.reason for one in read)
    assert all((one.resolution.place is None) == (one.resolution.latitude is None) for one in read)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "قرية",
                "ريف",
                "حلب",
                "و",
                "بين",
                "شمال",
                "شرقي",
                "،",
                "«",
                "»",
                "\n",
                "20",
                "كم",
                "العاصمة",
                "البلاد",
                "بلدات",
                "والزهراء",
                "من",
                "لل",
                "الشمال",
                "السوري",
                "كلبيت",
                "x",
                "\u200f",
                "ـ",
                ".",
            ]
        ),
        max_size=14,
    )
)
def test_any_words_keep_their_spans(words: list[str]) -> None:
    text = Text(" ".join(words))
    for placed in Gazetteer.load().read(text):
        span = placed.mention.span
        assert 0 <= span.start < span.end <= len(text.raw)
        assert 0 <= placed.mention.first <= placed.mention.last < len(text.words)
