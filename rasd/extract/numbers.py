"""Reads numbers in digits and in words: a helper of the finders of dates and of tolls, not a finder itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rasd.lexicon.numbers import NumberWord, number_words

# Longer digit strings are telephone numbers, identifiers and the like, never a count of people.
_LONGEST = 9


class Number(NamedTuple):
    """A number at words [first, last], both included.

    `value` is None when the words are vague («عشرات»); `vague` is then what was said, folded. `form` is digits, words
    or vague; `prefix` the clitics taken off the first word.
    """

    first: int
    last: int
    value: int | None
    form: str
    vague: str | None = None
    prefix: str = ""


def read_number(words: Sequence[str], at: int) -> Number | None:
    """The number that begins at folded word `at`, the longest reading; None when none does.

    «مئة وخمسة وعشرون» is 125; 1,500 and 1.500 are 1500; 1.5 counts only before a scale («1.5 مليون»).
    """
    if not 0 <= at < len(words):
        return None
    word = words[at]
    if "0" <= word[0] <= "9":
        return _read_digits(words, at)
    start = begins(word)
    if start is None:
        return None
    prefix, rest = start
    if rest in number_words().words:
        found = _read_words(words, at, rest, prefix)
        if found is not None:
            return found
    return _read_vague(words, at, rest, prefix)


@lru_cache(maxsize=100_000)
def begins(word: str) -> tuple[str, str] | None:
    """A word that may begin a number in words, as (clitics, rest); None for any other word."""
    lexicon = number_words()
    for prefix in ("", *lexicon.clitics):
        rest = word[len(prefix) :]
        if not word.startswith(prefix) or (rest not in lexicon.words and rest not in lexicon.vague):
            continue
        if prefix and prefix[-1] == lexicon.article[-1] and rest in lexicon.never_definite:
            continue
        return prefix, rest
    return None


def read_ordinal(words: Sequence[str], at: int) -> Number | None:
    """The ordinal from 1 to 99 at folded word `at` («الثاني عشر», «الحادي والعشرين»), or None."""
    lexicon = number_words()
    if not 0 <= at < len(words):
        return None
    one = 1 if words[at] in lexicon.ordinal_ones else lexicon.ordinals.get(words[at])
    tens = _tens(words, at, lexicon.article)
    if one is None:
        return Number(at, at, tens, "words") if tens else None
    if at + 1 < len(words):
        following = lexicon.words.get(words[at + 1])
        if following is not None and following.kind == "ten" and one < 10:
            return Number(at, at + 1, one + 10, "words")
        after = _tens(words, at + 1, lexicon.joint + lexicon.article)
        if after and one < 10:
            return Number(at, at + 1, one + after, "words")
    return None if words[at] in lexicon.ordinal_ones else Number(at, at, one, "words")


def _tens(words: Sequence[str], at: int, prefix: str) -> int | None:
    if not words[at].startswith(prefix):
        return None
    word = number_words().words.get(words[at][len(prefix) :])
    return word.value if word is not None and word.kind == "tens" else None


def _read_digits(words: Sequence[str], at: int) -> Number | None:
    value = plain_digits(words[at])
    scale = number_words().words.get(words[at + 1]) if at + 1 < len(words) else None
    if scale is not None and scale.kind == "scale":
        amount = float(value) if value is not None else _decimal(words[at])
        if amount is None:
            return None
        rest, last = _below_scale(words, at + 2, scale.value)
        return Number(at, last, round(amount * scale.value) + rest, "digits")
    return Number(at, at, value, "digits") if value is not None else None


def _below_scale(words: Sequence[str], at: int, scale: int) -> tuple[int, int]:
    """What «و» adds to a scale in digits («21 ألفا و110»), 0 when nothing, and the last word read."""
    if at + 1 < len(words) and words[at] == number_words().joint:
        value = plain_digits(words[at + 1])
        if value is not None and scale // 1000 <= value < scale:
            return value, at + 1
    return 0, at - 1


def plain_digits(word: str) -> int | None:
    """The whole number written in digits, thousands separated or not; None for any other word or one too long."""
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= _LONGEST else None
    head, *groups = word.replace(",", ".").split(".")
    whole = 0 < len(head) <= 3 and head[0] != "0" and all(len(g) == 3 for g in groups)
    joined = "".join((head, *groups))
    return int(joined) if groups and whole and joined.isdigit() and len(joined) <= _LONGEST else None


def _decimal(word: str) -> float | None:
    head, mark, rest = word.replace(",", ".").partition(".")
    return float(f"{head}.{rest}") if mark and head.isdigit() and rest.isdigit() and len(head) <= _LONGEST else None


def _read_words(words: Sequence[str], at: int, first: str, prefix: str) -> Number | None:
    """Adds up words from the left: what follows is smaller, and joined by «و» save in teens, hundreds, scales."""
    lexicon = number_words()
    if first in lexicon.plural_scales:
        return None
    reading = _Reading(lexicon.words[first])
    last = at
    while last + 1 < len(words):
        following = words[last + 1]
        word = lexicon.words.get(following)
        if word is not None and reading.multiply(word):
            last += 1
            continue
        if not following.startswith(lexicon.joint):
            break
        word = lexicon.words.get(following[len(lexicon.joint) :])
        if word is None or following[len(lexicon.joint) :] in lexicon.plural_scales or not reading.add(word):
            break
        last += 1
    return Number(at, last, reading.total + reading.group, "words", prefix=prefix)


class _Reading:
    """The number read so far: whole scales in `total`, below them `group`; `kind` is that of the last word."""

    def __init__(self, word: NumberWord) -> None:
        self.total, self.group, self.kind = 0, word.value, word.kind
        self.scale = 10**12
        if word.kind in ("scale", "dual_scale"):
            self.total, self.group = word.value, 0
            self.scale = 10 ** (len(str(word.value)) - 1)

    def multiply(self, word: NumberWord) -> bool:
        """Takes a word that stands beside the last one: «ثلاثة عشر», «خمس مئة», «عشرة آلاف»."""
        if word.kind == "ten" and self.kind == "unit" and self.group % 10:
            self.group, self.kind = self.group + 10, "teen"
            return True
        if word.kind == "hundred" and word.value == 100 and self.kind == "unit" and 3 <= self.group <= 9:
            self.group, self.kind = self.group * 100, "hundred"
            return True
        if word.kind == "scale" and self.group and word.value < self.scale:
            self.total, self.group, self.kind = self.total + self.group * word.value, 0, "scale"
            self.scale = word.value
            return True
        return False

    def add(self, word: NumberWord) -> bool:
        """Takes a word joined by «و»: a ten after a unit, anything smaller after a hundred or a scale."""
        if word.kind == "tens":
            fits = self.kind in ("hundred", "scale", "dual_scale") or (self.kind == "unit" and self.group % 10 > 0)
        elif word.kind in ("unit", "ten", "teen"):
            fits = self.kind in ("hundred", "scale", "dual_scale")
        elif word.kind == "hundred":
            fits = self.kind in ("scale", "dual_scale")
        elif word.kind == "scale" and word.value < self.scale:
            self.total, self.kind, self.scale = self.total + word.value, "scale", word.value
            return True
        else:
            fits = False
        if fits:
            self.group, self.kind = self.group + word.value, word.kind
        return fits


def _read_vague(words: Sequence[str], at: int, first: str, prefix: str) -> Number | None:
    for phrase in number_words().vague.get(first, ()):
        if tuple(words[at + 1 : at + len(phrase)]) == phrase[1:]:
            return Number(at, at + len(phrase) - 1, None, "vague", " ".join(phrase), prefix)
    return None
