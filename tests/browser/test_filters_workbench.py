"""Filters left out, taken away, saved and linked; the table ordered, paged and marked; figures as the reader wants."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from rasd.lexicon.labels import labels
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import Dashboard
from tests.browser.store import rows

ACTOR, ACTOR_NAME = "islamic-state", {"ar": "تنظيم الدولة", "en": "Islamic State"}
SIZES = [("ar", 1280), ("en", 1280), ("ar", 390), ("en", 390)]


def open_sidebar(dashboard: Dashboard, width: int) -> None:
    """On a phone the sidebar is closed until it is asked for."""
    if width < 640:
        dashboard.page.locator("[data-testid='stExpandSidebarButton']").click()


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_values_are_left_out_and_the_chip_takes_that_back(
    server: Server, visit: Opener, language: str, width: int
) -> None:
    found = rows(server.store)
    without = [row for row in found if ACTOR not in row["actors"]]  # type: ignore[operator]
    assert 0 < len(without) < len(found)
    words, dashboard = labels(language), visit(server, width=width)
    dashboard.open("incidents", lang=language)
    dashboard.expect_rows(len(found))
    open_sidebar(dashboard, width)
    dashboard.button("add_not_actors").click()
    dashboard.choose("not_actors", ACTOR_NAME[language])
    dashboard.expect_param("actor", f"-{ACTOR}")
    dashboard.expect_rows(len(without))
    chip = dashboard.button("chip_actors")
    expect(chip).to_contain_text(words("filter.actors"))
    expect(chip).to_contain_text(ACTOR_NAME[language])
    if width < 640:
        dashboard.page.locator("[data-testid='stSidebarCollapseButton'] button").click()
    chip.click()
    dashboard.expect_param("actor", None)
    dashboard.expect_rows(len(found))
    expect(chip).to_have_count(0)
    wide = dashboard.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_looked_for_are_marked_however_they_are_spelled(server: Server, visit: Opener, language: str) -> None:
    dashboard = visit(server)
    dashboard.open("incidents", lang=language)
    box = dashboard.key("filter_text").locator("input")
    box.fill("إنفجار")
    box.press("Enter")
    dashboard.expect_param("q", "إنفجار")
    marks = dashboard.table.locator("mark")
    expect(marks.first).to_have_text("انفجار")
    assert set(marks.all_inner_texts()) == {"انفجار"}
    expect(dashboard.table.locator("tbody tr:not(:has(mark))")).to_have_count(0)


def test_saved_filters_outlive_the_page_and_set_the_address(own_server: Server, visit: Opener) -> None:
    name = "<img src=x onerror=window.__pwned=1> **دير الزور**"
    dashboard = visit(own_server)
    dashboard.open("incidents", lang="en", actor=ACTOR, q="في")
    dashboard.key("saved").locator("summary").click()
    field = dashboard.key("saved_name").locator("input")
    field.fill(name)
    field.press("Tab")
    dashboard.settled()
    dashboard.button("saved_save").click()
    expect(dashboard.button("saved_load_0")).to_have_text(name)
    other = dashboard.new_tab()
    other.open("incidents", lang="ar")
    other.key("saved").locator("summary").click()
    other.button("saved_load_0").click()
    other.expect_param("actor", ACTOR)
    other.expect_param("q", "في")
    other.button("saved_delete_0").click()
    expect(other.button("saved_load_0")).to_have_count(0)
    expect(dashboard.page.locator("img[onerror]")).to_have_count(0)


def test_heads_order_all_rows_and_pages_follow(server: Server, visit: Opener) -> None:
    found = rows(server.store)
    assert len(found) > 50
    dashboard = visit(server)
    dashboard.open("incidents", lang="en")
    expect(dashboard.table.locator("tbody tr")).to_have_count(50)
    dashboard.button("page_after").click()
    expect(dashboard.table.locator("tbody tr")).to_have_count(len(found) - 50)
    dashboard.sort("killed")
    expect(dashboard.table.locator("tbody tr")).to_have_count(50)
    most = max(int(row["killed_high"] or row["killed_low"] or 0) for row in found)  # type: ignore[call-overload]
    expect(dashboard.cells("killed").first).to_contain_text(str(most))
    expect(dashboard.table.locator("th[aria-sort='descending'] button")).to_have_attribute("data-sort", "killed")
    dashboard.sort("killed")
    expect(dashboard.table.locator("th[aria-sort='ascending'] button")).to_have_attribute("data-sort", "killed")


def test_a_row_is_reached_and_opened_by_the_keyboard(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("incidents", lang="ar", q="صيدا")
    link = dashboard.table.locator("tbody a").first
    id = dashboard.table.locator("tbody tr").first.get_attribute("data-id")
    assert id
    assert f"id={id}" in str(link.get_attribute("href"))
    link.focus()
    dashboard.page.keyboard.press("Enter")
    expect(dashboard.page.locator(".rasd-article")).to_be_visible()
    dashboard.expect_param("id", id)
    dashboard.expect_param("q", "صيدا")


def test_only_what_the_map_shows_is_a_filter_like_any_other(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("incidents", lang="en", at="33.5,36.3,9")
    total = len(rows(server.store))
    dashboard.expect_rows(total)
    dashboard.key("table_in_view").locator("label").click()
    expect(dashboard.button("chip_box")).to_be_visible()
    shown = int(dashboard.count("selected").inner_text())
    assert shown < total
    dashboard.go("export")
    expect(dashboard.button("chip_box")).to_be_visible()
    dashboard.go("incidents")
    dashboard.key("table_in_view").locator("label").click()
    dashboard.expect_rows(total)


def test_figures_and_months_are_written_as_the_reader_wants(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("incidents", lang="ar", **{"from": "2024-05-15", "to": "2024-05-15"})
    expect(dashboard.cells("date").first).to_have_text("15 أيار/مايو 2024")
    dashboard.key("writing_style").locator("summary").click()
    dashboard.key("digits_choice").get_by_role("radio").nth(1).click()
    dashboard.expect_param("num", "arabic")
    expect(dashboard.cells("date").first).to_have_text("١٥ أيار/مايو ٢٠٢٤")
    dashboard.goto(dashboard.page.url + "&months=maghrebi")
    expect(dashboard.cells("date").first).to_have_text("١٥ ماي ٢٠٢٤")
    dashboard.go("trends")
    dashboard.expect_param("months", "maghrebi")


def test_a_name_typed_with_other_letters_finds_its_value(server: Server, visit: Opener) -> None:
    """The browser knows nothing of Arabic spelling: what it does not find the server folds."""
    found = rows(server.store)
    outlet = next(str(row["outlets"][0]) for row in found if "إ" in str(row["outlets"]))  # type: ignore[index]
    dashboard = visit(server)
    dashboard.open("incidents", lang="ar")
    dashboard.page.locator(".st-key-group_report summary").click()
    box = dashboard.key("filter_outlets").locator("input")
    box.click()
    box.fill(outlet.replace("إ", "ا").replace("ة", "ه"))
    box.press("Enter")
    dashboard.expect_param("outlet", outlet)
    box.fill("لا أحد بهذا الاسم")
    box.press("Enter")
    expect(dashboard.key("filters")).to_contain_text("لا أحد بهذا الاسم")
    dashboard.expect_param("outlet", outlet)


# What a page shows of a reader's figures; texts of reports, ids, addresses and codes keep their own.
WESTERN = r"""() => {
  const own = "article, code, [dir='ltr'], .rasd-url, .rasd-sentence, .rasd-phrase, a, mark, svg, "
    + "[data-testid='stCode'], [data-testid='stDateInput'], td[data-key='title'], td[data-key='id'], "
    + "[class*='st-key-export_format']";
  const found = [];
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) walk(one.shadowRoot);
      if (one.closest(own) || one.matches("style, script, option")) continue;
      for (const node of one.childNodes) {
        if (node.nodeType === 3 && /[0-9]/.test(node.data) && one.getClientRects().length) found.push(node.data.trim());
      }
    }
  };
  walk(document.querySelector("[data-testid='stMain']"));
  return found;
}"""


@pytest.mark.parametrize("page", ["", "incidents", "trends", "export"])
def test_every_figure_of_a_page_is_in_the_digits_chosen(page: str, server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open(page, lang="ar", num="arabic")
    assert dashboard.page.get_by_test_id("stMain").inner_text()
    told = dashboard.page.evaluate(WESTERN)
    # Names of formats and standards are no figures.
    assert [one for one in told if not re.search(r"RFC|UTF|WGS|HXL|SHA|ZIP|1\.1|GeoJSON", one)] == []


def test_the_link_brings_another_reader_to_the_same_state(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open("incidents", lang="en", actor=f"-{ACTOR}", q="صيدا", at="33.5,36.3,9")
    count = dashboard.count("selected").inner_text()
    dashboard.button("share").first.click()
    link = dashboard.page.locator("[data-testid='stPopoverBody'] code").inner_text()
    assert "v=1" in link
    assert len(link) < 300
    other = dashboard.new_tab()
    other.goto(re.sub(r"\s", "", link))
    expect(other.count("selected")).to_have_text(count)
    assert other.params() == dashboard.params()
