"""Text made safe for the page. Articles, annotations and explanations are hostile until they came through here."""

from __future__ import annotations

import re
from html import escape

# What HTML does not allow as a character, and what would turn the direction of all that follows.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_ADDRESS = re.compile(r"https?://[^\s\"'<>`\\]+", re.IGNORECASE)


def safe(text: object) -> str:
    """Text for the inside of an element or of a quoted attribute; of the same length as the text before escaping."""
    return escape(_STEERING.sub("\ufffd", str(text)), quote=True)


def link(url: str, text: str) -> str:
    """A link to an article's address; the text alone when the address is none of the web."""
    if not _ADDRESS.fullmatch(url):
        return safe(text)
    return f'<a href="{safe(url)}" rel="noopener noreferrer" target="_blank">{safe(text)}</a>'
