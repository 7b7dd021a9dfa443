"""The town that an act takes up by its kind alone: «تقصف المدينة» is where the report has told of a city before."""

from __future__ import annotations

from gazetteer.model import Placed
from rasd.extract.context import Kinds
from rasd.extract.mentions import Mentions
from rasd.model import Trigger

# How many words behind an act the town may stand that it takes up, and how many behind that what says which it is.
_REACH, _TOLD = 2, 4
# How many places back the town is looked for.
_BACK = 12
_POINT = 2
# Kinds of cues, each with the gazetteer's classes of cue words that its town may be told with.
_CLASSES = {
    "there_city": ("city", "town"),
    "there_town": ("town", "village", "city"),
    "there_village": ("village",),
}


def of(mentions: Mentions, trigger: Trigger, kinds: Kinds) -> int | None:
    """The position in `mentions.places` of the town that an act takes up; None when it takes up none."""
    for kind, classes in _CLASSES.items():
        for cue in kinds.get(kind, ()):
            if 0 < cue.first - trigger.last <= _REACH and not _is_told(mentions, trigger.last, cue.last):
                return _last_town(mentions, trigger.first, classes)
    return None


def _is_told(mentions: Mentions, after: int, last: int) -> bool:
    """Whether a place stands between the act and the words that take one up, or right behind, saying which it is."""
    return any(after < place.mention.last and place.mention.first <= last + _TOLD for place in mentions.places)


def _last_town(mentions: Mentions, before: int, classes: tuple[str, ...]) -> int | None:
    """The last town told of before a word with a cue word of one of the classes."""
    seen = [at for at, place in enumerate(mentions.places) if place.mention.last < before][-_BACK:]
    return next((at for at in reversed(seen) if _is_town(mentions.places[at], classes)), None)


def _is_town(placed: Placed, classes: tuple[str, ...]) -> bool:
    found = placed.resolution
    return placed.mention.cue in classes and found.place is not None and (found.where_prec or _POINT + 1) <= _POINT
