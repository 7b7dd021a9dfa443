"""Two of the complaints of `tests/test_complaints.py` that no other test of a page answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Server
from tests.browser.store import rows

# Counts the moments at which the map's base is bare, and whether the frame is still the same.
WATCHED = """() => {
  window.same = true;
  window.bare = 0;
  const look = () => { if (!document.querySelector(".leaflet-tile-pane canvas")) window.bare += 1; };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


# Whether the mark of the incident chosen stands at a longitude and latitude, to some ten metres.
STANDS = """([longitude, latitude]) => {
  let found = false;
  window.map.eachLayer((one) => {
    const icon = one.getLatLng && one.options.icon;
    if (!icon || !(icon.options.className || "").includes("rasd-chosen")) return;
    const at = one.getLatLng();
    found = found || (Math.abs(at.lng - longitude) < 1e-4 && Math.abs(at.lat - latitude) < 1e-4);
  });
  return found;
}"""


def test_a_filter_neither_loads_the_map_anew_nor_bares_its_base(server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    dashboard.open(lang="en")
    dashboard.expect_base_drawn()
    before = int(dashboard.count("selected").inner_text())
    dashboard.map.evaluate(WATCHED)
    dashboard.choose("event_types", "Battles")
    dashboard.expect_param("type", "battles")
    expect(dashboard.count("selected")).not_to_have_text(str(before))
    dashboard.button("chip_event_types").click()
    dashboard.expect_counts(selected=before)
    assert dashboard.map.evaluate("() => [window.same, window.bare]") == [True, 0]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_marks_stand_at_the_same_places_in_either_language(language: str, server: Server, visit: Opener) -> None:
    dashboard = visit(server)
    exact = [row for row in rows(server.store) if row["where_prec"] == 1]
    countries = {row["country"]: row for row in exact}
    assert len(countries) > 3
    for row in list(countries.values())[:4]:
        longitude, latitude = row["longitude"], row["latitude"]
        dashboard.open(lang=language, id=str(row["id"]), at=f"{latitude},{longitude},12")
        dashboard.map.wait_for_function(STANDS, arg=[longitude, latitude])
