"""Reports pasted and uploaded: previewed, saved, found on the map; what is broken is named."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from rasd.lexicon.labels import labels
from rasd.record.store import Store
from tests.browser.conftest import Opener, Server
from tests.browser.store import rows

TITLE = "مقتل أربعة مدنيين بقصف مدفعي على كفرنبل"
TEXT = (
    f"{TITLE}\n"
    "قُتل أربعة مدنيين وأصيب تسعة آخرون بجروح، أمس الجمعة، جراء قصف مدفعي شنته قوات النظام السوري "
    "على بلدة كفرنبل بريف إدلب الجنوبي."
)
GOOD = {"title": "انفجار عبوة ناسفة في كركوك", "outlet": "وكالة الاختبار"}
GOOD_TEXT = "انفجرت عبوة ناسفة أمس في مدينة كركوك شمالي العراق، ما أدى إلى مقتل شخصين وإصابة ثلاثة آخرين."


def test_a_pasted_report_becomes_a_pin_with_its_card(own_server: Server, visit: Opener) -> None:
    dashboard, words = visit(own_server), labels("ar")
    dashboard.open("ingest", lang="ar")
    dashboard.key("paste_text").locator("textarea").fill(TEXT)
    dashboard.key("paste_outlet").locator("input").fill("وكالة التجربة")
    dashboard.type_day("paste_published", "2024-06-15")
    dashboard.button("preview_paste").click()
    preview = dashboard.page.locator(".rasd-card")
    expect(preview).to_have_count(1)
    expect(preview).to_contain_text("«بلدة كفرنبل»")
    expect(preview).to_contain_text(words("precision.1"))
    expect(dashboard.page.locator(".rasd-article mark.rasd-slot-place").first).to_contain_text("كفرنبل")
    known = {row["id"] for row in rows(own_server.store)}

    dashboard.button("save").click()
    expect(dashboard.button("saved_to_map")).to_be_enabled()
    new = [row for row in rows(own_server.store) if row["id"] not in known]
    assert len(new) == 1
    id = str(new[0]["id"])

    dashboard.button("saved_to_map").click()
    expect(dashboard.mark_of(id)).to_be_visible()
    card = dashboard.key("card").locator(".rasd-card")
    expect(card).to_be_visible()
    dashboard.button("close_card").click()
    expect(card).to_have_count(0)
    dashboard.expect_param("id", None)

    dashboard.mark_of(id).click()
    expect(card).to_be_visible()
    dashboard.expect_param("id", id)
    expect(card.locator("h3")).to_contain_text("قصف")
    for name, told in (
        ("date", "14 حزيران/يونيو 2024"), ("actors", "مدنيون"), ("killed", "4"), ("injured", "9"), ("place", "كفرنبل"),
    ):  # fmt: skip
        expect(dashboard.told(name, words)).to_contain_text(told)
    expect(dashboard.told("place", words)).to_contain_text(words("precision.1"))
    expect(dashboard.told("reason", words)).not_to_be_empty()
    marked = card.locator(".rasd-sentence mark")
    for slot, phrase in (("place", "كفرنبل"), ("date", "أمس الجمعة"), ("killed", "أربعة")):
        expect(marked.and_(card.locator(f".rasd-slot-{slot}")).first).to_contain_text(phrase)

    dashboard.page.get_by_role("link", name=words("map.open")).click()
    expect(dashboard.page).to_have_url(re.compile("/incident"))
    expect(dashboard.page.locator(".rasd-article h4")).to_have_text(TITLE)
    expect(dashboard.page.locator(".rasd-article mark.rasd-slot-event").first).to_contain_text("قصف")


def test_the_same_report_twice_is_told(own_server: Server, visit: Opener) -> None:
    dashboard = visit(own_server)
    for at in range(2):
        dashboard.open("ingest", lang="en")
        dashboard.key("paste_text").locator("textarea").fill(f"{GOOD['title']} في الحويجة\n{GOOD_TEXT}")
        dashboard.button("preview_paste").click()
        dashboard.button("save").click()
        told = labels("en")("ingest.known" if at else "ingest.saved").split("{")[0]
        expect(dashboard.page.get_by_test_id("stAlert")).to_contain_text(told)
        after = len(rows(own_server.store))
        if not at:
            before = after
    assert after == before


def test_of_an_upload_the_broken_line_is_named_and_the_others_are_saved(own_server: Server, visit: Opener) -> None:
    lines = [
        json.dumps({"id": "upload-1", **GOOD, "text": GOOD_TEXT, "published": "2024-06-01"}, ensure_ascii=False),
        '{"id": "upload-2", "title": "سطر مكسور", "text": ',
        json.dumps({"id": "upload-3", **GOOD, "text": GOOD_TEXT, "published": "2019-02-30"}, ensure_ascii=False),
        json.dumps(
            {"id": "upload-4", **GOOD, "text": f"{GOOD_TEXT} وفتحت الشرطة تحقيقًا.", "published": "2024-06-02"},
            ensure_ascii=False,
        ),
    ]
    dashboard = visit(own_server)
    dashboard.open("ingest", lang="en")
    dashboard.page.get_by_role("tab", name=labels("en")("ingest.upload")).click()
    dashboard.page.locator(".st-key-upload_files input[type='file']").set_input_files(
        {"name": "reports.jsonl", "mimeType": "application/jsonl", "buffer": "\n".join(lines).encode()}
    )
    expect(dashboard.key("upload_files")).to_contain_text("reports.jsonl")
    dashboard.button("preview_upload").click()
    told = dashboard.key("ingest_errors")
    expect(told).to_contain_text("reports.jsonl:2")
    expect(told).to_contain_text("reports.jsonl:3")
    expect(told).to_contain_text("2019-02-30")
    expect(told).not_to_contain_text("reports.jsonl:1")
    expect(told).not_to_contain_text("reports.jsonl:4")
    dashboard.button("save").click()
    expect(dashboard.page.get_by_test_id("stAlert")).to_contain_text(labels("en")("ingest.saved").split("{")[0])
    # Both are kept, as two reports of one incident.
    with Store.open(own_server.store) as store:
        kept = [store.article(id) for id in ("upload-1", "upload-4")]
    assert all(one is not None and one.incidents for one in kept)
    dashboard.expect_no_fault()


def test_a_file_of_no_text_is_told(own_server: Server, visit: Opener) -> None:
    dashboard = visit(own_server)
    dashboard.open("ingest", lang="en")
    dashboard.page.get_by_role("tab", name=labels("en")("ingest.upload")).click()
    dashboard.page.locator(".st-key-upload_files input[type='file']").set_input_files(
        {"name": "picture.txt", "mimeType": "text/plain", "buffer": b"\x89PNG\r\n\x1a\n\x00\x00\x00\xff\xfe" * 50}
    )
    expect(dashboard.key("upload_files")).to_contain_text("picture.txt")
    dashboard.button("preview_upload").click()
    expect(dashboard.key("ingest_errors")).to_contain_text("picture.txt")
    expect(dashboard.button("save")).to_have_count(0)
    dashboard.expect_no_fault()
