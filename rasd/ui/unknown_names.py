"""The names that reports use and nothing resolves, the most frequent first; and which incidents a name may place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gazetteer import Gazetteer, reasons
from gazetteer.arabic import Text, fold_words
from rasd.model import IncidentRow

# How reasons begin when the name itself is not known and what holds it stood in.
HELD = reasons.UNKNOWN_IN.split("{", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that nothing resolves: as reports spell it most, how many incidents it leaves without a place, how many
    were placed only by what holds it, the commonest reason, the incidents' ids."""

    name: str
    unlocated: int
    held: int
    reason: str
    ids: tuple[str, ...]


def unknown_names(rows: Iterable[IncidentRow], gazetteer: Gazetteer) -> list[UnknownName]:
    """The names of incidents that have no place, or one whose name was not known, the most useful to know first."""
    groups: dict[tuple[str, ...], list[tuple[str, IncidentRow]]] = defaultdict(list)
    names: dict[str, tuple[tuple[str, ...], str]] = {}
    for row in rows:
        if not row.place_text or (row.latitude is not None and reasons.UNKNOWN not in row.place_reason):
            continue
        if row.place_text not in names:
            names[row.place_text] = _name(row.place_text, gazetteer)
        key, shown = names[row.place_text]
        if key:
            groups[key].append((shown, row))
    found = [_counted(group) for group in groups.values()]
    return sorted(found, key=lambda one: (-one.unlocated, -one.held, one.name))


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name."""
    return fold_words(one) == fold_words(other)


def may_be(name: str, place_text: str | None) -> bool:
    """Whether words that a report gives as a place may be this name: they hold it, or end with how it begins."""
    asked, told = fold_words(name), fold_words(place_text or "")
    if not asked or not told:
        return False
    if any(told[at : at + len(asked)] == asked for at in range(len(told))):
        return True
    return any(told[at:] == asked[: len(told) - at] for at in range(len(told)))


def name_in(place_text: str, gazetteer: Gazetteer) -> str:
    """The name in what a report gives as a place, without a word such as «town of» before it."""
    return _name(place_text, gazetteer)[1]


def _counted(group: list[tuple[str, IncidentRow]]) -> UnknownName:
    spelled, why = Counter(shown for shown, _ in group), Counter(row.place_reason for _, row in group)
    unlocated = sum(row.latitude is None for _, row in group)
    return UnknownName(
        _commonest(spelled), unlocated, len(group) - unlocated, _commonest(why), tuple(row.id for _, row in group)
    )


def _commonest(counted: Counter[str]) -> str:
    return min(counted, key=lambda one: (-counted[one], one))


def _name(place_text: str, gazetteer: Gazetteer) -> tuple[tuple[str, ...], str]:
    """The name in what a report gives as a place, folded and as it stands, without a word such as «town of»."""
    text = Text(place_text)
    mentions = gazetteer.find(text)
    if len(mentions) == 1:
        span = text.span(mentions[0].first, mentions[0].last)
        return fold_words(place_text[span.start : span.end]), place_text[span.start : span.end]
    return fold_words(place_text), place_text
