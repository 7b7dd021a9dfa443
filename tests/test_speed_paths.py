"""Where many things are done at once for speed, the outcome is that of doing each alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from gazetteer import Gazetteer, arabic, keys, tables
from gazetteer.arabic import fold, fold_words
from gazetteer.datafile import Node, read_yaml
from gazetteer.errors import DataError
from gazetteer.language import load_letters
from rasd.extract import casualties, date_phrases, pipeline
from rasd.lexicon import DATA
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


@pytest.mark.parametrize(
    ("one", "many"),
    [
        (casualties._patterns_of, casualties._patterns_of_all),
        (date_phrases.rules_of, date_phrases.rules_of_all),
    ],
)
def test_many_words_are_told_as_each_is(
    one: Callable[[str], tuple[object, ...]], many: Callable[[list[str]], list[tuple[object, ...]]]
) -> None:
    words = [*words_of_the_data(), "12", "1.5", "2020", "س"]
    alone = [one(word) for word in words]
    assert many(words) == alone
    assert any(alone)
    assert not all(alone)


def test_adjectives_of_countries_are_told_as_each_is() -> None:
    known = Gazetteer.load()._reader._nationalities
    words = words_of_the_data() + [before + form for form in known._forms for before in BEFORE]
    assert known._look_all(words) == [known._look(word) for word in words]


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
