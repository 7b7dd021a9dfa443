"""What the page of trends counts by: the length of its periods, and the kind of its areas."""

from __future__ import annotations

import streamlit as st

from rasd.ui.state.keys import ACTED
from rasd.view.trends import AREAS, BUCKETS, Area, Bucket

_PERIOD, _AREA = "trends_period", "trends_area_kind"


def trend_period() -> Bucket | None:
    """The length of the periods; None for one that suits the days."""
    found: Bucket | None = st.session_state.get(_PERIOD)
    return found


def set_trend_period(value: str | None) -> bool:
    """Changes the length of the periods; whether it is one."""
    known = next((one for one in BUCKETS if one == value), None)
    if value is not None and known is None:
        return False
    st.session_state[_PERIOD] = known
    st.session_state[ACTED] = True
    return True


def trend_area() -> Area:
    """The kind of areas."""
    found: Area = st.session_state.get(_AREA, AREAS[0])
    return found


def set_trend_area(value: str) -> bool:
    """Changes the kind of areas; whether it is one."""
    known = next((one for one in AREAS if one == value), None)
    if known is None:
        return False
    st.session_state[_AREA] = known
    st.session_state[ACTED] = True
    return True


def forget_trends() -> None:
    """Counts again by what no one chose."""
    st.session_state.pop(_PERIOD, None)
    st.session_state.pop(_AREA, None)


def write_trends() -> tuple[str | None, str | None]:
    """The period and the area where they are not what no one chose."""
    area = trend_area()
    return trend_period(), area if area != AREAS[0] else None
