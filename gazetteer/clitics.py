"""What may be written in one with the word after it: conjunctions, prepositions, «لل»; the article stays with it."""

from __future__ import annotations

from functools import lru_cache

from gazetteer.language import load as load_language

# Stands among the ways of a word that begins with a digit, for all numbers.
NUMBER = "#"
LEAST = 2
"""The letters that a word has without its clitics."""


def stems(word: str) -> tuple[tuple[str, str], ...]:
    """The ways to read a folded word without its clitics: (what is left, the clitics), the whole word first.

    The article stays with the word; «لل» gives «ال» back to what is left.
    """
    return _stems(word) if word[:1] in chains() else ((word, ""),)


def ways(word: str) -> tuple[str, ...]:
    """What `stems` leaves of a folded word, without the clitics, and NUMBER for one that begins with a digit.

    To be asked which lists hold any of them.
    """
    if word[0] not in chains():
        return (word, NUMBER) if "0" <= word[0] <= "9" else (word,)
    longest = len(word) - LEAST
    return (
        word,
        *[
            given + word[length:]
            for chain, length, given in chains()[word[0]]
            if length <= longest and word.startswith(chain)
        ],
    )


@lru_cache(maxsize=200_000)
def _stems(word: str) -> tuple[tuple[str, str], ...]:
    longest = len(word) - LEAST
    return (
        (word, ""),
        *[
            (given + word[length:], chain)
            for chain, length, given in chains()[word[0]]
            if length <= longest and word.startswith(chain)
        ],
    )


@lru_cache(maxsize=1)
def chains() -> dict[str, list[tuple[str, int, str]]]:
    """By first letter the clitics that may stand before a word: how they are written, their length, what they hide.

    Conjunctions alone come first, then what may follow none or one of them.
    """
    node = load_language().need("clitics")
    conjunctions, assimilated = node.need("conjunctions").texts(), node.need("assimilated").text()
    told = [(one, "") for one in conjunctions]
    for head in ("", *conjunctions):
        told.append((head + assimilated, node.need("article").text()))
        told += [(head + one, "") for one in node.need("prepositions").texts()]
    found: dict[str, list[tuple[str, int, str]]] = {}
    for chain, given in told:
        found.setdefault(chain[0], []).append((chain, len(chain), given))
    return found
