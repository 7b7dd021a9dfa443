"""A name typed into a filter's box, found among the filter's values however it is spelled.

The browser looks for what is typed as it stands. What it does not find comes here as typed, and is folded as all of
Rasd folds text (`gazetteer.arabic`): «ادلب» finds «إدلب».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gazetteer.arabic import fold


@dataclass(frozen=True, slots=True)
class Found:
    """The values meant, in order and none twice, and what was typed that means none or several."""

    values: tuple[str, ...]
    unknown: tuple[str, ...]


def resolve(given: Iterable[str], names: Mapping[str, str]) -> Found:
    """What is meant by values and typed names; `names` are the names of all values, by value."""
    values: dict[str, None] = {}
    unknown: list[str] = []
    for one in given:
        value = one if one in names else _meant(one, names)
        if value is None:
            unknown.append(one)
        else:
            values[value] = None
    return Found(tuple(values), tuple(unknown))


def _meant(typed: str, names: Mapping[str, str]) -> str | None:
    """The value whose name is what was typed, or the only one whose name holds it."""
    wanted = _plain(typed)
    if not wanted:
        return None
    folded = {value: _plain(name) for value, name in names.items()}
    for test in (wanted.__eq__, lambda name: name.startswith(wanted), lambda name: wanted in name):
        found = [value for value, name in folded.items() if test(name)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _plain(text: str) -> str:
    return " ".join(fold(text).lower().split())
