"""What is wrong with a file of places or of reports, in the reader's language: errors told by their parts.

The labels `problem.<name>` hold the errors' own sentences in English and say the same in the other languages; what
fills their holes may be such a sentence, too. A sentence that none of them reads is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache

from gazetteer.errors import DataError
from rasd.lexicon.labels import Labels, labels
from rasd.ui import describe

_ROOM = "problem."
_HOLE = re.compile(r"\\\{(\w+)\\\}")
_NUMBER = re.compile(r"[0-9.,]+", re.ASCII)


def told(error: Exception, words: Labels) -> str:
    """An error on one line: the file, the line, the value, what is wrong and what to do."""
    if not isinstance(error, DataError):
        return sentence(str(error), words)
    where = error.file if error.line is None else f"{error.file}:{error.line}"
    value = "" if error.value is None else f" ({describe.isolated(repr(str(error.value)[:80]))})"
    advice = f": {sentence(error.advice, words)}" if error.advice else ""
    return f"{describe.isolated(where)}: {sentence(error.problem, words)}{value}{advice}"


def sentence(text: str, words: Labels) -> str:
    """A sentence of an error in the reader's language."""
    return _read(text, words) or text


def _read(text: str, words: Labels) -> str | None:
    for key, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return words(key, **{name: _filled(hole, words) for name, hole in found.groupdict().items()})
    return None


def _filled(hole: str, words: Labels) -> str:
    """What fills a hole: words of ours in the reader's language, all else as it was given."""
    told = _read(hole, words)
    if told is None and words.direction == "rtl" and not _NUMBER.fullmatch(hole):
        return describe.isolated(hole)
    return told or hole


def pieces(text: str) -> list[str]:
    """A sentence without what fills its holes."""
    return re.split(r"\{\w+\}", text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence's pattern, those with the most fixed words first."""
    known = {key: text for key, text in labels("en").texts.items() if key.startswith(_ROOM)}
    ordered = sorted(known.items(), key=lambda item: -sum(map(len, pieces(item[1]))))
    return tuple((key, re.compile(_HOLE.sub(r"(?P<\1>.+)", re.escape(text)), re.DOTALL)) for key, text in ordered)
