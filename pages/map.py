"""The map: counts, marks, and beside it the card of the incident chosen."""

import polars as pl
import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import assets, data, frame, marks, state
from rasd.ui import map as map_view
from rasd.ui.look import View
from rasd.ui.map_side import chosen_card, hint, legend, stack, unlocated
from rasd.ui.marks import Mark
from rasd.ui.parts import counts
from rasd.view import aggregate, filters

CLOSER, CLOSEST = 3, 12


def clicked(mark: Mark) -> None:
    """A single mark shows its incident; one of several lists them."""
    state.choose(mark.ids[0] if mark.count == 1 else None)
    state.set_stack(None if mark.count == 1 else (mark.ids, mark.count, mark.lat, mark.lon))


def fit(rows: pl.LazyFrame) -> None:
    """Moves the map so that it holds all that is selected."""
    ends = [f(name).alias(f"{name}{f.__name__}") for name in ("latitude", "longitude") for f in (pl.min, pl.max)]
    south, north, west, east = rows.select(ends).collect().row(0)
    view = marks.view_of([(south, west), (north, east)]) if south is not None else None
    if view is not None:
        state.ask_view(view)


def zoom_to(latitude: float, longitude: float) -> None:
    """Moves the map closer to a place."""
    state.ask_view(View(latitude, longitude, min(state.view().zoom + CLOSER, CLOSEST)))


def side(rows: pl.LazyFrame, seen: aggregate.MapView, words: Labels) -> None:
    """What stands beside the map: the incident chosen, the incidents of one place, or what to do."""
    if state.chosen():
        chosen_card(state.chosen(), rows, words)
    elif state.stack():
        stack(state.stack(), words, zoom_to)
    else:
        hint(seen, words)
    unlocated(rows, seen.unlocated, words)


@st.fragment
def panel() -> None:
    """The map with what belongs to it; a click or a move reruns this alone."""
    words, snapshot = state.words(), data.snapshot()
    rows = filters.lazy(snapshot, state.selection())
    bounds = state.bounds() or marks.frame_bounds(state.view())
    seen = aggregate.map_view(rows, bounds, state.view().zoom, snapshot.total)
    top, button = st.columns([5, 1.3], vertical_alignment="center")
    with top:
        counts(
            [("shown", seen.shown), ("selected", seen.selected), ("unlocated", seen.unlocated), ("total", seen.total)],
            words,
        )
    button.button(
        words("map.fit"), key="fit", icon=":material/fit_screen:", on_click=fit, args=(rows,), disabled=not seen.located
    )
    left, right = st.columns([7, 4])
    with left:
        map_view.show(marks.marks(seen, state.chosen(), words), words, clicked)
        legend(words)
    with right, st.container(key="side"):
        side(rows, seen, words)
    state.write_address()


def show() -> None:
    """Draws the page."""
    if not assets.served():
        st.caption(state.words()("map.no_assets"))
    panel()


frame.around_page()
show()
