"""Reports and addresses that try to run something are shown as text, on every page and in every file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HERE, Opener, Server
from tests.browser.dashboard import MAP_FRAME, PAGES
from tests.browser.store import of_article, rows
from tests.browser.test_export import downloaded

IMAGE, TEMPLATE, LINK = '<img src=x onerror="window.__pwned=1">', "${alert(1)}", "[x](javascript:alert(1))"
SCRIPT, FORMULA = "</script><script>window.__pwned=1;alert(1)</script>", '=HYPERLINK("http://x","y")'
# Elements that only a text taken for markup could have made.
MADE = "img[src='x'], svg[onload], a[href^='javascript:'], .katex, [onerror]"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
HOSTILE_ADDRESS = {
    "lang": "xx", "from": "2019-02-30", "to": "'; DROP TABLE incidents;--", "type": SCRIPT, "sub": TEMPLATE,
    "country": "../../etc", "actor": "a" * 3000, "prec": "99", "area": IMAGE, "id": "../../etc/passwd",
    "at": "nan,0,1e9", "other": IMAGE,
}  # fmt: skip


def report(id: str) -> dict[str, str]:
    """One of the hostile reports as it was given."""
    lines = (HERE / "hostile.jsonl").read_text(encoding="utf-8").splitlines()
    return next(found for found in map(json.loads, lines) if found["id"] == id)


def expect_nothing_made(page: Page) -> None:
    """Nothing of a text has become an element, in any frame."""
    for frame in page.frames:
        expect(frame.locator(MADE)).to_have_count(0)
        assert not any("alert(1)" in script for script in frame.locator("script").all_text_contents())


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_hostile_report_is_text_on_the_map_and_on_its_page(
    language: str, hostile_server: Server, visit: Opener
) -> None:
    (row,) = of_article(rows(hostile_server.store), "hostile-placed")
    dashboard = visit(hostile_server)
    dashboard.open(lang=language)
    mark = dashboard.mark_of(str(row["id"]))
    mark.hover()
    expect(dashboard.page.frame_locator(MAP_FRAME).locator(".leaflet-tooltip")).to_be_visible()
    mark.click()
    card = dashboard.key("card").locator(".rasd-card")
    for text in (IMAGE, TEMPLATE, SCRIPT, LINK, FORMULA):
        expect(card.locator(".rasd-sentence")).to_contain_text(text)
    expect(card).to_contain_text(report("hostile-placed")["outlet"])
    expect(card.locator("a")).to_have_count(0)
    expect_nothing_made(dashboard.page)

    dashboard.go("incident")
    expect(dashboard.page.locator(".rasd-article h4")).to_have_text(report("hostile-placed")["title"])
    for text in (IMAGE, TEMPLATE, SCRIPT, LINK, FORMULA):
        expect(dashboard.page.locator(".rasd-body")).to_contain_text(text)
    expect_nothing_made(dashboard.page)


def test_a_hostile_report_is_text_in_the_table(hostile_server: Server, visit: Opener) -> None:
    dashboard = visit(hostile_server, width=2600)
    dashboard.open("incidents", lang="en")
    dashboard.expect_rows(len(rows(hostile_server.store)))
    for id in ("hostile-placed", "hostile-unlocated"):
        expect(dashboard.cells("title").get_by_text(report(id)["title"], exact=True).first).to_be_attached()
    expect_nothing_made(dashboard.page)


def test_a_hostile_report_is_text_before_it_is_saved(hostile_server: Server, visit: Opener) -> None:
    given = report("hostile-placed")
    dashboard = visit(hostile_server)
    dashboard.open("ingest", lang="en")
    dashboard.key("paste_text").locator("textarea").fill(f"{given['title']}\n{given['text']}")
    dashboard.key("paste_outlet").locator("input").fill(given["outlet"])
    dashboard.button("preview_paste").click()
    expect(dashboard.page.locator(".rasd-article h4")).to_have_text(given["title"])
    expect(dashboard.page.locator(".rasd-card")).to_contain_text(given["outlet"])
    for text in (IMAGE, TEMPLATE, SCRIPT, LINK, FORMULA):
        expect(dashboard.page.locator(".rasd-body")).to_contain_text(text)
    expect_nothing_made(dashboard.page)

    # The name of a file is told back when what is in it can't be used.
    dashboard.button("discard").click()
    name = f"{IMAGE.replace('/', '')} {LINK} `{TEMPLATE}`.jsonl"
    dashboard.page.get_by_role("tab").nth(1).click()
    dashboard.page.locator(".st-key-upload_files input[type='file']").set_input_files(
        {"name": name, "mimeType": "application/jsonl", "buffer": f'{{"id": 1, {IMAGE}'.encode()}
    )
    expect(dashboard.key("upload_files")).to_contain_text(".jsonl")
    dashboard.button("preview_upload").click()
    expect(dashboard.key("ingest_errors")).to_contain_text(LINK)
    expect(dashboard.key("ingest_errors")).to_contain_text(TEMPLATE)
    expect_nothing_made(dashboard.page)


def test_hostile_words_in_the_filters_are_text(hostile_server: Server, visit: Opener) -> None:
    dashboard = visit(hostile_server)
    words = f"{IMAGE} {TEMPLATE} {LINK} :red[x] $x$"
    dashboard.open("export", lang="en", q=words)
    expect(dashboard.key("export_filter")).to_contain_text(words)
    expect_nothing_made(dashboard.page)
    dashboard.open("incident", lang="en", id="INC-<img src=x>")
    dashboard.expect_no_fault()
    expect_nothing_made(dashboard.page)


def test_a_hostile_report_is_no_formula_in_the_csv(hostile_server: Server, visit: Opener, tmp_path: Path) -> None:
    dashboard = visit(hostile_server)
    dashboard.open("export", lang="en")
    with downloaded(dashboard, "csv", tmp_path).open(encoding="utf-8-sig", newline="") as lines:
        found = {row["article_id"]: row for row in csv.DictReader(lines, strict=True)}
    for id in ("hostile-placed", "hostile-unlocated"):
        given = report(id)
        assert found[id]["title"] == f"'{given['title']}"
        assert found[id]["source"] == f"'{given['outlet']}"
        numbers = {"latitude", "longitude"}
        assert not [name for name, cell in found[id].items() if name not in numbers and cell.startswith(FORMULA_STARTS)]
    geojson = json.loads(downloaded(dashboard, "geojson", tmp_path).read_text(encoding="utf-8"))
    titles = {feature["properties"]["title"] for feature in geojson["features"]}
    assert titles == {report(id)["title"] for id in ("hostile-placed", "hostile-unlocated")}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_hostile_address_is_told_and_left_out_on_every_page(language: str, server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    total = len(rows(server.store))
    for page in PAGES:
        dashboard.open(page, **{**HOSTILE_ADDRESS, "lang": language})
        dashboard.expect_no_fault()
        told = dashboard.key("notices")
        for name in ("from", "to", "type", "sub", "country", "actor", "prec", "area", "id", "at"):
            expect(told).to_contain_text(f"{name}=")
        expect_nothing_made(dashboard.page)
        dashboard.expect_param("id", None)
        dashboard.expect_param("type", None)
        assert dashboard.params() == {"lang": language}
    dashboard.go("incidents")
    dashboard.expect_rows(total)


def test_an_unknown_language_opens_in_arabic(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("method", lang="<script>")
    dashboard.expect_no_fault()
    expect(dashboard.key("notices")).to_contain_text("lang=")
    dashboard.expect_param("lang", "ar")
