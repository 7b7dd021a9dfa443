"""Finds who is named: listed actors, the nations' forces, people, and weak names that only their news can tell apart.

`find` reads a text alone. `resolve_weak` then settles weak mentions by what else the article names. The rule of a
mention says how it was read; a weak one's is ``weak/<sort>:<the folded name>``:

- name: an ambiguous name («the regime», «the coalition»); country or an actor named before decides;
- force: a force without its nation («the army»); the country of the news decides;
- source: the same for one that speaks more often than it acts (a ministry, «the authorities»);
- victim: people who are an actor only when something is done to them;
- state: a country's own name, an actor only where it acts («Russia bombed»);
- opener: a group that no list knows, by the word that opens its name.

Victims and states stay weak: the sentence's act and toll decide on them, not the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gazetteer.arabic import Text
from gazetteer.model import Span
from gazetteer.phrases import Match, stems
from rasd.lexicon.actors import GENERAL, UNLISTED, ActorLexicon, Name, lexicon
from rasd.model import ActorMention

_REACH = 3
_OPENER = "weak/opener:"
_SORTS = ("block", "strong", "bare", "force", "weak", "victim", "state", "opener")


def find(text: Text) -> list[ActorMention]:
    """The actors named in the text, in text order, none overlapping; surfaces leave clitics out."""
    known = lexicon()
    found: list[ActorMention] = []
    end = -1
    for match in known.names.longest(text):
        if match.first <= end or _in_other_name(text, match, known):
            continue
        for mention in _read(text, match, known):
            while found and found[-1].last >= mention.first:
                found.pop()
            found.append(mention)
            # The word that an opener takes may itself begin a known name, which then takes its place.
            end = match.last if mention.rule.startswith(_OPENER) else mention.last
    return found


def _read(text: Text, match: Match[Name], known: ActorLexicon) -> Iterator[ActorMention]:
    """What a match says: the first of the ways to read it that holds."""
    values = match.values if len(match.values) == 1 else sorted(match.values, key=lambda v: _SORTS.index(_rank(v)))
    if values[0].sort == "block":
        return
    for name in values:
        if name.sort in ("force", "act"):
            mentions = list(_national(text, match, name, known))
            if mentions:
                yield from mentions
                return
    for name in values:
        one = _plain(text, match, name, known)
        if one is not None:
            yield one
            return


def _rank(name: Name) -> str:
    return "force" if name.sort == "act" else name.sort


def _national(text: Text, match: Match[Name], name: Name, known: ActorLexicon) -> Iterator[ActorMention]:
    """A force or an act with the nation's adjective after it, and the nations joined to it («الروسية والسورية»)."""
    at, nation = _nation_after(text, match.last, name.definite, known)
    if nation is None:
        return
    actor = known.by_nation[nation, name.target]
    if name.sort == "act":
        yield _mention(text, at, at, "", actor, "act", known)
    else:
        first, prefix = _reach_left(text, match.first, match.prefix, known)
        last = _reach_right(text, at, known)
        weak = name.target in known.speakers
        rule = f"weak/source:{name.phrase}" if weak else f"force:{name.target}"
        yield _mention(text, first, last, prefix, actor, rule, known, weak=weak)
        at = last
    while at + 1 < len(text.words) and text.joined[at]:
        joined = _joined_nation(text.words[at + 1], known)
        if joined is None:
            return
        at += 1
        yield _mention(text, at, at, joined[1], known.by_nation[joined[0], name.target], "force:joined", known)


def _nation_after(text: Text, last: int, definite: bool, known: ActorLexicon) -> tuple[int, str | None]:
    """The word and the nation of the adjective that follows word `last`, qualifiers passed over."""
    for at in range(last + 1, min(last + 1 + _REACH, len(text.words))):
        if not text.joined[at - 1]:
            break
        nisba = known.nisbas.get(text.words[at])
        if nisba is not None and nisba[1] == definite:
            return at, nisba[0]
        if text.words[at] not in known.around.qualifiers:
            break
    return last, None


def _joined_nation(word: str, known: ActorLexicon) -> tuple[str, str] | None:
    for stem, prefix in stems(word):
        if len(prefix) == 1 and stem in known.nisbas:
            return known.nisbas[stem][0], prefix
    return None


