"""Several processes: the same results in the same order, faults told, processes killed, and a clean end."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rasd import arguments, cli, workers
from rasd.errors import DataError, RasdError
from rasd.model import Article
from rasd.record.store import Store
from rasd.workers import Fault, Team, Work

ROOT = Path(__file__).parents[1]
TOLD = [
    "قتل ثلاثة أشخاص وأصيب خمسة آخرون في غارة جوية نفذتها طائرات على مدينة إدلب شمال غربي سوريا أمس الجمعة.",
    "انفجرت عبوة ناسفة في مدينة الموصل شمالي العراق اليوم السبت، ما أدى إلى مقتل جنديين.",
    "افتتح وزير الثقافة معرضا للكتاب في العاصمة، وحضر الافتتاح عدد من الكتاب والناشرين.",
    "اندلعت اشتباكات عنيفة بين الجيش ومسلحين مجهولين في مدينة درعا مساء الخميس.",
]


def article(number: int, body: str = "") -> Article:
    return Article(str(number), "", body or f"نص {number}")


def made(number: int) -> list[Article]:
    return [article(n) for n in range(number)]


# Jobs that worker processes can be given: functions of a module.


def doubling() -> Work[int]:
    return lambda one: 2 * int(one.id)


def failing_on_sevens() -> Work[int]:
    def work(one: Article) -> int:
        if one.id.endswith("7"):
            raise ValueError(f"no {one.id}")
        return int(one.id)

    return work


def without_knowledge() -> Work[int]:
    def work(one: Article) -> int:
        if one.id == "40":
            raise DataError("data/x.yaml", 3, "unknown key")
        return int(one.id)

    return work


def dying(which: tuple[str, ...], once: Path | None) -> Work[int]:
    def work(one: Article) -> int:
        if one.id in which and not (once and once.exists()):
            if once:
                once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return int(one.id)

    return work


def outcomes(
    job: Callable[[], Work[int]], number: int, count: int, tell: Callable[[str], None] = print
) -> list[object]:
    with Team(job, count, tell) as team:
        return [
            (one.article.id, one.told) if isinstance(one, Fault) else (one[0].id, one[1])
            for one in team.over(made(number))
        ]


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, 31, 32, 33, 500])
def test_results_come_in_order_for_any_number_of_processes(number: int, count: int) -> None:
    assert outcomes(doubling, number, count) == [(str(n), 2 * n) for n in range(number)]


def test_processes_that_are_not_forked_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.sys, "platform", "elsewhere")
    assert outcomes(doubling, 100, 2) == outcomes(doubling, 100, 1)


@pytest.mark.parametrize("count", [1, 2])
def test_an_article_that_fails_costs_no_other(count: int) -> None:
    told = outcomes(failing_on_sevens, 80, count)
    assert told[77] == ("77", "a fault in the extraction (ValueError: no 77)")
    assert [one for one in told if isinstance(one[1], int)] == [(str(n), n) for n in range(80) if n % 10 != 7]  # type: ignore[index]


@pytest.mark.parametrize("count", [1, 2])
def test_broken_knowledge_stops_all(count: int) -> None:
    with pytest.raises((RasdError, DataError), match=r"^data/x\.yaml:3: unknown key$"):
        outcomes(without_knowledge, 80, count)


def test_a_killed_process_costs_nothing(tmp_path: Path) -> None:
    told: list[str] = []
    job = functools.partial(dying, ("40",), tmp_path / "died")
    assert outcomes(job, 300, 2, told.append) == [(str(n), n) for n in range(300)]
    assert told == ["a worker process was killed (for want of memory, perhaps): its articles are read again"]


def test_an_article_that_kills_its_reader_is_named_and_left_out() -> None:
    job = functools.partial(dying, ("40", "71"), None)
    told = outcomes(job, 150, 2, lambda told: None)
    killed = "the worker process that read it was killed"
    assert told == [(str(n), killed if n in (40, 71) else n) for n in range(150)]


def test_processes_killed_again_and_again_end_the_run() -> None:
    job = functools.partial(dying, tuple(map(str, range(64))), None)
    with pytest.raises(RasdError, match="give fewer --workers, or more memory"):
        outcomes(job, 64, 2, lambda told: None)


def test_little_is_read_ahead() -> None:
    read = 0

    def endless() -> Iterator[Article]:
        nonlocal read
        while True:
            read += 1
            yield article(read)

    with Team(doubling, 2) as team:
        results = team.over(endless())
        for number in range(1, 200):
            assert next(results) == (article(number), 2 * number)
        assert read < 600


def test_a_chunk_holds_little_text() -> None:
    chunks = [len(chunk) for chunk in workers._chunks([article(n, "س" * 150_000) for n in range(5)])]
    assert chunks == [2, 2, 1]
    assert [len(chunk) for chunk in workers._chunks(made(70))] == [32, 32, 6]


# The commands


@pytest.fixture
def news(tmp_path: Path) -> Path:
    file = tmp_path / "news.jsonl"
    records = [
        {"id": str(n), "title": "خبر", "text": f"{TOLD[n % len(TOLD)]} {n}", "published": "2020-01-04"}
        for n in range(130)
    ]
    lines = [json.dumps(one, ensure_ascii=False) for one in records]
    lines[69] = '{"id": "69", "text": '
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.parametrize("format", ["jsonl", "csv", "geojson"])
def test_extract_writes_the_same_bytes(
    format: str, news: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    written = []
    for count in ("1", "2", "3"):
        out = tmp_path / f"out{count}"
        assert cli.main(["extract", str(news), "--format", format, "--workers", count, "-o", str(out)]) == 3
        bad, summary = capfd.readouterr().err.splitlines()
        assert bad.startswith(f"{news}:70: is not JSON")
        assert summary.startswith("129 articles, ") and summary.endswith(", 1 skipped")
        written.append(out.read_bytes())
    assert written[0] == written[1] == written[2]
    assert len(written[0].splitlines()) > 90


def test_ingest_keeps_the_same(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    for count in ("1", "2"):
        url = f"sqlite:///{tmp_path / count / 'rasd.db'}"
        monkeypatch.setenv("RASD_DATABASE_URL", url)
        assert cli.main(["ingest", str(news), str(news), "--workers", count]) == 3
        with Store.open(url) as store:
            kept.append(store.columns())
    assert kept[0] == kept[1]
    assert sum(kept[0]["reports"]) > 90


@pytest.mark.parametrize("value", ["0", "-1", "65", "two", "1.5", "99999"])
def test_a_number_of_processes_that_can_not_be(value: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["extract", "x.jsonl", f"--workers={value}"])
    assert end.value.code == arguments.MISUSED
    told = capfd.readouterr().err
    assert f"'{value}' is not a number of worker processes from 1 to 64" in told and len(told.splitlines()) == 1


def test_files_that_are_small_are_read_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasd.run.processors", lambda: 6)
    run = cli.Run(published=None, sample=False, debug=False)
    small, large = tmp_path / "small.jsonl", tmp_path / "large.jsonl"
    small.write_bytes(b" " * 1000)
    large.write_bytes(b" " * 4_000_000)
    used = [run.team(doubling, map(str, names), None)._count for names in ([small], [large], [small, large], ["-"])]
    assert used == [1, 6, 6, 1]
    assert run.team(doubling, [str(small)], 2)._count == 2
    assert run.team(doubling, [str(large)], 1)._count == 1


def children(parent: int) -> list[int]:
    """The processes started by a process that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.fixture
