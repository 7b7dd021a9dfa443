"""The commands: what they write, what they tell, and how they end."""

from __future__ import annotations

import csv
import hashlib
import http.server
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from rasd import cli, output
from rasd.errors import DataError
from rasd.extract import pipeline
from rasd.model import Article, Decision, Incident
from rasd.record.articles import from_text
from rasd.record.store import Store
from rasd.view.export import FORMATS
from rasd.view.slots import article_line

ROOT = Path(__file__).parents[1]
STRIKE = "قتل ثلاثة أشخاص وأصيب خمسة آخرون في غارة جوية نفذتها طائرات على مدينة إدلب شمال غربي سوريا أمس الجمعة."
BLAST = "انفجرت عبوة ناسفة في مدينة الموصل شمالي العراق اليوم السبت، ما أدى إلى مقتل جنديين."
CALM = "افتتح وزير الثقافة معرضا للكتاب في العاصمة، وحضر الافتتاح عدد من الكتاب والناشرين."


def record(id: str, text: str, **changes: Any) -> dict[str, Any]:
    return {"id": id, "title": "خبر", "text": text, "published": "2020-01-04", "outlet": "صحيفة"} | changes


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    file = tmp_path / "news.jsonl"
    file.write_text(lines(record("b", STRIKE), record("a", CALM), record("c", BLAST)), encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'store' / 'rasd.db'}"
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    return url


