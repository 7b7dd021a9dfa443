"""The sections of a bulletin: what follows a line's heading («إدلب:: قصف على قرية كذا») lies in that province."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.arabic import Text
from gazetteer.index import NameIndex
from gazetteer.model import PlaceMention

_HEADING = ":"
# One heading is a dateline; from so many on a text is a bulletin.
_LEAST = 2
# A place of so many people may be told in the section of another province.
_KNOWN = 50_000
_PROVINCE = "province"


def read(
    text: Text, mentions: Sequence[PlaceMention], within: Sequence[tuple[int, ...]], index: NameIndex
) -> tuple[list[PlaceMention], list[tuple[int, ...]]]:
    """The mentions, headings taken for provinces, and what holds each: else its section's heading."""
    headings = [at for at, one in enumerate(mentions) if _heads(text, one) and _names_province(one, index)]
    told, held = list(mentions), list(within)
    if len(headings) < _LEAST:
        return told, held
    for number, heading in enumerate(headings):
        told[heading] = mentions[heading]._replace(cue=_PROVINCE)
        end = headings[number + 1] if number + 1 < len(headings) else len(mentions)
        for at in range(heading + 1, end):
            if not held[at] and not _is_known(mentions[at], index):
                held[at] = (heading,)
    return told, held


def _heads(text: Text, mention: PlaceMention) -> bool:
    """Whether a mention is all that stands before a colon at the beginning of a line."""
    first = text.word_at(mention.span.start)
    opens = first == 0 or "\n" in text.gap(first - 1)
    return opens and text.gap(mention.last).lstrip().startswith(_HEADING)


def _names_province(mention: PlaceMention, index: NameIndex) -> bool:
    return any(place.kind == "ADM1" for place in index.known(mention.place_ids))


def _is_known(mention: PlaceMention, index: NameIndex) -> bool:
    return any(
        not place.kind.startswith("PPL") or (place.population or 0) >= _KNOWN
        for place in index.known(mention.place_ids)
    )
