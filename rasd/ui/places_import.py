"""The form that takes files into the gazetteer, and the list of imports, to apply them again and to take them back."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from gazetteer import catalogue, importing, imports, userdata
from gazetteer.errors import DataError, ReportedError
from gazetteer.imports import Manifest
from gazetteer.sources import table
from gazetteer.userdata import IMPORTED
from rasd import reresolve
from rasd.lexicon.labels import Labels
from rasd.ui import data, describe, people, problems, unknown_names
from rasd.ui.escape import markdown

# What each source is read from, and of files that belong together the one that is opened.
TYPES = {
    "table": ("csv", "tsv", "txt"),
    "geonames": ("txt",),
    "cod_ab": ("geojson", "json", "gpkg", "shp", "shx", "dbf", "prj", "cpg"),
    "osm": ("geojson", "json", "pbf", "osm"),
}
_BESIDE = (".shx", ".dbf", ".prj", ".cpg")
_COLUMNS = ("name_ar", "name", "lat", "lon", "kind", "country")
_UNFIT = re.compile(r"[^\w.-]+")
_FORMS, _DONE, _HEAD_BYTES = "import_forms", "import_done", 100_000


def show(labels: Labels) -> None:
    """The form, and above it what came of the last import."""
    _told(labels)
    st.caption(labels("places.import_help"))
    source = st.selectbox(
        labels("places.import_source"), TYPES, key="import_source",
        format_func=lambda one: labels(f"places.import_{one}"),
    )  # fmt: skip
    # A new key empties the field of files after an import.
    key = f"import_files_{source}_{st.session_state.get(_FORMS, 0)}"
    with st.container(key="import_files"):
        files = st.file_uploader(
            labels("places.import_files"), list(TYPES[source]), accept_multiple_files=True, key=key,
            help=labels(f"places.import_{source}_help"),
        )  # fmt: skip
    columns = _columns(files[0], labels) if source == "table" and files else {}
    asked = st.button(labels("places.import_do"), key="import_do", type="primary", disabled=not files)
    if asked and files:
        with st.spinner(labels("places.import_busy")):
            _import(source, files, columns, labels)
        st.rerun()


def show_imports(labels: Labels) -> None:
    """The imports, each with the ways to apply it to the stored reports and to take it back."""
    found = imports.listed(userdata.imports_folder())
    if not found:
        return
    st.markdown(f"##### {labels('places.imports')}")
    st.caption(labels("places.imports_help"))
    if people.may("places") and st.button(labels("places.again"), key="imports_again"):
        with st.spinner(labels("places.import_busy")):
            placed = _place_again()
        _keep(labels("places.imports_applied", incidents=labels.count("incident_count", placed)), ())
        st.rerun()
    for number, one in enumerate(found):
        name, remove = st.columns([8, 1.5], vertical_alignment="center")
        name.markdown(_line(one, labels))
        if not people.may("places"):
            continue
        remove.button(labels("places.remove"), key=f"import_remove_{number}", on_click=_remove, args=(one.name, labels))


def _line(one: Manifest, labels: Labels) -> str:
    told = labels(
        "places.import_line", name=describe.isolated(one.name),
        places=labels.number(one.places), names=labels.number(one.names),
        file=describe.isolated(one.file), date=describe.isolated(one.date),
        licence=describe.isolated(one.licence or "–"),
    )  # fmt: skip
    return markdown(told)


def _columns(file: UploadedFile, labels: Labels) -> dict[str, str]:
    """Which of a table's columns is which; those that bear a known name are chosen already."""
    first = file.getvalue()[:_HEAD_BYTES].decode("utf-8-sig", errors="replace").split("\n", 1)[0]
    own = table.header(first)
    chosen = {}
    for at, (slot, known) in enumerate(zip([*st.columns(3), *st.columns(3)], _COLUMNS, strict=True)):
        index = next((number for number, name in enumerate(own) if own[name] == known), None)
        column = slot.selectbox(
            labels(f"places.import_column_{known}"), list(own), index=index, placeholder=labels("places.choose"),
            key=f"import_column_{at}_{hash(first)}",
        )  # fmt: skip
        if column:
            chosen[known] = column
    return chosen


@people.requires("places")
def _import(source: str, files: Sequence[UploadedFile], columns: dict[str, str], labels: Labels) -> None:
    wrong: list[ReportedError] = []
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        paths = [folder / _fit(file.name, at) for at, file in enumerate(files)]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.getvalue())
        opened = tuple(one for one in paths if one.suffix.lower() not in _BESIDE)
        order = importing.Order(source, opened, columns=columns)
        try:
            done = importing.run(order, userdata.imports_folder(), wrong.append)
        except ReportedError as error:
            wrong.append(error)
            done = importing.Outcome((), 1)
        if not opened:
            wrong.append(DataError(paths[0].name, None, "the .shp file is missing"))
    lines = [problems.told(one, labels).replace(f"{given}/", "").replace(given, "") for one in wrong]
    if done.bad > len(wrong):
        lines.append(labels("places.import_more", count=labels.number(done.bad - len(wrong))))
    if not done.made:
        _keep("", lines)
        return
    placed = _place_again()
    st.session_state[_FORMS] = st.session_state.get(_FORMS, 0) + 1
    places = sum(one.places for one in done.made)
    incidents = labels.count("incident_count", placed)
    _keep(labels("places.import_done", places=labels.number(places), incidents=incidents), lines)


def _fit(name: str, number: int) -> str:
    """A file's name without anything that could lead out of a folder."""
    return _UNFIT.sub("_", Path(name.replace("\\", "/")).name).lstrip(".")[-100:] or f"file-{number}"


@people.requires("places")
def _place_again() -> int:
    """Reads the reports of all incidents without a place again; how many an imported place settles now."""
    store = data.store()
    ids = [one.id for one in store.unplaced(unknown_names.HELD)]
    return reresolve.placed(store, data.pipeline().extract, ids, lambda one: one.source == IMPORTED, datetime.now(UTC))


def _remove(name: str, labels: Labels) -> None:
    folder = userdata.imports_folder()
    try:
        people.require("places")
        imports.remove(folder, name)
        catalogue.renew(folder)
        known = data.gazetteer().places
        back = reresolve.given_back(data.store(), lambda one: one.place_id not in known, datetime.now(UTC))
    except ReportedError as error:
        _keep("", [problems.told(error, labels)])
        return
    incidents = labels.count("incident_count", back)
    _keep(labels("places.done_remove", name=describe.isolated(name), incidents=incidents), ())


def _keep(done: str, wrong: Sequence[str]) -> None:
    st.session_state[_DONE] = done, tuple(wrong)


def _told(labels: Labels) -> None:
    done, wrong = st.session_state.pop(_DONE, ("", ()))
    if done:
        st.success(markdown(done))
        st.toast(markdown(done), icon=":material/check:")
    if wrong:
        lines = "\n".join(f"- {markdown(one)}" for one in wrong)
        with st.container(key="import_errors"):
            st.warning(f"{labels('places.import_errors')}\n\n{lines}")
