"""Exports of exactly what the filters match."""

import shlex
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import data, downloads, exports, frame, sentences, state
from rasd.ui.escape import html
from rasd.ui.exports import Prepared
from rasd.ui.parts import counts
from rasd.view import filters
from rasd.view.export import FORMATS, Manifest, counted
from rasd.view.filters import Selection

_PREPARED = "export_prepared"
_WHICH = ("all", "reviewed")


def show() -> None:
    """Draws the page."""
    words = state.words()
    selection = state.selection()
    st.subheader(words("page.export"), anchor=False)
    st.caption(words("export.intro"))
    with st.container(key="export_filter"):
        st.markdown(f"**{words('export.filter')}**")
        st.text(sentences.in_words(selection, words))
    reviewed_only = _asked_which(words)
    selected, unlocated = counted(data.snapshot(), selection, reviewed_only, state.bounds())
    st.markdown(
        f"**{words('export.counts')}**: {words.count('incident_count', selected)} "
        + words("export.of_total", incidents=words.count("incident_count", data.snapshot().total))
    )
    counts([("located", selected - unlocated), ("unlocated", unlocated)], words, "export")
    if not selected:
        empty = "export.empty_reviewed" if reviewed_only else "export.empty"
        st.info(words(empty if data.snapshot().total else "map.empty_store"))
        return
    format = _asked_format(words)
    _make(format, selection, reviewed_only, words)
    with st.expander(words("export.command")):
        st.code(_command(format, selection, reviewed_only), language="bash", wrap_lines=True)


def _asked_which(words: Labels) -> bool:
    which = st.radio(
        words("export.which"), _WHICH, format_func=lambda key: words(f"export.which_{key}"), key="export_which"
    )
    return which == "reviewed"


def _asked_format(words: Labels) -> str:
    return str(
        st.radio(
            words("export.format"), list(FORMATS), format_func=lambda id: words.get(f"export.{id}", id),
            captions=[words.get(f"export.{id}_help", form.media_type) for id, form in FORMATS.items()],
            key="export_format",
        )
    )  # fmt: skip


def _make(format: str, selection: Selection, reviewed_only: bool, words: Labels) -> None:
    view = state.bounds() if selection.in_view else None
    wish = format, selection, reviewed_only, view, data.store().change_counter()
    if st.button(words("export.prepare"), key="export_prepare", type="primary", icon=":material/build:"):
        _discard()
        bar = st.progress(0.0, words("export.busy", done="0", total="…"))

        def progress(done: int, total: int) -> None:
            told = words("export.busy", done=words.number(done), total=words.number(total))
            bar.progress(done / total if total else 1.0, told)

        now = datetime.now(UTC).isoformat(timespec="seconds")
        made = exports.prepare(
            format,
            data.snapshot(),
            selection,
            reviewed_only=reviewed_only,
            generated=now,
            progress=progress,
            view=view,
            owner=downloads.owner(),
        )
        downloads.offer(made)
        bar.empty()
        st.session_state[_PREPARED] = wish, made
    was, made = st.session_state.get(_PREPARED, (None, None))
    if made is not None and was == wish and made.path.exists():
        _offer(made, words)


def _discard() -> None:
    _, made = st.session_state.pop(_PREPARED, (None, None))
    if made is not None:
        made.discard()


def _offer(made: Prepared, words: Labels) -> None:
    """The file that was made: its size, its digest, its downloads."""
    written = made.written
    with st.container(border=True, key="export_made"):
        manifest: Manifest = written.manifest
        incidents = words.count("incident_count", manifest.selected)
        st.markdown(words("export.made", incidents=incidents, unlocated=words.number(manifest.unlocated)))
        st.markdown(words("export.size", name=f"`{made.path.name}`", size=words.number(written.size)))
        st.caption(words("export.sha256"))
        st.code(written.sha256, language=None, wrap_lines=True)
        name = made.path.name
        _link("download", made.format, words("export.download"), downloads.link(made), name)
        zipped = downloads.link(made, downloads.ZIP)
        _link("download_zip", made.format, words("export.download_zip"), zipped, made.zip_name)
        st.caption(words("export.manifest_help"))


def _link(key: str, format: str, told: str, href: str, name: str) -> None:
    """A link that looks like a button: a download button would hold the whole file in the server's memory."""
    with st.container(key=f"{key}_{format}"):
        st.html(f'<a class="rasd-download" href="{html(href)}" download="{html(name)}">{html(told)}</a>')


def _command(format: str, selection: Selection, reviewed_only: bool) -> str:
    """What gives the same file on the command line."""
    parts = ["python", "-m", "rasd", "export", "--format", format]
    if selection.in_view and selection.box is None:
        selection = replace(selection, in_view=False, box=state.bounds())
    for param, value in filters.to_params(selection).items():
        parts += [f"--{param}", value]
    parts += ["--reviewed"] if reviewed_only else []
    return shlex.join([*parts, "-o", exports.NAME + FORMATS[format].suffix])


frame.around_page()
show()
