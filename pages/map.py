"""The map: counts, layers, marks, and beside it the card of the incident chosen."""

from dataclasses import replace

import polars as pl
import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import assets, data, frame, map_legend, map_search, marks, sheet, state, time_acts, time_line
from rasd.ui import map as map_view
from rasd.ui.look import View
from rasd.ui.map_side import chosen_card, hint, stack, unlocated
from rasd.ui.marks import Mark
from rasd.ui.parts import counts
from rasd.ui.picture import Picture, picture
from rasd.ui.stacks import Stack
from rasd.view.areas import provinces
from rasd.view.asked import Asked
from rasd.view.bounds import Bounds

CLOSER, CLOSEST = 3, 12
# Set when the map has changed the filters, which stand outside the part of the page that a click reruns.
_FILTERED = "map_filtered"


def clicked(mark: Mark) -> None:
    """A single mark shows its incident; one of several lists them."""
    state.choose(mark.ids[0] if mark.source is None else None)
    if mark.source is None:
        state.set_stack(None)
    else:
        state.set_stack(Stack(mark.lat, mark.lon, map_view.drawn_zoom(), mark.source, data.store().change_counter()))


def acted(act: map_view.Act) -> None:
    """A shape drawn becomes the area that filters; a province lists its incidents."""
    if act.box or act.ring:
        set_area(act.box, act.ring)
        return
    known = provinces()
    if act.province in known.ids:
        middle = known.polygons[known.ids.index(act.province)].representative_point()
        state.choose(None)
        changes = data.store().change_counter()
        state.set_stack(Stack(middle.y, middle.x, state.view().zoom, act.province, changes))


def set_area(box: Bounds | None = None, ring: tuple[tuple[float, float], ...] = ()) -> None:
    """Filters by a rectangle or a ring, or by none."""
    state.set_selection(replace(state.selection(), box=box, ring=ring))
    st.session_state[_FILTERED] = True


def area_of_view(bounds: Bounds) -> None:
    """Filters by what the map shows: the way without a mouse."""
    west, south, east, north = (round(one, 4) for one in bounds)
    if east - west >= 360:
        west, east = -180.0, 180.0
    turned = Bounds((west + 180) % 360 - 180, max(south, -90.0), (east + 180) % 360 - 180 or 180.0, min(north, 90.0))
    set_area(turned if east - west < 360 else Bounds(-180.0, turned.south, 180.0, turned.north))


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


def figures(drawn: Picture, asked: Asked, bounds: Bounds, words: Labels) -> None:
    """How many are shown, the way to see all that is selected, and the area that filters."""
    seen = drawn.seen
    counts(
        [("shown", seen.shown), ("selected", seen.selected), ("unlocated", seen.unlocated), ("total", seen.total)],
        words,
    )
    st.button(
        words("map.fit"), key="fit", icon=":material/fit_screen:", on_click=fit, args=(asked.lazy(),),
        disabled=not seen.located,
    )  # fmt: skip
    if asked.selection.box or asked.selection.ring:
        st.button(words("maps.clear_area"), key="clear_area", icon=":material/close:", on_click=set_area)
    else:
        st.button(
            words("maps.area_of_view"), key="area_of_view", icon=":material/crop_free:", on_click=area_of_view,
            args=(bounds,), help=words("maps.area_help"),
        )  # fmt: skip


def prepare() -> None:
    """Works out what is drawn after the map: a browser does one thing at a time, and paints the map meanwhile."""
    selection = state.selection()
    data.options(selection)
    data.months(selection)
    time_acts.scene()


def side(asked: Asked, drawn: Picture, words: Labels) -> None:
    """What stands beside the map: a search, the incident chosen, the incidents of one place, or what to do."""
    searched = map_search.results(words)
    if state.chosen():
        chosen_card(state.chosen(), asked.lazy(), words)
    elif open_stack():
        stack(open_stack(), asked, words, zoom_to)
    elif not searched:
        hint(drawn.seen, words)
    unlocated(asked.lazy(), drawn.seen.unlocated, words)


def open_stack() -> Stack | None:
    """The stack that the reader chooses from, when the store is still the one that it was made from."""
    found = state.stack()
    return found if found is not None and found.changes == data.store().change_counter() else None


@st.fragment
def panel() -> None:
    """The map with what belongs to it; a click or a move reruns this alone."""
    if st.session_state.pop(_FILTERED, False):
        st.rerun()
    words = state.words()
    bounds = state.bounds() or marks.frame_bounds(state.view())
    asked = data.asked(state.selection(), bounds)
    stored = data.incident(state.chosen()) if state.chosen() else None
    drawn = picture(
        asked, bounds, state.view(), state.map_layer(), words, chosen=stored.row if stored else None,
        stack=open_stack(), found=map_search.found(),
    )  # fmt: skip
    sheet.show(words("page.map"), words)
    top, choices = (
        st.container(key=key, horizontal=True, vertical_alignment="center", gap="small")
        for key in ("map_top", "map_choices")
    )
    left, right = st.columns([7, 4])
    # The map is sent before what stands over it, for readers wait for it.
    with left:
        map_view.show(drawn.drawn, drawn.beside, words, clicked, acted)
    prepare()
    with top:
        figures(drawn, asked, bounds, words)
    with choices:
        map_legend.choices(words)
        with st.container(key="map_search_box", width=240):
            map_search.box(words)
    with left:
        time_line.line()
        map_legend.legend(drawn, words)
    with right, st.container(key="side"):
        side(asked, drawn, words)
    state.write_address()


def show() -> None:
    """Draws the page."""
    if not assets.served():
        st.caption(state.words()("map.no_assets"))
    panel()


frame.around_page()
show()
