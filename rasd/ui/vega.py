"""What all charts share: their look, how text runs in them, and a chart as a picture.

Charts are Vega-Lite specifications (https://vega.github.io/vega-lite/), which Streamlit draws in the browser and
vl-convert draws on the server, both without a network. In Arabic all is mirrored, as the line of time under the map is:
time runs from right to left, names and scales stand at the right, bars grow to the left.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from rasd.lexicon.labels import Labels
from rasd.ui import assets, describe

Spec = dict[str, Any]

FONT = "IBM Plex Sans Arabic"
INK, QUIET, GRID = "#1c2530", "#55616d", "#e3e8ed"
# One hue from light to dark: told apart without colours, on paper too.
LIGHTEST, DARKEST = "#d6e4f2", "#08306b"
_VERSION = "6.4"
_LINE = "\n"
_RLI, _LRI, _PDI = "\u2067", "\u2066", "\u2069"
_TICKS, _WEEK = 8, 7
_NAME_PX = 130
_PICTURE_PX, _LEGEND_PX, _LEGEND_ROW_PX = 780, 250, 22
_TITLE_CHARACTERS, _TITLE_LINES = 130, 8
_SCALE = 2


def directed(text: str, words: Labels) -> str:
    """Text that runs in the language's direction, whatever stands around it."""
    return f"{_RLI if words.direction == 'rtl' else _LRI}{text}{_PDI}"


def start(words: Labels) -> str:
    """The side where reading begins."""
    return "right" if words.direction == "rtl" else "left"


def config() -> Spec:
    """The look of all charts, on the page and as a picture."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": QUIET, "labelFontSize": 12}
    return {
        "background": "#ffffff",
        "lineBreak": _LINE,
        "font": FONT,
        "view": {"stroke": None},
        "axis": text | {"titleFontSize": 12, "titleFontWeight": "normal", "gridColor": GRID, "domainColor": "#9aa5b0"},
        "title": {"font": FONT, "subtitleFont": FONT, "color": INK, "subtitleColor": QUIET},
    }


def time_axis(starts: Sequence[date], ends: Sequence[date], words: Labels) -> Spec:
    """The encoding of a period's two ends `s` and `e`, its labels under the middles of some periods.

    Days are numbers (`date.toordinal`), so that no time zone moves them and their labels are the reader's own words.
    """
    step = -(-len(starts) // _TICKS)
    shown = {_middle(starts[at], ends[at]): _tick(starts[at], ends[at], words) for at in range(0, len(starts), step)}
    axis = {
        "values": list(shown),
        "labelExpr": " : ".join(f"datum.value === {at} ? {json.dumps(text)}" for at, text in shown.items()) + " : ''",
        "labelOverlap": "greedy",
        "labelSeparation": 8,
        "grid": False,
        "title": None,
    }
    ends_at = [starts[0].toordinal(), ends[-1].toordinal()]
    scale = {"domain": ends_at, "reverse": words.direction == "rtl", "nice": False, "zero": False}
    return {"x": {"field": "s", "type": "quantitative", "scale": scale, "axis": axis}, "x2": {"field": "e"}}


def _middle(first: date, end: date) -> float:
    return (first.toordinal() + end.toordinal()) / 2


def _tick(first: date, end: date, words: Labels) -> str:
    """A period's label, the year on a line of its own so that more of them fit."""
    told = describe.day(first, words) if (end - first).days <= _WEEK else period(first, end, words)
    return _LINE.join(directed(line, words) for line in told.rsplit(" ", 1))


def names_axis(names: Sequence[str], words: Labels) -> Spec:
    """The encoding of rows with a name each, in the order given."""
    axis = {
        "orient": start(words), "title": None, "labelLimit": _NAME_PX, "ticks": False, "domain": False,
        "labelPadding": 6,
    }  # fmt: skip
    return {"field": "name", "type": "nominal", "sort": list(names), "axis": axis}


def number_axis(title: str, words: Labels) -> Spec:
    """The axis of a chart's whole numbers."""
    axis = {
        "orient": start(words), "title": directed(title, words), "format": ",d", "tickMinStep": 1, "tickCount": 5,
        "domain": False, "ticks": False,
    }  # fmt: skip
    return axis | ({"labelExpr": _own_digits(words)} if words.digits else {})


