"""The forms of the places page: an alias of a place, a new place; and the list of what was added, to take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from gazetteer import tables, userplaces
from gazetteer.model import SHARED, Place
from gazetteer.userplaces import Added, NewAlias, NewPlace, RefusedError
from rasd import reresolve
from rasd.errors import ReportedError
from rasd.lexicon.labels import Labels
from rasd.ui import data, describe, people, places_found, places_import, problems, state, unknown_names
from rasd.ui.escape import markdown

# What may be added, the usual first: GeoNames feature codes, each with a label place_kind.<code>.
KINDS = (
    "PPL", "PPLX", "ADM3", "ADM2", "AREA", "RGN", "CMPRF", "MILB", "AIRB", "AIRP", "PSTB", "OILF", "GASF", "OILR",
    "DAM", "BDG", "PRT", "PRN", "HSP", "UNIV", "SCH", "MSQE", "MKT", "SQR", "ST", "RD", "RDJCT", "BLDG", "FCL", "INSM",
    "LCTY", "MT", "MTS", "HLL", "VAL", "DSRT", "FRST", "ISL", "LK", "STM", "CNL", "CST", "SEA", "GULF", "STRT",
)  # fmt: skip
LATITUDE, LONGITUDE = "place_latitude", "place_longitude"
QUERY = "places_query"
_ALIAS_NAME, _ALIAS_FOR, _ALIAS_PLACE, _ALIAS_STRENGTH, _ALIAS_NOTE = (
    f"alias_{name}" for name in ("name_ar", "for", "place", "strength", "note")
)
_NAME_AR, _NAME, _KIND, _COUNTRY, _ADMIN1, _PRECISION, _NOTE = (
    f"place_{name}" for name in ("name_ar", "name", "kind", "country", "admin1", "precision", "note")
)
_TOLD = "places_told"
_LONGEST, _LONGEST_NOTE = 100, 300


def fill(name: str) -> None:
    """Searches for a name and puts it into both forms."""
    for key in (QUERY, _ALIAS_NAME, _NAME_AR):
        st.session_state[key] = name


def choose_point(latitude: float, longitude: float) -> None:
    """Puts coordinates into the form of a new place."""
    st.session_state[LATITUDE], st.session_state[LONGITUDE] = latitude, longitude


def point() -> tuple[float, float] | None:
    """The coordinates in the form of a new place, when both are there."""
    latitude, longitude = st.session_state.get(LATITUDE), st.session_state.get(LONGITUDE)
    return None if latitude is None or longitude is None else (latitude, longitude)


def told() -> None:
    """What came of the last addition or removal; told once."""
    found: tuple[bool, str] | None = st.session_state.pop(_TOLD, None)
    if found is not None:
        done, text = found
        (st.success if done else st.error)(text)
        # The forms stand far below: what came of them shows wherever the reader is.
        st.toast(text, icon=":material/check:" if done else ":material/error:")


def show(labels: Labels) -> None:
    """Both forms."""
    by_alias, by_place, by_file = st.tabs([labels("places.alias"), labels("places.new"), labels("places.import")])
    with by_alias:
        _alias(labels)
    with by_place:
        _place(labels)
    with by_file:
        places_import.show(labels)


def show_added(labels: Labels) -> None:
    """What was added, each with the ways to apply it again and to take it back."""
    st.markdown(f"##### {labels('places.added')}")
    added = userplaces.listed(data.gazetteer())
    if not added:
        st.caption(labels("places.added_none"))
        return
    st.caption(labels("places.added_help"))
    for number, one in enumerate(added):
        name, again, remove = st.columns([6, 2, 1.5], vertical_alignment="center")
        name.markdown(_added_line(one, labels))
        if not people.may("places"):
            continue
        again.button(
            labels("places.again"), key=f"again_{number}", on_click=_apply, args=(one,), disabled=one.place is None
        )
        remove.button(labels("places.remove"), key=f"remove_{number}", on_click=_remove, args=(one,))


def _added_line(one: Added, labels: Labels) -> str:
    if one.place is None:
        shown = labels("places.added_gone", name=one.name_ar, id=one.place_id)
    elif one.is_alias:
        shown = labels("places.added_alias", name=one.name_ar, place=places_found.line(one.place, labels))
    else:
        shown = places_found.line(one.place, labels)
    return markdown(shown) + (f" — {markdown(one.note)}" if one.note else "")


# The forms


def _alias(labels: Labels) -> None:
    st.caption(labels("places.alias_help"))
    left, right = st.columns(2)
    left.text_input(labels("places.alias_name"), key=_ALIAS_NAME, max_chars=_LONGEST)
    asked = right.text_input(labels("places.alias_for"), key=_ALIAS_FOR, max_chars=_LONGEST)
    offered = _offered(asked or st.session_state.get(QUERY) or "")
    st.selectbox(
        labels("places.alias_place"), list(offered), index=None, key=_ALIAS_PLACE, placeholder=labels("places.choose"),
        format_func=lambda id: places_found.line(offered[id], labels) if id in offered else id,
    )  # fmt: skip
    left, right = st.columns(2)
    left.selectbox(
        labels("places.strength"), userplaces.STRENGTHS, key=_ALIAS_STRENGTH,
        format_func=lambda one: labels(f"places.strength_{one}"),
    )  # fmt: skip
    right.text_input(labels("places.note"), key=_ALIAS_NOTE, max_chars=_LONGEST_NOTE)
    st.button(labels("places.add_alias"), key="add_alias", type="primary", on_click=_add_alias)


def _offered(name: str) -> dict[str, Place]:
    """The places that a name may mean or nearly spells, by id."""
    if not name.strip():
        return {}
    found = places_found.search(name.strip())
    return {one.id: one for one in (*found.places, *(near.place for near in found.near))}


def _place(labels: Labels) -> None:
    st.caption(labels("places.new_help"))
    left, right = st.columns(2)
    left.text_input(labels("places.name_ar"), key=_NAME_AR, max_chars=_LONGEST)
    right.text_input(labels("places.name"), key=_NAME, max_chars=_LONGEST)
    left, middle, right = st.columns(3)
    left.selectbox(
        labels("places.kind"), KINDS, key=_KIND, on_change=_kind_changed,
        format_func=lambda code: places_found.kind(code, labels),
    )  # fmt: skip
    countries = sorted((*_countries(), SHARED), key=lambda code: _country(code, labels))
    country = middle.selectbox(
        labels("places.country"), countries, index=None, key=_COUNTRY, placeholder=labels("places.choose"),
        format_func=lambda code: _country(code, labels), on_change=_country_changed,
    )  # fmt: skip
    right.selectbox(
        labels("places.admin1"), _provinces(country), index=None, key=_ADMIN1, placeholder=labels("places.choose"),
        format_func=lambda name: describe.admin1(name, labels),
    )  # fmt: skip
    left, middle, right = st.columns(3)
    left.number_input(labels("places.latitude"), value=None, key=LATITUDE, format="%.5f", step=0.01)
    middle.number_input(labels("places.longitude"), value=None, key=LONGITUDE, format="%.5f", step=0.01)
    right.selectbox(
        labels("places.precision"), range(1, 8), key=_PRECISION,
        format_func=lambda code: f"{code} · {describe.precision(code, labels)}",
    )  # fmt: skip
    st.text_input(labels("places.note"), key=_NOTE, max_chars=_LONGEST_NOTE, help=labels("places.note_help"))
    st.button(labels("places.add_place"), key="add_place", type="primary", on_click=_add_place)


def _countries() -> tuple[str, ...]:
    return tuple(data.gazetteer().tables.countries)


def _country(code: str, labels: Labels) -> str:
    return labels("places.shared") if code == SHARED else describe.country(code, labels)


def _provinces(country: str | None) -> list[str]:
    places = data.gazetteer().tables.places.values()
    return sorted({one.name for one in places if one.kind == "ADM1" and one.country == country})


def _kind_changed() -> None:
    st.session_state[_PRECISION] = tables.precision(st.session_state[_KIND])


def _country_changed() -> None:
    st.session_state[_ADMIN1] = None


# What the buttons do. An error in a callback would stand outside the frame that tells errors, so it is kept and told.


def _add_alias() -> None:
    def add(labels: Labels) -> str:
        given = st.session_state
        name = given.get(_ALIAS_NAME) or ""
        wanted = NewAlias(name, given.get(_ALIAS_PLACE) or "", given[_ALIAS_STRENGTH], given.get(_ALIAS_NOTE) or "")
        if not wanted.place_id:
            raise RefusedError("no_place", place_id="-")
        place = userplaces.add_alias(wanted)
        placed = _place_again(name, place.id)
        for key in (_ALIAS_NAME, _ALIAS_FOR, _ALIAS_NOTE):
            given[key] = ""
        return _done("places.done_alias", labels, placed, name=name, place=describe.place(place, labels))

    _kept(add)


def _add_place() -> None:
    def add(labels: Labels) -> str:
        given = st.session_state
        wanted = NewPlace(
            given.get(_NAME_AR) or "", given.get(_NAME) or "", given[_KIND], given.get(_COUNTRY) or "",
            given.get(_ADMIN1) or "", given.get(LATITUDE), given.get(LONGITUDE), given[_PRECISION],
            given.get(_NOTE) or "",
        )  # fmt: skip
        place = userplaces.add_place(wanted)
        placed = _place_again(place.name_ar, place.id)
        given[QUERY] = place.name_ar
        for key in (_NAME_AR, _NAME, _NOTE):
            given[key] = ""
        given[LATITUDE] = given[LONGITUDE] = None
        return _done("places.done_place", labels, placed, name=place.name_ar)

    _kept(add)


def _apply(one: Added) -> None:
    _kept(lambda labels: _done("places.done_again", labels, _place_again(one.name_ar, one.place_id), name=one.name_ar))


def _remove(one: Added) -> None:
    def remove(labels: Labels) -> str:
        userplaces.remove(one)
        back = reresolve.given_back(
            data.store(),
            lambda decided: (
                decided.place_id == one.place_id
                and (not one.is_alias or unknown_names.may_be(one.name_ar, decided.place_text))
            ),
            datetime.now(UTC),
        )
        incidents = labels.count("incident_count", back)
        return markdown(labels("places.done_remove", name=describe.isolated(one.name_ar), incidents=incidents))

    _kept(remove)


def _place_again(name: str, place_id: str) -> int:
    """Reads the reports again whose incidents lack a place of this name; how many incidents are placed now."""
    store = data.store()
    ids = [one.id for one in store.unplaced(unknown_names.HELD) if unknown_names.may_be(name, one.place_text)]
    return reresolve.placed(store, data.pipeline().extract, ids, lambda one: one.id == place_id, datetime.now(UTC))


def _done(key: str, labels: Labels, placed: int, **values: str) -> str:
    isolated = {name: describe.isolated(value) for name, value in values.items()}
    return markdown(labels(key, incidents=labels.count("incident_count", placed), **isolated))


def _kept(work: Callable[[Labels], str]) -> None:
    labels = state.words()
    try:
        people.require("places")
        st.session_state[_TOLD] = True, work(labels)
    except RefusedError as error:
        st.session_state[_TOLD] = False, markdown(labels(f"refused.{error.code}", **error.values))
    except ReportedError as error:
        st.session_state[_TOLD] = False, f"{labels('app.error')}: {markdown(problems.told(error, labels))}"
