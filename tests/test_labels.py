"""The interface's words: every language has every key with the same holes; Arabic stands in data, never in code."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from rasd.errors import DataError
from rasd.lexicon.events import ACLED
from rasd.lexicon.labels import Labels, labels, languages, load
from rasd.ui import reasons
from rasd.view.export import FORMATS
from rasd.view.filters import FILTERS, PRECISIONS

ROOT = Path(__file__).parents[1]
CHARACTER_CLASS = re.compile(r"\[[^\]]*\]")
ARABIC_WORD = re.compile("[\u0621-\u064a]{2,}")
ENGLISH, ARABIC = labels("en"), labels("ar")


def holes(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_default_language_comes_first() -> None:
    assert languages() == ("ar", "en")


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_keys(language: str) -> None:
    own = labels(language)
    assert set(own.texts) == set(ARABIC.texts)
    assert set(own.plurals) == set(ARABIC.plurals)
    assert {key: len(values) for key, values in own.lists.items()} == {
        key: len(values) for key, values in ARABIC.lists.items()
    }


def test_labels_of_a_key_have_the_same_holes() -> None:
    for key, template in ARABIC.texts.items():
        assert holes(template) == holes(ENGLISH.texts[key]), key


def test_no_label_is_empty_or_left_in_the_other_language() -> None:
    for key, text in ARABIC.texts.items():
        assert text, key
        if key not in {"direction", "app.comma", "app.semicolon", "filter.and"} and not holes(text):
            assert ARABIC_WORD.search(text) or key.startswith("direction"), key
    for key, text in ENGLISH.texts.items():
        assert not ARABIC_WORD.search(text), key


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "لا حوادث"),
        (1, "حادثة واحدة"),
        (2, "حادثتان"),
        (3, "3 حوادث"),
        (10, "10 حوادث"),
        (11, "11 حادثة"),
        (99, "99 حادثة"),
        (100, "100 حادثة"),
        (103, "103 حوادث"),
        (1_234, "1,234 حادثة"),
    ],
)
def test_arabic_counts_follow_the_grammar(number: int, told: str) -> None:
    assert ARABIC.count("incident_count", number) == told


def test_english_counts() -> None:
    assert [ENGLISH.count("incident_count", n) for n in (0, 1, 2)] == ["0 incidents", "1 incident", "2 incidents"]


@pytest.mark.parametrize("own", [ARABIC, ENGLISH], ids=["ar", "en"])
def test_everything_that_data_names_has_a_label(own: Labels) -> None:
    wanted = [f"filter.{row.name}" for row in FILTERS]
    wanted += [f"precision.{value}" for value in PRECISIONS]
    wanted += [f"event_type.{name}" for name in ACLED]
    wanted += [f"export.{name}" for name in FORMATS] + [f"export.{name}_help" for name in FORMATS]
    wanted += [f"role.{name}" for name in ("attacker", "target", "party")]
    wanted += [f"page.{path.stem}" for path in (ROOT / "pages").glob("*.py")]
    wanted += [f"reason.{name}" for name in reasons.names()]
    assert [key for key in wanted if key not in own.texts] == []


def test_months_are_twelve() -> None:
    assert len(ARABIC.lists["months"]) == len(ENGLISH.lists["months"]) == 12


def test_reasons_are_retold() -> None:
    given = "near Aleppo: the best of 3 places of this name: 1,683,000 people; the article speaks of IQ"
    told = reasons.told(given, ARABIC)
    assert "العراق" in told
    assert "الأرجح من" in told
    assert not re.search("best|people|near", told)
    assert reasons.told("an older version's words", ARABIC) == "an older version's words"


def test_a_file_that_breaks_the_form_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "xx.yaml"
    file.write_text("name: X\ndirection: up\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"xx\.yaml:2: the direction is rtl or ltr"):
        load(file)
    file.write_text("name: X\ndirection: ltr\nthings:\n  one: 1 thing\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"xx\.yaml:4: 'other' is missing"):
        load(file)


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "rasd").rglob("*.py"), *(ROOT / "gazetteer").rglob("*.py"), *(ROOT / "pages").glob("*.py")]),
)
def test_no_arabic_word_stands_in_code(path: Path) -> None:
    """Docstrings may name what they speak of; strings that the program uses may not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in spoken
        and ARABIC_WORD.search(CHARACTER_CLASS.sub("", node.value))
    ]
    assert found == []
