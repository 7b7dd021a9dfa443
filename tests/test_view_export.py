"""The exports: valid, complete, and harmless whatever the article says."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasd.view.export import EXPORTED, FORMATS, Manifest, Rows, Written, write
from rasd.view.export import rows as export_rows
from rasd.view.filters import Selection
from tests.view_rows import UNLOCATED, snapshot


def exported(name: str, *changes: dict[str, object], asked: Manifest | None = None) -> tuple[bytes, Written]:
    out = BytesIO()
    written = write(FORMATS[name], Rows.of(snapshot(*changes).frame, asked), out)
    return out.getvalue(), written


def geojson(*changes: dict[str, object], asked: Manifest | None = None) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(exported("geojson", *changes, asked=asked)[0].decode("utf-8"))
    return parsed


def attribution(*changes: dict[str, object]) -> tuple[str, ...]:
    return exported("csv", *changes)[1].manifest.attribution


def table(*changes: dict[str, object], name: str = "csv") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(exported(name, *changes)[0].decode("utf-8-sig"), newline="")))


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "${alert(1)} `x` {{7*7}}",
    '=HYPERLINK("http://example.org","x")',
    'a "b", c; d\r\ne\nf\tg\x01\u2028\u202e',
    "]}\n{",
]


def test_geojson_follows_rfc_7946() -> None:
    found = geojson({"latitude": 35.123456789, "longitude": -40.1}, UNLOCATED)
    assert set(found) == {"type", "manifest", "features"}
    assert found["type"] == "FeatureCollection"
    placed, unplaced = found["features"]
    assert placed["geometry"] == {"type": "Point", "coordinates": [-40.1, 35.1234568]}
    assert unplaced["geometry"] is None
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert feature["id"] == feature["properties"]["id"]
        assert tuple(feature["properties"]) == tuple(n for n in EXPORTED if n not in ("latitude", "longitude"))


def test_geojson_of_nothing_is_still_a_collection() -> None:
    assert geojson()["features"] == []


def test_geojson_keeps_arabic_letters_and_tells_null_from_zero() -> None:
    asked = Manifest(filters={"q": "إدلب"})
    written = exported("geojson", {"killed_low": 0, "killed_high": None}, asked=asked)[0].decode("utf-8")
    assert "بلدة الشحيل" in written
    assert '"q": "إدلب"' in written
    assert "\\u06" not in written
    properties = json.loads(written)["features"][0]["properties"]
    assert (properties["fatalities_low"], properties["fatalities_high"]) == (0, None)


def test_the_manifest_tells_filters_counts_versions_and_sources() -> None:
    snap = snapshot({}, {"place_id": "SY-deir-ez-zor", "where_prec": 4}, UNLOCATED, {"event_type": "Riots"})
    out = BytesIO()
    asked = Manifest(sentences={"en": ["Type: Battles"]})
    write(FORMATS["geojson"], Rows.selected(snap, Selection(event_types=("Battles",)), asked), out)
    found = json.loads(out.getvalue())["manifest"]
    assert found["filters"] == {"type": "battles"}
    assert found["address"] == "?type=battles"
    assert found["filters_in_words"] == {"en": ["Type: Battles"]}
    assert found["reviewed_only"] is False
    assert found["counts"] == {"total": 4, "selected": 3, "located": 2, "unlocated": 1}
    assert found["versions"] == {"rasd": "0.1.0", "data": "abc"}
    assert "GeoNames" in found["attribution"][0]
    assert "CC BY 4.0" in found["attribution"][0]
    assert "Natural Earth" in found["attribution"][1]
    assert "generated" not in found
    assert geojson({}, asked=Manifest(generated="2019-03-01T00:00:00Z"))["manifest"]["generated"].startswith("2019")


def test_ocha_is_named_when_its_places_occur() -> None:
    assert [text for text in attribution({"place_id": "COD-SY0101"}) if "OCHA" in text]
    assert attribution(UNLOCATED, {"place_id": "SY-al-omar-oil-field"}) == ()


@pytest.mark.parametrize(("prec", "geo"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, None), (7, None)])
def test_geo_precision_is_derived(prec: int, geo: int | None) -> None:
    properties = geojson({"where_prec": prec})["features"][0]["properties"]
    assert (properties["where_prec"], properties["geo_precision"]) == (prec, geo)


@pytest.mark.parametrize(
    ("first", "last", "prec", "day"),
    [
        (date(2019, 3, 1), date(2019, 3, 1), 1, "2019-03-01"),
        (date(2019, 3, 1), date(2019, 3, 2), 2, None),
        (date(2019, 3, 1), date(2019, 3, 7), 3, None),
        (date(2019, 3, 1), date(2019, 3, 31), 4, None),
        (date(2019, 1, 1), date(2019, 12, 31), 5, None),
        (None, None, None, None),
    ],
)
def test_dates_are_told_as_ucdp_tells_them(
    first: date | None, last: date | None, prec: int | None, day: str | None
) -> None:
    properties = geojson({"date_earliest": first, "date_latest": last})["features"][0]["properties"]
    assert (properties["date_prec"], properties["event_date"]) == (prec, day)
    assert properties["date_start"] == (first.isoformat() if first else None)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_data_in_geojson(text: str) -> None:
    found = geojson({"title": text, "sentence": text, "place_text": text, "outlet": text, "actors": (text,)}, {})
    assert len(found["features"]) == 2
    properties = found["features"][0]["properties"]
    assert (properties["title"], properties["sentence"], properties["source"]) == (text, text, text)
    assert properties["actors"] == [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_data_in_csv(text: str) -> None:
    rows = table({"title": text, "sentence": text, "actors": (text, "b")}, {})
    assert len(rows) == 2
    expected = "'" + text if text.startswith("=") else text
    assert (rows[0]["title"], rows[0]["sentence"]) == (expected, expected)
    assert rows[0]["actors"] == expected + "; b"


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200f=1", "\ufeff@x", "＝1", "\tx", "\rx"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_starts_a_formula(text: str) -> None:
    assert table({"title": text})[0]["title"] == "'" + text


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_survives_csv_with_at_most_an_apostrophe(text: str) -> None:
    (row,) = table({"sentence": text, "url": text})
    for name in ("sentence", "source_url"):
        assert row[name] in (text, "'" + text)
        assert not row[name].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_csv_numbers_stay_numbers_and_unknown_is_empty() -> None:
    (row,) = table({"latitude": -35.1, "killed_low": 0, "killed_high": None})
    assert row["latitude"] == "-35.1"
    assert (row["fatalities_low"], row["fatalities_high"]) == ("0", "")
    assert row["actors"] == "islamic-state; sdf"


def test_csv_begins_with_a_byte_order_mark_and_the_header_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_rows, "BATCH", 2)
    data = exported("csv", *[{}] * 5)[0]
    assert data.startswith(b"\xef\xbb\xbfid,event_date,")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert data.count(b"event_date") == 1
    assert len(table(*[{}] * 5)) == 5
    assert len(geojson(*[{}] * 5)["features"]) == 5


def test_csv_of_nothing_is_its_header() -> None:
    assert exported("csv")[0].decode("utf-8-sig").strip().split(",") == list(EXPORTED)
