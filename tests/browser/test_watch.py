"""The watch over the other tests' pages notices what it is there to notice."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.running import watched

NOWHERE = "http://127.0.0.1:9"


def test_the_watch_notices_outside_requests_scripts_dialogs_and_errors(browser: Browser) -> None:
    context = browser.new_context()
    watch = watched(context, NOWHERE)
    page = context.new_page()
    page.set_content("<p>quiet</p>")
    assert (watch.outside, watch.ran, watch.errors) == ([], [], [])
    with page.expect_event("requestfailed"):
        page.set_content('<img src="https://example.org/a.png"><iframe srcdoc="<img src=x onerror=window.__pwned=1>">')
    with page.expect_event("dialog"):
        page.evaluate("() => alert(1)")
    with page.expect_event("pageerror"):
        page.evaluate("() => void setTimeout(() => { throw new Error('a fault'); })")
    page.frames[1].wait_for_function("() => document.images[0]?.complete")
    context.close()
    assert "https://example.org/a.png" in watch.outside
    assert {"window.__pwned = 1", "dialog: 1"} <= set(watch.ran)
    assert any("a fault" in error for error in watch.errors)
