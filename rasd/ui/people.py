"""Who is at the dashboard and what they may do: the one place that pages ask.

Sign-in is on when Streamlit's secrets have an ``[auth]`` section. Without it there is one local user, and the server
must listen on this machine alone.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import streamlit as st
from streamlit import config

from rasd.errors import RasdError
from rasd.ui.roles import LOCAL, NotAllowedError, Person, person_of

__all__ = ["NotAllowedError", "Person", "configured", "exposed", "may", "require", "requires", "who"]

P = ParamSpec("P")
T = TypeVar("T")


def configured() -> bool:
    """Whether sign-in is on. Raises RasdError when a file of secrets is there but can't be read: that opens no door."""
    if st.secrets.load_if_toml_exists():
        return "auth" in st.secrets
    for one in config.get_option("secrets.files"):
        if Path(one).exists():
            raise RasdError(f"{one} can't be read, so nobody is let in: write it as TOML")
    return False


def exposed() -> bool:
    """Whether the server listens on more than this machine."""
    address = str(config.get_option("server.address") or "")
    if address == "localhost":
        return False
    try:
        return not ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True


def signed_in() -> bool:
    """Whether the reader has signed in; True for the local user."""
    return not configured() or bool(st.user.get("is_logged_in"))


def person() -> Person | None:
    """Who is at the dashboard; None for somebody not signed in, or refused. Raises DataError for a bad roles file."""
    if not configured():
        return None if exposed() else LOCAL
    told: Mapping[str, object] = st.user.to_dict()
    return person_of(told) if told.get("is_logged_in") else None


def who() -> Person:
    """Who is at the dashboard. Raises NotAllowedError for somebody not signed in, or refused."""
    found = person()
    if found is None:
        raise NotAllowedError("nobody who may do this is signed in")
    return found


def may(act: str) -> bool:
    """Whether whoever is at the dashboard may do an act of `rasd.ui.roles.ACTS`: pages show no button for others."""
    found = person()
    return found is not None and found.may(act)


def require(act: str) -> Person:
    """Who is at the dashboard, when they may do the act; the act itself asks this. Raises NotAllowedError."""
    found = who()
    if not found.may(act):
        raise NotAllowedError(f"the role {found.role} does not allow this ({act})")
    return found


def requires(act: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Makes a function ask `require` first."""

    def wrapped(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def asking(*args: P.args, **given: P.kwargs) -> T:
            require(act)
            return function(*args, **given)

        return asking

    return wrapped