def run(*argv: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command as a user runs it."""
    command = [sys.executable, "-m", "rasd", *map(str, argv)]
    return subprocess.run(command, cwd=ROOT, input=data, capture_output=True, timeout=120, check=False)


# extract


def test_extract_writes_a_line_an_article_in_the_order_given(news: Path) -> None:
    done = run("extract", news)
    told = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0, done.stderr.decode()
    assert [one["id"] for one in told] == ["b", "a", "c"]
    strike, calm, blast = (one["incidents"] for one in told)
    assert calm == []
    assert [one["sub_event_type"] for one in strike + blast] == ["Air/drone strike", "Remote explosive/landmine/IED"]
    assert [one["country"] for one in strike + blast] == ["SY", "IQ"]
    assert (strike[0]["killed_low"], strike[0]["injured_low"], blast[0]["killed_low"]) == (3, 5, 2)
    assert "إدلب".encode() in done.stdout
    assert done.stderr.decode().splitlines() == ["3 articles, 2 incidents (0 unlocated), 0 skipped"]


def test_extract_is_the_pipeline_and_nothing_else(news: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["extract", str(news)]) == 0
    first = capfdbinary.readouterr().out
    assert cli.main(["extract", str(news)]) == 0
    assert capfdbinary.readouterr().out == first
    expected = Article("b", "خبر", STRIKE, "صحيفة", published=date(2020, 1, 4))
    assert first.decode().splitlines()[0] == article_line("b", pipeline.load().extract(expected))


def test_extract_imports_nothing_that_it_does_not_need(news: Path) -> None:
    heavy = {"sqlalchemy", "alembic", "polars", "pandas", "geopandas", "streamlit", "urllib.request"}
    code = f"import sys; from rasd.cli import main; main(sys.argv[1:]); print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", str(news), "-o", os.devnull], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout.strip() == b"set()"


def test_extract_from_standard_input(news: Path) -> None:
    done = run("extract", "-", data=news.read_bytes())
    assert [json.loads(line)["id"] for line in done.stdout.decode().splitlines()] == ["b", "a", "c"]
    done = run("extract", "-", "--published", "2020-01-04", data=f"خبر عاجل\n{STRIKE}".encode())
    (told,) = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert told["incidents"][0]["date_latest"] == "2020-01-03"
    assert done.returncode == 0


@pytest.mark.parametrize("format", ["geojson", "csv"])
def test_extract_as_a_table(format: str, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli.main(["extract", str(news), "--format", format, "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8-sig")
    if format == "geojson":
        features = json.loads(text)["features"]
        assert {one["properties"]["country"] for one in features} == {"SY", "IQ"}
    else:
        assert len(text.splitlines()) == 3


@pytest.mark.parametrize("format", ["geojson", "csv"])
def test_a_table_is_written_as_it_comes_in_the_order_of_the_articles(
    format: str, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for size in (1, 2_000):
        monkeypatch.setattr(cli, "_BATCH", size)
        out = tmp_path / f"out{size}"
        assert cli.main(["extract", str(news), "--format", format, "-o", str(out)]) == 0
        written.append(out.read_bytes())
    assert written[0] == written[1]
    text = written[0].decode("utf-8-sig")
    if format == "geojson":
        told = json.loads(text)
        assert [one["properties"]["article_id"] for one in told["features"]] == ["b", "c"]
        assert told["manifest"]["counts"] == {"total": 2, "selected": 2, "located": 2, "unlocated": 0}
    else:
        assert [row["article_id"] for row in csv.DictReader(io.StringIO(text))] == ["b", "c"]


@pytest.mark.parametrize("format", ["geojson", "csv"])
def test_a_table_of_no_incidents_is_still_one(format: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    calm = tmp_path / "calm.txt"
    calm.write_text(f"خبر\n{CALM}", encoding="utf-8")
    assert cli.main(["extract", str(calm), "--format", format]) == 0
    out = capfd.readouterr().out
    assert json.loads(out)["features"] == [] if format == "geojson" else len(out.splitlines()) == 1


# Bad input


BAD = {
    "empty": ("bad.jsonl", b"", "bad.jsonl: is empty"),
    "binary": ("bad.txt", bytes(range(256)) * 10, "bad.txt: is a binary file"),
    "encoding": ("bad.txt", f"{STRIKE}\n{CALM}".encode("cp1256"), "bad.txt:1: byte 1 is 0xDE, which is not UTF-8"),
    "folder": ("folder", None, "folder: is of a kind"),
    "missing": ("none.jsonl", None, "none.jsonl: does not exist"),
}


@pytest.mark.parametrize(("name", "data", "told"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_told_and_the_good_one_comes_out(  # noqa: PLR0917
    name: str, data: bytes | None, told: str, news: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / name
    if data is not None:
        bad.write_bytes(data)
    elif name == "folder":
        bad.mkdir()
    assert cli.main(["extract", str(bad), str(news)]) == 3
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 3
    assert told in err.splitlines()[0]
    assert err.splitlines()[1:] == ["3 articles, 2 incidents (0 unlocated), 1 skipped"]


@pytest.mark.parametrize(
    ("seventh", "told"),
    [
        (b'{"id": "7", "text": "', "is not JSON"),
        (json.dumps(record("7", STRIKE, published="2019-02-30")).encode(), "'2019-02-30'"),
        (json.dumps(record("7", "x" * 5_000_000)).encode(), "has 5.0 MB"),
    ],
    ids=["broken JSON", "no such day", "5 MB"],
)
def test_nine_of_ten_lines_come_out(seventh: bytes, told: str, tmp_path: Path) -> None:
    written = [json.dumps(record(str(n), f"{STRIKE} {n}")).encode() for n in range(1, 11)]
    written[6] = seventh
    file, out = tmp_path / "ten.jsonl", tmp_path / "out.jsonl"
    file.write_bytes(b"\n".join(written))
    done = run("extract", file, "-o", out)
    assert done.returncode == 3
    ids = [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert ids == [str(n) for n in range(1, 11) if n != 7]
    first, summary = done.stderr.decode().splitlines()
    assert first.startswith(f"{file}:7: ") and told in first
    assert summary.startswith("9 articles") and summary.endswith("1 skipped")


def test_an_article_the_extraction_fails_on_costs_no_other(
    news: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    extract = pipeline.Pipeline.extract

    def fails(self: pipeline.Pipeline, article: Article) -> tuple[Incident, ...]:
        if article.id == "a":
            raise RecursionError("too deep")
        return extract(self, article)

    monkeypatch.setattr(pipeline.Pipeline, "extract", fails)
    assert cli.main(["extract", str(news)]) == 3
    out, err = capfd.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["b", "c"]
    assert err.splitlines()[0] == "article 'a': a fault in the extraction (RecursionError: too deep)"
    assert cli.main(["extract", str(news), "--debug"]) == 3
    assert "Traceback" in capfd.readouterr().err


def test_an_article_that_can_not_be_explained_costs_no_other(
    news: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    explain = pipeline.Pipeline.explain

    def fails(self: pipeline.Pipeline, article: Article) -> str:
        if article.id == "b":
            raise IndexError("nothing there")
        return explain(self, article)

    monkeypatch.setattr(pipeline.Pipeline, "explain", fails)
    assert cli.main(["explain", str(news)]) == 3
    out, err = capfd.readouterr()
    assert "c  2020-01-04" in out
    assert err == "article 'b': a fault in the extraction (IndexError: nothing there)\n"


def test_broken_knowledge_stops_the_run(
    news: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(self: pipeline.Pipeline, article: Article) -> tuple[Incident, ...]:
        raise DataError("data/events/x.yaml", 3, "unknown key 'lable'")

    monkeypatch.setattr(pipeline.Pipeline, "extract", fails)
    assert cli.main(["extract", str(news)]) == 1
    assert capfd.readouterr() == ("", "rasd: data/events/x.yaml:3: unknown key 'lable'\n")


# Arguments and ends


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["conquer"], "invalid choice: 'conquer'"),
        (["extract"], "the following arguments are required: FILE"),
        (["extract", "x", "--published", "2019-02-30"], "'2019-02-30' is not a day of the calendar"),
        (["extract", "x", "--published", "20190201"], "written as YYYY-MM-DD"),
        (["extract", "x", "--published", "0001-01-01"], "'0001-01-01' is not between 1900-01-01 and"),
        (["extract", "x", "--format", "shapefile"], "invalid choice: 'shapefile'"),
        (["extract", "x", "--out", "y"], "unrecognized arguments: --out"),
        (["export", "--from", "2019-02-30"], "these filters can't be used: --from=2019-02-30"),
        (["export", "--type", "War", "--type", "battles"], "these filters can't be used: --type=War"),
    ],
)
def test_bad_arguments_end_with_2_and_one_line(argv: list[str], told: str, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        status = cli.main(argv)
    except SystemExit as end:
        status = int(str(end.code))
    out, err = capfd.readouterr()
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert told in err


def test_help_tells_the_commands() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(name in done.stdout.decode() for name in ("extract", "explain", "ingest", "export", "evaluate"))


def test_output_that_can_not_be_written(news: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for place in (tmp_path / "none" / "out.jsonl", tmp_path):
        assert cli.main(["extract", str(news), "-o", str(place)]) == 2
        err = capfd.readouterr().err
        assert f"{place} can't be written" in err and len(err.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_told_in_one_line(news: Path) -> None:
    done = run("extract", news, "-o", "/dev/full")
    assert done.returncode == 1
    assert "No space left on device" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_output_appears_whole_or_not_at_all(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("earlier")
    extract = pipeline.Pipeline.extract

    def stopped(self: pipeline.Pipeline, article: Article) -> tuple[Incident, ...]:
        if article.id == "c":
            raise KeyboardInterrupt
        assert out.read_text() == "earlier"
        return extract(self, article)

    monkeypatch.setattr(pipeline.Pipeline, "extract", stopped)
    assert cli.main(["extract", str(news), "-o", str(out)]) == 130
    assert out.read_text() == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.jsonl", "out.jsonl"]
    assert "Traceback" not in capfd.readouterr().err
    monkeypatch.undo()
    assert cli.main(["extract", str(news), "-o", str(out)]) == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 3


def test_output_through_a_link_leaves_the_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with output.opened(str(link)) as stream:
        stream.write(b"new")
    assert link.is_symlink() and target.read_bytes() == b"new"


def test_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text(lines(*(record(str(n), f"{STRIKE} {n}") for n in range(300))), encoding="utf-8")
    command = [sys.executable, "-m", "rasd", "extract", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read().decode()
        process.wait(timeout=60)
    assert process.returncode == cli.BROKEN_PIPE
    assert told == ""


# explain


def test_explain_tells_what_was_found(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(news)]) == 0
    out = capfd.readouterr().out
    assert "b  2020-01-04" in out
    assert "غارة جوية" in out and "إدلب" in out


def test_explain_does_not_steer_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text(f"خبر \x1b[2J\x1b]0;x\x07 \u202e\n{STRIKE}", encoding="utf-8")
    assert cli.main(["explain", str(file)]) == 0
    out = capfd.readouterr().out
    assert not set(out) & set("\x1b\x07\u202e")


# ingest and export


def test_ingest_twice_changes_nothing(news: Path, own_store: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ingest", str(news)]) == 0
    assert capfd.readouterr() == ("", "3 articles (3 new, 0 already there), 2 incidents (0 unlocated), 0 skipped\n")
    with Store.open(own_store) as store:
        before = store.change_counter(), store.columns()
    assert cli.main(["ingest", str(news), str(news)]) == 0
    assert "6 articles (0 new, 6 already there)" in capfd.readouterr().err
    with Store.open(own_store) as store:
        assert (store.change_counter(), store.columns()) == before


def test_ingested_incidents_are_those_of_the_pipeline(news: Path, own_store: str) -> None:
    assert cli.main(["ingest", str(news), "--sample"]) == 0
    with Store.open(own_store) as store:
        kept = store.article("b")
        assert kept is not None
        assert kept.article.sample
        found = pipeline.load().extract(kept.article)
        assert tuple(one.incident for one in kept.incidents) == found
        assert kept.versions == pipeline.versions()


def test_export_of_what_is_filtered(news: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    cli.main(["ingest", str(news)])
    out = tmp_path / "out.geojson"
    capfd.readouterr()
    options = ["--country", "IQ", "--from", "2020-01-01", "--type", "explosions-remote-violence", "--format", "geojson"]
    assert cli.main(["export", *options, "-o", str(out)]) == 0
    assert capfd.readouterr().err == "1 of 2 incidents, 0 unlocated\n"
    told = json.loads(out.read_text(encoding="utf-8"))
    assert [one["properties"]["country"] for one in told["features"]] == ["IQ"]
    assert told["manifest"]["counts"] == {"total": 2, "selected": 1, "located": 1, "unlocated": 0}
    assert told["manifest"]["filters"]["country"] == "IQ"
    assert cli.main(["export", "--format", "csv", "--text", "الموصل"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 2


def test_export_of_an_empty_store(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export"]) == 0
    assert json.loads(capfd.readouterr().out)["features"] == []


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_export_in_every_format_with_a_manifest_beside_it(
    name: str, news: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cli.main(["ingest", str(news)])
    out = tmp_path / f"out{FORMATS[name].suffix}"
    assert cli.main(["export", "--format", name, "--country", "IQ", "-o", str(out)]) == 0
    told = json.loads(out.with_name(out.name + ".manifest.json").read_text(encoding="utf-8"))
    data = out.read_bytes()
    assert told["file"] == {
        "name": out.name, "format": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(),
    }  # fmt: skip
    assert told["counts"]["selected"] == 1
    assert "العراق" in " ".join(told["filters_in_words"]["ar"])
    assert "Iraq" in " ".join(told["filters_in_words"]["en"])
    assert datetime.fromisoformat(told["generated"]).tzinfo is not None
    assert sorted(path.name for path in tmp_path.glob("out*")) == [out.name, out.name + ".manifest.json"]
    capfd.readouterr()
    assert cli.main(["export", "--format", name, "--country", "IQ"]) == 0


def test_export_of_what_was_confirmed_alone(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    cli.main(["ingest", str(news)])
    capfd.readouterr()
    assert cli.main(["export", "--reviewed"]) == 0
    out, err = capfd.readouterr()
    told = json.loads(out)
    assert (told["features"], told["manifest"]["reviewed_only"]) == ([], True)
    assert err == "0 of 2 incidents, 0 unlocated\n"


def test_the_rejected_are_left_out_of_an_export_and_told(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    cli.main(["ingest", str(news)])
    with Store.open() as store:
        first = next(store.rows())
        store.desk.act([Decision(first.id, "status", None, "rejected", "salma", datetime.now(UTC))])
    capfd.readouterr()
    cli.main(["export"])
    out, err = capfd.readouterr()
    assert first.id not in [feature["id"] for feature in json.loads(out)["features"]]
    assert "1 rejected left out" in err
    cli.main(["export", "--rejected", "1"])
    out, err = capfd.readouterr()
    assert first.id in [feature["id"] for feature in json.loads(out)["features"]]
    assert "left out" not in err


def test_a_device_gets_no_manifest(news: Path) -> None:
    cli.main(["ingest", str(news)])
    assert cli.main(["export", "-o", os.devnull]) == 0
    assert not Path(os.devnull + ".manifest.json").exists()


def test_a_store_that_can_not_be_used_ends_with_1_and_one_line(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.db").write_bytes(b"no database" * 100)
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{tmp_path / 'notes.db'}")
    for argv in (["ingest", str(news)], ["export"]):
        assert cli.main(argv) == 1
        out, err = capfd.readouterr()
        assert out == ""
        assert err.endswith("notes.db is not a database: move the file away or use another store\n")
        assert len(err.splitlines()) == 1


# Addresses


PAGE = f"""<!doctype html><html><head><title>صحيفة - خبر</title>
<meta property="og:title" content="غارة &quot;ليلية&quot;">
<meta property="article:published_time" content="2020-01-04T08:00:00+03:00"><style>p {{}}</style></head>
<body><nav><p>الرئيسية</p></nav><article><h1>غارة</h1><script>document.write("<p>x</p>")</script>
<p>{STRIKE}<p>وقال <b>شهود</b>&nbsp;عيان إن دخانا شوهد.</p></article><footer><p>حقوق</p></footer></body></html>"""


OLD_PAGE = PAGE.replace("<style>", '<meta charset="windows-1256"><style>').encode("cp1256")


class Pages(http.server.BaseHTTPRequestHandler):
    answers: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
        "/report": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
        "/old": (200, {"Content-Type": "text/html"}, OLD_PAGE),
        "/plain": (200, {"Content-Type": "text/plain"}, f"خبر\n{BLAST}".encode()),
        "/moved": (302, {"Location": "/report"}, b""),
        "/leak": (302, {"Location": "file:///etc/hostname"}, b""),
        "/ftp": (302, {"Location": "ftp://127.0.0.1:9/x"}, b""),
        "/image": (200, {"Content-Type": "image/png"}, b"x"),
        "/large": (200, {"Content-Type": "text/html"}, b"x" * 6_000_000),
        "/void": (200, {"Content-Type": "text/html"}, b"<html><script>x</script></html>"),
        "/strange": (200, {"Content-Type": "text/html; charset=zlib"}, b"x"),
    }  # fmt: skip

    def do_GET(self) -> None:
        status, headers, body = self.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["/report", "/old", "/moved"])
def test_a_page_is_ingested_as_its_report(path: str, site: str, own_store: str) -> None:
    assert cli.main(["ingest", site + path]) == 0
    with Store.open(own_store) as store:
        (row,) = store.rows()
        kept = store.article(row.article_id)
    assert kept is not None
    assert kept.article.title == 'غارة "ليلية"'
    assert kept.article.body == f"{STRIKE}\nوقال شهود عيان إن دخانا شوهد."
    assert str(kept.article.published) == "2020-01-04"
    assert (kept.article.url, kept.article.source) == (site + path, "127.0.0.1")


def test_a_page_of_plain_text(site: str, own_store: str) -> None:
    assert cli.main(["ingest", f"{site}/plain", "--published", "2020-01-04"]) == 0
    with Store.open(own_store) as store:
        assert store.columns()["country"] == ["IQ"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/none", "the server answers 404 Not Found"),
        ("/leak", "'file:///etc/hostname' is not allowed"),
        ("/ftp", "leads to something that is no web address"),
        ("/image", "is not a page of text ('image/png')"),
        ("/large", "is larger than 5 MB"),
        ("/void", "'text' is missing or empty"),
        ("/strange", "is not text in 'zlib'"),
    ],
)
def test_pages_that_can_not_be_used(path: str, told: str, site: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ingest", site + path]) == 3
    first, summary = capfd.readouterr().err.splitlines()
    assert first.startswith(f"{site}{path}: ") and told in first
    assert summary == "0 articles, 0 incidents (0 unlocated), 1 skipped"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("file:///etc/hostname", "is no web address"),
        ("ftp://example.org/a", "is no web address"),
        ("http://", "is no web address"),
        ("http://127.0.0.1:9/", "can't be reached: Connection refused"),
        ("http://no-such-host.invalid/", "can't be reached"),
        ("http://[::1/", "is no web address"),
    ],
)
def test_addresses_that_lead_nowhere(
    address: str, told: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(["ingest", address]) == 3
    assert told in capfd.readouterr().err


def test_extract_opens_no_address(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["extract", "http://127.0.0.1:9/a"]) == 3
    assert "ingest" in capfd.readouterr().err


def test_progress_is_shown_on_a_terminal_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    file = tmp_path / "many.jsonl"
    file.write_text(lines(*(record(str(n), f"{CALM} {n}") for n in range(450))), encoding="utf-8")
    assert cli.main(["extract", str(file)]) == 0
    assert "\r" not in capfd.readouterr().err
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert cli.main(["extract", str(file)]) == 0
    assert "] 100%  400 articles, 0 incidents" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K450 articles, 0 incidents (0 unlocated), 0 skipped\n")


def test_pasted_and_ingested_are_the_same_article(tmp_path: Path, own_store: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"خبر\n{STRIKE}", encoding="utf-8")
    assert cli.main(["ingest", str(file), "--published", "2020-01-04"]) == 0
    with Store.open(own_store) as store:
        pasted = from_text(f"خبر\n{STRIKE}", published=date(2020, 1, 4))
        assert store.has(pasted, pipeline.versions())
