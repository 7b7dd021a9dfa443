"""Which reports tell of one incident: accept what was brought together, take one out, settle a pair in doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.record import review
from rasd.record.merge import Doubt
from rasd.record.review.fields import write
from rasd.record.review.standing import standing
from rasd.record.store import StoredIncident
from rasd.ui import card, data, reports
from rasd.ui.escape import html

Decide = Callable[[StoredIncident, Mapping[str, str | None]], None]
"""Takes decisions about fields of a telling."""


def members(stored: StoredIncident, decide: Decide | None, labels: Labels) -> None:
    """The reports of an incident that several tell of, each with a way to take it out; without `decide` only shown."""
    if not stored.members:
        return
    told = labels.count("article_count", len(stored.members))
    with st.expander(labels("review.merged_title", reports=told), expanded=True, key="review_members"):
        st.caption(labels("review.merged_help"))
        ids = [one.incident.id for one in stored.members]
        for number, one in enumerate(stored.members):
            here = one.incident.id == stored.incident.id
            st.html(reports.report(stored, one, labels, here=here))
            if decide is not None:
                st.button(
                    labels("review.split"), key=f"review_split_{number}", icon=":material/call_split:",
                    on_click=decide, args=(one, _apart(one, [id for id in ids if id != one.incident.id])),
                )  # fmt: skip
        if decide is not None:
            st.button(
                labels("review.accept"), key="review_accept", icon=":material/merge:", on_click=decide,
                args=(stored.members[0], _together(stored.members[0], ids[1:])),
            )  # fmt: skip


def doubt(stored: StoredIncident, found: Doubt | None, decide: Decide | None, labels: Labels) -> None:
    """A pair that the machine does not decide, side by side with what speaks for and against."""
    ids = [one.incident.id for one in stored.tellings]
    if found is None or not set(found.pair) & set(ids):
        return
    mine = next(id for id in found.pair if id in ids)
    other = data.incident(next(id for id in found.pair if id != mine))
    own = next(one for one in stored.tellings if one.incident.id == mine)
    if other is None:
        return
    with st.container(border=True, key="review_doubt"):
        st.markdown(f"**{labels('review.doubt_title')}**")
        left, right = st.columns(2)
        for column, one, name in ((left, stored, "this_report"), (right, other, "other_report")):
            with column:
                st.caption(labels(f"review.{name}"))
                st.html(card.of(one, labels))
        st.html(f"<p>{html(labels('review.doubt_help'))}</p>{reports.reasons(found, labels)}")
        if decide is None:
            return
        theirs = [one.incident.id for one in other.tellings]
        with st.container(horizontal=True):
            st.button(
                labels("review.doubt_same"), key="review_same", icon=":material/merge:", shortcut="G",
                on_click=decide, args=(own, _together(own, [other.incident.id])),
            )  # fmt: skip
            st.button(
                labels("review.doubt_two"), key="review_two", icon=":material/call_split:", shortcut="T",
                on_click=decide, args=(own, _apart(own, theirs)),
            )  # fmt: skip


def _together(one: StoredIncident, others: Sequence[str]) -> dict[str, str | None]:
    """What says that a telling and others are of one incident; what was said of them before is taken back."""
    return _pairs(one, review.MERGE, others) | _no_longer(one, review.APART, others)


def _apart(one: StoredIncident, others: Sequence[str]) -> dict[str, str | None]:
    """What says that a telling and others are of two incidents."""
    return _pairs(one, review.APART, others) | _no_longer(one, review.MERGE, others)


def _pairs(one: StoredIncident, field: str, others: Sequence[str]) -> dict[str, str | None]:
    return {field: write(field, tuple(dict.fromkeys((*_said(one, field), *others))))}


def _no_longer(one: StoredIncident, field: str, others: Sequence[str]) -> dict[str, str | None]:
    before = _said(one, field)
    left = tuple(id for id in before if id not in others)
    return {field: write(field, left) if left else None} if left != before else {}


def _said(one: StoredIncident, field: str) -> tuple[str, ...]:
    """The ids that were decided about this very telling."""
    own = (made for made in one.decisions if made.incident == one.incident.id)
    found: tuple[str, ...] = standing(own).values.get(field, ())
    return found
