"""Nothing acknowledged is ever lost: killed, crowded, out of space, without leave to write, told twice.

The trials are short here. RASD_HARD=1 makes them as long as they are meant: 50 kills of an ingest of 2,000 reports,
two writers and ten readers for 60 s.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rasd import cli
from rasd.record.check import Checked, check
from rasd.record.store import Store
from tests.hard import write_reports
from tests.stores import dump, filled

ROOT = Path(__file__).parents[1]
HARD = os.environ.get("RASD_HARD") == "1"
REPORTS, KILLS, SECONDS = (2_000, 50, 60) if HARD else (150, 6, 4)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'rasd.db'}"


def trial(*arguments: object) -> str:
    command = [sys.executable, "-m", "tests.hard", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4_000:]
    print(done.stdout)
    return done.stdout


def test_killed_at_random_points_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    write_reports(file, REPORTS)
    assert f"{KILLS} kills" in trial("kills", f"sqlite:///{tmp_path / 'rasd.db'}", file, KILLS, 7)


def test_two_writers_and_ten_readers_at_once(url: str) -> None:
    assert "no error" in trial("load", url, SECONDS)


# The same again


def ingest(url: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    assert cli.main(["ingest", str(file)]) == 0


def test_the_same_file_twice_or_shuffled_gives_the_same_store(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, shuffled = tmp_path / "reports.jsonl", tmp_path / "shuffled.jsonl"
    write_reports(file, 60)
    ingest(url, file, monkeypatch)
    once = dump(url)
    ingest(url, file, monkeypatch)
    assert dump(url) == once, "twice"
    lines = file.read_text(encoding="utf-8").splitlines()
    random.Random(3).shuffle(lines)
    shuffled.write_text("\n".join([*lines, *lines[:20]]), encoding="utf-8")
    ingest(url, shuffled, monkeypatch)
    assert dump(url) == once, "shuffled, into the store that has them"
    other = f"sqlite:///{tmp_path / 'other.db'}"
    ingest(other, shuffled, monkeypatch)
    assert dump(other, keys=False) == dump(url, keys=False), "shuffled, into a new store"


def test_each_article_is_acknowledged_once_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "reports.jsonl"
    write_reports(file, 40)
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{tmp_path / 'rasd.db'}")
    for new in ("true", "false"):
        assert cli.main(["ingest", str(file), "--acknowledge"]) == 0
        told = capsys.readouterr().out.splitlines()
        assert sorted(told) == sorted(f'{{"id": "A{number}", "new": {new}}}' for number in range(40))


# No room, no leave


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of so many bytes. Skips the test where none may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, check=False, capture_output=True)
    except OSError:
        pytest.skip("no mount command")
    if done.returncode:
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def test_a_full_disk_is_told_and_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "reports.jsonl"
    write_reports(file, 400)
    with small_disk(tmp_path / "disk", "1500k") as disk:
        url = f"sqlite:///{disk / 'rasd.db'}"
        monkeypatch.setenv("RASD_DATABASE_URL", url)
        assert cli.main(["ingest", str(file), "--acknowledge"]) == 1
        told = capsys.readouterr()
        assert "the disk is full: free some space and run again, what was saved before is kept" in told.err
        kept = told.out.count("\n")
        assert 0 < kept < 400
        remount(disk, "size=64m")
        assert list(check(url, Checked())) == []
        with Store.open(url) as store:
            assert len(set(map(str, store.columns()["article_id"]))) <= kept
        assert cli.main(["ingest", str(file), "--acknowledge"]) == 0
        assert capsys.readouterr().out.count('"new": false') >= kept
        assert list(check(url, Checked())) == []


def test_a_backup_onto_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'rasd.db'}"
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    filled(url, 200)
    with small_disk(tmp_path / "disk", "16k") as disk:
        assert cli.main(["backup", str(disk / "copy.zip")]) == 1
        assert "No space left" in capsys.readouterr().err
        assert list(disk.iterdir()) == []


def test_a_read_only_disk_is_told_and_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "reports.jsonl"
    write_reports(file, 5)
    with small_disk(tmp_path / "disk", "8m") as disk:
        url = f"sqlite:///{disk / 'rasd.db'}"
        filled(url, 2)
        before = dump(url)
        monkeypatch.setenv("RASD_DATABASE_URL", url)
        remount(disk, "ro")
        assert cli.main(["ingest", str(file)]) == 1
        told = capsys.readouterr().err
        assert "check that its folder exists and may be written" in told or "is read-only: allow writing" in told
        remount(disk, "rw")
        assert dump(url) == before
