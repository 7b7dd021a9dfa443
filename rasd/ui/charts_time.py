"""The charts over time: stacked bars by event type, cells by actor and area, bars of tolls with their bands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rasd.lexicon.labels import Labels
from rasd.ui import describe, vega
from rasd.ui.chart import ROW_PX, Cell, Chart, Line, actor, different, shade, shades
from rasd.ui.look import look
from rasd.ui.vega import Spec, directed
from rasd.view.trends import NONE, OTHERS, Area, Series, Toll, TollSeries, Trends

_TIME_PX, _MANY_BARS = 240, 90
# Dark for what is certain, light for what may be; told apart on grey paper.
_TOLL = {"killed": ("#8c1c13", "#e9b8b3"), "injured": ("#8a5a00", "#f0d59b")}


@dataclass(frozen=True, slots=True)
class _Time:
    """The trends with the words for each of their periods."""

    trends: Trends
    words: Labels
    told: tuple[str, ...]

    def place(self, at: int) -> Spec:
        """What every mark in a period has."""
        first, end = self.trends.starts[at], self.trends.ends[at]
        return {"s": first.toordinal(), "e": end.toordinal(), "period": directed(self.told[at], self.words)}

    def mark(self, stroke: str) -> Spec:
        """A rectangle with an edge where there is room for one."""
        return {"type": "rect", "stroke": stroke, "strokeWidth": 0.6 if len(self.told) <= _MANY_BARS else 0}

    def axis(self) -> Spec:
        """The encoding of the periods."""
        return vega.time_axis(self.trends.starts, self.trends.ends, self.words)

    def tip(self, **titles: str) -> list[Spec]:
        """What is told of a mark, its period first."""
        return vega.tooltip({"period": self.words("trends.period"), **titles}, self.words)

    def left_out(self) -> tuple[str, ...]:
        """What must be said of incidents that stand in no period."""
        apart = (("spread", self.trends.spread), ("undated", self.trends.undated))
        told = ((key, self.words.count("incident_count", count)) for key, count in apart if count)
        return tuple(self.words(f"trends.{key}_note", incidents=incidents) for key, incidents in told)

    def lines(self, periods: Sequence[Line], spread: Line, undated: Line) -> tuple[Line, ...]:
        """The table: a line a period with its first day, then what stands in none."""
        days = zip(self.trends.starts, self.told, periods, strict=True)
        found: list[Line] = [(first.isoformat(), told, *cells) for first, told, cells in days]
        found += [(None, self.words("trends.spread"), *spread)] if self.trends.spread else []
        found += [(None, self.words("trends.undated"), *undated)] if self.trends.undated else []
        return tuple(found)


def over_time(trends: Trends, area: Area, words: Labels) -> tuple[Chart, ...]:
    """By event type, by actor, by area, killed, injured."""
    pairs = zip(trends.starts, trends.ends, strict=True)
    time = _Time(trends, words, tuple(vega.period(first, end, words) for first, end in pairs))
    actors, areas = ([named(one.key, words) for one in series] for named, series in
                     ((actor, trends.actors), (_area, trends.areas)))  # fmt: skip
    return (
        _types(time),
        _cells(time, "actors", words("trends.actors"), trends.actors, actors),
        _cells(time, "areas", words(f"trends.areas_{area}"), trends.areas, areas),
        _toll(time, "killed", trends.killed),
        _toll(time, "injured", trends.injured),
    )


def _area(key: str, words: Labels) -> str:
    told = {OTHERS: "trends.other_areas", NONE: "trends.no_place"}.get(key)
    if told:
        return words(told)
    code, colon, province = key.partition(":")
    if not code:
        return words("places.shared")
    country = describe.country(code, words)
    if not province:
        return words("trends.no_province", country=country) if colon else country
    return words("app.comma").join((describe.admin1(province, words), country))


def _table(time: _Time, series: Sequence[Series], names: Sequence[str]) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    heads = different((time.words("trends.first_day"), time.words("trends.period"), *names))
    periods = [tuple(one.counts[at] for one in series) for at in range(len(time.told))]
    spread, undated = tuple(one.spread for one in series), tuple(one.undated for one in series)
    return tuple(heads), time.lines(periods, spread, undated)


def _types(time: _Time) -> Chart:
    """Bars of incidents, stacked by event type in the types' own colours."""
    words, series = time.words, time.trends.types
    names = [
        words("trends.others") if one.key in (OTHERS, NONE) else describe.event_type(one.key, words) for one in series
    ]
    colours = [look().colour(one.key) for one in series]
    values = []
    for at in range(len(time.told)):
        base = 0
        for name, colour, one in zip(names, colours, series, strict=True):
            if count := one.counts[at]:
                own = {"low": base, "high": base + count, "colour": colour, "name": directed(name, words)}
                values.append({**time.place(at), **own, "count": words.number(count)})
                base += count
    tip = time.tip(name=words("filter.event_types"), count=words("trends.incidents"))
    view = _bars(time, values, words("trends.incidents"), "#ffffff", tip) if values else None
    heads, lines = _table(time, series, names)
    legend = tuple(zip(names, colours, strict=True))
    return Chart("types", words("trends.types"), view, legend, heads, lines, time.left_out())


