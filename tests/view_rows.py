"""Rows for the tests of rasd/view: each is an incident with what a test asks of it, the rest plain."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from rasd.model import IncidentRow
from rasd.view.snapshot import Snapshot

PLAIN = IncidentRow(
    id="INC-000000000000",
    article_id="a1",
    outlet="agency",
    url="https://example.org/1",
    title="هجوم في المدينة",
    published=date(2019, 3, 2),
    sample=True,
    event_type="Battles",
    sub_event_type="Armed clash",
    date_earliest=date(2019, 3, 1),
    date_latest=date(2019, 3, 1),
    date_precision="day",
    date_text="أمس",
    place_id="GN170063",
    place_text="بلدة الشحيل",
    place_name="Al-Shuhayl",
    place_name_ar="الشحيل",
    place_reason="only place of this name",
    country="SY",
    admin1="Deir ez-Zor",
    latitude=35.1,
    longitude=40.4,
    radius_km=5.0,
    where_prec=1,
    actors=("islamic-state", "sdf"),
    attackers=("islamic-state",),
    targets=("sdf",),
    killed_low=2,
    killed_high=3,
    killed_vague=None,
    injured_low=None,
    injured_high=None,
    injured_vague=None,
    background=False,
    confidence=0.75,
    status="machine",
    sentence="قُتل عنصران في هجوم على حاجز في بلدة الشحيل.",
    trigger="هجوم",
    rasd_version="0.1.0",
    data_version="abc",
)

UNLOCATED: dict[str, object] = {
    "latitude": None, "longitude": None, "place_id": None, "place_name": None, "place_name_ar": None, "country": None,
    "admin1": None, "radius_km": None, "where_prec": None,
}  # fmt: skip


def columns(*changes: dict[str, object]) -> dict[str, list[object]]:
    """A store's columns, one incident for each mapping of fields that differ from the plain one."""
    names = [field.name for field in fields(IncidentRow)]
    rows = [{"id": f"INC-{number:012X}"} | change for number, change in enumerate(changes, start=1)]
    return {name: [row.get(name, getattr(PLAIN, name)) for row in rows] for name in names}


def snapshot(*changes: dict[str, object]) -> Snapshot:
    """The snapshot of such incidents."""
    return Snapshot.of(columns(*changes))
