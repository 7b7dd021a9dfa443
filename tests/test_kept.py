"""What the gazetteer keeps from start to start: used while nothing has changed, made anew when something has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gazetteer import Gazetteer, kept, language, tables, userdata, vocabulary
from gazetteer.datafile import read_yaml
from gazetteer.index import Names


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(kept, "cache_folder", lambda: folder)
    return folder


def _counted(source: Path) -> tuple[Callable[[], str], list[str]]:
    made: list[str] = []

    def make() -> str:
        made.append(source.read_text(encoding="utf-8"))
        return made[-1]

    return make, made


def test_what_is_kept_is_made_once(tmp_path: Path, cache: Path) -> None:
    source = tmp_path / "source"
    source.write_text("one", encoding="utf-8")
    make, made = _counted(source)
    assert [kept.kept("text", [source], make) for _ in range(3)] == ["one"] * 3
    assert made == ["one"]
    assert [one.name.partition("-")[0] for one in cache.iterdir()] == ["text"]


def test_a_changed_source_is_read_anew_whatever_its_date(tmp_path: Path, cache: Path) -> None:
    source = tmp_path / "source"
    make, made = _counted(source)
    for content in ("one", "two", "one"):
        source.write_text(content, encoding="utf-8")
        assert kept.kept("text", [source], make) == content
    assert made == ["one", "two", "one"]


def test_a_changed_module_makes_it_anew(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, source = tmp_path / "package", tmp_path / "source"
    package.mkdir()
    source.write_text("one", encoding="utf-8")
    make, made = _counted(source)
    monkeypatch.setattr(kept, "_HERE", package)
    for code in ("a = 1", "a = 2"):
        (package / "module.py").write_text(code, encoding="utf-8")
        kept.kept("text", [source], make)
    assert len(made) == 2


@pytest.mark.parametrize("left", [0, 10, 40])
def test_a_file_cut_off_is_made_anew(tmp_path: Path, cache: Path, left: int) -> None:
    source = tmp_path / "source"
    source.write_text("a longer text that is cut off", encoding="utf-8")
    make, made = _counted(source)
    kept.kept("text", [source], make)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:left])
    assert kept.kept("text", [source], make) == made[0]
    assert len(made) == 2


def test_where_nothing_can_be_written_all_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    make, made = _counted(tmp_path / "file")
    for folder in (None, tmp_path / "file" / "folder"):
        monkeypatch.setattr(kept, "cache_folder", lambda folder=folder: folder)
        assert kept.kept("text", [], make) == ""
    assert len(made) == 2


def test_nobody_without_a_home_is_kept_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert userdata.cache_folder() is None


def test_the_tables_come_back_as_they_were() -> None:
    made = tables.load(Path(tables.__file__).parent)
    back = tables.Tables.of_plain(made.plain())
    assert dict(back.places) == dict(made.places)
    assert (back.names, back.latin, back.countries) == (made.names, made.latin, made.countries)
    assert (back.weak, back.version, back.regions) == (made.weak, made.version, made.regions)


def test_the_gazetteer_is_the_same_kept_or_made(cache: Path) -> None:
    folder = Path(tables.__file__).parent
    made = Gazetteer(tables.load(folder))
    for _ in range(2):
        plain, names = kept.kept("tables", tables.files(folder), lambda: _plain(folder))
        back = Gazetteer(tables.Tables.of_plain(plain), names=Names(*names))
        assert (back.version, back.name_count, len(back.places)) == (made.version, made.name_count, len(made.places))
        for name in ("البوكمال", "Deir ez-Zor", "طرابلس", "الحياة"):
            assert back.resolve_name(name) == made.resolve_name(name)


def _plain(folder: Path) -> tuple[object, ...]:
    loaded = tables.load(folder)
    return loaded.plain(), tuple(Names.of(loaded, vocabulary.load()))


def test_the_language_file_comes_back_with_its_lines() -> None:
    made = read_yaml(language.DEFAULT)
    assert type(made).of_plain(made.file, made.plain()) == made == language.load()
