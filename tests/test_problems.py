"""What a reader of reports says of a file is told in the reader's language, its file, line and value kept."""

from __future__ import annotations

import json.decoder
import re
from pathlib import Path

import pytest

import rasd.record
from rasd.errors import DataError
from rasd.lexicon.labels import labels
from rasd.record import articles
from rasd.ui import problems

ARABIC, ENGLISH = labels("ar"), labels("en")
# What Python's own readers say stands in no file of the project.
OF_PYTHON = ("unexpected end of data", " expected after ", "Invalid control character at", "Unterminated string")
# A part set apart (a file, a value) keeps its own words.
ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
LATIN = re.compile("[A-Za-z]{2,}")
TERMS = {
    "JSON",
    "CSV",
    "UTF",
    "PDF",
    "NUL",
    "Windows",
    "text",
    "docx",
    "xlsx",
    "doc",
    "xls",
    "YYYY",
    "MM",
    "DD",
    "title",
}
FILES = {
    "title.jsonl": b'{"title": "x"}',
    "number.jsonl": b'{"text": 5}',
    "day.jsonl": '{"text": "نصّ", "published": "أمس"}'.encode(),
    "early.jsonl": b'{"text": "a", "published": "1800-01-01"}',
    "broken.jsonl": b"{bad",
    "comma.jsonl": b'{"text": "a" "b"}',
    "value.jsonl": b'{"text": }',
    "extra.jsonl": b'{"text": "a"} {}',
    "escape.jsonl": b'{"text": "\\q"}',
    "open.jsonl": b'{"text": "abc',
    "control.jsonl": b'{"text": "a\tb"}',
    "list.jsonl": b"[1]",
    "deep.jsonl": b'{"text": ' + b"[" * 100_000,
    "half.jsonl": b'{"text": "\\ud800"}',
    "nul.jsonl": b'{"text": "a\\u0000"}',
    "id.jsonl": b'{"text": "a", "id": "' + b"x" * 300 + b'"}',
    "windows.jsonl": "قتل ثلاثة أشخاص".encode("cp1256"),
    "column.csv": b"id,title\n1,2\n",
    "wide.csv": b"id,text\n1,2,3\n",
    "quote.csv": b'id,text\n4,"x\n',
    "after.csv": b'id,text\n1,"a"b\n',
    "word.doc": b"x",
    "none": b"x",
    "page.txt": b"%PDF-1.7",
    "zip.txt": b"PK\x03\x04",
    "old.txt": b"\xd0\xcf\x11\xe0",
    "bytes.txt": bytes(range(8)) * 40,
    "nothing.txt": b"",
    "empty.json": b"[]",
    "long.txt": b"x" * 1_500_000,
}


def errors(name: str) -> list[DataError]:
    return [one for one in articles.read_bytes(name, FILES[name]) if isinstance(one, DataError)]


@pytest.mark.parametrize("name", FILES)
def test_the_arabic_page_speaks_arabic_and_the_english_one_as_the_command_line(name: str) -> None:
    assert errors(name)
    for error in errors(name):
        told = problems.told(error, ARABIC)
        assert told.startswith(f"\u2068{error.file}" + (f":{error.line}" if error.line else ""))
        assert error.value is None or str(error.value)[:20] in told
        assert set(LATIN.findall(ISOLATED.sub(" ", told))) <= TERMS, told
        plain = problems.told(error, ENGLISH).replace("\u2068", "").replace("\u2069", "")
        assert plain == str(error)


@pytest.mark.parametrize("path", ["no/such.txt", str(Path(__file__).parent) + "/x.txt"])
def test_a_file_that_is_not_there_is_told(path: str) -> None:
    (error,) = articles.read(path)
    assert isinstance(error, DataError)
    assert not LATIN.search(ISOLATED.sub(" ", problems.told(error, ARABIC)))


def test_the_sentences_of_reading_stand_in_the_code_that_says_them() -> None:
    folder = Path(rasd.record.__file__).parent
    code = "".join(one.read_text(encoding="utf-8") for one in folder.rglob("*.py"))
    code += Path(json.decoder.__file__).read_text(encoding="utf-8")
    code = code.replace("\\'", "'") + " ".join(OF_PYTHON) + "remove it; save it as UTF-8 text"
    code = code.replace("which is not UTF-8{kind}", "which is not UTF-8 (it looks like Windows-1256)")
    told = {key: text for key, text in ENGLISH.texts.items() if key.startswith("problem.read_")}
    longest = {key: max(problems.pieces(text), key=len).strip("' ") for key, text in told.items()}
    assert {key: words for key, words in longest.items() if words not in code} == {}
