"""What a reader waits for at so many made-up incidents: from a click to the painted map, in Chromium without a network.

The dashboard as it is, and pages with `st.pydeck_chart` and `st.map` over the same incidents. Painted is when what the
map draws has changed for the last time (`painting.js`). A page that takes longer than `MOST_S`, or whose tab crashes,
is told as that.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, TimeoutError, sync_playwright

from benchmarks import serving
from benchmarks.held import resident_mb
from benchmarks.machine import percentile
from tests.browser.running import SWITCHES, chromium_path, free_port, wait_for

CLICK_MS, PAYLOAD_KB, SESSION_MB, OPENING_MS = 300, 200, 20, 2000
MOST_S = 120
# Nothing more is painted when nothing has been for so long: at the others' a canvas may still be on its way.
_QUIET_MS = {serving.RASD: 800}
_QUIET_OTHERS_MS = 3000
_SIZE = {"width": 1280, "height": 900}
_WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
_WINDOWS = 4
# A filter, and how its value is called on its list: those of each round, so that no value was asked for before.
_TYPES = (("Battles", "Protests"), ("Riots", "Explosions"), ("Violence", "Strategic"))
_COUNTRIES = (("Syria", "Yemen"), ("Iraq", "Libya"), ("Lebanon", "Egypt"))
# A window each, as its address has it.
_FILTERS = (
    "country=SY",
    "country=IQ",
    "type=battles",
    "prec=1,2",
    "country=YE",
    "type=riots",
    "country=LY",
    "conf=0.7",
)
_SETTLED = """quiet => {
  const { clicks, painted, got } = window.rasdLog;
  const begun = clicks.length ? clicks[0] : performance.timeOrigin;
  const app = document.querySelector("[data-testid='stApp'][data-test-script-state='notRunning']");
  const since = performance.timeOrigin + performance.now() - Math.max(...painted, ...got, begun);
  return Boolean(app) && painted.some(at => at >= begun) && since > quiet;
}"""
_TOLD = """() => {
  const { clicks, sent, got, bytes, told, painted } = window.rasdLog;
  const begun = clicks.length ? clicks[0] : performance.timeOrigin;
  const after = some => some.filter(at => at >= begun).map(at => at - begun);
  return { sent: after(sent), got: after(got), told: after(told), painted: after(painted), bytes };
}"""


@dataclass(frozen=True, slots=True)
class Click:
    """Milliseconds from a click until the server was asked, the map's frame was told (None: not ours), the map was
    painted and the server had said all; and the bytes that came."""

    asked: float
    told: float | None
    painted: float
    done: float
    sent: int


class GaveUpError(Exception):
    """What became of a page that painted nothing."""


@contextmanager
def served(which: str, folder: Path) -> Iterator[tuple[str, int]]:
    """A running server of a page over the incidents kept in a folder: its address and its process."""
    port, log = free_port(), folder / f"{which}.log"
    command = [sys.executable, str(Path(serving.__file__)), which, str(folder), str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=serving.ROOT, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_for(process, f"http://127.0.0.1:{port}/_stcore/health", log)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def windows(which: str) -> Iterator[Browser]:
    """Chromium. The others' maps need WebGL, which is drawn in software, as there may be no graphics card."""
    path = chromium_path()
    if path is None:
        raise GaveUpError("no Chromium is installed")
    switches = list(SWITCHES)
    if which != serving.RASD:
        switches = [one for one in SWITCHES if one != "--disable-gpu"] + list(_WEBGL)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=switches)
        try:
            yield launched
        finally:
            launched.close()


def opened(context: BrowserContext, address: str, which: str) -> tuple[Page, Click]:
    """A page with its map painted, and how long that took from the start of the navigation."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    return page, _settled(page, which)


def clicked(page: Page, which: str, act: Callable[[], object]) -> Click:
    """What a click cost."""
    page.evaluate("rasdClear()")
    act()
    return _settled(page, which)


def clicks(page: Page, which: str, rounds: int) -> Iterator[Click]:
    """Values of filters chosen from their lists and taken away again. Only the choosing itself is measured."""
    names = [("event_types", _TYPES), *([("countries", _COUNTRIES)] if which == serving.RASD else [])]
    choices = [(filter, one) for at in range(rounds) for filter, each in names for one in each[at % len(each)]]
    for filter, name in choices:
        box = page.locator(f".st-key-filter_{filter}")
        box.locator("input").click()
        box.locator("input").fill(name)
        option = page.get_by_role("option", name=name).first
        option.wait_for(timeout=MOST_S * 1000)
        yield clicked(page, which, option.click)
        page.keyboard.press("Escape")
        yield clicked(page, which, box.get_by_role("button", name="Remove").first.click)


def measured(which: str, folder: Path, rounds: int) -> tuple[Click | None, list[Click], str]:
    """The opening of a page, its clicks, and what put an end to them ("" when nothing did)."""
    opening, found = None, []
    try:
        with served(which, folder) as (address, _), windows(which) as browser:
            context = _window(browser)
            page, opening = opened(context, f"{address}/?lang=en", which)
            found.extend(clicks(page, which, rounds))
    except GaveUpError as error:
        return opening, found, str(error)
    except Error as error:
        # Whatever else breaks belongs to the page that is measured.
        return opening, found, _what_became(error)
    return opening, found, ""


def click_to_paint(folder: Path, rounds: int) -> list[str]:
    """The dashboard's own map."""
    opening, found, ended = measured(serving.RASD, folder, rounds)
    lines = [
        "| from the click until | median ms | p95 ms | most ms |",
        "| --- | --- | --- | --- |",
        *(
            f"| {name} {_spread([part for one in some if (part := of(one)) is not None])}"
            for name, some, of in (
                ("the browser asks the server", found, lambda one: one.asked),
                ("the map's frame has its marks", found, lambda one: one.told),
                ("the map is painted", found, lambda one: one.painted),
                ("– when a value was chosen, for the first time", found[::2], lambda one: one.painted),
                ("– when it was taken away again", found[1::2], lambda one: one.painted),
                ("filters and counts have come too", found, lambda one: one.done),
            )
        ),
    ]
    if ended or not found:
        return [*lines, "", f"The measurement ended early: {ended or 'no click'}."]
    sent = max(one.sent for one in found) / 1000
    painted = percentile([one.painted for one in found], 0.5)
    lines += ["", f"{len(found)} clicks; at most {sent:.1f} KB came through the web socket for one."]
    if opening is not None:
        lines += ["", f"The first window of a new server: painted after {opening.painted / 1000:.1f} s."]
    lines += ["", verdict("from click to painted map", painted, CLICK_MS, "ms, median")]
    return [*lines, verdict("what is sent", sent, PAYLOAD_KB, "KB at most")]


