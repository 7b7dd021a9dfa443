"""Sign-in: nobody who has not signed in reads or writes, and each role does what it may."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rasd.lexicon.labels import labels
from tests.browser.dashboard import Dashboard
from tests.browser.running import HERE, PATIENCE_MS, Server, serving
from tests.browser.store import rows
from tests.oidc import Provider, providing, settings

ROLES = """
people:
  reader@example.org: reader
  analyst@example.org: analyst
claims:
  groups:
    desk: editor
"""
PAGES = ("", "incidents", "incident", "ingest", "export", "trends", "places", "method")
words = labels("en")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as running:
        yield running


@pytest.fixture(scope="module")
def signing_server(browser: Browser, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard that asks people to sign in."""
    folder = tmp_path_factory.mktemp("signing")
    secrets, people = folder / "secrets.toml", folder / "people.yaml"
    secrets.write_text(settings(provider), encoding="utf-8")
    people.write_text(ROLES, encoding="utf-8")
    options = ("--secrets.files", str(secrets))
    with serving(folder, HERE / "reports.jsonl", options=options, settings={"RASD_PEOPLE": str(people)}) as running:
        yield running


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def closed(page: Page) -> None:
    """Waits for the page before the door, and looks that nothing else is there."""
    expect(page.locator(".st-key-sign_in_page")).to_be_visible()
    expect(page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_attached()
    expect(page.locator(".st-key-filters, [data-testid='stSidebarNavLink'], iframe, table")).to_have_count(0)


def sign_in(window: BrowserContext, server: Server, person: str, asked: str = "?lang=en") -> Dashboard:
    """Goes in as somebody who asked for an address, by the provider's page."""
    page = window.new_page()
    page.goto(f"{server.origin}/{asked}")
    page.locator(".st-key-sign_in_with_default button").click()
    page.locator(f"#{person}").click()
    page.wait_for_url(re.compile(re.escape(server.origin)))
    return Dashboard(page, server.origin)


def told(server: Server) -> list[str]:
    """Words of the store's reports, which nobody unsigned may see."""
    return [str(row["title"]) for row in rows(server.store)]


def test_nobody_unsigned_sees_a_page(signing_server: Server, window: BrowserContext) -> None:
    page = window.new_page()
    received: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(_text(data))))
    for name in PAGES:
        page.goto(f"{signing_server.origin}/{name}?lang=en")
        closed(page)
        expect(page.locator(".st-key-sign_in_page")).to_contain_text(words("people.closed"))
    everything = "".join(received)
    assert words("people.closed") in everything, "the test reads what the server sends"
    for title in told(signing_server):
        assert title not in everything


def _text(data: str | bytes) -> str:
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else data


def test_nobody_unsigned_fetches_a_file(signing_server: Server, window: BrowserContext) -> None:
    dashboard = sign_in(window, signing_server, "reader")
    dashboard.settled()
    dashboard.go("export")
    dashboard.key("export_prepare").locator("button").click()
    link = dashboard.page.locator("a.rasd-download").first
    with dashboard.page.expect_download() as fetched:
        link.click()
    assert b"FeatureCollection" in Path(fetched.value.path()).read_bytes()
    href = link.evaluate("one => one.href")
    assert status(href) == 404
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in window.cookies() if "user" not in one["name"])
    assert status(href, {"Cookie": cookies}) == 404, "the browser's own cookie does not do without the person"
    for path in ("/media/0123.csv", "/_stcore/upload_file/a/b", "/_stcore/agent/openapi.json"):
        assert status(signing_server.origin + path) == 404


def status(address: str, headers: dict[str, str] | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers or {})) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_reader_reads_and_changes_nothing(signing_server: Server, window: BrowserContext) -> None:
    dashboard = sign_in(window, signing_server, "reader", "incidents?lang=en&v=1&located=unlocated")
    # The provider sends everybody to the first page; who asked for another comes there.
    dashboard.page.wait_for_url(re.compile(r"/incidents\?.*located=unlocated"))
    dashboard.settled()
    expect(dashboard.key("signed_in")).to_contain_text("reader@example.org")
    expect(dashboard.key("signed_in")).to_contain_text(words("people.reader"))
    links = dashboard.page.locator("[data-testid='stSidebarNavLink']")
    expect(links.filter(has_text=words("page.incidents"))).to_have_count(1)
    expect(links.filter(has_text=words("page.ingest"))).to_have_count(0)
    dashboard.go("places")
    expect(dashboard.key("places_query")).to_be_visible()
    expect(dashboard.key("add_place")).to_have_count(0)
    dashboard.page.goto(f"{signing_server.origin}/ingest")
    dashboard.settled()
    expect(dashboard.key("preview_paste")).to_have_count(0)
    dashboard.expect_no_fault()


def test_an_analyst_adds_a_report(signing_server: Server, window: BrowserContext) -> None:
    before = len(rows(signing_server.store))
    dashboard = sign_in(window, signing_server, "analyst")
    dashboard.settled()
    expect(dashboard.key("signed_in")).to_contain_text(words("people.analyst"))
    dashboard.go("ingest")
    dashboard.key("paste_text").locator("textarea").fill(
        "مقتل خمسة بغارة على الموصل\nقتل خمسة أشخاص اليوم في غارة جوية على مدينة الموصل."
    )
    dashboard.key("preview_paste").locator("button").click()
    dashboard.key("save").locator("button").click()
    expect(dashboard.key("saved_actions")).to_be_visible()
    assert len(rows(signing_server.store)) > before


def test_a_claim_gives_a_role_and_who_signs_out_is_out(signing_server: Server, window: BrowserContext) -> None:
    dashboard = sign_in(window, signing_server, "editor")
    dashboard.settled()
    expect(dashboard.key("signed_in")).to_contain_text(words("people.editor"))
    dashboard.key("sign_out").locator("button").click()
    closed(dashboard.page)
    again = window.new_page()
    again.goto(signing_server.origin)
    closed(again)


@pytest.mark.parametrize("person", ["stranger", "impostor"])
def test_who_has_no_role_is_refused(signing_server: Server, window: BrowserContext, person: str) -> None:
    dashboard = sign_in(window, signing_server, person)
    closed(dashboard.page)
    page = dashboard.page.locator(".st-key-sign_in_page")
    refused = labels("ar")("people.refused", name="").split("،")[1].strip()  # the first page's language
    expect(page).to_contain_text(refused)
    expect(page.locator("b", has_text="Stranger")).to_have_count(0)


def test_a_token_of_another_key_lets_nobody_in(
    signing_server: Server, provider: Provider, window: BrowserContext
) -> None:
    provider.forged = True
    try:
        dashboard = sign_in(window, signing_server, "analyst")
        closed(dashboard.page)
    finally:
        provider.forged = False
    window.add_cookies([{"name": "_streamlit_user", "value": '{"is_logged_in": true}', "url": signing_server.origin}])
    page = window.new_page()
    page.goto(f"{signing_server.origin}/incidents?lang=en")
    closed(page)
