"""Why an incident stands where it stands: the reason in words, the candidates on a map and in a table, what to do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.model import Candidate, IncidentRow
from rasd.record.store import StoredIncident
from rasd.ui import candidates_map, data, describe, places_form, readings, reasons, state, unknown_names
from rasd.ui.escape import html, markdown
from rasd.ui.parts import table

PLACES = "pages/places.py"
_HEADS = ("number", "name", "area", "precision", "score", "reasons")


def show(stored: StoredIncident, labels: Labels) -> None:
    """Draws the section."""
    row = stored.row
    st.markdown(f"##### {labels('why.title')}")
    _verdict(row, labels)
    found = ranked(stored)
    marks = candidates_map.drawn(row, found, labels)
    if not marks:
        return
    left, right = st.columns([5, 6], gap="medium")
    with left, st.container(key="candidates_map"):
        candidates_map.show(row, marks, labels)
        st.caption(labels("why.map_help") if row.latitude is not None else labels("why.map_help_unlocated"))
    with right, st.container(key="candidates"):
        _table(row, found, labels)
        if readings.place_decided(stored) and all(one.place.id != row.place_id for one in found):
            st.caption(labels("why.elsewhere", name=markdown(describe.place_of(row, labels))))


def ranked(stored: StoredIncident) -> tuple[Candidate, ...]:
    """The candidates, the likeliest first: the order of their numbers."""
    return tuple(sorted(stored.incident.resolution.candidates, key=lambda one: (-one.score, one.place.id)))


def name_told(row: IncidentRow) -> str:
    """The name in the words that the report gives as the place; "" when it gives none."""
    return unknown_names.name_in(row.place_text, data.gazetteer()) if row.place_text else ""


def _verdict(row: IncidentRow, labels: Labels) -> None:
    why = reasons.told(row.place_reason, labels)
    if row.latitude is not None:
        exact = describe.precision(row.where_prec, labels)
        if row.radius_km:
            exact += f"{labels('app.comma')}{labels('card.radius', km=f'{row.radius_km:,.0f}')}"
        parts = (("taken", _where(row, labels)), ("because", why), ("exact", exact))
        if row.place_text:
            parts = (("told", describe.isolated(row.place_text)), *parts)
        lines = "".join(f"<dt>{html(labels(f'why.{key}'))}</dt><dd>{html(told)}</dd>" for key, told in parts)
        st.html(f'<dl class="rasd-why">{lines}</dl>')
        return
    with st.container(key="unplaced"):
        st.warning(f"**{labels('why.unlocated')}** {markdown(why)}", icon=":material/location_off:")
        name = name_told(row)
        st.markdown(labels("why.do") if name else labels("why.do_nameless"))
        asked = st.button(
            labels("why.to_places", name=markdown(describe.isolated(name))) if name else labels("why.to_places_bare"),
            key="to_places", icon=":material/edit_location_alt:", on_click=places_form.fill if name else None,
            args=(name[:100],) if name else None,
        )  # fmt: skip
        if asked:
            st.switch_page(PLACES, query_params=state.address(row.id))


def _where(row: IncidentRow, labels: Labels) -> str:
    area = describe.area_of(row, labels)
    return labels("app.comma").join(part for part in (describe.place_of(row, labels), area) if part)


def _table(row: IncidentRow, found: Sequence[Candidate], labels: Labels) -> None:
    rows, taken = [], set[int]()
    for at, one in enumerate(found):
        chosen = one.place.id == row.place_id
        rows.append(_cells(at + 1, one, chosen, labels))
        if chosen:
            taken.add(at)
    if rows:
        table(
            [
                labels(f"candidate.{key}") if key in {"name", "area", "score", "reasons"} else labels(f"why.{key}")
                for key in _HEADS
            ],
            rows,
            frozenset(taken),
        )
    else:
        st.caption(labels("incident.no_candidates"))


def _cells(number: int, one: Candidate, chosen: bool, labels: Labels) -> tuple[str, ...]:
    place = one.place
    area = (
        describe.admin1(place.admin1, labels) if place.admin1 else "",
        describe.country(place.country, labels) if place.country else "",
    )
    badge = f' <span class="rasd-badge rasd-badge-taken">{html(labels("candidate.chosen"))}</span>' if chosen else ""
    why = labels("app.semicolon").join(reasons.told(reason, labels) for reason in one.reasons)
    exact = f"{describe.precision(place.where_prec, labels)} · {labels('card.radius', km=f'{place.radius_km:,.0f}')}"
    return (
        html(labels.figure(number)), f"{html(describe.place(place, labels))}{badge}",
        html(labels("app.comma").join(filter(None, area))), html(exact), html(labels.figure(f"{one.score:.2f}")),
        html(why),
    )  # fmt: skip
