"""What is made of an article, ready for any process to do: a job a command (see rasd/workers.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rasd.extract import pipeline
from rasd.model import Article, Incident, IncidentRow
from rasd.record.flatten import row
from rasd.view.slots import article_line
from rasd.workers import Result, Work

T = TypeVar("T")


def counted(value: T, incidents: Sequence[Incident]) -> Result[T]:
    """A result with the counts of these incidents."""
    return Result(value, len(incidents), sum(one.resolution.latitude is None for one in incidents))


def incidents() -> Work[Result[tuple[Incident, ...]]]:
    """The incidents themselves."""
    extract = pipeline.load().extract

    def work(article: Article) -> Result[tuple[Incident, ...]]:
        found = extract(article)
        return counted(found, found)

    return work


def lines() -> Work[Result[bytes]]:
    """A line of JSON, with its end."""
    extract = pipeline.load().extract

    def work(article: Article) -> Result[bytes]:
        found = extract(article)
        return counted(article_line(article.id, found).encode() + b"\n", found)

    return work


def rows() -> Work[Result[tuple[IncidentRow, ...]]]:
    """A row an incident, for tables."""
    extract, versions = pipeline.load().extract, pipeline.versions()

    def work(article: Article) -> Result[tuple[IncidentRow, ...]]:
        found = extract(article)
        return counted(tuple(row(article, incident, versions) for incident in found), found)

    return work


def explanations() -> Work[Result[str]]:
    """What was found in the article, in words."""
    explain = pipeline.load().explain
    return lambda article: Result(explain(article))
