"""The filters: what they hide comes back, all pages share them, an address brings them along."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from rasd.lexicon.labels import labels
from tests.browser.conftest import Opener, Server
from tests.browser.store import Row, located, of_article, rows

ACTOR, ACTOR_NAME = "islamic-state", "Islamic State"
FIRST, LAST = date(2026, 3, 15), date(2026, 3, 18)


def of_actor(found: list[Row]) -> list[Row]:
    """The rows in which the actor takes part."""
    return [row for row in found if ACTOR in row["actors"]]  # type: ignore[operator]


def test_what_an_actor_hides_comes_back(server: Server, visit: Opener) -> None:
    found = rows(server.store)
    (clash,), (strike,) = of_article(found, "browser-clash"), of_article(found, "browser-strike")
    shown = [row for row in found if str(row["article_id"]).startswith("browser-")]
    wanted = of_actor(shown)
    assert clash in wanted
    assert strike not in wanted
    dashboard = visit(server)
    # Days on which there is nothing but the reports of this folder, so that each has a mark of its own.
    dashboard.open(lang="en", **{"from": "2024-05-01", "to": "2024-05-31"})
    dashboard.expect_counts(selected=len(shown))
    expect(dashboard.mark_of(str(strike["id"]))).to_be_visible()
    dashboard.choose("actors", ACTOR_NAME)
    dashboard.expect_counts(selected=len(wanted), total=len(found))
    dashboard.expect_param("actor", ACTOR)
    expect(dashboard.mark_of(str(strike["id"]))).to_have_count(0)
    expect(dashboard.mark_of(str(clash["id"]))).to_be_visible()
    dashboard.key("filter_actors").get_by_role("button", name=f"Remove {ACTOR_NAME}").click()
    dashboard.expect_counts(selected=len(shown))
    expect(dashboard.mark_of(str(strike["id"]))).to_be_visible()
    dashboard.expect_param("actor", None)
    dashboard.button("clear_filters").click()
    dashboard.expect_counts(selected=len(found))
    dashboard.expect_param("from", None)


def test_all_pages_and_an_opened_address_share_the_filters(server: Server, visit: Opener) -> None:
    wanted = of_actor(rows(server.store))
    dashboard = visit(server)
    dashboard.open(lang="en")
    dashboard.choose("actors", ACTOR_NAME)
    dashboard.expect_counts(selected=len(wanted))
    dashboard.go("incidents")
    dashboard.expect_param("actor", ACTOR)
    dashboard.expect_rows(len(wanted))
    dashboard.go("export")
    dashboard.expect_param("actor", ACTOR)
    expect(dashboard.key("export_filter")).to_contain_text(ACTOR_NAME)
    expect(dashboard.count("located")).to_have_text(str(located(wanted)))

    other = dashboard.new_tab()
    other.goto(dashboard.page.url)
    expect(other.key("export_filter")).to_contain_text(ACTOR_NAME)
    other.go("incidents")
    other.expect_rows(len(wanted))
    # Tabs are readers of their own: what one changes the other keeps.
    other.button("clear_filters").click()
    other.expect_param("actor", None)
    dashboard.go("incidents")
    dashboard.expect_rows(len(wanted))


def test_days_narrow_the_map_and_stand_in_the_address(server: Server, visit: Opener) -> None:
    found = rows(server.store)
    dated = [row for row in found if row["date_latest"] is not None]
    since = [row for row in dated if row["date_latest"] >= FIRST]  # type: ignore[operator]
    between = [row for row in since if row["date_earliest"] <= LAST]  # type: ignore[operator]
    assert 0 < len(between) < len(since) < len(found)
    dashboard = visit(server)
    dashboard.open(lang="ar")
    dashboard.type_day("filter_date_from", FIRST.isoformat())
    dashboard.expect_param("from", FIRST.isoformat())
    dashboard.expect_counts(selected=len(since))
    dashboard.type_day("filter_date_to", LAST.isoformat())
    dashboard.expect_param("to", LAST.isoformat())
    dashboard.expect_counts(selected=len(between))


def test_what_has_no_place_is_counted_and_listed(server: Server, visit: Opener) -> None:
    found = rows(server.store)
    unlocated = [row for row in found if row["latitude"] is None]
    assert of_article(unlocated, "browser-unlocated")
    dashboard = visit(server)
    dashboard.open(lang="en")
    dashboard.expect_counts(unlocated=len(unlocated))
    dashboard.key("unlocated").locator("summary").click()
    (row,) = of_article(unlocated, "browser-unlocated")
    dashboard.button(f"unlocated-{row['id']}").click()
    card = dashboard.key("card").locator(".rasd-card")
    expect(card).to_contain_text(labels("en")("card.place_unknown"))
    expect(dashboard.mark_of(str(row["id"]))).to_have_count(0)
    dashboard.choose("precisions", labels("en")("precision.unlocated"))
    dashboard.expect_counts(selected=len(unlocated), shown=0)
    dashboard.expect_marked(0)


def test_a_row_of_the_table_opens_its_incident(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    (strike,) = of_article(rows(server.store), "browser-strike")
    dashboard.open("incidents", lang="en", **{"from": "2024-05-15", "to": "2024-05-15"})
    dashboard.expect_rows(1)
    dashboard.table.locator("tbody tr").first.locator("td").first.click()
    dashboard.expect_param("id", str(strike["id"]))
    expect(dashboard.page.locator(".rasd-article")).to_contain_text("صيدا")
