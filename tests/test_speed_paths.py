"""Where many things are done at once for speed, the outcome is that of doing each alone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gazetteer import Gazetteer, arabic, keys, tables
from gazetteer.arabic import Text, fold, fold_words
from gazetteer.datafile import Node, read_yaml
from gazetteer.distance import km_between, km_when_near
from gazetteer.errors import DataError
from gazetteer.language import load_letters
from gazetteer.memo import WordMemo
from gazetteer.phrases import PhraseIndex, stems
from rasd.extract import casualties, context, dates, events, pipeline
from rasd.lexicon import DATA
from rasd.lexicon.actors import lexicon
from rasd.model import Article

# What may stand before a word: a conjunction, a preposition, the article, and some of them together.
BEFORE = ("", "و", "ب", "ال", "وال", "بال", "ولل", "ف")


def words_of_the_data() -> list[str]:
    """Every word of the language files as it is folded, alone and with clitics."""
    found = {word for path in sorted((DATA / "language" / "ar").glob("*.yaml")) for word in told(read_yaml(path))}
    assert len(found) > 1_000
    return [before + word for word in sorted(found) for before in BEFORE]


def told(node: Node) -> Iterator[str]:
    if isinstance(node.value, dict):
        for key, one in node.value.items():
            yield from fold_words(key)
            yield from told(one)
    elif isinstance(node.value, list):
        for one in node.value:
            yield from told(one)
    elif isinstance(node.value, str):
        yield from fold_words(node.value)


def memos() -> dict[str, WordMemo[Any]]:
    gazetteer = Gazetteer.load()._reader
    return {
        "tolls": casualties._PATTERNS,
        "dates": dates._RULES,
        "countries": gazetteer._nationalities._among,
        "places": gazetteer._index.phrases._heads,
        "acts": events._index()._heads,
        "cues": context._index()._heads,
        "actors": lexicon().names._heads,
    }


@pytest.mark.parametrize("name", list(memos()))
def test_words_passed_over_mean_nothing(name: str) -> None:
    memo = memos()[name]
    words = [*words_of_the_data(), "12", "1.5", "2020", "س"]
    words += [before + form for form in Gazetteer.load()._reader._nationalities._forms for before in BEFORE]
    text = Text(" ".join(words))
    alone = {at: said for at, word in enumerate(text.words) if (said := memo._ask(word))}
    assert 0 < len(alone) < len(text.words)
    assert dict(memo.among(text)) == alone


def test_a_look_at_second_words_loses_no_phrase() -> None:
    phrases = {phrase: number for number, phrase in enumerate(("تل ابيض", "تل ابيض غربي", "تل رفعت", "تل", "عين عيسي"))}
    index: PhraseIndex[int] = PhraseIndex()
    for phrase, number in phrases.items():
        index.add(phrase, number)
    for words in itertools.product(("تل", "ابيض", "غربي", "رفعت", "عين", "عيسي", "وتل"), repeat=3):
        found = []
        for first, (stem, prefix) in [(at, way) for at in range(3) for way in stems(words[at])]:
            told = [(last, " ".join((stem, *words[first + 1 : last + 1]))) for last in range(2, first - 1, -1)]
            found += [(first, last, prefix, (phrases[phrase],)) for last, phrase in told if phrase in phrases][:1]
        assert index.every(Text(" ".join(words))) == found


def test_offsets_are_those_of_the_letters_left() -> None:
    for raw in ("قُتِلَ شخصٌ", "ﷺ حلب", "حـــلب؟ نعم", "abc", "قُتل ﷺ شخـصان", "غارة على حلب"):
        text = Text(raw)
        assert [raw[start:end] for start, end in zip(text.starts, text.ends, strict=True)] == [
            text.written(at) for at in range(len(text.words))
        ]
        assert [text.word_at(start) for start in text.starts] == [
            next(at for at, end in enumerate(text.ends) if end > start) for start in text.starts
        ]
        for at, (start, end) in enumerate(zip(text.starts, text.ends, strict=True)):
            assert text.span(at, at) == (start, end) == text.raw_span(text.folded_starts[at], text.folded_ends[at])
            assert fold(raw[start:end]).startswith(text.words[at]) or "ﷺ" in raw


@pytest.mark.parametrize("reach", [0.0, 5.0, 111.0, 112.0, 400.0, 20_000.0])
def test_a_distance_that_matters_is_told_whole(reach: float) -> None:
    points = [(36.2, 37.1), (36.2, 38.9), (35.2, 37.1), (33.5, 36.3), (-12.0, 44.0), (36.2005, 37.1)]
    for (a, b), (c, d) in itertools.product(points, repeat=2):
        whole, near = km_between(a, b, c, d), km_when_near(a, b, c, d, reach)
        assert near == whole or (near == math.inf and whole > reach)


def test_a_long_text_folds_as_its_parts() -> None:
    letters = "".join(load_letters()) + " نص ـ ١٢٫٥ Aleppo é\n"
    long = letters * 8
    assert len(long) > arabic._LONG > 20
    assert arabic.Text(long).folded == "".join(fold(letters[at : at + 20]) for at in range(0, len(letters), 20)) * 8


def test_a_letter_folds_once(tmp_path: Path) -> None:
    path = tmp_path / "letters.yaml"
    path.write_text('letters:\n  "ا": "أ"\n  "ي": "ا"\n', encoding="utf-8")
    with pytest.raises(DataError, match="folds to another letter"):
        load_letters(path)


@pytest.mark.parametrize(("key", "all_keys"), [(keys.plain, keys.plain_all), (keys.consonants, keys.consonants_all)])
def test_latin_keys_of_many_names(key: Callable[[str], str], all_keys: Callable[[Sequence[str]], list[str]]) -> None:
    names = ["Deir ez-Zor", "Al-Bab", "al", "'Ayn", "Tell Abyaḍ", "", "Bayt Lahya\nNorth", "Qal'at as Saliḥiyah", "7th"]
    assert all_keys(names) == [key(name) for name in names]
    assert "\n" not in key("Bayt Lahya\nNorth")
    assert all_keys([]) == []


def test_loosened_keys_of_many_names() -> None:
    names = [" ".join(fold_words(name)) for name in ("أبو كمال", "دير الزور", "الدورة", "تل أبيض", "ذي قار")]
    assert keys.loosened_all(names) == [keys.loosened(tuple(name.split(" "))) for name in names]


def test_a_table_reads_alike_with_quotes_and_without(tmp_path: Path) -> None:
    header = ",".join(tables.CURATED)
    lines = ["a,تل الرمان,,A,PPL,SY,Homs,34,36,1,5,", "b,تل العدس,,B,PPL,SY,Homs,35,37,1,5,note"]
    read = []
    for name, quoted in (("plain", lines), ("quoted", [lines[0], lines[1].replace("note", '"note"')])):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "curated.csv").write_text("\n".join([header, *quoted]) + "\n", encoding="utf-8")
        read.append(tables.load(folder))
    assert list(read[0].places.values()) == list(read[1].places.values())
    assert len(read[0].places) == 2
    assert read[0].texts == read[1].texts


def test_what_names_no_act_gives_nothing_and_is_still_read() -> None:
    article = Article("quiet", "جولة في حلب", "زار الوفد مدينة إدلب أمس الجمعة.", published=date(2020, 1, 4))
    whole = pipeline.load()
    assert whole.extract(article) == ()
    seen = whole.read(article)
    assert seen.places
    assert seen.dates
