"""`python -m rasd check`: a sound store has no problem, and each thing that must not be is told with its row."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from rasd import cli
from rasd.record.check import Checked, check
from rasd.record.store import Store
from tests.record_cases import NEWER, article, incident, unlocated
from tests.stores import add


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store with reports read twice and a few decisions."""
    url = f"sqlite:///{tmp_path / 'rasd.db'}"
    with Store.open(url) as store:
        for number in (1, 2, 3):
            add(store, number)
        one = article(2)
        store.add(one, (incident(one, 1, confidence=0.25), unlocated(one, 2)), NEWER)
    spoil(
        url,
        "INSERT INTO decisions (incident, field, old, new, who, at, why) VALUES "
        "('INC-R1-1', 'background', NULL, 'true', 'a', '2020-02-01', ''), "
        "('INC-R1-1', 'background', 'true', NULL, 'b', '2020-02-02', '')",
    )
    return url


def spoil(url: str, statement: str) -> None:
    """Changes the tables behind the program's back, which keeps no references."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute(statement)
    connection.commit()
    connection.close()


def problems(url: str) -> list[str]:
    return [str(one) for one in check(url, Checked())]


def test_a_sound_store_has_no_problem(url: str) -> None:
    seen = Checked()
    assert list(check(url, seen)) == []
    assert (seen.rows["articles"], seen.rows["extractions"], seen.rows["decisions"]) == (3, 4, 2)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE articles SET body = body || ' ' WHERE key = 2", ["articles 2: the text of 'r2' is not that of its"]),
        ("UPDATE articles SET published = '2020-01-06' WHERE key = 1", ["articles 1: the text of 'r1'"]),
        ("UPDATE extractions SET is_current = 0 WHERE key = 1", ["articles 1: 0 of its extractions are shown"]),
        ("UPDATE extractions SET data_version = '' WHERE key = 3", ["extractions 3: the versions"]),
        ("DELETE FROM extractions WHERE key = 1", [
            "incidents 1: hangs on extractions 1, which is not there", "incidents 2: hangs on extractions 1",
            "articles 1: 0 of its extractions are shown",
        ]),
        ("UPDATE evidence SET incident = 99 WHERE key = 1", ["evidence 1: hangs on incidents 99"]),
        ("UPDATE evidence SET text = 'other' WHERE key = 2", ["evidence 2: its words do not stand there"]),
        ("UPDATE participants SET start = start + 1 WHERE key = 1", ["participants 1: its words do not stand there"]),
        ("UPDATE tolls SET \"end\" = 100000 WHERE key = 1", ["tolls 1: its words do not stand there"]),
        ("UPDATE incidents SET sentence = 'other' WHERE key = 1", ["incidents 1: the sentence of INC-R1-1"]),
        ("UPDATE incidents SET longitude = NULL WHERE key = 1", ["incidents 1: the coordinates of INC-R1-1"]),
        ("UPDATE incidents SET latitude = 91 WHERE key = 1", ["incidents 1: the coordinates of INC-R1-1"]),
        ("UPDATE incidents SET confidence = 1.5 WHERE key = 1", ["incidents 1: the confidence of INC-R1-1"]),
        ("UPDATE incidents SET sides = '[]' WHERE key = 1", ["incidents 1: the sides of INC-R1-1"]),
        ("UPDATE incidents SET place_id = 'GN2' WHERE key = 1", ["incidents 1: the place of INC-R1-1"]),
        ("UPDATE candidates SET chosen = 1 WHERE incident = 1", ["incidents 1: the place of INC-R1-1"]),
        ("UPDATE decisions SET old = 'false' WHERE key = 2", [
            "decisions 2: was made about 'false', but background of INC-R1-1 was 'true': look at the incident",
        ]),
        ("UPDATE decisions SET old = 'false' WHERE key = 1", [
            "decisions 1: was made about 'false', but background of INC-R1-1 was what the machine read",
        ]),
        ("UPDATE decisions SET new = 'perhaps' WHERE key = 2", [
            "decisions 2: is not applied: background can't be 'perhaps'",
        ]),
        ("UPDATE decisions SET field = 'mood'", ["decisions 1: is not applied", "decisions 2: is not applied"]),
        ("UPDATE decisions SET incident = 'INC-NONE' WHERE key = 1", [
            "decisions 1: is about INC-NONE", "decisions 2: was made about 'true'",
        ]),
        ("UPDATE decisions SET who = '' WHERE key = 1", ["decisions 1: nobody is named"]),
        ("INSERT INTO members (member, lead, position) VALUES ('INC-NONE', 'INC-R1-1', 1)", [
            "members INC-NONE: there is no incident", "members INC-NONE: its group has no lead INC-R1-1: run 'python",
        ]),
        ("INSERT INTO pairs (one, other, people, doubt) VALUES ('INC-R1-1', 'INC-NONE', '', 1)", [
            "pairs INC-NONE: there is no incident of this id: run 'python -m rasd merge'",
        ]),
    ],
)  # fmt: skip
def test_each_breach_is_told_with_its_row(url: str, statement: str, told: list[str]) -> None:
    spoil(url, statement)
    found = problems(url)
    assert len(found) == len(told), found
    for one in told:
        assert any(problem.startswith(one) for problem in found), (one, found)
    assert all(problem.count(": ") >= 2 for problem in found), "each says what to do"


def test_a_file_with_a_damaged_page(url: str, tmp_path: Path) -> None:
    file = tmp_path / "rasd.db"
    with Store.open(url) as store, store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        wanted = text("SELECT rootpage FROM sqlite_master WHERE name = 'ix_evidence_incident'")
        root = connection.execute(wanted).scalar()
        size = connection.execute(text("PRAGMA page_size")).scalar()
    content = bytearray(file.read_bytes())
    start = (int(root or 0) - 1) * int(size or 0)
    content[start + 8 : start + 40] = bytes(32)
    file.write_bytes(content)
    found = problems(url)
    assert any(one.startswith("the file ") for one in found), found


def test_the_command_tells_and_ends_with_three(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    assert cli.main(["check"]) == 0
    spoil(url, "UPDATE evidence SET text = 'other' WHERE key = 2")
    capsys.readouterr()
    assert cli.main(["check"]) == 3
    told = capsys.readouterr()
    assert told.out.count("\n") == 1
    assert told.out.startswith("evidence 2: its words do not stand there in the report: restore a backup of before")
    assert "1 problem" in told.err


def test_postgresql_is_checked_too(postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        add(store)
        add(store, versions=NEWER)
    assert problems(postgres_url) == []
    with Store.open(postgres_url) as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE evidence SET text = 'other' WHERE key = 2"))
    assert len(problems(postgres_url)) == 1
