"""Merging: the cases, and that neither the order nor the parts in which tellings come change anything."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasd.errors import DataError
from rasd.lexicon.actors import actors as known_actors
from rasd.lexicon.labels import labels
from rasd.record.merge import Telling, merge, rules
from rasd.record.merge.rules import FILE, KEYS
from rasd.record.merge.scoring import weigh
from tests.merge_cases import Case, cases

EVERY = cases()


@pytest.mark.parametrize("case", [pytest.param(one, id=f"{one.line}: {one.name}") for one in EVERY])
def test_cases(case: Case) -> None:
    found = merge(case.tellings, case.together, case.apart)
    assert {group.members for group in found.groups} == case.groups, _told(case)
    assert {frozenset(one.pair) for one in found.doubts} == case.doubts, _told(case)


def _told(case: Case) -> str:
    """What the points of all pairs are, for a failing case."""
    ids = [one.id for one in case.tellings]
    pairs = [weigh(one, other, rules()) for at, one in enumerate(case.tellings) for other in case.tellings[at + 1 :]]
    lines = [
        f"{one.pair} {one.score} " + " ".join(f"{r.key}{r.points:+g}" for r in one.reasons) for one in pairs if one
    ]
    return f"{case.name}: {ids}\n" + "\n".join(lines)


def test_there_are_cases_enough_and_each_tells_something_of_its_own() -> None:
    assert len(EVERY) >= 60
    assert len({case.name for case in EVERY}) == len(EVERY)
    assert sum(not case.groups for case in EVERY) >= 30, "near misses"


def every_telling() -> list[Telling]:
    """The tellings of all cases, each case by itself a month after the one before."""
    moved = []
    for number, case in enumerate(EVERY):
        months = timedelta(days=40 * number)
        for one in case.tellings:
            ends = {
                name: day + months if (day := getattr(one, name)) else None
                for name in ("earliest", "latest", "published")
            }
            moved.append(replace(one, id=f"{number}-{one.id}", article=f"{number}-{one.article}", **ends))
    return moved


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(random: Any) -> None:
    tellings = every_telling()
    expected = merge(tellings)
    random.shuffle(tellings)
    assert merge(tellings) == expected


PLACES = st.sampled_from([(35.0, 40.4, 3.0, 1, "v"), (35.01, 40.41, 1.0, 1, "h"), (35.05, 40.45, 25.0, 3, "d"),
                          (35.2, 40.3, 110.0, 4, "p"), None])  # fmt: skip
COUNTS = st.sampled_from([(None, None), (1, 1), (3, 3), (5, 5), (3, None), (12, 12)])
ACTORS = st.sampled_from(
    [frozenset(), frozenset({"islamic-state"}), frozenset({"turkish-forces"}), frozenset({"unidentified"})]
)
KINDS = st.sampled_from(["Suicide bomb", "Remote explosive/landmine/IED", "Attack", "Air/drone strike"])


@st.composite
def some_tellings(draw: Any) -> list[Telling]:
    """Tellings much alike, so that chains and rivals come about."""
    found = []
    for number in range(draw(st.integers(2, 9))):
        place, day = draw(PLACES), date(2024, 3, 5) + timedelta(days=draw(st.integers(0, 1)))
        latitude, longitude, radius, prec, id = place or (None, None, None, None, None)
        attackers = draw(ACTORS)
        found.append(
            Telling(
                f"t{number}",
                f"a{draw(st.integers(0, 6))}",
                draw(st.sampled_from("XY")),
                day,
                False,
                draw(KINDS),
                day,
                day,
                id,
                id,
                "SY" if place else None,
                "East" if place else None,
                latitude,
                longitude,
                radius,
                prec,
                attackers,
                attackers,
                frozenset({"civilians"}),
                draw(COUNTS),
                draw(COUNTS),
                draw(st.booleans()),
                "",
            )
        )
    return found


@settings(max_examples=80, deadline=None)
@given(some_tellings(), st.randoms(use_true_random=False))
def test_whatever_the_tellings_the_groups_are_the_same_and_hold_no_contradiction(
    tellings: list[Telling], random: Any
) -> None:
    found = merge(tellings)
    mixed = list(tellings)
    random.shuffle(mixed)
    assert merge(mixed) == found
    members = [member for group in found.groups for member in group.members]
    assert len(members) == len(set(members)), "each stands in one group at most"
    by_id = {one.id: one for one in tellings}
    for group in found.groups:
        articles = [by_id[member].article for member in group.members]
        assert len(articles) == len(set(articles)), "an article tells an incident once"
        assert [by_id[one].order for one in group.members] == sorted(by_id[one].order for one in group.members)
    together = {member: group.lead for group in found.groups for member in group.members}
    for doubt in found.doubts:
        leads = {together.get(one, one) for one in doubt.pair}
        assert len(leads) == 2, "what is one is not in doubt"


@settings(max_examples=60, deadline=None)
@given(some_tellings())
def test_parts_that_nothing_ties_are_merged_each_for_itself(tellings: list[Telling]) -> None:
    later = [
        replace(one, id=f"l-{one.id}", article=f"l-{one.article}", earliest=date(2025, 1, 1), latest=date(2025, 1, 1))
        for one in tellings
    ]
    whole, first, second = merge([*tellings, *later]), merge(tellings), merge(later)
    assert set(whole.groups) == {*first.groups, *second.groups}
    assert set(whole.doubts) == {*first.doubts, *second.doubts}


def test_a_pair_weighs_the_same_from_both_ends() -> None:
    known = rules()
    for case in EVERY:
        for one in case.tellings:
            for other in case.tellings:
                assert weigh(one, other, known) == weigh(other, one, known)


def test_every_reason_has_words_in_each_language() -> None:
    keys = {"person", "kind_same", "kind_alike", *(key.split(".")[0] for key in KEYS)}
    for language in ("ar", "en"):
        own = labels(language)
        assert [key for key in sorted(keys) if f"merge.{key}" not in own.texts] == []


def test_actors_named_in_the_rules_are_known() -> None:
    text = FILE.read_text(encoding="utf-8")
    listed = {
        one
        for part in re.findall(r"\[([^\]]*)\]", text.split("allies:")[1].split("# Ids")[0])
        for one in re.split(r"[,\s]+", part)
    }
    known = {one.id for one in known_actors()}
    assert sorted(one for one in listed - known if one) == []


def test_what_is_wrong_in_the_rules_is_told_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "merge.yaml"
    text = FILE.read_text(encoding="utf-8").replace("    Suicide bomb: 2\n", "    Suicide bombing: 2\n")
    broken.write_text(text, encoding="utf-8")
    line = text.splitlines().index("    Suicide bombing: 2") + 1
    with pytest.raises(DataError, match=f"merge.yaml:{line}: 'Suicide bombing' is no sub-event type"):
        rules(broken)
