"""For people who look names up: all names of a place, and names spelled nearly like one. Nothing here ever places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from gazetteer import Gazetteer
from gazetteer.arabic import fold
from gazetteer.keys import plain
from gazetteer.model import Place

_LEAST, _LENGTHS_APART = 0.7, 3


@dataclass(frozen=True, slots=True)
class Near:
    """A place with a name spelled nearly as asked, how alike the two are (0 to 1) and that name."""

    place: Place
    alike: float
    name: str


def names_of(gazetteer: Gazetteer, place: Place) -> tuple[str, ...]:
    """All names of a place, Arabic ones first; of a place that only an import has, its two main names."""
    names = _names(gazetteer).get(place.id, ())
    return tuple(dict.fromkeys(one for one in (place.name_ar, *names, place.name) if one))


def near(gazetteer: Gazetteer, name: str, most: int = 8) -> list[Near]:
    """The places whose names are spelled nearly like this one, the most alike first, without those of exactly it.

    Suggestions for a person to judge. Imported places are not looked through.
    """
    arabic = fold(name)
    found = _best(arabic, _keys(gazetteer)[0])
    if latin := plain(name):
        found += _best(latin, _keys(gazetteer)[1])
    known = {one.id for one in gazetteer.named(name)}
    best: dict[str, tuple[float, str]] = {}
    for alike, spelled, ids in found:
        for one in ids:
            if one not in known and alike > best.get(one, (0.0, ""))[0]:
                best[one] = alike, spelled
    ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    return [Near(gazetteer.places[one], round(alike, 2), spelled) for one, (alike, spelled) in ordered[:most]]


# A key by which names are compared, one spelling of it and the places of that name.
_Key = tuple[str, str, tuple[str, ...]]


def _best(asked: str, keys: Iterable[_Key]) -> list[tuple[float, str, tuple[str, ...]]]:
    if not asked:
        return []
    likeness = _likeness(asked)
    found = []
    for key, spelled, ids in keys:
        if abs(len(key) - len(asked)) <= _LENGTHS_APART and (alike := likeness(key)) >= _LEAST:
            found.append((alike, spelled, ids))
    return found


def _likeness(asked: str) -> Callable[[str], float]:
    """How alike a name is, from 0 to 1: rapidfuzz's ratio where it is installed, difflib's elsewhere."""
    try:
        # An extra that need not be there.
        from rapidfuzz import fuzz  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    except ImportError:
        return _slow_likeness(asked)
    return lambda name: fuzz.ratio(asked, name, score_cutoff=100 * _LEAST) / 100


def _slow_likeness(asked: str) -> Callable[[str], float]:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)

    def alike(name: str) -> float:
        matcher.set_seq1(name)
        # The quick ratio is never less than the ratio and costs a tenth.
        return matcher.ratio() if matcher.quick_ratio() >= _LEAST else 0.0

    return alike


@lru_cache(maxsize=2)
def _names(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name in gazetteer.tables.names:
        found[name.place_id][name.text] = None
    for text, place_id in gazetteer.tables.latin:
        found[place_id][text] = None
    return {place_id: tuple(texts) for place_id, texts in found.items()}


@lru_cache(maxsize=2)
def _keys(gazetteer: Gazetteer) -> tuple[list[_Key], list[_Key]]:
    """Arabic names by their fold, Latin ones by their plain form."""
    texts = [name.text.replace("\n", " ") for name in gazetteer.tables.names]
    # One fold of all names at once: a call a name would take most of the time.
    folded = zip(
        fold("\n".join(texts)).split("\n"), texts, (one.place_id for one in gazetteer.tables.names), strict=True
    )
    latin = ((plain(text), text, place_id) for text, place_id in gazetteer.tables.latin)
    return _grouped(folded), _grouped(latin)


def _grouped(rows: Iterable[tuple[str, str, str]]) -> list[_Key]:
    found: dict[str, tuple[str, list[str]]] = {}
    for key, spelled, place_id in rows:
        if key:
            ids = found.setdefault(key, (spelled, []))[1]
            if place_id not in ids:
                ids.append(place_id)
    return [(key, spelled, tuple(ids)) for key, (spelled, ids) in found.items()]
