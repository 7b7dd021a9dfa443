"""Finds who is named: listed actors, the nations' forces, people, and weak names that only their news can tell apart.

`find` reads a text alone; `resolve_weak` then settles weak mentions by what else the article names. A mention's rule
says how it was read; a weak one's is ``weak/<sort>:<the folded name>``:

- name: an ambiguous name («the regime», «the coalition»); country or an actor named before decides;
- force: a force without its nation («the army»); the country of the news decides;
- source: the same for one that speaks more often than it acts (a ministry, «the authorities»);
- victim: people who are an actor only when something is done to them;
- state: a country's own name, an actor only where it acts («Russia bombed»);
- opener: a group that no list knows, by the word that opens its name.

Victims and states stay weak: the sentence's act and toll decide on them, not the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gazetteer.arabic import Text
from gazetteer.memo import WordMemo
from gazetteer.phrases import Match, stems
from rasd.extract.weak_actors import resolve_weak
from rasd.lexicon.actors import UNLISTED, ActorLexicon, Name, lexicon
from rasd.model import ActorMention

__all__ = ["find", "resolve_weak"]

_REACH = 3
_NAMES = ("strong", "bare", "weak")
_OPENER = "weak/opener:"
# What counts first when one phrase stands for several things.
_ORDER = {"block": 0, "strong": 1, "bare": 2, "force": 3, "act": 3, "weak": 4, "victim": 5, "state": 6, "opener": 7}


class _Surface(NamedTuple):
    """Words [first, last] with the clitics on the first."""

    first: int
    last: int
    prefix: str = ""


def find(text: Text) -> list[ActorMention]:
    """The actors named in the text, in text order, none overlapping; surfaces leave clitics out."""
    reader = _Reader(text, lexicon())
    found: list[ActorMention] = []
    end = -1
    for longest in reader.known.names.longest(text):
        if longest.first <= end or reader.in_other_name(longest):
            continue
        match = reader.furthest(longest)
        for mention in reader.read(match):
            while found and found[-1].last >= mention.first:
                found.pop()
            found.append(mention)
            # The word that an opener takes may itself begin a known name, which then takes its place.
            end = match.last if mention.rule.startswith(_OPENER) else mention.last
    return found


class _Reader:
    """Reads the matches of one text."""

    __slots__ = ("joined", "known", "text", "words")

    def __init__(self, text: Text, known: ActorLexicon) -> None:
        self.text, self.known = text, known
        self.words, self.joined = text.words, text.joined

    def read(self, match: Match[Name]) -> Iterator[ActorMention]:
        """What a match says: the first of the ways to read it that holds; a nation behind it decides before all."""
        values = match.values
        if len(values) > 1:
            values = tuple(sorted(values, key=lambda name: _ORDER[name.sort]))
        if values[0].sort == "block":
            return
        for name in values:
            if name.sort in ("force", "act"):
                mentions = list(self._national(match, name))
                if mentions:
                    yield from mentions
                    return
        for name in values:
            one = self._plain(match, name)
            if one is not None:
                yield one
                return

    def furthest(self, match: Match[Name]) -> Match[Name]:
        """The match, or a name that begins inside it and ends behind it: the words before it are its bearers."""
        if match.first == match.last or match.values[0].sort == "block":
            return match
        for at in range(match.first + 1, match.last + 1):
            for other in self.known.names.at(self.text, at):
                if other.last > match.last and other.values[0].sort in _NAMES and not self.in_other_name(other):
                    return other
        return match

    def in_other_name(self, match: Match[Name]) -> bool:
        """Whether the word before makes the name that of a street, a channel, a ministry ..."""
        at = match.first - 1
        if match.prefix or at < 0 or not self.joined[at]:
            return False
        return _OTHER_HEADS.at(self.text, at)

    def _national(self, match: Match[Name], name: Name) -> Iterator[ActorMention]:
        """A force or an act with the nation's adjective after it, then further nations («Russian and Syrian»)."""
        at, nation = self._nation_after(match.last, name.definite)
        if nation is None:
            return
        actor = self.known.by_nation[nation, name.target]
        if name.sort == "act":
            # The adjective alone is the surface, so that the act's noun stays free to be the trigger.
            yield self._mention(_Surface(at, at), actor, "act")
        else:
            surface = self._reach(_Surface(match.first, at, match.prefix))
            weak = name.target in self.known.speakers
            yield self._mention(surface, actor, f"weak/source:{name.phrase}" if weak else f"force:{name.target}")
            at = surface.last
        while at + 1 < len(self.words) and self.joined[at]:
            joined = self._joined_nation(at + 1)
            if joined is None:
                return
            at += 1
            other = self.known.by_nation[joined[0], name.target]
            yield self._mention(_Surface(at, at, joined[1]), other, f"{name.sort}:joined")

    def _nation_after(self, last: int, definite: bool) -> tuple[int, str | None]:
        """The word and the nation of the adjective that follows word `last`, qualifiers passed over."""
        for at in range(last + 1, min(last + 1 + _REACH, len(self.words))):
            if not self.joined[at - 1]:
                break
            nisba = self.known.nisbas.get(self.words[at])
            if nisba is not None and nisba[1] == definite:
                return at, nisba[0]
            if self.words[at] not in self.known.around.qualifiers:
                break
        return last, None

    def _joined_nation(self, at: int) -> tuple[str, str] | None:
        for stem, prefix in stems(self.words[at])[1:]:
            if prefix in self.known.around.conjunctions and stem in self.known.nisbas:
                return self.known.nisbas[stem][0], prefix
        return None

    def _plain(self, match: Match[Name], name: Name) -> ActorMention | None:
        """A mention by the name alone, or None when the name does not count here."""
        here = _Surface(match.first, match.last, match.prefix)
        if name.sort == "act" or (name.sort == "force" and not name.alone):
            return None
        if name.sort == "opener":
            return self._opened(here, name)
        if name.sort in ("victim", "state"):
            return self._mention(here, name.target, f"weak/{name.sort}:{name.phrase}")
        surface = self._reach(here)
        if name.sort == "bare" and surface.first == here.first:
            return None
        if name.sort in ("strong", "bare"):
            return self._mention(surface, name.target, f"name:{name.phrase}")
        if name.sort == "force":
            sort = "source" if name.target in self.known.speakers else "force"
            return self._mention(surface, name.target, f"weak/{sort}:{name.phrase}")
        return self._weak(here, surface, name.phrase)

    def _weak(self, here: _Surface, surface: _Surface, phrase: str) -> ActorMention:
        """A weak name: a nation's adjective behind it decides («the Libyan national army»), else the article will."""
        readings = self.known.readings.get(phrase, ())
        for at in range(here.last + 1, surface.last + 1):
            nation = self.known.nisbas.get(self.words[at], ("", False))[0]
            for reading in readings:
                if nation in reading.countries:
                    return self._mention(surface, reading.actor, f"name:{phrase} (nation)")
        likeliest = min(readings, key=lambda reading: not reading.otherwise).actor if readings else UNLISTED
        return self._mention(surface, likeliest, f"weak/name:{phrase}")

    def _opened(self, here: _Surface, name: Name) -> ActorMention | None:
        """A group not listed: its opening word and the one after it."""
        at, around = here.last + 1, self.known.around
        if at >= len(self.words) or not self.joined[at - 1]:
            return None
        word = self.words[at]
        if len(word) < 3 or not word.isalpha() or word in self.known.nisbas:
            return None
        if word in around.not_opened or word in around.qualifiers:
            return None
        first, prefix = self._reach_left(here.first, here.prefix)
        return self._mention(_Surface(first, at, prefix), name.target, _OPENER + name.phrase)

    def _reach(self, here: _Surface) -> _Surface:
        """The name with the words around it that belong to it: bearers before it, adjectives behind it."""
        first, prefix = self._reach_left(here.first, here.prefix)
        return _Surface(first, self._reach_right(here.last), prefix)

    def _reach_left(self, first: int, prefix: str) -> tuple[int, str]:
        around = self.known.around
        for _ in range(_REACH):
            at = first - 1
            if at < 0 or not self.joined[at] or (prefix and prefix not in around.joining):
                break
            bearers = around.members if prefix else around.bearers
            if self.words[at] in (around.joins_to if prefix else around.joins_of):
                at, bearers = at - 1, around.members
                if at < 0 or not self.joined[at]:
                    break
            taken = next((clitics for stem, clitics in stems(self.words[at]) if stem in bearers), None)
            if taken is None:
                break
            first, prefix = at, taken
            if prefix:
                break
        return first, prefix

    def _reach_right(self, last: int) -> int:
        followers, nisbas = self.known.around.followers, self.known.nisbas
        for at in range(last + 1, min(last + _REACH, len(self.words))):
            word = self.words[at]
            if not self.joined[at - 1] or (word not in followers and not nisbas.get(word, ("", False))[1]):
                break
            last = at
        return last

    def _mention(self, surface: _Surface, actor: str, rule: str) -> ActorMention:
        text, last, one = self.text, surface.last, self.known.actors[actor]
        start = text.folded_starts[surface.first] + len(surface.prefix)
        span = text.raw_span(start, text.folded_ends[last])
        return ActorMention(span, surface.first, last, actor, one.name, one.kind, rule, rule.startswith("weak/"))


def _heads_other_name(word: str) -> bool:
    return not lexicon().around.not_after.isdisjoint(stem for stem, _ in stems(word))


_OTHER_HEADS = WordMemo(_heads_other_name)
