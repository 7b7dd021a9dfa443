"""The words of the interface: data/ui/<language>.yaml, one file a language, every key in each.

A label is a text with named holes (``{count}``), a list of texts (months), or a mapping of plural forms, one of the
categories of the Unicode CLDR (https://cldr.unicode.org/index/cldr-spec/plural-rules) with ``other`` always there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml
from rasd.lexicon import DATA

DEFAULT_LANGUAGE = "ar"
_FOLDER = DATA / "ui"
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One language's labels. `direction` is rtl or ltr; `name` what speakers call the language."""

    language: str
    name: str
    direction: str
    texts: Mapping[str, str]
    plurals: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, tuple[str, ...]]

    def __call__(self, key: str, **values: object) -> str:
        """The label of a key with its holes filled. Raises KeyError for a key that no language has."""
        template = self.texts[key]
        return template.format(**values) if values else template

    def get(self, key: str, fallback: str) -> str:
        """The label of a key made from data, or the fallback."""
        return self.texts.get(key, fallback)

    def count(self, key: str, number: int, **values: object) -> str:
        """The plural form of a key for a number; ``{count}`` is the number with thousands set apart."""
        forms = self.plurals[key]
        template = forms.get(_category(self.language, number)) or forms["other"]
        return template.format(count=f"{number:,}", **values)

    def keys(self) -> Iterator[str]:
        """Every key, texts, plurals and lists."""
        yield from self.texts
        yield from self.plurals
        yield from self.lists


def languages() -> tuple[str, ...]:
    """The languages that have a file, the default first."""
    found = sorted(path.stem for path in _FOLDER.glob("??.yaml"))
    return tuple(sorted(found, key=lambda language: language != DEFAULT_LANGUAGE))


@cache
def labels(language: str) -> Labels:
    """The labels of a language. Raises DataError for a file that breaks the form, naming the line."""
    return load(_FOLDER / f"{language}.yaml")


def load(path: Path) -> Labels:
    """The labels of one file; its stem is the language. Raises DataError with file and line."""
    root = read_yaml(path)
    direction = root.need("direction")
    if direction.text() not in ("rtl", "ltr"):
        raise direction.wrong("the direction is rtl or ltr", "write rtl or ltr")
    texts: dict[str, str] = {}
    plurals: dict[str, Mapping[str, str]] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key, node in _leaves(root, ""):
        if isinstance(node.value, dict):
            node.need("other")
            plurals[key] = {category: form.text() for category, form in node.entries().items()}
        elif isinstance(node.value, list):
            lists[key] = tuple(node.texts())
        else:
            texts[key] = node.text()
    return Labels(path.stem, root.need("name").text(), direction.text(), texts, plurals, lists)


def _leaves(node: Node, prefix: str) -> Iterator[tuple[str, Node]]:
    for name, child in node.entries().items():
        key = f"{prefix}{name}"
        if isinstance(child.value, dict) and not child.value.keys() <= _PLURALS:
            yield from _leaves(child, f"{key}.")
        else:
            yield key, child


def _category(language: str, number: int) -> str:
    """The plural category of a whole number (CLDR 45, cardinal rules of Arabic; one and other elsewhere)."""
    if language != "ar":
        return "one" if number == 1 else "other"
    if number in (0, 1, 2):
        return ("zero", "one", "two")[number]
    rest = number % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"
