"""Where a clause ends, for those that read people and tolls: a helper of `casualties`."""

from __future__ import annotations

from itertools import compress
from operator import not_

from gazetteer.arabic import Text

# What ends a clause; a comma does too, but may stand inside one («12 قتيلا، بينهم طفل»).
_STOPS = frozenset(".\n?!;")
_HARD = frozenset(".\n?!;,:")


def stops(text: Text, at: int) -> bool:
    """Whether a clause ends between word `at` and the next."""
    return at + 1 >= len(text.words) or not (text.joined[at] or _STOPS.isdisjoint(text.gaps[at]))


def all_stops(text: Text) -> list[int]:
    """The words behind which a clause ends before the next word, in order."""
    gaps = text.gaps
    return [at for at in compress(range(len(gaps) - 1), map(not_, text.joined)) if not _STOPS.isdisjoint(gaps[at])]


def near(text: Text, at: int) -> bool:
    """Whether word `at` and the next belong together: no stop, comma or line end between them."""
    return at + 1 < len(text.words) and (text.joined[at] or _HARD.isdisjoint(text.gaps[at]))
