"""The boxes of the filters: put to what the filters ask, and read unless the browser lags behind.

When something else than a box changes the filters (a chip, the line of time, the map), the browser may ask for another
run before it has heard of it. It then tells the box's old value, which Streamlit takes for a change by the reader; that
would undo what the reader has just done.
"""

from __future__ import annotations

from time import monotonic

import streamlit as st

_OLD = "filter_old_values"
# A reader takes longer to choose again what was taken away a moment ago.
_LAG_S = 1.5


def put(key: str, value: object) -> None:
    """Sets the value of the box of a key, and remembers the one that it takes the place of."""
    if key in st.session_state and st.session_state[key] != value:
        st.session_state.setdefault(_OLD, {})[key] = st.session_state[key], monotonic()
    st.session_state[key] = value


def lags(key: str) -> bool:
    """Whether the value told of the box is only the one that it had before it was put to another."""
    old = st.session_state.get(_OLD, {}).get(key)
    return old is not None and st.session_state[key] == old[0] and monotonic() - old[1] < _LAG_S
