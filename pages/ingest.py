"""New reports: pasted or uploaded, looked at, then saved."""

from datetime import date

import streamlit as st

from rasd.errors import DataError
from rasd.lexicon.labels import Labels
from rasd.model import Article
from rasd.record import articles
from rasd.ui import frame, incoming, people, state
from rasd.ui.incoming import Incoming

OUTLET_LIMIT = 200
EARLIEST = date(1970, 1, 1)
TYPES = ["txt", "json", "jsonl", "csv"]


def pasted(words: Labels) -> None:
    """The form for one report."""
    with st.form("paste", border=False):
        text = st.text_area(words("ingest.text"), key="paste_text", height=240, placeholder=words("ingest.text_hint"))
        left, right = st.columns(2)
        outlet = left.text_input(words("ingest.outlet"), key="paste_outlet", max_chars=OUTLET_LIMIT)
        published = right.date_input(
            words("ingest.published"), value=None, key="paste_published", format="YYYY-MM-DD", min_value=EARLIEST,
            help=words("ingest.published_help"),
        )  # fmt: skip
        asked = st.form_submit_button(words("ingest.preview"), type="primary", key="preview_paste")
    if not asked:
        return
    if not text.strip():
        st.warning(words("ingest.nothing"))
        return
    try:
        article = articles.from_text(text, published=published, source=outlet.strip(), name=words("ingest.paste"))
    except DataError as error:
        incoming.keep(Incoming((), (error,)))
    else:
        incoming.keep(Incoming((article,), ()))


def uploaded(words: Labels) -> None:
    """The form for files."""
    with st.form("upload", border=False):
        files = st.file_uploader(
            words("ingest.files"),
            TYPES,
            accept_multiple_files=True,
            key="upload_files",
            help=words("ingest.files_help"),
        )
        published = st.date_input(
            words("ingest.published"), value=None, key="upload_published", format="YYYY-MM-DD", min_value=EARLIEST,
            help=words("ingest.published_help"),
        )  # fmt: skip
        asked = st.form_submit_button(words("ingest.preview"), type="primary", key="preview_upload")
    if not asked:
        return
    if not files:
        st.warning(words("ingest.nothing"))
        return
    found: list[Article] = []
    wrong: list[DataError] = []
    for file in files:
        for one in articles.read_bytes(file.name, file.getvalue(), published=published):
            if isinstance(one, DataError):
                wrong.append(one)
            else:
                found.append(one)
    incoming.keep(Incoming(tuple(found), tuple(wrong)))


def show() -> None:
    """Draws the page."""
    labels = state.words()
    st.subheader(labels("page.ingest"), anchor=False)
    people.require("ingest")
    st.caption(labels("ingest.intro"))
    if incoming.saved():
        incoming.show_saved(labels)
    elif incoming.kept():
        incoming.show(incoming.kept(), labels)
    else:
        by_paste, by_file = st.tabs([labels("ingest.paste"), labels("ingest.upload")])
        with by_paste:
            pasted(labels)
        with by_file:
            uploaded(labels)
        if incoming.kept():
            st.rerun()


frame.around_page()
show()
