"""What the selection comes to: over time, by actor and area, tolls, who against whom, places; each to download."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui import data, frame, sentences, sheet, state, vega
from rasd.ui.chart import Chart
from rasd.ui.charts import charts
from rasd.ui.escape import html, markdown
from rasd.view.trends import AREAS, BUCKETS, Area, Bucket, Trends

AUTO = "auto"
TABLE_PX, FEW_ROWS = 360, 9


def choice(name: str, values: tuple[str, ...], now: str, take: Callable[[str], object], words: Labels) -> None:
    """A row of buttons, one of them chosen; to choose none leaves it as it is."""
    key = f"trends_{name}"
    st.session_state[key] = now
    st.segmented_control(
        words(f"trends.{name}"), values, format_func=lambda one: words(f"trends.{name}_{one}"), key=key,
        on_change=lambda: take(st.session_state[key] or now),
    )  # fmt: skip


def controls(words: Labels) -> tuple[Bucket | None, Area]:
    """The period and the kind of area that the reader wants."""
    with st.container(horizontal=True, key="trends_controls"):
        choice(
            "bucket", (AUTO, *BUCKETS), state.trend_period() or AUTO,
            lambda one: state.set_trend_period(None if one == AUTO else one), words,
        )  # fmt: skip
        choice("area", AREAS, state.trend_area(), state.set_trend_area, words)
    return state.trend_period(), state.trend_area()


def downloads(chart: Chart, told: list[str], words: Labels) -> None:
    """The chart as a picture and its table as CSV, made when the reader asks for them."""
    with st.container(horizontal=True, key=f"trends_downloads_{chart.key}"):
        for form, mime, make in (
            ("png", "image/png", lambda: chart.png(told, words)),
            ("csv", "text/csv; charset=utf-8", chart.csv),
        ):
            st.download_button(
                words(f"trends.{form}"), data=make, file_name=f"rasd-trends-{chart.key}.{form}", mime=mime,
                key=f"trends_{form}_{chart.key}", icon=":material/download:", on_click="ignore", type="tertiary",
                disabled=form == "png" and chart.view is None,
            )  # fmt: skip


def draw(chart: Chart, told: list[str], words: Labels) -> None:
    """A chart with its legend, what it leaves out, its table and its downloads."""
    with st.container(border=True, key=f"trends_{chart.key}"):
        st.markdown(f"##### {markdown(chart.title)}")
        if chart.view is None:
            st.caption(words("trends.nothing"))
        else:
            entries = "".join(
                f'<span><i class="rasd-swatch" style="background:{colour}"></i>{html(name)}</span>'
                for name, colour in chart.legend
            )
            st.html(f'<div class="rasd-legend">{entries}</div>')
            with st.container(key=f"trends_frame_{chart.key}"):
                wide = "content" if chart.wide else "stretch"
                spec = vega.on_page(chart.view, own_width=chart.wide)
                st.vega_lite_chart(spec, theme=None, width=wide, alt=chart.title, key=f"chart_{chart.key}")
        if chart.notes:
            st.caption(markdown(" ".join(chart.notes)))
        if chart.rows:
            with st.expander(words("trends.table")):
                table = pl.DataFrame(chart.rows, schema=list(chart.heads), orient="row", infer_schema_length=None)
                st.dataframe(table, hide_index=True, height=TABLE_PX if len(chart.rows) > FEW_ROWS else "auto")
            downloads(chart, told, words)


def show() -> None:
    """Draws the page."""
    words, selection = state.words(), state.selection()
    sheet.show(words("page.trends"), words)
    st.subheader(words("page.trends"), anchor=False)
    bucket, area = controls(words)
    found: Trends = data.trends(selection, bucket, area)
    if not found.total:
        st.info(words("trends.empty") if data.snapshot().total else words("map.empty_store"))
        return
    filters = words("trends.filters", filters=sentences.in_words(selection, words))
    told = [words("trends.made_from", incidents=words.count("incident_count", found.total)), filters]
    st.caption(markdown(" · ".join(told)))
    if found.coarser:
        st.caption(markdown(words("trends.coarser", bucket=words(f"trends.bucket_{found.bucket}"))))
    for chart in charts(found, area, words):
        draw(chart, told, words)


frame.around_page()
show()