def _own_digits(words: Labels) -> str:
    """The expression of an axis' labels in the reader's digits (https://vega.github.io/vega/docs/expressions/)."""
    told = "datum.label"
    for sign, own in zip("0123456789,", words.digits, strict=False):
        told = f"replace({told}, regexp('{sign}', 'g'), '{own}')"
    return told


def tooltip(fields: Mapping[str, str], words: Labels) -> list[Spec]:
    """What is told of a mark: the titles by field."""
    return [{"field": field, "type": "nominal", "title": directed(title, words)} for field, title in fields.items()]


def on_page(view: Spec, *, own_width: bool) -> Spec:
    """A chart as wide as its place on the page, or as it is itself."""
    if own_width:
        return {"config": config(), **view}
    return {"config": config(), "autosize": {"type": "fit-x", "contains": "padding"}, **view, "width": "container"}


def picture(
    view: Spec, title: str, told: Sequence[str], legend: Sequence[tuple[str, str]], words: Labels
) -> bytes:  # fmt: skip
    """A chart as PNG, with its title, what it was made from and its legend; drawn without a network."""
    lines = [line for text in told for line in textwrap.wrap(text, _TITLE_CHARACTERS)][:_TITLE_LINES]
    rtl = words.direction == "rtl"
    sized = {"width": _PICTURE_PX, **view}
    spec: Spec = {
        "config": config(),
        "padding": 20,
        "title": {
            "text": directed(title, words), "subtitle": [directed(line, words) for line in lines],
            "anchor": "end" if rtl else "start", "frame": "bounds", "fontSize": 18, "subtitleFontSize": 12,
            "subtitlePadding": 6, "offset": 14,
        },
    }  # fmt: skip
    spec |= (
        {"hconcat": [sized, _legend(legend, words)], "spacing": 24, "resolve": {"scale": {"color": "independent"}}}
        if legend
        else sized
    )
    return _drawer().vegalite_to_png(  # type: ignore[no-any-return]
        spec, vl_version=_VERSION, scale=_SCALE, allowed_base_urls=[]
    )


def _legend(entries: Sequence[tuple[str, str]], words: Labels) -> Spec:
    """A legend whose marks stand where reading begins; Vega's own knows but one direction."""
    side = start(words)
    at = _LEGEND_PX - 8 if side == "right" else 8
    rows = [
        {"name": directed(name, words), "colour": colour, "y": number} for number, (name, colour) in enumerate(entries)
    ]
    y = {"field": "y", "type": "ordinal", "axis": None}
    text = {"type": "text", "align": side, "baseline": "middle", "fontSize": 12, "limit": _LEGEND_PX - 26,
            "x": at + (-14 if side == "right" else 14), "color": INK}  # fmt: skip
    return {
        "width": _LEGEND_PX,
        "height": {"step": _LEGEND_ROW_PX},
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "point", "shape": "square", "filled": True, "size": 140, "opacity": 1, "x": at,
                      "stroke": "#8894a0", "strokeWidth": 0.5},
             "encoding": {"color": {"field": "colour", "type": "nominal", "scale": None}}},
            {"mark": text, "encoding": {"text": {"field": "name"}}},
        ],
    }  # fmt: skip


@cache
def _drawer() -> Any:
    """vl-convert, knowing the font that the dashboard ships; without it the system's fonts are used."""
    import vl_convert  # noqa: PLC0415 - large, and needed only when a picture is asked for

    if any((assets.STATIC / name).is_file() for name in assets.CHART_FONTS):
        vl_convert.register_font_directory(str(assets.STATIC / "fonts"))
    return vl_convert


def period(first: date, end: date, words: Labels) -> str:
    """A period in the reader's words; `end` is the day after its last."""
    days = (end - first).days
    if days == 1:
        return describe.day(first, words)
    if first.day == 1 and first.month == 1 and days > 360:
        return words("time.year", year=first.year)
    if days > _WEEK:
        return words("trends.month", month=words.lists["months"][first.month - 1], year=first.year)
    return words("trends.week", day=describe.day(first, words))
