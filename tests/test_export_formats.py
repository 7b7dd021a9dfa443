"""Every format, read back by a reader of another's making and compared with the rows."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import pyarrow.parquet
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.view.acled import EVENT_TYPES, interaction
from rasd.view.bounds import Bounds
from rasd.view.export import EXPORTED, FORMATS, Country, Known, Manifest, Rows, Written, counted, write
from rasd.view.export import rows as export_rows
from rasd.view.export.acled_table import ACLED_COLUMNS
from rasd.view.export.columns import COLUMNS
from rasd.view.filters import Selection
from rasd.view.snapshot import Snapshot
from tests.view_rows import UNLOCATED, snapshot

KNOWN = Known(
    {
        "islamic-state": ("Islamic State", "rebel"), "sdf": ("Syrian Democratic Forces", "rebel"),
        "army": ("Military Forces", "state_forces"), "civilians": ("Civilians", "civilians"),
        "gunmen": ("Unidentified gunmen", "unidentified"), "abroad": ("Forces from abroad", "external_forces"),
    },
    {"SY": Country("Syria", 760, "Middle East")},
    {"Battles": "#112233"},
)  # fmt: skip
KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = "<img src=x onerror=alert(1)>&amp;]]>\"'${x}\x00\x0b\ufffe\r\n=1"
WRITABLE = HOSTILE.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").replace("\ufffe", "\ufffd")
DAYS = {"date_earliest": date(1, 1, 1), "date_latest": date(9999, 12, 31), "published": None}
MANY: tuple[dict[str, object], ...] = (
    {"killed_low": 0, "killed_high": None, "radius_km": None},
    UNLOCATED | {"event_type": "Riots", "date_earliest": None, "date_latest": None, "date_text": None},
    {"title": HOSTILE.replace("\x00", ""), "sentence": HOSTILE.replace("\x00", ""), "outlet": "<b>&"},
    {"latitude": -35.123456789, "longitude": -179.9999999951, "where_prec": 4, "radius_km": 40.0, "actors": ()},
    DAYS | {"event_type": "Protests", "sub_event_type": "Peaceful protest"},
)


def exported(
    name: str, snap: Snapshot, asked: Manifest | None = None, selection: Selection | None = None
) -> tuple[bytes, Written]:
    out = BytesIO()
    written = write(FORMATS[name], Rows.selected(snap, selection or Selection(), asked, known=KNOWN), out)
    return out.getvalue(), written


def lines(data: bytes, skip: int = 0) -> list[dict[str, str]]:
    found = list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    return found[skip:]


def placemarks(data: bytes) -> list[tuple[str, dict[str, str], ElementTree.Element]]:
    """(folder, data, placemark) of each placemark."""
    found = []
    for folder in ElementTree.fromstring(data).iter(f"{KML}Folder"):
        for mark in folder.iter(f"{KML}Placemark"):
            told = {one.get("name", ""): one.text or "" for one in mark.iter(f"{KML}SimpleData")}
            found.append((folder.findtext(f"{KML}name") or "", told, mark))
    return found


def geopackage(data: bytes, folder: Path) -> Any:
    path = folder / "read.gpkg"
    path.write_bytes(data)
    return geopandas.read_file(path)


# How the ids of a file are read, for each format.
IDS: dict[str, Callable[[bytes, Path], list[str]]] = {
    "geojson": lambda data, _: [one["id"] for one in json.loads(data)["features"]],
    "csv": lambda data, _: [one["id"] for one in lines(data)],
    "hxl": lambda data, _: [one["id"] for one in lines(data, 1)],
    "acled": lambda data, _: [one["event_id_cnty"] for one in lines(data)],
    "kml": lambda data, _: [told["id"] for _, told, _ in placemarks(data)],
    "geopackage": lambda data, folder: list(geopackage(data, folder)["id"]),
    "geoparquet": lambda data, _: pyarrow.parquet.read_table(BytesIO(data))["id"].to_pylist(),
}


def test_every_format_has_a_reader_here() -> None:
    assert set(IDS) == set(FORMATS)
    assert len({form.suffix for form in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("name", sorted(IDS))
@pytest.mark.parametrize("number", [0, 1, 5])
def test_every_incident_is_there_in_batches_of_any_number(
    name: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snap = snapshot(*MANY[:number])
    whole = exported(name, snap)[0]
    monkeypatch.setattr(export_rows, "BATCH", 2)
    for data in (whole, exported(name, snap)[0]):
        found = IDS[name](data, tmp_path)
        assert sorted(found) == sorted(snap.frame["id"])
        if name != "kml":
            assert found == list(snap.frame["id"])


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_rows_give_the_same_bytes(name: str) -> None:
    assert exported(name, snapshot(*MANY))[0] == exported(name, snapshot(*MANY))[0]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_digest_and_the_size_are_those_of_the_bytes(name: str) -> None:
    data, written = exported(name, snapshot(*MANY), Manifest(sentences={"ar": ["إدلب"]}))
    assert (written.size, written.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    told = json.loads(written.sidecar(FORMATS[name], "some/where/x.dat", "2026-01-01T00:00:00+00:00"))
    assert told["file"] == {"name": "x.dat", "format": name, "bytes": len(data), "sha256": written.sha256}
    assert told["counts"] == {"total": 5, "selected": 5, "located": 4, "unlocated": 1}
    assert told["generated"] == "2026-01-01T00:00:00+00:00"
    assert told["filters_in_words"] == {"ar": ["إدلب"]}


rows = st.lists(
    st.fixed_dictionaries(
        {
            "event_type": st.sampled_from(list(EVENT_TYPES)),
            "country": st.sampled_from(["SY", "IQ", None]),
            "status": st.sampled_from(["machine", "confirmed", "corrected", "rejected"]),
            "latitude": st.sampled_from([35.0, None]),
            "title": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
            "date_earliest": st.dates(date(2019, 1, 1), date(2019, 3, 1)),
        }
    ),
    max_size=6,
)


@pytest.mark.parametrize("name", sorted(IDS))
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    given_rows=rows,
    types=st.sets(st.sampled_from(list(EVENT_TYPES)), max_size=3),
    country=st.sampled_from(["", "SY"]),
    reviewed=st.booleans(),
)
def test_exactly_what_is_filtered_is_exported(  # noqa: PLR0917
    name: str, given_rows: list[dict[str, Any]], types: set[str], country: str, reviewed: bool, tmp_path: Path
) -> None:
    for row in given_rows:
        row["date_latest"] = row["date_earliest"] + timedelta(days=1)
    kept = [
        f"INC-{at:012X}"
        for at, row in enumerate(given_rows, start=1)
        if (not types or row["event_type"] in types)
        and (not country or row["country"] == country)
        and (not reviewed or row["status"] in ("confirmed", "corrected"))
        and row["status"] != "rejected"
    ]
    selection = Selection(event_types=tuple(sorted(types)), countries=(country,) if country else ())
    snap = snapshot(*given_rows)
    data, written = exported(name, snap, Manifest(reviewed_only=reviewed), selection)
    assert sorted(IDS[name](data, tmp_path)) == kept
    manifest = written.manifest
    assert (manifest.selected, manifest.total) == (len(kept), len(given_rows))
    assert counted(snap, selection, reviewed) == (manifest.selected, manifest.unlocated)


def test_progress_is_told_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_rows, "BATCH", 2)
    told: list[tuple[int, int]] = []
    rows = Rows.selected(snapshot(*MANY), Selection(), progress=lambda done, total: told.append((done, total)))
    write(FORMATS["csv"], rows, BytesIO())
    assert told == [(2, 5), (4, 5), (5, 5)]


# GeoPackage


def test_the_geopackage_holds_every_column_and_value(tmp_path: Path) -> None:
    snap = snapshot(*MANY)
    found = geopackage(exported("geopackage", snap)[0], tmp_path)
    assert list(found.columns) == [*EXPORTED, "geometry"]
    assert found.crs == "EPSG:4326"
    told = found.set_index("id")
    first, unplaced, hostile, area, far = (told.loc[f"INC-{at:012X}"] for at in range(1, 6))
    assert (first["fatalities_low"], first.geometry.x, first.geometry.y) == (0, 40.4, 35.1)
    assert found["fatalities_high"].isna().sum() == 1
    assert first["actors"] == "islamic-state; sdf"
    assert first["location_ar"] == "الشحيل"
    assert unplaced.geometry is None
    assert hostile["title"] == HOSTILE.replace("\x00", "")
    assert (area.geometry.x, area.geometry.y) == (-180.0, -35.1234568)
    assert far["date_start"] == date(1, 1, 1) or str(far["date_start"]).startswith("0001-01-01")


def test_the_geopackage_tells_its_manifest_and_no_clock(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(exported("geopackage", snapshot(*MANY))[0])
    with sqlite3.connect(path) as base:
        ((told,),) = base.execute("SELECT metadata FROM gpkg_metadata WHERE mime_type = 'application/json'")
        assert base.execute("SELECT last_change FROM gpkg_contents").fetchall() == [("1970-01-01T00:00:00.000Z",)]
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()
    assert json.loads(told)["counts"]["selected"] == 5
    assert pyogrio.read_info(path)["dataset_metadata"]
    at = exported("geopackage", snapshot({}), Manifest(generated="2026-01-01T00:00:00Z"))[0]
    assert b"2026-01-01T00:00:00Z" in at


# GeoParquet


def test_the_geoparquet_holds_every_column_and_value() -> None:
    data = exported("geoparquet", snapshot(*MANY))[0]
    table = pyarrow.parquet.read_table(BytesIO(data))
    assert table.column_names == [*EXPORTED, "geometry"]
    told = {row["id"]: row for row in table.to_pylist()}
    first, unplaced, hostile, area, far = (told[f"INC-{at:012X}"] for at in range(1, 6))
    assert (first["fatalities_low"], first["fatalities_high"]) == (0, None)
    assert (first["actors"], area["actors"]) == (["islamic-state", "sdf"], [])
    assert unplaced["geometry"] is None and unplaced["latitude"] is None and unplaced["date_start"] is None
    assert hostile["sentence"] == HOSTILE.replace("\x00", "")
    assert (far["date_start"], far["date_end"]) == (date(1, 1, 1), date(9999, 12, 31))
    frame = geopandas.read_parquet(BytesIO(data)).set_index("id")
    assert frame.crs.to_string() == "OGC:CRS84"
    assert frame.geometry[area["id"]].coords[0] == (-180.0, -35.1234568)
    assert frame.geometry.isna().sum() == 1


def test_the_geoparquet_describes_its_geometry_as_1_1_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_rows, "BATCH", 2)
    file = pyarrow.parquet.ParquetFile(BytesIO(exported("geoparquet", snapshot(*MANY))[0]))
    assert file.num_row_groups == 3
    geo = json.loads(file.metadata.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert geo["columns"]["geometry"] == {
        "encoding": "WKB", "geometry_types": ["Point"], "bbox": [-180.0, -35.1234568, 40.4, 35.1],
    }  # fmt: skip
    assert json.loads(file.metadata.metadata[b"rasd:manifest"])["counts"]["unlocated"] == 1
    empty = pyarrow.parquet.ParquetFile(BytesIO(exported("geoparquet", snapshot(UNLOCATED))[0]))
    assert "bbox" not in json.loads(empty.metadata.metadata[b"geo"])["columns"]["geometry"]


# KML


def test_the_kml_has_folders_styles_times_and_points() -> None:
    data = exported("kml", snapshot(*MANY))[0]
    told = {one["id"]: (folder, one, mark) for folder, one, mark in placemarks(data)}
    folder, first, mark = told["INC-000000000001"]
    assert folder == "Battles"
    assert mark.findtext(f"{KML}Point/{KML}coordinates") == "40.4,35.1"
    assert mark.findtext(f"{KML}TimeSpan/{KML}begin") == "2019-03-01"
    assert (first["fatalities_low"], "fatalities_high" in first) == ("0", False)
    styles = {style.get("id"): style for style in ElementTree.fromstring(data).iter(f"{KML}Style")}
    style = styles[(mark.findtext(f"{KML}styleUrl") or "").removeprefix("#")]
    assert style.findtext(f"{KML}IconStyle/{KML}color") == "ff332211"
    folder, _, mark = told["INC-000000000002"]
    assert (folder, mark.find(f"{KML}Point"), mark.find(f"{KML}TimeSpan")) == ("Unlocated", None, None)
    _, _, area = told["INC-000000000004"]
    assert "±40" in (area.findtext(f"{KML}name") or "")
    assert (area.findtext(f"{KML}styleUrl") or "").endswith("area")
    assert told["INC-000000000005"][2].findtext(f"{KML}TimeSpan/{KML}begin") == "0001-01-01"


def test_hostile_text_is_data_in_kml_and_no_html() -> None:
    data = exported("kml", snapshot({"title": HOSTILE, "sentence": HOSTILE, "place_name_ar": HOSTILE}))[0]
    ((_, told, mark),) = placemarks(data)
    assert (told["title"], told["sentence"]) == (WRITABLE, WRITABLE)
    described = mark.findtext(f"{KML}description") or ""
    assert "<" not in described and "&lt;img" in described
    assert {one.tag for one in mark} <= {
        f"{KML}{tag}" for tag in ("name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Point")
    }


def test_the_kml_is_read_by_gdal(tmp_path: Path) -> None:
    path = tmp_path / "x.kml"
    path.write_bytes(exported("kml", snapshot(*MANY))[0])
    layers = [name for name, _ in pyogrio.list_layers(path)]
    assert layers == ["Battles", "Protests", "Unlocated"]
    assert len(geopandas.read_file(path, layer="Battles")) == 3


def test_the_kml_tells_its_manifest() -> None:
    root = ElementTree.fromstring(exported("kml", snapshot(*MANY))[0])
    told = root.findtext(f"{KML}Document/{KML}ExtendedData/{KML}Data/{KML}value")
    assert json.loads(told or "")["counts"]["selected"] == 5


# HXL


def test_the_second_line_holds_a_hashtag_for_every_column() -> None:
    data = exported("hxl", snapshot(*MANY))[0]
    head, tags, *rest = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(head) == EXPORTED
    assert len(rest) == 5
    assert tags == [column.hashtag for column in COLUMNS]
    assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
    assert len(set(tags)) == len(tags)
    core = {
        "#event", "#date", "#group", "#country", "#adm1", "#loc", "#geo", "#affected", "#description", "#status",
        "#meta",
    }  # fmt: skip
    assert {tag.split("+")[0] for tag in tags} == core
    assert lines(data, 1) == lines(exported("csv", snapshot(*MANY))[0])


# ACLED's columns


def acled(**changes: object) -> dict[str, str]:
    (row,) = lines(exported("acled", snapshot(changes))[0])
    return row


def test_the_table_has_acleds_columns() -> None:
    row = acled()
    assert tuple(row) == ACLED_COLUMNS
    assert len(ACLED_COLUMNS) == 31
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2019-03-01", "2019", "1")
    assert (row["country"], row["iso"], row["region"]) == ("Syria", "760", "Middle East")
    assert (row["actor1"], row["inter1"], row["interaction"]) == (
        "Islamic State", "Rebel group", "Rebel group-Rebel group",
    )  # fmt: skip
    assert (row["disorder_type"], row["geo_precision"], row["location"]) == ("Political violence", "1", "Al-Shuhayl")
    assert row["tags"] == "status=machine; where_prec=1; sample; url=https://example.org/1"


@pytest.mark.parametrize(
    ("last", "day", "precision"),
    [
        (date(2019, 3, 2), "2019-03-01", "2"),
        (date(2019, 3, 7), "2019-03-04", "2"),
        (date(2019, 3, 31), "2019-03-16", "3"),
        (date(2019, 12, 31), "", ""),
        (None, "", ""),
    ],
)
def test_a_week_and_a_month_are_told_by_their_middle_as_acled_does(last: date | None, day: str, precision: str) -> None:
    row = acled(date_latest=last)
    assert (row["event_date"], row["time_precision"]) == (day, precision)
    if last:
        assert f"dates=2019-03-01/{last}" in row["tags"]


SDF, IS = "Syrian Democratic Forces", "Islamic State"


@pytest.mark.parametrize(
    ("attackers", "targets", "told"),
    [
        ("army", "civilians", ("Military Forces", "", "Civilians", "", "State forces-Civilians")),
        ("abroad", "civilians", ("Forces from abroad", "", "Civilians", "", "External/Other forces-Civilians")),
        ("sdf army", "sdf army", (SDF, "", "Military Forces", "", "State forces-Rebel group")),
        ("sdf army", "islamic-state", (SDF, "Military Forces", IS, "", "Rebel group-Rebel group")),
        ("gunmen", "", ("Unidentified gunmen", "", "", "", "Political militia only")),
        ("", "civilians", ("", "", "Civilians", "", "Civilians only")),
        ("", "", ("", "", "", "", "")),
        ("nobody-knows", "", ("nobody-knows", "", "", "", "")),
    ],
)
def test_sides_are_told_as_acled_tells_them(attackers: str, targets: str, told: tuple[str, ...]) -> None:
    first, second = tuple(attackers.split()), tuple(targets.split())
    row = acled(actors=tuple(dict.fromkeys(first + second)), attackers=first, targets=second)
    names = ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "interaction")
    assert tuple(row[name] for name in names) == told


def test_an_actor_of_neither_side_is_the_first() -> None:
    row = acled(actors=("sdf",), attackers=(), targets=())
    assert (row["actor1"], row["interaction"]) == (SDF, "Rebel group only")


def test_every_pair_has_an_interaction_whichever_comes_first() -> None:
    kinds = ["State forces", "Political militia", "Civilians", "External/Other forces"]
    assert all(interaction(one, other) == interaction(other, one) != "" for one in kinds for other in kinds)


@pytest.mark.parametrize(
    ("kind", "sub", "targets", "told"),
    [
        ("Violence against civilians", "Attack", (), "Civilian targeting"),
        ("Explosions/Remote violence", "Grenade", ("civilians",), "Civilian targeting"),
        ("Explosions/Remote violence", "Grenade", ("civilians", "army"), ""),
        ("Explosions/Remote violence", "Grenade", (), ""),
        ("Battles", "Armed clash", ("civilians",), ""),
        ("Protests", "Excessive force against protesters", (), "Civilian targeting"),
    ],
)
def test_civilian_targeting(kind: str, sub: str, targets: tuple[str, ...], told: str) -> None:
    row = acled(event_type=kind, sub_event_type=sub, actors=targets, attackers=(), targets=targets)
    assert row["civilian_targeting"] == told


def test_untold_fatalities_are_empty_and_none_is_zero() -> None:
    assert acled(killed_low=None, killed_high=4)["fatalities"] == ""
    assert acled(killed_low=0)["fatalities"] == "0"


def test_an_unlocated_incident_stays_in_the_table() -> None:
    row = acled(**UNLOCATED)
    assert (row["latitude"], row["longitude"], row["geo_precision"], row["country"]) == ("", "", "", "")
    assert row["location"] == "بلدة الشحيل"
    assert "unlocated" in row["tags"]


def test_no_cell_of_the_other_tables_starts_a_formula() -> None:
    snap = snapshot({"sentence": "=1+1", "outlet": "@x", "place_text": "\t=1"})
    (row,) = lines(exported("acled", snap)[0])
    assert (row["notes"], row["source"]) == ("'=1+1", "'@x")
    (row,) = lines(exported("hxl", snap)[0], 1)
    assert (row["sentence"], row["place_text"]) == ("'=1+1", "'\t=1")


def test_what_the_map_shows_is_asked_for_and_told() -> None:
    snap = snapshot({}, {"latitude": 10.0}, UNLOCATED)
    selection, view = Selection(in_view=True), Bounds(40.0, 35.0, 41.0, 36.0)
    rows = Rows.selected(snap, selection, view=view)
    written = write(FORMATS["csv"], rows, BytesIO())
    assert written.manifest.selected == counted(snap, selection, False, view)[0] == 1
    assert written.manifest.told()["map_view"] == {"west": 40.0, "south": 35.0, "east": 41.0, "north": 36.0}
    assert (
        "map_view" not in write(FORMATS["csv"], Rows.selected(snap, Selection(), view=view), BytesIO()).manifest.told()
    )
