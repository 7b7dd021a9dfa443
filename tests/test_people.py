"""Who may do what: the file of roles, the local user, and what is closed when something is not set up."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send
from streamlit import config
from streamlit.testing.v1 import AppTest

from rasd.errors import DataError, RasdError
from rasd.lexicon.labels import labels
from rasd.record.store import Store
from rasd.ui import people, roles
from rasd.ui.guard import Guard
from rasd.ui.roles import ACTS, LOCAL, ROLES, NotAllowedError, Person, person_of
from tests import ui_store

ROOT = Path(__file__).parents[1]
FILE = """
default: reader
people:
  Analyst@example.org: analyst
  boss@example.org: reader
claims:
  groups:
    desk: analyst
    heads: editor
  sub:
    "1234": editor
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "people.yaml"
    path.write_text(FILE, encoding="utf-8")
    monkeypatch.setenv(roles.VARIABLE, str(path))
    return path


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Path]:
    """Where Streamlit reads its secrets in this test."""
    before = config.get_option("secrets.files")
    path = tmp_path / "secrets.toml"
    config.set_option("secrets.files", [str(path)])
    st.secrets._reset()
    yield path
    config.set_option("secrets.files", before)
    st.secrets._reset()


# Roles


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ({"email": "analyst@EXAMPLE.org", "email_verified": True}, "analyst"),
        ({"email": "analyst@example.org"}, "analyst"),
        ({"email": "analyst@example.org", "email_verified": False}, "reader"),
        ({"email": "analyst@example.org", "email_verified": "false"}, "reader"),
        ({"email": "else@example.org", "groups": ["desk", "heads", "all"]}, "editor"),
        ({"groups": "desk"}, "analyst"),
        ({"groups": ["nothing"], "sub": 1234}, "editor"),
        ({"email": "boss@example.org", "groups": ["heads"]}, "reader"),
        ({}, "reader"),
    ],
)
def test_roles_by_email_by_claim_and_by_default(file: Path, told: dict[str, object], role: str) -> None:
    found = person_of(told)
    assert found is not None and found.role == role


def test_without_a_file_or_a_default_everybody_is_refused(file: Path) -> None:
    file.write_text("people:\n  a@b.org: editor\n", encoding="utf-8")
    assert person_of({"email": "c@b.org"}) is None
    assert person_of({"email": "a@b.org", "name": "A"}) == Person("A", "a@b.org", "editor")
    file.unlink()
    assert person_of({"email": "a@b.org"}) is None


def test_a_change_of_the_file_holds_at_once(file: Path) -> None:
    assert person_of({"groups": ["desk"]}) == Person("", "", "analyst")
    file.write_text("default: refused\n", encoding="utf-8")
    assert person_of({"groups": ["desk"]}) is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("people:\n  a@b.org: owner\n", r"people\.yaml:2: is no role here \('owner'\): write one of reader, analyst"),
        ("people:\n  someone: editor\n", r"people\.yaml:2: 'someone' is no e-mail address"),
        ("people:\n  a@b.org: editor\n  A@b.org: reader\n", r"people\.yaml:3: 'A@b.org' stands twice"),
        ("persons:\n  a@b.org: editor\n", r"people\.yaml:2: unknown key 'persons'"),
        ("default: editor\n", r"people\.yaml:1: is no role here \('editor'\): write one of refused, reader"),
        ("claims:\n  groups: desk\n", r"people\.yaml:2: a mapping was expected"),
        ("people: [", r"people\.yaml:1: is not YAML|people\.yaml:2: is not YAML"),
    ],
)
def test_a_file_that_can_not_be_used_lets_nobody_in(file: Path, content: str, told: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        person_of({"email": "a@b.org"})


def test_each_role_does_what_those_before_it_do() -> None:
    allowed = [{act for act in ACTS if Person("x", "", role).may(act)} for role in ROLES]
    assert allowed[0] < allowed[1] < allowed[2] == set(ACTS)
    assert {"ingest", "places", "review"} <= allowed[1] - allowed[0]
    assert "read" in allowed[0]


def test_decisions_name_people_by_their_email() -> None:
    assert [one.known_as for one in (Person("A", "a@b.org", "reader"), LOCAL)] == ["a@b.org", "local"]


# Who is there


def test_without_sign_in_there_is_one_local_user(secrets: Path) -> None:
    assert not people.configured() and not people.exposed()
    assert people.who() == LOCAL and people.may("bulk")


def test_secrets_without_auth_are_no_sign_in(secrets: Path) -> None:
    secrets.write_text('key = "value"\n', encoding="utf-8")
    assert not people.configured()


def test_sign_in_is_on_with_an_auth_section_however_little_stands_in_it(secrets: Path) -> None:
    secrets.write_text("[auth]\n", encoding="utf-8")
    assert people.configured()
    assert people.person() is None and not people.may("read")
    with pytest.raises(NotAllowedError):
        people.who()


def test_secrets_that_can_not_be_read_open_no_door(secrets: Path) -> None:
    secrets.write_text("[auth\n", encoding="utf-8")
    with pytest.raises(RasdError, match=r"secrets\.toml can't be read, so nobody is let in"):
        people.may("read")


@pytest.mark.parametrize(
    ("address", "exposed"),
    [("127.0.0.1", False), ("localhost", False), ("::1", False), ("0.0.0.0", True), ("", True), ("rasd.example", True)],
)
def test_a_server_that_others_reach_is_closed_without_sign_in(
    secrets: Path, monkeypatch: pytest.MonkeyPatch, address: str, exposed: bool
) -> None:
    monkeypatch.setattr(config, "get_option", lambda name: address if name == "server.address" else [])
    assert people.exposed() is exposed
    assert people.may("read") is not exposed


def test_the_repository_s_settings_listen_on_this_machine_alone() -> None:

    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert told["server"]["address"] == "127.0.0.1"


def test_acts_are_refused_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "person", lambda: Person("x", "x@y.org", "reader"))

    @people.requires("places")
    def act() -> str:
        return "done"

    with pytest.raises(NotAllowedError, match="the role reader does not allow this"):
        act()
    monkeypatch.setattr(people, "person", lambda: LOCAL)
    assert act() == "done"


