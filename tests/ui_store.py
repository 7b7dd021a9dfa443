"""A small store for the tests of the pages, its incidents written by hand so that they don't change with extraction."""

from __future__ import annotations

from datetime import date

from rasd.model import (
    Article,
    Candidate,
    Evidence,
    Incident,
    Participant,
    Place,
    Resolution,
    Span,
    When,
)
from rasd.record.store import Store

VERSIONS = ("0.1.0", "test")
HOSTILE = "<img src=x onerror=alert(1)> ${alert(1)} [x](javascript:alert(1))"

MOSUL = Place("GN99072", "Mosul", "الموصل", "PPLA", "IQ", "Nineveh", 36.335, 43.11889, population=1_683_000)
SHUHAYL = Place("SY-shuhayl", "Ash-Shuhayl", "الشحيل", "PPL", "SY", "Deir ez-Zor", 35.0865, 40.4523)
IDLIB = Place("SY-idlib", "Idlib", "إدلب", "ADM1", "SY", "Idlib", 35.8, 36.7, where_prec=4, radius_km=50.0)


def fill(store: Store) -> None:
    """Adds four reports: a sample in Mosul, a clash, a hostile one known to a province, one unlocated."""
    _add(
        store,
        "مقتل ثلاثة بانفجار عبوة في الموصل",
        MOSUL,
        "Remote explosive/landmine/IED",
        date(2019, 3, 1),
        sample=True,
        killed=3,
    )
    _add(
        store,
        "هجوم لتنظيم داعش على نقطة في الشحيل",
        SHUHAYL,
        "Armed clash",
        date(2019, 3, 2),
        actor="islamic-state",
        killed=0,
    )
    _add(store, f"غارة جوية على ريف إدلب {HOSTILE}", IDLIB, "Air/drone strike", date(2019, 3, 3), outlet=HOSTILE)
    _add(store, "اغتيال ضابط أمام منزله", None, "Attack", None)


_TYPES = {
    "Remote explosive/landmine/IED": "Explosions/Remote violence",
    "Armed clash": "Battles",
    "Air/drone strike": "Explosions/Remote violence",
    "Attack": "Violence against civilians",
}


def _add(
    store: Store, title: str, place: Place | None, kind: str, day: date | None, *, sample: bool = False,
    actor: str = "civilians", killed: int | None = None, outlet: str = "وكالة",
) -> None:  # fmt: skip
    article = Article(f"a-{kind}", title, f"{title} أمس.", outlet, "", date(2019, 3, 5), sample)
    first = title.split(maxsplit=1)[0]
    span = Span(0, len(first))
    reason = "the only place of this name" if place else "the gazetteer does not know this name"
    resolution = Resolution(
        place, (Candidate(place, 2.5, ("listed by hand",)),) if place else (), reason,
        place.where_prec if place else None, place.latitude if place else None, place.longitude if place else None,
        place.radius_km if place else None,
    )  # fmt: skip
    incident = Incident(
        id="INC-" + kind.upper().replace("/", "-").replace(" ", "-"),
        article_id=article.id, event_type=_TYPES[kind], sub_event_type=kind, when=When(day, day, "day"),
        resolution=resolution, actors=(Participant(actor, actor, "civilians", "target", first, span),), tolls=(),
        evidence=(Evidence("event", span, first, "noun"), Evidence(f"actor:{actor}", span, first, "role:target")),
        sentence=Span(0, len(title)), confidence=0.8, place_text=title.rsplit(maxsplit=1)[-1], trigger=first,
        killed_low=killed, killed_high=killed,
    )  # fmt: skip
    assert store.add(article, (incident,), VERSIONS)
