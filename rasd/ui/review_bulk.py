"""Confirming all that the filters select, with the count asked back; and decisions whose incident is gone."""

from __future__ import annotations

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.record import review
from rasd.record.review.ground import Stale
from rasd.ui import data, decided_words, describe, people, review_acts, review_queue, state
from rasd.ui.escape import markdown
from rasd.ui.moments import moment
from rasd.ui.review_acts import AGAIN
from rasd.view.queue import unsettled

_COUNT, _WHY = "bulk_count", "bulk_why"


def confirm_all(labels: Labels) -> None:
    """The form: how many they are, the count to type, why."""
    with st.expander(labels("review.bulk_title"), icon=":material/done_all:", key="review_bulk"):
        if not people.may("bulk"):
            st.caption(labels("review.bulk_not_allowed"))
            return
        count = unsettled(data.asked(state.selection()))
        st.markdown(markdown(labels("review.bulk_help", incidents=labels.count("incident_count", count))))
        typed = st.text_input(labels("review.bulk_count", count=count), key=_COUNT, autocomplete="off")
        st.text_input(labels("review.why"), key=_WHY, placeholder=labels("review.why_hint"))
        st.button(
            labels("review.bulk_do"), key="bulk_do", type="primary", icon=":material/done_all:", on_click=_confirm,
            disabled=not count or typed.strip() != str(count),
        )  # fmt: skip


def _confirm() -> None:
    ids = review_queue.unsettled(state.selection())
    # Asked again: between the count shown and the click somebody may have added or settled some.
    if st.session_state[_COUNT].strip() == str(len(ids)):
        review_acts.settle(ids, review.CONFIRMED, st.session_state[_WHY])
        st.session_state[_COUNT] = st.session_state[_WHY] = ""
    st.session_state[AGAIN] = True


def gone(found: tuple[Stale, ...], labels: Labels) -> None:
    """The decisions whose incident newer rules no longer find."""
    if not found:
        return
    with st.expander(f"{labels('review.gone_title')} ({labels.number(len(found))})", key="review_gone"):
        st.caption(labels("review.gone_help"))
        for number, one in enumerate(one for stale in found for one in stale.decisions):
            left, right = st.columns([6, 2], vertical_alignment="center")
            article = next(stale.article_id for stale in found if one in stale.decisions)
            told = labels(
                "review.gone_line", field=decided_words.field(one.field, labels),
                value=describe.isolated(decided_words.value(one.field, one.new or "", labels)),
                who=describe.isolated(one.who), when=moment(one.at, labels), article=describe.isolated(article),
            )  # fmt: skip
            left.markdown(markdown(told))
            if people.may("review"):
                right.button(
                    labels("review.take_back"), key=f"gone_{number}", on_click=review_acts.take_back, args=(one,),
                    type="tertiary",
                )  # fmt: skip
