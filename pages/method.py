"""How to read the map: precision codes, event types, counts, limits."""

import streamlit as st

from rasd.lexicon.events import ACLED
from rasd.ui import describe, frame, state
from rasd.ui.escape import html
from rasd.ui.look import look
from rasd.ui.marks import AREA_FROM
from rasd.ui.parts import table
from rasd.view.areas import PROVINCE_PREC


def show() -> None:
    """Draws the page."""
    words = state.words()
    st.subheader(words("page.method"), anchor=False)
    st.markdown(words("method.intro"))

    st.markdown(f"##### {words('method.precision_title')}")
    st.caption(words("method.precision_intro"))
    codes = [str(code) for code in range(1, 8)]
    drawn = [words(f"method.drawn_{_drawn(int(code))}") for code in codes]
    rows = [(code, html(words(f"precision.{code}")), html(shown)) for code, shown in zip(codes, drawn, strict=True)]
    rows.append(("–", html(words("precision.unlocated")), html(words("method.drawn_none"))))
    table([words(f"method.precision_{key}") for key in ("code", "name", "drawn")], rows)

    st.markdown(f"##### {words('method.toll_title')}")
    st.markdown(words("method.toll_text"))

    st.markdown(f"##### {words('method.types_title')}")
    st.caption(words("method.types_intro"))
    kinds = [
        (
            f'<span class="rasd-legend"><span><i style="background:{look().colour(kind)}"></i>'
            f"{html(describe.event_type(kind, words))}</span></span>",
            html(describe.event(sub, words)),
            html(f"{kind} / {sub}"),
        )
        for kind, subs in ACLED.items()
        for sub in subs
    ]
    table([words("method.type"), words("method.sub_type"), words("method.acled")], kinds)

    st.markdown(f"##### {words('method.limits_title')}")
    for limit in words.lists["method.limits"]:
        st.markdown(f"- {limit}")

    st.markdown(f"##### {words('method.sources_title')}")
    st.markdown(words("method.sources"))


def _drawn(prec: int) -> str:
    """How the map draws a precision."""
    if prec < AREA_FROM:
        return "point"
    return "polygon" if prec == PROVINCE_PREC else "area"


frame.around_page()
show()
