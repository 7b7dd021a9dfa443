"""What users of other tools complain of, and the tests that hold Rasd to better.

Each complaint is named by its public issue in randyzwitch/streamlit-folium, python-visualization/folium,
metabase/metabase, huridocs/uwazi, streamlit/streamlit, ushahidi/platform, geopandas/geopandas, atlosdotorg/atlos,
forensic-architecture/timemap.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
COMPLAINTS = {
    "reruns without end (streamlit-folium #72, #77, #239)": [
        "browser/test_map.py::test_an_idle_map_is_quiet",
        "test_ui_map.py::test_the_same_marks_give_the_same_script",
    ],
    "flicker (streamlit-folium #91, #244)": [
        "browser/test_complaints.py::test_a_filter_neither_loads_the_map_anew_nor_bares_its_base",
        "test_ui_map.py::test_the_base_is_the_same_whatever_is_drawn_on_it",
    ],
    "the view is reset (streamlit-folium #154)": [
        "browser/test_map.py::test_the_view_stays_when_a_filter_changes",
        "browser/test_map.py::test_the_view_is_kept_by_a_reload_and_another_page",
    ],
    "thousands of markers (streamlit-folium #125, folium #1814)": [
        "test_ui_map.py::test_a_crowded_view_is_less_than_the_payload_promised",
        "test_view_aggregate.py::test_each_located_incident_in_view_is_drawn_once",
    ],
    "points stacked on each other (metabase #4331, uwazi #1614)": [
        "browser/test_map_tools.py::test_incidents_on_one_point_are_listed_a_page_at_a_time",
        "test_view_aggregate.py::test_stacked_incidents_stay_one_cell_at_exactly_their_point_at_any_zoom",
    ],
    "which one was clicked (streamlit-folium #103)": [
        "test_ui_map.py::test_of_marks_on_one_point_the_one_meant_is_taken",
        "browser/test_map.py::test_a_mark_of_several_lists_them_and_one_opens_its_card",
    ],
    "a blank map offline (folium #351, #1593)": [
        "browser/test_map.py::test_the_map_opens_without_a_network",
        "browser/test_tiles.py::test_tiles_are_asked_for_when_switched_on_and_that_is_kept",
    ],
    "right to left (streamlit #552)": [
        "browser/test_map.py::test_text_and_sidebar_follow_the_language",
        "test_app.py::test_arabic_from_right_to_left_is_what_opens",
    ],
    "wrong places on a map in Arabic (uwazi #4524)": [
        "browser/test_complaints.py::test_the_marks_stand_at_the_same_places_in_either_language",
        "test_traps.py::test_a_bare_name",
    ],
    "filters lost between pages (streamlit #5813)": [
        "browser/test_filters.py::test_all_pages_and_an_opened_address_share_the_filters",
        "test_app.py::test_a_filter_narrows_is_written_into_the_address_and_kept_on_other_pages",
    ],
    "no link to share (streamlit #302)": [
        "browser/test_filters_workbench.py::test_the_link_brings_another_reader_to_the_same_state",
    ],
    "exports that ignore the filters (ushahidi #3915)": [
        "test_export_formats.py::test_exactly_what_is_filtered_is_exported",
        "browser/test_export.py::test_the_geojson_is_valid_and_holds_what_is_filtered",
    ],
    "dates that crash an export (geopandas #3840)": [
        "test_export_formats.py::test_every_incident_is_there_in_batches_of_any_number",
        "test_export_formats.py::test_the_geopackage_holds_every_column_and_value",
    ],
    "near-duplicates (atlos #591)": [
        "test_merged_store.py::test_two_reports_are_shown_as_one_with_the_band",
        "browser/test_ingest.py::test_the_same_report_twice_is_told",
    ],
    "unlocated incidents that vanish (timemap #25)": [
        "browser/test_filters.py::test_what_has_no_place_is_counted_and_listed",
        "test_export_formats.py::test_an_unlocated_incident_stays_in_the_table",
    ],
    "a time slider inside st_folium (streamlit-folium #208)": [
        "browser/test_time.py::test_play_moves_the_cells_and_pause_keeps_the_filter",
        "browser/test_time.py::test_the_brush_narrows_map_and_address",
    ],
}


@pytest.mark.parametrize("complaint", COMPLAINTS)
def test_a_complaint_has_its_tests(complaint: str) -> None:
    assert re.search(r"#\d+", complaint)
    for test in COMPLAINTS[complaint]:
        file, _, name = test.partition("::")
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), test
