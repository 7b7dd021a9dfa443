"""Finds place mentions in running Arabic: names of the gazetteer, and names after a feature word that it doesn't know.

Each name found passes an ordered list of rules (what it is part of, what stands before it), each with a name that the
mention keeps as its `rule`; what is blocked is dropped, what is weak must be vouched for by a cue, relation or chain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gazetteer import chains, relations
from gazetteer.arabic import Text, fold
from gazetteer.index import BLOCKED, NameIndex
from gazetteer.memo import WordMemo
from gazetteer.model import Place, PlaceMention, Span
from gazetteer.phrases import Match
from gazetteer.vocabulary import Feature, FeatureWord, Nationalities, Vocabulary

_QUOTES = "\"'("
_CLOSING = "\"')"
_KNOWN, _LARGE = 20_000, 200_000
_SHORT = 3
_NUNATION = frozenset("\u064b\u064c\u064d")  # the endings of indefinite nouns, which names of places don't take
_LONGEST = 4
_LONGEST_LIST = 20
_LIST_GAP = set(" ,\"'()[]-/")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A feature word before (or in) a name: where it stands, and whether more names may follow under it."""

    word: FeatureWord
    at: int


class Finder:
    """Finds place mentions; one for a gazetteer, without state between texts."""

    def __init__(self, index: NameIndex, known: Vocabulary, nationalities: Nationalities) -> None:
        self._index = index
        self._known = known
        self._nationalities = nationalities
        self._opening = WordMemo(self._opens)

    def find(self, text: Text) -> list[PlaceMention]:
        """The place mentions of a text in its order, none overlapping."""
        blocked: set[int] = set()
        found: dict[int, PlaceMention] = {}
        previous: PlaceMention | None = None
        cues: set[int] = set()
        for match in self._index.phrases.longest(text):
            if match.values[-1].startswith(BLOCKED):
                blocked.update(range(match.first, match.last + 1))
                continue
            mention, cue = self._named(text, match, previous)
            if cue is not None and mention is not None:
                cues.add(cue.at)
            if mention is not None:
                found[match.first] = previous = mention
        self._add_unknown(text, found, cues, blocked)
        ordered = _without_overlaps(sorted(found.values(), key=lambda one: (one.first, -one.last)))
        return self._vouched(text, ordered)

    # Names of the gazetteer

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
        rule = "in a list" if listed else f"after {kind}" if kind else "name"
        first = match.first + 1 if cue and cue.at == match.first else match.first
        span = _bare_span(text, start, last, prefix if start == (cue.at if cue else match.first) else "")
        return PlaceMention(span, first, last, folded, match.values, kind, relation, weak, prefix, rule), cue

    def _cue(self, text: Text, match: Match[str]) -> _Cue | None:
        """The feature word in the name's beginning («حقل العمر») or right before it («بلدة الشحيل»)."""
        features, words = self._known.features, text.words
        inside = features.get(words[match.first])
        if inside and match.last > match.first and not inside.definite:
            return _Cue(inside, match.first)
        at = match.first - 1
        if match.prefix or at < 0 or not text.joined[at]:
            return None
        outside = features.get(words[at])
        return _Cue(outside, at) if outside and not outside.definite else None

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
        if not previous.cue or match.first != previous.last + 1:
            return ""
        gap = text.gap(previous.last).strip(_QUOTES + _CLOSING + " ")
        if match.prefix == self._known.conjunction or (gap == "," and not match.prefix):
            starter = text.words[text.word_at(previous.span.start)]
            feature = self._known.features.get(starter)
            if previous.rule == "in a list" or (feature and feature.many):
                return previous.cue
        return ""

    def _goes_on(self, text: Text, match: Match[str], cue: _Cue | None) -> bool:
        """Whether a one-word name is but the head of a longer one («جزرة البوحميد», «تل مالد», «معسكر الكرين»)."""
        known, last = self._known, match.last
        if match.first != last or not text.joined[last]:
            return False
        word = text.words[last]
        if word in known.name_heads or (cue and word in known.features):
            return self._begins_name(text, last + 1, None)
        if cue is None or cue.word.feature.id not in ("village", "town") or word.startswith(known.article):
            return False
        following = text.words[last + 1]
        adjective = following.endswith(known.adjective_marks) or following in known.directions
        return following.startswith(known.article) and not adjective and self._begins_name(text, last + 1, None)

    def _block(self, text: Text, match: Match[str]) -> str:
        """The rule that makes a name without a cue word something else than a place here, or ""."""
        if match.first == match.last:
            if self._is_generic(self._stem(text.words[match.first], match.prefix)):
                return "ordinary word"
            if self._is_adjective(text, match):
                return "adjective of a country"
            if set(text.raw[text.starts[match.first] : text.ends[match.last] + 1]) & _NUNATION:
                return "word with nunation"
        if self._is_far_fetched(match):
            return "clitic too many"
        at = match.first - 1
        if match.prefix or at < 0 or not text.joined[at]:
            return ""
        known, word = self._known, text.words[at]
        if word.isdigit() and text.ends[match.last] - text.starts[match.first] <= _SHORT:
            return "date"  # «20 آب»
        if rule := known.blockers.get(word):
            leads_on = at > 0 and text.words[at - 1] in known.links
            return "" if leads_on and rule == "outlet" else rule
        if match.first == match.last:
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
        if relation or not self._index.is_weak(tuple(words)):
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
        end = text.raw[text.ends[at] - 1]
        return end != text.words[at][-1] or any(
            one.name_ar.endswith(end) or fold(one.name_ar[-1]) != end for one in places
        )

    # Names that the gazetteer doesn't know

    def _opens(self, word: str) -> bool:
        """Whether a mention may begin with the word though the gazetteer has no such name."""
        known = self._known
        return (
            word in known.features or word in known.country_nouns or word in known.parts or word in known.country_words
        )

    def _add_unknown(self, text: Text, found: dict[int, PlaceMention], cues: set[int], blocked: set[int]) -> None:
        known, words = self._known, text.words
        features, parts = known.features, known.parts
        for at, _ in self._opening.among(text):
            word = words[at]
            feature = features.get(word)
            if feature is not None:
                if at in cues and feature.many and at + 1 in found:
                    self._add_listed(text, found[at + 1], found)
                elif at in cues or at in blocked or feature.definite:
                    self._add_capital(text, at, found)
                elif feature.feature.unknown and at not in found:
                    self._add_after(text, at, feature, found)
            elif word in known.country_nouns:
                self._add_territory(text, at, found)
            elif word in parts:
                self._add_part(text, at, found)
            elif word in known.country_words:
                told = relations.before(text, at, "", known)
                if told.relation:
                    found[at] = PlaceMention(
                        text.span(told.first, at),
                        at,
                        at,
                        word,
                        (),
                        "country",
                        told.relation,
                        rule="country of the article",
                    )

    def _add_after(self, text: Text, at: int, feature: FeatureWord, found: dict[int, PlaceMention]) -> None:
        first = at + 1
        if not self._begins_name(text, first, feature):
            self._add_capital(text, at, found)
            return
        last = self._name_end(text, first, found)
        told = relations.before(text, at, feature.prefix, self._known)
        name = " ".join(text.words[first : last + 1])
        for inside in range(first, last + 1):
            found.pop(inside, None)
        found[first] = PlaceMention(
            _bare_span(text, at, last, feature.prefix), first, last, name, self._index.exact(name),
            feature.feature.id, told.relation, False, feature.prefix, "unknown name",
        )  # fmt: skip
        if feature.many:
            self._add_listed(text, found[first], found)

    def _add_listed(self, text: Text, head: PlaceMention, found: dict[int, PlaceMention]) -> None:
        """The further names of a list that a feature word in the plural opens («بلدات كذا وكذا», «قرى كذا، كذا، كذا»).

        After «و» or a comma a name must look like one, because the sentence may go on there.
        """
        conjunction, words = self._known.conjunction, text.words
        before, quoted = head, self._is_quoted(text, head.first)
        for _ in range(_LONGEST_LIST):
            at = before.last + 1
            if at >= len(words) or not set(text.gap(before.last)) <= _LIST_GAP:
                return
            if at in found:
                if found[at].cue and found[at].rule != "in a list":
                    return
                before = found[at]
                continue
            comma, joined = "," in text.gap(before.last), words[at].startswith(conjunction)
            name = words[at].removeprefix(conjunction) if joined else words[at]
            if not (comma or joined) or not self._looks_listed(text, at, name, joined, quoted):
                return
            last = self._name_end(text, at, found)
            whole = " ".join((name, *words[at + 1 : last + 1]))
            before = found[at] = PlaceMention(
                _bare_span(text, at, last, conjunction if joined else ""), at, last, whole, self._index.exact(whole),
                head.cue, head.relation, prefix=conjunction if joined else "", rule="in a list",
            )  # fmt: skip

    def _looks_listed(self, text: Text, at: int, name: str, joined: bool, quoted: bool) -> bool:
        known = self._known
        if len(name) < _LONGEST - 1 or name in known.not_names or name in known.directions or name in known.relations:
            return False
        if text.words[at] in known.features or (name in known.features and name not in known.name_heads):
            return False
        if self._nationalities.country(name) or name in known.prepositions or name in known.through:
            return False
        if not joined and not quoted and not name.startswith(known.article):
            return name in known.name_heads
        return quoted or name.startswith(known.article) or name in known.name_heads or self._is_quoted(text, at)

    @staticmethod
    def _is_quoted(text: Text, at: int) -> bool:
        return at > 0 and any(mark in text.gap(at - 1) for mark in _QUOTES)

    def _begins_name(self, text: Text, first: int, feature: FeatureWord | None) -> bool:
        known, words = self._known, text.words
        if first >= len(words) or not text.joined[first - 1]:
            return False
        word = words[first]
        if word in known.not_names or word in known.name_ends or word in known.through or word in known.relations:
            return False
        kind = known.features.get(word)
        if kind and word not in known.name_heads and not (kind.definite and not kind.prefix):
            return False
        if len(word) < _LONGEST - 1 and word not in known.name_heads:
            return False
        if word in known.directions or word in known.parts or word[0].isdigit() or word.isascii():
            return False
        rest = word[1:] if word[0] == known.conjunction else ""
        if rest and (rest in known.not_names or rest in known.features or rest in known.directions):
            return False
        if feature and feature.feature.id in ("village", "town"):
            return not self._nationalities.country(word)
        looks_adjective = word.endswith(known.adjective_marks[0] + known.adjective_marks[1])
        if looks_adjective and not word.startswith(known.article):
            return False
        return not self._nationalities.country(word)

    def _name_end(self, text: Text, first: int, found: dict[int, PlaceMention]) -> int:
        """The last word of an unknown name that begins at word `first`."""
        known, words, joined = self._known, text.words, text.joined
        if any(mark in text.gap(first - 1) for mark in _QUOTES):
            for at in range(first, min(first + _LONGEST, len(words))):
                if any(mark in text.gap(at) for mark in _CLOSING):
                    return at
        limit = min(first + _LONGEST - 1, len(words) - 1)
        last = first
        while last < limit and words[last] in known.name_heads and joined[last]:
            last += 1
        if last < limit and joined[last] and last + 1 not in found:
            following = words[last + 1]
            construct = not words[first].startswith(known.article) and following.startswith(known.article)
            ends = following in known.name_ends or following in known.not_names or following in known.directions
            if following in known.name_tails:
                return last + 1
            if construct and not ends and not self._nationalities.country(following):
                return last + 1
            if not ends and not following.startswith(known.article) and self._ends_here(text, last + 1):
                return last + 1
        return last

    def _ends_here(self, text: Text, at: int) -> bool:
        """Whether word `at` may end a name: no verb-like stop itself, and words that lead to another place follow."""
        known, word = self._known, text.words[at]
        if at + 1 >= len(text.words) or not text.joined[at] or word in known.features or word in known.relations:
            return False
        if word in known.prepositions or word in known.through or word in known.links or word[0].isdigit():
            return False
        following = text.words[at + 1]
        return following in known.directions or following in known.features

    def _add_part(self, text: Text, at: int, found: dict[int, PlaceMention]) -> None:
        """«الشمال السوري»: a part of a country told by its adjective."""
        last, letters = at + 1, self._known.parts[text.words[at]]
        if last < len(text.words) and text.joined[at] and (second := self._known.directions.get(text.words[last])):
            letters, last = letters + second, last + 1
        if last >= len(text.words) or not text.joined[last - 1] or self._known.article not in text.words[last][:3]:
            return
        code = self._nationalities.country(text.words[last])
        if code in self._index.places:
            bearing = relations.combined(letters)
            found[at] = PlaceMention(
                text.span(at, last), at, last, " ".join(text.words[at : last + 1]), (code,), "area",
                f"direction:{bearing}", rule="part of a country",
            )  # fmt: skip

    def _add_territory(self, text: Text, at: int, found: dict[int, PlaceMention]) -> None:
        """«الأراضي اللبنانية», «الأجواء اللبنانية»: a country or its air, told by its adjective."""
        last = at + 1
        if last >= len(text.words) or not text.joined[at] or at in found:
            return
        code = self._nationalities.country(text.words[last])
        if code in self._index.places:
            relation = self._known.country_nouns[text.words[at]]
            name = " ".join(text.words[at : last + 1])
            found[at] = PlaceMention(
                text.span(at, last), at, last, name, (code,), "country", relation, rule="territory of a country"
            )

    def _add_capital(self, text: Text, at: int, found: dict[int, PlaceMention]) -> None:
        """«العاصمة» with no name after it: the capital of the article's country."""
        word = text.words[at]
        bare = next((one for one in self._known.capital_words if word.endswith(one[2:])), "")
        if bare and at not in found and at + 1 not in found:
            told = relations.before(text, at, "", self._known)
            found[at] = PlaceMention(
                text.span(at, at), at, at, bare, (), "city", told.relation, rule="capital of the article"
            )

    # What stays

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
                kept.append(replace(mention, rule=rule, weak=False))
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
        gap = text.gap(mention.first - 1) if beside else ""
        if beside and set(gap) <= _LIST_GAP and (joined or "," in gap):
            return "beside a sure name"
        return "weak name in a chain" if within and not joined else ""


def _bare_span(text: Text, first: int, last: int, prefix: str) -> Span:
    """The raw span of words `first` to `last` without the clitics of the first."""
    word, start = text.words[first], text.folded_starts[first]
    if prefix and len(prefix) < len(word):
        return Span(text.offsets[start + len(prefix)], text.ends[last])
    return text.span(first, last)


def _without_overlaps(mentions: list[PlaceMention]) -> list[PlaceMention]:
    kept: list[PlaceMention] = []
    for mention in mentions:
        if not kept or mention.first > kept[-1].last:
            kept.append(mention)
    return kept
