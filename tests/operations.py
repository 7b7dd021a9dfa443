"""Counts what extraction does for texts, as plain Python: the work of compiled modules can't be seen.

`python -m tests.operations` takes a JSON list of texts and answers with their counts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

from rasd.extract import pipeline
from rasd.model import Article


def operations(work: Callable[[], object]) -> int:
    """How many calls and steps of generators a piece of work takes: the same on any machine."""
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def of_text(text: str) -> int:
    """What extraction does for a text whose words it has met before, below a headline that names an act."""
    extract = pipeline.load().extract
    # Of an article without any act little is read.
    article = Article("work", "قصف حلب", text, published=date(2024, 5, 15))
    extract(article)
    return operations(lambda: extract(article))


if __name__ == "__main__":
    print(json.dumps([of_text(text) for text in json.load(sys.stdin)]))
