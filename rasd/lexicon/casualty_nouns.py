"""The nouns for people in data/language/ar/casualties.yaml, spread into all their forms, folded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gazetteer.arabic import fold, fold_words
from gazetteer.datafile import Node
from rasd.lexicon.numbers import number_words

KINDS = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for people in one form.

    `kind` is a key of `victims` ("" for a toll noun), `toll` killed or injured for a noun such as «قتيل», `count` 1 or
    2 when the form says so, `unsure` when a dual is spelled like the plural («مدنيين»), `counted_only` when it tells of
    people only after a number.
    """

    kind: str
    toll: str
    count: int | None
    accusative: bool = False
    definite: bool = False
    unsure: bool = False
    counted_only: bool = False


def nouns(root: Node) -> dict[str, Noun]:
    """The nouns of the file in all their forms. Raises DataError with the line of an entry that is none."""
    counted = folded(root.need("counted_only"))
    endings = _endings(root.need("endings"))
    found = {
        fold(word): Noun(kind.text(), "" if kind.text() else KINDS[0], 2)
        for word, kind in root.need("construct_duals").entries().items()
    }
    for group, is_toll in ((root.need("victims"), False), (root.need("toll_nouns"), True)):
        for kind, node in group.entries().items():
            plain = Noun("" if is_toll else kind, toll_kind(node, kind) if is_toll else "", None)
            for entry in node.items():
                words = entry.texts()
                if not words or any(len(fold_words(word)) != 1 for word in words):
                    raise entry.wrong(
                        "a noun was expected: its singular, then its plurals", "write [singular, plural, plural]"
                    )
                found.update(_forms(words, replace(plain, counted_only=fold(words[0]) in counted), endings))
    names = folded(root.need("names"))
    return {form: noun for form, noun in found.items() if form not in names}


@dataclass(frozen=True, slots=True)
class _Endings:
    feminine: str
    feminine_in_dual: str
    duals: tuple[str, ...]
    accusative: str


def _endings(node: Node) -> _Endings:
    node.only("feminine", "feminine_in_dual", "duals", "accusative")
    return _Endings(
        fold(node.need("feminine").text()),
        fold(node.need("feminine_in_dual").text()),
        tuple(fold(text) for text in node.need("duals").texts()),
        fold(node.need("accusative").text()),
    )


def _forms(words: list[str], plain: Noun, endings: _Endings) -> dict[str, Noun]:
    """Every form of a noun: singular, accusative, duals, plurals, each with and without the article."""
    article = number_words().article
    singular, plurals = fold(words[0]), [fold(word) for word in words[1:]]
    feminine = singular.endswith(endings.feminine)
    stem = singular.removesuffix(endings.feminine) + endings.feminine_in_dual if feminine else singular
    forms = {stem + ending: replace(plain, count=2) for ending in endings.duals}
    duals = frozenset(forms)
    if not feminine:
        forms[singular + endings.accusative] = replace(plain, count=1, accusative=True)
    forms.update({form: replace(plain, unsure=form in duals) for form in plurals})
    forms[singular] = replace(plain, count=1)
    definite = {article + form: replace(noun, definite=True) for form, noun in forms.items() if not noun.accusative}
    return definite | forms


def folded(node: Node) -> frozenset[str]:
    """The texts of a list, folded."""
    return frozenset(" ".join(fold_words(text)) for text in node.texts())


def toll_kind(node: Node, kind: str) -> str:
    """The kind, if it is one of KINDS. Raises DataError with the line of the value otherwise."""
    if kind not in KINDS:
        raise node.wrong(f"unknown kind of toll {kind!r}", "one of " + ", ".join(KINDS))
    return kind
