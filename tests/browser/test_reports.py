"""Two reports of one bombing in Chromium: one pin with the band, each report told on the incident page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from rasd.lexicon.labels import labels
from rasd.record.store import Store
from tests.browser.conftest import Opener, Server
from tests.browser.dashboard import MAP_FRAME
from tests.browser.running import serving

FIRST = {
    "id": "bomb-first", "published": "2024-05-10", "outlet": "وكالة الشاطئ", "title": "انفجار سيارة مفخخة في الميادين",
    "text": "قُتل ثلاثة مدنيين وأصيب سبعة بجروح، اليوم الجمعة، بانفجار سيارة مفخخة في مدينة الميادين بريف دير الزور.",
}  # fmt: skip
SECOND = {
    "id": "bomb-second", "published": "2024-05-11", "outlet": "صحيفة الضفة", "title": "ارتفاع حصيلة تفجير الميادين",
    "text": "ارتفعت إلى خمسة قتلى وسبعة جرحى حصيلة انفجار سيارة مفخخة استهدف مدنيين في مدينة الميادين أمس الجمعة.",
}  # fmt: skip
BAND = "3–5"


@pytest.fixture(scope="module")
def two(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard over the two reports."""
    folder = tmp_path_factory.mktemp("two")
    file = folder / "reports.jsonl"
    file.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in (FIRST, SECOND)), encoding="utf-8")
    with serving(folder, file) as running:
        yield running


@pytest.mark.parametrize("language", ["ar", "en"])
def test_two_reports_are_one_pin_with_the_band_and_lead_to_each_other(
    language: str, two: Server, visit: Opener
) -> None:
    words, dashboard = labels(language), visit(two)
    with Store.open(two.store) as store:
        (group,) = store.groups()
        (row,) = store.rows()
    assert (row.killed_low, row.killed_high, row.reports) == (3, 5, 2)
    dashboard.open(lang=language)
    dashboard.button("fit").click()
    dashboard.expect_marked(1)
    dashboard.expect_counts(total=1, shown=1)
    dashboard.marks().first.click()
    card = dashboard.key("card")
    expect(card).to_contain_text(BAND)
    expect(card).to_contain_text(words.count("article_count", 2))
    for outlet in (FIRST["outlet"], SECOND["outlet"]):
        expect(card).to_contain_text(outlet)
    expect(dashboard.page.frame_locator(MAP_FRAME).locator("body")).to_be_visible()

    dashboard.open("incident", lang=language, id=group.lead)
    reports = dashboard.key("reports")
    expect(reports).to_contain_text(words("reports.title"))
    expect(reports).to_contain_text(BAND)
    first, second = dashboard.key("report_0"), dashboard.key("report_1")
    expect(first).to_contain_text(FIRST["outlet"])
    expect(first).to_contain_text(words("reports.here"))
    expect(second).to_contain_text(SECOND["outlet"])
    expect(second).to_contain_text("خمسة")
    second.locator("summary").click()
    expect(second).to_contain_text(words("merge.place_same"))
    expect(dashboard.key("article")).to_contain_text("قُتل ثلاثة مدنيين")
    second.get_by_role("button", name=words("reports.read")).click()
    expect(dashboard.key("article")).to_contain_text("ارتفعت إلى خمسة قتلى")
    expect(second).to_contain_text(words("reports.here"))
    dashboard.expect_param("id", group.members[1])
    dashboard.expect_no_fault()
