"""The keys that names are looked up by beside the exact fold, and a stamp that tells when they have changed.

Imports keep keys of their names in their files, so that a look-up needs no reading of all names.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from gazetteer import vocabulary
from gazetteer.arabic import fold, fold_words

_FORMAT = "8"
_SHORT = 3
_DOUBLED = re.compile(r"(.)\1+")
# Tables, which are several times faster than patterns on Latin letters.
_NO_VOWELS = str.maketrans("", "", "aeiouyw")
# What transliterations write by turns: pairs that stand for one letter (capitals: letters that Latin lacks), single
# letters, the feminine ending, vowels.
_PAIRS = (("sh", "S"), ("ch", "S"), ("kh", "K"), ("gh", "G"), ("dh", "z"), ("th", "t"), ("dj", "j"))
_SINGLE = str.maketrans("qcgpv", "kkjbf")
_FEMININE, _CONSTRUCT = re.compile(r"[ae]h?\b"), re.compile(r"(?<=[^aeiouyw\s])[aei]t\b")
_LIKE_I, _LIKE_U = re.compile("[ae]?[iy]+|e+"), re.compile("a?w+|a?u+|[ou]+w?")
_LATIN_ARTICLE = re.compile(r"\b(?:al|el|ad|adh|ar|as|ash|at|ath|az|an|ed|er|es|esh|et|ez|en|ul|the)(?:[^\S\n]|-)+")
# A line end parts names that are keyed together.
_NO_SIGNS = {code: None for code in range(128) if not chr(code).isalnum() and chr(code) != "\n"}
_UNEVEN = re.compile("  |\n | \n|^ | $")  # blanks that part no words
_FOLDED_BLOCKS = "".join(map(chr, (*range(0x600, 0x700), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))))


def loosened(words: tuple[str, ...]) -> str:
    """An Arabic name's folded words without articles and spaces, and without what names are written with by turns.

    («أبي»/«أبو», «دورا»/«دورة»: `alike` and `alike_endings` of language/ar.yaml.)
    """
    known = vocabulary.load()
    ending, other = known.alike_endings
    pieces = []
    for word in words:
        bare = known.alike.get(word, word)
        if len(bare) > _SHORT:
            bare = bare.removeprefix(known.article)
        pieces.append(bare[:-1] + ending if bare.endswith(other) else bare)
    return "".join(pieces)


def plain(name: str) -> str:
    """A Latin name without case, accents, articles, spaces and signs."""
    return plain_all((name,))[0]


def plain_all(names: Sequence[str]) -> list[str]:
    """The `plain` of many names, made of all at once in a fraction of the time."""
    return _by_line(names, lambda lines: _LATIN_ARTICLE.sub("", _ascii(lines)).translate(_NO_SIGNS))


def consonants(name: str) -> str:
    """The consonants of a Latin name, doubled ones once, those that transliterations write by turns made one."""
    return consonants_all((name,))[0]


def consonants_all(names: Sequence[str]) -> list[str]:
    """The `consonants` of many names, made of all at once in a fraction of the time."""
    return _by_line(names, lambda lines: _DOUBLED.sub(r"\1", _one_spelling(lines).translate(_NO_VOWELS)))


def _by_line(names: Sequence[str], key: Callable[[str], str]) -> list[str]:
    lines = "\n".join([name.replace("\n", " ") for name in names])
    return key(lines).split("\n") if names else []


def loosened_all(names: Iterable[str]) -> list[str]:
    """The keys of many folded names, their words parted by blanks, as `loosened` makes them."""
    known = {word: loosened((word,)) for word in {word for name in names for word in name.split(" ")}}
    return ["".join(map(known.__getitem__, name.split(" "))) for name in names]


def sounded(name: str) -> str:
    """As `consonants`, with the vowels told apart as a, i and u («Duma»/«Douma», «Deir»/«Dayr»)."""
    letters = _LIKE_I.sub("i", _one_spelling(name.replace("\n", " ")))
    return _DOUBLED.sub(r"\1", _LIKE_U.sub("u", letters).replace("o", "u"))


def _one_spelling(name: str) -> str:
    letters = _CONSTRUCT.sub("at", _FEMININE.sub("a", _LATIN_ARTICLE.sub("", _ascii(name))))
    for pair, single in _PAIRS:
        letters = letters.replace(pair, single)
    return letters.translate(_SINGLE).translate(_NO_SIGNS)


def _ascii(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return letters.replace("'", "").replace("`", "")


@cache
def stamp() -> str:
    """A hash that changes when a name's keys would."""
    known = vocabulary.load()
    told = (_FORMAT, known.article, sorted(known.alike.items()), known.alike_endings, fold(_FOLDED_BLOCKS))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def joined_words(texts: Sequence[str]) -> list[str]:
    """The folded words of many names, parted by blanks; one fold for all costs a tenth of one each."""
    if not texts:
        return []
    whole = "\n".join(texts)
    if whole.count("\n") >= len(texts):
        whole = "\n".join(text.replace("\n", " ") for text in texts)
    whole = fold(whole)
    folded = whole.split("\n")
    if _UNEVEN.search(whole):
        folded = [" ".join(one.split()) for one in folded]
    # Most names are letters and blanks, which are words as they stand; «M4» is two.
    odd = [at for at, one in enumerate(folded) if not one.replace(" ", "").isalpha()]
    for at in odd:
        folded[at] = " ".join(fold_words(texts[at]))
    return folded
