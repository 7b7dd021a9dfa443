"""The words of the interface: data/ui/<language>.yaml, one file a language, every key in each.

A label is a text with named holes (``{count}``), a list of texts (months), or a mapping of plural forms, one of the
categories of the Unicode CLDR (https://cldr.unicode.org/index/cldr-spec/plural-rules) with ``other`` always there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml
from rasd.lexicon import DATA

DEFAULT_LANGUAGE = "ar"
_FOLDER = DATA / "ui"
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
_MONTHS = "months"
# A value that is a figure and nothing else: only such are written in other digits, an id or a name never.
_FIGURE = re.compile(r"[0-9][0-9,.]*(?:[-–%][0-9,.]*)?", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One language's labels, and how its reader wants figures and months (`styled`).

    `direction` is rtl or ltr; `name` what speakers call the language; `digits` are the ten digits, the thousands and
    the decimal mark to write in place of 0–9, comma and point; none to write these.
    """

    language: str
    name: str
    direction: str
    texts: Mapping[str, str]
    plurals: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, tuple[str, ...]]
    digits: tuple[str, ...] = ()

    def __call__(self, key: str, **values: object) -> str:
        """The label of a key with its holes filled. Raises KeyError for a key that no language has."""
        template = self.texts[key]
        return template.format(**{name: self.figure(value) for name, value in values.items()}) if values else template

    def styled(self, *, digits: bool, months: str) -> Labels:
        """These labels with the language's own digits, and with the months of the list ``months_<name>`` if there."""
        own = self.lists.get("digits", ()) if digits else ()
        named = self.lists.get(f"{_MONTHS}_{months}", self.lists[_MONTHS])
        return replace(self, digits=own, lists={**self.lists, _MONTHS: named})

    def figure(self, value: object) -> object:
        """A whole number, or a text that is a figure, in the reader's digits; all else as it is."""
        if isinstance(value, str):
            return value.translate(self._digits()) if self.digits and _FIGURE.fullmatch(value) else value
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        return str(value).translate(self._digits()) if self.digits else value

    def number(self, value: float) -> str:
        """A number with thousands set apart, in the reader's digits."""
        return f"{value:,}".translate(self._digits())

    def _digits(self) -> dict[int, str]:
        return {ord(one): own for one, own in zip("0123456789,.", self.digits, strict=False)}

    def get(self, key: str, fallback: str) -> str:
        """The label of a key made from data, or the fallback."""
        return self.texts.get(key, fallback)

    def count(self, key: str, number: int, **values: object) -> str:
        """The plural form of a key for a number; ``{count}`` is the number with thousands set apart."""
        forms = self.plurals[key]
        template = forms.get(_category(self.language, number)) or forms["other"]
        return template.format(count=self.number(number), **{name: self.figure(one) for name, one in values.items()})

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


@cache
def styled(language: str, digits: bool, months: str) -> Labels:
    """The labels of a language as `Labels.styled` writes them; the same object for the same wishes."""
    return labels(language).styled(digits=digits, months=months)


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
