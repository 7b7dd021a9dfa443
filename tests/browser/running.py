"""Runs a real server of the dashboard and a real Chromium without a network, and notes what pages must not do."""

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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SAMPLE = ROOT / "data" / "sample" / "reports.jsonl"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# The last switch leaves Chromium no host but the server's own, so that what passes here works without a network.
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
START_S = 60
# How long a condition may take to come true on a slow machine; nothing waits longer than it must.
PATIENCE_MS = 20_000

# Streamlit first asks for these beside the page's own address, where they aren't; its client expects that.
PROBE = re.compile(r"/_stcore/(health|host-config)$")

# Whatever sets window.__pwned, in whichever frame and however long the page lives, is told to the test.
TRAP = """Object.defineProperty(window, "__pwned", { set(value) { window.rasdPwned(String(value)); }, get() {} });"""


class StartError(Exception):
    """The dashboard did not start; the text tells what it or the loading of its store said."""


def chromium_path() -> str | None:
    """The Chromium installed; None without one."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Chromium, without a network."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        launched = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        try:
            yield launched
        finally:
            launched.close()


@dataclass(frozen=True)
class Server:
    """A running dashboard: where it answers and its store's SQLAlchemy URL."""

    origin: str
    store: str


@contextmanager
def serving(
    folder: Path,
    *files: Path,
    sample: bool = False,
    options: Sequence[str] = (),
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """Serves the dashboard over a new store in `folder` that holds the reports of `files`.

    `options` are Streamlit's on its command line, `settings` more of the environment.
    """
    store = f"sqlite:///{folder / 'rasd.db'}"
    environment = {"RASD_DATA_DIR": str(folder / "data"), **os.environ, "RASD_DATABASE_URL": store, **settings}
    if files:
        ingest = [sys.executable, "-m", "rasd", "ingest", *(["--sample"] if sample else []), *map(str, files)]
        done = subprocess.run(ingest, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            raise StartError(f"the reports could not be loaded:\n{done.stderr}")
    port = free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), *options]
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
    """Returns when the server is up. Raises StartError when it ends or is not up in time."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise StartError("the dashboard did not start:\n" + log.read_text(encoding="utf-8", errors="replace"))


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
