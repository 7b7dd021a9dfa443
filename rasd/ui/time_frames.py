"""The frames of a play over time: what the map shows in each window, for static/play.js, some windows at a time."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from rasd.lexicon.labels import Labels
from rasd.ui.layers import Shown
from rasd.ui.look import View
from rasd.ui.marks import Mark
from rasd.ui.picture import Picture, Scale, common_scale, picture
from rasd.ui.time_payload import period
from rasd.view.asked import Asked
from rasd.view.bounds import Bounds
from rasd.view.playing import Window, at, play

BATCH = 8
"""Windows sent at a time: few enough to be there at once, enough for some seconds."""
_SAMPLES = 12
_DECIMALS = 4
# Texts of a map that can't be pointed at.
_UNSAID = ("tip", "name")


@dataclass(frozen=True, slots=True)
class Reel:
    """All that the frames of a play are made from; `asked` is the selection without a filter of days."""

    asked: Asked
    windows: tuple[Window, ...]
    bounds: Bounds
    view: View
    shown: Shown
    scale: Scale | None = None

    def id(self, changes: int, words: Labels) -> str:
        """Tells frames apart that can't follow each other: of other filters, days, another view, layer or language."""
        ends = (self.windows[0], self.windows[-1], len(self.windows)) if self.windows else ()
        seen = (self.asked.selection, ends, self.bounds, self.view, self.shown, changes, words.language, words.digits)
        return f"{zlib.crc32(repr(seen).encode()):08x}"


def common(reel: Reel) -> Scale | None:
    """The scale of colours that all windows share, from some of them spread over the play."""
    every = max(1, len(reel.windows) // _SAMPLES)
    several = (at(reel.asked, window) for window in reel.windows[::every])
    return common_scale(several, reel.bounds, reel.view, reel.shown)


def frames(reel: Reel, first: int, words: Labels, length: int = BATCH) -> list[dict[str, object]]:
    """The frames of some windows from number `first` on."""
    part = reel.windows[first : first + length]
    drawn = (
        (window, asked.count, picture(asked, reel.bounds, reel.view, reel.shown, words, scale=reel.scale))
        for window, asked in play(reel.asked, part)
    )
    return [
        {
            "number": first + number,
            "days": period(window.start, window.end, words),
            "told": words.count("incident_count", count),
            "ends": [window.start.isoformat(), window.end.isoformat()],
            **_drawn(one),
        }
        for number, (window, count, one) in enumerate(drawn)
    ]


def _drawn(one: Picture) -> dict[str, object]:
    """A picture's marks as rows of numbers, which point at its few colours and texts; and what stands beside them."""
    colours, texts = (_numbers(values) for values in ([m.colour for m in one.drawn], [m.text for m in one.drawn]))
    beside = {name: _bare(value) for name, value in one.beside.items()}
    return {
        "colours": list(colours),
        "texts": list(texts),
        "marks": [_row(mark, colours, texts) for mark in one.drawn],
        "beside": beside,
    }


def _row(mark: Mark, colours: dict[str, int], texts: dict[str, int]) -> list[float]:
    where = (round(mark.lat, _DECIMALS), round(mark.lon, _DECIMALS))
    row = [*where, mark.count, mark.size, colours[mark.colour], texts[mark.text], int(mark.area)]
    return [*row, mark.radius] if mark.radius else row


def _numbers(values: Sequence[str]) -> dict[str, int]:
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _bare(value: object) -> object:
    """What stands beside, without its words."""
    if not isinstance(value, list):
        return value
    return [{k: v for k, v in one.items() if k not in _UNSAID} if isinstance(one, dict) else one for one in value]
