"""What stands around every page: address, styles, sidebar, and errors told in one line."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from rasd.errors import ReportedError
from rasd.lexicon.labels import Labels
from rasd.ui import assets, bar, describe, sidebar, state, style
from rasd.ui.escape import markdown

_INSIDE = "inside_frame"


def run(pages: Mapping[str, str]) -> None:
    """Runs the page the reader asked for inside the frame; the first of `pages` is where the dashboard opens."""
    state.read_address()
    words = state.words()
    st.set_page_config(
        page_title=f"{words('app.title')} · {words('app.tagline')}",
        page_icon=str(assets.STATIC / "rasd.svg"),
        layout="wide",
    )
    style.apply(words)
    _basemap()
    page = _navigation(pages, words)
    state.entered(page.url_path)
    st.session_state[_INSIDE] = True
    try:
        sidebar.show()
        _notices(state.words())
        bar.show(state.words())
        page.run()
    except ReportedError as error:
        st.error(f"{words('app.error')}: {markdown(error)}")
    finally:
        del st.session_state[_INSIDE]
    state.write_address()


def around_page() -> None:
    """Makes sure that a page runs inside the frame; the first line of every page.

    Until dashboard.py has run once in a server, Streamlit takes pages/ for pages of its own and runs a linked one bare.
    """
    if not st.session_state.get(_INSIDE):
        PagesManager.uses_pages_directory = False
        st.rerun()


def _navigation(pages: Mapping[str, str], words: Labels) -> st.Page:
    first = next(iter(pages))
    listed = [
        st.Page(
            f"pages/{name}.py",
            title=words(f"page.{name}"),
            icon=f":material/{icon}:",
            url_path=name,
            default=name == first,
        )
        for name, icon in pages.items()
    ]
    return st.navigation({words("app.title"): listed})


def _notices(words: Labels) -> None:
    wrong = [describe.isolated(markdown(one)) for one in state.notices()]
    if wrong:
        with st.container(key="notices"):
            st.warning(words("filter.not_understood", values=words("app.comma").join(wrong)))


@st.cache_resource(show_spinner=False)
def _basemap() -> None:
    """Puts the base map's tiles where they are served, once a server: they need no npm.

    Where nothing may be written, the map draws its marks on a plain ground.
    """
    with suppress(OSError):
        assets.copy_basemap()
