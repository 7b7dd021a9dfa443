"""A real server of the dashboard and a real Chromium without a network, for the tests of this folder."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Request, WebSocket, sync_playwright

from tests.browser.dashboard import Dashboard

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SAMPLE = ROOT / "data" / "sample" / "reports.jsonl"
RESULTS = ROOT / "test-results"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# The last switch leaves Chromium no host but the server's own, so that what passes here works without a network.
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
START_S = 60
_FAILED = pytest.StashKey[bool]()

# Streamlit first asks for these beside the page's own address, where they aren't; its client expects that.
PROBE = re.compile(r"/_stcore/(health|host-config)$")

# Whatever sets window.__pwned, in whichever frame and however long the page lives, is told to the test.
TRAP = """Object.defineProperty(window, "__pwned", { set(value) { window.rasdPwned(String(value)); }, get() {} });"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a network."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip(f"no Chromium is installed (none of {', '.join(CHROMIUM)} is on the PATH)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield launched
        launched.close()


@dataclass(frozen=True)
class Server:
    """A running dashboard: where it answers and its store's SQLAlchemy URL."""

    origin: str
    store: str


@contextmanager
def serving(folder: Path, *files: Path, sample: bool = False) -> Iterator[Server]:
    """Serves the dashboard over a new store in `folder` that holds the reports of `files`."""
    store = f"sqlite:///{folder / 'rasd.db'}"
    environment = {**os.environ, "RASD_DATABASE_URL": store, "PYTHONDONTWRITEBYTECODE": "1"}
    if files:
        ingest = [sys.executable, "-m", "rasd", "ingest", *(["--sample"] if sample else []), *map(str, files)]
        subprocess.run(ingest, cwd=ROOT, env=environment, check=True, capture_output=True)
    port = free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_for(process, f"http://127.0.0.1:{port}/_stcore/health", log)
        yield Server(f"http://127.0.0.1:{port}", store)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Returns when the server is up; fails with its log when it ends or is not up in time."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the dashboard did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard over the sample reports and a few more; tests must not change its store."""
    with serving(tmp_path_factory.mktemp("shared"), SAMPLE, HERE / "reports.jsonl", sample=True) as running:
        yield running


@pytest.fixture(scope="session")
def hostile_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard over reports that try to run something; tests must not change its store."""
    with serving(tmp_path_factory.mktemp("hostile"), HERE / "hostile.jsonl") as running:
        yield running


@pytest.fixture(scope="module")
def own_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard over few reports that a module's tests may add to."""
    with serving(tmp_path_factory.mktemp("own"), HERE / "reports.jsonl") as running:
        yield running


@dataclass
class Watch:
    """What pages did that they must not do."""

    origin: str
    outside: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        if re.match(r"(https?|wss?|ftp):", request.url) and not request.url.startswith(f"{self.origin}/"):
            self.outside.append(request.url)

    def socket(self, socket: WebSocket) -> None:
        if not socket.url.startswith(self.origin.replace("http", "ws", 1) + "/"):
            self.outside.append(socket.url)

    def dialog(self, dialog: Dialog) -> None:
        self.ran.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBE.search(message.location.get("url", "")):
            self.errors.append(f"{message.text} ({message.location.get('url')})")


def watched(context: BrowserContext, origin: str) -> Watch:
    """Notes outside requests, dialogs, window.__pwned and errors of every page of a context."""
    watch = Watch(origin)
    context.expose_function("rasdPwned", lambda value: watch.ran.append(f"window.__pwned = {value}"))
    context.add_init_script(TRAP)
    context.on("request", watch.request)
    context.on("dialog", watch.dialog)
    context.on("console", watch.console)
    context.on("weberror", lambda error: watch.errors.append(str(error.error)))
    context.on("page", lambda page: page.on("websocket", watch.socket))
    return watch


Opener = Callable[..., Dashboard]


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens a window on a server. At the end nothing may have been asked of other hosts, run or gone wrong in it."""
    contexts: list[tuple[BrowserContext, Watch]] = []

    def opened(server: Server, width: int = 1280, height: int = 900) -> Dashboard:
        context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True, service_workers="block",
            reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(30_000)
        contexts.append((context, watched(context, server.origin)))
        return Dashboard(context.new_page(), server.origin)

    yield opened
    failed = request.node.stash.get(_FAILED, False)
    for number, (context, _) in enumerate(contexts):
        for at, page in enumerate(context.pages):
            if failed:
                RESULTS.mkdir(exist_ok=True)
                page.screenshot(path=RESULTS / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name)}-{number}-{at}.png")
        context.close()
    for _, watch in contexts:
        assert watch.outside == [], "addresses of other hosts were asked for"
        assert watch.ran == [], "a text ran as a script"
        assert watch.errors == [], "the browser's console has errors"