def _plain(text: Text, match: Match[Name], name: Name, known: ActorLexicon) -> ActorMention | None:
    """A mention by the name alone, or None when the name does not count here."""
    if name.sort == "act" or (name.sort == "force" and not name.alone):
        return None
    if name.sort == "opener":
        return _opened(text, match, name, known)
    if name.sort in ("victim", "state"):
        actor = name.target
        return _mention(
            text, match.first, match.last, match.prefix, actor, f"weak/{name.sort}:{name.phrase}", known, weak=True
        )
    first, prefix = _reach_left(text, match.first, match.prefix, known)
    last = _reach_right(text, match.last, known)
    if name.sort == "bare" and first == match.first:
        return None
    if name.sort in ("strong", "bare"):
        return _mention(text, first, last, prefix, name.target, f"name:{name.phrase}", known)
    if name.sort == "force":
        sort = "source" if name.target in known.speakers else "force"
        return _weak(text, first, last, prefix, f"weak/{sort}:{name.phrase}", name.target, known)
    actor = _of_nation(text, match.last, last, name.phrase, known)
    if actor is not None:
        return _mention(text, first, last, prefix, actor, f"name:{name.phrase} (nation)", known)
    return _weak(text, first, last, prefix, f"weak/name:{name.phrase}", "", known)


def _of_nation(text: Text, end: int, last: int, phrase: str, known: ActorLexicon) -> str | None:
    """The reading of a weak name that the nation's adjective behind it decides («الجيش الوطني الليبي»)."""
    for at in range(end + 1, last + 1):
        nation = known.nisbas.get(text.words[at])
        for reading in known.readings.get(phrase, ()) if nation else ():
            if nation and nation[0] in reading.countries:
                return reading.actor
    return None


def _weak(text: Text, first: int, last: int, prefix: str, rule: str, force: str, known: ActorLexicon) -> ActorMention:
    """A weak mention; its actor is the last resort's or first reading's, or the force of no nation."""
    phrase = rule.partition(":")[2]
    readings = sorted(known.readings.get(phrase, ()), key=lambda r: not r.otherwise)
    actor = force or (readings[0].actor if readings else UNLISTED)
    return _mention(text, first, last, prefix, actor, rule, known, weak=True)


def _opened(text: Text, match: Match[Name], name: Name, known: ActorLexicon) -> ActorMention | None:
    """A group not listed: its opening word and the one after it."""
    at = match.last + 1
    if at >= len(text.words) or not text.joined[at - 1]:
        return None
    word, around = text.words[at], known.around
    if (
        len(word) < 3
        or word in around.not_opened
        or word in around.qualifiers
        or word in known.nisbas
        or word.isdigit()
    ):
        return None
    rule = _OPENER + name.phrase
    return _mention(text, match.first, at, match.prefix, name.target, rule, known, weak=True)


def _reach_left(text: Text, first: int, prefix: str, known: ActorLexicon) -> tuple[int, str]:
    """The first word of the surface and its clitics, words that bear the name («مسلحي», «عناصر من») taken in."""
    around = known.around
    for _ in range(_REACH):
        at = first - 1
        if at < 0 or not text.joined[at]:
            break
        if (text.words[at] in around.joins_of and not prefix) or (text.words[at] in around.joins_to and prefix):
            at -= 1
            if at < 0 or not text.joined[at]:
                break
        taken = _bearer(text.words[at], known)
        if taken is None or (prefix and prefix not in around.joining):
            break
        first, prefix = at, taken
        if taken:
            break
    return first, prefix


def _bearer(word: str, known: ActorLexicon) -> str | None:
    """The clitics of a word that bears names, None for another word."""
    for stem, prefix in stems(word):
        if stem in known.around.bearers:
            return prefix
    return None


def _reach_right(text: Text, last: int, known: ActorLexicon) -> int:
    """The last word of the surface, adjectives that belong to the name taken in."""
    followers, nisbas = known.around.followers, known.nisbas
    for at in range(last + 1, min(last + _REACH, len(text.words))):
        if not text.joined[at - 1] or (
            text.words[at] not in followers and not nisbas.get(text.words[at], ("", False))[1]
        ):
            break
        last = at
    return last


def _in_other_name(text: Text, match: Match[Name], known: ActorLexicon) -> bool:
    """Whether the word before makes the name that of a street, a channel, a ministry ..."""
    at = match.first - 1
    if match.prefix or at < 0 or not text.joined[at]:
        return False
    return any(stem in known.around.not_after for stem, _ in stems(text.words[at]))


def _span(text: Text, first: int, last: int, prefix: str) -> Span:
    start = text.folded_starts[first] + len(prefix)
    return text.raw_span(start, text.folded_starts[last] + len(text.words[last]))


