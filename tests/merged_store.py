"""Reports of bombings for the tests of merging in a store: each an article with one incident or more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from rasd.model import Article, Evidence, Incident, Participant, Place, Resolution, Span, Toll, When
from rasd.record.store import Store

VERSIONS, NEWER = ("1.0", "aaaa"), ("1.1", "bbbb")
VILLAGE = Place("SY-v", "Tall Rumman", "تل رمان", "PPL", "SY", "East", 35.0, 40.4, where_prec=1, radius_km=3.0)
HAMLET = Place("SY-h", "Umm Rumman", "أم رمان", "PPL", "SY", "East", 35.01, 40.41, where_prec=1, radius_km=1.0)
DISTRICT = Place("SY-d", "Rumman", "ناحية رمان", "ADM3", "SY", "East", 35.05, 40.45, where_prec=3, radius_km=25.0)
FAR = Place("SY-f", "Kafr Zayt", "كفر زيت", "PPL", "SY", "West", 36.2, 37.1, where_prec=1, radius_km=3.0)
DAY = date(2024, 3, 5)


class Told(NamedTuple):
    """What a report tells of one incident; told after one `source`, reports have the same words."""

    place: Place | None = VILLAGE
    killed: int | None = None
    kind: str = "Suicide bomb"
    day: date = DAY
    attacker: str = "islamic-state"
    source: str = ""


def report(name: str, *told: Told, outlet: str = "", published: date | None = None) -> tuple[Article, list[Incident]]:
    """An article of this id with an incident for each thing told, its words marked."""
    sentences = [
        f"قتل {one.killed if one.killed is not None else 'عدد من'} مدنيين بتفجير في "
        f"{one.place.name_ar if one.place else 'مكان'} حسب {one.source or f'{name} {number}'}."
        for number, one in enumerate(told)
    ]
    article = Article(
        name, f"تفجير {name}", " ".join(sentences), outlet or f"صحيفة {name}", f"https://example.org/{name}",
        published or max((one.day for one in told), default=DAY),
    )  # fmt: skip
    return article, [
        _incident(article, number, one, text) for number, (one, text) in enumerate(zip(told, sentences, strict=True))
    ]


def _incident(article: Article, number: int, told: Told, sentence: str) -> Incident:
    whole = Span(article.text.index(sentence), article.text.index(sentence) + len(sentence))

    def span(words: str) -> Span:
        start = article.text.index(words, whole.start)
        return Span(start, start + len(words))

    place, count = told.place, told.killed
    figure = span(str(count)) if count is not None else None
    evidence = [Evidence("event", span("تفجير"), "تفجير", "noun")]
    if figure:
        evidence.append(Evidence("killed", figure, str(count), "number"))
    if place:
        evidence.append(Evidence("place", span(place.name_ar), place.name_ar, "name"))
    resolution = Resolution(
        place, (), "the only place of this name" if place else "no place named", place.where_prec if place else None,
        place.latitude if place else None, place.longitude if place else None, place.radius_km if place else None,
    )  # fmt: skip
    people = Participant("civilians", "Civilians", "civilians", "target", "مدنيين", span("مدنيين"))
    attacker = Participant(told.attacker, told.attacker, "rebel", "attacker", "تفجير", span("تفجير"))
    return Incident(
        id=f"INC-{article.id.upper()}-{number}", article_id=article.id, event_type="Explosions/Remote violence",
        sub_event_type=told.kind, when=When(told.day, told.day, "day"), resolution=resolution,
        actors=(attacker, people), evidence=tuple(evidence), sentence=whole, confidence=0.7, trigger="تفجير",
        place_text=place.name_ar if place else None, killed_low=count, killed_high=count,
        tolls=(Toll(figure, 1, 1, "killed", count, count, "number"),) if figure else (),
    )  # fmt: skip


def keep(store: Store, *reports: tuple[Article, list[Incident]], versions: tuple[str, str] = VERSIONS) -> None:
    """Adds reports, without merging."""
    for article, incidents in reports:
        store.add(article, incidents, versions)


def read_again(given: tuple[Article, list[Incident]], *told: Told) -> tuple[Article, list[Incident]]:
    """The same article, of which newer rules read something else."""
    article, incidents = given
    changed = []
    for number, one in enumerate(told):
        place = one.place
        resolution = Resolution(
            place, (), "read again", place.where_prec if place else None, place.latitude if place else None,
            place.longitude if place else None, place.radius_km if place else None,
        )  # fmt: skip
        before = incidents[min(number, len(incidents) - 1)]
        changed.append(
            replace(
                before, id=f"INC-{article.id.upper()}-{number}", resolution=resolution, sub_event_type=one.kind,
                killed_low=one.killed, killed_high=one.killed, when=When(one.day, one.day, "day"),
            )
        )  # fmt: skip
    return article, changed
