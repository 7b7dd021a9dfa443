"""Backups: the whole store in one file, of a store in use, and back into either kind of store."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from gazetteer import Gazetteer, userplaces
from gazetteer.userplaces import NewAlias, NewPlace
from rasd import cli
from rasd.errors import DataError, StoreError
from rasd.record import backup, schema
from rasd.record.check import Checked, check
from rasd.record.store import Store
from tests import released
from tests.record_cases import VERSIONS, article
from tests.stores import add, dump, filled

KINDS = ["sqlite", "postgresql"]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return _url(request, request.param, tmp_path / "rasd.db")


@pytest.fixture(params=KINDS)
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres").database())
    return f"sqlite:///{tmp_path / 'other.db'}"


def _url(request: pytest.FixtureRequest, kind: str, file: Path) -> str:
    return f"sqlite:///{file}" if kind == "sqlite" else str(request.getfixturevalue("postgres_url"))


def saved(url: str, file: Path) -> Path:
    with file.open("wb") as out:
        backup.write(url, out)
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup of three articles."""
    url = f"sqlite:///{tmp_path / 'first.db'}"
    filled(url)
    return saved(url, tmp_path / "store.zip")


def changed(file: Path, name: str, content: bytes | None) -> Path:
    """The backup with another content of one of its files, or without that file."""
    target = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(target, "w") as out:
        for entry in given.namelist():
            if entry != name:
                out.writestr(entry, given.read(entry))
            elif content is not None:
                out.writestr(entry, content)
    return target


def test_a_store_comes_back_whole_in_either_kind(url: str, other_url: str, tmp_path: Path) -> None:
    filled(url)
    backup.restore(other_url, saved(url, tmp_path / "store.zip"))
    first, second = dump(url), dump(other_url)
    assert first.pop("meta") != second.pop("meta"), "whoever has the store open sees that it is another"
    assert first == second
    assert list(check(other_url, Checked())) == []
    with Store.open(other_url) as store:
        assert not add(store, 1)
        assert add(store, 9), "keys go on behind those restored"


def test_a_backup_is_of_one_moment_while_others_write(url: str, tmp_path: Path) -> None:
    filled(url, 3)
    numbers = iter(range(10, 100))
    with Store.open(url) as store:
        out = io.BytesIO()
        made = backup.write(url, out, lambda done, total: add(store, next(numbers)) and None)
        written = next(numbers) - 10
        assert written > 3
        assert len(store.columns()["id"]) == 2 * (3 + written)
    assert (made.count("articles"), made.count("incidents"), made.count("extractions")) == (3, 6, 3)
    file = tmp_path / "store.zip"
    file.write_bytes(out.getvalue())
    other = f"sqlite:///{tmp_path / 'other.db'}"
    backup.restore(other, file)
    assert list(check(other, Checked())) == []


def test_the_manifest_tells_what_is_inside(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        told = json.loads(packed.read("manifest.json"))
        assert (told["format"], told["schema"]) == ("rasd-backup-1", schema.HEAD)
        assert {part["table"]: part["rows"] for part in told["tables"]}["articles"] == 3
        assert [part["table"] for part in told["tables"]] == [one.name for one in schema.metadata.sorted_tables]
        first = json.loads(packed.read("articles.jsonl").splitlines()[0])
        columns = next(part["columns"] for part in told["tables"] if part["table"] == "articles")
        assert dict(zip(columns, first, strict=True))["title"] == article(1).title


def test_only_an_empty_store_is_filled_unless_forced(file: Path, url: str) -> None:
    filled(url, 1)
    before = dump(url)
    with pytest.raises(StoreError, match=r"is not empty \(articles, .*restore into a new store, or give --force"):
        backup.restore(url, file)
    assert dump(url) == before
    with Store.open(url) as store:
        counted = store.change_counter()
        backup.restore(url, file, force=True)
        assert len(store.columns()["id"]) == 6, "who has it open sees what was restored"
        assert store.change_counter() > counted


def test_a_database_of_another_program_is_left_alone(file: Path, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "rasd.db").execute("CREATE TABLE articles (x)").connection.close()
    with pytest.raises(StoreError, match="holds tables of another program"):
        backup.restore(f"sqlite:///{tmp_path / 'rasd.db'}", file, force=True)


def test_a_backup_that_was_changed_restores_nothing(file: Path, url: str) -> None:
    with zipfile.ZipFile(file) as packed:
        rows = packed.read("evidence.jsonl")
    filled(url, 1)
    before = dump(url)
    for content, told in (
        (rows.replace("هاجم".encode(), "غادر".encode(), 1), "is not what was written into the backup"),
        (b"".join(rows.splitlines(keepends=True)[:-1]), "is not what was written into the backup"),
        (rows + b"not a row\n", "evidence.jsonl:10: is not a row of the table"),
        (None, "is damaged"),
    ):
        with pytest.raises(DataError, match=told):
            backup.restore(url, changed(file, "evidence.jsonl", content), force=True)
        assert dump(url) == before, "whole or not at all"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{}", "is not a backup of a store"),
        (b'{"format": "rasd-backup-2", "tables": []}', "is not a backup of a store"),
        (b'{"format": "rasd-backup-1", "schema": "9999", "made": "", "tables": []}', r"a newer Rasd \(schema 9999\)"),
        (
            b'{"format": "rasd-backup-1", "schema": "0001", "made": "", '
            b'"tables": [{"table": "x; DROP", "columns": [], "rows": 0, "sha256": ""}]}',
            "holds another table",
        ),
    ],
)
def test_a_manifest_that_can_not_be_used(file: Path, tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(DataError, match=told):
        backup.restore(f"sqlite:///{tmp_path / 'new.db'}", changed(file, "manifest.json", content))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"plain text"])
