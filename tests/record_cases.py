"""Articles with incidents made by hand, for the tests of what keeps and writes them."""

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
    Toll,
    When,
)

VERSIONS = ("1.0", "aaaa")
NEWER = ("1.1", "bbbb")

TOWN = Place(
    "GN1", "Tall Hamra", "تل حمرا", "PPL", "SY", "Raqqa", 36.1234567, 39.7654321, "Raqqa", 1200, 1, 3.0, "table"
)
NAMESAKE = Place("GN2", "Tall Hamra", "تل حمرا", "PPL", "IQ", "Nineveh", 36.5, 42.25)


def article(number: int = 1, **changes: object) -> Article:
    """A report told in words of its own; `number` makes it another one."""
    fields: dict[str, object] = {
        "id": f"r{number}",
        "title": f"هجوم على حاجز {number}",
        "body": "هاجم مسلحون مجهولون حاجزا في بلدة تل حمرا أمس وقتلوا ثلاثة جنود.\nوأصيب عدد من المدنيين.",
        "source": "صحيفة",
        "url": "https://example.org/1",
        "published": date(2020, 1, 5),
    }
    return Article(**(fields | changes))  # type: ignore[arg-type]


def incident(of: Article, order: int = 1, **changes: object) -> Incident:
    """A clash read from `article`: everything filled, spans where the words stand."""
    text = of.text

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    fields: dict[str, object] = {
        "id": f"INC-{of.id.upper()}-{order}",
        "article_id": of.id,
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "when": When(date(2020, 1, 4), date(2020, 1, 4), "day"),
        "resolution": Resolution(
            TOWN,
            (Candidate(TOWN, 2.5, ("named with Raqqa",)), Candidate(NAMESAKE, 0.123456, ())),
            "the only one in Raqqa",
            where_prec=1,
            latitude=TOWN.latitude,
            longitude=TOWN.longitude,
            radius_km=3.0,
        ),
        "actors": (
            Participant(
                "unidentified", "Unidentified", "unidentified", "party", "مسلحون مجهولون", span("مسلحون مجهولون")
            ),
            Participant("army", "Army", "state", "party", "جنود", span("جنود")),
            Participant("civilians", "Civilians", "civilian", "target", "المدنيين", span("المدنيين")),
        ),
        "tolls": (
            Toll(span("ثلاثة جنود"), 11, 12, "killed", 3, 3, "number noun", None, "جنود", "soldier"),
            Toll(
                span("عدد من المدنيين"), 14, 16, "injured", None, None, "vague", "عدد من", "المدنيين", "civilian", True
            ),
        ),
        "evidence": (
            Evidence("trigger", span("هاجم"), "هاجم", "verb"),
            Evidence("actors", span("مسلحون مجهولون"), "مسلحون مجهولون", "strong"),
            Evidence("actors", span("جنود"), "جنود", "weak"),
        ),
        "sentence": span("هاجم مسلحون مجهولون حاجزا في بلدة تل حمرا أمس وقتلوا ثلاثة جنود."),
        "confidence": 0.8123456,
        "claim": "claimed",
        "place_text": "بلدة تل حمرا",
        "date_text": "أمس",
        "trigger": "هاجم",
        "killed_low": 3,
        "killed_high": 3,
        "injured_vague": "عدد من",
    }
    return Incident(**(fields | changes))  # type: ignore[arg-type]


def unlocated(of: Article, order: int = 2) -> Incident:
    """An incident of which little is known: no place, no day, no toll, nobody named."""
    return incident(
        of,
        order,
        when=When(None, None, "day"),
        resolution=Resolution(None, (), "no place named"),
        actors=(),
        tolls=(),
        evidence=(),
        place_text=None,
        date_text=None,
        killed_low=None,
        killed_high=0,
        injured_vague=None,
        background=True,
        claim="",
    )
