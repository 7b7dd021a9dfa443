"""The only place that makes text safe to stand in markup. Article text is hostile until it came through here."""

from __future__ import annotations

from html import escape

# Leaflet's texts are put by folium between the backticks of a JavaScript template literal, and then read as HTML.
_LITERAL = str.maketrans({"`": "&#96;", "$": "&#36;", "\\": "&#92;", "{": "&#123;", "}": "&#125;"})
# What Markdown, as Streamlit reads it, gives a meaning: emphasis, links, code, maths, icons, colours, headings.
_MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]()<>#+-.!|~$:^=&"})


def html(text: object) -> str:
    """Text for the inside of an HTML element or of a quoted attribute."""
    return escape(str(text), quote=True)


def leaflet(text: object) -> str:
    """Text for a folium popup, tooltip, layer name or attribution."""
    return html(text).translate(_LITERAL)


def css(text: object) -> str:
    """Text for a quoted string of a style sheet: everything but letters, digits and blanks as its code point."""
    return "".join(one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in str(text))


def markdown(text: object) -> str:
    """Text for a Streamlit label or Markdown, on one line."""
    return " ".join(str(text).split()).translate(_MARKDOWN)


def link(url: str) -> str | None:
    """The URL when it is one of the web, so that a click can't run a script; else None."""
    return (
        url
        if url.lower().startswith(("http://", "https://")) and not any(c in url for c in "\"'<>`\\ \n\t\r")
        else None
    )
