"""An article from the fields of a record, each checked for being what it should be."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from rasd.errors import DataError
from rasd.model import Article

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
"""Between these a day of publication is believed; days told relative to it are then days of the calendar too."""

_LONGEST_ID = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def build(
    name: str, line: int | None, fields: Mapping[str, object], *, published: date | None = None, sample: bool = False
) -> Article:
    """The article of the known fields of a record; raises DataError (file `name`, `line`) for what can't be used."""
    field = _Field(name, line, fields)
    body = field.text("text").strip()
    if not body:
        raise DataError(name, line, "'text' is missing or empty", advice="give the report's text in it")
    title = " ".join(field.text("title").split())
    day = field.day("published") or published
    outlet, url = field.text("outlet").strip(), field.text("url").strip()
    article = Article("", title, body, source=outlet, url=url, published=day, sample=sample)
    return replace(article, id=field.id("id") or f"ART-{content_hash(article)[:12].upper()}")


def content_hash(article: Article) -> str:
    """What makes two articles the same: 64 hex digits over title, body, outlet and day of publication.

    The day counts because "yesterday" means another day with it; the id and the address don't.
    """
    published = article.published.isoformat() if article.published else None
    content = json.dumps([article.title, article.body, article.source, published], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


class _Field(NamedTuple):
    """Reads the fields of one record, each as what it should be."""

    name: str
    line: int | None
    fields: Mapping[str, object]

    def wrong(self, key: str, problem: str, advice: str = "") -> DataError:
        return DataError(self.name, self.line, f"{key!r} {problem}", value=self.fields.get(key), advice=advice)

    def text(self, key: str) -> str:
        value = self.fields.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(key, "is not text", "put it in quotes")
        if "\x00" in value:
            raise DataError(self.name, self.line, f"{key!r} holds a NUL character", advice="remove it")
        if half := _SURROGATE.search(value):
            code = f"\\u{ord(half.group()):04x}"
            raise DataError(self.name, self.line, f"{key!r} holds half a character ({code})", advice="remove it")
        return value.replace("\r\n", "\n").replace("\r", "\n")

    def day(self, key: str) -> date | None:
        value = self.text(key).strip()
        if not value:
            return None
        try:
            if not _DAY.match(value):
                raise ValueError
            day = datetime.fromisoformat(value).date()
        except ValueError:
            raise self.wrong(key, "is not a day of the calendar", "write it as YYYY-MM-DD") from None
        if not FIRST_DAY <= day <= LAST_DAY:
            raise self.wrong(key, f"is not between {FIRST_DAY} and {LAST_DAY}", "give the day of publication")
        return day

    def id(self, key: str) -> str:
        value = self.fields.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        text = self.text(key).strip()
        if len(text) > _LONGEST_ID:
            raise self.wrong(key, f"is longer than {_LONGEST_ID} characters", "shorten it or leave it out")
        if any(unicodedata.category(c) == "Cc" for c in text):
            raise self.wrong(key, "holds a control character", "remove it")
        return text
