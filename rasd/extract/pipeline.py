"""The stages in order: an article in, its incidents out. `explain` shows what each stage found and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gazetteer import Gazetteer
from gazetteer.arabic import Text
from gazetteer.model import Placed
from rasd import __version__
from rasd.extract import actors, assemble, casualties, context, dates, events, news, sentences, stretches
from rasd.extract.context import Reading
from rasd.extract.events import Acts
from rasd.extract.explain import explain
from rasd.extract.mentions import Mentions
from rasd.extract.weak_actors import resolve_weak
from rasd.lexicon import DATA
from rasd.model import Article, Incident, Sentence


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is read first of an article: whether it tells of any incident shows in its acts and cues."""

    text: Text
    sentences: list[Sentence]
    acts: Acts
    reading: Reading


class Pipeline:
    """Extraction with one gazetteer; the same article and versions always give the same incidents."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def read(self, article: Article) -> Mentions:
        """Everything the finders see in an article."""
        text = Text(article.text)
        return self._read_on(article, _begun(text, events.find(text)))

    def _read_on(self, article: Article, begun: _Begun) -> Mentions:
        text = begun.text
        places = self.gazetteer.read(text)
        return Mentions(
            text=text,
            published=article.published,
            sentences=begun.sentences,
            acts=begun.acts,
            reading=begun.reading,
            places=places,
            actors=resolve_weak(actors.find(text), _countries(places)),
            dates=dates.find(text, article.published),
            tolls=casualties.find(text),
        )

    def extract(self, article: Article) -> tuple[Incident, ...]:
        """The incidents of an article."""
        if stretches.is_long(article):
            return stretches.extract(article, self._extract)
        return self._extract(article)

    def _extract(self, article: Article) -> tuple[Incident, ...]:
        text = Text(article.text)
        acts = events.find(text)
        # A quarter of the news names no act or is about something else: nothing more need be read of it.
        if not acts.triggers:
            return ()
        begun = _begun(text, acts)
        if news.about_something_else(begun.reading):
            return ()
        return assemble.incidents(article, self._read_on(article, begun))

    def explain(self, article: Article) -> str:
        """What each stage found in an article, in words, with the rule that found it."""
        parts = [part for part, _ in stretches.of(article)] if stretches.is_long(article) else [article]
        read = [(part, self.read(part)) for part in parts]
        return "\n".join(explain(mentions, assemble.incidents(part, mentions)) for part, mentions in read)


def _begun(text: Text, acts: Acts) -> _Begun:
    found = sentences.split(text)
    return _Begun(text, found, acts, context.find(text, found))


def _countries(places: list[Placed]) -> Counter[str]:
    """How often the article's places lie in each country (ISO 3166-1 alpha-2)."""
    return Counter(p.resolution.place.country for p in places if p.resolution.place is not None)


def load() -> Pipeline:
    """The pipeline with the default gazetteer; loaded anew only when the user's own places have changed."""
    return _over(Gazetteer.load())


def versions() -> tuple[str, str]:
    """The program's version and a hash of the knowledge (data/ and the gazetteer) that an extraction was made with."""
    return _versions(load().gazetteer.version)


@lru_cache(maxsize=2)
def _over(gazetteer: Gazetteer) -> Pipeline:
    return Pipeline(gazetteer)


@lru_cache(maxsize=2)
def _versions(gazetteer_version: str) -> tuple[str, str]:
    digest = hashlib.sha256(gazetteer_version.encode())
    for path in _knowledge():
        digest.update(path.read_bytes())
    return __version__, digest.hexdigest()[:12]


def _knowledge() -> Iterator[Path]:
    yield from (DATA / name for name in ("actors.yaml", "forces.yaml", "air_power.yaml", "confidence.yaml"))
    yield from sorted((DATA / "events").glob("*.yaml"))
    yield from sorted((DATA / "language").rglob("*.yaml"))