def long_run(news: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run with workers under way, its input kept open."""
    command = [sys.executable, "-m", "rasd", "extract", "-", "--workers", "2", "-o", str(tmp_path / "out.jsonl")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write(news.read_bytes() + b"\n")
        process.stdin.flush()
        while len(children(process.pid)) < 2 and process.poll() is None:
            time.sleep(0.02)
        yield process
        if process.poll() is None:
            process.kill()


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")


@needs_proc
def test_a_stop_from_the_keyboard_is_told_in_one_line(long_run: subprocess.Popen[bytes], tmp_path: Path) -> None:
    started = children(long_run.pid)
    time.sleep(0.3)
    # As a terminal does: to the command and to all that it started.
    os.killpg(long_run.pid, signal.SIGINT)
    _, told = long_run.communicate(timeout=60)
    assert long_run.returncode == cli.INTERRUPTED
    assert told.decode().splitlines()[-1] == "rasd: stopped"
    assert "Traceback" not in told.decode()
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.jsonl"]


@needs_proc
def test_no_process_outlives_the_command(long_run: subprocess.Popen[bytes]) -> None:
    started = children(long_run.pid)
    assert len(started) >= 2
    time.sleep(0.3)
    long_run.kill()
    long_run.wait()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in started) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


@needs_proc
def test_a_process_killed_from_outside_is_told_and_costs_nothing(
    long_run: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    os.kill(children(long_run.pid)[0], signal.SIGKILL)
    _, told = long_run.communicate(timeout=120)
    assert long_run.returncode == cli.SKIPPED
    lines = told.decode().splitlines()
    assert "a worker process was killed (for want of memory, perhaps): its articles are read again" in lines
    assert lines[-1].startswith("129 articles")
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in written] == [str(n) for n in range(130) if n != 69]
