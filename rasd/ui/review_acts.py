"""The acts of the review page: each makes decisions, appends them, and notes what came of it to be told once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from rasd.errors import ReportedError
from rasd.lexicon.labels import Labels
from rasd.model import Decision
from rasd.record import review
from rasd.record.review.acts import Acted, Refused
from rasd.record.review.fields import write
from rasd.record.review.standing import present
from rasd.record.store import StoredIncident
from rasd.ui import data, decided_words, describe, people, problems, state
from rasd.ui.escape import markdown
from rasd.ui.moments import moment

AGAIN = "review_again"
"""Set when the whole page must be drawn anew, not the item alone."""
_TOLD = "review_told"


def decide(stored: StoredIncident, values: Mapping[str, str | None], why: str, again: Sequence[str] = ()) -> bool:
    """Decides about fields of an incident, all or none; whether it was kept. None gives a field back to the machine.

    What is decided so already is passed over; `again` are fields to be decided anew as they are, for newer rules took
    the ground from under them.
    """
    return _acted(lambda: _decide(stored, stored.row.id, values, why, again), "kept")


def decide_of(telling: StoredIncident, id: str, values: Mapping[str, str | None], why: str) -> bool:
    """The same about one telling of an incident, which has an id of its own."""
    return _acted(lambda: _decide(telling, id, values, why, ()), "kept")


def undo() -> tuple[tuple[str, ...], tuple[Decision, ...]]:
    """Undoes the last act of whoever is at the dashboard; the incidents it was about, and what was decided."""
    done: list[Acted] = []

    def work() -> Acted:
        who = people.require("review").known_as
        done.append(data.undo(who, datetime.now(UTC)))
        return done[0]

    _acted(work, "undone")
    made = tuple(one for acted in done for one in acted.appended)
    return tuple(dict.fromkeys(one.incident for one in made)), made


def take_back(decision: Decision) -> None:
    """Takes back one decision from the history; another's only when the role allows."""

    def work() -> Acted:
        person = people.require("review")
        if decision.who != person.known_as:
            people.require("undo_others")
        return data.take_back((decision,), person.known_as, datetime.now(UTC))

    _acted(work, "taken_back")
    st.session_state[AGAIN] = True


def settle(ids: Sequence[str], status: str, why: str) -> bool:
    """Gives many incidents a status, in one act."""

    def work() -> Acted:
        person = people.require("bulk")
        return data.settle(ids, write(review.STATUS, review.Review(status)), person.known_as, datetime.now(UTC), why)

    return _acted(work, "settled")


def note(text: str, *, done: bool) -> None:
    """Has something told with the next item drawn."""
    st.session_state[_TOLD] = done, markdown(text)


def told(labels: Labels) -> None:
    """What came of the last act; once."""
    found: tuple[bool, str] | None = st.session_state.pop(_TOLD, None)
    if found is not None:
        done, text = found
        with st.container(key="review_told"):
            (st.success if done else st.error)(text)


def last_act(labels: Labels) -> str:
    """What an undoing would undo, in words; "" when there is nothing."""
    person = people.person()
    made = data.store().desk.last_act(person.known_as) if person else ()
    if not made:
        return ""
    first = made[0]
    what = decided_words.field(first.field, labels) if len({one.field for one in made}) == 1 else ""
    value = decided_words.value(first.field, first.new, labels) if what and first.new else ""
    incidents = labels.count("incident_count", len({one.incident for one in made}))
    return labels("review.last_act", when=moment(first.at, labels), what=f"{what} {value}".strip(), incidents=incidents)


def _decide(stored: StoredIncident, id: str, values: Mapping[str, str | None], why: str, again: Sequence[str]) -> Acted:
    person, now = people.require("review"), datetime.now(UTC)
    last = present(one for one in stored.decisions if one.incident == id)
    before = {name: last[name].new if name in last else None for name in (*values, *again)}
    wanted = {name: before[name] for name in again} | dict(values)
    made = [
        Decision(id, name, before[name], new, person.known_as, now, why.strip())
        for name, new in wanted.items()
        if new != before[name] or name in again
    ]
    return data.decide(made)


def _acted(work: Callable[[], Acted], key: str) -> bool:
    """Does the work and notes what came of it."""
    labels = state.words()
    try:
        done = work()
    except ReportedError as error:
        st.session_state[_TOLD] = False, f"{labels('app.error')}: {markdown(problems.told(error, labels))}"
        return False
    if done.refused and not done.appended:
        st.session_state[_TOLD] = False, markdown(_refused(done.refused[0], labels))
        return False
    incidents = labels.count("incident_count", len({one.incident for one in done.appended}))
    if done.appended:
        st.session_state[_TOLD] = True, markdown(labels(f"review.{key}", incidents=incidents))
    else:
        st.session_state[_TOLD] = True, markdown(labels("review.nothing_changed"))
    return True


def _refused(one: Refused, labels: Labels) -> str:
    """Why a decision was not kept: what somebody else has decided meanwhile."""
    name = decided_words.field(one.decision.field, labels)
    if one.unknown:
        return labels("review.refused_unknown", id=describe.isolated(one.decision.incident))
    if one.present is None:
        return labels("review.refused_nothing", field=name)
    theirs = one.present
    value = decided_words.value(theirs.field, theirs.new, labels) if theirs.new else labels("review.given_back")
    return labels(
        "review.refused", field=name, who=describe.isolated(theirs.who), when=moment(theirs.at, labels),
        value=describe.isolated(value),
    )  # fmt: skip
