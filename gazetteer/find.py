"""Finds place mentions in running Arabic: names of the gazetteer, and names after a feature word that it doesn't know.

Each name found passes an ordered list of rules (what it is part of, what stands before it), each with a name that the
mention keeps as its `rule`; what is blocked is dropped, what is weak must be vouched for by a cue, relation or chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gazetteer import chains, relations
from gazetteer.arabic import Text, fold
from gazetteer.index import BLOCKED, NameIndex
from gazetteer.model import LISTED, Place, PlaceMention
from gazetteer.phrases import Match
from gazetteer.unknown import UnknownNames, bare_span
from gazetteer.vocabulary import Feature, FeatureWord, Nationalities, Vocabulary

_QUOTES = "\"'("
_CLOSING = "\"')"
_KNOWN, _LARGE = 20_000, 200_000
_SHORT = 3
# Feature words after which a word of the same kind may be a name («مدينة معسكر»).
_TOWNS = ("city", "town", "village", "province")
_NUNATION = frozenset("\u064b\u064c\u064d")  # the endings of indefinite nouns, which names of places don't take
_LIST_GAP = set(" ,\"'()[]-/")


class _Cue(NamedTuple):
    """A feature word before (or in) a name: where it stands, and whether more names may follow under it."""

    word: FeatureWord
    at: int


class Finder:
    """Finds place mentions; one for a gazetteer, without state between texts."""

    def __init__(self, index: NameIndex, known: Vocabulary, nationalities: Nationalities) -> None:
        self._index = index
        self._known = known
        self._nationalities = nationalities
        self._unknown = UnknownNames(index, known, nationalities)

    def find(self, text: Text) -> list[PlaceMention]:
        """The place mentions of a text in its order, none overlapping."""
        blocked: set[int] = set()
        found: dict[int, PlaceMention] = {}
        previous: PlaceMention | None = None
        cues: set[int] = set()
        for match in self._names(text):
            if match.values[-1].startswith(BLOCKED):
                blocked.update(range(match.first, match.last + 1))
                continue
            mention, cue = self._named(text, match, previous)
            if cue is not None and mention is not None:
                cues.add(cue.at)
            if mention is not None:
                found[match.first] = mention
                previous = _list_so_far(text, previous, mention)
        self._unknown.add(text, found, cues, blocked)
        relations.join_roads(text, found)
        ordered = _without_overlaps(sorted(found.values(), key=lambda one: (one.first, -one.last)))
        return self._vouched(text, ordered)

    def _names(self, text: Text) -> Iterator[Match[str]]:
        """The longest names; «بلدة علما الشعب» is the town «علما الشعب», though «بلدة علما» is a name too."""
        for match in self._index.phrases.longest(text):
            cue = self._known.features.get(text.words[match.first]) if match.last > match.first else None
            settled = cue is not None and cue.feature.holds and not cue.feature.borrows
            inner = self._index.phrases.at(text, match.first + 1) if settled else []
            longer = [one for one in inner if one.last > match.last and not one.prefix]
            yield longer[0] if longer and not longer[0].values[-1].startswith(BLOCKED) else match

    def _named(
        self, text: Text, match: Match[str], previous: PlaceMention | None
    ) -> tuple[PlaceMention | None, _Cue | None]:
        cue = self._cue(text, match)
        start = cue.at if cue else match.first
        prefix = cue.word.prefix if cue else match.prefix
        if self._goes_on(text, match, cue) or (cue is None and self._block(text, match)):
            return None, None
        listed = self._listed(text, match, previous) if cue is None and previous else ""
        found = relations.before(text, start, prefix, self._known)
        relation = found.relation
        kind = cue.word.feature.id if cue else listed
        if cue and cue.word.many and not listed and not self._any_fits(match, cue.word.feature):
            kind = ""  # «مدن الضفة الغربية»: the towns of an area, not towns of this name
        words = tuple(text.words[match.first : match.last + 1])
        folded = " ".join((self._stem(words[0], match.prefix), *words[1:]))
        last = match.last
        if "countryside" in (kind, relation):
            bearing, last = relations.after(text, match.last, self._known)
            relation = f"countryside:{bearing}" if bearing else "countryside"
            kind = "countryside"
            start = found.first if found.relation == "countryside" else start
        elif relation.startswith("countryside:"):
            kind, start = "countryside", found.first
        elif listed and previous and previous.relation.startswith("countryside"):
            relation = previous.relation
        weak = self._is_weak(text, match, bool(kind), relation, start)
        rule = LISTED if listed else f"after {kind}" if kind else "name"
        first = match.first + 1 if cue and cue.at == match.first else match.first
        span = bare_span(text, start, last, prefix if start == (cue.at if cue else match.first) else "")
        return PlaceMention(span, first, last, folded, match.values, kind, relation, weak, prefix, rule), cue

    def _cue(self, text: Text, match: Match[str]) -> _Cue | None:
        """The feature word in the name's beginning («حقل العمر») or right before it («بلدة الشحيل»)."""
        features, words = self._known.features, text.words
        inside = features.get(words[match.first]) if match.last > match.first else None
        within = _Cue(inside, match.first) if inside and not inside.definite else None
        at = match.first - 1
        heads = words[match.first] in self._known.name_heads  # «محافظة دير الزور»: its دير is no monastery
        if (within and not heads) or match.prefix or at < 0 or not text.joined[at]:
            return within
        outside = self._known.feature_at(text, at)
        return _Cue(outside, at) if outside and not outside.definite else within

    def _stem(self, word: str, prefix: str) -> str:
        """A word without its clitics; «لل» gives the article back."""
        known, rest = self._known, word[len(prefix) :]
        return known.article + rest if prefix.endswith(known.assimilated) and len(prefix) > 1 else rest

    def _any_fits(self, match: Match[str], feature: Feature) -> bool:
        return (feature.holds is False and not feature.urban) or any(
            feature.fits(self._index.places[one].kind) for one in match.values
        )

    def _listed(self, text: Text, match: Match[str], previous: PlaceMention) -> str:
        """The cue of the list that the name goes on with («بلدتي الفوعة وكفريا»), or ""."""
        parted = match.first == previous.last + 2 and text.words[previous.last + 1] == self._known.conjunction
        if not previous.cue or not (parted or match.first == previous.last + 1):
            return ""
        gap = text.gap(previous.last).strip(_QUOTES + _CLOSING + " ")
        if parted or match.prefix == self._known.conjunction or (gap == "," and not match.prefix):
            starter = text.words[text.word_at(previous.span.start)]
            feature = self._known.features.get(starter)
            if previous.rule == LISTED or (feature and feature.many):
                return previous.cue
        return ""

    def _goes_on(self, text: Text, match: Match[str], cue: _Cue | None) -> bool:
        """Whether a one-word name is but the head of a longer one («جزرة البوحميد», «تل مالد», «معسكر الكرين»)."""
        known, last = self._known, match.last
        if match.first != last or not text.joined[last]:
            return False
        word = text.words[last]
        if cue and cue.word.feature.id not in _TOWNS and word in known.features and not word.startswith(known.article):
            return True  # «مسجد معسكر القوات» is no mosque of the city of Mascara
        if word in known.name_heads or (cue and word in known.features):
            return self._unknown.begins_name(text, last + 1, None)
        if cue is None or cue.word.feature.id not in ("village", "town") or word.startswith(known.article):
            return False
        following = text.words[last + 1]
        adjective = following.endswith(known.adjective_marks) or following in known.directions
        return following.startswith(known.article) and not adjective and self._unknown.begins_name(text, last + 1, None)

    def _block(self, text: Text, match: Match[str]) -> str:
        """The rule that makes a name without a cue word something else than a place here, or ""."""
        if match.first == match.last:
            if self._is_generic(self._stem(text.words[match.first], match.prefix)):
                return "ordinary word"
            if self._is_adjective(text, match):
                return "adjective of a country"
            start, end = text.span(match.first, match.last)
            if not _NUNATION.isdisjoint(text.raw[start : end + 1]):
                return "word with nunation"
        if self._is_far_fetched(match):
            return "clitic too many"
        at = match.first - 1
        if match.prefix or at < 0 or not text.joined[at]:
            return ""
        known, word = self._known, text.words[at]
        counted = at > 0 and word in known.through and text.words[at - 1].isdigit()
        if (counted or word.isdigit()) and _length(text, match) <= _SHORT:
            return "date"  # «20 آب», «30 من آب»
        if rule := known.blockers.get(word):
            leads_on = at > 0 and text.words[at - 1] in known.links
            return "" if leads_on and rule == "outlet" else rule
        if match.first == match.last:
            if text.written(at) in known.spelled_prepositions:
                return ""  # «على حلب»: folding makes it one with «علي»
            if word in known.first_names:
                return "person"
            if word in known.name_heads and not self._index.is_sure(self._index.places[match.values[0]]):
                return "part of a longer name"
        return ""

    def _is_adjective(self, text: Text, match: Match[str]) -> bool:
        """Whether the name is read as a country's adjective: «الحدود الهندية», «الطائرات السعودية»."""
        at = match.first
        if not self._nationalities.country(text.words[at]):
            return False
        if not any(self._index.places[one].kind == "PCLI" for one in match.values):
            return True
        after_noun = at > 0 and text.joined[at - 1] and text.words[at - 1].startswith(self._known.article)
        return after_noun and not match.prefix and text.words[at - 1] not in self._known.relations

    def _is_generic(self, word: str) -> bool:
        """Whether the word alone says a kind of place or a direction rather than a name."""
        known = self._known
        return word in known.generic or word in known.features or word in known.directions or word in known.parts

    def _is_far_fetched(self, match: Match[str]) -> bool:
        """Whether the name appears only when «ف» or «ك» is taken off, which is rare before any but large places."""
        if not match.prefix or match.prefix.strip(self._known.conjunction)[:1] not in self._known.rare_clitics:
            return False
        places = (self._index.places[one] for one in match.values)
        return not any(p.kind == "PCLI" or (p.population or 0) >= _LARGE for p in places)

    def _is_weak(self, text: Text, match: Match[str], cued: bool, relation: str, start: int) -> bool:
        if cued:
            return False
        words = text.words[match.first : match.last + 1]
        words[0] = self._stem(words[0], match.prefix)
        known = self._known
        alone = match.first == match.last
        if alone and words[0] in known.ordinary:
            return not relation.startswith(("direction", "distance", "countryside"))
        if relation or not self._index.is_weak(" ".join(words)):
            return False
        places = [self._index.places[one] for one in match.values]
        clitic = match.prefix.removeprefix(known.conjunction)
        led = start > 0 and text.joined[start - 1] and text.words[start - 1] in known.prepositions and not match.prefix
        if not (clitic or led) or (alone and not self._is_spelled(text, match.last, places)):
            return True
        if alone and (len(words[0]) <= _SHORT or words[0] in known.weak_names):
            return not any(place.kind == "ADM1" or (place.population or 0) >= _KNOWN for place in places)
        return not any(self._index.is_sure(place) for place in places)

    @staticmethod
    def _is_spelled(text: Text, at: int, places: list[Place]) -> bool:
        """Whether word `at` isn't spelled with another last letter than the places' names («حديثه» is not «حديثة»)."""
        end = text.written(at)[-1]
        return end != text.words[at][-1] or any(
            one.name_ar.endswith(end) or fold(one.name_ar[-1]) != end for one in places
        )

    def _vouched(self, text: Text, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """The mentions without the weak ones that no chain holds."""
        if not any(one.weak for one in mentions):
            return mentions
        held = chains.containers(text, mentions, self._known, self._nationalities)
        sure = {one.name for one in mentions if not one.weak} - self._known.ordinary
        kept: list[PlaceMention] = []
        for mention, within in zip(mentions, held, strict=True):
            rule = self._voucher(text, mention, within, sure, kept[-1] if kept else None) if mention.weak else ""
            if rule:
                kept.append(mention._replace(rule=rule, weak=False))
            elif not mention.weak:
                kept.append(mention)
        return kept

    def _voucher(
        self, text: Text, mention: PlaceMention, within: tuple[int, ...], sure: set[str], previous: PlaceMention | None
    ) -> str:
        """The rule that lets a weak name count, or ""."""
        if mention.name in self._known.ordinary:
            return ""
        if mention.name in sure:
            return "named surely elsewhere"
        joined = mention.prefix == self._known.conjunction
        beside = previous is not None and mention.first == previous.last + 1
        if previous is not None and mention.first == previous.last + 2:  # «و"كذا"»: the mark parts the conjunction
            beside = joined = text.words[previous.last + 1] == self._known.conjunction
        gap = text.gap(mention.first - 1) if beside else ""
        if beside and set(gap) <= _LIST_GAP and (joined or "," in gap):
            return "beside a sure name"
        return "weak name in a chain" if within and not joined else ""


def _length(text: Text, match: Match[str]) -> int:
    """How many letters a name is written with."""
    start, end = text.span(match.first, match.last)
    return end - start


def _list_so_far(text: Text, previous: PlaceMention | None, mention: PlaceMention) -> PlaceMention:
    """What the next name may go on: after «قرى كذا (ريف حلب)» the list goes on past the brackets."""
    start = text.word_at(mention.span.start)
    if previous is None or not previous.cue or start != previous.last + 1:
        return mention
    if "(" not in text.gap(start - 1) or ")" not in text.gap(mention.last):
        return mention
    return previous._replace(last=mention.last)


def _without_overlaps(mentions: list[PlaceMention]) -> list[PlaceMention]:
    kept: list[PlaceMention] = []
    for mention in mentions:
        if not kept or mention.first > kept[-1].last:
            kept.append(mention)
    return kept
