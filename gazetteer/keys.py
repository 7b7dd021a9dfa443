"""The keys that names are looked up by beside the exact fold, and a stamp that tells when they have changed.

Imports keep keys of their names in their files, so that a look-up needs no reading of all names.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

from gazetteer import vocabulary
from gazetteer.arabic import fold, fold_words

_FORMAT = "3"
_SHORT = 3
_VOWELS, _DOUBLED = re.compile("[aeiouyw]"), re.compile(r"(.)\1+")
_LATIN_DROPPED = re.compile(r"\b(?:al|el|ad|ar|as|ash|at|az|an|ed|er|es|et|ez|en|the)[\s-]+|[^a-z0-9]+")
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
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _LATIN_DROPPED.sub("", letters)


def consonants(name: str) -> str:
    """The consonants of a Latin name, doubled ones once."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", plain(name)))


@cache
def stamp() -> str:
    """A hash that changes when a name's keys would."""
    known = vocabulary.load()
    told = (_FORMAT, known.article, sorted(known.alike.items()), known.alike_endings, fold(_FOLDED_BLOCKS))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def key_words(texts: list[str]) -> list[tuple[str, ...]]:
    """The folded words of many names; one fold for all costs a tenth of one each."""
    if not texts:
        return []
    folded = fold("\n".join(text.replace("\n", " ") for text in texts)).split("\n")
    return [
        tuple(one.split(" ")) if one.replace(" ", "").isalnum() else fold_words(text)
        for one, text in zip(folded, texts, strict=True)
    ]
