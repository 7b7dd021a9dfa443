"""What stands before the pages when people sign in: the way in, the way out, and who one is."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import Error as StreamlitError

from rasd.errors import ReportedError
from rasd.lexicon.labels import Labels, labels, languages
from rasd.ui import describe, downloads, people, state
from rasd.ui.escape import markdown
from rasd.ui.roles import Person, email_of

_OWN = "default"
_PROVIDER_MARK = "client_id"
_ARRIVED = "arrived"
_MOST = 1_000
# Where browsers wanted to go before they were sent to sign in, by the cookie that names them; the oldest give way.
_wanted: OrderedDict[str, tuple[str, dict[str, list[str]]]] = OrderedDict()


def admitted(words: Labels) -> Person | None:
    """Who is at the dashboard; None for somebody who may see no page, to whom is drawn why, and what to do."""
    try:
        person = people.person()
        if person is None:
            _closed(words)
    except ReportedError as error:
        person = None
        st.error(f"{words('app.error')}: {markdown(error)}")
    return person


def wanted() -> tuple[str, dict[str, list[str]]] | None:
    """The page and the parameters that the reader asked for before signing in; told once, to a session that begins."""
    if st.session_state.get(_ARRIVED):
        return None
    st.session_state[_ARRIVED] = True
    return _wanted.pop(st.context.cookies.get(downloads.COOKIE, ""), None)


def show(person: Person, words: Labels) -> None:
    """Who one is and the way out; nothing for the local user."""
    if not people.configured():
        return
    with st.container(key="signed_in", gap="small"):
        name, role = describe.isolated(markdown(person.known_as)), words(f"people.{person.role}")
        st.caption(words("people.signed_in", name=name, role=role))
        st.button(
            words("people.sign_out"), key="sign_out", type="tertiary", icon=":material/logout:", on_click=st.logout
        )


def _closed(words: Labels) -> None:
    with st.container(key="sign_in_page", gap="small"):
        st.title(words("app.title"), anchor=False)
        if not people.configured():
            st.error(words("people.exposed"), icon=":material/lock:")
        elif people.signed_in():
            st.error(words("people.refused", name=describe.isolated(markdown(_told_of()))), icon=":material/lock:")
            st.button(words("people.sign_out"), key="sign_out", icon=":material/logout:", on_click=st.logout)
        else:
            st.write(words("people.closed"))
            _ways_in(words)
        with st.container(horizontal=True, key="sign_in_languages"):
            for other in languages():
                if other != words.language:
                    st.button(
                        labels(other).name, key=f"sign_in_{other}", type="tertiary", on_click=state.set_language,
                        args=(other,),
                    )  # fmt: skip


def _remember() -> None:
    """Notes the address, for a provider sends everybody back to the first page."""
    browser, path = st.context.cookies.get(downloads.COOKIE, ""), urlsplit(st.context.url or "").path
    if browser:
        _wanted[browser] = path.rsplit("/", 1)[-1], {name: st.query_params.get_all(name) for name in st.query_params}
        while len(_wanted) > _MOST:
            _wanted.popitem(last=False)


def _told_of() -> str:
    told: Mapping[str, object] = st.user.to_dict()
    return email_of(told) or str(told.get("name") or told.get("sub") or "")


def _ways_in(words: Labels) -> None:
    """A button for each provider of the secrets."""
    settings = st.secrets["auth"]
    named = [name for name, value in settings.items() if isinstance(value, Mapping) and _PROVIDER_MARK in value]
    for provider in ([_OWN] if _PROVIDER_MARK in settings else []) + named:
        label = words("people.sign_in") if provider == _OWN else words("people.sign_in_with", provider=provider)
        if st.button(label, key=f"sign_in_with_{provider}", type="primary", icon=":material/login:"):
            _remember()
            try:
                st.login(None if provider == _OWN else provider)
            except StreamlitError as error:
                st.error(f"{words('people.unusable')}: {markdown(error)}")
