"""Downloads: sent in pieces, to whom the file was made for alone, and gone with the session."""

from __future__ import annotations

import gc
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.app_discovery import discover_asgi_app
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from rasd.errors import StoreError
from rasd.ui import data, downloads, exports, people, server
from rasd.ui.exports import Prepared
from rasd.view.filters import Selection
from tests.view_rows import UNLOCATED, snapshot

ROOT = Path(__file__).resolve().parent.parent
PAGE = {"accept": "text/html"}
SECRET = "a secret for the tests alone"
MAIL = "someone@example.org"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(people, "exposed", lambda: False)
    return tmp_path


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A browser before the server's own addresses and one page."""
    page = Route("/{path:path}", lambda request: HTMLResponse("page"))
    with TestClient(Starlette(routes=[*server.routes(), page], middleware=server.middleware())) as client:
        yield client


def prepared(client: TestClient, name: str = "") -> Prepared:
    """A file made for a browser, and for the person of this name in it."""
    client.get("/", headers=PAGE)
    owner = f"{client.cookies.get(downloads.COOKIE)} {name}"
    made = exports.prepare(
        "geojson", snapshot({}, UNLOCATED), Selection(), reviewed_only=False, generated="",
        progress=lambda done, total: None, owner=owner,
    )  # fmt: skip
    downloads.offer(made)
    return made


def local(client: TestClient) -> Prepared:
    return prepared(client, people.LOCAL.known_as)


def test_the_server_finds_the_application() -> None:
    assert discover_asgi_app(ROOT / "dashboard.py").import_string == "dashboard:app"


def test_the_file_comes_whole_with_its_size_and_name(client: TestClient) -> None:
    made = local(client)
    got = client.get(f"/{downloads.link(made)}")
    assert got.status_code == 200
    assert got.content == made.path.read_bytes()
    assert int(got.headers["content-length"]) == made.written.size
    assert got.headers["content-type"] == "application/geo+json"
    assert got.headers["cache-control"] == "private, no-store"
    wanted = "attachment; filename=\"rasd-incidents.geojson\"; filename*=UTF-8''rasd-incidents.geojson"
    assert got.headers["content-disposition"] == wanted


def test_a_part_can_be_asked_for_again(client: TestClient) -> None:
    made = local(client)
    got = client.get(f"/{downloads.link(made)}", headers={"range": "bytes=5-9"})
    assert (got.status_code, got.content) == (206, made.path.read_bytes()[5:10])


def test_the_zip_is_made_as_it_is_sent(client: TestClient) -> None:
    made = local(client)
    got = client.get(f"/{downloads.link(made, downloads.ZIP)}")
    assert 'filename="rasd-incidents.geojson.zip"' in got.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(got.content)) as zipped:
        assert zipped.read("rasd-incidents.geojson") == made.path.read_bytes()
        assert json.loads(zipped.read("rasd-incidents.geojson.manifest.json"))["file"]["sha256"] == made.written.sha256
    assert [one.name for one in made.path.parent.iterdir()] == ["rasd-incidents.geojson"]


def test_a_large_file_passes_in_small_pieces(client: TestClient) -> None:
    made = local(client)
    with made.path.open("ab") as out:
        for number in range(9):
            out.write(bytes((number * 7 + at * at) % 251 for at in range(1 << 20)))
    pieces = list(made.zipped())
    assert len(pieces) > 9
    assert max(map(len, pieces)) < 3 << 20


def test_the_same_file_gives_the_same_zip(client: TestClient) -> None:
    made = local(client)
    assert b"".join(made.zipped()) == b"".join(made.zipped())


@pytest.mark.parametrize("change", ["another browser", "no cookie", "another ticket", "another part", "discarded"])
def test_everything_else_gets_nothing(client: TestClient, change: str) -> None:
    made = local(client)
    link = downloads.link(made)
    if change == "another browser":
        client.cookies.clear()
        client.get("/", headers=PAGE)
    elif change == "no cookie":
        client.cookies.clear()
    elif change == "another ticket":
        link = link.replace(made.ticket, made.ticket[::-1])
    elif change == "another part":
        link += "/../../etc/passwd"
        assert client.get(f"/download/{made.ticket}/manifest").status_code == 404
        return
    else:
        made.discard()
    got = client.get(f"/{link}")
    assert got.status_code == 404
    assert made.path.name not in got.headers.get("content-disposition", "")


def test_the_file_goes_with_whoever_held_it(client: TestClient) -> None:
    made = local(client)
    path, link = made.path, downloads.link(made)
    assert client.get(f"/{link}").status_code == 200
    del made
    gc.collect()
    assert not path.parent.exists()
    assert client.get(f"/{link}").status_code == 404