# Pages


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    url = f"sqlite:///{tmp_path / 'rasd.db'}"
    with Store.open(url) as store:
        ui_store.fill(store)
    monkeypatch.setenv("RASD_DATABASE_URL", url)
    st.cache_resource.clear()
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params["lang"] = "en"
    yield app
    st.cache_resource.clear()


def test_a_reader_has_no_way_to_ingest(opened: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "person", lambda: Person("x", "x@y.org", "reader"))
    opened.switch_page("pages/places.py").run()
    assert not opened.exception
    assert not [one for one in opened.button if one.key in ("add_place", "add_alias", "import_do")]
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        opened.switch_page("pages/ingest.py")


def test_nothing_is_shown_to_others_without_sign_in(opened: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "person", lambda: None)
    opened.run()
    assert not opened.exception
    assert [one.value for one in opened.error] == [labels("en")("people.exposed")]
    assert len(opened.sidebar.children) == 0


# The server


def answered(path: str, host: str | None, kind: str = "http") -> int:
    """The status that a request to this address of the server is answered with; 200 when it is passed on."""
    statuses: list[int] = []

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        statuses.append(200)

    async def send(message: Message) -> None:
        statuses.append(int(message.get("status") or message.get("code") or 0))

    async def receive() -> Message:
        return {"type": "http.request"}

    scope = {"type": kind, "path": path, "headers": [], "method": "GET", "server": host and (host, 8501)}
    # In a thread of its own: an open Playwright browser keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, Guard(inside)(scope, receive, send)).result()
    return statuses[0]


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1", 200), ("::1", 200), (None, 200), ("testserver", 200), ("192.168.1.5", 403)]
)
def test_other_machines_get_nothing_however_the_server_was_started(
    secrets: Path, host: str | None, status: int
) -> None:
    assert answered("/", host) == status
    assert answered("/_stcore/stream", host, "websocket") == (1008 if status == 403 else 200)


def test_with_sign_in_pages_are_open_to_other_machines_and_files_to_nobody_unsigned(secrets: Path) -> None:
    secrets.write_text("[auth]\n", encoding="utf-8")
    assert answered("/", "192.168.1.5") == 200
    assert answered("/media/abc.csv", "192.168.1.5") == answered("/_stcore/upload_file/a/b", "127.0.0.1") == 404
    secrets.write_text("[auth\n", encoding="utf-8")
    st.secrets._reset()
    assert answered("/", "192.168.1.5") == 403
    assert answered("/media/abc.csv", "127.0.0.1") == 404


def test_the_local_user_fetches_files(secrets: Path) -> None:
    assert answered("/media/abc.csv", "127.0.0.1") == 200