def _mention(
    text: Text, first: int, last: int, prefix: str, actor: str, rule: str, known: ActorLexicon, *, weak: bool = False
) -> ActorMention:
    one = known.actors[actor]
    return ActorMention(_span(text, first, last, prefix), first, last, actor, one.name, one.kind, rule, weak)


def resolve_weak(
    mentions: Sequence[ActorMention], countries: Mapping[str, float], strong: Sequence[ActorMention] = ()
) -> list[ActorMention]:
    """The mentions with the weak ones turned into actors where the article tells which.

    `countries` are ISO 3166-1 alpha-2 codes with how strongly the article speaks of each; the homes of the actors that
    it names are added with less weight. `strong` are mentions from elsewhere that count as named (by default the strong
    ones among `mentions`). A resolved mention is no longer weak and its rule ends in what decided: ``named``,
    ``country``, ``otherwise``. What nothing decides stays weak, as do victims and states.
    """
    known = lexicon()
    named = [m for m in (*strong, *mentions) if not m.weak]
    weights = _weights(named, countries, known)
    result: list[ActorMention] = []
    for mention in mentions:
        one = _narrowed(mention, weights, known)
        if one.weak:
            one = _resolved(one, named, weights, known)
        result.append(one)
    return result


def _weights(named: Sequence[ActorMention], countries: Mapping[str, float], known: ActorLexicon) -> dict[str, float]:
    """The article's countries; an actor at home in one country speaks for it a little."""
    homes: Counter[str] = Counter()
    for mention in named:
        country = known.actors[mention.actor].country
        if len(country) == 1 and known.actors[mention.actor].force != GENERAL:
            homes[country[0]] += 1
    total = sum(countries.values())
    share = 0.3 * total if total else 1.0
    weights = dict(countries)
    for code, count in homes.items():
        weights[code] = weights.get(code, 0.0) + share * count / homes.total()
    return weights


def _narrowed(mention: ActorMention, weights: Mapping[str, float], known: ActorLexicon) -> ActorMention:
    """A wide actor («al-Qaeda») as the one of the article's main country."""
    choices = known.narrower.get(mention.actor)
    if not choices or mention.weak or not weights:
        return mention
    main = max(weights, key=lambda code: (weights[code], code))
    for countries, actor in choices:
        if main in countries:
            return _as(mention, actor, "country", known)
    return mention


def _resolved(
    mention: ActorMention, named: Sequence[ActorMention], weights: Mapping[str, float], known: ActorLexicon
) -> ActorMention:
    sort, _, phrase = mention.rule.removeprefix("weak/").partition(":")
    if sort in ("force", "source"):
        return _resolved_force(mention, sort, phrase, weights, known)
    if sort != "name":
        return mention
    back = _named_before(mention, phrase, named, known)
    if back is not None:
        return _as(mention, back, "named", known)
    readings = known.readings.get(phrase, ())
    weighed = [(max((weights.get(c, 0.0) for c in r.countries), default=0.0), r.actor) for r in readings]
    best = max(weighed, key=lambda pair: pair[0], default=(0.0, ""))
    if best[0] > 0:
        return _as(mention, best[1], "country", known)
    for reading in readings:
        if reading.otherwise:
            return _as(mention, reading.actor, "otherwise", known)
    return mention


def _named_before(mention: ActorMention, phrase: str, named: Sequence[ActorMention], known: ActorLexicon) -> str | None:
    """The actor last named before the mention that answers to the phrase; the first after it when none was."""
    before: str | None = None
    for other in named:
        if phrase in known.actors[other.actor].taken_up:
            if other.first < mention.first or before is None:
                before = other.actor
            if other.first > mention.first:
                break
    return before


def _resolved_force(
    mention: ActorMention, sort: str, phrase: str, weights: Mapping[str, float], known: ActorLexicon
) -> ActorMention:
    """A force without a nation as that of the article's main country that has one."""
    nations = [code for code in weights if weights[code] > 0 and (code, mention.actor) in known.by_nation]
    if not nations:
        return mention
    nation = max(nations, key=lambda code: (weights[code], code))
    for reading in known.readings.get(phrase, ()):
        if nation in reading.countries:
            return _as(mention, reading.actor, "country", known)
    actor = known.alone.get((nation, mention.actor)) or known.by_nation[nation, mention.actor]
    one = _as(mention, actor, "country", known)
    return replace(one, weak=True) if sort == "source" else one


def _as(mention: ActorMention, actor: str, decided: str, known: ActorLexicon) -> ActorMention:
    one = known.actors[actor]
    rule = f"{mention.rule} ({decided})"
    return replace(mention, actor=actor, name=one.name, kind=one.kind, rule=rule, weak=False)
