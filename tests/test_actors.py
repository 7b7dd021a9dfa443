"""Actors: the table of sentences, the data files' own errors, and any text at all."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.arabic import Text
from gazetteer.datafile import Node, read_yaml
from gazetteer.errors import DataError
from rasd.extract.actors import find, resolve_weak
from rasd.lexicon import DATA
from rasd.lexicon.actors import KINDS, actors, lexicon
from rasd.model import ActorMention

CASES = read_yaml(Path(__file__).parent / "cases" / "actors.yaml").items()
LISTED = DATA / "actors.yaml"
FORCES = DATA / "forces.yaml"


def _read(case: Node) -> tuple[str, list[ActorMention]]:
    raw = case.need("text").text()
    news = case.get("news")
    return raw, resolve_weak(find(Text(raw)), dict.fromkeys(news.texts() if news else [], 1.0))


def _surfaces(node: Node | None) -> dict[str, str]:
    return {surface: value.text() for surface, value in node.entries().items()} if node else {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"line {case.line}")
def test_case(case: Node) -> None:
    case.only("text", "news", "actors", "weak")
    raw, mentions = _read(case)
    assert {raw[m.span.start : m.span.end]: m.actor for m in mentions if not m.weak} == _surfaces(case.need("actors"))
    weak = {raw[m.span.start : m.span.end]: m.rule for m in mentions if m.weak}
    for surface, sort in _surfaces(case.get("weak")).items():
        assert weak[surface].startswith(f"weak/{sort}:")


def test_the_table_is_large_enough_and_names_known_actors() -> None:
    known = {actor.id for actor in actors()}
    assert len(CASES) >= 120
    assert {target for case in CASES for target in _surfaces(case.need("actors")).values()} <= known


def test_every_actor_is_whole() -> None:
    listed = actors()
    assert len({actor.id for actor in listed}) == len(listed)
    assert len({actor.name for actor in listed}) == len(listed)
    for actor in listed:
        assert actor.name and actor.name_ar and actor.kind in KINDS
    assert sum(not actor.force for actor in listed) >= 250


def test_every_way_to_decide_leads_to_an_actor() -> None:
    known = lexicon()
    for readings in known.readings.values():
        assert all(reading.actor in known.actors for reading in readings)
    assert set(known.by_nation.values()) | set(known.alone.values()) <= set(known.actors)


def test_a_mention_before_the_name_is_taken_up_too() -> None:
    raw = "التنظيم يهاجم القرية\nقالت مصادر إن تنظيم القاعدة نفذ الهجوم"
    decided = resolve_weak(find(Text(raw)), {})
    assert [(m.actor, m.weak) for m in decided] == [("al-qaeda", False), ("al-qaeda", False)]
    assert decided[0].rule.endswith("(named)")


def test_what_was_named_elsewhere_counts() -> None:
    title = find(Text("مقتل قائد في حركة طالبان"))
    body = find(Text("وقالت الحركة إن الغارة وقعت ليلا"))
    assert [m.actor for m in resolve_weak(body, {}, strong=title)] == ["taliban"]


def test_the_heavier_country_decides() -> None:
    mentions = find(Text("استهدف الجيش المعبر"))
    assert [m.actor for m in resolve_weak(mentions, {"LB": 2.0, "SY": 1.0})] == ["lebanese-army"]
    assert [m.actor for m in resolve_weak(mentions, {"LB": 1.0, "SY": 2.0})] == ["syrian-government-forces"]


def test_a_country_without_forces_of_its_own_leaves_the_mention_weak() -> None:
    (mention,) = resolve_weak(find(Text("انتشر الجيش")), {"ZZ": 1.0})
    assert mention.weak and mention.actor == "army"


def test_surfaces_leave_clitics_out_and_keep_marks() -> None:
    raw = "ولِلحُوثيّين مواقع، وبالجيشِ السوريّ"
    assert [raw[m.span.start : m.span.end] for m in find(Text(raw))] == ["حُوثيّين", "الجيشِ السوري"]


PHRASES = (
    "قوات من تنظيم داعش و الجيش السوري والروسي لل التركية عناصر الحوثي قصف",
    "مسلحو قبيلة حركة الاحتلال تابعة للنظام العقيدات . ، « » ل في الطيران الحربي",
)
WORDS = st.sampled_from([word for phrase in PHRASES for word in phrase.split()] + ["\n"])


@given(st.text() | st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_text(raw: str) -> None:
    mentions = find(Text(raw))
    for mention in (*mentions, *resolve_weak(mentions, {"SY": 1.0})):
        assert 0 <= mention.span.start < mention.span.end <= len(raw)
        assert mention.first <= mention.last
        assert mention.actor in lexicon().actors
    assert all(one.last < other.first for one, other in pairwise(mentions))


GOOD = "one: {name: One, name_ar: واحد, kind: rebel, country: [SY], strong: واحد}\n"


@pytest.mark.parametrize(
    ("listed", "line", "says"),
    [
        (GOOD + "two: {name: Two, name_ar: اثنان, kind: rebels}\n", 2, "unknown kind"),
        (GOOD + "two:\n  name: Two\n  name_ar: اثنان\n  kind: rebel\n  stong: اثنان\n", 6, "unknown key"),
        (GOOD + "two: {name: Two, name_ar: اثنان, kind: rebel, country: [Syria]}\n", 2, "not a country code"),
        (GOOD + "two:\n  name: Two\n  name_ar: اثنان\n  kind: rebel\n  weak: [{name: اثنان}]\n", 6, "no condition"),
        (GOOD + "two: {name: Two, name_ar: اثنان, kind: rebel, taken_up: [clan]}\n", 2, "unknown word group"),
        (
            GOOD + "two: {name: Two, name_ar: اثنان, kind: rebel, narrows: {actor: x, when_country: [SY]}}\n",
            2,
            "no such actor",
        ),
        (GOOD + GOOD, 2, "key stands twice"),
        ("one: {name: One}\n", 1, "'kind' is missing"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line(tmp_path: Path, listed: str, line: int, says: str) -> None:
    path = tmp_path / "actors.yaml"
    path.write_text(listed, encoding="utf-8")
    with pytest.raises(DataError) as told:
        lexicon(path, FORCES)
    assert (told.value.file, told.value.line) == (str(path), line)
    assert says in str(told.value)


def test_a_force_that_stands_for_nothing_known_is_told(tmp_path: Path) -> None:
    text = FORCES.read_text(encoding="utf-8")
    path = tmp_path / "forces.yaml"
    path.write_text(text.replace("TR: {name: Turkish,", "TR: {name: Turkish, alone: {army: nobody},"), encoding="utf-8")
    with pytest.raises(DataError, match="no such actor"):
        lexicon(LISTED, path)
