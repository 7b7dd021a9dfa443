"""Tidies the names that GeoNames and Natural Earth carry: of unnamed languages, with signs, brackets, area words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from gazetteer.arabic import fold
from gazetteer.datafile import read_yaml

_WORDS = Path(__file__).parent.parent / "language" / "geonames.yaml"
# Vowel signs, tatweel, Koranic marks and direction marks; the joiner that Persian puts between parts becomes a blank.
SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u061c\u200b\u200d-\u200f\u202a-\u202e]")
_BRACKETED = re.compile(r"\([^)]*\)?|\[[^]]*\]?")
_CUT = re.compile("[,;/:\u060c\u061b].*")
_BLANKS = re.compile("[\\s\u200c\u2010-\u2015_-]+")
_BLANKS_LATIN = re.compile(r"\s+")
_LATIN = re.compile(r"[A-Z][A-Za-z' -]*[a-z]")
_LATIN_ARTICLE = re.compile(r"^(?:al|ad|adh|an|ar|as|ash|at|ath|az|el|ed|er|es)[ -]+", re.IGNORECASE)
_INNER_ARTICLE = re.compile(r"\b(?:al|ad|adh|an|ar|as|ash|at|ath|az|el|ed|er|es)[ -]+", re.IGNORECASE)
_DOUBLED = re.compile(r"(.)\1+")
_LATIN_PAIRS = (("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("q", "k"), ("ou", "w"))
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "ə": "e", "đ": "d", "’": "'", "`": "'"})
_ALIKE = str.maketrans("cvp", "kfb")
_DROPPED_LATIN = re.compile("[\u02b0-\u02ff\u2018\u201b]")
MOST_LATIN_NAMES = 6
LARGE = 100_000  # people
LEAST_LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class NameWords:
    """What language/geonames.yaml says; see there."""

    letters: re.Pattern[str]
    foreign_letters: dict[int, str]
    lettered_countries: frozenset[str]
    foreign_beginnings: tuple[str, ...]
    area_words: tuple[str, ...]
    town_words: tuple[str, ...]
    district_words: tuple[str, ...]
    article: str
    consonants: dict[int, str]
    careful_letters: frozenset[str]
    last_letters: re.Pattern[str]
    other_tongues: frozenset[str]
    everyday_words: frozenset[str]
    left_out: dict[str, frozenset[str]]
    usual: dict[str, tuple[str, ...]]
    usual_english: dict[str, str]
    wrong_populations: frozenset[str]
    provinces: dict[str, str]


@cache
def words(path: Path = _WORDS) -> NameWords:
    """The words and letters of language/geonames.yaml. Raises DataError when the file is not as it should be."""
    node = read_yaml(path)
    consonants = {
        letter: latin for latin, value in node.need("consonants").entries().items() for letter in value.text()
    }
    left_out = {place: frozenset(map(fold, value.texts())) for place, value in node.need("left_out").entries().items()}
    foreign = {letter: value.text() for letter, value in node.need("foreign_letters").entries().items()}
    return NameWords(
        letters=re.compile(f"[{node.need('letters').text()} ]+"),
        foreign_letters=str.maketrans(foreign),
        lettered_countries=frozenset(node.need("lettered_countries").texts()),
        foreign_beginnings=tuple(node.need("foreign_beginnings").texts()),
        area_words=tuple(node.need("area_words").texts()),
        town_words=tuple(node.need("town_words").texts()),
        district_words=tuple(node.need("district_words").texts()),
        article=node.need("article").text(),
        consonants=str.maketrans(consonants),
        careful_letters=frozenset(node.need("careful_letters").text()),
        last_letters=re.compile(f"[{node.need('last_letters').text()}][^ ]"),
        other_tongues=frozenset(node.need("other_tongues").texts()),
        everyday_words=frozenset(map(fold, node.need("everyday_words").texts())),
        left_out=left_out,
        usual={place: once(value.texts()) for place, value in node.need("usual").entries().items()},
        usual_english={place: value.text() for place, value in node.need("usual_english").entries().items()},
        wrong_populations=frozenset(node.need("wrong_populations").texts()),
        provinces={place: value.text() for place, value in node.need("provinces").entries().items()},
    )


def once(names: Iterable[str]) -> tuple[str, ...]:
    """The names, only the first of those that fold alike."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold(name), name)
    return tuple(first.values())


