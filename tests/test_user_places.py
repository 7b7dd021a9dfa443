"""Places and aliases of the user's own: what is refused, what is written, and that the gazetteer knows it at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gazetteer import Gazetteer, browse, tables, userplaces
from gazetteer.arabic import Text
from gazetteer.errors import DataError
from gazetteer.model import Context
from gazetteer.userplaces import REFUSALS, NewAlias, NewPlace, RefusedError
from rasd.extract import pipeline

NAME = "السوسناتية"
VILLAGE = NewPlace(NAME, "Susanatiya", "PPL", "SY", "Deir ez-Zor", 35.2, 40.3, 1, "told by a reader")
NICKNAME = "عروس الزنابق"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def refused(wanted: NewPlace | NewAlias) -> RefusedError:
    """The refusal that adding ends in."""
    with pytest.raises(RefusedError) as caught:
        userplaces.add_place(wanted) if isinstance(wanted, NewPlace) else userplaces.add_alias(wanted)
    return caught.value


def files(folder: Path) -> dict[str, str]:
    """All files of the data folder with what they hold."""
    return {one.name: one.read_text(encoding="utf-8") for one in sorted(folder.glob("*"))} if folder.is_dir() else {}


def test_an_added_place_is_known_at_once_and_changes_the_version(folder: Path) -> None:
    before, versions = Gazetteer.load(), pipeline.versions()
    assert before.resolve_name(NAME).place is None
    place = userplaces.add_place(VILLAGE)
    after = Gazetteer.load()
    assert after.version != before.version
    assert pipeline.versions() != versions
    assert (place.source, place.radius_km, place.country) == ("user", 5.0, "SY")
    assert after.resolve_name(NAME).place == after.resolve_name("Susanatiya").place == place
    (placed,) = pipeline.load().gazetteer.read(Text(f"انفجار في بلدة {NAME}"), Context({"SY": 1.0}))
    assert placed.resolution.place == place
    assert list(files(folder)) == ["places-user.csv"]
    header, row = files(folder)["places-user.csv"].splitlines()
    assert header == ",".join(tables.CURATED)
    assert row == f"USER-SY-susanatiya,{NAME},,Susanatiya,PPL,SY,Deir ez-Zor,35.2,40.3,1,5,told by a reader"


def test_without_own_places_all_is_as_shipped() -> None:
    assert Gazetteer.load().version.split("+")[0] == tables.load(Path(tables.__file__).parent).version


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name_ar": " "}, "no_name_ar"),
        ({"name_ar": "Susan"}, "no_name_ar"),
        ({"name_ar": "سوسن|سوسنة"}, "unfit_name"),
        ({"name_ar": "س" * 101}, "unfit_name"),
        ({"name": ""}, "no_name"),
        ({"name": NAME}, "no_name"),
        ({"kind": "village"}, "kind"),
        ({"country": ""}, "country"),
        ({"country": "QQ"}, "country"),
        ({"admin1": "Nineveh"}, "admin1"),
        ({"latitude": None}, "coordinates"),
        ({"latitude": 95.0}, "coordinates"),
        ({"longitude": float("nan")}, "coordinates"),
        ({"latitude": 40.3, "longitude": 35.2}, "far"),
        ({"where_prec": 8}, "precision"),
        ({"radius_km": 0.0}, "radius"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(change: dict[str, object], code: str, folder: Path) -> None:
    error = refused(replace(VILLAGE, **change))  # type: ignore[arg-type]
    assert error.code == code
    assert "{" not in str(error)
    assert files(folder) == {}


def test_a_place_that_is_there_is_refused(folder: Path) -> None:
    raqqa = Gazetteer.load().resolve_name("Raqqa").place
    assert raqqa is not None
    near = replace(VILLAGE, name_ar="الرقة", admin1="Raqqa", latitude=raqqa.latitude + 0.01, longitude=raqqa.longitude)
    assert refused(near).code == "duplicate"
    userplaces.add_place(VILLAGE)
    kept = files(folder)
    assert refused(replace(VILLAGE, name="Other", latitude=35.21)).code == "duplicate"
    assert files(folder) == kept


def test_namesakes_far_apart_are_two_places() -> None:
    first = userplaces.add_place(VILLAGE)
    second = userplaces.add_place(replace(VILLAGE, admin1="Aleppo", latitude=36.3, longitude=37.2))
    assert first.id != second.id
    assert Gazetteer.load().resolve_name(NAME).place is None


def test_an_added_alias_names_its_place_once(folder: Path) -> None:
    raqqa = Gazetteer.load().resolve_name("Raqqa").place
    assert raqqa is not None
    userplaces.add_alias(NewAlias(NICKNAME, raqqa.id, "strong", "a nickname, told twice"))
    assert Gazetteer.load().resolve_name(NICKNAME).place == raqqa
    assert NICKNAME in browse.names_of(Gazetteer.load(), raqqa)
    assert files(folder) == {
        "aliases-user.csv": f'{",".join(tables.ALIASES)}\n{NICKNAME},{raqqa.id},strong,"a nickname, told twice"\n'
    }
    assert refused(NewAlias(f"{NICKNAME}ِ", raqqa.id)).code == "known_alias"
    assert refused(NewAlias("سوسن", "nowhere")).code == "no_place"
    assert refused(NewAlias("سوسن", raqqa.id, "middling")).code == "strength"


def test_an_alias_of_an_imported_place_outlives_the_import(folder: Path, tmp_path: Path) -> None:
    from gazetteer import importing, imports, userdata

    source = tmp_path / "villages.csv"
    source.write_text(f"name_ar,name,lat,lon,country\n{NAME},Susanatiya,35.2,40.3,SY\n", encoding="utf-8")
    columns = {"name_ar": "name_ar", "name": "name", "lat": "lat", "lon": "lon", "country": "country"}
    order = importing.Order("table", (source,), "", "", "", "", columns)
    (made,) = importing.run(order, userdata.imports_folder(), print).made
    imported = Gazetteer.load().resolve_name(NAME, Context({"SY": 1.0})).place
    assert imported is not None
    userplaces.add_alias(NewAlias(NICKNAME, imported.id))
    imports.remove(userdata.imports_folder(), made.name)
    found = Gazetteer.load().resolve_name(NICKNAME).place
    assert found is not None
    assert (found.id, found.latitude, found.source) == (imported.id, 35.2, "user")


def test_what_was_added_is_listed_and_removed() -> None:
    start = Gazetteer.load().version
    place = userplaces.add_place(VILLAGE)
    userplaces.add_alias(NewAlias(NICKNAME, place.id))
    added_place, added_alias = userplaces.listed(Gazetteer.load())
    assert (added_place.is_alias, added_alias.is_alias) == (False, True)
    assert added_place.place == added_alias.place == place
    userplaces.remove(added_alias)
    assert Gazetteer.load().resolve_name(NICKNAME).place is None
    userplaces.add_alias(NewAlias(NICKNAME, place.id))
    userplaces.remove(added_place)
    assert userplaces.listed(Gazetteer.load()) == []
    assert Gazetteer.load().resolve_name(NAME).place is None
    assert Gazetteer.load().version != start  # tables without rows are there now
    for gone in (added_place, added_alias):
        with pytest.raises(RefusedError):
            userplaces.remove(gone)


def test_an_alias_whose_place_is_gone_keeps_nothing_from_starting(folder: Path) -> None:
    folder.mkdir()
    row = f"{NICKNAME},no-such-place,strong,"
    (folder / "aliases-user.csv").write_text(f"{','.join(tables.ALIASES)}\n{row}\n", encoding="utf-8")
    assert Gazetteer.load().resolve_name(NICKNAME).place is None
    (added,) = userplaces.listed(Gazetteer.load())
    assert added.place is None


@pytest.mark.parametrize(
    ("name", "row", "problem"),
    [
        ("places-user.csv", "a,ا ب,,A,PPL,SY,,94,36,1,5,", r"places-user\.csv:2: a number from -90 to 90"),
        ("places-user.csv", "SY,ا ب,,A,PPL,SY,,34,36,1,5,", r"places-user\.csv:2: an id stands twice"),
        ("aliases-user.csv", "ا ب,SY,sure,", r"aliases-user\.csv:2: strength is strong or weak"),
    ],
)
def test_a_row_edited_badly_is_told_with_its_line(folder: Path, name: str, row: str, problem: str) -> None:
    folder.mkdir()
    columns = tables.CURATED if name.startswith("places") else tables.ALIASES
    (folder / name).write_text(f"{','.join(columns)}\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=problem):
        Gazetteer.load()


def test_a_write_that_fails_leaves_the_old_table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    userplaces.add_place(VILLAGE)
    kept = files(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DataError, match="No space left"):
        userplaces.add_place(replace(VILLAGE, name_ar="زنبقية الجبل", name="Zanbaqiya"))
    assert files(folder) == kept


def test_text_is_no_formula(folder: Path) -> None:
    userplaces.add_place(replace(VILLAGE, note='=HYPERLINK("x")', name="@Susan\natiya"))
    row = files(folder)["places-user.csv"].splitlines()[1]
    assert ",Susan atiya," in row
    assert ",=" not in row
    assert ',"=' not in row


def test_near_spellings_are_suggestions_without_the_name_itself() -> None:
    gazetteer = Gazetteer.load()
    found = browse.near(gazetteer, "البوكمالل")
    assert "Al-Bukamal" in [one.place.name for one in found if one.alike == found[0].alike]
    assert gazetteer.resolve_name("البوكمالل").place is None
    exact = {one.id for one in gazetteer.named("الرقة")}
    assert not exact & {one.place.id for one in browse.near(gazetteer, "الرقة")}
    assert browse.near(gazetteer, "") == []


def test_suggestions_need_no_extra_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rapidfuzz", None)
    found = browse.near(Gazetteer.load(), "البوكمالل")
    assert "Al-Bukamal" in [one.place.name for one in found if one.alike == found[0].alike]


def test_every_refusal_has_a_label_with_its_holes() -> None:
    from rasd.lexicon.labels import labels
    from tests.test_labels import holes

    for language in ("ar", "en"):
        own = labels(language)
        for code, text in REFUSALS.items():
            assert holes(own.texts[f"refused.{code}"]) <= holes(text), (language, code)