def test_tickets_are_long_and_never_alike(client: TestClient) -> None:
    found = {local(client).ticket for _ in range(5)}
    assert len(found) == 5
    assert min(map(len, found)) >= 43


def test_the_cookie_is_given_once_and_to_pages_alone(client: TestClient) -> None:
    assert client.get("/app.js", headers={"accept": "*/*"}).cookies.get(downloads.COOKIE) is None
    first = client.get("/", headers=PAGE)
    told = first.headers["set-cookie"]
    assert "HttpOnly" in told and "SameSite=Lax" in told and "Secure" not in told
    assert "set-cookie" not in client.get("/", headers=PAGE).headers


def test_over_https_the_cookie_stays_there() -> None:
    page = Route("/", lambda request: HTMLResponse("page"))
    with TestClient(Starlette(routes=[page], middleware=server.middleware()), "https://desk.example.org") as client:
        assert "; Secure" in client.get("/", headers=PAGE).headers["set-cookie"]


# Sign-in


@pytest.fixture
def sign_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[TestClient, str], None]:
    """Turns sign-in on; what comes back signs a person in, as Streamlit's cookie tells it."""
    roles = folder / "people.yaml"
    roles.write_text(f"people:\n  {MAIL}: reader\n", encoding="utf-8")
    monkeypatch.setenv("RASD_PEOPLE", str(roles))
    monkeypatch.setattr(people, "configured", lambda: True)
    monkeypatch.setattr(downloads, "get_cookie_secret", lambda: SECRET)

    def sign(client: TestClient, email: str, secret: str = SECRET) -> None:
        told = {"origin": "http://testserver", "is_logged_in": True, "email": email, "sub": "1"}
        value = create_signed_value(secret, "_streamlit_user", json.dumps(told).encode())
        client.cookies.set("_streamlit_user", value.decode())

    return sign


def test_without_signing_in_nobody_fetches(client: TestClient, sign_in: Callable[..., None]) -> None:
    made = prepared(client, MAIL)
    assert client.get(f"/{downloads.link(made)}").status_code == 404
    sign_in(client, MAIL)
    assert client.get(f"/{downloads.link(made)}").status_code == 200


@pytest.mark.parametrize(("email", "secret"), [("other@example.org", SECRET), (MAIL, "a forger's"), ("", SECRET)])
def test_another_person_in_the_same_browser_gets_nothing(
    client: TestClient, sign_in: Callable[..., None], email: str, secret: str
) -> None:
    made = prepared(client, MAIL)
    sign_in(client, email, secret)
    assert client.get(f"/{downloads.link(made)}").status_code == 404
    assert client.get(f"/{downloads.link(made, downloads.ZIP)}").status_code == 404


def test_settings_that_cannot_be_read_let_nobody_in(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = local(client)

    def broken() -> bool:
        raise StoreError("secrets can't be read")

    monkeypatch.setattr(people, "configured", broken)
    assert client.get(f"/{downloads.link(made)}").status_code == 404


# Names and health


def test_the_server_begins_with_any_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    class Glibc:
        def mallopt(self, option: int, value: int) -> int:
            asked.append((option, value))
            return 1

    monkeypatch.setattr(server.ctypes, "CDLL", lambda name: Glibc())
    server.begin()
    assert asked == [(-8, 2)]
    monkeypatch.setattr(server.ctypes, "CDLL", lambda name: object())
    server.begin()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a b;c.csv", "attachment; filename=\"a b;c.csv\"; filename*=UTF-8''a%20b%3Bc.csv"),
        ("ح.csv", "attachment; filename=\"_.csv\"; filename*=UTF-8''%D8%AD.csv"),
        ('a"\\\r\n/b', "attachment; filename=\"a____/b\"; filename*=UTF-8''a%22%5C%0D%0A%2Fb"),
    ],
)
def test_any_name_fits_the_header(name: str, wanted: str) -> None:
    assert downloads.disposition(name) == wanted


def test_health_is_told_to_anybody_and_no_more(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Works:
        def change_counter(self) -> int:
            return 3

    class Broken:
        def change_counter(self) -> int:
            raise StoreError("the store secret-place can't be opened")

    monkeypatch.setattr(data, "store", Works)
    got = client.get("/healthz")
    assert (got.status_code, got.json()) == (200, {"status": "ok"})
    monkeypatch.setattr(data, "store", Broken)
    got = client.get("/healthz")
    assert got.status_code == 503
    assert "secret-place" not in got.text