def arabic_names(
    raw: Iterable[str],
    latin: str,
    country: str,
    place_id: str = "",
    population: int | None = None,
    *,
    everyday: bool = False,
) -> tuple[str, ...]:
    """The Arabic spellings among `raw`, tidy, one for each folded form, the likeliest first.

    `latin` is the place's Latin name, which the likeliest spelling resembles most; `country` an ISO 3166-1 code;
    `population` None when unknown. Everyday words are left out unless `everyday`.
    Empty when nothing of `raw` can be read as Arabic.
    """
    tidied = [_tidy(name) for name in raw]
    names = [name for name in tidied if _is_arabic(name)]
    if not names and country in words().lettered_countries:
        names = [name for name in map(_in_arabic_letters, tidied) if _is_arabic(name)]
    if country in words().other_tongues:
        names = _likely_in_arabic(names, latin, population)
    usual = words().usual.get(place_id, ())
    left_out = words().left_out.get(place_id, frozenset())
    if not everyday:
        left_out |= words().everyday_words
    names = [name for name in _without_town_words(names) if fold(name) not in left_out]
    known = set(map(fold, usual))
    names = [name for name in _best_of_each_fold(_without_bare_forms(names)) if fold(name) not in known]
    return usual + tuple(sorted(names, key=lambda name: (-likeness(name, latin), -_care(name), name)))


def area_names(raw: Iterable[str], latin: str) -> tuple[str, ...]:
    """As `arabic_names`, for provinces: the word for the area (governorate, state ...) is taken off."""
    names = [name for name in map(_without_area_word, map(_tidy, raw)) if _is_arabic(name)]
    names = _best_of_each_fold(names)
    return tuple(sorted(names, key=lambda name: (-likeness(name, latin), -_care(name), name)))


def told_arabic(raw: Iterable[str]) -> tuple[str, ...]:
    """The tidy names of those that a source calls Arabic, in its order: without what can't be read as such."""
    return once(name for name in map(_tidy, raw) if _is_arabic(name))


def plain_latin(name: str) -> str:
    """A Latin name without diacritics and without the signs for ayn and hamza at its edges."""
    folded = unicodedata.normalize("NFKD", _DROPPED_LATIN.sub("", name.translate(_PLAIN)))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return _BLANKS_LATIN.sub(" ", bare).strip(" '")


def latin_names(raw: Iterable[str], name: str) -> tuple[str, ...]:
    """The Latin spellings most like `name`, itself left out; at most MOST_LATIN_NAMES."""
    seen = {name.casefold()}
    found: list[tuple[float, str]] = []
    for spelling in sorted(set(map(plain_latin, raw))):
        if spelling.casefold() in seen or not _LATIN.fullmatch(spelling) or len(spelling) < 3:
            continue
        seen.add(spelling.casefold())
        found.append((-SequenceMatcher(None, spelling.casefold(), name.casefold()).ratio(), spelling))
    return tuple(spelling for _, spelling in sorted(found)[:MOST_LATIN_NAMES])


def _tidy(raw: str) -> str:
    """Without brackets, what follows a comma, vowel signs and doubled blanks."""
    text = unicodedata.normalize("NFKC", raw).replace("\u0671", "\u0627")
    text = _CUT.sub("", _BRACKETED.sub(" ", SIGNS.sub("", text)))
    return _with_article_joined(_without_stutter(_BLANKS.sub(" ", text).strip()))


