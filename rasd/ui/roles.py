"""Who may do what: three roles, the acts each allows, and the file that gives people their role.

The file is ``.streamlit/people.yaml`` beside the secrets, or the one that RASD_PEOPLE names::

    default: refused                  # or reader: what anybody else is who signs in
    people:
      someone@example.org: editor     # by e-mail, whatever the case
    claims:
      groups:                         # by a claim of the provider, a text or a list of texts
        incident-desk: analyst

A person named by e-mail has that role; else the highest that a claim gives counts; else the default, which is
`refused` when the file does not say.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from gazetteer.datafile import Node, read_yaml
from rasd.errors import RasdError

READER, ANALYST, EDITOR, REFUSED = "reader", "analyst", "editor", "refused"
ROLES = (READER, ANALYST, EDITOR)
"""The roles, each allowing what those before it do."""

VARIABLE = "RASD_PEOPLE"
_FILE = Path(__file__).parents[2] / ".streamlit" / "people.yaml"

ACTS: Mapping[str, str] = {
    "read": READER,
    "export": READER,
    "ingest": ANALYST,
    "places": ANALYST,
    "save": ANALYST,
    "review": ANALYST,
    "bulk": EDITOR,
    "undo_others": EDITOR,
}
"""What can be done, with the least role that may."""


class NotAllowedError(RasdError):
    """Somebody asked for what their role does not allow."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the dashboard; `email` is "" where the provider tells none, `role` one of ROLES."""

    name: str
    email: str
    role: str

    @property
    def known_as(self) -> str:
        """How decisions name the person: the e-mail, without one the name."""
        return self.email or self.name

    def may(self, act: str) -> bool:
        """Whether the role allows an act of ACTS. Raises KeyError for an act that is none."""
        return ROLES.index(self.role) >= ROLES.index(ACTS[act])


LOCAL = Person("local", "", EDITOR)
"""The one user of a dashboard without sign-in."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What the file of roles says; e-mails are case-folded."""

    default: str = REFUSED
    emails: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def role_of(self, told: Mapping[str, object]) -> str | None:
        """The role of somebody of whom the provider tells these claims; None when refused.

        An e-mail that the provider says is not verified gives no role: anybody may have written it there.
        """
        by_email = self.emails.get(email_of(told).casefold())
        if by_email is not None:
            return by_email
        found = [
            role
            for claim, given in self.claims.items()
            for value, role in given.items()
            if value in _values(told.get(claim))
        ]
        highest = max(found, key=ROLES.index, default=self.default)
        return None if highest == REFUSED else highest


def email_of(told: Mapping[str, object]) -> str:
    """The e-mail among a provider's claims; "" when there is none or it is not verified."""
    verified = told.get("email_verified", True)
    return str(told.get("email") or "").strip() if verified in (True, "true") else ""


def person_of(told: Mapping[str, object]) -> Person | None:
    """The person of whom the provider tells these claims; None when refused. Raises DataError for a bad file."""
    role = roles().role_of(told)
    if role is None:
        return None
    name = next((str(told[key]) for key in ("name", "preferred_username", "email", "sub") if told.get(key)), "")
    return Person(name, email_of(told), role)


def file() -> Path:
    """The file of roles, whether it is there or not."""
    return Path(os.environ.get(VARIABLE) or _FILE)


def roles() -> Roles:
    """What the file of roles says now; without one everybody is refused. Raises DataError, naming file and line."""
    path = file()
    try:
        state = path.stat()
    except FileNotFoundError:
        return Roles()
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> Roles:
    root = read_yaml(path)
    root.only("default", "people", "claims")
    default, people, claims = root.get("default"), root.get("people"), root.get("claims")
    emails: dict[str, str] = {}
    for email, node in people.entries().items() if people else ():
        if "@" not in email:
            raise node.wrong(f"{email!r} is no e-mail address", "write 'name@host: role'")
        if email.casefold() in emails:
            raise node.wrong(f"{email!r} stands twice", "join the two")
        emails[email.casefold()] = _role(node, ROLES)
    return Roles(
        _role(default, (REFUSED, READER)) if default else REFUSED,
        emails,
        {
            claim: {value: _role(role, ROLES) for value, role in given.entries().items()}
            for claim, given in (claims.entries().items() if claims else ())
        },
    )


def _role(node: Node, known: tuple[str, ...]) -> str:
    role = node.text()
    if role not in known:
        raise node.wrong("is no role here", "write one of " + ", ".join(known))
    return role


def _values(told: object) -> tuple[str, ...]:
    """The texts of a claim, which is one or a list."""
    return tuple(map(str, told)) if isinstance(told, (list, tuple)) else (str(told),) if told is not None else ()
