"""The pages' styles: what all languages share, and what Streamlit needs to run from right to left."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_FOLDER = Path(__file__).parent / "styles"


def apply(direction: str) -> None:
    """Puts the styles for a direction (rtl or ltr) into the page. Call once a run, before anything is drawn."""
    names = ("base", "rtl") if direction == "rtl" else ("base",)
    st.html("<style>" + "\n".join(_sheet(name) for name in names) + "</style>")


@cache
def _sheet(name: str) -> str:
    return (_FOLDER / f"{name}.css").read_text(encoding="utf-8")
