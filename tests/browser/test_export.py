"""Files downloaded from the export page: valid, and exactly what is filtered."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import expect

from rasd.view.export import EXPORTED, FORMATS
from tests.browser import rfc7946
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import Dashboard
from tests.browser.store import Row, located, rows

# May 2024: the reports of this folder, one of them without a place.
FILTER = {"from": "2024-05-01", "to": "2024-05-31"}


def downloaded(dashboard: Dashboard, format: str, folder: Path, button: str = "download") -> Path:
    """The file of a format: chosen, made, and fetched by its button."""
    dashboard.key("export_format").locator("[role=radiogroup] label").nth(list(FORMATS).index(format)).click()
    dashboard.settled()
    dashboard.button("export_prepare").click()
    link = dashboard.key(f"{button}_{format}").locator("a")
    expect(link).to_be_visible()
    with dashboard.page.expect_download() as waiting:
        link.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def wanted(server: Server) -> list[Row]:
    """The rows that the filter keeps, chosen by the test itself."""
    first, last = (date.fromisoformat(day) for day in FILTER.values())
    found = [row for row in rows(server.store) if row["date_latest"] is not None]
    return [row for row in found if row["date_latest"] >= first and row["date_earliest"] <= last]  # type: ignore[operator]


def test_the_geojson_is_valid_and_holds_what_is_filtered(server: Server, visit: Opener, tmp_path: Path) -> None:
    kept = {str(row["id"]): row for row in wanted(server)}
    dashboard = visit(server)
    dashboard.open("export", lang="en", **FILTER)
    expect(dashboard.count("unlocated")).to_have_text(str(len(kept) - located(list(kept.values()))))
    file = downloaded(dashboard, "geojson", tmp_path)
    assert file.suffix == ".geojson"
    found = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    assert rfc7946.faults(found) == []

    features = {feature["id"]: feature for feature in found["features"]}
    assert features.keys() == kept.keys()
    for id, row in kept.items():
        geometry, told = features[id]["geometry"], features[id]["properties"]
        assert (geometry is None) == (row["latitude"] is None)
        if geometry is not None:
            longitude, latitude = geometry["coordinates"]
            assert abs(float(longitude) - row["longitude"]) < 1e-6  # type: ignore[operator]
            assert abs(float(latitude) - row["latitude"]) < 1e-6  # type: ignore[operator]
        assert told["fatalities_low"] == row["killed_low"]
        assert told["injured_low"] == row["injured_low"]
        assert told["title"] == row["title"]

    about = found["manifest"]
    without = sum(1 for feature in features.values() if feature["geometry"] is None)
    assert without > 0
    assert about["filters"] == FILTER
    assert about["counts"] == {
        "total": len(rows(server.store)), "selected": len(features), "located": len(features) - without,
        "unlocated": without,
    }  # fmt: skip


def test_the_csv_holds_the_same_rows(server: Server, visit: Opener, tmp_path: Path) -> None:
    kept = {str(row["id"]): row for row in wanted(server)}
    dashboard = visit(server)
    dashboard.open("export", lang="ar", **FILTER)
    file = downloaded(dashboard, "csv", tmp_path)
    assert file.suffix == ".csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        found = {row["id"]: row for row in csv.DictReader(lines, strict=True)}
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert found.keys() == kept.keys()
    for id, row in kept.items():
        assert tuple(found[id]) == EXPORTED
        assert found[id]["fatalities_low"] == ("" if row["killed_low"] is None else str(row["killed_low"]))
        assert (found[id]["latitude"] == "") == (row["latitude"] is None)


def test_the_zip_brings_the_manifest_with_the_digest(server: Server, visit: Opener, tmp_path: Path) -> None:
    dashboard = visit(server)
    dashboard.open("export", lang="ar", **FILTER)
    with zipfile.ZipFile(downloaded(dashboard, "geopackage", tmp_path, "download_zip")) as zipped:
        data, about = (zipped.read(name) for name in ("rasd-incidents.gpkg", "rasd-incidents.gpkg.manifest.json"))
    digest = hashlib.sha256(data).hexdigest()
    told = json.loads(about)
    assert told["file"]["sha256"] == digest
    assert told["filters"] == FILTER
    expect(dashboard.key("export_made")).to_contain_text(digest)


def test_nothing_filtered_exports_everything(server: Server, visit: Opener, tmp_path: Path) -> None:
    dashboard = visit(server)
    dashboard.open("export", lang="en")
    found = json.loads(downloaded(dashboard, "geojson", tmp_path).read_text(encoding="utf-8"), parse_float=Decimal)
    assert rfc7946.faults(found) == []
    assert {feature["id"] for feature in found["features"]} == {row["id"] for row in rows(server.store)}


def test_the_checker_finds_faults() -> None:
    feature = {"type": "Feature", "id": "a", "properties": {}, "geometry": None}
    good = {"type": "FeatureCollection", "features": [feature]}
    assert rfc7946.faults(good) == []
    assert rfc7946.faults({**good, "crs": {}})
    assert rfc7946.faults({**good, "features": [feature, feature]})
    for point in (["95.5", "95.5"], ["1.12345678", "2"], ["1"]):
        geometry = {"type": "Point", "coordinates": [Decimal(number) for number in point]}
        assert rfc7946.faults({**good, "features": [{**feature, "geometry": geometry}]}), point
    assert rfc7946.faults({**good, "features": [{key: feature[key] for key in ("type", "id", "properties")}]})
