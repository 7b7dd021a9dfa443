"""Words of dates (data/language/ar/dates.yaml), folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from gazetteer.arabic import fold, fold_words
from gazetteer.datafile import Node, read_yaml
from gazetteer.phrases import PhraseIndex, stems
from rasd.lexicon import DATA

UNITS = ("hour", "day", "week", "month", "year")
PRECISIONS = ("day", "night", "week", "month", "year", "range")
_SETS = (
    "hijri_marks", "gregorian_marks", "month_words", "year_words", "of_words", "between_words", "to_words", "and_words",
    "since_words", "same_day_words", "date_words", "month_cues", "year_cues", "this", "ago_words", "about_words",
    "ago_stops", "alone", "late_deaths", "own_acts", "own_after", "reporters",
)  # fmt: skip
_KEYS = (
    *_SETS, "relative", "weekdays", "weekdays_after_day", "day_words", "two_days", "parts", "adverbs", "modifiers",
    "months", "not_months", "hijri_months", "stages", "periods", "fixed", "units", "echo", "not_after", "not_before",
    "statement", "event",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """What a phrase says in a date: `kind` names the list it stands in, `number` or `name` its key there."""

    kind: str
    number: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch said in one phrase: days from publication, ends included."""

    start: int
    end: int
    precision: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time in a form: `count` is 1 or 2 when the form itself says so; `past` for «الأيام» and its like."""

    name: str
    count: int | None
    past: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """The words that tie a date to a statement or an act, and how many words away they may stand."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    breaks: frozenset[str]
    reach: int


@dataclass(frozen=True, slots=True)
class DateWords:
    """All that dates are written with. `sets` are plain word lists by their name in the file;
    `heads` gives the lists that a word may begin a phrase of, `not_months` words as written that only fold to a
    month's name."""

    index: PhraseIndex[Mark]
    heads: Mapping[str, frozenset[str]]
    stretches: tuple[Stretch, ...]
    units: Mapping[str, tuple[Unit, ...]]
    sets: Mapping[str, frozenset[str]]
    not_after: Mapping[str, frozenset[str]]
    not_before: Mapping[str, frozenset[str]]
    not_months: frozenset[str]
    statement: Tie
    event: Tie


@cache
def date_words(path: Path = DATA / "language" / "ar" / "dates.yaml") -> DateWords:
    """The words of dates, read once. Raises DataError with file and line for an unknown key, unit or precision."""
    root = read_yaml(path)
    root.only(*_KEYS)
    index: PhraseIndex[Mark] = PhraseIndex()
    heads: dict[str, frozenset[str]] = {}
    stretches: list[Stretch] = []

    def head(word: str, kind: str) -> None:
        heads[word] = heads.get(word, frozenset()) | {kind}

    def add(node: Node, mark: Mark) -> None:
        for words in {fold_words(text): None for text in node.texts()}:
            index.add_words(words, mark)
            head(words[0], mark.kind)

    for key in ("relative", "weekdays", "weekdays_after_day", "months", "hijri_months", "echo"):
        for number, node in root.need(key).entries().items():
            add(node, Mark(key, _whole(node, number)))
    for key in ("parts", "modifiers", "stages", "periods"):
        for name, node in root.need(key).entries().items():
            add(node, Mark(key, name=name))
    for key in ("day_words", "two_days", "adverbs"):
        add(root.need(key), Mark(key))
    for node in root.need("fixed").items():
        add(node.need("phrases"), Mark("fixed", len(stretches)))
        stretches.append(_stretch(node))
    units = _units(root.need("units"))
    sets = {key: _folded(root.need(key)) for key in _SETS}
    for kind in ("ago_words", "year_words", "month_words", "this", "alone"):
        for word in sets[kind]:
            head(word, kind)
    for word, forms in units.items():
        if any(form.past for form in forms):
            head(word, "units")
    event = _tie(root.need("event"))
    return DateWords(
        index=index,
        heads=heads,
        stretches=tuple(stretches),
        units=units,
        sets=sets,
        not_after={key: _folded(node) for key, node in root.need("not_after").entries().items()},
        not_before={key: _folded(node) for key, node in root.need("not_before").entries().items()},
        not_months=frozenset(root.need("not_months").texts()),
        statement=_breaking(_tie(root.need("statement")), event.verbs),
        event=event,
    )


def begins(word: str) -> frozenset[str]:
    """The lists of which this folded word may begin a phrase, clitics or not."""
    heads = date_words().heads
    return frozenset().union(*(heads[stem] for stem, _ in stems(word) if stem in heads))


def _whole(node: Node, key: str) -> int:
    if not key.lstrip("-").isdigit():
        raise node.wrong(f"the key {key!r} is not a number", "write the number in digits before the colon")
    return int(key)


def _stretch(node: Node) -> Stretch:
    node.only("days", "precision", "phrases")
    days, precision = node.need("days"), node.need("precision")
    ends = [day.integer() for day in days.items()]
    if len(ends) != 2 or ends[0] > ends[1]:
        raise days.wrong("two days from publication were expected", "write them as [-1, 0], the earlier first")
    if precision.text() not in PRECISIONS:
        raise precision.wrong("unknown precision", "one of " + ", ".join(PRECISIONS))
    return Stretch(ends[0], ends[1], precision.text())


def _units(node: Node) -> dict[str, tuple[Unit, ...]]:
    found: dict[str, tuple[Unit, ...]] = {}
    for name, forms in node.entries().items():
        if name not in UNITS:
            raise forms.wrong(f"unknown unit {name!r}", "one of " + ", ".join(UNITS))
        forms.only("one", "two", "many", "past", "past_two")
        for key, count, past in (
            ("one", 1, False), ("two", 2, False), ("many", None, False), ("past", None, True), ("past_two", 2, True),
        ):  # fmt: skip
            for word in forms.need(key).texts():
                folded = fold(word)
                found[folded] = (*found.get(folded, ()), Unit(name, count, past))
    return found


def _tie(node: Node) -> Tie:
    node.only("verbs", "nouns", "breaks", "reach")
    nouns, breaks = node.get("nouns"), node.get("breaks")
    return Tie(
        _folded(node.need("verbs")),
        _folded(nouns) if nouns else frozenset(),
        _folded(breaks) if breaks else frozenset(),
        node.need("reach").integer(),
    )


def _breaking(tie: Tie, verbs: frozenset[str]) -> Tie:
    """A tie that the verbs of events break too, its own verbs apart."""
    return replace(tie, breaks=tie.breaks | (verbs - tie.verbs))


def _folded(node: Node) -> frozenset[str]:
    return frozenset(" ".join(fold_words(text)) for text in node.texts())
