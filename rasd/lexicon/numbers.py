"""Number words (data/language/ar/numbers.yaml): each folded word with what it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.arabic import fold, fold_words
from gazetteer.datafile import Node, read_yaml
from rasd.lexicon import DATA

_KEYS = (
    "clitics", "joint", "article", "never_definite", "units", "ten", "teens", "tens", "hundreds", "scales",
    "dual_scales", "plural_scales", "vague", "ordinals", "ordinal_ones",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A word of a number: `kind` is unit, ten, teen, tens, hundred, scale or dual_scale."""

    kind: str
    value: int


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What numbers are written with, all folded.

    `words` and `ordinals` are looked up without clitics; `vague` are phrases as word tuples, the longest first.
    """

    words: dict[str, NumberWord]
    plural_scales: frozenset[str]
    vague: dict[str, tuple[tuple[str, ...], ...]]
    ordinals: dict[str, int]
    ordinal_ones: frozenset[str]
    clitics: tuple[str, ...]
    joint: str
    article: str
    never_definite: frozenset[str]


@cache
def number_words(path: Path = DATA / "language" / "ar" / "numbers.yaml") -> NumberWords:
    """The number words, read once. Raises DataError with file and line for a value that is not a number."""
    root = read_yaml(path)
    root.only(*_KEYS)
    words: dict[str, NumberWord] = {}
    for key, kind in (
        ("units", "unit"), ("teens", "teen"), ("tens", "tens"), ("hundreds", "hundred"), ("scales", "scale"),
        ("dual_scales", "dual_scale"),
    ):  # fmt: skip
        for form, value in _valued(root.need(key)).items():
            words[form] = NumberWord(kind, value)
    for form in root.need("ten").texts():
        words[fold(form)] = NumberWord("ten", 10)
    vague: dict[str, tuple[tuple[str, ...], ...]] = {}
    for node in root.need("vague").items():
        phrase = fold_words(node.text())
        if not phrase:
            raise node.wrong("a vague count has no word")
        vague[phrase[0]] = tuple(sorted((*vague.get(phrase[0], ()), phrase), key=len, reverse=True))
    return NumberWords(
        words=words,
        plural_scales=frozenset(fold(w) for w in root.need("plural_scales").texts()),
        vague=vague,
        ordinals=_valued(root.need("ordinals")),
        ordinal_ones=frozenset(fold(w) for w in root.need("ordinal_ones").texts()),
        clitics=tuple(fold(c) for c in root.need("clitics").texts()),
        joint=root.need("joint").text(),
        article=root.need("article").text(),
        never_definite=frozenset(fold(w) for w in root.need("never_definite").texts()),
    )


def _valued(node: Node) -> dict[str, int]:
    """Forms to the number that is their key."""
    forms: dict[str, int] = {}
    for key, listed in node.entries().items():
        if not key.isdigit():
            raise listed.wrong(f"the key {key!r} is not a number", "write the number in digits before the colon")
        for form in listed.texts():
            forms[fold(form)] = int(key)
    return forms
