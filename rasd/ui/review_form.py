"""The form of an incident's slots: as they are shown now, to be changed, beside the report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import streamlit as st

from rasd.acled import SUB_EVENT_TYPES
from rasd.lexicon.actors import actors
from rasd.lexicon.labels import Labels
from rasd.model import IncidentRow
from rasd.record import review
from rasd.record.review import Days, People
from rasd.record.review.fields import LONGEST_NOTE, PRECISIONS, write
from rasd.record.review.standing import standing
from rasd.record.store import StoredIncident
from rasd.ui import describe, review_place

_EVENT, _FIRST, _LAST, _PRECISION = "event", "first", "last", "precision_of_date"
_BACKGROUND, _NOTE = "background", "note"
_ROLES = {"attacker": "attackers", "target": "targets", "party": "parties"}
_EARLIEST_DAY, _LATEST_DAY = date(1900, 1, 1), date(2100, 12, 31)
_MOST_PEOPLE = 1_000_000


def begin(stored: StoredIncident) -> None:
    """Puts what is shown now into the form."""
    row, id = stored.row, stored.row.id
    now: dict[str, object] = {
        _EVENT: row.sub_event_type, _FIRST: row.date_earliest, _LAST: row.date_latest, _PRECISION: row.date_precision,
        _BACKGROUND: row.background, _NOTE: standing(stored.decisions).values.get(review.NOTE, ""),
    }  # fmt: skip
    for kind in (review.KILLED, review.INJURED):
        for end in ("low", "high"):
            now[f"{kind}_{end}"] = getattr(row, f"{kind}_{end}")
    for role, field in _ROLES.items():
        now[field] = [actor for actor, its in _sides(row) if its == role]
    for name, value in now.items():
        st.session_state[_key(id, name)] = value
    review_place.set_draft(id, None)


def show(stored: StoredIncident, labels: Labels) -> None:
    """Draws the form but for the place's map."""
    id = stored.row.id
    st.selectbox(
        labels("decided.event"), SUB_EVENT_TYPES, key=_key(id, _EVENT),
        format_func=lambda one: describe.event(one, labels),
    )  # fmt: skip
    review_place.fields(stored, labels)
    first, last = st.columns(2)
    for column, name, label in ((first, _FIRST, "first_day"), (last, _LAST, "last_day")):
        column.date_input(
            labels(f"review.{label}"), key=_key(id, name), format="YYYY-MM-DD", min_value=_EARLIEST_DAY,
            max_value=_LATEST_DAY, value=None,
        )  # fmt: skip
    st.selectbox(
        labels("review.precision_of_date"), PRECISIONS, key=_key(id, _PRECISION),
        format_func=lambda one: labels(f"date_precision.{one}"),
    )  # fmt: skip
    for kind in (review.KILLED, review.INJURED):
        for column, end, label in zip(st.columns(2), ("low", "high"), ("least", "most"), strict=True):
            column.number_input(
                labels(f"review.{label}", field=labels(f"decided.{kind}")), min_value=0, max_value=_MOST_PEOPLE, step=1,
                value=None, key=_key(id, f"{kind}_{end}"), help=labels("review.toll_help"),
            )  # fmt: skip
    for field in _ROLES.values():
        st.multiselect(
            labels(f"review.{field}"), _offered(id, field), key=_key(id, field), select_all=False,
            format_func=lambda one: describe.actor(one, labels), placeholder=labels("review.add_actor"),
        )  # fmt: skip
    st.checkbox(labels("review.is_background"), key=_key(id, _BACKGROUND))
    st.text_area(labels("review.note"), key=_key(id, _NOTE), max_chars=LONGEST_NOTE, height=80)


def changes(stored: StoredIncident) -> dict[str, str | None]:
    """What the form changes of what is shown, as decisions' texts by field. Raises ValueError with a label's key."""
    row, id = stored.row, stored.row.id
    found: dict[str, str | None] = {}
    if _value(id, _EVENT) != row.sub_event_type:
        found[review.EVENT] = str(_value(id, _EVENT))
    changed, place = review_place.text(id)
    if changed:
        found[review.PLACE] = place
    days = Days(_value(id, _FIRST), _value(id, _LAST), str(_value(id, _PRECISION)))
    if days != Days(row.date_earliest, row.date_latest, row.date_precision):
        found[review.DATE] = write(review.DATE, _checked_days(days))
    for kind in (review.KILLED, review.INJURED):
        people = People(*(_value(id, f"{kind}_{end}") for end in ("low", "high")))
        if people != People(getattr(row, f"{kind}_low"), getattr(row, f"{kind}_high")):
            found[kind] = write(kind, _checked_people(people))
    sides = tuple((actor, role) for role, field in _ROLES.items() for actor in _value(id, field))
    if set(sides) != set(_sides(row)):
        found[review.SIDES] = write(review.SIDES, sides)
    if bool(_value(id, _BACKGROUND)) != row.background:
        found[review.BACKGROUND] = write(review.BACKGROUND, bool(_value(id, _BACKGROUND)))
    note = str(_value(id, _NOTE) or "").strip()
    if note != standing(stored.decisions).values.get(review.NOTE, ""):
        found[review.NOTE] = note or None
    return found


def _checked_days(days: Days) -> Days:
    if (days.earliest is None) != (days.latest is None):
        raise ValueError("review.one_day")
    if days.earliest and days.latest and days.earliest > days.latest:
        raise ValueError("review.wrong_days")
    return days


def _checked_people(people: People) -> People:
    if people.low is not None and people.high is not None and people.low > people.high:
        raise ValueError("review.wrong_toll")
    return people


def _sides(row: IncidentRow) -> tuple[tuple[str, str], ...]:
    """Who took part and how, as a row tells it: a party stands on both sides."""
    attacking, targeted = set(row.attackers), set(row.targets)
    found = []
    for actor in row.actors:
        role = "party" if actor in attacking and actor in targeted else "attacker" if actor in attacking else "target"
        found.append((actor, role))
    return tuple(found)


def _offered(id: str, field: str) -> list[str]:
    chosen: Iterable[str] = st.session_state.get(_key(id, field)) or ()
    return list(dict.fromkeys([*chosen, *(one.id for one in actors())]))


def _value(id: str, name: str) -> Any:
    return st.session_state.get(_key(id, name))


def _key(id: str, name: str) -> str:
    return f"form_{name}_{id}"
