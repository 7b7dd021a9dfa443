"""What stands around every page: address, styles, sidebar, and errors told in one line."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from rasd.errors import ReportedError
from rasd.lexicon.labels import Labels
from rasd.ui import assets, bar, describe, server, sidebar, signin, state, style
from rasd.ui.escape import markdown
from rasd.ui.roles import Person

_INSIDE = "inside_frame"
# The pages that are for those alone who may do something (`rasd.ui.roles.ACTS`).
_FOR = {"ingest": "ingest"}


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
    person = signin.admitted(words)
    page = _navigation(pages, words, person)
    if person is None:
        return
    _to_wanted(pages, person)
    _basemap()
    state.entered(page.url_path)
    st.session_state[_INSIDE] = True
    try:
        _notices(words)
        bar.show(words)
        page.run()
    except ReportedError as error:
        st.error(f"{words('app.error')}: {markdown(error)}")
    finally:
        del st.session_state[_INSIDE]
    # Behind the page, which readers wait for: the map is on its way while the filters are still counted.
    _sidebar(words)
    with st.sidebar:
        signin.show(person, words)
    state.write_address()
    server.settle()


def around_page() -> None:
    """Makes sure that a page runs inside the frame; the first line of every page.

    Until dashboard.py has run once in a server, Streamlit takes pages/ for pages of its own and runs a linked one bare.
    """
    if not st.session_state.get(_INSIDE):
        PagesManager.uses_pages_directory = False
        st.rerun()


def _sidebar(words: Labels) -> None:
    try:
        sidebar.show()
    except ReportedError as error:
        st.sidebar.error(f"{words('app.error')}: {markdown(error)}")


def _to_wanted(pages: Mapping[str, str], person: Person) -> None:
    """Goes on to the page that was asked for before signing in."""
    page, params = signin.wanted() or ("", {})
    page = page or next(iter(pages))
    if params and page in pages and _may_open(page, person):
        st.switch_page(f"pages/{page}.py", query_params=params)


def _may_open(page: str, person: Person) -> bool:
    return page not in _FOR or person.may(_FOR[page])


def _navigation(pages: Mapping[str, str], words: Labels, person: Person | None) -> st.Page:
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
        if person is None or _may_open(name, person)
    ]
    return st.navigation({words("app.title"): listed}, position="hidden" if person is None else "sidebar")


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
