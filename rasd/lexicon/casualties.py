"""Words of tolls (data/language/ar/casualties.yaml), folded; their nouns come from casualty_nouns.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.arabic import fold, fold_words
from gazetteer.datafile import Node, read_yaml
from rasd.lexicon import DATA
from rasd.lexicon.casualty_nouns import KINDS, Noun, folded, nouns, toll_kind

_KEYS = (
    "heads", "open_heads", "ended_heads", "ends", "after", "clause_openers", "toll_nouns", "counted_only",
    "case_words", "endings", "victims", "not_counted", "generic", "titles", "others", "two_words", "of_words",
    "quantifiers", "names", "owned", "agents", "active", "unknowns", "garb", "plus", "done_by", "put_off",
    "put_off_reach", "contrasts", "rises", "since", "least_after", "to_words", "and_word", "among", "totals",
    "none", "body_nouns", "body_cues", "dual_mark", "construct_duals", "percent", "in_word", "pronouns",
    "with_word", "time_words", "not_after", "not_people", "illness", "filler_reach", "window",
)  # fmt: skip
# Phrases as folded words, by their first word.
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """A word that opens a toll: `form` is noun, verb, phrase or fixed; `open` and `ended` as in the file."""

    toll: str
    form: str
    open: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """A verb that stands after the people it tells of; `number` is one, two or many, as the verb says."""

    toll: str
    number: str


@dataclass(frozen=True, slots=True)
class NoneWords:
    """How a toll of zero is said."""

    starters: Mapping[str, frozenset[str]]
    unknown: Mapping[str, frozenset[str]]
    nouns: Mapping[str, tuple[str, ...]]
    verbs: Mapping[str, tuple[str, ...]]
    nobody: frozenset[str]
    losses: frozenset[str]
    of_life: frozenset[str]
    news: frozenset[str]
    not_after: frozenset[str]
    material: Phrases
    reach: int


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """All that tolls are told with."""

    heads: Mapping[str, Head]
    phrase_heads: Mapping[tuple[str, str], Head]
    phrase_firsts: frozenset[str]
    pronouns: Mapping[str, str]
    after: Mapping[str, After]
    nouns: Mapping[str, Noun]
    others: Mapping[str, int | None]
    quantifiers: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    least_after: Phrases
    among: Phrases
    plus: Phrases
    totals: Mapping[str, str]
    total_verbs: frozenset[str]
    total_before: frozenset[str]
    exceeding: frozenset[str]
    total_reach: int
    none: NoneWords
    sets: Mapping[str, frozenset[str]]
    and_word: str
    with_word: str
    in_word: str
    dual_mark: str
    filler_reach: int
    window_reach: int
    window_stops: frozenset[str]
    put_off_reach: int


@cache
def casualty_words(path: Path = DATA / "language" / "ar" / "casualties.yaml") -> CasualtyWords:
    """The words of tolls, read once. Raises DataError with file and line for an unknown key or kind."""
    root = read_yaml(path)
    root.only(*_KEYS)
    totals = root.need("totals")
    totals.only(*KINDS, "before", "verbs", "exceeding", "reach")
    window = root.need("window")
    window.only("reach", "stops")
    plain = (
        "ends", "clause_openers", "case_words", "titles", "two_words", "of_words", "to_words", "not_after",
        "not_people", "illness", "not_counted", "generic", "body_nouns", "body_cues", "time_words", "percent",
        "owned", "agents", "active", "unknowns", "garb", "put_off", "done_by", "contrasts", "rises", "since",
    )  # fmt: skip
    phrase_heads = _phrase_heads(root.need("heads"))
    return CasualtyWords(
        heads=_heads(root),
        phrase_heads=phrase_heads,
        phrase_firsts=frozenset(first for first, _ in phrase_heads),
        pronouns={
            word: toll_kind(node, kind)
            for kind, node in root.need("pronouns").entries().items()
            for word in folded(node)
        },
        after=_after(root.need("after")),
        nouns=nouns(root),
        others=_others(root.need("others")),
        quantifiers=_quantifiers(root.need("quantifiers")),
        least_after=_phrases(root.need("least_after")),
        among=_phrases(root.need("among")),
        plus=_phrases(root.need("plus")),
        totals={word: kind for kind in KINDS for word in folded(totals.need(kind))},
        total_verbs=folded(totals.need("verbs")),
        total_before=folded(totals.need("before")),
        exceeding=folded(totals.need("exceeding")),
        total_reach=totals.need("reach").integer(),
        none=_none(root.need("none")),
        sets={key: folded(root.need(key)) for key in plain},
        and_word=root.need("and_word").text(),
        with_word=fold(root.need("with_word").text()),
        in_word=fold(root.need("in_word").text()),
        dual_mark=root.need("dual_mark").text(),
        filler_reach=root.need("filler_reach").integer(),
        window_reach=window.need("reach").integer(),
        window_stops=folded(window.need("stops")),
        put_off_reach=root.need("put_off_reach").integer(),
    )


def _phrases(node: Node) -> Phrases:
    """Phrases by their first word, the longest first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for text in node.texts():
        words = fold_words(text)
        found[words[0]] = tuple(sorted((*found.get(words[0], ()), words), key=len, reverse=True))
    return found


