"""What a search of the places page finds: the candidates with scores and reasons, and near spellings for a person."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from gazetteer import Gazetteer, browse
from gazetteer.browse import Near
from gazetteer.model import Place, Resolution
from rasd.lexicon.labels import Labels
from rasd.ui import data, describe, reasons
from rasd.ui.escape import html, markdown
from rasd.ui.parts import table

_HEADS = ("number", "name", "kind", "area", "population", "source")


@dataclass(frozen=True, slots=True)
class Found:
    """What a name was resolved to, and the places of names spelled nearly like it."""

    resolution: Resolution
    near: tuple[Near, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """The candidates, the likeliest first."""
        return tuple(one.place for one in self.resolution.candidates)


def search(name: str) -> Found:
    """Searches the gazetteer for a name in Arabic or Latin letters."""
    return _search(name, data.gazetteer())


@st.cache_resource(show_spinner=False, max_entries=32, hash_funcs={Gazetteer: lambda one: one.version})
def _search(name: str, gazetteer: Gazetteer) -> Found:
    return Found(gazetteer.resolve_name(name), tuple(browse.near(gazetteer, name)))


def show(found: Found, labels: Labels) -> None:
    """The candidates as a table, the one taken set off, and under it the suggestions."""
    told = found.resolution
    st.markdown(f"**{labels('places.candidates')}**: {markdown(reasons.told(told.reason, labels))}")
    rows, taken = [], set[int]()
    for number, one in enumerate(told.candidates, 1):
        why = labels("app.semicolon").join(reasons.told(reason, labels) for reason in one.reasons)
        rows.append((*_cells(str(number), one.place, labels), f"{one.score:.2f}", html(why)))
        if told.place is not None and one.place.id == told.place.id:
            taken.add(number - 1)
    if rows:
        heads = [labels(f"places.column_{key}") for key in (*_HEADS, "score", "reasons")]
        with st.container(key="places_candidates"):
            table(heads, rows, frozenset(taken))
    if found.near:
        near = [(*_cells("", one.place, labels)[1:], html(one.name), f"{one.alike:.0%}") for one in found.near]
        with st.container(key="places_near"), st.expander(labels("places.near"), expanded=not rows):
            st.caption(labels("places.near_help"))
            table([labels(f"places.column_{key}") for key in (*_HEADS[1:], "spelled", "alike")], near)


def line(place: Place, labels: Labels) -> str:
    """A place on one line: name, kind, province, country, id."""
    parts = (
        describe.place(place, labels), kind(place.kind, labels), describe.admin1(place.admin1, labels),
        describe.country(place.country, labels),
    )  # fmt: skip
    return " · ".join(dict.fromkeys(part for part in parts if part))


def kind(code: str, labels: Labels) -> str:
    """A kind of place (a GeoNames feature code) in words."""
    return labels.get(f"place_kind.{code}", code)


def _cells(number: str, place: Place, labels: Labels) -> tuple[str, ...]:
    """The cells of a place, escaped."""
    area = (
        describe.admin1(place.admin1, labels) if place.admin1 else "",
        describe.country(place.country, labels) if place.country else "",
    )
    people = labels.number(place.population) if place.population is not None else labels("places.population_unknown")
    names = labels("app.comma").join(map(describe.isolated, browse.names_of(data.gazetteer(), place)))
    return (
        html(number),
        _with_small(describe.place(place, labels), names),
        _with_small(kind(place.kind, labels), describe.precision(place.where_prec, labels)),
        _with_small(
            labels("app.comma").join(filter(None, area)),
            describe.isolated(f"{place.latitude:.4f}, {place.longitude:.4f}"),
        ),
        f'<span class="rasd-figure">{html(people)}</span>',
        html(labels.get(f"places.source_{place.source}", place.source)),
    )


def _with_small(text: str, small: str) -> str:
    """A cell of two lines, escaped."""
    return f"{html(text)}<br><small>{html(small)}</small>"
