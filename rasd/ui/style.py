"""The pages' styles: what all languages share, and what Streamlit needs to run from right to left."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from rasd.lexicon.labels import Labels
from rasd.ui.escape import css

_FOLDER = Path(__file__).parent / "styles"


# Words that Streamlit itself writes in English, by where they stand, and the label put in their place.
_REPLACED = {
    '[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p': "ingest.browse",
    '[data-testid="stFileUploaderDropzoneInstructions"]': "ingest.limit",
}


def apply(labels: Labels) -> None:
    """Puts the styles for a language into the page. Call once a run, before anything is drawn."""
    names = ("base", "incident", "full", "print", *(("rtl",) if labels.direction == "rtl" else ()))
    sheets = [_sheet(name) for name in names]
    sheets += [_replaced(where, labels(key)) for where, key in _REPLACED.items()]
    st.html("<style>" + "\n".join(sheets) + "</style>")


def _replaced(where: str, text: str) -> str:
    return (
        f"{where} {{ font-size: 0; }} {where} > * {{ display: none; }}"
        f' {where}::after {{ content: "{css(text)}"; font-size: 0.9rem; }}'
    )


@cache
def _sheet(name: str) -> str:
    return (_FOLDER / f"{name}.css").read_text(encoding="utf-8")
