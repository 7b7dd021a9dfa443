"""Exports of exactly what the filters match."""

import io

import polars as pl
import streamlit as st

from rasd.ui import data, frame, sidebar, state
from rasd.ui.parts import counts
from rasd.view.export import FORMATS, Format, Manifest


def content(form: Format, selected: pl.DataFrame, manifest: Manifest) -> bytes:
    """The file, made when the reader asks for it."""
    stream = io.BytesIO()
    form.write(selected, manifest, stream)
    return stream.getvalue()


def show() -> None:
    """Draws the page."""
    words = state.words()
    selection, total = state.selection(), data.snapshot().total
    rows = data.selected(selection)
    told = Manifest.of(rows, selection, total)
    st.subheader(words("page.export"), anchor=False)
    st.caption(words("export.intro"))
    with st.container(key="export_filter"):
        st.markdown(f"**{words('export.filter')}**")
        st.text(sidebar.in_words(selection, words))
    st.markdown(
        f"**{words('export.counts')}**: {words.count('incident_count', rows.height)} "
        + words("export.of_total", incidents=words.count("incident_count", total))
    )
    counts([("located", told.located), ("unlocated", told.unlocated)], words, "export")
    if rows.is_empty():
        st.info(words("export.empty"))
    else:
        for column, form in zip(st.columns(len(FORMATS)), FORMATS.values(), strict=True):
            with column, st.container(border=True):
                st.caption(words.get(f"export.{form.id}_help", form.media_type))
                st.download_button(
                    words.get(f"export.{form.id}", form.id),
                    data=lambda form=form: content(form, rows, told),
                    file_name=f"rasd-incidents{form.suffix}",
                    mime=form.media_type,
                    key=f"download_{form.id}",
                    icon=":material/download:",
                    on_click="ignore",
                )


frame.around_page()
show()
