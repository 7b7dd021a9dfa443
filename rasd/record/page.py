"""The report in an HTML page: title, day and paragraphs, as the standard library parses it; nothing in it is run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Elements whose text is not the report's.
_PASSED_OVER = frozenset(
    {"script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside", "form", "button", "figure"}
)
_ENDS_LINE = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "main"}
    | {"table", "tr", "td", "body", "html", "head", "title"}
)
_NEVER_CLOSED = frozenset({"br", "meta", "link", "img", "input", "hr", "source", "wbr"})
# Where pages tell their title and day, the most reliable first.
_TITLES = ("og:title", "twitter:title", "h1", "title")
_DAYS = ("article:published_time", "datepublished", "date", "dc.date", "time")


class Page(NamedTuple):
    """What a page tells: `published` is an ISO day or ""."""

    title: str
    text: str
    published: str


def read_page(html: str) -> Page:
    """The report of a page: paragraphs inside <article> or <main> when there are any, else all paragraphs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    for inside, kept in (("article", ("p",)), ("main", ("p",)), ("", ("p",)), ("", ())):
        text = "\n".join(
            line for line, within in reader.lines if (not inside or inside in within) and all(k in within for k in kept)
        )
        if text:
            break
    title = next((reader.told[name] for name in _TITLES if reader.told.get(name)), "")
    days = (match.group() for name in _DAYS if (match := _DAY.match(reader.told.get(name, ""))))
    return Page(title, text, next(days, ""))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, frozenset[str]]] = []
        self.told: dict[str, str] = {}
        self._open: list[str] = []
        self._line: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            self.told.setdefault(name.lower(), given.get("content", "").strip())
        if tag == "time" and "datetime" in given:
            self.told.setdefault("time", given["datetime"].strip())
        if tag in _ENDS_LINE:
            self.end_line()
        if tag == "p" and "p" in self._open:
            self.handle_endtag("p")
        if tag not in _NEVER_CLOSED:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _ENDS_LINE:
            self.end_line()
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not _PASSED_OVER.intersection(self._open):
            self._line.append(data)

    def end_line(self) -> None:
        """Closes the line under way: at the ends of elements that stand on lines of their own."""
        line = " ".join("".join(self._line).split())
        self._line = []
        if not line:
            return
        within = frozenset(self._open)
        if "title" in within or "h1" in within:
            self.told.setdefault("title" if "title" in within else "h1", line)
        elif "head" not in within:
            self.lines.append((line, within))