def other_maps(folder: Path, rounds: int) -> list[str]:
    """Streamlit's own two maps, on pages with one filter and nothing else."""
    lines = ["| map | opened, s | sent, MB | a click, median s | most s | sent, MB at most |", "| --- " * 6 + "|"]
    for which in serving.OTHERS:
        opening, found, ended = measured(which, folder, rounds)
        first = f"{opening.painted / 1000:.1f} | {opening.sent / 1e6:.2f}" if opening else f"{ended} | "
        times = [one.painted / 1000 for one in found]
        rest = f"{percentile(times, 0.5):.1f} | {max(times):.1f} | {max(one.sent for one in found) / 1e6:.2f}"
        lines.append(f"| {which} | {first} | {rest if times else f'{ended if opening else chr(8211)} | | '} |")
        if ended and times:
            lines[-1] += f" then {ended}"
    return lines


def opening(folder: Path, rounds: int) -> list[str]:
    """The first paint of the map on a server that has answered before, and the memory of further windows there."""
    try:
        return _opening(folder)
    except (GaveUpError, Error) as error:
        return [f"The measurement ended early: {error}."]


def _opening(folder: Path) -> list[str]:
    with served(serving.RASD, folder) as (address, process), windows(serving.RASD) as browser:
        alone, _ = opened(_window(browser), f"{address}/?lang=en", serving.RASD)
        one = resident_mb(process)
        first, again = [], []
        for filter in _FILTERS[:_WINDOWS]:
            context = _window(browser)
            page, told = opened(context, f"{address}/?lang=en&v=1&{filter}", serving.RASD)
            first.append(told.painted)
            page.evaluate("rasdClear()")
            page.reload(wait_until="commit")
            again.append(_settled(page, serving.RASD).painted)
            context.close()
        # By now the server keeps as many answers as it ever does; what is added is the windows' own.
        time.sleep(_WINDOWS)
        before = resident_mb(process)
        for filter in _FILTERS[_WINDOWS:]:
            opened(_window(browser), f"{address}/?lang=en&v=1&{filter}", serving.RASD)
        time.sleep(_WINDOWS)
        added = max(resident_mb(process) - before, 0.0) / len(_FILTERS[_WINDOWS:])
        alone.close()
    return [
        "| first paint of the map on a warm server | median s | most s |",
        "| --- | --- | --- |",
        f"| a browser that was never here | {percentile(first, 0.5) / 1000:.2f} | {max(first) / 1000:.2f} |",
        f"| one that keeps its files | {percentile(again, 0.5) / 1000:.2f} | {max(again) / 1000:.2f} |",
        "",
        f"The server holds {one:.0f} MB with one window open, and {before:.0f} MB once {2 * _WINDOWS} others, each "
        "with a filter of its own, have come and gone: answers that it keeps for all.",
        "",
        verdict("the first paint of a browser that keeps its files", percentile(again, 0.5), OPENING_MS, "ms, median"),
        verdict("a further window, with a filter of its own", added, SESSION_MB, "MB of the server"),
    ]


def verdict(what: str, value: float, floor: float, unit: str) -> str:
    """Whether a floor holds, in a line."""
    return f"Floor for {what}: {floor:g} {unit}; measured {value:.1f}: {'held' if value <= floor else 'NOT held'}."


def _window(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport=_SIZE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(MOST_S * 1000)
    context.add_init_script(path=Path(__file__).with_name("painting.js"))
    return context


def _settled(page: Page, which: str) -> Click:
    """What the page noted once nothing more is painted. Raises GaveUpError when that takes too long."""
    quiet = _QUIET_MS.get(which, _QUIET_OTHERS_MS)
    try:
        page.wait_for_function(_SETTLED, arg=quiet, timeout=MOST_S * 1000, polling=100)
        told: dict[str, Any] = page.evaluate(_TOLD)
    except Error as error:
        raise GaveUpError(_what_became(error)) from error
    return Click(
        told["sent"][0] if told["sent"] else 0.0, told["told"][0] if told["told"] else None, told["painted"][-1],
        max(told["got"], default=0.0), told["bytes"],
    )  # fmt: skip


def _what_became(error: Error) -> str:
    if isinstance(error, TimeoutError):
        return f"over {MOST_S} s"
    return "tab crashed" if "crash" in error.message.lower() else error.message.splitlines()[0]


def _spread(times: list[float]) -> str:
    if not times:
        return "| – | – | – |"
    return f"| {percentile(times, 0.5):.0f} | {percentile(times, 0.95):.0f} | {max(times):.0f} |"
