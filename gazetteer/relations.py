"""How the event lies to a named place, read from the words before and after the name.

A relation is written "near", "between", "inside", "border", "coast", "countryside", "countryside:NW", "direction:NW",
"direction:NW:20" (kilometres) or "distance:20"; "" is at the place itself.
"""

from __future__ import annotations

from typing import NamedTuple

from gazetteer.arabic import Text
from gazetteer.model import PlaceMention
from gazetteer.vocabulary import Vocabulary

_ROAD = "road"
_OPPOSED = {"NS", "SN", "EW", "WE", "NN", "SS", "EE", "WW"}


class Found(NamedTuple):
    """A relation and the first word that tells it."""

    relation: str
    first: int


def before(text: Text, start: int, prefix: str, known: Vocabulary) -> Found:
    """The relation told by the words before word `start`, which bears the clitics `prefix`."""
    words, joined = text.words, text.joined
    at = start - 1
    if at < 0 or not joined[at]:
        return Found("", start)
    feature = known.features.get(words[at])
    if feature and feature.feature.id == "countryside" and not feature.definite:
        return Found("countryside", at)
    led = bool(prefix)
    if words[at] in known.through and at > 0 and joined[at - 1]:
        led, at = True, at - 1
    bearing, at = _bearing(text, at, led, known)
    if bearing:
        feature = known.features.get(words[at]) if at >= 0 else None
        if feature and feature.feature.id == "countryside":
            return Found(f"countryside:{bearing}", at)
        km = _kilometres(text, at, known)
        return Found(f"direction:{bearing}" + (f":{km}" if km else ""), at + 1)
    if relation := known.relations.get(words[at]):
        return Found(relation, at)
    if led and (km := _kilometres(text, at, known)):
        return Found(f"distance:{km}", at)
    if led and words[at] in known.units:
        return Found("near", at)  # «على بعد عشرة كيلومترات من كذا»: the number is a word
    return Found("", start)


def after(text: Text, last: int, known: Vocabulary) -> tuple[str, int]:
    """The bearing told by adjectives after the name («ريف حلب الشمالي الغربي») and the last word of them."""
    words, joined = text.words, text.joined
    letters = ""
    while len(letters) < 2 and joined[last] and words[last + 1] in known.definite:
        letter = known.directions.get(words[last + 1], "")
        if not letter:
            break
        letters, last = letters + letter, last + 1
    return combined(letters), last


def _bearing(text: Text, at: int, led: bool, known: Vocabulary) -> tuple[str, int]:
    """The bearing of the direction words that end at word `at`, and the word before them.

    With the article they are the adjective of what stands before («ريف إدلب الشمالي»), unless «من» or ل leads on.
    """
    words, joined = text.words, text.joined
    letters, here = "", at
    while here >= 0 and len(letters) < 2 and joined[here]:
        letter = known.directions.get(words[here], "")
        if not letter or (words[here] in known.definite and not led):
            break
        letters, here = letter + letters, here - 1
    return (combined(letters), here) if letters else ("", at)


def combined(letters: str) -> str:
    if len(letters) < 2:
        return letters
    if letters in _OPPOSED:
        return letters[0]
    return letters if letters[0] in "NS" else letters[::-1]


def _kilometres(text: Text, at: int, known: Vocabulary) -> int:
    """The distance in kilometres told by the last words up to `at` («على بعد 20 كم»), 0 when none is."""
    words, joined = text.words, text.joined
    for unit in range(at, max(at - 3, 0), -1):
        if not joined[unit]:
            return 0
        if words[unit] in known.units:
            number = words[unit - 1]
            return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    return 0


def join_roads(text: Text, found: dict[int, PlaceMention]) -> None:
    """«طريق الطبقة - السلمية», «طريق حمص حماة»: between two places; neither is where something happened on it."""
    for at, road in list(found.items()):
        if road.cue == _ROAD and not road.relation and (end := found.get(road.last + 1)) is not None:
            bare = not (end.prefix or end.cue or end.relation) and text.joined[road.last]
            if bare or "-" in text.gap(road.last):
                found[at] = road._replace(relation="between")