def _without_stutter(name: str) -> str:
    """GeoNames has names that begin with the same letter three times over; one of them is meant."""
    return name[2:] if len(name) > 4 and name[0] == name[1] == name[2] else name


def _with_article_joined(name: str) -> str:
    article = words().article
    return name.replace(f"{article} ", article, 1) if name.startswith(f"{article} ") else name


def _is_arabic(name: str) -> bool:
    known = words()
    return (
        len(name) > 1
        and known.letters.fullmatch(name) is not None
        and known.last_letters.search(name) is None
        and not name.startswith(known.foreign_beginnings)
        and all(len(word) > 1 for word in name.split())
    )


def _likely_in_arabic(names: Iterable[str], latin: str, population: int | None) -> list[str]:
    """Where another tongue is written in the same letters: names like the Latin one, not too short for a small town."""
    shortest = 2 if (population or 0) >= LARGE else 4
    return [name for name in names if len(fold(name)) >= shortest and likeness(name, latin) >= LEAST_LIKENESS]


def _in_arabic_letters(name: str) -> str:
    return name.translate(words().foreign_letters)


def _without_area_word(name: str) -> str:
    """Without the word for the area, also where the blank after it is missing."""
    for word in words().area_words:
        rest = name.removeprefix(word)
        if rest != name and len(rest.strip()) > 1 and (rest[0] == " " or word[-1] in words().last_letters.pattern):
            return rest.strip()
    return name


def _without_town_words(names: list[str]) -> list[str]:
    """Drops «town of X» where X is there too, and any area word."""
    known = {fold(name) for name in names}
    kept = []
    for name in map(_without_area_word, names):
        first, _, rest = name.partition(" ")
        if first not in words().town_words or fold(rest) not in known:
            kept.append(name)
    return kept


def _without_bare_forms(names: list[str]) -> list[str]:
    """Drops X where X with the article is there too: other languages of the script leave the article out."""
    known = {fold(name) for name in names}
    return [name for name in names if words().article + fold(name) not in known]


def _best_of_each_fold(names: Iterable[str]) -> list[str]:
    best: dict[str, str] = {}
    for name in names:
        key = fold(name)
        kept = best.get(key)
        if kept is None or (_care(name), kept) > (_care(kept), name):
            best[key] = name
    return list(best.values())


def _care(name: str) -> int:
    return sum(letter in words().careful_letters for letter in name)


def likeness(name: str, latin: str) -> float:
    """How alike the consonants of an Arabic and a Latin spelling are, 0 to 1 in steps of a tenth."""
    arabic = "".join(_consonants(name))
    return round(SequenceMatcher(None, arabic, _latin_consonants(latin)).ratio(), 1)


def _consonants(name: str) -> Iterator[str]:
    known = words()
    for word in name.split():
        bare = word.removeprefix(known.article)
        for letter in ("l" if bare != word else "") + bare.translate(known.consonants):
            if letter.isascii():
                yield letter


def arabic_sounds(name: str) -> str:
    """The consonants of an Arabic name in Latin letters, without articles; those transliterated by turns made one."""
    known = words()
    bare = (word.removeprefix(known.article).translate(known.consonants) for word in name.split())
    return "".join(_DOUBLED.sub(r"\1", "".join(letter for letter in word if letter.isascii())) for word in bare)


def latin_sounds(latin: str) -> str:
    """The consonants of a Latin name as `arabic_sounds` has them."""
    bare = _INNER_ARTICLE.sub("", plain_latin(latin))
    return "".join(_DOUBLED.sub(r"\1", _latin_consonants(word)) for word in bare.split())


def _latin_consonants(latin: str) -> str:
    parts = []
    for word in _LATIN_ARTICLE.sub("l", plain_latin(latin)).casefold().split():
        text = word
        for pair, single in _LATIN_PAIRS:
            text = text.replace(pair, single)
        parts.append("".join(letter for letter in text if letter in "bcdfghjklmnprstvz"))
    return "".join(parts).translate(_ALIKE)
