"""The line of time under the map: bars stacked by type, a brush that filters the days, and the play."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import assets, data, marks, overlay, state, time_acts
from rasd.ui.layers import CELLS
from rasd.ui.map_legend import class_name
from rasd.ui.picture import Scale
from rasd.ui.time_acts import Scene
from rasd.ui.time_frames import Reel, common, frames
from rasd.ui.time_payload import Chosen, Ways, payload

KEY = "time_line"
# Set when an act has changed the filters, which stand outside the part of the page that it reruns.
_FILTERED, _SCALE = "time_filtered", "time_scale"
_SCRIPTS, _STYLE = ("time_bars.js", "time_brush.js", "time_player.js", "time.js"), "time.css"


@st.fragment
def line() -> None:
    """Draws it; a play asks for its next frames here alone, so that neither the map nor the page run for them."""
    if st.session_state.pop(_FILTERED, False):
        st.rerun()
    words, found = state.words(), time_acts.scene()
    told = payload(found.line, _chosen(found), _ways(found), words, legend=state.map_layer().layer != CELLS)
    # One for each language: a component keeps what it has built.
    mounted = f"{KEY}-{words.language}"

    def heard() -> None:
        act = st.session_state[mounted].get("act")
        st.session_state[_FILTERED] = time_acts.acted(act)

    with st.container(key=KEY):
        _component()(data={**told, "play": _played(found, words)}, key=mounted, on_act_change=heard)
    state.write_address()


def _chosen(found: Scene) -> Chosen:
    return Chosen(state.days(), data.asked(state.selection()).count, found.unit, found.units)


def _ways(found: Scene) -> Ways:
    played, shown = state.play(), time_acts.shown_days()
    ends = (found.line.bars[0].start, found.line.bars[-1].end) if found.line.bars else None
    first, last = state.days()
    closer = ends is not None and bool((first and first > ends[0]) or (last and last < ends[1]))
    return Ways(
        stop=played is not None and played.paused is not None,
        zoom=closer and (played is None or played.paused is None),
        whole=any(shown),
    )


def _played(found: Scene, words: Labels) -> dict[str, object] | None:
    """The next frames of a play that runs."""
    played = state.play()
    if played is None or played.paused is not None or not found.windows:
        return None
    view, shown, changes = state.view(), state.map_layer(), data.store().change_counter()
    asked = data.asked(replace(state.selection(), date_from=None, date_to=None))
    reel = Reel(asked, found.windows, state.bounds() or marks.frame_bounds(view), view, shown)
    id, first = reel.id(changes, words), min(time_acts.number_asked(), len(found.windows) - 1)
    known, scale = st.session_state.get(_SCALE, ("", None))
    if known != id:
        scale = common(reel)
        st.session_state[_SCALE] = id, scale
    return {
        "id": id,
        "windows": f"{found.unit} {found.windows[0].start} {found.windows[-1].end}",
        "count": len(found.windows),
        "first": first,
        "frames": frames(replace(reel, scale=scale), first, words),
        "classes": _classes(scale, words),
    }


def _classes(scale: Scale | None, words: Labels) -> list[dict[str, str]]:
    """The colours of the provinces while it plays: a window's incidents are fewer than those of the legend below."""
    classes = overlay.classes_of(scale.limits) if scale else []
    return [{"name": class_name(one, words), "colour": one.colour} for one in classes]


def _component() -> Any:
    """Streamlit keeps a component by its name; to name it anew with the same text costs nothing."""
    script = "\n".join((assets.STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    style = (assets.STATIC / _STYLE).read_text(encoding="utf-8")
    return st.components.v2.component("rasd_time", html='<div class="frame"></div>', css=style, js=script)
