"""The page that a reader would write without Rasd: one filter, one of Streamlit's own maps, over the same incidents.

Run by `benchmarks/serving.py`; RASD_BENCH_MAP says which map, RASD_BENCH_POINTS names a Parquet file of the points.
"""

from __future__ import annotations

import os

import polars as pl
import pydeck
import streamlit as st

PYDECK, ST_MAP = "pydeck", "st_map"


@st.cache_resource
def points() -> pl.DataFrame:
    """Longitude, latitude, type and colour of every incident with a place."""
    return pl.read_parquet(os.environ["RASD_BENCH_POINTS"])


every = points()
wanted = st.multiselect("Type", sorted(every["type"].unique()), key="filter_event_types")
shown = every.filter(pl.col("type").is_in(wanted)) if wanted else every
st.text(f"{shown.height} incidents")
if os.environ["RASD_BENCH_MAP"] == PYDECK:
    layer = pydeck.Layer(
        "ScatterplotLayer", shown.select("lon", "lat").to_pandas(), get_position="[lon, lat]", get_radius=4000,
        radius_min_pixels=2, get_fill_color="[178, 34, 34, 140]",
    )  # fmt: skip
    view = pydeck.ViewState(latitude=28.0, longitude=38.0, zoom=4)
    st.pydeck_chart(pydeck.Deck(layers=[layer], initial_view_state=view, map_style=None), height=560)
else:
    st.map(shown.select("lat", "lon"), latitude="lat", longitude="lon", height=560, zoom=4)
