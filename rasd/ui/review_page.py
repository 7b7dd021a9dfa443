"""The review page: one incident of the queue at a time, what can be decided about it, and on to the next."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.model import Decision
from rasd.record import review
from rasd.record.decided import DecidedPlace
from rasd.record.review import Review
from rasd.record.review.fields import write
from rasd.record.store import StoredIncident
from rasd.ui import (
    data,
    evidence,
    people,
    review_acts,
    review_bulk,
    review_form,
    review_item,
    review_merge,
    review_place,
    review_queue,
    state,
)
from rasd.ui.review_acts import AGAIN
from rasd.ui.review_queue import Queue

_EDITED, _WHY = "review_edited", "review_why"
# The incident as the reader saw it: what a decision is made about.
_SEEN = "review_seen"


def show() -> None:
    """Draws the page."""
    words = state.words()
    st.subheader(words("page.review"), anchor=False)
    st.caption(words("review.intro"))
    review_queue.refreshed()
    _desk()
    review_bulk.gone(review_queue.held().gone, words)
    if people.may("review"):
        review_bulk.confirm_all(words)


@st.fragment
def _desk() -> None:
    """The item with its acts; an act reruns this alone, and the next item is there at once."""
    if st.session_state.pop(AGAIN, False):
        st.rerun()
    words, queue = state.words(), review_queue.held()
    stored = review_queue.item(queue.current) if queue.current else None
    review_acts.told(words)
    _ways(queue, words)
    if stored is None:
        some = data.snapshot().total
        st.info(words("review.empty" if some else "map.empty_store"))
        if some:
            st.caption(words("review.empty_do"))
    else:
        state.choose(stored.row.id)
        # While a form is open, what it began with stays what it is compared with.
        if st.session_state.get(_EDITED) != stored.row.id:
            st.session_state[_SEEN] = stored
        _item(stored, queue, words)
    review_queue.look_ahead(queue)
    state.write_address()


def _ways(queue: Queue, words: Labels) -> None:
    """To the item before and after, undoing, and whose items are shown."""
    back, on = ("right", "left") if words.direction == "rtl" else ("left", "right")
    with st.container(horizontal=True, key="review_ways", vertical_alignment="center"):
        st.button(
            words("review.previous"), key="review_previous", icon=f":material/chevron_{back}:", shortcut="P",
            on_click=_step, args=(-1,), disabled=queue.at == 0,
        )  # fmt: skip
        position = words("review.position", number=words.number(queue.at + 1), total=words.number(len(queue.ids)))
        st.html(
            f'<span class="rasd-number" data-at="{queue.at}" data-waiting="{len(queue.ids)}">{position}</span>',
            width="content",
        )
        st.button(
            words("review.next"), key="review_next", icon=f":material/chevron_{on}:", icon_position="right",
            shortcut="N", on_click=_step, args=(1,), disabled=queue.next is None,
        )  # fmt: skip
        if people.may("review"):
            act = review_acts.last_act(words)
            st.button(
                words("review.undo"), key="review_undo", icon=":material/undo:", shortcut="U", on_click=_undo,
                disabled=not act, help=words("review.undo_help", act=act) if act else words("review.undo_nothing"),
            )  # fmt: skip
            st.session_state["review_mine_shown"] = review_queue.mine()
            st.toggle(words("review.mine"), key="review_mine_shown", on_change=_only_mine)


def _item(stored: StoredIncident, queue: Queue, words: Labels) -> None:
    may = people.may("review")
    edited = may and st.session_state.get(_EDITED) == stored.row.id
    with st.container(key="review_head"):
        review_item.head(stored, queue, words)
    review_item.stale(queue.stale.get(stored.row.id), words)
    if may:
        _acts(stored, words, edited=edited)
    else:
        st.info(words("review.read_only"))
    with st.container(key="review_body"):
        _body(stored, queue, words, edited=edited)


def _body(stored: StoredIncident, queue: Queue, words: Labels, *, edited: bool) -> None:
    """The report with the map, and beside it the acts with the slots or the form."""
    may = people.may("review")
    rules = evidence.pairs(len(stored.incident.evidence), ".st-key-review_body")
    if rules:
        st.html(f"<style>{rules}</style>")
    left, right = st.columns([6, 5], gap="large")
    with left:
        review_item.report(stored, words)
        review_place.show_map(stored, _pointed if may else _ignored, words)
        review_merge.doubt(stored, queue.doubts.get(stored.row.id), _pair if may else None, words)
        review_merge.members(stored, _pair if may else None, words)
    with right:
        if edited:
            with st.container(key="review_form", border=True):
                review_form.show(stored, words)
        else:
            review_item.slots(stored, words)
        review_item.decisions(stored, words)


def _acts(stored: StoredIncident, words: Labels, *, edited: bool) -> None:
    """What can be decided, each with its key."""
    with st.container(key="review_acts", horizontal=True):
        if edited:
            st.button(
                words("review.save"), key="review_save", type="primary", icon=":material/save:", shortcut="S",
                on_click=_save, args=(True,),
            )  # fmt: skip
            st.button(words("review.save_only"), key="review_save_only", on_click=_save, args=(False,))
        else:
            st.button(
                words("review.confirm"), key="review_confirm", type="primary", icon=":material/check:", shortcut="A",
                on_click=_confirm,
            )  # fmt: skip
        st.button(words("review.reject"), key="review_reject", icon=":material/block:", shortcut="X", on_click=_reject)
        st.button(
            words("review.edit"), key="review_edit", icon=":material/edit:", shortcut="E", on_click=_toggle_edit,
            args=(stored,), type="primary" if edited else "secondary",
        )  # fmt: skip
        st.button(
            words("review.assign"), key="review_assign", icon=":material/person_add:", shortcut="M", on_click=_assign
        )
    st.text_input(words("review.why"), key=_WHY, placeholder=words("review.why_hint"), max_chars=300, width=560)
    st.caption(words("review.keys_help"))


def _step(by: int) -> None:
    _leave()
    queue = review_queue.held()
    queue.step(by)
    state.choose(queue.current)


def _leave() -> None:
    st.session_state.pop(_EDITED, None)
    st.session_state[_WHY] = ""


def _toggle_edit(stored: StoredIncident) -> None:
    if st.session_state.pop(_EDITED, None) != stored.row.id:
        review_form.begin(stored)
        st.session_state[_EDITED], st.session_state[_SEEN] = stored.row.id, stored


def _now() -> StoredIncident | None:
    """The incident under review as the reader saw it."""
    seen: StoredIncident | None = st.session_state.get(_SEEN)
    return seen if seen is not None and seen.row.id == review_queue.held().current else None


def _decided(values: Mapping[str, str | None], *, settles: bool) -> bool:
    """Decides about the incident looked at; what settles it leads on to the next one."""
    stored, queue = _now(), review_queue.held()
    if stored is None:
        return False
    stale = queue.stale.get(stored.row.id)
    again = [name for name in (stale.fields if stale else ()) if name not in values or name == review.STATUS]
    kept = review_acts.decide(stored, values, st.session_state.get(_WHY, ""), again if settles else ())
    if not kept:
        # Told what others decided meanwhile, the reader decides about that.
        st.session_state[_SEEN] = data.incident(stored.row.id) or stored
    elif settles:
        _leave()
        queue.stale.pop(stored.row.id, None)
        queue.settled()
        state.choose(queue.current)
    return kept


def _status(status: str, to: str = "") -> dict[str, str | None]:
    return {review.STATUS: write(review.STATUS, Review(status, to))}


def _confirm() -> None:
    _decided(_status(review.CONFIRMED), settles=True)


def _reject() -> None:
    _decided(_status(review.REJECTED), settles=True)


def _assign() -> None:
    _decided(_status(review.ASSIGNED, people.who().known_as), settles=False)


def _save(confirms: bool) -> None:
    stored, words = _now(), state.words()
    if stored is None:
        return
    try:
        values = review_form.changes(stored)
    except ValueError as error:
        review_acts.note(words(str(error)), done=False)
        return
    if _decided(values | (_status(review.CONFIRMED) if confirms else {}), settles=confirms):
        _leave()


def _pointed(place: DecidedPlace) -> None:
    """A click on the map chooses a point; the form opens when it isn't."""
    stored = _now()
    if stored is None:
        return
    if st.session_state.get(_EDITED) != stored.row.id:
        _toggle_edit(stored)
    review_place.set_draft(stored.row.id, place)


def _ignored(_place: DecidedPlace) -> None:
    return


def _pair(telling: StoredIncident, values: Mapping[str, str | None]) -> None:
    """Decides which tellings are one; groups and queue are then others."""
    if review_acts.decide_of(telling, telling.incident.id, values, st.session_state.get(_WHY, "")):
        st.session_state[AGAIN] = True


def _undo() -> None:
    """Takes back the last act and goes to what it was about."""
    ids, made = review_acts.undo()
    _leave()
    if not ids:
        return
    if len(ids) == 1 and not _pairs(made):
        found, queue = data.incident(ids[0]), review_queue.held()
        if found is not None:
            queue.show(found.row.id)
            state.choose(found.row.id)
    else:
        st.session_state[AGAIN] = True


def _pairs(made: tuple[Decision, ...]) -> bool:
    return any(one.field in (review.MERGE, review.APART) for one in made)


def _only_mine() -> None:
    review_queue.set_mine(bool(st.session_state["review_mine_shown"]))
    st.session_state[AGAIN] = True
