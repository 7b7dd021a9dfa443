"""Reading articles: every kind of file, and everything that can be wrong with one."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasd.errors import DataError
from rasd.model import Article
from rasd.record import articles, streams

TITLE = "انفجار قرب السوق"
BODY = "انفجرت عبوة ناسفة قرب سوق المدينة اليوم.\nولم تسجل إصابات."


def record(number: int = 1, **changes: Any) -> dict[str, Any]:
    fields = {
        "id": f"r{number}",
        "title": TITLE,
        "text": f"{BODY} {number}",
        "published": "2020-01-05",
        "outlet": "صحيفة",
    }
    return fields | changes


def line(number: int = 1, **changes: Any) -> str:
    return json.dumps(record(number, **changes), ensure_ascii=False)


def split(items: Iterator[Article | DataError]) -> tuple[list[Article], list[DataError]]:
    everything = list(items)
    good = [item for item in everything if isinstance(item, Article)]
    return good, [item for item in everything if isinstance(item, DataError)]


def read(name: str, data: bytes | str, **options: Any) -> tuple[list[Article], list[DataError]]:
    return split(articles.read_bytes(name, data if isinstance(data, bytes) else data.encode(), **options))


# Kinds


def test_text_file_has_its_title_in_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(b"\xef\xbb\xbf" + f"{TITLE}\r\n\r\n{BODY}".replace("\n", "\r\n").encode())
    good, bad = split(articles.read(file, published=date(2020, 1, 5), sample=True))
    assert bad == []
    assert (good[0].title, good[0].body, good[0].published, good[0].sample) == (TITLE, BODY, date(2020, 1, 5), True)
    assert good[0].text.startswith(TITLE + "\n" + BODY[:10])


def test_a_single_line_is_a_body_without_a_title() -> None:
    article = articles.from_text(f"  {TITLE}\n ")
    assert (article.title, article.body) == ("", TITLE)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "A.NDJSON"])
def test_json_lines(name: str) -> None:
    good, bad = read(name, "\n".join([line(1), "", line(2, published=None, outlet=None, url="https://example.org/a")]))
    assert bad == []
    assert [a.id for a in good] == ["r1", "r2"]
    assert good[0] == Article("r1", TITLE, f"{BODY} 1", "صحيفة", "", date(2020, 1, 5))
    assert (good[1].published, good[1].source, good[1].url) == (None, "", "https://example.org/a")


@pytest.mark.parametrize(
    "written",
    [
        json.dumps([record(1), record(2), record(3)]),
        json.dumps([record(1), record(2), record(3)], ensure_ascii=False, indent=2),
        "[\n" + ",\n".join([line(1), line(2), line(3)]) + "\n]\n",
        "[" + ",\n".join([line(1), line(2), line(3)]) + "]",
        "\n".join(json.dumps(record(n), indent=1) for n in (1, 2, 3)),
        line(1) + line(2) + line(3),
    ],
    ids=["minified", "pretty", "one a line", "one a line, tight", "objects one behind another", "without a gap"],
)
def test_json_holds_one_or_many(written: str) -> None:
    good, bad = read("a.json", written)
    assert bad == []
    assert [a.id for a in good] == ["r1", "r2", "r3"]
    assert good[1].body == f"{BODY} 2"


def test_json_text_with_brackets_quotes_and_escapes_is_not_cut() -> None:
    text = 'قال "نعم" \\ {ثم} [عاد], "و\\"}'
    good, bad = read("a.json", json.dumps([record(1, text=text), record(2)], indent=1))
    assert (bad, [a.body for a in good]) == ([], [text, f"{BODY} 2"])


def test_json_list_larger_than_a_block_keeps_every_article() -> None:
    many = [record(n, text=f'{BODY} "{n}" \\ ' * 40) for n in range(300)]
    for written in (json.dumps(many), json.dumps(many, ensure_ascii=False, indent=2)):
        good, bad = read("a.json", written)
        assert bad == []
        assert [a.id for a in good] == [f"r{n}" for n in range(300)]
        assert [a.body for a in good] == [one["text"].strip() for one in many]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_lines_and_quotes_inside_a_text(delimiter: str) -> None:
    text = 'قال ""نعم""\nثم, عاد; وذهب'
    header = delimiter.join(["ID", " title ", "text", "published", "outlet", "url", "other"])
    rows = [delimiter.join(["7", TITLE, f'"{text}"', "2020-01-05", "", "", "x"]), "", delimiter * 6]
    good, bad = read("a.csv", "\ufeff" + "\r\n".join([header, *rows]))
    assert bad == []
    assert good == [Article("7", TITLE, text.replace('""', '"'), published=date(2020, 1, 5))]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (line(1) + "\n" + line(2), ["r1", "r2"]),
        (json.dumps([record(1), record(2)], indent=2), ["r1", "r2"]),
        (json.dumps(record(1), indent=2), ["r1"]),
    ],
    ids=["lines", "list", "object"],
)
def test_standard_input_tells_json_from_text(data: str, ids: list[str]) -> None:
    good, bad = split(articles.read("-", stdin=io.BytesIO(data.encode())))
    assert (bad, [a.id for a in good]) == ([], ids)


def test_standard_input_as_text() -> None:
    good, _ = split(articles.read("-", stdin=io.BytesIO(f"{TITLE}\n{BODY}".encode())))
    assert (good[0].title, good[0].body) == (TITLE, BODY)


def test_standard_input_that_comes_in_drops() -> None:
    class Drops(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            return super().read1(min(size or 1, 3))

    good, bad = split(articles.read("-", stdin=Drops((line(1) + "\n" + line(2) + "\n").encode())))
    assert (bad, [a.id for a in good]) == ([], ["r1", "r2"])


# Identity


def test_an_article_without_id_gets_one_from_its_content() -> None:
    first, second = articles.from_text(BODY), articles.from_text(BODY)
    other_day = articles.from_text(BODY, published=date(2020, 1, 5))
    assert first.id == second.id != other_day.id
    assert first.id.startswith("ART-") and len(first.id) == 16


def test_content_hash_is_about_content() -> None:
    one = articles.from_text(BODY, source="a", url="https://example.org/1")
    same = articles.from_text(BODY, source="a", url="https://example.org/2", sample=True)
    other = articles.from_text(BODY, source="b", url="https://example.org/1")
    assert articles.content_hash(one) == articles.content_hash(same) != articles.content_hash(other)


def test_given_date_holds_only_where_the_article_has_none() -> None:
    good, _ = read("a.jsonl", line(1) + "\n" + line(2, published=""), published=date(2021, 2, 3))
    assert [a.published for a in good] == [date(2020, 1, 5), date(2021, 2, 3)]


def test_date_with_a_time_is_its_day_as_written() -> None:
    good, _ = read("a.jsonl", line(1, published="2020-01-05T23:30:00+03:00"))
    assert good[0].published == date(2020, 1, 5)


# What is wrong with one article: nine others come out


BROKEN = {
    "broken json": (line(7)[:-5], "is not JSON"),
    "not json": ("هذا نص", "is not JSON"),
    "a list": ("[1, 2]", "is not a JSON object"),
    "a number": ("17", "is not a JSON object"),
    "no such day": (line(7, published="2019-02-30"), "2019-02-30"),
    "a day of another age": (line(7, published="0001-01-01"), "is not between 1900-01-01 and 2100-12-31"),
    "a date in words": (line(7, published="5 يناير 2020"), "YYYY-MM-DD"),
    "a week date": (line(7, published="2020-W01-1"), "YYYY-MM-DD"),
    "a time stamp": (line(7, published=1578182400), "'published' is not text"),
    "no text": ('{"id": "r7", "title": "x"}', "'text' is missing or empty"),
    "empty text": (line(7, text="  \n "), "'text' is missing or empty"),
    "text of another type": (line(7, text=["a"]), "'text' is not text"),
    "title of another type": (line(7, title={"ar": "x"}), "'title' is not text"),
    "id of another type": (line(7, id=True), "'id' is not text"),
    "an endless id": (line(7, id="x" * 500), "'id' is longer"),
    "a control character in the id": (line(7, id="a\x1b[2J"), "'id' holds a control character"),
    "an escaped NUL": (line(7, text="قبل \x00 بعد"), "NUL"),
    "half a character": (line(7).replace(TITLE, "\\ud83d"), "half a character (\\ud83d)"),
    "deep nesting": ('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", "nesting"),
    "a number without end": ('{"text": ' + "9" * 50_000 + "}", "a number is too large"),
    "5 MB": (line(7, text="ن" * 2_500_000), "has 5.0 MB, an article may have 1 MB"),
}


@pytest.mark.parametrize(("broken", "told"), BROKEN.values(), ids=BROKEN.keys())
def test_line_7_of_10_is_told_and_the_other_nine_come_out(broken: str, told: str) -> None:
    written = [line(n) for n in range(1, 11)]
    written[6] = broken
    good, bad = read("news.jsonl", "\n".join(written))
    assert [a.id for a in good] == [f"r{n}" for n in range(1, 11) if n != 7]
    assert len(bad) == 1
    assert str(bad[0]).startswith("news.jsonl:7: ")
    assert told in str(bad[0])
    assert "\n" not in str(bad[0]) and len(str(bad[0])) < 300


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (line(7).encode("cp1256", "replace"), "Windows-1256"),
        (b'{"text": "\xff\xfe"}', "byte 11 is 0xFF, which is not UTF-8"),
        (b'{"text": "a\x00b"}', "NUL byte"),
        (b'{"text": "\xed\xa0\xbd"}', "0xED, which is not UTF-8"),
    ],
    ids=["windows-1256", "no encoding", "NUL", "surrogate bytes"],
)
def test_bytes_that_are_no_text_in_line_7(raw: bytes, told: str) -> None:
    written = [line(n).encode() for n in range(1, 11)]
    written[6] = raw
    good, bad = read("news.jsonl", b"\n".join(written))
    assert len(good) == 9
    assert str(bad[0]).startswith("news.jsonl:7: ") and told in str(bad[0])


def test_a_broken_article_in_a_pretty_list_costs_only_itself() -> None:
    parts = [json.dumps(record(n), ensure_ascii=False, indent=2) for n in range(1, 11)]
    parts[6] = parts[6].replace('"published":', '"published"')
    good, bad = read("a.json", "[\n" + ",\n".join(parts) + "\n]")
    assert [a.id for a in good] == [f"r{n}" for n in range(1, 11) if n != 7]
    assert [(e.file, e.line) for e in bad] == [("a.json", 1 + 6 * 7 + 5)]


def test_a_broken_article_in_a_list_of_lines_costs_only_itself() -> None:
    written = [line(n) for n in range(1, 11)]
    written[6] = written[6].replace('"title"', '"title')
    good, bad = read("a.json", "[\n" + ",\n".join(written) + "\n]")
    assert len(good) == 9
    assert [e.line for e in bad] == [8]


def test_a_huge_value_in_a_list_is_told_with_its_line() -> None:
    many = [record(1), record(2, text="ن" * 2_000_000), record(3)]
    good, bad = read("a.json", json.dumps(many, ensure_ascii=False, indent=1))
    assert [a.id for a in good] == ["r1", "r3"]
    assert [e.line for e in bad] == [9]
    assert "4.0 MB" in str(bad[0])


def test_csv_rows_that_are_broken_cost_only_themselves() -> None:
    rows = ["id,title,text,published"] + [f'r{n},{TITLE},"{BODY} {n}",2020-01-05' for n in range(1, 9)]
    rows[3] = f'r3,{TITLE},"{TITLE} 3,2020-01-05'
    rows[5] = f"r5,{TITLE},{TITLE}"
    rows[6] = f"r6,{TITLE},{TITLE},2019-02-30"
    good, bad = read("a.csv", "\n".join(rows))
    assert [a.id for a in good] == ["r1", "r2", "r4", "r7", "r8"]
    # Each text has two lines, so row n begins on line 2n.
    assert [e.line for e in bad] == [6, 9, 10]
    assert "is not CSV" in str(bad[0]) and "3 values for 4 columns" in str(bad[1]) and "2019-02-30" in str(bad[2])


def test_csv_with_a_quote_open_to_the_end_of_a_large_file_loses_no_other_row() -> None:
    rows = ["id,text"] + [f"r{n},{TITLE} {n}" for n in range(60_000)]
    rows[10] = 'r9,"' + TITLE
    good, bad = read("a.csv", "\n".join(rows))
    assert len(good) == 59_999
    assert [e.line for e in bad] == [11]


def test_csv_line_of_another_encoding_inside_a_text() -> None:
    data = b'id,text\n1,"one\n\xc7\xe1\xd3\xe1\xc7\xe3\nthree"\n2,two\n'
    good, bad = read("a.csv", data)
    assert [a.id for a in good] == ["2"]
    assert [e.line for e in bad] == [3]


# What is wrong with a whole file


WHOLE = {
    "empty": ("a.jsonl", b"", "is empty"),
    "blank": ("a.txt", b"\xef\xbb\xbf \r\n\t", "is empty"),
    "empty list": ("a.json", b"[ ]", "holds no article"),
    "header alone": ("a.csv", b"id,title,text\n", "holds no article"),
    "no header": ("a.csv", b"1,2,3\n", "has no column 'text'"),
    "Word": ("a.txt", b"PK\x03\x04" + bytes(range(256)), "ZIP or Office"),
    "PDF": ("a.txt", b"%PDF-1.7 ...", "a PDF file"),
    "UTF-16": ("a.txt", TITLE.encode("utf-16"), "UTF-16 text"),
    "UTF-16 without mark": ("a.txt", ("report " * 20).encode("utf-16-le"), "binary"),
    "binary": ("a.jsonl", bytes(range(256)) * 40, "binary"),
    "text in Windows-1256": ("a.txt", f"{TITLE}\n{BODY}".encode("cp1256"), "looks like Windows-1256"),
    "5 MB text": ("a.txt", "ن".encode() * 2_500_000, "has 5.0 MB"),
    "cut off": ("a.json", json.dumps([record(1)]).encode()[:-20], "is not JSON"),
    "another kind": ("a.docx", b"x", "is of a kind that can't be read (.docx)"),
    "no ending": ("report", b"x", "(no ending)"),
}


@pytest.mark.parametrize(("name", "data", "told"), WHOLE.values(), ids=WHOLE.keys())
def test_a_file_that_can_not_be_read_says_why(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    for good, bad in (read(name, data), split(articles.read(tmp_path / name))):
        assert good == []
        assert len(bad) == 1
        assert told in str(bad[0])
        assert name in str(bad[0])


def test_missing_file_and_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert "does not exist" in str(next(articles.read(tmp_path / "none.txt")))
    assert "is a folder" in str(next(articles.read(tmp_path / "folder.txt")))
    assert "can't be read" in str(next(articles.read("bad\x00name.txt")))


def test_upload_is_called_by_its_name_alone() -> None:
    _, bad = read("C:\\Users\\x\\..\\a.txt", b"")
    assert bad[0].file == "a.txt"


def test_pasted_text_is_checked() -> None:
    for text, told in (("", "'text' is missing"), ("a\x00b", "NUL"), ("x \ud800 y", "half a character")):
        with pytest.raises(DataError, match=told):
            articles.from_text(text)
    with pytest.raises(DataError, match="may have 1 MB"):
        articles.from_text("x" * (streams.LIMIT + 1))


@given(st.binary(max_size=300), st.sampled_from([".txt", ".json", ".jsonl", ".csv"]), st.booleans())
def test_any_bytes_give_articles_or_errors(data: bytes, suffix: str, with_header: bool) -> None:
    data = b"id,title,text\n" + data if with_header else data
    items = list(articles.read_bytes("a" + suffix, data))
    assert items, "nothing is passed over in silence"
    for item in items:
        if isinstance(item, Article):
            assert item.id and item.body and "\x00" not in item.text
            item.text.encode()
        else:
            assert str(item).startswith("a" + suffix)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=60), max_size=8))
def test_any_texts_come_back_from_every_kind(texts: list[str]) -> None:
    fields = [{"id": f"r{n}", "title": "", "text": f"a{text}b"} for n, text in enumerate(texts)]
    table = io.StringIO()
    rows = csv.DictWriter(table, ["id", "title", "text"])
    rows.writeheader()
    rows.writerows(fields)
    expected = [one["text"].replace("\r\n", "\n").replace("\r", "\n") for one in fields]
    for name, data in (
        ("a.json", json.dumps(fields, indent=1)),
        ("a.json", json.dumps(fields, ensure_ascii=False)),
        ("a.jsonl", "\n".join(json.dumps(one, ensure_ascii=False) for one in fields)),
        ("a.csv", table.getvalue()),
    ):
        good, bad = read(name, data)
        assert [one.body for one in good] == expected
        assert len(bad) == (0 if texts else 1)


def test_memory_stays_flat_on_a_large_file(tmp_path: Path) -> None:
    file, as_list = tmp_path / "large.jsonl", tmp_path / "large.json"
    with file.open("w", encoding="utf-8") as out, as_list.open("w", encoding="utf-8") as out_list:
        out_list.write("[")
        for n in range(8_000):
            out.write(line(n, text=BODY * 20) + "\n")
            out_list.write((", " if n else "") + line(n, text=BODY * 20))
        out_list.write("]")
    assert file.stat().st_size > 15_000_000
    for path in (file, as_list):
        tracemalloc.start()
        assert sum(isinstance(item, Article) for item in articles.read(path)) == 8_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 3_000_000
