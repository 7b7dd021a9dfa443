"""Leaves out what is no report of political violence: sports, markets, accidents, crime, fact-checks of old pictures."""

from __future__ import annotations

from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft

# An article is about a topic when it names it this often, and more often than it speaks of violence.
_OFTEN = 3


def keep(mentions: Mentions, drafts: list[Draft]) -> list[Draft]:
    """The drafts that are incidents; none when the article is about something else."""
    topics = mentions.reading.topics
    violence = topics.get("topic_violence", 0)
    other = max((n for topic, n in topics.items() if topic != "topic_violence"), default=0)
    if other >= _OFTEN and other > violence:
        return []
    if topics.get("topic_factcheck", 0) >= 2:
        return []
    return drafts
