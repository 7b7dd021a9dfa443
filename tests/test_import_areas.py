"""Importing administrative boundaries (COD-AB) and OpenStreetMap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely

from gazetteer.userdata import imports_folder
from tests.import_files import geojson, imported, pbf, places, run, square, write

OLD: dict[str, Any] = {
    "ADM3_EN": "Al-Warda", "ADM3_AR": "الوردة", "ADM3_PCODE": "IQG99Q01N02", "ADM3ALT1AR": "ورده", "ADM3ALT1EN": None,
    "ADM2_EN": "Zahra", "ADM2_AR": "الزهرة", "ADM2_PCODE": "IQG99Q01", "ADM0_PCODE": "IQ",
}  # fmt: skip
NEW: dict[str, Any] = {
    "adm2_name": "Warda", "adm2_name1": "منطقة الوردة", "adm2_name2": None, "adm2_pcode": "SY9901", "adm1_name": "Homs",
    "adm1_name1": "حمص", "adm1_pcode": "SY99", "adm0_pcode": "SY", "lang": "en", "lang1": "ar",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path / "data"))


def test_the_columns_of_both_schemas_are_known(tmp_path: Path) -> None:
    old = geojson(tmp_path / "adm3.geojson", (OLD, square(44.0, 33.0)))
    new = geojson(tmp_path / "adm2.geojson", (NEW, square(37.2, 34.6)))
    assert run("import", "cod_ab", old, new) == 0
    first = places("cod_ab-adm3")["COD-IQG99Q01N02"]
    assert (first.kind, first.country, first.name, first.admin2, first.code) == (
        "ADM3", "IQ", "Al-Warda", "Zahra", "IQG99Q01N02",
    )  # fmt: skip
    assert set(first.names_ar) == {"الوردة", "ورده"}
    second = places("cod_ab-adm2")["COD-SY9901"]
    assert (second.kind, second.country, second.name, second.admin1, second.code) == (
        "ADM2", "SY", "Warda", "Homs", "SY9901",
    )  # fmt: skip
    assert second.names_ar == ("الوردة",)


@pytest.mark.parametrize(("driver", "suffix"), [("GPKG", ".gpkg"), ("ESRI Shapefile", ".shp")])
def test_geopackages_and_shapefiles_are_read(tmp_path: Path, driver: str, suffix: str) -> None:
    path = tmp_path / f"adm3{suffix}"
    texts = {key: str(OLD[key]) for key in ("ADM3_EN", "ADM3_AR", "ADM3_PCODE", "ADM0_PCODE")}
    _write_layer(path, driver, texts, square(44.0, 33.0), "EPSG:4326")
    assert run("import", "cod_ab", path) == 0
    place = places("cod_ab-adm3")["COD-IQG99Q01N02"]
    assert (place.name_ar, place.latitude, place.longitude) == ("الوردة", 33.0, 44.0)


def test_metres_become_degrees(tmp_path: Path) -> None:
    path = tmp_path / "adm3.gpkg"
    texts = {key: str(OLD[key]) for key in ("ADM3_EN", "ADM3_AR", "ADM3_PCODE", "ADM0_PCODE")}
    # UTM zone 38 north has its middle meridian at 45 degrees, 500 km east of its false origin.
    _write_layer(path, "GPKG", texts, square(500_000, 3_650_000, 5_000), "EPSG:32638")
    assert run("import", "cod_ab", path) == 0
    place = places("cod_ab-adm3")["COD-IQG99Q01N02"]
    assert place.longitude == pytest.approx(45.0, abs=0.001)
    assert place.latitude == pytest.approx(32.99, abs=0.01)


def test_polygons_are_kept_and_tell_centre_and_radius(tmp_path: Path) -> None:
    run("import", "cod_ab", geojson(tmp_path / "adm2.geojson", (NEW, square(37.2, 34.6, 0.1))))
    place = places("cod_ab-adm2")["COD-SY9901"]
    assert (place.latitude, place.longitude) == (34.6, 37.2)
    # A square of 22.2 by 18.3 km has the area of a circle of 11.4 km.
    assert place.radius_km == pytest.approx(11.4, abs=0.1)
    kept = json.loads((imports_folder() / "cod_ab-adm2.areas.geojson").read_text(encoding="utf-8"))
    assert [one["id"] for one in kept["features"]] == ["COD-SY9901"]
    assert shapely.geometry.shape(kept["features"][0]["geometry"]).area == pytest.approx(0.04)
    assert kept["features"][0]["properties"]["code"] == "SY9901"


def test_the_centre_of_a_crescent_lies_in_it(tmp_path: Path) -> None:
    ring = shapely.difference(shapely.Point(37.2, 34.6).buffer(0.3), shapely.Point(37.2, 34.7).buffer(0.29))
    run("import", "cod_ab", geojson(tmp_path / "adm2.geojson", (NEW, shapely.geometry.mapping(ring))))
    place = places("cod_ab-adm2")["COD-SY9901"]
    assert ring.contains(shapely.Point(place.longitude, place.latitude))


def test_areas_that_can_not_be_used_are_told_and_the_others_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = geojson(
        tmp_path / "adm2.geojson",
        (NEW | {"adm2_pcode": None}, square(37.2, 34.6)),
        (NEW | {"adm2_pcode": "../../etc"}, square(37.2, 34.6)),
        (NEW | {"adm2_pcode": "SY9902"}, None),
        (NEW | {"adm2_pcode": "SY9903", "adm2_name": None, "adm2_name1": None}, square(37.2, 34.6)),
        (NEW, square(37.2, 34.6)),
    )
    assert run("import", "cod_ab", file) == 3
    assert set(places("cod_ab-adm2")) == {"COD-SY9901"}
    told = capsys.readouterr().err
    assert [f"feature {n}" in told for n in range(1, 6)] == [True, True, True, True, False]


def test_a_file_without_p_codes_is_no_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "cod_ab", geojson(tmp_path / "x.geojson", ({"name": "Warda"}, square(37.2, 34.6)))) == 3
    assert run("import", "cod_ab", write(tmp_path / "y.geojson", "no geojson")) == 3
    assert run("import", "cod_ab", tmp_path / "missing.gpkg") == 3
    told = capsys.readouterr().err
    assert "x.geojson: no layer has P-codes" in told
    assert "y.geojson: is no file of geometries" in told
    assert "missing.gpkg: can't be read" in told
    assert not imported()


# OpenStreetMap

TAGS = {
    "place": "village",
    "name": "تل السوسن",
    "name:ar": "تل السوسن",
    "name:en": "Tell al-Sawsan",
    "population": "900",
}


def test_pbf_is_read(tmp_path: Path) -> None:
    nodes = [(11, 34.6, 37.2, TAGS), (12, 34.7, 37.2, {"place": "village", "name": "Nameless"}), (13, 34.6, 37.3, {})]
    assert run("import", "osm", pbf(tmp_path / "syria.osm.pbf", nodes)) == 0
    found = places("osm-syria")
    assert set(found) == {"OSM-n11"}
    place = found["OSM-n11"]
    assert (place.name_ar, place.name, place.kind, place.country, place.admin1, place.population) == (
        "تل السوسن", "Tell al-Sawsan", "PPL", "SY", "Homs", 900,
    )  # fmt: skip
    assert (place.latitude, place.longitude) == (34.6, 37.2)


def test_geojson_of_overpass_is_read(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [37.2, 34.6]}
    border = {"boundary": "administrative", "admin_level": "6", "name:ar": "منطقة السوسن"}
    file = geojson(
        tmp_path / "export.geojson",
        (TAGS | {"@id": "node/11", "alt_name:ar": "السوسن;سوسن"}, point),
        (border | {"@id": "relation/12"}, square(37.2, 34.6)),
        ({"shop": "bakery", "name:ar": "مخبز السوسن", "@id": "node/13"}, point),
    )
    assert run("import", "osm", file) == 0
    found = places("osm-export")
    assert set(found) == {"OSM-n11", "OSM-r12"}
    assert found["OSM-n11"].names_ar == ("تل السوسن", "السوسن", "سوسن")
    assert found["OSM-r12"].kind == "ADM2"
    assert imported()["osm-export"].areas == 1


def test_osm_rows_that_can_not_be_used_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at_sea = {"type": "Point", "coordinates": [-30.0, 30.0]}
    point = {"type": "Point", "coordinates": [37.2, 34.6]}
    file = geojson(
        tmp_path / "export.geojson",
        (TAGS, point),
        (TAGS | {"@id": "node/2"}, at_sea),
        (TAGS | {"@id": "node/3", "name:ar": "Latin"}, point),
        (TAGS | {"@id": "node/4"}, point),
    )
    assert run("import", "osm", file) == 3
    assert set(places("osm-export")) == {"OSM-n4"}
    told = capsys.readouterr().err
    assert "has no OpenStreetMap id" in told
    assert "lies in no known country" in told
    assert "not in Arabic letters" in told
    assert run("import", "osm", file, "--country", "PT") == 3
    assert places("osm-export")["OSM-n2"].country == "PT"


def _write_layer(path: Path, driver: str, texts: dict[str, str], shape: dict[str, Any], system: str) -> None:
    import numpy as np

    geometry = shapely.geometry.shape(shape)
    pyogrio.raw.write(
        path, np.array([shapely.to_wkb(geometry)]), [np.array([text], dtype=object) for text in texts.values()],
        list(texts), driver=driver, geometry_type="Polygon", crs=system, encoding="UTF-8",
    )  # fmt: skip
