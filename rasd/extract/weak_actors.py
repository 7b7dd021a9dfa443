"""Settles weak mentions of actors («the regime», «the army», «the organisation») by what else the article names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rasd.lexicon.actors import ActorLexicon, lexicon
from rasd.model import ActorMention

# How much the homes of the actors named weigh beside the countries that the article's places speak for.
_HOMES = 0.3
# A country spoken of in passing does not decide: its least share of all («العدوان» on Gaza, with a word on Yemen).
_LEAST = 0.2


def resolve_weak(
    mentions: Sequence[ActorMention], countries: Mapping[str, float], strong: Iterable[ActorMention] = ()
) -> list[ActorMention]:
    """The mentions with the weak ones turned into actors where the article tells which.

    `countries` are ISO 3166-1 alpha-2 codes with how strongly the article speaks of each; the homes of the actors that
    it names are added with less weight. `strong` are mentions from elsewhere that count as named before. A resolved
    mention is no longer weak (a source stays so) and its rule ends in what decided: named, country or otherwise. What
    nothing decides stays weak, as do victims and states.
    """
    known = lexicon()
    named = [mention for mention in mentions if not mention.weak]
    before = [mention for mention in strong if not mention.weak]
    weights = _weights((*before, *named), countries, known)
    result = []
    for mention in mentions:
        if mention.weak:
            result.append(_resolved(mention, before, named, weights, known))
        else:
            result.append(_narrowed(mention, weights, known))
    return result


def _weights(named: Iterable[ActorMention], countries: Mapping[str, float], known: ActorLexicon) -> Mapping[str, float]:
    """The article's countries; an actor at home in a single one speaks for it too."""
    homes: Counter[str] = Counter()
    for mention in named:
        home = known.actors[mention.actor].country
        if len(home) == 1:
            homes[home[0]] += 1
    share = _HOMES * sum(countries.values()) or 1.0
    weights = dict(countries)
    for code, count in homes.items():
        weights[code] = weights.get(code, 0.0) + share * count / homes.total()
    return weights


def _narrowed(mention: ActorMention, weights: Mapping[str, float], known: ActorLexicon) -> ActorMention:
    """A wide actor (al-Qaeda) as the one of the article's main country."""
    choices = known.narrower.get(mention.actor)
    main = _main(weights) if choices and weights else ""
    for countries, actor in choices or ():
        if main in countries:
            return _as(mention, actor, "country", known)
    return mention


def _resolved(
    mention: ActorMention,
    before: Sequence[ActorMention],
    named: Sequence[ActorMention],
    weights: Mapping[str, float],
    known: ActorLexicon,
) -> ActorMention:
    sort, _, phrase = mention.rule.removeprefix("weak/").partition(":")
    if sort == "name":
        back = _taken_up(mention, phrase, before, named, known)
        return _as(mention, back, "named", known) if back else _by_country(mention, phrase, weights, known)
    if sort in ("force", "source"):
        force = _force(mention, phrase, weights, known)
        weak = sort == "source" or force is mention
        return force if force.weak == weak else force._replace(weak=weak)
    return mention


def _taken_up(
    mention: ActorMention,
    phrase: str,
    before: Sequence[ActorMention],
    named: Sequence[ActorMention],
    known: ActorLexicon,
) -> str:
    """The actor last named before the mention that answers to the phrase; the next one behind it when none was."""
    found = ""
    for other in before:
        if phrase in known.actors[other.actor].taken_up:
            found = other.actor
    for other in named:
        if found and other.first > mention.first:
            break
        if phrase in known.actors[other.actor].taken_up:
            found = other.actor
    return found


def _by_country(mention: ActorMention, phrase: str, weights: Mapping[str, float], known: ActorLexicon) -> ActorMention:
    """The reading of the country that the article speaks of most, or the last resort."""
    readings = known.readings.get(phrase, ())
    weighed = [(max((weights.get(code, 0.0) for code in one.countries), default=0.0), one.actor) for one in readings]
    weight, actor = max(weighed, key=lambda pair: pair[0], default=(0.0, ""))
    if weight > _LEAST * sum(weights.values()):
        return _as(mention, actor, "country", known)
    for reading in readings:
        if reading.otherwise:
            return _as(mention, reading.actor, "otherwise", known)
    return mention


def _force(mention: ActorMention, phrase: str, weights: Mapping[str, float], known: ActorLexicon) -> ActorMention:
    """A force without a nation as that of the article's main country, its own name there before the general one."""
    nations = {code: weight for code, weight in weights.items() if (code, mention.actor) in known.by_nation}
    if not nations:
        return mention
    main = _main(nations)
    for reading in known.readings.get(phrase, ()):
        if main in reading.countries:
            return _as(mention, reading.actor, "country", known)
    actor = known.alone.get((main, mention.actor)) or known.by_nation[main, mention.actor]
    return _as(mention, actor, "country", known)


def _main(weights: Mapping[str, float]) -> str:
    return max(weights, key=lambda code: (weights[code], code))


def _as(mention: ActorMention, actor: str, decided: str, known: ActorLexicon) -> ActorMention:
    one = known.actors[actor]
    rule = f"{mention.rule} ({decided})"
    return ActorMention(mention.span, mention.first, mention.last, actor, one.name, one.kind, rule)
