"""What is remembered of words: each is asked about once, and only those that mean something are gone through."""

from __future__ import annotations

from gazetteer.arabic import Text
from gazetteer.memo import WordMemo
from gazetteer.numbering import Numbering


def test_words_that_mean_something_in_order() -> None:
    memo = WordMemo(lambda word: word[:1] if word.startswith("ق") else "")
    assert list(memo.among(Text("قصف قرية ثم انسحب قرب قرية"))) == [(0, "ق"), (1, "ق"), (4, "ق"), (5, "ق")]
    assert list(memo.among(Text(""))) == []


def test_each_word_is_asked_about_once() -> None:
    asked: list[str] = []

    def ask(word: str) -> bool:
        asked.append(word)
        return True

    memo, text = WordMemo(ask), Text("غارة على غارة أخرى")
    assert [at for at, _ in memo.among(text)] == [0, 1, 2, 3]
    assert memo.at(Text("غارة"), 0)
    assert asked.count("غاره") == asked.count("علي") == 1
    memo.clear()
    assert memo.at(text, 0)
    assert asked.count("غاره") == 2


def test_a_text_keeps_its_numbering_when_another_is_begun() -> None:
    memo = WordMemo(lambda word: word)
    before, after = Text("مدينة هادئة"), Text("هادئة")
    assert memo.at(before, 1) == before.words[1]
    after._numbers = Numbering().of(after.words)
    assert memo.at(after, 0) == after.words[0]
    assert memo.at(before, 0) == before.words[0]


def test_a_blank_word_is_not_asked_about() -> None:
    asked: list[str] = []

    def ask(word: str) -> str:
        asked.append(word)
        return word

    memo: WordMemo[str] = WordMemo(ask, lambda: frozenset({"غاره", "#"}).isdisjoint, "")
    text = Text("شنت غارة وبغارة أخرى 12 مرة")
    assert list(memo.among(text)) == [(at, text.words[at]) for at in (1, 2, 4)]
    assert {"غاره", "وبغاره", "12"} <= set(asked)
    assert {"شنت", "اخري", "مره"}.isdisjoint(asked)
    assert memo.at(text, 0) == ""


def test_words_keep_their_numbers() -> None:
    numbering = Numbering()
    first = numbering.of(["غارة", "على", "غارة"])
    assert first.each == (0, 1, 0)
    assert first.pick(numbering.words) == ("غارة", "على", "غارة")
    assert numbering.of(["على"]).each == (1,)
    assert numbering.of(["على"]).pick(numbering.words) == ("على",)
    assert numbering.of([]).pick(numbering.words) == ()
    assert numbering.of(["جديدة"]).each == (2,)
    assert len(numbering.ways) == len(numbering.words) == 3