def _bars(time: _Time, values: list[Spec], title: str, stroke: str, tip: list[Spec]) -> Spec:
    """Bars from `low` to `high` in each period."""
    axis = vega.number_axis(title, time.words)
    encoding = {
        **time.axis(),
        "y": {"field": "low", "type": "quantitative", "axis": axis, "scale": {"zero": True}},
        "y2": {"field": "high"},
        "color": {"field": "colour", "type": "nominal", "scale": None},
        "tooltip": tip,
    }
    return {"height": _TIME_PX, "data": {"values": values}, "mark": time.mark(stroke), "encoding": encoding}


def _cells(time: _Time, key: str, title: str, series: Sequence[Series], told: Sequence[str]) -> Chart:
    """A row a value and a cell a period, the darker the more incidents."""
    words, names = time.words, different(told)
    most = max((max(one.counts, default=0) for one in series), default=0)
    values = [
        {**time.place(at), "name": directed(name, words), "n": count, "count": words.number(count)}
        for name, one in zip(names, series, strict=True)
        for at, count in enumerate(one.counts)
        if count
    ]
    encoding = {
        "y": vega.names_axis([directed(name, words) for name in names], words),
        "color": shade("n", most),
        "tooltip": time.tip(name=words("trends.name"), count=words("trends.incidents")),
    }
    view: Spec | None = None
    if values:
        view = {"height": {"step": ROW_PX}, "data": {"values": values}, "mark": time.mark("#ffffff")}
        view["encoding"] = {**time.axis(), **encoding}
    heads, lines = _table(time, series, names)
    notes = (*time.left_out(), words("trends.actors_note")) if key == "actors" else time.left_out()
    return Chart(key, title, view, shades(most, words), heads, lines, notes)


def _toll(time: _Time, kind: str, toll: TollSeries) -> Chart:
    """Bars of people: dark up to the lowest numbers told, light from there to the highest."""
    words, (dark, light) = time.words, _TOLL[kind]
    values = []
    for at, one in enumerate(toll.periods):
        if one.low is None or one.high is None:
            continue
        least, most = words.number(one.low), words.number(one.high) + ("+" if one.open else "")
        base = {**time.place(at), "least": least, "most": most, "untold": words.number(one.untold)}
        values += [{**base, "low": 0, "high": one.low, "colour": dark}] if one.low else []
        values += [{**base, "low": one.low, "high": one.high, "colour": light}] if one.high > one.low else []
    tip = time.tip(
        least=words("trends.lowest"), most=words("trends.highest"), untold=words("trends.untold")
    )  # fmt: skip
    view = _bars(time, values, words("trends.people"), dark, tip) if values else None
    legend = ((words("trends.lowest"), dark), (words("trends.band"), light)) if values else ()
    names = ("first_day", "period", "lowest", "highest", "told", "untold", "open")
    lines = time.lines([_numbers(one) for one in toll.periods], _numbers(toll.spread), _numbers(toll.undated))
    notes = (*_toll_notes(toll.whole, words), *time.left_out())
    heads = tuple(words(f"trends.{name}") for name in names)
    return Chart(kind, words(f"trends.{kind}"), view, legend, heads, lines, notes)


def _numbers(one: Toll) -> tuple[Cell, ...]:
    return (one.low, one.high, one.told, one.untold, one.open)


def _toll_notes(whole: Toll, words: Labels) -> Iterable[str]:
    """What is told in all, and how many incidents give no number: unknown is not zero."""
    if whole.told:
        told = words.count("incident_count", whole.told)
        people = describe.toll(whole.low, whole.high, None, words)
        yield words("trends.toll_sum", people=people, incidents=told)
    if whole.untold:
        yield words("trends.toll_untold", incidents=words.count("incident_count", whole.untold))
    if whole.vague:
        yield words("trends.toll_vague", incidents=words.count("incident_count", whole.vague))
    if whole.open:
        yield words("trends.toll_open", incidents=words.count("incident_count", whole.open))