def test_a_file_that_is_no_backup(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(DataError, match="is not a backup of a store"):
        backup.restore(f"sqlite:///{tmp_path / 'new.db'}", file)


def test_a_backup_of_a_released_schema_is_brought_up_to_date(tmp_path: Path, url: str) -> None:
    file = tmp_path / "old.zip"
    tables = released.rows("0001")
    with zipfile.ZipFile(file, "w") as out:
        parts = []
        for name, rows in tables.items():
            content = "".join(json.dumps(list(row.values())) + "\n" for row in rows).encode()
            out.writestr(f"{name}.jsonl", content)
            digest = hashlib.sha256(content).hexdigest()
            parts.append({"table": name, "columns": list(rows[0]), "rows": len(rows), "sha256": digest})
        told = {"format": backup.FORMAT, "schema": "0001", "made": "2020-02-02", "tables": parts}
        out.writestr("manifest.json", json.dumps(told))
    assert backup.restore(url, file).count("decisions") == 2
    with Store.open(url) as store:
        found = store.article("r1")
        assert found is not None and len(found.incidents[0].decisions) == 2
    assert list(check(url, Checked())) == []


# The commands


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'own.db'}"
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    return url


def test_commands_back_up_and_restore(
    own_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(own_store)
    file = tmp_path / "copy.zip"
    assert cli.main(["backup", str(file)]) == 0
    assert "3 articles, 6 incidents, 0 decisions" in capsys.readouterr().err
    written = file.read_bytes()
    assert cli.main(["backup", str(file)]) == 2
    assert "is there already: give another name, or --force" in capsys.readouterr().err
    assert file.read_bytes() == written
    assert cli.main(["backup", str(file), "--force"]) == 0
    assert cli.main(["restore", str(file)]) == 1
    assert "is not empty" in capsys.readouterr().err
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert cli.main(["restore", str(file)]) == 0
    assert cli.main(["check"]) == 0
    assert "no problem found" in capsys.readouterr().err
    assert cli.main(["restore", str(tmp_path / "nowhere.zip")]) == 1
    assert "does not exist: check the name" in capsys.readouterr().err


def test_places_that_people_added_come_back_and_those_there_stay(
    own_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(own_store)
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "one"))
    place = userplaces.add_place(NewPlace("تل السدرة", "Tall as Sidrah", "PPL", "SY", "Raqqa", 35.61, 38.72))
    userplaces.add_alias(NewAlias("السدرة القديمة", place.id))
    file = tmp_path / "copy.zip"
    assert cli.main(["backup", str(file)]) == 0

    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "two"))
    other = userplaces.add_place(NewPlace("خربة الغزلان", "Khirbat al Ghizlan", "PPL", "SY", "Homs", 34.4, 37.3))
    monkeypatch.setenv("RASD_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    for added in (2, 0):
        capsys.readouterr()
        assert cli.main(["restore", str(file), "--force"]) == 0
        assert f"{added} places and aliases added" in capsys.readouterr().err
        found = Gazetteer.load()
        assert [(one.key, one.place and one.place.id) for one in userplaces.listed(found)] == [
            (other.id, other.id), (place.id, place.id), (f"السدرة القديمة={place.id}", place.id),
        ]  # fmt: skip
    Gazetteer.load()
    damaged = changed(file, "beside/places-user.csv", b"id\n")
    assert cli.main(["restore", str(damaged), "--force"]) == 1
    assert "places-user.csv: is not what was written into the backup" in capsys.readouterr().err


def test_a_backup_that_fails_leaves_the_file_before_it(
    own_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(own_store)
    file = tmp_path / "copy.zip"
    file.write_bytes(b"the one before")

    def fail(value: object) -> str:
        raise StoreError("the disk went away")

    monkeypatch.setattr(backup, "_told", fail)
    assert cli.main(["backup", str(file), "--force"]) == 1
    assert file.read_bytes() == b"the one before"
    assert {one.name for one in tmp_path.iterdir()} == {"copy.zip", "own.db"}


def test_versions_of_the_store_are_kept(file: Path, url: str) -> None:
    backup.restore(url, file)
    with Store.open(url) as store:
        assert {row.data_version for row in store.rows()} == {VERSIONS[1]}
