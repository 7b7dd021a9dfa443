"""The fixtures of the tests that drive a real Chromium over a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.dashboard import Dashboard
from tests.browser.running import (
    CHROMIUM,
    HERE,
    PATIENCE_MS,
    ROOT,
    SAMPLE,
    Server,
    Watch,
    chromium,
    chromium_path,
    serving,
    watched,
)

RESULTS = ROOT / "test-results"
_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One more try, told in the summary: on a machine that others load, a browser may stall past all patience.
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a network."""
    found = chromium_path()
    if found is None:
        pytest.skip(f"no Chromium is installed (none of {', '.join(CHROMIUM)} is on the PATH)")
    with chromium(found) as launched:
        yield launched


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
        context.set_default_timeout(PATIENCE_MS)
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