def _heads(root: Node) -> dict[str, Head]:
    opened, ended = folded(root.need("open_heads")), folded(root.need("ended_heads"))
    heads: dict[str, Head] = {}
    for kind, node in root.need("heads").entries().items():
        node.only("nouns", "verbs", "phrases", "fixed")
        for form in ("noun", "verb"):
            for word in folded(node.need(form + "s")):
                heads[word] = Head(toll_kind(node, kind), form, word in opened, word in ended)
        for word in folded(node.need("fixed")):
            heads[word] = Head(toll_kind(node, kind), "fixed")
    return heads


def _phrase_heads(root: Node) -> dict[tuple[str, str], Head]:
    found: dict[tuple[str, str], Head] = {}
    for kind, node in root.entries().items():
        for item in node.need("phrases").items():
            words = fold_words(item.text())
            if len(words) != 2:
                raise item.wrong("two words were expected", "put a single word under nouns, verbs or fixed")
            found[words[0], words[1]] = Head(toll_kind(node, kind), "phrase")
    return found


def _after(root: Node) -> dict[str, After]:
    found: dict[str, After] = {}
    for kind, node in root.entries().items():
        node.only("two", "many", "one")
        for key in ("two", "many", "one"):
            for word in folded(node.need(key)):
                found[word] = After(toll_kind(node, kind), key)
    return found


def _others(root: Node) -> dict[str, int | None]:
    root.only("one", "two", "many")
    return {
        fold(text): count for key, count in (("one", 1), ("two", 2), ("many", None)) for text in root.need(key).texts()
    }  # fmt: skip


def _quantifiers(root: Node) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    root.only("least", "about", "between", "most")
    found: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for effect, node in root.entries().items():
        for text in node.texts():
            words = fold_words(text)
            entries = (*found.get(words[0], ()), (words, effect))
            found[words[0]] = tuple(sorted(entries, key=lambda entry: len(entry[0]), reverse=True))
    return found


def _none(root: Node) -> NoneWords:
    root.only(
        "starters", "unknown", "nouns", "verbs", "nobody", "losses", "of_life", "news", "not_after", "material", "reach"
    )
    return NoneWords(
        starters={fold(word): folded(node) for word, node in root.need("starters").entries().items()},
        unknown={fold(word): folded(node) for word, node in root.need("unknown").entries().items()},
        nouns=_zeroed(root.need("nouns")),
        verbs=_zeroed(root.need("verbs")),
        nobody=folded(root.need("nobody")),
        losses=folded(root.need("losses")),
        of_life=folded(root.need("of_life")),
        news=folded(root.need("news")),
        not_after=folded(root.need("not_after")),
        material=_phrases(root.need("material")),
        reach=root.need("reach").integer(),
    )


def _zeroed(root: Node) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, node in root.entries().items():
        for word in folded(node):
            found[word] = KINDS if key == "both" else (toll_kind(node, key),)
    return found
