"""Spreads the forms that data/ gives (a verb's past and present, a noun's singular and plural) into what texts write.

All forms are folded. The tables are in data/language/ar/inflection.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from gazetteer.arabic import fold, fold_words
from gazetteer.datafile import read_yaml
from gazetteer.phrases import stems
from rasd.lexicon import DATA


@dataclass(frozen=True, slots=True)
class Inflected:
    """A folded phrase and its form: verb, future, noun or definite.

    `tails` are the phrases one of which must follow within a few words, for a phrase with a gap («أطلق … النار»), else
    empty.
    """

    words: tuple[str, ...]
    form: str
    tails: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Tables:
    past_suffixes: tuple[str, ...]
    present_prefix: str
    present_others: tuple[str, ...]
    present_suffixes: tuple[str, ...]
    future_prefixes: tuple[str, ...]
    subject_suffixes: frozenset[str]
    article: str
    noun_suffixes: tuple[str, ...]
    dual_suffixes: tuple[str, ...]
    feminine_end: str
    feminine_joined: str


@cache
def _tables() -> _Tables:
    root = read_yaml(DATA / "language" / "ar" / "inflection.yaml")

    def many(key: str) -> tuple[str, ...]:
        return tuple(fold(text) for text in root.need(key).texts())

    def one(key: str) -> str:
        return fold(root.need(key).text())

    return _Tables(
        many("past_suffixes"), one("present_prefix"), many("present_others"), many("present_suffixes"),
        many("future_prefixes"), frozenset(many("subject_suffixes")), one("article"), many("noun_suffixes"),
        many("dual_suffixes"), one("feminine_end"), one("feminine_joined"),
    )  # fmt: skip


def is_definite(word: str) -> bool:
    """Whether a folded word bears the article, a clitic before it or not."""
    return any(stem.startswith(_tables().article) for stem, _ in stems(word))


def begins_definite(word: str) -> bool:
    """Whether a folded word bears the article and no clitic before it («الهجوم», not «بالهجوم»)."""
    return word.startswith(_tables().article)


def frame_forms(verbs: Iterable[str], nouns: Iterable[str], objects: Iterable[str]) -> Iterator[Inflected]:
    """The forms of acts that only what is done to tells («أسقطت الدفاعات ثلاث مسيّرات», «ضبط أسلحة»).

    Verbs without an object joined to them and nouns, each with every form of the objects as its tails.
    """
    tails = tuple(dict.fromkeys(form.words for given in objects for form in noun_forms(given)))
    ends = _tables().subject_suffixes
    for given in verbs:
        for form in verb_forms(given, ends):
            yield Inflected(form.words, form.form, tails)
    for given in nouns:
        yield Inflected((fold(given),), "noun", tails)
        yield Inflected((_tables().article + fold(given),), "definite", tails)


def verb_forms(given: str, ends: frozenset[str] | None = None) -> Iterator[Inflected]:
    """The finite forms of «past/present» (the present may be left out), those ending in `ends` alone if it is given."""
    past, _, present = (fold(part.strip()) for part in given.partition("/"))
    tables = _tables()
    for suffix in tables.past_suffixes:
        if ends is None or suffix in ends:
            yield Inflected((past + suffix,), "verb")
    if present.startswith(tables.present_prefix):
        stem = present[len(tables.present_prefix) :]
        for prefix in (tables.present_prefix, *tables.present_others):
            form = "future" if prefix in tables.future_prefixes else "verb"
            for suffix in tables.present_suffixes:
                if ends is not None and suffix not in ends:
                    continue
                yield Inflected((prefix + stem + suffix,), form)


def noun_forms(given: str) -> Iterator[Inflected]:
    """The forms of «singular/plural»: bare, dual, with a pronoun, with the article (then its form is definite)."""
    tables = _tables()
    for number, noun in enumerate(given.split("/")):
        base = fold(noun.strip())
        if " " in base:
            yield from phrase_forms(base)
            continue
        feminine = base.endswith(tables.feminine_end)
        joined = base[:-1] + tables.feminine_joined if feminine else base
        yield Inflected((base,), "noun")
        yield Inflected((tables.article + base,), "definite")
        for suffix in tables.noun_suffixes[1:]:
            tanwin = suffix == tables.noun_suffixes[1] and not feminine
            yield Inflected((joined + suffix,), "noun" if tanwin else "definite")
        if number == 0:
            for suffix in tables.dual_suffixes:
                yield Inflected((joined + suffix,), "noun")
                yield Inflected((tables.article + joined + suffix,), "definite")


def phrase_forms(given: str) -> Iterator[Inflected]:
    """A phrase as written, with tanwin, and with the article on its words; «…» is a gap of a few words."""
    head, gap, tail = given.partition("…")
    if gap:
        yield Inflected(fold_words(head), "verb", (fold_words(tail),))
        return
    words = fold_words(given)
    article = _tables().article
    yield Inflected(words, "noun")
    if len(words) == 1:
        return
    if not any(word.startswith(article) for word in words):
        accusative = tuple(_accusative(word) for word in words)
        yield Inflected(accusative, "noun")
        yield Inflected((words[0], *accusative[1:]), "noun")
        yield Inflected(tuple(article + word for word in words), "definite")
        yield Inflected((*words[:-1], article + words[-1]), "noun")


def _accusative(word: str) -> str:
    tables = _tables()
    return word if word.endswith((tables.feminine_end, *tables.dual_suffixes[:2])) else word + tables.noun_suffixes[1]
