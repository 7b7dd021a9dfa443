"""A browser that lags tells a box's old value: what the reader did meanwhile is not undone by it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rasd.ui import boxes


def page() -> None:
    import streamlit as st

    from rasd.ui import boxes

    def told() -> None:
        if not boxes.lags("box"):
            st.session_state["asked"] = st.session_state["box"]

    if st.button("clear", key="clear"):
        st.session_state["asked"] = ""
    boxes.put("box", st.session_state.get("asked", ""))
    st.text_input("box", key="box", on_change=told)
    st.text(st.session_state.get("asked", ""))


def test_an_old_value_told_at_once_is_no_choice_and_told_later_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(boxes, "monotonic", lambda: now[0])
    app = AppTest.from_function(page).run()
    app.text_input(key="box").set_value("إدلب").run()
    assert app.text[0].value == "إدلب"
    app.button(key="clear").click().run()
    assert (app.text[0].value, app.text_input(key="box").value) == ("", "")
    app.text_input(key="box").set_value("إدلب").run()
    assert (app.text[0].value, app.text_input(key="box").value) == ("", ""), "the browser's old value undid the click"
    app.text_input(key="box").set_value("حلب").run()
    assert app.text[0].value == "حلب", "another value is the reader's"
    app.button(key="clear").click().run()
    now[0] += 60.0
    app.text_input(key="box").set_value("حلب").run()
    assert app.text[0].value == "حلب", "after a while the same value is a choice again"
